//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConvolutionGrid.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Work that makes finding out where a tile lies cheap, and work that keeps a
/// thread too long from being done together with the others.
static constexpr int64_t kCyclesOfChunk = 8192;
static constexpr int64_t kMostCyclesOfChunk = 65536;
/// Chunks that are dealt evenly to a few threads; fewer where the filter comes
/// from memory: the longer a chunk is, the more there is to compute while the
/// next part comes in.
static constexpr int64_t kEnoughChunks = 32, kEnoughLongChunks = 16;
/// Sums that wait in memory: half of a first-level cache.
static constexpr int64_t kBytesOfSums = 16 * 1024;

ConvolutionGrid::ConvolutionGrid(const ConvolutionWork &work)
    : images(work.images), panels(work.panels), rows(work.rows),
      tiles(work.tiles), goesDown(work.goesDown) {
  if (images == 0 || panels == 0 || rows == 0 || tiles == 0)
    return;
  int64_t cyclesOfTile = std::max<int64_t>(work.cyclesOfTile, 1);
  int64_t cyclesOfRow = cyclesOfTile * tiles;
  // Rows together, but enough chunks of them.
  int64_t enough = work.filterBytes > 2 * work.cacheBytes ? kEnoughLongChunks
                                                          : kEnoughChunks;
  int64_t wanted = llvm::divideCeil(enough, images * panels);
  int64_t most = std::max<int64_t>(rows / wanted, 1);
  int64_t rowsWanted = kCyclesOfChunk / cyclesOfRow;
  if (work.bytesOfSums != 0)
    rowsWanted = kBytesOfSums / (work.bytesOfSums * tiles);
  rowsWanted = std::min(rowsWanted, work.mostTiles / tiles);
  rowsOfChunk = std::clamp<int64_t>(rowsWanted, 1, most);
  rowsOfChunk = std::clamp(work.fewestRows, rowsOfChunk, rows);
  rowChunks = llvm::divideCeil(rows, rowsOfChunk);
  // Two threads have as many of a few long ones.
  if (rowChunks > 1 && goesDown)
    rowChunks = std::min<int64_t>(llvm::alignTo(rowChunks, 2), rows);
  rowsOfChunk = llvm::divideCeil(rows, rowChunks);
  rowChunks = llvm::divideCeil(rows, rowsOfChunk);
  // Parts of rows, where rows are long or few.
  int64_t chunks = images * panels * rowChunks, parts = 1;
  if (work.bytesOfSums != 0)
    parts = llvm::divideCeil(work.bytesOfSums * tiles, kBytesOfSums);
  else if (cyclesOfRow > kMostCyclesOfChunk ||
           (chunks < enough && cyclesOfRow > kCyclesOfChunk))
    parts = llvm::divideCeil(cyclesOfRow, kCyclesOfChunk);
  parts = std::max<int64_t>(parts, llvm::divideCeil(tiles, work.mostTiles));
  tilesOfChunk = llvm::divideCeil(tiles, std::min(tiles, parts));
  columnChunks = llvm::divideCeil(tiles, tilesOfChunk);
  findGroups(work);
}

/// The largest divisor of `count` that is no more than `most`, or 1.
static int64_t largestDivisor(int64_t count, int64_t most) {
  int64_t divisor = std::clamp<int64_t>(most, 1, count);
  while (count % divisor != 0)
    --divisor;
  return divisor;
}

void ConvolutionGrid::findGroups(const ConvolutionWork &work) {
  panelsOfGroup = panels;
  imagesOfGroup = images;
  int64_t imageBytes = std::max<int64_t>(work.imageBytes, 1);
  int64_t fittingImages = work.cacheBytes / imageBytes;
  if (work.filterBytes <= work.cacheBytes)
    return;
  panelsOfGroup = 1;
  if (images <= fittingImages)
    return;
  // As many panels as fit, which all images pass: they are read for each group.
  panelsOfGroup =
      largestDivisor(panels, work.cacheBytes / (work.filterBytes / panels));
  if (fittingImages == 0)
    return;
  // Or as many images as fit, for which the whole filter passes.
  int64_t ofImages = largestDivisor(images, fittingImages);
  int64_t inputBytes = images * imageBytes;
  if (work.filterBytes * (images / ofImages) + inputBytes <
      work.filterBytes + inputBytes * (panels / panelsOfGroup)) {
    panelsOfGroup = 1;
    imagesOfGroup = ofImages;
  }
}

GridPosition ConvolutionGrid::decode(ElementEmitter &emitter,
                                     Value tile) const {
  GridPosition at;
  // From the innermost to the outermost.
  auto take = [&](int64_t count) { return emitter.takeRemainder(tile, count); };
  if (goesDown) {
    at.rowChunk = take(rowChunks);
    at.panel = take(panels);
    at.image = tile;
    return at;
  }
  Value panel = take(panelsOfGroup);
  Value columnChunk = take(columnChunks);
  at.rowChunk = take(rowChunks);
  Value image = take(imagesOfGroup);
  Value panelGroup = take(panels / panelsOfGroup);
  at.panel = emitter.add(emitter.multiply(panelGroup, panelsOfGroup), panel);
  at.image = emitter.add(emitter.multiply(tile, imagesOfGroup), image);
  if (columnChunks > 1) {
    at.firstTile = emitter.multiply(columnChunk, tilesOfChunk);
    at.lastTile =
        emitter.smaller(emitter.add(at.firstTile, tilesOfChunk), tiles);
  }
  return at;
}

Value ConvolutionGrid::firstRow(ElementEmitter &emitter,
                                const GridPosition &at) const {
  return emitter.multiply(at.rowChunk, rowsOfChunk);
}

void ConvolutionGrid::forEachRow(ElementEmitter &emitter,
                                 const GridPosition &at,
                                 function_ref<void(Value)> emit) const {
  if (rowsOfChunk == 1)
    return emitter.inScope([&] { emit(at.rowChunk); });
  Value first = firstRow(emitter, at);
  Value last = emitter.smaller(emitter.add(first, rowsOfChunk), rows);
  emitter.forEach(first, last, emit);
}
