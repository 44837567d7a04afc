//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of convolutions of each channel by itself, in blocks.
//
// A register tile is a few neighbouring positions of one output row. For each
// row of the window its filter vectors are loaded, then each input vector under
// the tile once, for all positions whose windows it lies in. Rows too long for
// the registers are taken tap by tap, and very long ones in a loop. Windows
// that reach beyond the input multiply nothing there (Windows.h).
//
// Where the kernel computes the input, too, by another convolution
// (Expansion.h), a tile of the grid is a panel of that one's channels. It goes
// down the rows of the result and computes the rows of the input that come into
// the window, which take the place of those that have left it.
//
//===----------------------------------------------------------------------===//

#include "../Expansion.h"
#include "../Lowerings.h"
#include "Bias.h"
#include "BlockKernel.h"
#include "ConvolutionRows.h"
#include "ConvolutionShape.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include <map>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Taps of a row that code is made for one by one.
static constexpr int64_t kMostUnrolledTaps = 32;
/// Rows of the input that a chunk computes at least for each that it repeats,
/// where another thread computes the chunk above.
static constexpr int64_t kRowsForRepeated = 8;

namespace {
/// The sizes of a depthwise convolution.
struct Shape {
  int64_t images, blocks, block;
  WindowAxis rows, columns;
  DepthwiseTile tile;
  SmallVector<TileRun> runs;
  ConvolutionGrid grid;
  /// What computes the input, if the kernel does; then the panels of its
  /// filter, how many rows of the input are kept, and of how many blocks.
  Expansion expansion;
  ConvolutionPanels expanded{};
  int64_t keptRows = 0, keptBlocks = 0;

  Shape(BlockedDepthwiseConv2dOp op, const VectorTarget &target)
      : expansion(expansionOf(op)), keptRows(dlc::codegen::keptRows(op)) {
    auto input = tensorOf(op.getInput()), filter = tensorOf(op.getFilter());
    ArrayRef<int64_t> result = op.getType().getShape();
    images = result[0];
    blocks = result[1];
    block = result[4];
    auto axis = [&](unsigned i) {
      return windowAxis(op, i, input.getDimSize(2 + i),
                        filter.getDimSize(1 + i), result[2 + i]);
    };
    rows = axis(0), columns = axis(1);
    tile = depthwiseTile(target, columns.kernel, columns.result);
    runs = tileRuns(columns, tile.positions);
    ConvolutionWork work;
    work.images = images;
    work.panels = blocks;
    work.rows = rows.result;
    work.tiles = tilesOf(runs);
    work.cyclesOfTile =
        rows.kernel * columns.kernel * (runs.empty() ? 0 : runs[0].positions);
    if (expansion.convolution)
      addExpansion(op, work);
    grid = ConvolutionGrid(work);
  }

  /// Positions of the largest register tiles.
  int64_t mostPositions() const {
    int64_t most = 0;
    for (const TileRun &run : runs)
      most = std::max(most, run.positions);
    return most;
  }

  /// Rows of the input that the rows below and above a border both read.
  int64_t repeatedRows() const {
    return std::max<int64_t>(keptRows - rows.stride, 0);
  }

private:
  void addExpansion(BlockedDepthwiseConv2dOp op, ConvolutionWork &work) {
    BlockedConv2dOp convolution = expansion.convolution;
    expanded = panelsOf(convolution);
    ArrayRef<int64_t> filter = tensorOf(convolution.getFilter()).getShape();
    int64_t products = convolution.getInputs() * filter[2] * filter[3];
    int64_t cyclesOfRow = work.cyclesOfTile * work.tiles +
                          rows.stride * columns.input * products / 2;
    keptBlocks = dlc::codegen::keptBlocks(op, convolution);
    work.panels = keptBlocks == 1 ? blocks : expanded.count;
    work.tiles = 1;
    work.cyclesOfTile = cyclesOfRow * keptBlocks;
    work.goesDown = true;
    work.fewestRows =
        llvm::divideCeil(kRowsForRepeated * repeatedRows(), rows.stride);
  }
};

/// Emits one grid tile.
class TileLowering : BlockKernel {
public:
  TileLowering(BlockedDepthwiseConv2dOp op, TileEmitter &emitter)
      : BlockKernel(emitter, op.getType()), op(op), shape(op, emitter.target),
        bias(op), filter(pointers.begin(emitter.memory(op.getFilter()))) {
    emitter.results = {bias.sum()};
    if (shape.expansion.convolution)
      input = pointers.begin(elements.scratch(
          shape.keptRows * shape.keptBlocks * elementsOfLine(), element));
    else
      input = pointers.begin(emitter.memory(op.getInput()));
  }

  void run(Value tile) {
    GridPosition at = shape.grid.decode(elements, tile);
    if (shape.expansion.convolution)
      return runExpanded(at);
    Value image =
        elements.add(elements.multiply(at.image, shape.blocks), at.panel);
    shape.grid.forEachRow(elements, at, [&](Value y) {
      emitRow(at, at.panel, y, [&](Value row) {
        return line(
            elements.add(elements.multiply(image, shape.rows.input), row));
      });
    });
  }

private:
  /// The beginning of a row of the input, of one block of channels.
  using LineAt = function_ref<Value(Value row)>;

  int64_t elementsOfLine() const { return shape.columns.input * shape.block; }
  Value line(Value number) {
    return pointers.advance(input, elements.multiply(number, elementsOfLine()));
  }
  void runExpanded(const GridPosition &at);
  void expandRows(const GridPosition &at, Value y, Value isFirst);
  Value keptLine(Value row, Value block);
  void emitRow(const GridPosition &at, Value block, Value y, LineAt lineAt);
  void emitWindowRow(const TileRun &run, Value input, Value filter,
                     Values &sums);
  void emitTap(Value input, Value filter, Value &sum);

  BlockedDepthwiseConv2dOp op;
  Shape shape;
  Bias bias;
  /// The whole input, or the rows of it that are kept: row r of block b at line
  /// (r % keptRows) * keptBlocks + b.
  Value input;
  Value filter;
};
} // namespace

Value TileLowering::keptLine(Value row, Value block) {
  Value slot = elements.remainder(row, shape.keptRows);
  return line(elements.add(elements.multiply(slot, shape.keptBlocks), block));
}

/// Rows of the result, one after another, from rows of the input that are kept.
void TileLowering::runExpanded(const GridPosition &at) {
  Value first = shape.grid.firstRow(elements, at);
  Value hasRowsAbove = builder.create<arith::AndIOp>(
      location, emitter.continues,
      builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::ne,
                                    at.rowChunk, elements.index(0)));
  // No row is the first one whose rows above are there.
  first = builder.create<arith::SelectOp>(
      location, hasRowsAbove, elements.index(shape.rows.result), first);
  Value firstBlock = elements.multiply(at.panel, shape.keptBlocks);
  Value blocks = elements.smaller(
      elements.index(shape.keptBlocks),
      elements.subtract(elements.index(shape.blocks), firstBlock));
  shape.grid.forEachRow(elements, at, [&](Value y) {
    expandRows(at, y,
               builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::eq,
                                             y, first));
    elements.forEach(elements.index(0), blocks, [&](Value block) {
      emitRow(at, elements.add(firstBlock, block), y,
              [&](Value row) { return keptLine(row, block); });
    });
  });
}

/// Computes the rows of the input that row `y` of the result reads, but for
/// those that the row before it has read.
void TileLowering::expandRows(const GridPosition &at, Value y, Value isFirst) {
  const WindowAxis &rows = shape.rows;
  // Row y * stride + offset, as one of the input or next to it.
  auto rowAt = [&](int64_t offset) {
    Value row = elements.add(elements.multiply(y, rows.stride), offset);
    row = elements.smaller(row, rows.input + rows.low);
    row =
        builder.create<arith::MaxUIOp>(location, row, elements.index(rows.low));
    return elements.subtract(row, rows.low);
  };
  Value begin = builder.create<arith::SelectOp>(location, isFirst, rowAt(0),
                                                rowAt(shape.repeatedRows()));
  BlockedConv2dOp convolution = shape.expansion.convolution;
  Value expanded = Bias(convolution).sum();
  Value firstBlock = elements.multiply(at.panel, shape.keptBlocks);
  Value panel = at.panel, blockOfPanel;
  if (shape.keptBlocks != shape.expanded.blocks)
    blockOfPanel = elements.takeRemainder(panel, shape.expanded.blocks);
  elements.forEach(begin, rowAt(rows.extent()), [&](Value row) {
    emitConvolutionRow(
        convolution, emitter, at.image, panel, blockOfPanel, row,
        [&](Value vector, Value x, int64_t block) {
          elements.inScope([&] {
            elements.setVector(expanded, vector);
            Value result =
                elements.vector(op.getInput(),
                                {at.image, elements.add(firstBlock, block), row,
                                 x, elements.index(0)},
                                shape.block, /*mask=*/nullptr);
            Value to = pointers.advance(keptLine(row, elements.index(block)),
                                        elements.multiply(x, shape.block));
            pointers.store(result, to, 0);
          });
        });
  });
}

/// The row `y` of a block of channels.
void TileLowering::emitRow(const GridPosition &at, Value block, Value y,
                           LineAt lineAt) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  TapBounds taps = emitTapBounds(elements, rows, y);
  int64_t filterRow = columns.kernel * shape.block;
  Value weights = pointers.advance(
      filter, elements.multiply(block, rows.kernel * filterRow));
  // The row of a tap that is inside.
  auto rowAt = [&](Value tap) {
    return elements.add(
        elements.multiply(y, rows.stride),
        elements.add(elements.multiply(tap, rows.dilation), -rows.low));
  };

  auto emitPositions =
      [&](Value x, int64_t positions,
          function_ref<void(Value input, Value filter, Values & sums)> emit) {
        Value column =
            elements.add(elements.multiply(x, columns.stride), -columns.low);
        Values sums = elements.reduce(
            taps.lower, taps.upper,
            initialSums(bias, block, /*vectors=*/1, positions),
            [&](Value tap, ValueRange now) -> Values {
              Values sums(now);
              emit(pointers.advance(lineAt(rowAt(tap)),
                                    elements.multiply(column, shape.block)),
                   pointers.advance(weights, elements.multiply(tap, filterRow)),
                   sums);
              return sums;
            });
        for (int64_t p = 0; p < positions; ++p)
          emitter.store(
              sums[p],
              {at.image, block, y, elements.add(x, p), elements.index(0)},
              /*mask=*/nullptr);
      };
  forEachTile(
      elements, shape.runs, at.firstTile, at.lastTile,
      [&](const TileRun &run, Value x) {
        if (!run.ragged && columns.kernel <= kMostUnrolledTaps)
          return emitPositions(x, run.positions,
                               [&](Value input, Value filter, Values &sums) {
                                 emitWindowRow(run, input, filter, sums);
                               });
        Value end = elements.add(x, run.positions);
        elements.forEach(x, end, [&](Value position) {
          TapBounds inside = emitTapBounds(elements, columns, position);
          auto emitTaps = [&](Value input, Value filter, Values &sums) {
            sums = elements.reduce(
                inside.lower, inside.upper, sums,
                [&](Value tap, ValueRange now) -> Values {
                  Value sum = now[0];
                  emitTap(pointers.advance(
                              input, elements.multiply(tap, columns.dilation *
                                                                shape.block)),
                          pointers.advance(filter,
                                           elements.multiply(tap, shape.block)),
                          sum);
                  return {sum};
                });
          };
          emitPositions(position, 1, emitTaps);
        });
      });
}

void TileLowering::emitTap(Value input, Value filter, Value &sum) {
  sum = builder.create<vector::FMAOp>(
      location, pointers.load(input, 0, vectorType),
      pointers.load(filter, 0, vectorType), sum);
}

/// The products of one row of the window. `input` points to the first column
/// of the first position's window.
void TileLowering::emitWindowRow(const TileRun &run, Value input, Value filter,
                                 Values &sums) {
  const WindowAxis &columns = shape.columns;
  auto inputAt = [&](int64_t position, int64_t tap) {
    return position * columns.stride + tap * columns.dilation;
  };
  auto multiplyAdd = [&](Value vector, Value weight, int64_t position) {
    sums[position] =
        builder.create<vector::FMAOp>(location, vector, weight, sums[position]);
  };
  // The taps and positions for which a column of the input is needed.
  std::map<int64_t, SmallVector<std::pair<int64_t, int64_t>>> uses;
  Values weights(columns.kernel);
  for (int64_t tap = run.taps.begin; tap < run.taps.end; ++tap) {
    Interval active = run.active(columns, tap);
    if (active.size() != 0)
      weights[tap] = pointers.load(filter, tap * shape.block, vectorType);
    for (int64_t p = active.begin; p < active.end; ++p) {
      if (!shape.tile.tapByTap)
        uses[inputAt(p, tap)].push_back({tap, p});
      else
        multiplyAdd(
            pointers.load(input, inputAt(p, tap) * shape.block, vectorType),
            weights[tap], p);
    }
  }
  for (const auto &[column, products] : uses) {
    Value vector = pointers.load(input, column * shape.block, vectorType);
    for (auto [tap, position] : products)
      multiplyAdd(vector, weights[tap], position);
  }
}

namespace {
struct BlockedDepthwiseConv2dModel
    : ContractionOpInterface::ExternalModel<BlockedDepthwiseConv2dModel,
                                            BlockedDepthwiseConv2dOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &target) const {
    Shape shape(cast<BlockedDepthwiseConv2dOp>(op), target);
    return {shape.grid.count(), shape.mostPositions(), shape.block};
  }

  int64_t getFlops(Operation *op) const {
    auto conv = cast<BlockedDepthwiseConv2dOp>(op);
    ArrayRef<int64_t> filter = tensorOf(conv.getFilter()).getShape();
    return 2 * conv.getType().getNumElements() * filter[1] * filter[2];
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    TileLowering(cast<BlockedDepthwiseConv2dOp>(op), emitter).run(tile);
  }
};
} // namespace

void dlc::codegen::attachDepthwiseConvolution(MLIRContext *context) {
  BlockedDepthwiseConv2dOp::attachInterface<BlockedDepthwiseConv2dModel>(
      *context);
}
