//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of a depthwise convolution's filter gradient, from channel
// blocks.
//
// A grid tile is a block of channels and the taps of the window, of a large one
// a part, so that no sum is shared between threads. Image by image and row by
// row of the gradient, each row of the window that lies inside of the input
// takes the row's products: a few neighbouring taps together, which share the
// gradient's vectors, with one accumulator a tap or several, as many as keep
// the multipliers busy. Positions at which only some of these taps lie inside
// come behind, tap by tap.
//
// The sums of a row begin with zero and are added to those of all rows in
// memory, which loses fewer digits than one long sum does.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "BlockKernel.h"
#include "RegisterTiles.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Taps that share what is loaded of the gradient.
static constexpr int64_t kTapsAtOnce = 3;
/// Taps of a row that code is made for one by one.
static constexpr int64_t kMostUnrolledTaps = 32;
/// Taps of a grid tile, whose sums are in memory: no more than some kB.
static constexpr int64_t kMostTaps = 64;

namespace {
/// The sizes of a depthwise filter gradient.
struct Shape {
  int64_t images, blocks, block;
  WindowAxis rows, columns;
  /// Rows and columns of the window in a grid tile.
  int64_t rowsOfTile, columnsOfTile;

  explicit Shape(BlockedDepthwiseConv2dFilterGradientOp op) {
    ArrayRef<int64_t> input = tensorOf(op.getInput()).getShape();
    ArrayRef<int64_t> gradient = tensorOf(op.getGradient()).getShape();
    images = input[0];
    blocks = input[1];
    block = input[4];
    auto axis = [&](unsigned i) {
      return windowAxis(op, i, input[2 + i], op.getKernel()[i],
                        gradient[2 + i]);
    };
    rows = axis(0), columns = axis(1);
    columnsOfTile = std::min(columns.kernel, kMostTaps);
    rowsOfTile = std::clamp<int64_t>(kMostTaps / columnsOfTile, 1, rows.kernel);
  }

  int64_t rowParts() const { return llvm::divideCeil(rows.kernel, rowsOfTile); }
  int64_t columnParts() const {
    return llvm::divideCeil(columns.kernel, columnsOfTile);
  }
  int64_t count() const { return blocks * rowParts() * columnParts(); }
  bool hasLongRows() const { return columns.kernel > kMostUnrolledTaps; }
  /// Taps of a row whose sums are in registers at once.
  EvenSplit tapsAtOnce() const {
    return EvenSplit(columns.kernel, hasLongRows() ? 1 : kTapsAtOnce);
  }
};

/// Emits one grid tile.
class TileLowering : BlockKernel {
public:
  TileLowering(BlockedDepthwiseConv2dFilterGradientOp op, TileEmitter &emitter)
      : BlockKernel(emitter, op.getType()), shape(op),
        input(emitter.memory(op.getInput())),
        gradient(emitter.memory(op.getGradient())) {}

  void run(Value tile);

private:
  /// Taps [first, last) along an axis.
  struct TapRange {
    Value first, last;
  };

  TapRange takeRange(Value &number, int64_t parts, int64_t part, int64_t total);
  /// Emits code for each tap of the tile; `sum` points to what it sums up.
  void forEachTap(function_ref<void(Value row, Value column, Value sum)> emit);
  Value sumsOfRow(Value row);
  void emitRow(Value input, Value gradient, Value sums);
  void emitTaps(Value input, Value gradient, Value sums, Interval taps);
  Values addPositions(Value input, Value gradient, Interval taps,
                      Interval positions, Values sums);
  void emitLongRow(Value input, Value gradient, Value sums);
  void addTo(Value sums, int64_t offset, Value part);

  Shape shape;
  Value input, gradient;
  /// Of the grid tile: its taps and their sums.
  TapRange tapRows, tapColumns;
  Value sumsOfTile;
};
} // namespace

/// The part of an axis of the window that is the grid tile's.
TileLowering::TapRange TileLowering::takeRange(Value &number, int64_t parts,
                                               int64_t part, int64_t total) {
  Value first = elements.multiply(elements.takeRemainder(number, parts), part);
  return {first, elements.smaller(elements.add(first, part), total)};
}

Value TileLowering::sumsOfRow(Value row) {
  return pointers.advance(
      sumsOfTile, elements.multiply(elements.subtract(row, tapRows.first),
                                    shape.columnsOfTile * shape.block));
}

void TileLowering::forEachTap(
    function_ref<void(Value row, Value column, Value sum)> emit) {
  elements.forEach(tapRows.first, tapRows.last, [&](Value row) {
    Value ofRow = sumsOfRow(row);
    elements.forEach(tapColumns.first, tapColumns.last, [&](Value column) {
      Value offset = elements.multiply(
          elements.subtract(column, tapColumns.first), shape.block);
      emit(row, column, pointers.advance(ofRow, offset));
    });
  });
}

void TileLowering::run(Value tile) {
  if (shape.count() == 0)
    return;
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  Value channels = tile;
  tapColumns = takeRange(channels, shape.columnParts(), shape.columnsOfTile,
                         columns.kernel);
  tapRows =
      takeRange(channels, shape.rowParts(), shape.rowsOfTile, rows.kernel);
  sumsOfTile = pointers.begin(elements.scratch(
      shape.rowsOfTile * shape.columnsOfTile * shape.block, element));
  forEachTap([&](Value, Value, Value sum) { pointers.store(zero(), sum, 0); });

  int64_t inputRow = columns.input * shape.block;
  int64_t gradientRow = columns.result * shape.block;
  auto emitResultRow = [&](Value inputImage, Value gradientImage, Value y) {
    TapBounds inside = emitTapBounds(elements, rows, y);
    Value first =
        builder.create<arith::MaxUIOp>(location, inside.lower, tapRows.first);
    Value last = elements.smaller(inside.upper, tapRows.last);
    Value line =
        pointers.advance(gradientImage, elements.multiply(y, gradientRow));
    Value top = elements.add(elements.multiply(y, rows.stride), -rows.low);
    elements.forEach(first, last, [&](Value tap) {
      Value row = elements.add(top, elements.multiply(tap, rows.dilation));
      emitRow(pointers.advance(inputImage, elements.multiply(row, inputRow)),
              line, sumsOfRow(tap));
    });
  };
  elements.forEach(
      elements.index(0), elements.index(shape.images), [&](Value image) {
        Value block =
            elements.add(elements.multiply(image, shape.blocks), channels);
        Value inputImage =
            pointers.advance(pointers.begin(input),
                             elements.multiply(block, rows.input * inputRow));
        Value gradientImage = pointers.advance(
            pointers.begin(gradient),
            elements.multiply(block, rows.result * gradientRow));
        elements.forEach(
            elements.index(0), elements.index(rows.result),
            [&](Value y) { emitResultRow(inputImage, gradientImage, y); });
      });

  forEachTap([&](Value row, Value column, Value sum) {
    emitter.store(pointers.load(sum, 0, vectorType),
                  {channels, row, column, elements.index(0)},
                  /*mask=*/nullptr);
  });
}

/// Adds the products of a row of the gradient with one of the input to the sums
/// of a row of the window.
void TileLowering::emitRow(Value input, Value gradient, Value sums) {
  if (shape.hasLongRows())
    return emitLongRow(input, gradient, sums);
  EvenSplit split = shape.tapsAtOnce();
  Interval group;
  for (int64_t i = 0; i < split.count(); ++i) {
    group.begin = group.end;
    group.end += i < split.large ? split.part : split.part - 1;
    emitTaps(input, gradient, sums, group);
  }
}

void TileLowering::addTo(Value sums, int64_t offset, Value part) {
  Value sum = pointers.load(sums, offset, vectorType);
  pointers.store(builder.create<arith::AddFOp>(location, sum, part), sums,
                 offset);
}

/// The products of some taps: of positions at which all of them lie inside,
/// then of the others.
void TileLowering::emitTaps(Value input, Value gradient, Value sums,
                            Interval taps) {
  Interval all{0, shape.columns.result};
  for (int64_t tap = taps.begin; tap < taps.end; ++tap) {
    Interval inside = shape.columns.inside(tap);
    all.begin = std::max(all.begin, inside.begin);
    all.end = std::min(all.end, inside.end);
  }
  if (all.size() == 0)
    all = {0, 0};
  Values parts(taps.end - taps.begin, zero());
  parts = addPositions(input, gradient, taps, all, std::move(parts));
  for (int64_t tap = taps.begin; tap < taps.end; ++tap) {
    Interval inside = shape.columns.inside(tap);
    Interval before = inside, behind{0, 0};
    if (all.size() != 0) {
      before.end = all.begin;
      behind = {all.end, inside.end};
    }
    Value &part = parts[tap - taps.begin];
    for (Interval some : {before, behind})
      part = addPositions(input, gradient, {tap, tap + 1}, some, {part})[0];
    addTo(sums, tap * shape.block, part);
  }
}

TileLowering::Values TileLowering::addPositions(Value input, Value gradient,
                                                Interval taps,
                                                Interval positions,
                                                Values sums) {
  if (positions.size() == 0)
    return sums;
  const WindowAxis &columns = shape.columns;
  int64_t step = columns.stride * shape.block;
  MovingPointer operands[] = {
      {pointers.advance(gradient, positions.begin * shape.block), shape.block},
      {pointers.advance(input, columns.offset(positions.begin, taps.begin) *
                                   shape.block),
       step}};
  return sumProducts(
      emitter, pointers, {taps.size(), 1}, positions.size(), sums, operands,
      [&](ValueRange at, int64_t k, MutableArrayRef<Value> sums) {
        Value factor = pointers.load(at[0], k * shape.block, vectorType);
        for (int64_t tap = 0; tap < taps.size(); ++tap) {
          int64_t offset = k * step + tap * columns.dilation * shape.block;
          sums[tap] = builder.create<vector::FMAOp>(
              location, pointers.load(at[1], offset, vectorType), factor,
              sums[tap]);
        }
      });
}

/// The same where code for each tap would be too much.
void TileLowering::emitLongRow(Value input, Value gradient, Value sums) {
  const WindowAxis &columns = shape.columns;
  // x * stride + tap * dilation - low is the same the other way round.
  WindowAxis positions{columns.input,    columns.result, columns.kernel,
                       columns.dilation, columns.low,    columns.stride};
  elements.forEach(tapColumns.first, tapColumns.last, [&](Value tap) {
    TapBounds inside = emitTapBounds(elements, positions, tap);
    Value part = elements.reduce(
        inside.lower, inside.upper, {zero()},
        [&](Value x, ValueRange sum) -> Values {
          Value column = elements.add(
              elements.add(elements.multiply(x, columns.stride),
                           elements.multiply(tap, columns.dilation)),
              -columns.low);
          auto load = [&](Value row, Value position) {
            return pointers.load(
                pointers.advance(row, elements.multiply(position, shape.block)),
                0, vectorType);
          };
          return {builder.create<vector::FMAOp>(location, load(input, column),
                                                load(gradient, x), sum[0])};
        })[0];
    Value offset = elements.multiply(elements.subtract(tap, tapColumns.first),
                                     shape.block);
    addTo(pointers.advance(sums, offset), 0, part);
  });
}

namespace {
struct BlockedDepthwiseConv2dFilterGradientModel
    : ContractionOpInterface::ExternalModel<
          BlockedDepthwiseConv2dFilterGradientModel,
          BlockedDepthwiseConv2dFilterGradientOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &) const {
    Shape shape(cast<BlockedDepthwiseConv2dFilterGradientOp>(op));
    return {shape.count(), shape.tapsAtOnce().part, shape.block};
  }

  int64_t getFlops(Operation *op) const {
    auto conv = cast<BlockedDepthwiseConv2dFilterGradientOp>(op);
    return 2 * tensorOf(conv.getGradient()).getNumElements() *
           conv.getKernel()[0] * conv.getKernel()[1];
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    TileLowering(cast<BlockedDepthwiseConv2dFilterGradientOp>(op), emitter)
        .run(tile);
  }
};
} // namespace

void dlc::codegen::attachDepthwiseFilterGradient(MLIRContext *context) {
  BlockedDepthwiseConv2dFilterGradientOp::attachInterface<
      BlockedDepthwiseConv2dFilterGradientModel>(*context);
}
