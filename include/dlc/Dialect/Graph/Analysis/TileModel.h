//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How large the register tiles of contractions are on a target. Layout
// assignment packs for these tiles, code generation emits them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_TILEMODEL_H
#define DLC_DIALECT_GRAPH_ANALYSIS_TILEMODEL_H

#include <cstdint>

namespace dlc::graph {

/// The vector unit of the machine that code is made for.
struct VectorTarget {
  int64_t vectorBytes = 64;
  int64_t registers = 32;

  /// Elements of `elementBytes` in one vector.
  int64_t lanes(int64_t elementBytes) const {
    return vectorBytes / elementBytes;
  }
  bool operator==(const VectorTarget &other) const {
    return vectorBytes == other.vectorBytes && registers == other.registers;
  }
};

/// A register tile: `rows` x `vectors` accumulators, plus `vectors` registers
/// of the packed operand and one for the broadcast of the other.
struct RegisterTile {
  int64_t rows;
  int64_t vectors;
};

/// The tile of a matrix product with N = `columns`. Panels are `vectors` wide:
/// as wide as the columns ask for, up to four (two with 16 registers), because
/// each broadcast then feeds more products. Rows fill what registers remain,
/// but stay at most 8: taller tiles read more than 8 strided rows of the
/// unpacked left operand and lose half their speed to cache conflicts.
RegisterTile matmulTile(const VectorTarget &target, int64_t elementBytes,
                        int64_t columns);

/// The rows of a tile with `vectors` vectors a row, by the same rule: at least
/// one.
int64_t matmulTileRows(const VectorTarget &target, int64_t vectors);

/// The tile of the convolution with `channels` outputs and rows of `width`
/// outputs: `rows` positions of one output row times `vectors` channel blocks.
/// Positions are split evenly over the tiles of a row (28 = 14 + 14).
RegisterTile convolutionTile(const VectorTarget &target, int64_t elementBytes,
                             int64_t channels, int64_t width);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_TILEMODEL_H
