//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations that read positions from tensors, as element code with checks.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

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
  bool hasCheck(Operation *) const { return true; }
};

struct TakeModel : ElementOpInterface::ExternalModel<TakeModel, TakeOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto take = cast<TakeOp>(op);
    auto type = tensorOf(take.getOperand());
    int64_t inserted = tensorOf(take.getIndices()).getRank();
    int64_t axis =
        take.getAxis() < 0 ? take.getAxis() + type.getRank() : take.getAxis();
    Value position = emitter.checkedIndex(
        op, emitter.scalar(take.getIndices(), indices.slice(axis, inserted)),
        type.getDimSize(axis));
    SmallVector<Value> source(indices.take_front(axis));
    source.push_back(position);
    llvm::append_range(source, indices.drop_front(axis + inserted));
    return emitter.element(take.getOperand(), source);
  }
  bool hasCheck(Operation *) const { return true; }
  bool keepsLanes(Operation *op) const {
    auto take = cast<TakeOp>(op);
    int64_t rank = tensorOf(take.getOperand()).getRank();
    return take.getAxis() != -1 && take.getAxis() + 1 != rank;
  }
  bool readsElementsAgain(Operation *) const { return true; }
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
  bool hasCheck(Operation *) const { return true; }
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
  bool hasCheck(Operation *) const { return true; }
};
} // namespace

void dlc::codegen::attachIndexing(MLIRContext *context) {
  PickOp::attachInterface<PickModel>(*context);
  TakeOp::attachInterface<TakeModel>(*context);
  GatherOp::attachInterface<GatherModel>(*context);
  IotaOp::attachInterface<IotaModel>(*context);
  DimensionOp::attachInterface<DimensionModel>(*context);
  OneHotOp::attachInterface<OneHotModel>(*context);
}
