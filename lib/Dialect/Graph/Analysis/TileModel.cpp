//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The model of register tiles. Measured on AVX-512: tiles of 6x4 vectors and
// 14x2 vectors reach the peak of fused multiply-adds without spills.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include <algorithm>

using namespace dlc::graph;

static int64_t ceilDivide(int64_t dividend, int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

/// Accumulator rows that fit beside `vectors` operand registers and the
/// broadcast.
static int64_t rowsThatFit(const VectorTarget &target, int64_t vectors) {
  return (target.registers - 1 - vectors) / vectors;
}

RegisterTile dlc::graph::matmulTile(const VectorTarget &target,
                                    int64_t elementBytes, int64_t columns) {
  int64_t widest = target.registers >= 32 ? 4 : 2;
  int64_t vectors = std::clamp<int64_t>(
      ceilDivide(columns, target.lanes(elementBytes)), 1, widest);
  return {matmulTileRows(target, vectors), vectors};
}

int64_t dlc::graph::matmulTileRows(const VectorTarget &target,
                                   int64_t vectors) {
  return std::clamp<int64_t>(rowsThatFit(target, vectors), 1, 8);
}

RegisterTile dlc::graph::convolutionTile(const VectorTarget &target,
                                         int64_t elementBytes, int64_t channels,
                                         int64_t width) {
  int64_t blocks = ceilDivide(channels, target.lanes(elementBytes));
  int64_t vectors = blocks % 2 == 0 ? 2 : 1;
  int64_t most = std::min<int64_t>(rowsThatFit(target, vectors), 14);
  int64_t tiles = std::max<int64_t>(ceilDivide(width, most), 1);
  return {std::max<int64_t>(ceilDivide(width, tiles), 1), vectors};
}
