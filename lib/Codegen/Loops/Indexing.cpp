//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations that read positions from tensors, as element code with checks;
// what writes to such positions, by rows.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Combiners.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
struct PickModel : ElementOpInterface::ExternalModel<PickModel, PickOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pick = cast<PickOp>(op);
    auto type = tensorOf(pick.getOperand());
    int64_t axis =
        pick.getAxis() < 0 ? pick.getAxis() + type.getRank() : pick.getAxis();
    Value position = emitter.checkedIndex(
        op, emitter.element(pick.getIndices(), indices), type.getDimSize(axis));
    SmallVector<Value> source(indices);
    source.insert(source.begin() + axis, position);
    return emitter.element(pick.getOperand(), source);
  }
};

struct TakeModel : ElementOpInterface::ExternalModel<TakeModel, TakeOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto take = cast<TakeOp>(op);
    auto [first, behind] = axesOfIndices(take);
    SmallVector<Value> source(indices.take_front(first));
    source.push_back(position(take, emitter, indices));
    llvm::append_range(source, indices.drop_front(behind));
    return emitter.element(take.getOperand(), source);
  }
  /// The index of a slice is read and checked once, not for each element.
  void emitBefore(Operation *op, ElementEmitter &emitter, ValueRange indices,
                  int64_t axis) const {
    auto take = cast<TakeOp>(op);
    if (axis == axesOfIndices(take).second)
      position(take, emitter, indices);
  }
  bool keepsLanes(Operation *op) const {
    auto take = cast<TakeOp>(op);
    int64_t rank = tensorOf(take.getOperand()).getRank();
    return take.getAxis() != -1 && take.getAxis() + 1 != rank;
  }
  bool readsElementsAgain(Operation *) const { return true; }

private:
  /// The axes [first, second) of the result are those of the indices.
  static std::pair<int64_t, int64_t> axesOfIndices(TakeOp take) {
    int64_t first = take.getAxis();
    if (first < 0)
      first += tensorOf(take.getOperand()).getRank();
    return {first, first + tensorOf(take.getIndices()).getRank()};
  }
  static Value position(TakeOp take, ElementEmitter &emitter,
                        ValueRange indices) {
    auto [first, behind] = axesOfIndices(take);
    return emitter.checkedIndex(
        take,
        emitter.scalar(take.getIndices(), indices.slice(first, behind - first)),
        tensorOf(take.getOperand()).getDimSize(first));
  }
};

struct GatherModel : ElementOpInterface::ExternalModel<GatherModel, GatherOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto gather = cast<GatherOp>(op);
    auto type = tensorOf(gather.getOperand());
    int64_t axis = gather.getAxis() < 0 ? gather.getAxis() + type.getRank()
                                        : gather.getAxis();
    SmallVector<Value> source(indices);
    source[axis] =
        emitter.checkedIndex(op, emitter.element(gather.getIndices(), indices),
                             type.getDimSize(axis));
    return emitter.element(gather.getOperand(), source);
  }
  bool readsElementsAgain(Operation *) const { return true; }
};

/// An i64 as graph.cast converts it.
Value convertInteger(ElementEmitter &emitter, Value value, Type elementType) {
  Type type = registerType(elementType);
  if (isa<FloatType>(type))
    return emitter.builder.create<arith::SIToFPOp>(emitter.location, type,
                                                   value);
  if (type == value.getType())
    return value;
  return emitter.builder.create<arith::TruncIOp>(emitter.location, type, value);
}

struct IotaModel : ElementOpInterface::ExternalModel<IotaModel, IotaOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    OpBuilder &builder = emitter.builder;
    Value number = builder.create<arith::IndexCastOp>(
        emitter.location, builder.getI64Type(), indices.front());
    return convertInteger(emitter, number, cast<IotaOp>(op).getDtype());
  }
};

struct DimensionModel
    : ElementOpInterface::ExternalModel<DimensionModel, DimensionOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter, ValueRange) const {
    auto dimension = cast<DimensionOp>(op);
    Value number = emitter.builder.create<arith::ConstantIntOp>(
        emitter.location, *dimension.getValue().front().constant(), 64);
    return convertInteger(emitter, number, dimension.getDtype());
  }
};

struct OneHotModel : ElementOpInterface::ExternalModel<OneHotModel, OneHotOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto oneHot = cast<OneHotOp>(op);
    OpBuilder &builder = emitter.builder;
    Value position = emitter.checkedIndex(
        op, emitter.element(oneHot.getIndices(), indices.drop_back()),
        oneHot.getClasses());
    Value here = builder.create<arith::CmpIOp>(
        emitter.location, arith::CmpIPredicate::eq, position, indices.back());
    Type type = registerType(oneHot.getType().getElementType());
    return builder.create<arith::SelectOp>(emitter.location, here,
                                           emitter.number(type, 1),
                                           emitter.number(type, 0));
  }
};

//===----------------------------------------------------------------------===//
// scatter_add
//===----------------------------------------------------------------------===//

/// A row becomes zero, and then each index along it gets its update.
///
/// Rows that get one update after the other for all columns together, as those
/// of a table of embeddings do, are cut into parts: each goes through all
/// indices and leaves out those of others.
struct ScatterAddModel
    : RowOpInterface::ExternalModel<ScatterAddModel, ScatterAddOp> {
  int64_t getRowAxis(Operation *op) const {
    return axisOf(cast<ScatterAddOp>(op));
  }

  int64_t getPartsOfRow(Operation *op) const {
    auto scatter = cast<ScatterAddOp>(op);
    RankedTensorType type = scatter.getType();
    int64_t axis = axisOf(scatter);
    if (axis == type.getRank() - 1 || !isSameForColumns(scatter.getIndices()))
      return 1;
    // Parts pay where they are larger than a first-level cache, and where going
    // through the indices is little against the rest.
    constexpr int64_t most = 8, elementsOfPart = 32768, columnsOfIndex = 8;
    double columns = std::min(type.getShape().back(), kColumnsOfTile);
    double count = tensorOf(scatter.getUpdates()).getDimSize(axis);
    double size = type.getDimSize(axis);
    double parts = std::min(size * columns / elementsOfPart,
                            (size + count) * columns /
                                (columnsOfIndex * std::max(count, 1.0)));
    return std::clamp<int64_t>(std::min<double>(parts, most), 1, most);
  }

  void emitRows(Operation *op, RowEmitter &rows) const {
    auto scatter = cast<ScatterAddOp>(op);
    ElementEmitter &emitter = rows.elements;
    int64_t axis = axisOf(scatter);
    int64_t size = scatter.getType().getDimSize(axis);
    int64_t count = tensorOf(scatter.getUpdates()).getDimSize(axis);
    int64_t parts = getPartsOfRow(op),
            sizeOfPart = llvm::divideCeil(size, parts);
    Value begin = emitter.multiply(rows.part, sizeOfPart);
    Value end = emitter.smaller(emitter.add(begin, sizeOfPart), size);
    clear(scatter, rows, begin, end);
    emitter.forEach(emitter.index(0), emitter.index(count), [&](Value index) {
      rows.indices[axis] = index;
      if (!rows.lower)
        return add(scatter, rows, checkedPlace(scatter, rows));
      if (!isSameForColumns(scatter.getIndices()))
        return forEachColumn(
            rows, [&] { add(scatter, rows, checkedPlace(scatter, rows)); });
      // Checked once, so that columns are a loop without branches.
      rows.indices.back() = rows.lower;
      Value place = checkedPlace(scatter, rows);
      auto addColumns = [&] {
        forEachColumn(rows, [&] { add(scatter, rows, place); });
      };
      if (parts == 1)
        return addColumns();
      Value isInPart = emitter.builder.create<arith::CmpIOp>(
          emitter.location, arith::CmpIPredicate::ult,
          emitter.subtract(place, begin), emitter.subtract(end, begin));
      emitter.either(isInPart, addColumns, [] {});
    });
  }

private:
  static int64_t axisOf(ScatterAddOp op) {
    return op.getAxis() < 0 ? op.getAxis() + op.getType().getRank()
                            : op.getAxis();
  }

  /// Whether elements that differ along the last axis alone are the same one.
  static bool isSameForColumns(Value indices) {
    auto broadcast = indices.getDefiningOp<BroadcastOp>();
    if (!broadcast)
      return false;
    auto source = tensorOf(broadcast.getOperand());
    int64_t last = broadcast.getType().getRank() - 1;
    for (auto [position, axis] : llvm::enumerate(broadcast.getResultAxes()))
      if (axis == last)
        return source.getDimSize(position) == 1;
    return true;
  }

  static void forEachColumn(RowEmitter &rows, function_ref<void()> body) {
    rows.elements.forEach(rows.lower, rows.upper, [&](Value column) {
      rows.indices.back() = column;
      body();
    });
  }

  /// Zeroes the places [begin, end) of the rows.
  static void clear(ScatterAddOp op, RowEmitter &rows, Value begin, Value end) {
    ElementEmitter &emitter = rows.elements;
    int64_t axis = axisOf(op);
    Value zero = emitter.number(registerType(op.getType().getElementType()), 0);
    auto store = [&] { emitter.store(zero, rows.output, rows.indices); };
    emitter.forEach(begin, end, [&](Value place) {
      rows.indices[axis] = place;
      if (rows.lower)
        forEachColumn(rows, store);
      else
        store();
    });
  }

  static Value checkedPlace(ScatterAddOp op, RowEmitter &rows) {
    return rows.elements.checkedIndex(
        op, rows.elements.element(op.getIndices(), rows.indices),
        op.getType().getDimSize(axisOf(op)));
  }

  /// Adds the update at the row's indices to the element at `place`.
  static void add(ScatterAddOp op, RowEmitter &rows, Value place) {
    ElementEmitter &emitter = rows.elements;
    OpBuilder &builder = emitter.builder;
    int64_t axis = axisOf(op);
    // Without elements, the check has failed.
    if (op.getType().getDimSize(axis) == 0)
      return;
    Type elementType = op.getType().getElementType();
    Value update =
        widen(emitter, emitter.element(op.getUpdates(), rows.indices));
    SmallVector<Value> target(rows.indices);
    target[axis] = place;
    Value sum = widen(
        emitter, emitter.load(rows.output, target, registerType(elementType)));
    // In this order, unlike the sum of a reduction.
    if (isa<FloatType>(sum.getType()))
      sum = builder.create<arith::AddFOp>(emitter.location, sum, update);
    else
      sum = builder.create<arith::AddIOp>(emitter.location, sum, update);
    emitter.store(narrow(emitter, sum, elementType), rows.output, target);
  }
};
} // namespace

void dlc::codegen::attachIndexing(MLIRContext *context) {
  PickOp::attachInterface<PickModel>(*context);
  TakeOp::attachInterface<TakeModel>(*context);
  GatherOp::attachInterface<GatherModel>(*context);
  IotaOp::attachInterface<IotaModel>(*context);
  DimensionOp::attachInterface<DimensionModel>(*context);
  OneHotOp::attachInterface<OneHotModel>(*context);
  ScatterAddOp::attachInterface<ScatterAddModel>(*context);
}
