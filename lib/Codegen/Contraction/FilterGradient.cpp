//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of a convolution's filter gradient, from channel blocks.
//
// A register tile is a few input channels times the vectors of a panel of
// output channels, at one tap of the window. Its accumulators sum over images,
// rows and columns: each step loads the gradient's vectors at a position and
// broadcasts the input's channels under the tap.
//
// A grid tile takes all taps of one row of the window for some register tiles,
// so that no sum is shared between threads. Images pass in chunks that stay in
// the first cache while all these tiles read them. The sums of a chunk begin
// with zero and are added up in memory, which loses fewer digits than one long
// sum does.
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

/// What a chunk of images takes: half of a first-level cache.
static constexpr int64_t kChunkBytes = 16 * 1024;
/// Register tiles that read a chunk, counting taps, and grid tiles that are
/// dealt evenly to a few threads.
static constexpr int64_t kEnoughReaders = 6;
static constexpr int64_t kEnoughTiles = 16;
/// Taps of a row that code is made for one by one.
static constexpr int64_t kMostUnrolledTaps = 11;
/// Positions of a row that one iteration takes, where registers are left for
/// the code generator to order loads by.
static constexpr int64_t kUnroll = 4;
/// Rows shorter than this are one row with the others of an image, if they can.
static constexpr int64_t kShortRow = 16;

namespace {
/// The sizes of a filter gradient, in which an image may be one row.
struct Shape {
  int64_t images, groups;
  /// Of the gradient: lanes of a block, blocks of an image and of a panel, and
  /// panels of a group.
  int64_t block, gradientBlocks, vectors, panels;
  /// Of the input: channels of a group and of a block, blocks of an image.
  /// Planes are one block a group.
  int64_t inputs, inputBlock, inputBlocks;
  /// Elements between neighbouring channels of a block, and columns of a row.
  int64_t channelStride, columnStride;
  WindowAxis rows, columns;
  /// The input channels of a block in register tiles; those of a group: `units`
  /// in all.
  RowTiles split{0, 1};
  int64_t units, unitsOfTile = 1;
  int64_t imagesOfChunk = 1, rowsOfChunk = 1;

  Shape(BlockedConv2dFilterGradientOp op, const VectorTarget &target) {
    ArrayRef<int64_t> input = tensorOf(op.getInput()).getShape();
    ArrayRef<int64_t> gradient = tensorOf(op.getGradient()).getShape();
    images = input[0];
    groups = op.getGroups();
    block = gradient[4];
    gradientBlocks = gradient[1];
    inputs = op.getInputs() / groups;
    bool inBlocks = op.readsBlocks();
    inputBlock = inBlocks ? input[4] : inputs;
    inputBlocks = inBlocks ? input[1] : groups;
    channelStride = inBlocks ? 1 : input[2] * input[3];
    columnStride = inBlocks ? inputBlock : 1;
    auto axis = [&](unsigned i) {
      return windowAxis(op, i, input[2 + i], op.getKernel()[i],
                        gradient[2 + i]);
    };
    rows = axis(0), columns = axis(1);
    if (rows.isOneToOne() && columns.isOneToOne() &&
        columns.result < kShortRow) {
      columns.input = columns.result = rows.result * columns.result;
      rows.input = rows.result = 1;
    }

    int64_t blocksOfGroup = gradientBlocks / groups;
    RegisterTile tile =
        convolutionTile(target, {inputBlock, blocksOfGroup, groups});
    vectors = tile.vectors;
    panels = llvm::divideCeil(blocksOfGroup, vectors);
    split = RowTiles(inputBlock, tile.rows);
    units = inputBlock == 0 ? 0 : inputs / inputBlock * split.count;
    if (int64_t rest = inputBlock == 0 ? 0 : inputs % inputBlock)
      units += tileOf(rest - 1) + 1;
    planTiles();
    planChunks(op.getType().getElementTypeBitWidth() / 8);
  }

  int64_t unitChunks() const { return llvm::divideCeil(units, unitsOfTile); }
  int64_t count() const { return groups * panels * unitChunks() * rows.kernel; }
  /// Blocks of the last panel of a group.
  int64_t vectorsOfLast() const {
    return gradientBlocks / groups - (panels - 1) * vectors;
  }
  bool hasOneChunk() const {
    return images <= imagesOfChunk && rows.result <= rowsOfChunk;
  }
  /// Channels of the largest register tiles.
  int64_t mostChannels() const { return split.most(); }
  /// Sums of a unit.
  int64_t sumsOfUnit() const {
    return mostChannels() * columns.kernel * vectors * block;
  }
  /// Whether the last units hold channels that are none.
  bool isPartial() const { return inputs % inputBlock != 0; }

private:
  /// The register tile that a channel of a block lies in.
  int64_t tileOf(int64_t channel) const {
    int64_t inLarger = split.larger * (split.rows + 1);
    return channel < inLarger
               ? channel / (split.rows + 1)
               : split.larger + (channel - inLarger) / split.rows;
  }

  void planTiles() {
    if (units == 0)
      return;
    int64_t others = groups * panels * rows.kernel;
    int64_t wanted = llvm::divideCeil(kEnoughReaders, columns.kernel);
    int64_t most = units * others / kEnoughTiles;
    unitsOfTile = std::clamp<int64_t>(std::min(wanted, most), 1, units);
    unitsOfTile = llvm::divideCeil(units, unitChunks());
  }

  void planChunks(int64_t bytes) {
    int64_t channels = columnStride == 1 ? mostChannels() : inputBlock;
    int64_t positions = std::max<int64_t>(
        kChunkBytes / (bytes * (vectors * block + channels)), 1);
    int64_t ofRow = std::max<int64_t>(columns.result, 1);
    int64_t ofImage = std::max<int64_t>(rows.result * ofRow, 1);
    imagesOfChunk = std::max<int64_t>(positions / ofImage, 1);
    rowsOfChunk = std::clamp<int64_t>(positions / ofRow, 1,
                                      std::max<int64_t>(rows.result, 1));
  }
};

/// Emits one grid tile.
class TileLowering : BlockKernel {
public:
  TileLowering(BlockedConv2dFilterGradientOp op, TileEmitter &emitter)
      : BlockKernel(emitter, op.getType()), shape(op, emitter.target),
        input(emitter.memory(op.getInput())),
        gradient(emitter.memory(op.getGradient())) {}

  void run(Value tile);

private:
  /// A grid tile: a row of the window, a panel, register tiles.
  struct GridTile {
    Value tapRow, panel, group, firstUnit, lastUnit;
    int64_t vectors;
  };
  /// What is summed at once: images and rows of the result.
  struct Chunk {
    Value firstImage, lastImage, firstRow, lastRow;
  };
  /// A register tile: its first channel in the group, and where the input has
  /// it: the block of an image, and the channel of the block.
  struct Unit {
    Value channel, block, channelOfBlock;
    int64_t channels;
  };
  /// A tap of the row: a constant, or where there are many, a value.
  struct Tap {
    Value value;
    std::optional<int64_t> number;
  };

  void emitTile(const GridTile &tile);
  void forEachChunk(function_ref<void(const Chunk &)> emit);
  void
  forEachSums(const GridTile &tile,
              function_ref<void(const Unit &, const Tap &, Value sums)> emit);
  void emitUnit(const GridTile &tile, Value number,
                function_ref<void(const Unit &)> emit);
  Values accumulate(const GridTile &tile, const Chunk &chunk, const Unit &unit,
                    const Tap &tap);
  Values emitRow(const Unit &unit, const Tap &tap, int64_t vectors,
                 const TapBounds &inside, Values carried);
  void emitSteps(const Unit &unit, int64_t vectors, int64_t count,
                 Values &carried);
  void storeResult(const GridTile &tile, const Unit &unit, const Tap &tap,
                   ValueRange sums);
  TapBounds boundsOf(const WindowAxis &axis, Value tap);

  Shape shape;
  Value input, gradient;
  /// Where sums wait for the next chunk, if there are several.
  Value waiting;
};
} // namespace

void TileLowering::run(Value number) {
  if (shape.count() == 0)
    return;
  GridTile tile;
  tile.tapRow = elements.takeRemainder(number, shape.rows.kernel);
  Value chunk = elements.takeRemainder(number, shape.unitChunks());
  tile.firstUnit = elements.multiply(chunk, shape.unitsOfTile);
  tile.lastUnit = elements.smaller(
      elements.add(tile.firstUnit, shape.unitsOfTile), shape.units);
  tile.panel = number;
  tile.group = elements.divide(number, shape.panels);
  auto emit = [&](int64_t vectors) {
    tile.vectors = vectors;
    emitTile(tile);
  };
  // Vectors divide the blocks of several groups.
  if (shape.vectorsOfLast() == shape.vectors || shape.panels == 1)
    return emit(shape.vectorsOfLast());
  Value isLast = builder.create<arith::CmpIOp>(
      location, arith::CmpIPredicate::eq, tile.panel,
      elements.index(shape.panels - 1));
  elements.either(
      isLast, [&] { emit(shape.vectorsOfLast()); },
      [&] { emit(shape.vectors); });
}

void TileLowering::emitTile(const GridTile &tile) {
  auto size = [&](int64_t channels) { return channels * tile.vectors; };
  if (shape.hasOneChunk()) {
    Chunk all{elements.index(0), elements.index(shape.images),
              elements.index(0), elements.index(shape.rows.result)};
    return forEachSums(tile, [&](const Unit &unit, const Tap &tap, Value) {
      storeResult(tile, unit, tap, accumulate(tile, all, unit, tap));
    });
  }

  int64_t count = shape.unitsOfTile * shape.sumsOfUnit();
  waiting = zeroedScratch(count);
  forEachChunk([&](const Chunk &chunk) {
    forEachSums(tile, [&](const Unit &unit, const Tap &tap, Value sums) {
      Values parts = accumulate(tile, chunk, unit, tap);
      for (int64_t i = 0; i < size(unit.channels); ++i) {
        Value sum = pointers.load(sums, i * shape.block, vectorType);
        sum = builder.create<arith::AddFOp>(location, sum, parts[i]);
        pointers.store(sum, sums, i * shape.block);
      }
    });
  });
  forEachSums(tile, [&](const Unit &unit, const Tap &tap, Value sums) {
    Values values;
    for (int64_t i = 0; i < size(unit.channels); ++i)
      values.push_back(pointers.load(sums, i * shape.block, vectorType));
    storeResult(tile, unit, tap, values);
  });
}

void TileLowering::forEachChunk(function_ref<void(const Chunk &)> emit) {
  auto parts = [&](int64_t size, int64_t part,
                   function_ref<void(Value, Value)> emitPart) {
    elements.forEach(
        elements.index(0), elements.index(llvm::divideCeil(size, part)),
        [&](Value number) {
          Value first = elements.multiply(number, part);
          emitPart(first, elements.smaller(elements.add(first, part), size));
        });
  };
  parts(shape.images, shape.imagesOfChunk, [&](Value image, Value lastImage) {
    parts(shape.rows.result, shape.rowsOfChunk, [&](Value row, Value lastRow) {
      emit({image, lastImage, row, lastRow});
    });
  });
}

/// Emits code for all register tiles and taps of a grid tile; `sums` is where
/// theirs wait.
void TileLowering::forEachSums(
    const GridTile &tile,
    function_ref<void(const Unit &, const Tap &, Value)> emit) {
  int64_t sumsOfTap = shape.mostChannels() * tile.vectors * shape.block;
  elements.forEach(tile.firstUnit, tile.lastUnit, [&](Value number) {
    number = pointers.opaqueIndex(number);
    Value sums;
    if (waiting)
      sums = pointers.advance(
          waiting, elements.multiply(elements.subtract(number, tile.firstUnit),
                                     shape.sumsOfUnit()));
    emitUnit(tile, number, [&](const Unit &unit) {
      if (shape.columns.kernel > kMostUnrolledTaps) {
        elements.forEach(
            elements.index(0), elements.index(shape.columns.kernel),
            [&](Value tap) {
              Value at = waiting ? pointers.advance(
                                       sums, elements.multiply(tap, sumsOfTap))
                                 : Value();
              emit(unit, {tap, std::nullopt}, at);
            });
        return;
      }
      for (int64_t tap = 0; tap < shape.columns.kernel; ++tap)
        emit(unit, {elements.index(tap), tap},
             waiting ? pointers.advance(sums, tap * sumsOfTap) : Value());
    });
  });
}

void TileLowering::emitUnit(const GridTile &tile, Value number,
                            function_ref<void(const Unit &)> emit) {
  Value block = elements.divide(number, shape.split.count);
  Value inBlock = elements.remainder(number, shape.split.count);
  Value blockOfImage = elements.add(
      elements.multiply(tile.group, shape.inputBlocks / shape.groups), block);
  shape.split.emit(
      elements, inBlock, [&](Value channelOfBlock, int64_t channels) {
        Value channel = elements.add(elements.multiply(block, shape.inputBlock),
                                     channelOfBlock);
        emit({channel, blockOfImage, channelOfBlock, channels});
      });
}

/// The results at which a tap lies inside of the input.
TapBounds TileLowering::boundsOf(const WindowAxis &axis, Value tap) {
  // x * stride + tap * dilation - low is the same the other way round.
  return emitTapBounds(elements,
                       {axis.input, axis.result, axis.kernel, axis.dilation,
                        axis.low, axis.stride},
                       tap);
}

/// The sums of a chunk, by channels and vectors.
TileLowering::Values TileLowering::accumulate(const GridTile &tile,
                                              const Chunk &chunk,
                                              const Unit &unit,
                                              const Tap &tap) {
  const WindowAxis &rows = shape.rows, &columns = shape.columns;
  TapBounds ofRows = boundsOf(rows, tile.tapRow);
  Value firstRow =
      builder.create<arith::MaxUIOp>(location, chunk.firstRow, ofRows.lower);
  Value lastRow = elements.smaller(chunk.lastRow, ofRows.upper);
  TapBounds inside =
      tap.number
          ? TapBounds{elements.index(columns.inside(*tap.number).begin),
                      elements.index(columns.inside(*tap.number).end), true}
          : boundsOf(columns, tap.value);

  // The first element of both operands.
  int64_t inputRow = columns.input * shape.columnStride;
  int64_t inputBlock =
      rows.input * inputRow * (shape.columnStride == 1 ? shape.inputBlock : 1);
  int64_t gradientRow = columns.result * shape.block;
  int64_t gradientBlock = rows.result * gradientRow;
  auto offsetOf = [&](const WindowAxis &axis, Value at, Value tap) {
    return elements.add(elements.add(elements.multiply(at, axis.stride),
                                     elements.multiply(tap, axis.dilation)),
                        -axis.low);
  };
  Value inputAt = elements.multiply(unit.channelOfBlock, shape.channelStride);
  inputAt = elements.add(inputAt, elements.multiply(unit.block, inputBlock));
  inputAt = elements.add(
      inputAt,
      elements.multiply(offsetOf(rows, firstRow, tile.tapRow), inputRow));
  inputAt = elements.add(
      inputAt, elements.multiply(offsetOf(columns, inside.lower, tap.value),
                                 shape.columnStride));
  Value gradientAt =
      elements.multiply(tile.panel, shape.vectors * gradientBlock);
  gradientAt =
      elements.add(gradientAt, elements.multiply(firstRow, gradientRow));
  gradientAt =
      elements.add(gradientAt, elements.multiply(inside.lower, shape.block));

  Values sums(unit.channels * tile.vectors, zero());
  Value inputBegin = pointers.advance(pointers.begin(input), inputAt);
  Value gradientBegin = pointers.advance(pointers.begin(gradient), gradientAt);
  return elements.reduce(
      chunk.firstImage, chunk.lastImage, sums,
      [&](Value image, ValueRange now) {
        Values carried(now);
        carried.push_back(pointers.advance(
            inputBegin,
            elements.multiply(image, shape.inputBlocks * inputBlock)));
        carried.push_back(pointers.advance(
            gradientBegin,
            elements.multiply(image, shape.gradientBlocks * gradientBlock)));
        carried = elements.reduce(
            firstRow, lastRow, carried, [&](Value, ValueRange now) {
              Value input = now.drop_back().back(), gradient = now.back();
              Values next =
                  emitRow(unit, tap, tile.vectors, inside, Values(now));
              next.end()[-2] = pointers.step(input, rows.stride * inputRow);
              next.end()[-1] = pointers.step(gradient, gradientRow);
              return next;
            });
        carried.truncate(carried.size() - 2);
        return carried;
      });
}

/// The positions of a row. `carried` are the sums and the pointers to input and
/// gradient at the first one.
TileLowering::Values TileLowering::emitRow(const Unit &unit, const Tap &tap,
                                           int64_t vectors,
                                           const TapBounds &inside,
                                           Values carried) {
  if (!tap.number)
    return elements.reduce(inside.lower, inside.upper, carried,
                           [&](Value, ValueRange now) {
                             Values next(now);
                             emitSteps(unit, vectors, 1, next);
                             return next;
                           });
  int64_t positions = shape.columns.inside(*tap.number).size();
  int64_t unroll = emitter.target.hasFusedMultiplyAdd() ? kUnroll : 1;
  carried =
      repeat(elements, positions / unroll, std::move(carried), [&](Values now) {
        emitSteps(unit, vectors, unroll, now);
        return now;
      });
  emitSteps(unit, vectors, positions % unroll, carried);
  return carried;
}

void TileLowering::emitSteps(const Unit &unit, int64_t vectors, int64_t count,
                             Values &carried) {
  int64_t inputStep = shape.columns.stride * shape.columnStride;
  int64_t ofBlock = shape.rows.result * shape.columns.result * shape.block;
  Value &input = carried.end()[-2], &gradient = carried.end()[-1];
  for (int64_t step = 0; step < count; ++step) {
    Values factors;
    for (int64_t v = 0; v < vectors; ++v)
      factors.push_back(pointers.load(
          gradient, step * shape.block + v * ofBlock, vectorType));
    for (int64_t c = 0; c < unit.channels; ++c) {
      Value broadcast = pointers.broadcast(
          input, step * inputStep + c * shape.channelStride, vectorType);
      for (int64_t v = 0; v < vectors; ++v) {
        Value &sum = carried[c * vectors + v];
        sum =
            builder.create<vector::FMAOp>(location, broadcast, factors[v], sum);
      }
    }
  }
  input = pointers.step(input, count * inputStep);
  gradient = pointers.step(gradient, count * shape.block);
}

void TileLowering::storeResult(const GridTile &tile, const Unit &unit,
                               const Tap &tap, ValueRange sums) {
  Value panel = elements.multiply(tile.panel, shape.vectors);
  for (int64_t c = 0; c < unit.channels; ++c) {
    Value channel = elements.add(unit.channel, c);
    auto store = [&] {
      for (int64_t v = 0; v < tile.vectors; ++v)
        emitter.store(sums[c * tile.vectors + v],
                      {elements.add(panel, v), channel, tile.tapRow, tap.value,
                       elements.index(0)},
                      /*mask=*/nullptr);
    };
    if (!shape.isPartial()) {
      store();
      continue;
    }
    Value exists =
        builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::ult,
                                      channel, elements.index(shape.inputs));
    elements.either(exists, store, [] {});
  }
}

namespace {
struct BlockedConv2dFilterGradientModel
    : ContractionOpInterface::ExternalModel<BlockedConv2dFilterGradientModel,
                                            BlockedConv2dFilterGradientOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &target) const {
    Shape shape(cast<BlockedConv2dFilterGradientOp>(op), target);
    return {shape.count(), shape.mostChannels(), shape.vectors * shape.block};
  }

  int64_t getFlops(Operation *op) const {
    auto conv = cast<BlockedConv2dFilterGradientOp>(op);
    ArrayRef<int64_t> gradient = tensorOf(conv.getGradient()).getShape();
    return 2 * gradient[0] * conv.getOutputs() * gradient[2] * gradient[3] *
           (conv.getInputs() / conv.getGroups()) * conv.getKernel()[0] *
           conv.getKernel()[1];
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    TileLowering(cast<BlockedConv2dFilterGradientOp>(op), emitter).run(tile);
  }
};
} // namespace

void dlc::codegen::attachFilterGradient(MLIRContext *context) {
  BlockedConv2dFilterGradientOp::attachInterface<
      BlockedConv2dFilterGradientModel>(*context);
}
