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
  void dropSourceAxis(int64_t axis);
  void dropResultAxis(int64_t axis);
  void dropUnitAxes();
  void mergeColumns();
  void emitSquare(ElementEmitter &emitter, Value source, Value output,
                  ArrayRef<Value> indices, Value firstRow,
                  Value firstColumn) const;
  int64_t columnBlocks() const;
  int64_t rowBlocks() const;

  SmallVector<int64_t> shape;
  /// Of the memory that is read.
  SmallVector<int64_t> sourceShape;
  /// The result axis that says the position on each source axis.
  SmallVector<int64_t> axes;
  /// Where it begins on each source axis, how much of it is read, and which of
  /// them are gone through from their ends to their beginnings.
  SmallVector<int64_t> starts, read;
  SmallVector<bool> reversed;
  /// The source axis that becomes the last one, and its size.
  int64_t rowAxis = 0, rows = 0;
  /// Of a pack: each position on `axes[rowAxis]` is so many rows.
  int64_t block = 0;
  /// The result axes that were the last one, from the outermost; how many
  /// columns these are.
  SmallVector<int64_t> columnAxes;
  int64_t columns = 0;
  int64_t lanes = 0;
};
} // namespace

std::unique_ptr<Movement>
dlc::codegen::matchTransposition(kernel::FuncOp kernel, int64_t lanes) {
  if (auto transposition = Transposition::match(kernel, lanes))
    return std::make_unique<Transposition>(*transposition);
  return nullptr;
}

namespace {
/// Follows a kernel's result back to the memory that it is read from.
class Path {
public:
  /// Whether there is nothing in the kernel but what was followed.
  bool follow(kernel::FuncOp kernel);

  Value value;
  /// For each axis of `value`, the result axes that say the position on it: two
  /// of one that was packed, for the block and the position in it.
  SmallVector<SmallVector<int64_t, 2>> axes;
  /// The size of blocks.
  int64_t split = 0;
  /// The axis that becomes the last one; of a pack, the positions on its result
  /// axis are so many.
  int64_t rowAxis = 0, block = 0;
  /// The slice that was read, if there is one.
  graph::SliceOp slice;

private:
  /// Axis i of what was read is axis `order[i]` of what is read for it.
  void permute(ArrayRef<int64_t> order);
  void followSplit(graph::PackOp pack);
};
} // namespace

void Path::permute(ArrayRef<int64_t> order) {
  SmallVector<SmallVector<int64_t, 2>> moved(order.size());
  for (auto [axis, source] : llvm::enumerate(order))
    moved[source] = axes[axis];
  axes = std::move(moved);
  rowAxis = order[rowAxis];
}

bool dlc::codegen::splitsAxis(graph::PackOp inner, graph::PackOp outer) {
  int64_t axis = inner.getAxis();
  ArrayRef<int64_t> order = inner.getOuterPermutation();
  auto packed = static_cast<size_t>(outer.getAxis());
  return graph::tensorOf(inner.getOperand()).getDimSize(axis) %
                 inner.getBlock() ==
             0 &&
         packed < order.size() && order[packed] != axis;
}

/// Follows a pack that splits an axis.
void Path::followSplit(graph::PackOp pack) {
  SmallVector<int64_t, 2> inBlock = axes.pop_back_val();
  permute(pack.getOuterPermutation());
  llvm::append_range(axes[pack.getAxis()], inBlock);
  split = pack.getBlock();
  value = pack.getOperand();
}

bool Path::follow(kernel::FuncOp kernel) {
  value = kernel.getResultValues().front();
  size_t followed = 1;
  for (int64_t axis = 0; axis < graph::tensorOf(value).getRank(); ++axis)
    axes.push_back({axis});
  if (auto pack = value.getDefiningOp<graph::PackOp>()) {
    axes.pop_back();
    permute(pack.getOuterPermutation());
    rowAxis = pack.getAxis();
    block = pack.getBlock();
    value = pack.getOperand();
    if (auto inner = value.getDefiningOp<graph::PackOp>()) {
      if (!splitsAxis(inner, pack))
        return false;
      followSplit(inner);
      ++followed;
    }
  } else if (auto transpose = value.getDefiningOp<graph::TransposeOp>()) {
    rowAxis = static_cast<int64_t>(axes.size()) - 1;
    if (rowAxis < 0)
      return false;
    permute(transpose.getPermutation());
    value = transpose.getOperand();
  } else {
    return false;
  }
  for (; auto transpose = value.getDefiningOp<graph::TransposeOp>();
       ++followed) {
    permute(transpose.getPermutation());
    value = transpose.getOperand();
  }
  slice = value.getDefiningOp<graph::SliceOp>();
  if (slice) {
    value = slice.getOperand();
    ++followed;
  }
  // The terminator counts, too.
  return isa<BlockArgument>(value) &&
         kernel.getBody().front().getOperations().size() == followed + 1;
}

std::optional<Transposition> Transposition::match(kernel::FuncOp kernel,
                                                  int64_t lanes) {
  Path path;
  if (!path.follow(kernel))
    return std::nullopt;
  Transposition result;
  result.argument = cast<BlockArgument>(path.value);
  result.lanes = lanes;
  result.block = path.block;
  auto type = graph::tensorOf(kernel.getResultValues().front());
  result.shape.assign(type.getShape().begin(), type.getShape().end());

  ArrayRef<int64_t> all = graph::tensorOf(path.value).getShape();
  for (auto [axis, parts] : llvm::enumerate(path.axes)) {
    int64_t size = all[axis], start = 0, stride = 1;
    if (path.slice) {
      std::optional<int64_t> first = path.slice.getStarts()[axis].constant();
      if (!first)
        return std::nullopt;
      size = *path.slice.getSizes()[axis].constant();
      start = *first;
      stride = path.slice.getStrides()[axis];
    }
    bool isWhole = size == all[axis];
    bool isReversed = stride == -1 && isWhole;
    if (stride != 1 && !isReversed)
      return std::nullopt;
    if (static_cast<int64_t>(axis) == path.rowAxis)
      result.rowAxis = static_cast<int64_t>(result.read.size());
    if (parts.size() > 1) {
      if (!isWhole || isReversed)
        return std::nullopt;
      result.read.append({size / path.split, path.split});
      result.sourceShape.append({size / path.split, path.split});
      result.axes.append(parts);
      result.starts.append({0, 0});
      result.reversed.append({false, false});
      continue;
    }
    result.read.push_back(size);
    result.sourceShape.push_back(all[axis]);
    result.axes.push_back(parts.front());
    result.starts.push_back(isReversed ? 0 : start);
    result.reversed.push_back(isReversed);
  }

  result.dropUnitAxes();
  int64_t last = static_cast<int64_t>(result.axes.size()) - 1;
  if (last < 1 || result.rowAxis == last || result.reversed[result.rowAxis])
    return std::nullopt;
  result.rows = result.read[result.rowAxis];
  result.mergeColumns();
  if (2 * result.columns < result.lanes ||
      2 * result.shape.back() < result.lanes)
    return std::nullopt;
  return result;
}

/// Takes an axis of the source away.
void Transposition::dropSourceAxis(int64_t axis) {
  for (auto *list : {&axes, &starts, &read, &sourceShape})
    list->erase(list->begin() + axis);
  reversed.erase(reversed.begin() + axis);
  rowAxis -= rowAxis > axis;
}

/// Takes an axis of the result away, on which no source axis says the position.
void Transposition::dropResultAxis(int64_t axis) {
  shape.erase(shape.begin() + axis);
  for (auto *list : {&axes, &columnAxes})
    for (int64_t &other : *list)
      other -= other > axis;
}

void Transposition::dropUnitAxes() {
  for (auto axis = static_cast<int64_t>(axes.size()); axis-- > 0;)
    if (axis != rowAxis && sourceShape[axis] == 1) {
      int64_t there = axes[axis];
      dropSourceAxis(axis);
      dropResultAxis(there);
    }
}

/// Makes one axis of the last source axes: short rows leave squares that are
/// not full. Such axes may lie side by side in the result, too, as the rows and
/// columns of an image do, or apart, as the channels and taps of a filter.
void Transposition::mergeColumns() {
  columnAxes = {axes.back()};
  for (auto last = static_cast<int64_t>(axes.size()) - 1; last > 1; --last) {
    int64_t outer = last - 1, there = axes[outer];
    bool isSideBySide = there + 1 == columnAxes.front();
    bool isFull = read[last] % lanes == 0 || read[last] >= 4 * lanes;
    if (rowAxis == outer || read[last] != sourceShape[last] ||
        reversed[outer] != reversed[last] || (isFull && !isSideBySide))
      break;
    starts[last] = starts[outer] * sourceShape[last];
    sourceShape[last] *= sourceShape[outer];
    read[last] *= read[outer];
    dropSourceAxis(outer);
    if (isSideBySide) {
      shape[columnAxes.front()] *= shape[there];
      dropResultAxis(there);
    } else {
      columnAxes.insert(columnAxes.begin(), there);
    }
  }
  columns = read.back();
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
  return llvm::divideCeil(columns, lanes);
}

int64_t Transposition::rowBlocks() const {
  return llvm::divideCeil(shape.back(), kRowsOfTile);
}

int64_t Transposition::grid() const {
  int64_t tiles = columnBlocks() * rowBlocks();
  for (auto [axis, size] : llvm::enumerate(ArrayRef(shape).drop_back()))
    if (!llvm::is_contained(columnAxes, axis))
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
  Value firstColumn =
      emitter.multiply(emitter.takeRemainder(tile, columnBlocks()), lanes);
  for (int64_t axis = static_cast<int64_t>(shape.size()) - 1; axis-- > 0;)
    if (!llvm::is_contained(columnAxes, axis))
      indices[axis] = emitter.takeRemainder(tile, shape[axis]);

  // Squares in what is left of the rows.
  Value left = emitter.subtract(emitter.index(shape.back()), firstRow);
  Value count = emitter.smaller(left, kRowsOfTile);
  Value squares = emitter.divide(emitter.add(count, lanes - 1), lanes);
  emitter.forEach(emitter.index(0), squares, [&](Value square) {
    Value row = emitter.add(firstRow, emitter.multiply(square, lanes));
    emitSquare(emitter, source, output, indices, row, firstColumn);
  });
}

/// The square that begins at a row and a column, where `indices` says the other
/// positions in the result.
void Transposition::emitSquare(ElementEmitter &emitter, Value source,
                               Value output, ArrayRef<Value> indices,
                               Value firstRow, Value firstColumn) const {
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
  bool wholeColumns = columns >= lanes, wholeRows = shape.back() >= lanes;
  bool padsRows = block != 0 && rows % block != 0;

  // Rows of the source; those beyond it are zero.
  SmallVector<Value> from;
  for (int64_t axis : axes)
    from.push_back(indices[axis]);
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
    Value inside;
    if (!wholeColumns) {
      inside = below(column, columns);
      column = builder.create<arith::SelectOp>(location, inside, column,
                                               emitter.index(0));
    }
    if (reversed.back())
      column = emitter.subtract(emitter.index(columns - 1), column);
    for (int64_t axis : llvm::reverse(ArrayRef(columnAxes).drop_front()))
      to[axis] = emitter.takeRemainder(column, shape[axis]);
    to[columnAxes.front()] = column;
    if (wholeColumns && wholeRows) {
      builder.create<vector::StoreOp>(location, values[i], output, to);
      continue;
    }
    Value count = wholeColumns ? rowsLeft : countIf(inside, rowsLeft);
    builder.create<vector::MaskedStoreOp>(location, output, to, maskOf(count),
                                          values[i]);
  }
}
