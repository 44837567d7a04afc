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
  /// Whether a multiply-add is one instruction. In SSE it is two, which
  /// overwrite an operand, and copies.
  bool hasFusedMultiplyAdd() const {
    return vectorBytes > 16 || registers > 16;
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

/// The vectors of the panels of a right operand [depth, columns] for a left one
/// of `rows` rows: those of matmulTile, or fewer where a large operand comes
/// from beyond the second cache for a few rows. A tile of fewer vectors has
/// more rows, so that more of the products are computed while panels come in.
int64_t panelVectors(const VectorTarget &target, int64_t elementBytes,
                     int64_t rows, int64_t depth, int64_t columns);

/// The vectors of a tile where the right operand is a plain matrix with N =
/// `columns`, and the left one has `rows` rows: those of matmulTile, or more
/// where a few rows leave accumulators for them, because then it is the reading
/// of the matrix that takes time, and long pieces are read faster.
int64_t plainMatmulVectors(const VectorTarget &target, int64_t elementBytes,
                           int64_t rows, int64_t columns);

/// The rows of a tile with `vectors` vectors a row, by the same rule: at least
/// one.
int64_t matmulTileRows(const VectorTarget &target, int64_t vectors);

/// The most rows of a tile of a recurrent cell with this number of gates: the
/// cheapest for each row by `stepCycles`, up to those of a product with so many
/// vectors, or with the widest tile where that has fewer. With 16 registers
/// these are four rows of a GRU, whose gates fit beside them, and six of an
/// LSTM: three would fit beside all its gates, but read the weights twice as
/// often, faster than the second cache gives them.
int64_t cellTileRows(const VectorTarget &target, int64_t gates);

/// How many of the last columns of a product are computed as dot products of
/// vectors along K = `depth`, because a vector of columns would be nearly empty
/// with them: all beyond the last whole vector of columns, or none. For each
/// row they take a vector for `lanes` elements of K, not for one, and the
/// adding up of its lanes; a column is gathered once for all rows.
int64_t dotColumns(const VectorTarget &target, int64_t elementBytes,
                   int64_t rows, int64_t columns, int64_t depth);

/// The last outputs of a convolution, where they would fill only a part of a
/// vector: vectors of several input channels are multiplied by those of the
/// filter, and lanes are added up at the end.
struct NarrowOutputs {
  /// How many; 0 where a vector of outputs is faster.
  int64_t outputs = 0;
  /// Input channels of a vector, which divide its lanes: all lanes for dot
  /// products, else channels repeat for each output.
  int64_t channels = 0;
  /// Vectors of sums that a position has: of lanes / channels outputs each.
  int64_t vectors = 0;
};

/// How the last of `outputs` outputs are computed, of sums of `channels` input
/// channels times `taps`. Their filters are gathered.
NarrowOutputs narrowOutputs(const VectorTarget &target, int64_t elementBytes,
                            int64_t outputs, int64_t channels, int64_t taps);

/// The positions whose sums fit into the registers.
int64_t narrowTileRows(const VectorTarget &target, const NarrowOutputs &narrow);

/// The rows of the left operand, of K = `depth` elements each, that stay in the
/// second cache (cacheBytes) while the strips of the right one pass by.
int64_t matmulBlockRows(const VectorTarget &target, int64_t elementBytes,
                        int64_t depth);

/// How many gates' sums of `rows` rows fit into the registers at once. They
/// take turns as evenly as possible.
int64_t gatesAtOnce(const VectorTarget &target, int64_t rows, int64_t gates);

/// In how many equal groups the gates of a cell of `rows` rows take turns, each
/// of which has a part of the packed weights for itself: a turn then reads its
/// weights one behind the other. 1 where all gates fit, or groups are unequal.
int64_t cellTurns(const VectorTarget &target, int64_t rows, int64_t gates);

/// Into how many sets of accumulators sums of `depth` products are dealt where
/// a tile has this number of accumulators: enough sums must be under way to
/// keep the multipliers busy, and those of one row are fewer.
int64_t accumulatorSets(const VectorTarget &target, int64_t accumulators,
                        int64_t depth);

/// What a convolution's register tile is for: images whose rows have `width`
/// positions, `blocks` vectors of output channels in each of `groups`.
struct ConvolutionSize {
  int64_t width;
  int64_t blocks;
  int64_t groups = 1;
};

/// The register tile of a convolution, `rows` positions of one row times
/// `vectors` blocks of channels: the cheapest by `stepCycles` over the tiles
/// that cover a row and all blocks. Vectors divide the blocks of a group.
RegisterTile convolutionTile(const VectorTarget &target,
                             const ConvolutionSize &size);

/// The positions of a tile of so many vectors, by the same rule: at most.
int64_t convolutionTileRows(const VectorTarget &target, int64_t vectors,
                            int64_t width);

/// Steps of the sums, such as channels of a convolution, that an iteration of a
/// tile's innermost loop takes. Several save the ends of short loops, which the
/// processor foretells badly; but the code generator orders long pieces of code
/// well only where tiles are small and leave a register to spare.
int64_t tileUnroll(const VectorTarget &target, const RegisterTile &tile);

/// The register tile of a depthwise convolution with windows of `taps` elements
/// a row, at `width` positions: `positions` of a row, at most. With a row of
/// the filter in registers, each input vector is loaded once, for all windows
/// that it lies in. Rows of the filter too long for that are taken tap by tap.
struct DepthwiseTile {
  int64_t positions;
  bool tapByTap;
};
DepthwiseTile depthwiseTile(const VectorTarget &target, int64_t taps,
                            int64_t width);

/// A size in nearly equal parts of at most `most`: first `large` parts of
/// `part`, then `small` parts of `part` - 1.
struct EvenSplit {
  int64_t part = 0, large = 0, small = 0;
  EvenSplit(int64_t size, int64_t most);
  int64_t count() const { return large + small; }
};

/// Bytes that may be expected to stay in the second-level cache of a core: half
/// of what the smallest has, 512 kB, or 1 MB where vectors have 512 bits.
int64_t cacheBytes(const VectorTarget &target);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_TILEMODEL_H
