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
// A square is loaded as rows of the source's last axis. Of as many rows as
// there are elements in 128 bits, interleaving row i with the one half of them
// behind, for all i, rotates the bits of an element's position by one; after as
// many rounds as there are bits, rows and columns have changed places. So the
// squares of such groups are transposed, by instructions that stay within 128
// bits. Then these squares change places, a bit of their numbers after the
// other.
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
  void mergeColumns(ArrayRef<int64_t> read);
  void emitSquare(ElementEmitter &emitter, Value source, Value output,
                  ArrayRef<Value> indices, Value firstRow) const;
  int64_t columnBlocks() const;
  int64_t rowBlocks() const;

  SmallVector<int64_t> shape;
  /// Of the memory that is read.
  SmallVector<int64_t> sourceShape;
  /// The result axis that says the position on each source axis.
  SmallVector<int64_t> axes;
  /// Where it begins on each source axis, and which of them it goes through
  /// from their ends to their beginnings.
  SmallVector<int64_t> starts;
  SmallVector<bool> reversed;
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
  result.reversed.assign(read.size(), false);
  if (auto slice = value.getDefiningOp<graph::SliceOp>()) {
    ArrayRef<int64_t> all = graph::tensorOf(slice.getOperand()).getShape();
    for (auto [axis, start, stride] :
         llvm::enumerate(slice.getStarts(), slice.getStrides())) {
      bool isReversed = stride == -1 && read[axis] == all[axis];
      if ((stride != 1 && !isReversed) || !start.constant())
        return std::nullopt;
      result.reversed[axis] = isReversed;
      result.starts[axis] = isReversed ? 0 : *start.constant();
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
  if (last < 1 || result.rowAxis == last || result.reversed[result.rowAxis])
    return std::nullopt;
  result.rows = read[result.rowAxis];
  llvm::append_range(result.sourceShape,
                     graph::tensorOf(result.argument).getShape());
  result.mergeColumns(read);
  result.columnAxis = result.axes.back();
  if (2 * result.shape[result.columnAxis] < result.lanes ||
      2 * result.shape.back() < result.lanes)
    return std::nullopt;
  return result;
}

/// Makes one axis of the last source axes that lie side by side in the result,
/// too, such as the rows and columns of an image: short rows leave squares that
/// are not full.
void Transposition::mergeColumns(ArrayRef<int64_t> read) {
  for (size_t last = axes.size() - 1; last > 1; --last) {
    int64_t outer = axes[last - 1], inner = axes[last];
    if (outer + 1 != inner || rowAxis == static_cast<int64_t>(last) - 1 ||
        read[last] != sourceShape[last] || reversed[last - 1] != reversed[last])
      return;
    starts[last - 1] *= sourceShape[last];
    sourceShape[last - 1] *= sourceShape[last];
    shape[outer] *= shape[inner];
    shape.erase(shape.begin() + inner);
    for (int64_t &axis : axes)
      axis -= axis >= inner;
    axes.pop_back();
    starts.pop_back();
    reversed.pop_back();
    sourceShape.pop_back();
  }
}

using Vectors = std::pair<Value, Value>;

/// Two selections of the elements of two vectors.
static Vectors shuffle(ElementEmitter &emitter, Value first, Value second,
                       ArrayRef<int64_t> low, ArrayRef<int64_t> high) {
  auto select = [&](ArrayRef<int64_t> mask) -> Value {
    return emitter.builder.create<vector::ShuffleOp>(emitter.location, first,
                                                     second, mask);
  };
  return {select(low), select(high)};
}

/// Interleaves `first` with `second` in each group of `group` elements: the
/// lower halves of the groups for one result, the upper ones for the other.
static Vectors interleave(ElementEmitter &emitter, Value first, Value second,
                          int64_t lanes, int64_t group) {
  SmallVector<int64_t> low, high;
  for (int64_t begin = 0; begin < lanes; begin += group)
    for (int64_t i = begin; i < begin + group / 2; ++i) {
      low.append({i, lanes + i});
      high.append({i + group / 2, lanes + i + group / 2});
    }
  return shuffle(emitter, first, second, low, high);
}

/// Exchanges the odd runs of `run` elements of `first` for the even ones of
/// `second`.
static Vectors exchange(ElementEmitter &emitter, Value first, Value second,
                        int64_t lanes, int64_t run) {
  SmallVector<int64_t> even, odd;
  for (int64_t i = 0; i < lanes; ++i) {
    bool isOdd = i & run;
    even.push_back(isOdd ? lanes + i - run : i);
    odd.push_back(isOdd ? lanes + i : i + run);
  }
  return shuffle(emitter, first, second, even, odd);
}

void dlc::codegen::transposeSquare(ElementEmitter &emitter,
                                   SmallVector<Value> &values) {
  auto lanes = static_cast<int64_t>(values.size());
  auto type = cast<VectorType>(values.front().getType());
  int64_t group = std::min<int64_t>(lanes, 128 / type.getElementTypeBitWidth());
  for (int64_t begin = 0; begin < lanes; begin += group)
    for (int64_t round = 1; round < group; round *= 2) {
      SmallVector<Value> mixed;
      for (int64_t i = begin; i < begin + group / 2; ++i) {
        auto [low, high] =
            interleave(emitter, values[i], values[i + group / 2], lanes, group);
        mixed.append({low, high});
      }
      llvm::copy(mixed, values.begin() + begin);
    }
  for (int64_t run = group; run < lanes; run *= 2)
    for (int64_t i = 0; i < lanes; ++i)
      if ((i & run) == 0)
        std::tie(values[i], values[i + run]) =
            exchange(emitter, values[i], values[i + run], lanes, run);
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
  source = emitter.reshape(source, sourceShape);
  output = emitter.reshape(output, shape);
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
  auto countIf = [&](Value condition, Value count) -> Value {
    return builder.create<arith::SelectOp>(location, condition, count,
                                           emitter.index(0));
  };
  /// The first `count` lanes.
  auto maskOf = [&](Value count) -> Value {
    return builder.create<vector::CreateMaskOp>(location, maskType, count);
  };
  Value zero = builder.create<arith::ConstantOp>(
      location, builder.getZeroAttr(vectorType));
  // What fills a square has no squares that are not full: the last one begins
  // earlier, and moves some elements again.
  int64_t columns = shape[columnAxis];
  bool wholeColumns = columns >= lanes, wholeRows = shape.back() >= lanes;
  bool padsRows = block != 0 && rows % block != 0;

  // Rows of the source; those beyond it are zero.
  SmallVector<Value> from;
  for (int64_t axis : axes)
    from.push_back(indices[axis]);
  Value firstColumn = indices[columnAxis];
  if (wholeColumns)
    firstColumn = emitter.smaller(firstColumn, columns - lanes);
  if (wholeRows)
    firstRow = emitter.smaller(firstRow, shape.back() - lanes);
  from.back() = firstColumn;
  Value columnsLeft = wholeColumns ? Value() : leftOf(columns, firstColumn);
  Value rowBase = firstRow;
  if (block != 0)
    rowBase = emitter.add(emitter.multiply(from[rowAxis], block), firstRow);
  // Where that lies, if the operand is a slice. Columns change their order when
  // they are stored.
  auto inSource = [&] {
    SmallVector<Value> place;
    for (auto [axis, index] : llvm::enumerate(from)) {
      if (reversed[axis] && axis + 1 != from.size())
        place.push_back(
            emitter.subtract(emitter.index(sourceShape[axis] - 1), index));
      else
        place.push_back(starts[axis] == 0 ? index
                                          : emitter.add(index, starts[axis]));
    }
    return place;
  };
  SmallVector<Value> values;
  for (int64_t i = 0; i < lanes; ++i) {
    Value row = emitter.add(rowBase, i);
    from[rowAxis] = row;
    bool isInside = wholeRows && !padsRows;
    Value inside;
    if (!isInside) {
      inside = below(row, rows);
      from[rowAxis] = builder.create<arith::SelectOp>(location, inside, row,
                                                      emitter.index(0));
    }
    if (!wholeColumns) {
      Value count = isInside ? columnsLeft : countIf(inside, columnsLeft);
      values.push_back(builder.create<vector::MaskedLoadOp>(
          location, vectorType, source, inSource(), maskOf(count), zero));
      continue;
    }
    Value value = builder.create<vector::LoadOp>(location, vectorType, source,
                                                 inSource());
    if (!isInside)
      value = builder.create<arith::SelectOp>(
          location,
          builder.create<vector::BroadcastOp>(location, maskType, inside),
          value, zero);
    values.push_back(value);
  }

  transposeSquare(emitter, values);
  SmallVector<Value> to(indices);
  to.back() = firstRow;
  Value rowsLeft =
      wholeColumns && wholeRows ? Value() : leftOf(shape.back(), firstRow);
  for (int64_t i = 0; i < lanes; ++i) {
    Value column = emitter.add(firstColumn, i);
    to[columnAxis] = column;
    Value inside;
    if (!wholeColumns) {
      inside = below(column, columns);
      to[columnAxis] = builder.create<arith::SelectOp>(location, inside, column,
                                                       emitter.index(0));
    }
    if (reversed.back())
      to[columnAxis] =
          emitter.subtract(emitter.index(columns - 1), to[columnAxis]);
    if (wholeColumns && wholeRows) {
      builder.create<vector::StoreOp>(location, values[i], output, to);
      continue;
    }
    Value count = wholeColumns ? rowsLeft : countIf(inside, rowsLeft);
    builder.create<vector::MaskedStoreOp>(location, output, to, maskOf(count),
                                          values[i]);
  }
}
