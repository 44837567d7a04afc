//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the work of a convolution is cut into tiles for threads, and in which
// order these come.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONGRID_H
#define DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONGRID_H

#include "dlc/Codegen/Emitters.h"

namespace dlc::codegen {

/// What a convolution computes: `rows` of `tiles` register tiles in each image
/// for each panel of the filter.
struct ConvolutionWork {
  int64_t images = 0, panels = 0, rows = 0, tiles = 0;
  /// Of one register tile, about.
  int64_t cyclesOfTile = 0;
  /// Of the whole filter; read of an image by a panel; that stay in cache.
  int64_t filterBytes = 0, imageBytes = 0, cacheBytes = 0;
  /// The sums of one register tile, where those of a chunk wait in memory for
  /// the next input channels; else 0.
  int64_t bytesOfSums = 0;
  /// Register tiles of a chunk at most, where there is a limit.
  int64_t mostTiles = int64_t(1) << 40;
  /// Whether a chunk goes on with what the one above it has left behind. Then
  /// they come one after another; a chunk whose work begins a thread's repeats
  /// some rows of the one above.
  bool goesDown = false;
  /// Rows of a chunk at least.
  int64_t fewestRows = 1;
};

/// Where a tile of the grid lies.
struct GridPosition {
  mlir::Value image, panel;
  mlir::Value rowChunk;
  /// Register tiles of each row, where they are not all.
  mlir::Value firstTile, lastTile;
};

/// A grid of images, panels and chunks, which are some rows or some register
/// tiles of a row: enough work to be worth handing out, and enough chunks to
/// deal them evenly. A small filter is read from cache for each chunk, whose
/// input is read once. Of a large one, some panels are done together for a
/// chunk, and for some images, before others are: as many of each as has the
/// fewest bytes read from beyond the cache.
class ConvolutionGrid {
public:
  ConvolutionGrid() = default;
  explicit ConvolutionGrid(const ConvolutionWork &work);

  /// The tiles of the grid.
  int64_t count() const { return images * panels * rowChunks * columnChunks; }
  GridPosition decode(ElementEmitter &emitter, mlir::Value tile) const;
  void forEachRow(ElementEmitter &emitter, const GridPosition &at,
                  llvm::function_ref<void(mlir::Value row)> emit) const;
  /// The first row of a chunk.
  mlir::Value firstRow(ElementEmitter &emitter, const GridPosition &at) const;
  /// Rows of a chunk, and register tiles of each: at most.
  int64_t rowsPerChunk() const { return rowsOfChunk; }
  int64_t tilesPerChunk() const { return tilesOfChunk; }
  /// Chunks of the rows of an image, and of each row.
  int64_t rowChunkCount() const { return rowChunks; }
  int64_t columnChunkCount() const { return columnChunks; }
  /// Panels that are done together for a chunk.
  int64_t panelsPerGroup() const { return panelsOfGroup; }

private:
  int64_t images = 0, panels = 0, rows = 0, tiles = 0;
  int64_t rowsOfChunk = 1, rowChunks = 0;
  int64_t tilesOfChunk = 1, columnChunks = 1;
  /// Divisors of the numbers of panels and of images.
  int64_t panelsOfGroup = 1, imagesOfGroup = 1;
  bool goesDown = false;

  void findGroups(const ConvolutionWork &work);
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONGRID_H
