//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConvolutionShape.h"
#include "../Prologue.h"
#include "BlockKernel.h"
#include "RegisterTiles.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// The largest panel that is used as a whole, and the size of parts, which stay
/// in the first cache; where they are fetched into it, parts are as large as
/// panels may be: with few taps, sums would go to memory and back too often.
static constexpr int64_t kMostPanelBytes = 96 * 1024;
static constexpr int64_t kPartBytes = 48 * 1024;
/// Tiles that make up for reading a panel that comes from memory the first
/// time.
static constexpr int64_t kManyTiles = 16;
/// Positions of an image for which filters of several outputs are gathered.
static constexpr int64_t kFewestPositions = 32;
/// Lines of what is next of a filter that a tile fetches at once, at most.
static constexpr int64_t kMostLinesAtOnce = 64;

ConvolutionPanels dlc::codegen::panelsOf(BlockedConv2dOp op) {
  int64_t block = op.getChannelBlock();
  ArrayRef<int64_t> filter = tensorOf(op.getFilter()).getShape();
  int64_t count = filter.front(), blocks = filter.back() / block;
  int64_t all = llvm::divideCeil(op.getOutputs(), block);
  return {count, blocks, all - (count - 1) * blocks};
}

/// Whether what is computed with `op` is the same for all positions of an
/// image, or reads whole images: positions may be numbered in any way.
static bool ignoresPositions(BlockedConv2dOp op) {
  for (auto broadcast : op->getBlock()->getOps<BroadcastOp>()) {
    RankedTensorType source = tensorOf(broadcast.getOperand());
    int64_t varying = 0;
    for (auto [axis, size] :
         llvm::zip(broadcast.getResultAxes(), source.getShape()))
      varying += size != 1 && (axis == 2 || axis == 3);
    ArrayRef<int64_t> shape = broadcast.getType().getShape();
    if (varying == 1 && shape.size() == 5 && shape[2] != 1 && shape[3] != 1)
      return false;
  }
  return true;
}

ConvolutionShape::ConvolutionShape(BlockedConv2dOp op,
                                   const VectorTarget &target, Extent extent) {
  auto input = tensorOf(op.getInput()), filter = tensorOf(op.getFilter());
  ArrayRef<int64_t> result = op.getType().getShape();
  images = result[0];
  outputs = op.getOutputs();
  block = op.getChannelBlock();
  ConvolutionPanels all = panelsOf(op);
  panels = all.count, vectors = all.blocks, vectorsOfLast = all.blocksOfLast;
  groups = op.getGroups();
  inputs = op.getInputs() / groups;
  inputBlock = op.readsBlocks() ? input.getDimSize(4) : 1;
  inputBlocks = input.getDimSize(1);
  auto axis = [&](unsigned i) {
    return windowAxis(op, i, input.getDimSize(2 + i), filter.getDimSize(2 + i),
                      result[2 + i]);
  };
  rows = axis(0), columns = axis(1);
  if (extent == kGrid && rows.isOneToOne() && columns.isOneToOne() &&
      ignoresPositions(op)) {
    columns.input = columns.result = rows.result * columns.result;
    rows.input = rows.result = 1;
  }
  computesInput = extent == kGrid && !isa<BlockArgument>(op.getInput());
  if (extent == kGrid)
    findNarrow(target, filter.getElementTypeBitWidth() / 8);
  int64_t positions = convolutionTileRows(
      target, extent == kRowsOfVector ? 1 : vectors, columns.result);
  if (narrow.outputs != 0)
    positions = std::min(positions, narrowTileRows(target, narrow));
  split = EvenSplit(columns.result, positions);
  runs = tileRuns(columns, positions);
  if (extent == kGrid)
    findGrid(input, filter, op.getType(), target);
}

/// Not where the panel of the others would be used in parts.
void ConvolutionShape::findNarrow(const VectorTarget &target,
                                  int64_t elementBytes) {
  int64_t taps = rows.kernel * columns.kernel;
  int64_t panelBytes = stepsOfTile() * panelWidth() * elementBytes;
  if (groups == 1 && inputBlock == block &&
      block == target.lanes(elementBytes) &&
      (panelBytes <= kMostPanelBytes || outputs < block))
    narrow = narrowOutputs(target, elementBytes, outputs, inputs, taps);
  // For few positions it is not worth gathering filters.
  if (rows.result * columns.result < kFewestPositions &&
      narrow.channels < block)
    narrow = {};
}

void ConvolutionShape::findGrid(RankedTensorType input, RankedTensorType filter,
                                RankedTensorType result,
                                const VectorTarget &target) {
  int64_t positions = split.part;
  ConvolutionWork work;
  work.images = images;
  work.panels = panels;
  work.rows = rows.result;
  work.tiles = tilesOf(runs);
  work.cyclesOfTile = stepsOfTile() * positions * vectors / 2;
  int64_t bytes = filter.getElementTypeBitWidth() / 8;
  int64_t inputBytes = input.getNumElements() * bytes;
  bool isOneToOne = rows.isOneToOne() && columns.isOneToOne();
  work.filterBytes = filter.getNumElements() * bytes;
  work.imageBytes = bytesOfImage(bytes);
  work.cacheBytes = cacheBytes(target);
  prefetches = panels == 1 && isOneToOne && !computesInput &&
               inputBytes > 2 * work.cacheBytes;
  fetchesEpilogue = result.getNumElements() * bytes > work.cacheBytes / 2;
  // Measured on processors with vectors of 512 bits.
  bool hasLargeCaches = target.vectorBytes >= 64;
  fetchesNextChannels =
      hasLargeCaches && rows.kernel == 1 && columns.kernel == 1;
  bool streams = hasLargeCaches && isOneToOne &&
                 (work.filterBytes <= 2 * work.cacheBytes ||
                  images * work.tiles >= kManyTiles);
  if (panels != 0 && !streams && narrow.outputs == 0)
    parts = findParts(work.filterBytes / panels, split.count() * work.rows);
  fetchesNextSteps = fetchesNextChannels && panels != 0 &&
                     work.filterBytes / panels / parts > kFirstCacheBytes;
  if (parts > 1)
    work.bytesOfSums = positions * vectors * block * bytes;
  if (computesInput)
    work.mostTiles = std::max<int64_t>(
        kMostKeptBytes / (positions * blocksOfInputs() * inputBlock * bytes),
        1);
  grid = ConvolutionGrid(work);
  // Chunks that are parts of a row know the next one where that is all there
  // is.
  bool knowsNextChunk =
      grid.columnChunkCount() == 1 || (isOneToOne && rows.result == 1);
  if (grid.panelsPerGroup() > 1 && inputBytes > work.cacheBytes &&
      knowsNextChunk)
    fetchedOfNextChunk =
        llvm::divideCeil(newRows() * columns.input * inputBlock,
                         grid.panelsPerGroup() * columns.result);
  if (2 * work.filterBytes > work.cacheBytes)
    findNextFilter(filter.getNumElements() / panels / parts, bytes);
}

/// What a group reads of an image. Windows of one tap skip what lies between
/// them.
int64_t ConvolutionShape::bytesOfImage(int64_t elementBytes) const {
  auto read = [](const WindowAxis &axis) {
    return axis.kernel == 1 ? axis.result : axis.input;
  };
  return read(rows) * read(columns) * inputs * elementBytes;
}

/// What is next lies `distance` elements ahead. Where a chunk has few tiles,
/// the filter passes once, and processors foresee that.
void ConvolutionShape::findNextFilter(int64_t distance, int64_t elementBytes) {
  constexpr int64_t lineBytes = 64;
  int64_t row = columns.kernel * inputBlock * panelWidth();
  int64_t share = llvm::divideCeil(row, grid.rowsPerChunk() * chunkWidth());
  if (grid.rowsPerChunk() * grid.tilesPerChunk() < 2 ||
      share * split.part * elementBytes > kMostLinesAtOnce * lineBytes)
    return;
  nextFilter = distance;
  fetchedOfPosition = share;
}

/// Equal parts that stay in cache, if there are some and several tiles.
int64_t ConvolutionShape::findParts(int64_t panelBytes, int64_t tiles) const {
  if (panelBytes <= kMostPanelBytes || inputs % inputBlock != 0 || tiles < 4)
    return 1;
  int64_t blocks = inputs / inputBlock;
  int64_t least = llvm::divideCeil(
      panelBytes, fetchesNextChannels ? kMostPanelBytes : kPartBytes);
  for (int64_t parts = least; parts <= 2 * least; ++parts)
    if (blocks % parts == 0)
      return parts;
  return 1;
}

Value ConvolutionShape::firstPosition(ElementEmitter &emitter,
                                      Value tile) const {
  // Each of the tiles behind the large ones is a position shorter.
  Value large = emitter.index(split.large);
  Value small = emitter.subtract(
      emitter.builder.create<arith::MaxUIOp>(emitter.location, tile, large),
      large);
  return emitter.subtract(emitter.multiply(tile, split.part), small);
}

Value ConvolutionShape::positionInChunk(ElementEmitter &emitter,
                                        const GridPosition &at, Value y,
                                        Value x) const {
  Value row = emitter.subtract(y, grid.firstRow(emitter, at));
  if (at.firstTile)
    x = emitter.subtract(x, firstPosition(emitter, at.firstTile));
  return emitter.add(emitter.multiply(row, chunkWidth()), x);
}
