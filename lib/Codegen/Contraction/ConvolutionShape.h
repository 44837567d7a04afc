//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sizes of a convolution into channel blocks, and what follows from them:
// register tiles, the grid, parts of the channels, and what is fetched ahead.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONSHAPE_H
#define DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONSHAPE_H

#include "ConvolutionGrid.h"
#include "Windows.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

namespace dlc::codegen {

/// The panels of a convolution's filter: blocks of a panel, and of the last.
struct ConvolutionPanels {
  int64_t count, blocks, blocksOfLast;
};
ConvolutionPanels panelsOf(graph::BlockedConv2dOp op);

/// What the register tiles of a convolution are emitted from. Sizes and
/// distances count elements, but for those that say bytes.
struct ConvolutionShape {
  int64_t images, outputs, block;
  /// Panels of the filter, in all groups, and blocks of each; of the last one
  /// the filter may hold more.
  int64_t panels, vectors, vectorsOfLast, groups;
  /// Channels of a group, and of a block; blocks of all groups.
  int64_t inputs, inputBlock, inputBlocks;
  WindowAxis rows, columns;
  /// Whether the input of a chunk is computed before its tiles (Prologue.h).
  bool computesInput = false;
  /// Positions of a row in register tiles.
  graph::EvenSplit split{0, 1};
  llvm::SmallVector<TileRun> runs;
  /// Parts of the input channels.
  int64_t parts = 1;
  /// Whether tiles read more streams than the processor follows, of an input
  /// that is not in the second cache.
  bool prefetches = false;
  /// Elements from those of the filter that all tiles of a chunk read to those
  /// that are read next, and are fetched meanwhile where the second cache does
  /// not have the filter; else 0. A position fetches so many of the products of
  /// a row of the window with a block of channels.
  int64_t nextFilter = 0, fetchedOfPosition = 0;
  /// Elements of the next chunk's input that a position fetches in each block
  /// of channels, so that the tiles of all panels of a group fetch all of it; 0
  /// where the second cache has the input.
  int64_t fetchedOfNextChunk = 0;
  /// Whether tiles fetch into the first cache what they read of the input next,
  /// and of the filter.
  bool fetchesNextChannels = false, fetchesNextSteps = false;
  /// Whether results lie in memory that is not in the second cache.
  bool fetchesEpilogue = false;
  /// Outputs of the last block that are computed otherwise.
  graph::NarrowOutputs narrow;
  ConvolutionGrid grid;

  /// Rows one by one, as they lie in memory, of a panel or of one vector; or
  /// all of the grid, in which an image may be one row.
  enum Extent { kRows, kRowsOfVector, kGrid };

  ConvolutionShape(graph::BlockedConv2dOp op, const graph::VectorTarget &target,
                   Extent extent);

  int64_t panelWidth() const { return vectors * block; }
  /// Blocks of input channels, of which the last may not be full.
  int64_t blocksOfInputs() const {
    return llvm::divideCeil(inputs, inputBlock);
  }
  /// Rows of the input that a row of the result reads and the one before it
  /// does not.
  int64_t newRows() const { return std::min(rows.stride, rows.extent()); }
  /// Elements from a block of an image's channels to the next, and the same as
  /// tiles read them: of a chunk, where that is computed.
  int64_t planeOfImage() const {
    return rows.input * columns.input * inputBlock;
  }
  int64_t planeOfInput() const {
    return computesInput ? grid.rowsPerChunk() * chunkWidth() * inputBlock
                         : planeOfImage();
  }
  /// The first position of a register tile of a row.
  mlir::Value firstPosition(ElementEmitter &emitter, mlir::Value tile) const;
  /// The number of a position in its chunk.
  mlir::Value positionInChunk(ElementEmitter &emitter, const GridPosition &at,
                              mlir::Value y, mlir::Value x) const;
  /// Positions of a row of a chunk: at most.
  int64_t chunkWidth() const { return grid.tilesPerChunk() * split.part; }

private:
  /// Products of a sum.
  int64_t stepsOfTile() const { return inputs * rows.kernel * columns.kernel; }
  void findNarrow(const graph::VectorTarget &target, int64_t elementBytes);
  void findGrid(mlir::RankedTensorType input, mlir::RankedTensorType filter,
                mlir::RankedTensorType result,
                const graph::VectorTarget &target);
  int64_t bytesOfImage(int64_t elementBytes) const;
  void findNextFilter(int64_t distance, int64_t elementBytes);
  int64_t findParts(int64_t panelBytes, int64_t tiles) const;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONSHAPE_H
