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

LogicalResult ApplyOptimizerOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  size_t count = adaptor.getParameters().size();
  if (count == 0)
    return inferenceError(location, "apply_optimizer needs a parameter");
  if (adaptor.getNames().size() != count)
    return inferenceError(location, "apply_optimizer needs a name for each "
                                    "parameter");
  if (adaptor.getGradients().size() != count)
    return inferenceError(location, "apply_optimizer needs a gradient for each "
                                    "parameter");
  if (adaptor.getSlots().size() % count != 0)
    return inferenceError(location, "apply_optimizer needs the same slots for "
                                    "each parameter");
  llvm::append_range(types, adaptor.getParameters().getTypes());
  llvm::append_range(types, adaptor.getSlots().getTypes());
  return success();
}

ReturnUpdatedOp ApplyOptimizerOp::getReturned() {
  return cast<ReturnUpdatedOp>(getBody().front().getTerminator());
}

OperandRange ApplyOptimizerOp::getSlotsOf(size_t index) {
  size_t count = getSlots().size() / getParameters().size();
  return getSlots().slice(index * count, count);
}

ResultRange ApplyOptimizerOp::getUpdatedSlotsOf(size_t index) {
  size_t parameters = getParameters().size();
  size_t count = getSlots().size() / parameters;
  return getUpdated().slice(parameters + index * count, count);
}

LogicalResult ApplyOptimizerOp::verifyRegions() {
  TypeRange arguments = getBody().getArgumentTypes();
  for (size_t i = 0; i < getParameters().size(); ++i) {
    SmallVector<Type> types = {getParameters()[i].getType(),
                               getGradients()[i].getType()};
    llvm::append_range(types, getSlotsOf(i).getTypes());
    if (arguments != TypeRange(types))
      return emitOpError("has a body that does not take parameter ")
             << i << ", its gradient and its slots";
  }
  if (arguments[0] != arguments[1])
    return emitOpError("has gradients of another type than its parameters");
  SmallVector<Type> returned(arguments.drop_front());
  if (getReturned().getOperandTypes() != TypeRange(returned))
    return emitOpError("has a body that does not return a parameter and its "
                       "slots");
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
