//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What programs say of derivatives: types and verification.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"

using namespace mlir;
using namespace dlc::graph;

LogicalResult GradientsOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType value = tensorOf(adaptor.getValue());
  if (value.getRank() != 0)
    return inferenceError(location, "gradients are those of one number, got " +
                                        describe(value) +
                                        "; 'sum' and 'mean' make one of it");
  llvm::append_range(types, adaptor.getVariables().getTypes());
  return success();
}

LogicalResult GradientsOp::verify() {
  if (getValue().getParentBlock() != (*this)->getBlock())
    return emitOpError("differentiates what another step computed");
  return success();
}

LogicalResult ClipGradientsOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  if (adaptor.getGradients().empty())
    return inferenceError(location, "clip_gradients needs a gradient");
  for (std::optional<APFloat> limit :
       {adaptor.getMaxNorm(), adaptor.getMaxValue()})
    if (limit && !(limit->isFiniteNonZero() && !limit->isNegative()))
      return inferenceError(location,
                            "clip_gradients: a limit must be positive");
  llvm::append_range(types, adaptor.getGradients().getTypes());
  Builder builder(context);
  bool isWide = llvm::any_of(adaptor.getGradients(), [](Value gradient) {
    return tensorOf(gradient).getElementType().isF64();
  });
  types.push_back(
      tensorType({}, isWide ? builder.getF64Type() : builder.getF32Type()));
  return success();
}

ReturnGradientsOp CustomGradientOp::getReturned() {
  return cast<ReturnGradientsOp>(getBody().front().getTerminator());
}

LogicalResult CustomGradientOp::verifyRegions() {
  if (getValues().getTypes() != getResults().getTypes())
    return emitOpError("gives its values other types");
  SmallVector<Type> arguments(getResults().getTypes());
  for (Value result : getResults())
    if (isa<FloatType>(tensorOf(result).getElementType()))
      arguments.push_back(result.getType());
  if (TypeRange(getBody().getArgumentTypes()) != TypeRange(arguments))
    return emitOpError("has a body that does not take its results and their "
                       "gradients");
  if (getReturned().getGradients().getTypes() != getVariables().getTypes())
    return emitOpError("has a body that does not return a gradient of each "
                       "variable's type");
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.cpp.inc"

void GraphDialect::addDifferentiationOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.cpp.inc"
      >();
}
