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
#include "dlc/Dialect/Graph/IR/GraphOps.h"

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
  OneHotOp::attachInterface<OneHotModel>(*context);
}
