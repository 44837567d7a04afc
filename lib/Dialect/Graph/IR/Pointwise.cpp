//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types and folds of the pointwise operations.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

using namespace mlir;
using namespace dlc::graph;

static RankedTensorType withElement(RankedTensorType type, Type element) {
  return RankedTensorType::get(type.getShape(), element, type.getEncoding());
}

LogicalResult dlc::graph::verifyPointwise(Operation *op) {
  RankedTensorType first;
  auto sameShape = [&](Type type) -> LogicalResult {
    auto tensor = cast<RankedTensorType>(type);
    if (!first)
      first = tensor;
    if (dimensionsOf(tensor) == dimensionsOf(first))
      return success();
    return op->emitOpError() << "needs equal shapes, got " << describe(first)
                             << " and " << describe(tensor);
  };
  for (Type type : op->getOperandTypes())
    if (failed(sameShape(type)))
      return failure();
  for (Type type : op->getResultTypes())
    if (failed(sameShape(type)))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Inference
//===----------------------------------------------------------------------===//

template <typename Adaptor>
static LogicalResult inferComparison(MLIRContext *context, Adaptor adaptor,
                                     SmallVectorImpl<Type> &types) {
  types.push_back(
      withElement(tensorOf(adaptor.getLhs()), IntegerType::get(context, 1)));
  return success();
}

#define DLC_INFER_COMPARISON(OP)                                               \
  LogicalResult OP::inferReturnTypes(MLIRContext *context,                     \
                                     std::optional<Location>, Adaptor adaptor, \
                                     SmallVectorImpl<Type> &types) {           \
    return inferComparison(context, adaptor, types);                           \
  }
DLC_INFER_COMPARISON(EqualOp)
DLC_INFER_COMPARISON(NotEqualOp)
DLC_INFER_COMPARISON(LessOp)
DLC_INFER_COMPARISON(LessEqualOp)
DLC_INFER_COMPARISON(GreaterOp)
DLC_INFER_COMPARISON(GreaterEqualOp)
#undef DLC_INFER_COMPARISON

LogicalResult CastOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  if (!dtypeOf(adaptor.getDtype()))
    return inferenceError(location,
                          "cast: " + describeElement(adaptor.getDtype()) +
                              " is not an element type");
  types.push_back(
      withElement(tensorOf(adaptor.getOperand()), adaptor.getDtype()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

OpFoldResult NegOp::fold(FoldAdaptor) {
  if (auto inner = getOperand().getDefiningOp<NegOp>())
    return inner.getOperand();
  return {};
}

OpFoldResult LogicalNotOp::fold(FoldAdaptor) {
  if (auto inner = getOperand().getDefiningOp<LogicalNotOp>())
    return inner.getOperand();
  return {};
}

OpFoldResult ReluOp::fold(FoldAdaptor) {
  if (getOperand().getDefiningOp<ReluOp>())
    return getOperand();
  return {};
}

OpFoldResult CastOp::fold(FoldAdaptor) {
  if (getType() == getOperand().getType())
    return getOperand();
  return {};
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.cpp.inc"

void GraphDialect::addPointwiseOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.cpp.inc"
      >();
}
