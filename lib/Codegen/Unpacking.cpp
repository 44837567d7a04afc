//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Unpacks blocks in squares that are transposed in registers.
//
// Where rows of positions are no multiple of a vector, the last square begins
// so early that it ends with the row, and computes some elements again: masked
// stores take long on some processors.
//
//===----------------------------------------------------------------------===//

#include "Movement.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

/// Positions of a tile: cheap to hand out, few enough to deal evenly.
static constexpr int64_t kPositionsOfTile = 256;

namespace {
/// [outer, blocks, positions, lanes] becomes [outer, channels, positions].
class Unpacking : public Movement {
public:
  static std::optional<Unpacking> match(kernel::FuncOp kernel, int64_t lanes);
  int64_t grid() const override;
  void emitTile(ElementEmitter &emitter, Value source, Value output,
                Value tile) const override;

private:
  void emitRows(ElementEmitter &emitter, Value source, Value output,
                ArrayRef<Value> place, int64_t channelsOfBlock) const;
  int64_t chunks() const;

  int64_t outer, blocks, positions, lanes, channels;
};
} // namespace

std::unique_ptr<Movement> dlc::codegen::matchUnpacking(kernel::FuncOp kernel,
                                                       int64_t lanes) {
  if (auto unpacking = Unpacking::match(kernel, lanes))
    return std::make_unique<Unpacking>(*unpacking);
  return nullptr;
}

std::optional<Unpacking> Unpacking::match(kernel::FuncOp kernel,
                                          int64_t lanes) {
  auto unpack =
      kernel.getResultValues().front().getDefiningOp<graph::UnpackOp>();
  if (!unpack)
    return std::nullopt;
  Unpacking result;
  result.argument = dyn_cast<BlockArgument>(unpack.getOperand());
  auto packed = graph::tensorOf(unpack.getOperand());
  ArrayRef<int64_t> shape = packed.getShape();
  int64_t axis = unpack.getAxis();
  result.lanes = lanes;
  result.outer = ShapedType::getNumElements(shape.take_front(axis));
  result.blocks = shape[axis];
  result.positions =
      ShapedType::getNumElements(shape.slice(axis + 1).drop_back());
  result.channels = unpack.getSize();
  // The terminator is an operation, too.
  if (!result.argument ||
      kernel.getBody().front().getOperations().size() != 2 ||
      shape.back() != lanes || result.positions < result.lanes ||
      result.channels == 0 ||
      llvm::divideCeil(result.channels, result.lanes) !=
          static_cast<uint64_t>(result.blocks))
    return std::nullopt;
  return result;
}

int64_t Unpacking::chunks() const {
  return llvm::divideCeil(positions, kPositionsOfTile);
}

int64_t Unpacking::grid() const { return outer * blocks * chunks(); }

void Unpacking::emitTile(ElementEmitter &emitter, Value source, Value output,
                         Value tile) const {
  source = emitter.reshape(source, {outer, blocks, positions, lanes});
  output = emitter.reshape(output, {outer, channels, positions});
  Value chunk = emitter.takeRemainder(tile, chunks());
  Value block = emitter.takeRemainder(tile, blocks);
  Value first = emitter.multiply(chunk, kPositionsOfTile);
  Value end = emitter.smaller(emitter.add(first, kPositionsOfTile), positions);
  Value count = emitter.subtract(end, first);
  Value squares = emitter.divide(emitter.add(count, lanes - 1), lanes);
  emitter.forEach(emitter.index(0), squares, [&](Value square) {
    Value position = emitter.add(first, emitter.multiply(square, lanes));
    position = emitter.smaller(position, positions - lanes);
    Value place[] = {tile, block, position};
    int64_t left = channels % lanes;
    if (left == 0)
      return emitRows(emitter, source, output, place, lanes);
    Value isLast = emitter.builder.create<arith::CmpIOp>(
        emitter.location, arith::CmpIPredicate::eq, block,
        emitter.index(blocks - 1));
    emitter.either(
        isLast, [&] { emitRows(emitter, source, output, place, left); },
        [&] { emitRows(emitter, source, output, place, lanes); });
  });
}

/// The square at `place`: an outer index, a block, a position.
void Unpacking::emitRows(ElementEmitter &emitter, Value source, Value output,
                         ArrayRef<Value> place, int64_t channelsOfBlock) const {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  Type element = cast<MemRefType>(source.getType()).getElementType();
  auto vectorType = VectorType::get({lanes}, element);
  SmallVector<Value> rows;
  for (int64_t i = 0; i < lanes; ++i)
    rows.push_back(builder.create<vector::LoadOp>(
        location, vectorType, source,
        ValueRange{place[0], place[1], emitter.add(place[2], i),
                   emitter.index(0)}));
  transposeSquare(emitter, rows);
  Value channel = emitter.multiply(place[1], lanes);
  for (int64_t i = 0; i < channelsOfBlock; ++i)
    builder.create<vector::StoreOp>(
        location, rows[i], output,
        ValueRange{place[0], emitter.add(channel, i), place[2]});
}
