//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Polynomials of named dimensions: their normal form, arithmetic, division and
// substitution, and that nothing overflows.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Dimension.h"

#include <gtest/gtest.h>

using namespace dlc::graph;

static Dimension parse(llvm::StringRef text) {
  std::optional<Dimension> dimension = Dimension::parse(text);
  EXPECT_TRUE(dimension.has_value()) << text.str();
  return dimension.value_or(Dimension());
}

TEST(DimensionTest, NormalForm) {
  EXPECT_EQ(parse("N*H").str(), "H*N");
  EXPECT_EQ(parse("H*N"), parse("N*H"));
  EXPECT_EQ(parse("1 + N + N^2 + H*N").str(), "H*N + N^2 + N + 1");
  EXPECT_EQ(parse("N + N - 2*N").str(), "0");
  EXPECT_EQ(parse("N*N*N").str(), "N^3");
  EXPECT_EQ(parse("-N + 3").str(), "-N + 3");
  EXPECT_EQ(parse("2 - 2*N*3").str(), "-6*N + 2");
  EXPECT_EQ(parse("0*N").constant(), 0);
  EXPECT_EQ(parse("N - N + 7").constant(), 7);
}

TEST(DimensionTest, PrintsWhatItParses) {
  for (const char *text : {"0", "N", "-N", "H^2*W + 3*N - 1", "N + 1", "-5"})
    EXPECT_EQ(parse(text).str(), text);
  EXPECT_EQ(parse("-9223372036854775807 - 1").str(), "-9223372036854775808");
}

TEST(DimensionTest, MalformedTextIsRejected) {
  for (const char *text :
       {"", "+", "N +", "N N", "2N", "N**2", "N^", "N^65", "N^-1", "(N)",
        "9223372036854775808", "99999999999999999999*N", "N/2"})
    EXPECT_FALSE(Dimension::parse(text).has_value()) << text;
}

TEST(DimensionTest, NamesAndNumbers) {
  EXPECT_EQ(parse("N").symbolName(), llvm::StringRef("N"));
  EXPECT_EQ(parse("2*N").symbolName(), std::nullopt);
  EXPECT_EQ(parse("N^2").symbolName(), std::nullopt);
  EXPECT_EQ(parse("7").symbolName(), std::nullopt);
  EXPECT_EQ(parse("N").constant(), std::nullopt);
  EXPECT_EQ(Dimension(), Dimension(0));
}

TEST(DimensionTest, Division) {
  auto quotient = [](llvm::StringRef lhs, llvm::StringRef rhs) -> std::string {
    auto result = parse(lhs).divideExactly(parse(rhs));
    return result ? result->str() : "none";
  };
  EXPECT_EQ(quotient("6*N*H", "3*N"), "2*H");
  EXPECT_EQ(quotient("N^2 + 2*N + 1", "N + 1"), "N + 1");
  EXPECT_EQ(quotient("N^2 - H^2", "N - H"), "H + N");
  EXPECT_EQ(quotient("N + 1", "2"), "none");
  EXPECT_EQ(quotient("N", "H"), "none");
  EXPECT_EQ(quotient("N", "N^2"), "none");
  EXPECT_EQ(quotient("N", "0"), "none");
  EXPECT_EQ(quotient("0", "N"), "0");
  EXPECT_EQ(quotient("-9223372036854775807 - 1", "-1"), "none");
}

TEST(DimensionTest, Solution) {
  auto solve = [](llvm::StringRef text, int64_t value) {
    return parse(text).solve("N", value);
  };
  EXPECT_EQ(solve("N", 7), 7);
  EXPECT_EQ(solve("2*N + 1", 7), 3);
  EXPECT_EQ(solve("2*N + 1", 8), std::nullopt);
  EXPECT_EQ(solve("-N + 3", 7), -4);
  EXPECT_EQ(solve("N^2", 4), std::nullopt);
  EXPECT_EQ(solve("2*H", 4), std::nullopt);
  EXPECT_EQ(solve("N + H", 4), std::nullopt);
  EXPECT_EQ(solve("4", 4), std::nullopt);
  EXPECT_EQ(solve("N - 9223372036854775807", 2), std::nullopt);
}

TEST(DimensionTest, Substitution) {
  llvm::StringMap<int64_t> binding;
  binding["N"] = 3;
  EXPECT_EQ(parse("N^2*H + N").substitute(binding)->str(), "9*H + 3");
  binding["H"] = 2;
  EXPECT_EQ(parse("N^2*H + N").substitute(binding)->constant(), 21);
  binding["N"] = int64_t(1) << 40;
  EXPECT_FALSE(parse("N^2").substitute(binding).has_value());
}

TEST(DimensionTest, OverflowIsNoDimension) {
  Dimension largest(INT64_MAX), lowest(INT64_MIN);
  EXPECT_FALSE(largest.add(1).has_value());
  EXPECT_FALSE(lowest.subtract(1).has_value());
  EXPECT_FALSE(Dimension(0).subtract(lowest).has_value());
  EXPECT_FALSE(largest.multiply(2).has_value());
  EXPECT_FALSE(lowest.multiply(-1).has_value());
  EXPECT_FALSE(product({largest, largest}).has_value());
  EXPECT_EQ(product({})->constant(), 1);
}

TEST(DimensionTest, ProductsOfSumsDoNotExplode) {
  Dimensions sums;
  for (int i = 0; i < 64; ++i)
    sums.push_back(parse("A" + std::to_string(i) + " + B" + std::to_string(i)));
  EXPECT_FALSE(product(sums).has_value());
}

TEST(DimensionTest, Lists) {
  EXPECT_EQ(toString({parse("N"), 3, parse("2*H - 1")}), "[N, 3, 2*H - 1]");
  EXPECT_EQ(toString({}), "[]");
  EXPECT_EQ(product({parse("N"), 3, parse("H + 1")})->str(), "3*H*N + 3*N");
}
