//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of convolutions into channel blocks.
//
// A register tile is a few neighbouring positions of one output row times the
// vectors of one panel of the filter, held in accumulators over blocks of
// input channels, rows and columns of the window, and channels of a block, in
// this order, in which the filter lies in memory: each step loads the filter's
// vectors and broadcasts one input element for each position.
//
// Windows that reach beyond the input multiply nothing there (Windows.h). A
// kernel of one tap at stride 1 reads and writes an image as one long row.
//
// With one tap a tile reads as many streams as there are channel blocks, each a
// cache line or two at a time: too many for the processor to foresee. Where
// they come from memory, the input of later tiles is prefetched. With several
// panels, which find it in a cache after the first, each fetches a part of what
// the next chunk reads; with more taps of the rows that it adds to the input.
// So it is with what the epilogue writes or adds: each block of channels
// fetches a part of it, as all at once would keep the filter waiting.
//
// Even from the second cache, data arrives late where little is computed with
// it, as with one tap: then a tile fetches into the first cache what it reads
// of its next block of channels and, if the panel does not stay there, of the
// filter some steps later.
//
// Outputs that would fill only a part of the last block's vector are computed
// by vectors of several input channels (NarrowOutputs.h), with filters that are
// gathered before.
//
// What is pointwise before a convolution of one tap is computed a chunk at a
// time, block by block of channels, before the first panel of the chunk
// (Prologue.h).
//
// A panel that does not stay in cache while all tiles of a chunk pass is cut by
// input channels: each part of it is used for the whole chunk, whose sums wait
// in memory for the next. Not so with one tap on processors with large second
// caches: of such a part, a tile reads half as much of its input as of the
// filter, both do not fit into the first cache, and panels come from the second
// one in time.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Bias.h"
#include "BlockKernel.h"
#include "ComputedInput.h"
#include "ConvolutionRows.h"
#include "ConvolutionShape.h"
#include "NarrowOutputs.h"
#include "RegisterTiles.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// How far ahead of the tile that is computed its neighbours' input is fetched:
/// by then it is there, and not displaced yet.
static constexpr int64_t kTilesAhead = 4;
/// How far ahead channels of the input are fetched into the first cache.
static constexpr int64_t kChannelsAhead = 16;

namespace {
/// Emits one grid tile.
class TileLowering : BlockKernel {
public:
  TileLowering(BlockedConv2dOp op, TileEmitter &emitter,
               ConvolutionShape::Extent extent, KeepVector keep = nullptr)
      : BlockKernel(emitter, op.getType()), shape(op, emitter.target, extent),
        filter(emitter.memory(op.getFilter())), bias(op), keep(keep) {
    if (!keep)
      emitter.results = {bias.sum()};
    if (shape.computesInput)
      computed.emplace(op, emitter, pointers, shape);
    sources =
        computed ? computed->sources() : Values{emitter.memory(op.getInput())};
  }

  void run(Value tile) {
    GridPosition at = shape.grid.decode(elements, tile);
    if (computed)
      computed->compute(at);
    forPanel(at, [&](int64_t vectors, bool isLast) {
      if (isLast && shape.narrow.outputs != 0)
        return emitNarrowPanel(at, vectors - 1);
      emitPanel(at, vectors);
    });
  }

  /// One row alone, of one vector if that is given.
  void runRow(const GridPosition &at, Value vector, Value y) {
    if (!vector)
      return forPanel(at, [&](int64_t vectors, bool) {
        emitRow(at, panelOf(at, vectors), y, /*part=*/nullptr);
      });
    Panel panel = panelOf(at, 1);
    panel.block = elements.add(panel.block, vector);
    panel.filter =
        pointers.advance(panel.filter, elements.multiply(vector, shape.block));
    emitRow(at, panel, y, /*part=*/nullptr);
  }

private:
  /// Emits code for a panel of so many vectors, where the last may have fewer,
  /// or the last of these is narrow.
  void forPanel(const GridPosition &at,
                function_ref<void(int64_t vectors, bool isLast)> emit) {
    if (shape.panels == 1)
      return emit(shape.vectorsOfLast, true);
    if (shape.vectorsOfLast == shape.vectors && shape.narrow.outputs == 0)
      return emit(shape.vectors, false);
    Value isLast = builder.create<arith::CmpIOp>(
        location, arith::CmpIPredicate::eq, at.panel,
        elements.index(shape.panels - 1));
    elements.either(
        isLast, [&] { emit(shape.vectorsOfLast, true); },
        [&] { emit(shape.vectors, false); });
  }

  /// Filters that are used together, from the first channel and tap on: vectors
  /// of outputs, or those of the narrow ones. For each channel they lie `width`
  /// elements apart.
  struct Panel {
    int64_t vectors;
    /// The first block of outputs.
    Value block;
    Value filter;
    int64_t width;
    bool isNarrow = false;
  };

  /// A tile of the row `y` of an image: its pointers are those of its first
  /// position, at the first channel and the first column of the window's first
  /// row that lies inside.
  struct Tile {
    const Panel *panel;
    int64_t positions;
    const TileRun *run;
    Value input, filter;
    TapBounds rows;
    /// For ragged runs: the columns inside.
    std::optional<TapBounds> columns;
    /// The number of its first position in the chunk, where it fetches a part
    /// of what is next of the filter.
    Value inChunk;
    /// Pointers to the parts of the next chunk's input that it fetches of the
    /// first block of channels: of each of the sources, or none.
    Values nextInput;
  };
  /// The part of the input channels that is added to sums in memory.
  struct Part {
    Value number, sums;
  };

  void emitPanel(const GridPosition &at, int64_t vectors);
  void emitNarrowPanel(const GridPosition &at, int64_t vectors);
  void emitParts(const GridPosition &at, int64_t vectors);
  Panel panelOf(const GridPosition &at, int64_t vectors);
  NarrowEmitter narrowEmitter() {
    return {elements, pointers, shape.narrow, vectorType};
  }
  Panel gatherNarrow(const GridPosition &at, int64_t vector);
  void emitRow(const GridPosition &at, const Panel &panel, Value y,
               const Part *part);
  void emitPositions(const GridPosition &at, const Tile &tile, Value y, Value x,
                     const Part *part);
  Value sumsAt(const GridPosition &at, Value sums, Value y, Value x);
  void fetchNextFilter(const Tile &tile, Value filter);
  void fetchNextChannels(const Tile &tile, Value input);
  Values epilogueAt(ValueRange indices);
  Value nextInput(const GridPosition &at, Value y, Value x);
  void store(const GridPosition &at, const Panel &panel, Value value, Value y,
             Value x, int64_t v);
  Values accumulate(const Tile &tile, ArrayRef<Value> epilogue, Values sums);
  Values emitWindowRow(const Tile &tile, int64_t channels, Values carried);
  Values emitSteps(const Tile &tile, int64_t steps, Interval active,
                   Values carried);
  Values emitNarrowSteps(const Tile &tile, int64_t steps, Interval active,
                         Values carried);

  ConvolutionShape shape;
  Value filter;
  /// The input, where the kernel computes it; and the memory that it is read or
  /// computed from.
  std::optional<ComputedInput> computed;
  Values sources;
  Bias bias;
  KeepVector keep;
};
} // namespace

void TileLowering::emitPanel(const GridPosition &at, int64_t vectors) {
  if (shape.parts > 1)
    return emitParts(at, vectors);
  Panel panel = panelOf(at, vectors);
  shape.grid.forEachRow(
      elements, at, [&](Value y) { emitRow(at, panel, y, /*part=*/nullptr); });
}

/// A panel with narrow outputs behind its vectors.
void TileLowering::emitNarrowPanel(const GridPosition &at, int64_t vectors) {
  Panel panel = panelOf(at, vectors), narrow = gatherNarrow(at, vectors);
  shape.grid.forEachRow(elements, at, [&](Value y) {
    if (vectors != 0)
      emitRow(at, panel, y, /*part=*/nullptr);
    emitRow(at, narrow, y, /*part=*/nullptr);
  });
}

TileLowering::Panel TileLowering::panelOf(const GridPosition &at,
                                          int64_t vectors) {
  int64_t steps = shape.blocksOfInputs() * shape.rows.kernel *
                  shape.columns.kernel * shape.inputBlock;
  Value begin =
      pointers.advance(pointers.begin(filter),
                       elements.multiply(at.panel, steps * shape.panelWidth()));
  return {vectors, elements.multiply(at.panel, shape.vectors), begin,
          shape.panelWidth()};
}

/// The filters of the outputs in vector `vector` of the panel:
/// [blocks of channels][rows][columns][groups of a block][vectors][lanes],
/// where a group has as many channels as a vector takes.
TileLowering::Panel TileLowering::gatherNarrow(const GridPosition &at,
                                               int64_t vector) {
  const NarrowOutputs &narrow = shape.narrow;
  int64_t channels = shape.inputBlock, vectors = narrow.vectors;
  int64_t taps = shape.rows.kernel * shape.columns.kernel;
  int64_t ofTap = channels / narrow.channels * vectors * shape.block;
  int64_t size = shape.blocksOfInputs() * taps * ofTap;
  Value to = pointers.begin(elements.scratch(size, element));
  Panel panel = panelOf(at, vector);
  int64_t width = shape.panelWidth();
  auto gather = [&] {
    auto gatherTap = [&](const Values &now, int64_t count) -> Values {
      int64_t offset = 0;
      for (int64_t first = 0; first < count; first += narrow.channels)
        for (int64_t v = 0; v < vectors; ++v, offset += shape.block)
          pointers.store(
              narrowEmitter().gather(now[0], width, v, first,
                                     std::min(count - first, narrow.channels)),
              now[1], offset);
      return {pointers.step(now[0], channels * width),
              pointers.step(now[1], ofTap)};
    };
    Value from = pointers.advance(panel.filter, vector * shape.block);
    int64_t whole = shape.inputs / channels;
    Values behind = repeat(elements, whole * taps, {from, to}, [&](Values now) {
      return gatherTap(now, channels);
    });
    if (int64_t rest = shape.inputs % channels)
      repeat(elements, taps, behind,
             [&](Values now) { return gatherTap(now, rest); });
  };
  // The tile before has gathered the same.
  if (shape.panels == 1)
    elements.either(emitter.continues, [] {}, gather);
  else
    gather();
  return {vectors, elements.add(panel.block, vector), to, ofTap / channels,
          /*isNarrow=*/true};
}

/// Part by part of the input channels; then the sums are finished.
void TileLowering::emitParts(const GridPosition &at, int64_t vectors) {
  int64_t positions = shape.grid.rowsPerChunk() * shape.chunkWidth();
  int64_t width = shape.panelWidth();
  Value sums = pointers.begin(elements.scratch(positions * width, element));
  Panel panel = panelOf(at, vectors);
  Values initial = initialSums(bias, panel.block, vectors, /*positions=*/1);
  elements.forEach(
      elements.index(0), elements.index(positions), [&](Value position) {
        Value to = pointers.advance(sums, elements.multiply(position, width));
        for (auto [v, sum] : llvm::enumerate(initial))
          pointers.store(sum, to, int64_t(v) * shape.block);
      });
  elements.forEach(
      elements.index(0), elements.index(shape.parts), [&](Value number) {
        Part part{number, sums};
        shape.grid.forEachRow(elements, at,
                              [&](Value y) { emitRow(at, panel, y, &part); });
      });

  Value first = elements.index(0), last = elements.index(shape.columns.result);
  if (at.firstTile) {
    first = shape.firstPosition(elements, at.firstTile);
    last = shape.firstPosition(elements, at.lastTile);
  }
  shape.grid.forEachRow(elements, at, [&](Value y) {
    elements.forEach(first, last, [&](Value x) {
      Value from = sumsAt(at, sums, y, x);
      for (int64_t v = 0; v < vectors; ++v)
        store(at, panel, pointers.load(from, v * shape.block, vectorType), y, x,
              v);
    });
  });
}

/// Where the sums of a position wait.
Value TileLowering::sumsAt(const GridPosition &at, Value sums, Value y,
                           Value x) {
  return pointers.advance(
      sums, elements.multiply(shape.positionInChunk(elements, at, y, x),
                              shape.panelWidth()));
}

/// Has this tile's share of what follows fetched, where `filter` is the row of
/// the window that it is at: tiles of a chunk read the same of the filter, so
/// that all of them together fetch all of it.
void TileLowering::fetchNextFilter(const Tile &tile, Value filter) {
  int64_t ofPosition = shape.fetchedOfPosition;
  Value share =
      pointers.advance(filter, elements.multiply(tile.inChunk, ofPosition));
  pointers.prefetch(share, shape.nextFilter, tile.positions * ofPosition,
                    PointerEmitter::kSecondCache);
}

/// Has what a tile reads of later channels fetched, where `input` is the block
/// of channels that it is at.
void TileLowering::fetchNextChannels(const Tile &tile, Value input) {
  const WindowAxis &columns = shape.columns;
  int64_t blocks = std::max<int64_t>(kChannelsAhead / shape.inputBlock, 1);
  int64_t ahead = blocks * shape.planeOfInput();
  int64_t distance = columns.stride * shape.inputBlock;
  if (columns.stride == 1 || shape.inputBlock == 1)
    return pointers.prefetch(input, ahead, tile.positions * distance);
  for (int64_t p = 0; p < tile.positions; ++p)
    pointers.prefetch(input, ahead + p * distance, shape.inputBlock);
}

/// What a tile at `x` of the row `y` fetches of the next chunk's input, in
/// elements from the image's: its share of what the same row of that adds to
/// the input, or the same positions where chunks are parts of a row. The next
/// chunk may be the first of the next image.
Value TileLowering::nextInput(const GridPosition &at, Value y, Value x) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  const ConvolutionGrid &grid = shape.grid;
  int64_t plane = rows.input * columns.input;
  Value nextImage = elements.index(shape.inputBlocks * plane);
  auto select = [&](Value isLast, Value ifLast, Value otherwise) -> Value {
    return builder.create<arith::SelectOp>(location, isLast, ifLast, otherwise);
  };
  auto isEqual = [&](Value value, int64_t number) -> Value {
    return builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::eq,
                                         value, elements.index(number));
  };
  Value next, inChunk = x;
  int64_t width = columns.result;
  if (at.firstTile) {
    Value first = shape.firstPosition(elements, at.firstTile);
    width = shape.chunkWidth();
    inChunk = elements.subtract(x, first);
    next = select(isEqual(at.lastTile, tilesOf(shape.runs)), nextImage,
                  elements.add(first, width));
  } else {
    Value isLast = isEqual(at.rowChunk, grid.rowChunkCount() - 1);
    Value row =
        select(isLast, elements.subtract(y, grid.firstRow(elements, at)),
               elements.add(y, grid.rowsPerChunk()));
    next = elements.multiply(
        elements.add(elements.multiply(row, rows.stride),
                     rows.extent() - shape.newRows() - rows.low),
        columns.input);
    next = elements.add(next, select(isLast, nextImage, elements.index(0)));
  }
  next = elements.multiply(next, shape.inputBlock);
  Value inGroup = elements.remainder(at.panel, grid.panelsPerGroup());
  Value number = elements.add(elements.multiply(inGroup, width), inChunk);
  return elements.add(next,
                      elements.multiply(number, shape.fetchedOfNextChunk));
}

/// Pointers to what the epilogue goes over from `indices` on: first what it
/// writes.
TileLowering::Values TileLowering::epilogueAt(ValueRange indices) {
  Values there;
  for (const auto &memories : {emitter.written, emitter.read})
    for (Value memory : memories)
      there.push_back(pointers.at(memory, indices));
  return there;
}

/// Stores a vector of the panel's channels.
void TileLowering::store(const GridPosition &at, const Panel &panel,
                         Value value, Value y, Value x, int64_t v) {
  if (keep)
    return keep(value, x, v);
  Value block = elements.add(panel.block, v);
  emitter.store(value, {at.image, block, y, x, elements.index(0)},
                /*mask=*/nullptr);
}

void TileLowering::emitRow(const GridPosition &at, const Panel &panel, Value y,
                           const Part *part) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  TapBounds taps = emitTapBounds(elements, rows, y);
  // The filters, from the first row of the window that is inside.
  int64_t filterRow = columns.kernel * shape.inputBlock * panel.width;
  int64_t filterBlock = rows.kernel * filterRow;
  int64_t blocks = shape.blocksOfInputs(), blocksOfPart = blocks / shape.parts;
  Value weights = panel.filter;
  if (!taps.all)
    weights =
        pointers.advance(weights, elements.multiply(taps.lower, filterRow));
  // The input's row under it: ((image * blocks + block) * height + row).
  Value channel = elements.multiply(at.image, shape.inputBlocks);
  if (shape.groups > 1) {
    Value group = elements.divide(at.panel, shape.panels / shape.groups);
    channel = elements.add(channel, elements.multiply(group, blocks));
  }
  if (part) {
    channel =
        elements.add(channel, elements.multiply(part->number, blocksOfPart));
    weights = pointers.advance(
        weights, elements.multiply(part->number, blocksOfPart * filterBlock));
  }
  Value row = elements.add(elements.multiply(y, rows.stride), -rows.low);
  if (!taps.all)
    row = elements.add(row, elements.multiply(taps.lower, rows.dilation));
  row = elements.add(elements.multiply(channel, rows.input), row);
  Value line;
  if (!computed)
    line = pointers.advance(
        pointers.begin(sources.front()),
        elements.multiply(row, columns.input * shape.inputBlock));
  auto inputAt = [&](Value x) {
    if (computed) {
      Value first = computed->find(at, y, x);
      if (!part)
        return first;
      return pointers.advance(
          first,
          elements.multiply(part->number, blocksOfPart * shape.planeOfInput()));
    }
    Value column =
        elements.add(elements.multiply(x, columns.stride), -columns.low);
    return pointers.advance(line, elements.multiply(column, shape.inputBlock));
  };

  auto emitTile = [&](const TileRun &run, Value x, int64_t positions,
                      std::optional<TapBounds> inside) {
    Tile tile{&panel, positions, &run, inputAt(x), weights,
              taps,   inside,    {},   {}};
    if (!panel.isNarrow && shape.nextFilter)
      tile.inChunk = shape.positionInChunk(elements, at, y, x);
    if (!panel.isNarrow && shape.fetchedOfNextChunk) {
      Value plane = elements.multiply(channel, shape.planeOfImage());
      Value next = elements.add(plane, nextInput(at, y, x));
      for (Value source : sources)
        tile.nextInput.push_back(
            pointers.advance(pointers.begin(source), next));
    }
    emitPositions(at, tile, y, x, part);
  };
  forEachTile(elements, shape.runs, at.firstTile, at.lastTile,
              [&](const TileRun &run, Value x) {
                if (!run.ragged)
                  return emitTile(run, x, run.positions, std::nullopt);
                Value end = elements.add(x, run.positions);
                elements.forEach(x, end, [&](Value position) {
                  emitTile(run, position, 1,
                           emitTapBounds(elements, columns, position));
                });
              });
}

/// The sums of a tile, from those in memory to those in memory for a part, else
/// from the bias to the result.
void TileLowering::emitPositions(const GridPosition &at, const Tile &tile,
                                 Value y, Value x, const Part *part) {
  const Panel &panel = *tile.panel;
  Values epilogue;
  if (shape.fetchesEpilogue && !part && !panel.isNarrow)
    epilogue = epilogueAt({at.image, panel.block, y, x, elements.index(0)});
  if (panel.isNarrow) {
    Value initial = initialSums(bias, panel.block, 1, 1).front();
    Values sums(tile.positions * panel.vectors, zero());
    sums = narrowEmitter().finish(accumulate(tile, epilogue, std::move(sums)));
    for (auto [p, sum] : llvm::enumerate(sums)) {
      if (bias)
        sum = builder.create<arith::AddFOp>(location, initial, sum);
      store(at, panel, sum, y, elements.add(x, int64_t(p)), 0);
    }
    return;
  }
  Values sums(tile.positions * panel.vectors);
  Value inMemory = part ? sumsAt(at, part->sums, y, x) : Value();
  auto forEachSum = [&](function_ref<void(Value &, int64_t p, int64_t v)> f) {
    for (int64_t v = 0; v < panel.vectors; ++v)
      for (int64_t p = 0; p < tile.positions; ++p)
        f(sums[p * panel.vectors + v], p, v);
  };
  auto offset = [&](int64_t p, int64_t v) {
    return p * shape.panelWidth() + v * shape.block;
  };
  if (part)
    forEachSum([&](Value &sum, int64_t p, int64_t v) {
      sum = pointers.load(inMemory, offset(p, v), vectorType);
    });
  else
    sums = initialSums(bias, panel.block, panel.vectors, tile.positions);
  sums = accumulate(tile, epilogue, std::move(sums));
  forEachSum([&](Value &sum, int64_t p, int64_t v) {
    if (part)
      pointers.store(sum, inMemory, offset(p, v));
    else
      store(at, panel, sum, y, elements.add(x, p), v);
  });
}

/// Adds products to the sums of a tile, which are in order of positions.
/// Meanwhile what the epilogue goes over, from these pointers on, is fetched,
/// and the tile's part of the next chunk's input.
TileLowering::Values TileLowering::accumulate(const Tile &tile,
                                              ArrayRef<Value> epilogue,
                                              Values sums) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  int64_t filterRow = columns.kernel * shape.inputBlock * tile.panel->width;
  int64_t line = columns.input * shape.inputBlock;
  // One block of channels: the window's rows.
  auto emitBlock = [&](Value input, Value filter, int64_t channels,
                       Values sums) {
    auto emitTaps = [&](Values carried) {
      Value input = carried.end()[-2], filter = carried.end()[-1];
      Values next = emitWindowRow(tile, channels, carried);
      next.push_back(pointers.step(input, rows.dilation * line));
      next.push_back(pointers.step(filter, filterRow));
      return next;
    };
    sums.append({input, filter});
    if (tile.rows.all)
      sums = repeat(elements, rows.kernel, sums, emitTaps);
    else
      sums = elements.reduce(
          tile.rows.lower, tile.rows.upper, sums,
          [&](Value, ValueRange carried) { return emitTaps(Values(carried)); });
    sums.truncate(sums.size() - 2);
    return sums;
  };

  int64_t blocks = shape.inputs / shape.inputBlock / shape.parts;
  // Positions whose result a block of channels fetches.
  int64_t fetched = blocks == 0 ? 0 : llvm::divideCeil(tile.positions, blocks);
  int64_t plane = shape.rows.result * shape.columns.result;
  Values fetchedFrom(epilogue);
  llvm::append_range(fetchedFrom, tile.nextInput);
  Values carried = std::move(sums);
  llvm::append_range(carried, fetchedFrom);
  carried.append({tile.input, tile.filter});
  carried = repeat(elements, blocks, carried, [&](Values now) {
    Value input = now.end()[-2], filter = now.end()[-1];
    now.truncate(now.size() - 2);
    Values next;
    auto fetching = ArrayRef(now).take_back(fetchedFrom.size());
    for (auto [i, from] :
         llvm::enumerate(fetching.take_front(epilogue.size()))) {
      for (int64_t v = 0; v < tile.panel->vectors; ++v)
        pointers.prefetch(from, v * plane * shape.block, fetched * shape.block,
                          PointerEmitter::kAllCaches,
                          i < emitter.written.size());
      next.push_back(pointers.step(from, fetched * shape.block));
    }
    for (Value from : fetching.drop_front(epilogue.size())) {
      pointers.prefetch(from, 0, tile.positions * shape.fetchedOfNextChunk,
                        PointerEmitter::kSecondCache);
      next.push_back(pointers.step(from, shape.planeOfImage()));
    }
    now.truncate(now.size() - fetchedFrom.size());
    bool fetches = !tile.panel->isNarrow;
    if (fetches && shape.prefetches) {
      int64_t width = tile.positions * shape.inputBlock;
      pointers.prefetch(input, kTilesAhead * width, width);
    }
    if (fetches && shape.fetchesNextChannels)
      fetchNextChannels(tile, input);
    now = emitBlock(input, filter, shape.inputBlock, now);
    llvm::append_range(now, next);
    now.push_back(pointers.step(input, shape.planeOfInput()));
    now.push_back(pointers.step(filter, rows.kernel * filterRow));
    return now;
  });
  Value input = carried.end()[-2], filter = carried.end()[-1];
  carried.truncate(carried.size() - 2 - fetchedFrom.size());
  if (int64_t rest = shape.inputs % shape.inputBlock)
    carried = emitBlock(input, filter, rest, carried);
  return carried;
}

/// One row of the window over `channels` of a block. `carried` are the sums,
/// the pointer to the input and that to the filter; the sums come back.
TileLowering::Values TileLowering::emitWindowRow(const Tile &tile,
                                                 int64_t channels,
                                                 Values carried) {
  const WindowAxis &columns = shape.columns;
  int64_t inputTap = columns.dilation * shape.inputBlock;
  int64_t filterTap = shape.inputBlock * tile.panel->width;
  Value input = carried.end()[-2], filter = carried.end()[-1];
  if (tile.inChunk)
    fetchNextFilter(tile, filter);
  Interval active{0, tile.positions};
  auto emitTap = [&](Values now) {
    Value input = now.end()[-2], filter = now.end()[-1];
    now = emitSteps(tile, channels, active, std::move(now));
    now.end()[-2] = pointers.step(input, inputTap);
    now.end()[-1] = pointers.step(filter, filterTap);
    return now;
  };
  if (tile.columns) {
    const auto &[lower, upper, all] = *tile.columns;
    carried.end()[-2] =
        pointers.advance(input, elements.multiply(lower, inputTap));
    carried.end()[-1] =
        pointers.advance(filter, elements.multiply(lower, filterTap));
    carried =
        elements.reduce(lower, upper, carried, [&](Value, ValueRange now) {
          return emitTap(Values(now));
        });
    carried.truncate(carried.size() - 2);
    return carried;
  }

  // Neighbouring taps that lie inside for the same positions together.
  const TileRun &run = *tile.run;
  for (int64_t tap = run.taps.begin, next; tap < run.taps.end; tap = next) {
    active = run.active(columns, tap);
    next = tap + 1;
    while (next < run.taps.end && run.active(columns, next) == active)
      ++next;
    if (active.size() == 0)
      continue;
    // Positions read elements that their neighbours read with other taps, and
    // all registers may be in use.
    if (tap != run.taps.begin) {
      input = pointers.opaque(input);
      filter = pointers.opaque(filter);
    }
    carried.end()[-2] = pointers.advance(input, tap * inputTap);
    carried.end()[-1] = pointers.advance(filter, tap * filterTap);
    // What lies behind one another in both operands is one loop.
    if (inputTap == shape.inputBlock && channels == shape.inputBlock)
      carried =
          emitSteps(tile, (next - tap) * channels, active, std::move(carried));
    else
      carried = repeat(elements, next - tap, std::move(carried), emitTap);
  }
  carried.truncate(carried.size() - 2);
  return carried;
}

/// `steps` multiply-adds of the active positions, with both pointers moving on
/// from one to the next. A few of them are an iteration of the loop.
TileLowering::Values TileLowering::emitSteps(const Tile &tile, int64_t steps,
                                             Interval active, Values carried) {
  int64_t vectors = tile.panel->vectors;
  if (tile.panel->isNarrow)
    return emitNarrowSteps(tile, steps, active, std::move(carried));
  int64_t distance = shape.columns.stride * shape.inputBlock;
  int64_t panel = tile.panel->width;
  auto emit = [&](Values now, int64_t count) {
    Value input = now.end()[-2], filter = now.end()[-1];
    now.truncate(now.size() - 2);
    for (int64_t step = 0; step < count; ++step) {
      Values weights;
      for (int64_t v = 0; v < vectors; ++v)
        weights.push_back(
            pointers.load(filter, step * panel + v * shape.block, vectorType));
      if (shape.fetchesNextSteps)
        pointers.prefetch(filter, (step + kStepsAhead) * panel, panel);
      for (int64_t p = active.begin; p < active.end; ++p) {
        Value broadcast =
            pointers.broadcast(input, step + p * distance, vectorType);
        for (int64_t v = 0; v < vectors; ++v) {
          Value &sum = now[p * vectors + v];
          sum = builder.create<vector::FMAOp>(location, broadcast, weights[v],
                                              sum);
        }
      }
    }
    now.append(
        {pointers.step(input, count), pointers.step(filter, count * panel)});
    return now;
  };
  int64_t unroll = tileUnroll(emitter.target, {tile.positions, vectors});
  // What two positions read in one iteration LLVM keeps in a register
  // meanwhile, if need be one of the sums'.
  int64_t registers = (tile.positions + 1) * (vectors + 1);
  if (registers > emitter.target.registers)
    unroll = std::min(unroll, distance);
  while (steps % unroll != 0)
    --unroll;
  return repeat(elements, steps / unroll, std::move(carried),
                [&](Values now) { return emit(std::move(now), unroll); });
}

/// The same for narrow outputs: `steps` channels, of whole blocks or of a part
/// of one, whose other channels may be anything.
TileLowering::Values TileLowering::emitNarrowSteps(const Tile &tile,
                                                   int64_t steps,
                                                   Interval active,
                                                   Values carried) {
  int64_t block = shape.inputBlock, vectors = tile.panel->vectors;
  int64_t channels = shape.narrow.channels;
  int64_t distance = shape.columns.stride * block;
  int64_t ofBlock = std::min(steps, block);
  Value mask;
  if (ofBlock % channels != 0)
    mask = builder.create<vector::CreateMaskOp>(
        location, VectorType::get({block}, builder.getI1Type()),
        ValueRange{elements.index(ofBlock)});
  auto emit = [&](Values now) {
    Value input = now.end()[-2], filter = now.end()[-1];
    now.truncate(now.size() - 2);
    for (int64_t first = 0; first < ofBlock; first += channels) {
      Values weights;
      for (int64_t v = 0; v < vectors; ++v)
        weights.push_back(pointers.load(
            filter, (first / channels * vectors + v) * block, vectorType));
      for (int64_t p = active.begin; p < active.end; ++p) {
        Value vector =
            narrowEmitter().loadGroup(input, first + p * distance, mask);
        for (int64_t v = 0; v < vectors; ++v) {
          Value &sum = now[p * vectors + v];
          sum =
              builder.create<vector::FMAOp>(location, vector, weights[v], sum);
        }
      }
    }
    now.append({pointers.step(input, block),
                pointers.step(filter, block * tile.panel->width)});
    return now;
  };
  return repeat(elements, llvm::divideCeil(steps, block), std::move(carried),
                emit);
}

namespace {
struct BlockedConv2dModel
    : ContractionOpInterface::ExternalModel<BlockedConv2dModel,
                                            BlockedConv2dOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &target) const {
    ConvolutionShape shape(cast<BlockedConv2dOp>(op), target,
                           ConvolutionShape::kGrid);
    return {shape.grid.count(), shape.split.part, shape.panelWidth()};
  }

  int64_t getFlops(Operation *op) const {
    auto conv = cast<BlockedConv2dOp>(op);
    ArrayRef<int64_t> filter = tensorOf(conv.getFilter()).getShape();
    ArrayRef<int64_t> result = conv.getType().getShape();
    return 2 * result[0] * conv.getOutputs() * result[2] * result[3] *
           (conv.getInputs() / conv.getGroups()) * filter[2] * filter[3];
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    TileLowering(cast<BlockedConv2dOp>(op), emitter, ConvolutionShape::kGrid)
        .run(tile);
  }
};
} // namespace

void dlc::codegen::emitConvolutionRow(BlockedConv2dOp op, TileEmitter &emitter,
                                      Value image, Value panel, Value block,
                                      Value y, KeepVector keep) {
  GridPosition at;
  at.image = image;
  at.panel = panel;
  auto extent =
      block ? ConvolutionShape::kRowsOfVector : ConvolutionShape::kRows;
  TileLowering(op, emitter, extent, keep).runRow(at, block, y);
}

void dlc::codegen::attachConvolution(MLIRContext *context) {
  BlockedConv2dOp::attachInterface<BlockedConv2dModel>(*context);
}
