//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Initial values: their distribution, and what they may and may not depend on.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Initializer.h"

#include "dlc/Runtime/BFloat16.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace dlc;
using Kind = Initializer::Kind;

static Tensor make(DType dtype, Shape shape, Initializer initializer,
                   uint64_t seed = 1, uint64_t stream = 2) {
  Tensor tensor(dtype, std::move(shape));
  initialize(tensor.view(), initializer, seed, stream);
  return tensor;
}

static std::vector<double> doubles(const Tensor &tensor) {
  const double *data = tensor.as<double>();
  return {data, data + tensor.elementCount()};
}

/// The k-th central moment about `mean`.
static double moment(const std::vector<double> &values, double mean, int k) {
  double sum = 0;
  for (double value : values)
    sum += std::pow(value - mean, k);
  return sum / double(values.size());
}

TEST(Initializer, Constants) {
  Tensor tensor(DType::F32, {3});
  initialize(tensor.view(), {Kind::Ones}, 0, 0);
  EXPECT_EQ(tensor.as<float>()[2], 1.0f);
  initialize(tensor.view(), {Kind::Constant, 2.5}, 0, 0);
  EXPECT_EQ(tensor.as<float>()[0], 2.5f);
  EXPECT_EQ(tensor.as<float>()[2], 2.5f);
  initialize(tensor.view(), {Kind::Zeros}, 0, 0);
  EXPECT_EQ(tensor.as<float>()[1], 0.0f);
}

TEST(Initializer, EveryDType) {
  EXPECT_EQ(make(DType::Bool, {1}, {Kind::Ones}).as<bool>()[0], true);
  EXPECT_EQ(make(DType::U8, {1}, {Kind::Constant, 300}).as<uint8_t>()[0], 255);
  EXPECT_EQ(make(DType::U8, {1}, {Kind::Constant, -3}).as<uint8_t>()[0], 0);
  EXPECT_EQ(make(DType::I8, {1}, {Kind::Constant, -3.6}).as<int8_t>()[0], -4);
  EXPECT_EQ(make(DType::I32, {1}, {Kind::Constant, 7}).as<int32_t>()[0], 7);
  EXPECT_EQ(make(DType::I64, {1}, {Kind::Constant, 1e30}).as<int64_t>()[0],
            INT64_MAX);
  EXPECT_EQ(make(DType::BF16, {1}, {Kind::Constant, 0.5}).as<BFloat16>()[0],
            0.5f);
}

TEST(Initializer, EmptyTensorsAndScalars) {
  make(DType::F32, {0, 5}, {Kind::Normal, 0, 1});
  Tensor scalar = make(DType::F64, {}, {Kind::Uniform, 3, 4});
  EXPECT_GE(scalar.as<double>()[0], 3);
  EXPECT_LT(scalar.as<double>()[0], 4);
}

TEST(Initializer, UniformIsUniform) {
  std::vector<double> values =
      doubles(make(DType::F64, {100'000}, {Kind::Uniform, -2, 6}));
  EXPECT_GE(*std::min_element(values.begin(), values.end()), -2);
  EXPECT_LT(*std::max_element(values.begin(), values.end()), 6);
  EXPECT_NEAR(moment(values, 0, 1), 2, 0.04);
  EXPECT_NEAR(moment(values, 2, 2), 64.0 / 12, 0.1);
  int bins[10] = {};
  for (double value : values)
    ++bins[int((value + 2) / 0.8)];
  for (int count : bins)
    EXPECT_NEAR(count, 10'000, 500);
}

TEST(Initializer, NormalIsNormal) {
  std::vector<double> values =
      doubles(make(DType::F64, {100'000}, {Kind::Normal, 1, 3}));
  EXPECT_NEAR(moment(values, 0, 1), 1, 0.05);
  EXPECT_NEAR(moment(values, 1, 2), 9, 0.2);
  EXPECT_NEAR(moment(values, 1, 3) / 27, 0, 0.05);
  EXPECT_NEAR(moment(values, 1, 4) / 81, 3, 0.15);
  // The two halves of a Box-Muller pair.
  double product = 0;
  for (size_t index = 0; index < values.size(); index += 2)
    product += (values[index] - 1) * (values[index + 1] - 1) / 9;
  EXPECT_NEAR(product / 50'000, 0, 0.02);
}

TEST(Initializer, ElementsDependOnTheirIndexAlone) {
  for (Kind kind : {Kind::Uniform, Kind::Normal}) {
    std::vector<double> few = doubles(make(DType::F64, {7}, {kind, 0, 1}));
    std::vector<double> many =
        doubles(make(DType::F64, {10, 100}, {kind, 0, 1}));
    EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  }
}

TEST(Initializer, DTypesRoundTheSameDraws) {
  Initializer normal{Kind::Normal, 0, 0.1};
  Tensor exact = make(DType::F64, {101}, normal);
  Tensor single = make(DType::F32, {101}, normal);
  Tensor half = make(DType::BF16, {101}, normal);
  for (int64_t index = 0; index < 101; ++index) {
    double value = exact.as<double>()[index];
    EXPECT_EQ(single.as<float>()[index], float(value));
    EXPECT_EQ(half.as<BFloat16>()[index].bits, BFloat16(value).bits);
  }
}

TEST(Initializer, SeedsAndStreamsDiffer) {
  Initializer uniform{Kind::Uniform, 0, 1};
  std::vector<double> base = doubles(make(DType::F64, {8}, uniform, 1, 2));
  EXPECT_EQ(base, doubles(make(DType::F64, {8}, uniform, 1, 2)));
  for (auto [seed, stream] : {std::pair<uint64_t, uint64_t>{2, 2},
                              {1, 3},
                              {2, 1},
                              {1 + (1ull << 32), 2},
                              {1, 2 + (1ull << 32)}})
    EXPECT_NE(base, doubles(make(DType::F64, {8}, uniform, seed, stream)));
}

/// Weights made from a seed are part of what users record: a change of these
/// numbers is a change of every such record.
TEST(Initializer, DrawsStayWhatTheyAre) {
  // The block at position 0 of key 0 is one of the published vectors:
  // 6627e8d5 e169c58d bc57ac4c 9b00dbd8, low word first.
  Tensor tensor = make(DType::F64, {2}, {Kind::Uniform, 0, 1}, 0, 0);
  EXPECT_EQ(tensor.as<double>()[0], double(0xe169c58d6627e8d5 >> 11) * 0x1p-53);
  EXPECT_EQ(tensor.as<double>()[1], double(0x9b00dbd8bc57ac4c >> 11) * 0x1p-53);
}

TEST(Initializer, StreamsOfNames) {
  EXPECT_EQ(streamOf(""), 0xcbf29ce484222325u);
  EXPECT_EQ(streamOf("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(streamOf("foobar"), 0x85944171f73967e8u);
  EXPECT_NE(streamOf("features.0.weight"), streamOf("features.0.bias"));
}

TEST(Initializer, TruncatedNormalIsTruncatedAndNormal) {
  std::vector<double> values =
      doubles(make(DType::F64, {100'000}, {Kind::TruncatedNormal, 1, 2, 0, 4}));
  EXPECT_GE(*std::min_element(values.begin(), values.end()), 0);
  EXPECT_LE(*std::max_element(values.begin(), values.end()), 4);
  // Of N(1, 2) on [0, 4]: mean 1 + 2 (phi(-0.5) - phi(1.5)) / Z = 1.7124...,
  // Z = Phi(1.5) - Phi(-0.5), and the share below the mean of the untruncated.
  auto density = [](double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * 3.14159265358979323846);
  };
  auto below = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  double mass = below(1.5) - below(-0.5);
  double mean = 1 + 2 * (density(-0.5) - density(1.5)) / mass;
  EXPECT_NEAR(moment(values, 0, 1), mean, 0.02);
  double share = double(std::count_if(values.begin(), values.end(),
                                      [](double x) { return x < 1; })) /
                 double(values.size());
  EXPECT_NEAR(share, (below(0) - below(-0.5)) / mass, 0.01);
  // Bounds that only the far tail reaches.
  for (double value :
       doubles(make(DType::F64, {1000}, {Kind::TruncatedNormal, 0, 1, 50, 60})))
    EXPECT_TRUE(value >= 50 && value <= 60);
}

/// The products of all pairs of `count` vectors, against gain^2 I.
static void expectOrthonormal(const std::vector<double> &values, int64_t rows,
                              int64_t columns, double gain) {
  bool wide = rows <= columns;
  int64_t count = std::min(rows, columns), size = std::max(rows, columns);
  for (int64_t i = 0; i < count; ++i)
    for (int64_t j = 0; j < count; ++j) {
      double sum = 0;
      for (int64_t k = 0; k < size; ++k)
        sum += wide ? values[i * columns + k] * values[j * columns + k]
                    : values[k * columns + i] * values[k * columns + j];
      ASSERT_NEAR(sum, i == j ? gain * gain : 0, 1e-12) << i << " " << j;
    }
}

TEST(Initializer, OrthogonalIsOrthogonal) {
  for (auto [rows, columns] : {std::pair<int64_t, int64_t>{1, 1},
                               {1, 7},
                               {7, 1},
                               {33, 33},
                               {17, 50},
                               {50, 17},
                               {100, 100}})
    expectOrthonormal(
        doubles(make(DType::F64, {rows, columns}, {Kind::Orthogonal, 3})), rows,
        columns, 3);
  // Axes after the first count as one.
  expectOrthonormal(
      doubles(make(DType::F64, {4, 3, 2, 5}, {Kind::Orthogonal, 1})), 4, 30, 1);
  Tensor single = make(DType::F32, {64, 64}, {Kind::Orthogonal, 1});
  Tensor exact = make(DType::F64, {64, 64}, {Kind::Orthogonal, 1});
  for (int64_t i = 0; i < 64 * 64; ++i)
    EXPECT_EQ(single.as<float>()[i], float(exact.as<double>()[i]));
  // Rotations and reflections alike: no sign is preferred.
  int64_t positive = 0;
  for (uint64_t stream = 0; stream < 1000; ++stream)
    positive += make(DType::F64, {3, 3}, {Kind::Orthogonal, 1}, 1, stream)
                    .as<double>()[0] > 0;
  EXPECT_NEAR(double(positive), 500, 80);
}

TEST(Initializer, IdentityAndDirac) {
  EXPECT_EQ(doubles(make(DType::F64, {2, 3}, {Kind::Identity})),
            (std::vector<double>{1, 0, 0, 0, 1, 0}));
  // Two groups of three outputs and two inputs; the middle of a window of 3.
  std::vector<double> values =
      doubles(make(DType::F64, {6, 2, 3}, {Kind::Dirac, 2}));
  for (int64_t output = 0; output < 6; ++output)
    for (int64_t input = 0; input < 2; ++input)
      for (int64_t at = 0; at < 3; ++at)
        EXPECT_EQ(values[(output * 2 + input) * 3 + at],
                  output % 3 == input && at == 1 ? 1 : 0);
}

TEST(Initializer, TableHasARowOfZeros) {
  for (int64_t columns : {1, 4, 5}) {
    std::vector<double> plain =
        doubles(make(DType::F64, {3, columns}, {Kind::Normal, 1, 2}));
    std::vector<double> table =
        doubles(make(DType::F64, {3, columns}, {Kind::NormalTable, 1, 2, 1}));
    for (int64_t i = 0; i < 3 * columns; ++i)
      EXPECT_EQ(table[i], i / columns == 1 ? 0 : plain[i]);
  }
}

TEST(Initializer, KindsOfShapesTakeAnyShape) {
  for (Kind kind :
       {Kind::Orthogonal, Kind::Identity, Kind::Dirac, Kind::NormalTable})
    for (const Shape &shape :
         {Shape{}, Shape{0}, Shape{3}, Shape{0, 4}, Shape{4, 0}, Shape{2, 0, 3},
          Shape{1, 1}, Shape{2, 3, 1, 1, 1, 2}})
      for (double number : {0.0, 1.0, 5.0, -1.0})
        make(DType::F32, shape, {kind, number});
}
