//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Transposes squares of elements in registers.
//
// A square is loaded as rows of the source's last axis. Interleaving row i with
// row i + lanes/2, for all i, rotates the bits of an element's position by one;
// after log2(lanes) rounds rows and columns have changed places.
//
//===----------------------------------------------------------------------===//

#include "Movement.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

/// Rows of a tile: cheap to hand out, few enough to deal evenly.
static constexpr int64_t kRowsOfTile = 256;

namespace {
class Transposition : public Movement {
public:
  static std::optional<Transposition> match(kernel::FuncOp kernel,
                                            int64_t lanes);
  int64_t grid() const override;
  void emitTile(ElementEmitter &emitter, Value source, Value output,
                Value tile) const override;

private:
  void emitSquare(ElementEmitter &emitter, Value source, Value output,
                  ArrayRef<Value> indices, Value firstRow) const;
  int64_t columnBlocks() const;
  int64_t rowBlocks() const;

  SmallVector<int64_t> shape;
  /// The result axis that says the position on each source axis.
  SmallVector<int64_t> axes;
  /// Where it begins on each source axis.
  SmallVector<int64_t> starts;
  /// The source axis that becomes the last one, and its size.
  int64_t rowAxis = 0, rows = 0;
  /// Of a pack: each position on `axes[rowAxis]` is so many rows.
  int64_t block = 0;
  /// The result axis that was the last one.
  int64_t columnAxis = 0;
  int64_t lanes = 0;
};
} // namespace

std::unique_ptr<Movement>
dlc::codegen::matchTransposition(kernel::FuncOp kernel, int64_t lanes) {
  if (auto transposition = Transposition::match(kernel, lanes))
    return std::make_unique<Transposition>(*transposition);
  return nullptr;
}

std::optional<Transposition> Transposition::match(kernel::FuncOp kernel,
                                                  int64_t lanes) {
  Transposition result;
  Value value = kernel.getResultValues().front();
  auto type = graph::tensorOf(value);
  result.shape.assign(type.getShape().begin(), type.getShape().end());
  result.lanes = lanes;

  size_t followed = 1;
  if (auto pack = value.getDefiningOp<graph::PackOp>()) {
    ArrayRef<int64_t> order = pack.getOuterPermutation();
    result.axes.resize(order.size());
    for (auto [axis, source] : llvm::enumerate(order))
      result.axes[source] = axis;
    result.rowAxis = pack.getAxis();
    result.block = pack.getBlock();
    value = pack.getOperand();
  } else if (auto transpose = value.getDefiningOp<graph::TransposeOp>()) {
    ArrayRef<int64_t> order = transpose.getPermutation();
    result.axes.resize(order.size());
    for (auto [axis, source] : llvm::enumerate(order))
      result.axes[source] = axis;
    result.rowAxis = order.empty() ? 0 : order.back();
    value = transpose.getOperand();
  } else {
    return std::nullopt;
  }
  for (; auto transpose = value.getDefiningOp<graph::TransposeOp>();
       ++followed) {
    SmallVector<int64_t> moved(result.axes.size());
    ArrayRef<int64_t> order = transpose.getPermutation();
    for (auto [axis, source] : llvm::enumerate(order))
      moved[source] = result.axes[axis];
    result.axes = moved;
    result.rowAxis = order[result.rowAxis];
    value = transpose.getOperand();
  }
  ArrayRef<int64_t> read = graph::tensorOf(value).getShape();
  result.starts.assign(read.size(), 0);
  if (auto slice = value.getDefiningOp<graph::SliceOp>()) {
    for (auto [start, stride, into] :
         llvm::zip(slice.getStarts(), slice.getStrides(), result.starts)) {
      if (stride != 1 || !start.constant())
        return std::nullopt;
      into = *start.constant();
    }
    value = slice.getOperand();
    ++followed;
  }
  result.argument = dyn_cast<BlockArgument>(value);
  // The terminator counts, too.
  Block &body = kernel.getBody().front();
  if (!result.argument || body.getOperations().size() != followed + 1)
    return std::nullopt;

  int64_t last = static_cast<int64_t>(result.axes.size()) - 1;
  if (last < 1 || result.rowAxis == last)
    return std::nullopt;
  result.rows = read[result.rowAxis];
  result.columnAxis = result.axes[last];
  if (2 * result.shape[result.columnAxis] < result.lanes ||
      2 * result.shape.back() < result.lanes)
    return std::nullopt;
  return result;
}

void dlc::codegen::transposeSquare(ElementEmitter &emitter,
                                   SmallVector<Value> &values) {
  auto lanes = static_cast<int64_t>(values.size());
  SmallVector<int64_t> low, high;
  for (int64_t i = 0; i < lanes / 2; ++i) {
    low.append({i, lanes + i});
    high.append({lanes / 2 + i, lanes + lanes / 2 + i});
  }
  for (int64_t round = 1; round < lanes; round *= 2) {
    SmallVector<Value> mixed;
    for (int64_t i = 0; i < lanes / 2; ++i)
      for (ArrayRef<int64_t> mask : {low, high})
        mixed.push_back(emitter.builder.create<vector::ShuffleOp>(
            emitter.location, values[i], values[i + lanes / 2], mask));
    values = mixed;
  }
}

int64_t Transposition::columnBlocks() const {
  return llvm::divideCeil(shape[columnAxis], lanes);
}

int64_t Transposition::rowBlocks() const {
  return llvm::divideCeil(shape.back(), kRowsOfTile);
}

int64_t Transposition::grid() const {
  int64_t tiles = columnBlocks() * rowBlocks();
  for (auto [axis, size] : llvm::enumerate(ArrayRef(shape).drop_back()))
    if (static_cast<int64_t>(axis) != columnAxis)
      tiles *= size;
  return tiles;
}

void Transposition::emitTile(ElementEmitter &emitter, Value source,
                             Value output, Value tile) const {
  SmallVector<Value> indices(shape.size());
  Value firstRow =
      emitter.multiply(emitter.takeRemainder(tile, rowBlocks()), kRowsOfTile);
  indices[columnAxis] =
      emitter.multiply(emitter.takeRemainder(tile, columnBlocks()), lanes);
  for (int64_t axis = static_cast<int64_t>(shape.size()) - 1; axis-- > 0;)
    if (axis != columnAxis)
      indices[axis] = emitter.takeRemainder(tile, shape[axis]);

  // Squares in what is left of the rows.
  Value left = emitter.subtract(emitter.index(shape.back()), firstRow);
  Value count = emitter.smaller(left, kRowsOfTile);
  Value squares = emitter.divide(emitter.add(count, lanes - 1), lanes);
  emitter.forEach(emitter.index(0), squares, [&](Value square) {
    Value row = emitter.add(firstRow, emitter.multiply(square, lanes));
    emitSquare(emitter, source, output, indices, row);
  });
}

/// The square that begins at `indices`, where the last one is `firstRow`.
void Transposition::emitSquare(ElementEmitter &emitter, Value source,
                               Value output, ArrayRef<Value> indices,
                               Value firstRow) const {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  Type element = cast<MemRefType>(source.getType()).getElementType();
  auto vectorType = VectorType::get({lanes}, element);
  auto maskType = VectorType::get({lanes}, builder.getI1Type());
  auto leftOf = [&](int64_t size, Value index) -> Value {
    return emitter.subtract(emitter.index(size), index);
  };
  auto below = [&](Value index, int64_t size) -> Value {
    return builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::ult,
                                         index, emitter.index(size));
  };
  /// The first `count` lanes, none unless the condition holds.
  auto maskOf = [&](Value count, Value condition) -> Value {
    Value number = builder.create<arith::SelectOp>(location, condition, count,
                                                   emitter.index(0));
    return builder.create<vector::CreateMaskOp>(location, maskType, number);
  };
  Value zero = builder.create<arith::ConstantOp>(
      location, builder.getZeroAttr(vectorType));
  int64_t columns = shape[columnAxis];
  bool wholeColumns = columns % lanes == 0;
  bool wholeRows = shape.back() % lanes == 0;
  bool padsRows = block != 0 ? rows % block != 0 : false;

  // Rows of the source; those beyond it are zero.
  SmallVector<Value> from;
  for (int64_t axis : axes)
    from.push_back(indices[axis]);
  Value columnsLeft = leftOf(columns, indices[columnAxis]);
  Value rowBase = firstRow;
  if (block != 0)
    rowBase = emitter.add(emitter.multiply(from[rowAxis], block), firstRow);
  // Where that lies, if the operand is a slice.
  auto inSource = [&] {
    SmallVector<Value> place;
    for (auto [index, start] : llvm::zip(from, starts))
      place.push_back(start == 0 ? index : emitter.add(index, start));
    return place;
  };
  SmallVector<Value> values;
  for (int64_t i = 0; i < lanes; ++i) {
    Value row = emitter.add(rowBase, i);
    from[rowAxis] = row;
    if (wholeColumns && wholeRows && !padsRows) {
      values.push_back(builder.create<vector::LoadOp>(location, vectorType,
                                                      source, inSource()));
      continue;
    }
    Value inside = below(row, rows);
    from[rowAxis] = builder.create<arith::SelectOp>(location, inside, row,
                                                    emitter.index(0));
    values.push_back(builder.create<vector::MaskedLoadOp>(
        location, vectorType, source, inSource(), maskOf(columnsLeft, inside),
        zero));
  }

  transposeSquare(emitter, values);
  SmallVector<Value> to(indices);
  to.back() = firstRow;
  Value rowsLeft = leftOf(shape.back(), firstRow);
  for (int64_t i = 0; i < lanes; ++i) {
    Value column = emitter.add(indices[columnAxis], i);
    to[columnAxis] = column;
    if (wholeColumns && wholeRows) {
      builder.create<vector::StoreOp>(location, values[i], output, to);
      continue;
    }
    Value inside = below(column, columns);
    to[columnAxis] = builder.create<arith::SelectOp>(location, inside, column,
                                                     emitter.index(0));
    builder.create<vector::MaskedStoreOp>(location, output, to,
                                          maskOf(rowsLeft, inside), values[i]);
  }
}
