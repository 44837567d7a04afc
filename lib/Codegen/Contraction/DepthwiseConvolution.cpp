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
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "BlockKernel.h"
#include "ConvolutionGrid.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include <map>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Taps of a row that code is made for one by one.
static constexpr int64_t kMostUnrolledTaps = 32;

namespace {
/// The sizes of a depthwise convolution.
struct Shape {
  int64_t images, blocks, block;
  WindowAxis rows, columns;
  DepthwiseTile tile;
  SmallVector<TileRun> runs;
  ConvolutionGrid grid;

  Shape(BlockedDepthwiseConv2dOp op, const VectorTarget &target) {
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
    grid = ConvolutionGrid(work);
  }
};

/// Emits one grid tile.
class TileLowering : BlockKernel {
public:
  TileLowering(BlockedDepthwiseConv2dOp op, TileEmitter &emitter)
      : BlockKernel(emitter, op.getType()), shape(op, emitter.target),
        input(emitter.memory(op.getInput())),
        filter(emitter.memory(op.getFilter())) {}

  void run(Value tile) {
    GridPosition at = shape.grid.decode(elements, tile);
    shape.grid.forEachRow(elements, at, [&](Value y) { emitRow(at, y); });
  }

private:
  void emitRow(const GridPosition &at, Value y);
  void emitWindowRow(const TileRun &run, Value input, Value filter,
                     Values &sums);
  void emitTap(Value input, Value filter, Value &sum);

  Shape shape;
  Value input, filter;
};
} // namespace

void TileLowering::emitRow(const GridPosition &at, Value y) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  TapBounds taps = emitTapBounds(elements, rows, y);
  // Both operands from the first row of the window that is inside.
  int64_t filterRow = columns.kernel * shape.block;
  Value filterAt =
      elements.add(elements.multiply(at.panel, rows.kernel), taps.lower);
  Value weights = pointers.advance(pointers.begin(filter),
                                   elements.multiply(filterAt, filterRow));
  Value image =
      elements.add(elements.multiply(at.image, shape.blocks), at.panel);
  Value row = elements.add(
      elements.multiply(y, rows.stride),
      elements.add(elements.multiply(taps.lower, rows.dilation), -rows.low));
  row = elements.add(elements.multiply(image, rows.input), row);
  Value line =
      pointers.advance(pointers.begin(input),
                       elements.multiply(row, columns.input * shape.block));

  Value nothing = zero();
  auto emitPositions =
      [&](Value x, int64_t positions,
          function_ref<void(Value input, Value filter, Values & sums)> emit) {
        Value column =
            elements.add(elements.multiply(x, columns.stride), -columns.low);
        Values carried(positions, nothing);
        carried.append(
            {pointers.advance(line, elements.multiply(column, shape.block)),
             weights});
        carried = elements.reduce(
            taps.lower, taps.upper, carried,
            [&](Value, ValueRange now) -> Values {
              Values sums(now.drop_back(2));
              Value input = now[positions], filter = now[positions + 1];
              emit(input, filter, sums);
              sums.push_back(pointers.advance(
                  input, rows.dilation * columns.input * shape.block));
              sums.push_back(pointers.advance(filter, filterRow));
              return sums;
            });
        for (int64_t p = 0; p < positions; ++p)
          emitter.store(
              carried[p],
              {at.image, at.panel, y, elements.add(x, p), elements.index(0)},
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
  int64_t getGrid(Operation *op, const VectorTarget &target) const {
    return Shape(cast<BlockedDepthwiseConv2dOp>(op), target).grid.count();
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
