//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dlc-c/ABI.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <vector>

namespace {

/// `move` of a source that holds 1, 2, ..., in tiles one by one.
template <typename T>
std::vector<T> moved(dlc_move move, int64_t sourceSize, int64_t tiles) {
  std::vector<T> source(sourceSize);
  std::iota(source.begin(), source.end(), T(1));
  int64_t size = 1;
  for (int64_t axis = 0; axis < move.rank; ++axis)
    size *= move.sizes[axis];
  std::vector<T> result(size, T(-1));
  move.element_bytes = sizeof(T);
  move.tiles = tiles;
  // In no order, as threads do.
  for (int64_t tile = tiles; tile-- > 0;)
    dlc_rt_move(&move, source.data(), result.data(), tile, tile + 1);
  return result;
}

dlc_move moveOf(std::vector<int64_t> sizes, std::vector<int64_t> strides) {
  dlc_move move{};
  move.rank = static_cast<int64_t>(sizes.size());
  move.block_axis = -1;
  std::copy(sizes.begin(), sizes.end(), move.sizes);
  std::copy(strides.begin(), strides.end(), move.strides);
  return move;
}

template <typename T> class MoveTest : public testing::Test {};
using Types = testing::Types<uint8_t, uint16_t, float, double>;
TYPED_TEST_SUITE(MoveTest, Types);

TYPED_TEST(MoveTest, Transposes) {
  // [2, 3] becomes [3, 2].
  std::vector<TypeParam> expected = {1, 4, 2, 5, 3, 6};
  for (int64_t tiles : {1, 2, 3, 7})
    EXPECT_EQ(moved<TypeParam>(moveOf({3, 2}, {1, 3}), 6, tiles), expected);
}

TYPED_TEST(MoveTest, FillsUpTheLastBlock) {
  // Five columns of [2, 5] in blocks of two: [3, 2, 2].
  dlc_move move = moveOf({3, 2, 2}, {2, 5, 1});
  move.block_axis = 0;
  move.limit = 5;
  std::vector<TypeParam> expected = {1, 2, 6, 7, 3, 4, 8, 9, 5, 0, 10, 0};
  for (int64_t tiles : {1, 2, 5, 6})
    EXPECT_EQ(moved<TypeParam>(move, 10, tiles), expected);
}

TYPED_TEST(MoveTest, BeginsWhereASliceDoes) {
  // [:, 1::2] of [2, 4].
  dlc_move move = moveOf({2, 2}, {4, 2});
  move.start = 1;
  EXPECT_EQ(moved<TypeParam>(move, 8, 2), (std::vector<TypeParam>{2, 4, 6, 8}));
}

TYPED_TEST(MoveTest, RepeatsElements) {
  EXPECT_EQ(moved<TypeParam>(moveOf({2, 3}, {1, 0}), 2, 1),
            (std::vector<TypeParam>{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(moved<TypeParam>(moveOf({3}, {0}), 1, 4),
            (std::vector<TypeParam>{1, 1, 1}));
}

} // namespace
