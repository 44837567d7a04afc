//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moving elements for compiled code: packing of weights.
//
// Rows of the result, which are blocks of a few channels for the most part, are
// filled one after the other. The lines of the source that a row is read from
// stay in cache for the next rows, which read their neighbours.
//
//===----------------------------------------------------------------------===//

#include "dlc-c/ABI.h"

#include <algorithm>

namespace {
/// The place of a row of the result: an index along each axis but the last.
class Row {
public:
  Row(const dlc_move &move, int64_t number) : move(move), place(move.start) {
    for (int64_t axis = move.rank - 1; axis-- > 0;) {
      indices[axis] = number % move.sizes[axis];
      number /= move.sizes[axis];
      place += indices[axis] * move.strides[axis];
    }
  }

  void advance() {
    for (int64_t axis = move.rank - 1; axis-- > 0;) {
      place += move.strides[axis];
      if (++indices[axis] < move.sizes[axis])
        return;
      place -= move.sizes[axis] * move.strides[axis];
      indices[axis] = 0;
    }
  }

  /// Of its first element in the source.
  int64_t source() const { return place; }

  /// Elements that are not filled up with zeros.
  int64_t count() const {
    int64_t size = move.sizes[move.rank - 1];
    if (move.block_axis < 0)
      return size;
    int64_t left = move.limit - indices[move.block_axis] * size;
    return std::clamp<int64_t>(left, 0, size);
  }

private:
  const dlc_move &move;
  int64_t indices[DLC_MOVE_AXES] = {};
  int64_t place;
};
} // namespace

template <typename T>
static void moveRows(const dlc_move &move, const T *source, T *result,
                     int64_t begin, int64_t end) {
  int64_t size = move.sizes[move.rank - 1];
  int64_t stride = move.strides[move.rank - 1];
  Row row(move, begin);
  result += begin * size;
  for (int64_t number = begin; number < end; ++number) {
    const T *from = source + row.source();
    int64_t count = row.count();
    if (stride == 1)
      std::copy_n(from, count, result);
    else
      for (int64_t i = 0; i < count; ++i)
        result[i] = from[i * stride];
    std::fill(result + count, result + size, T(0));
    result += size;
    row.advance();
  }
}

void dlc_rt_move(const dlc_move *move, const void *source, void *result,
                 int64_t begin, int64_t end) {
  int64_t rows = 1;
  for (int64_t axis = 0; axis + 1 < move->rank; ++axis)
    rows *= move->sizes[axis];
  // Tiles are equal shares of the rows.
  auto first = [&](int64_t tile) {
    return rows / move->tiles * tile + rows % move->tiles * tile / move->tiles;
  };
  auto moveAs = [&](auto zero) {
    using T = decltype(zero);
    moveRows(*move, static_cast<const T *>(source), static_cast<T *>(result),
             first(begin), first(end));
  };
  switch (move->element_bytes) {
  case 1:
    return moveAs(uint8_t());
  case 2:
    return moveAs(uint16_t());
  case 4:
    return moveAs(uint32_t());
  default:
    return moveAs(uint64_t());
  }
}
