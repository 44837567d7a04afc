//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The windows of convolutions that reach beyond their input, without a padded
// copy of it: along rows by code that knows which products exist, across rows
// by bounds of a loop.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_WINDOWS_H
#define DLC_LIB_CODEGEN_CONTRACTION_WINDOWS_H

#include "dlc/Codegen/Emitters.h"

namespace dlc::codegen {

/// Positions or taps [begin, end).
struct Interval {
  int64_t begin = 0, end = 0;
  int64_t size() const { return end > begin ? end - begin : 0; }
  bool operator==(const Interval &other) const {
    return begin == other.begin && end == other.end;
  }
};

/// The windows of a convolution along one axis: result x reads the input at
/// x * stride + tap * dilation - low for its taps.
struct WindowAxis {
  int64_t input, kernel, result;
  int64_t stride, low, dilation;

  /// The results at which the tap lies inside of the input.
  Interval inside(int64_t tap) const;
  /// The results at which all taps do.
  Interval interior() const;
  /// Whether each result reads the input's element at its own position alone.
  bool isOneToOne() const {
    return kernel == 1 && stride == 1 && low == 0 && input == result;
  }
  bool isAllInterior() const { return interior() == Interval{0, result}; }
  /// Elements from the first to the last tap's, with both.
  int64_t extent() const { return (kernel - 1) * dilation + 1; }
  /// The offset of a tap's element for result `x`.
  int64_t offset(int64_t x, int64_t tap) const {
    return x * stride + tap * dilation - low;
  }
};

/// Neighbouring tiles of a row, `positions` results each, for which the same
/// code computes: of each tap the same positions lie inside of the input.
struct TileRun {
  /// The first tile's number, and its first result.
  int64_t tile, begin;
  int64_t count, positions;
  /// Taps of which any position lies inside.
  Interval taps;
  /// Where kernels are too large for code for each tap: the taps inside differ
  /// from position to position, and are found out by `emitTapBounds`.
  bool ragged = false;

  /// The positions, counted from the tile's first, for which the tap lies
  /// inside.
  Interval active(const WindowAxis &axis, int64_t tap) const;
};

/// The runs of a row that is cut into nearly equal tiles of at most
/// `mostPositions`: pieces of code, so there are few.
llvm::SmallVector<TileRun> tileRuns(const WindowAxis &axis,
                                    int64_t mostPositions);

/// The number of tiles in a row.
int64_t tilesOf(llvm::ArrayRef<TileRun> runs);

/// Emits code for the tiles [first, last) of a row, which `emit` does for a
/// tile of a run that begins at `x`. Without bounds for all tiles.
void forEachTile(ElementEmitter &emitter, llvm::ArrayRef<TileRun> runs,
                 mlir::Value first, mlir::Value last,
                 llvm::function_ref<void(const TileRun &, mlir::Value x)> emit);

/// The taps [lower, upper) that lie inside for the result `at`, as indices.
struct TapBounds {
  mlir::Value lower, upper;
  /// Whether these are all taps for every result.
  bool all;
};
TapBounds emitTapBounds(ElementEmitter &emitter, const WindowAxis &axis,
                        mlir::Value at);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_WINDOWS_H
