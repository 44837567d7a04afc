//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Polynomials in named dimensions.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Dimension.h"

#include "gtest/gtest.h"

using namespace dlc::graph;

static Dimension parse(llvm::StringRef text) {
  std::optional<Dimension> dimension = Dimension::parse(text);
  EXPECT_TRUE(dimension.has_value()) << text.str();
  return dimension.value_or(Dimension());
}

TEST(DimensionTest, HasOneNormalForm) {
  EXPECT_EQ(parse("N*H"), parse("H*N"));
  EXPECT_EQ(parse("N + H - N"), parse("H"));
  EXPECT_EQ(parse("2*N*3 + 1 - 1"), parse("6*N"));
  EXPECT_EQ(parse("N*N"), parse("N^2"));
  EXPECT_NE(parse("N + 1"), parse("N"));
  EXPECT_EQ(hash_value(parse("N*H + 2")), hash_value(parse("2 + H*N")));
}

TEST(DimensionTest, PrintsHighestDegreeFirst) {
  EXPECT_EQ(parse("1 + H*N*2 - K").str(), "2*H*N - K + 1");
  EXPECT_EQ(parse("-N").str(), "-N");
  EXPECT_EQ(parse("N - N").str(), "0");
  EXPECT_EQ(parse("3 - 5").str(), "-2");
  EXPECT_EQ(parse("N*N*H").str(), "H*N^2");
  EXPECT_EQ(toString({parse("N"), Dimension(3)}), "[N, 3]");
}

TEST(DimensionTest, ReadsWhatItPrints) {
  for (const char *text : {"0", "-7", "N", "2*H*N - K + 1", "H*N^2 - 3*N^2",
                           "-9223372036854775807"})
    EXPECT_EQ(parse(text).str(), text);
}

TEST(DimensionTest, RejectsWhatIsNoPolynomial) {
  for (const char *text : {"", "+", "N +", "N H", "2**3", "N^", "N^x", "(N)",
                           "99999999999999999999", "N^99999"})
    EXPECT_FALSE(Dimension::parse(text).has_value()) << text;
}

TEST(DimensionTest, TellsConstantsAndNames) {
  EXPECT_EQ(Dimension(5).constant(), 5);
  EXPECT_EQ(parse("N - N + 4").constant(), 4);
  EXPECT_FALSE(parse("N").isConstant());
  EXPECT_EQ(parse("N").symbolName(), llvm::StringRef("N"));
  EXPECT_EQ(parse("2*N").symbolName(), std::nullopt);
  EXPECT_EQ(parse("N^2").symbolName(), std::nullopt);
  EXPECT_EQ(parse("N + 1").symbolName(), std::nullopt);
  EXPECT_EQ(Dimension(1).symbolName(), std::nullopt);
}

TEST(DimensionTest, Computes) {
  EXPECT_EQ(parse("N + 1").multiply(parse("N - 1")), parse("N^2 - 1"));
  EXPECT_EQ(parse("N").subtract(parse("N")), Dimension(0));
  EXPECT_EQ(parse("N").multiply(Dimension(0)), Dimension(0));
  EXPECT_EQ(product({parse("N"), Dimension(3), parse("H")}), parse("3*H*N"));
  EXPECT_EQ(product({}), Dimension(1));
}

TEST(DimensionTest, DividesExactly) {
  EXPECT_EQ(parse("6*H*N").divideExactly(parse("2*N")), parse("3*H"));
  EXPECT_EQ(parse("N^2 - 1").divideExactly(parse("N + 1")), parse("N - 1"));
  EXPECT_EQ(parse("N").divideExactly(Dimension(0)), std::nullopt);
  EXPECT_EQ(parse("N").divideExactly(parse("H")), std::nullopt);
  EXPECT_EQ(parse("3*N").divideExactly(Dimension(2)), std::nullopt);
  EXPECT_EQ(Dimension(0).divideExactly(parse("N")), Dimension(0));
}

TEST(DimensionTest, ReportsOverflow) {
  Dimension large(INT64_MAX);
  EXPECT_EQ(large.add(1), std::nullopt);
  EXPECT_EQ(large.multiply(2), std::nullopt);
  EXPECT_EQ(Dimension(INT64_MIN).subtract(1), std::nullopt);
  EXPECT_EQ(Dimension(0).subtract(INT64_MIN), std::nullopt);
  EXPECT_EQ(Dimension(INT64_MIN).divideExactly(-1), std::nullopt);
  EXPECT_EQ(Dimension(INT64_MIN).str(), "-9223372036854775808");
  llvm::StringMap<int64_t> binding = {{"N", int64_t(1) << 40}};
  EXPECT_EQ(parse("N^2").substitute(binding), std::nullopt);
}

TEST(DimensionTest, Substitutes) {
  llvm::StringMap<int64_t> binding = {{"N", 8}, {"H", 3}};
  EXPECT_EQ(parse("N*H + K").substitute(binding), parse("K + 24"));
  EXPECT_EQ(parse("N^2 - H").substitute(binding), Dimension(61));
}

TEST(DimensionTest, VisitsSymbols) {
  std::string names;
  parse("N*H + N").forEachSymbol([&](llvm::StringRef name) { names += name; });
  EXPECT_EQ(names, "HNN");
}
