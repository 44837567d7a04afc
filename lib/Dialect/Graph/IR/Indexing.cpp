//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types and folds of indexing operations and constants.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphOps.h"

using namespace mlir;
using namespace dlc::graph;

LogicalResult PickOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  RankedTensorType indices = tensorOf(adaptor.getIndices());
  std::optional<int64_t> axis =
      normalizeAxis(adaptor.getAxis(), operand.getRank());
  if (!axis)
    return inferenceError(location, "pick: axis " + Twine(adaptor.getAxis()) +
                                        " is not an axis of " +
                                        describe(operand));
  Dimensions rest = dimensionsOf(operand);
  rest.erase(rest.begin() + *axis);
  if (dimensionsOf(indices) != rest)
    return inferenceError(location, "pick: " + describe(indices) +
                                        " does not index " + describe(operand) +
                                        " along axis " + Twine(*axis) +
                                        ", which needs " + toString(rest));
  types.push_back(tensorType(rest, operand.getElementType()));
  return success();
}

LogicalResult OneHotOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  Dimensions dimensions = dimensionsOf(adaptor.getIndices());
  if (adaptor.getClasses() < 0)
    return inferenceError(location, "one_hot: 'classes' is negative");
  if (!dtypeOf(adaptor.getDtype()))
    return inferenceError(location,
                          "one_hot: " + describeElement(adaptor.getDtype()) +
                              " is not an element type");
  dimensions.push_back(static_cast<int64_t>(adaptor.getClasses()));
  types.push_back(tensorType(dimensions, adaptor.getDtype()));
  return success();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.cpp.inc"

void GraphDialect::addIndexingOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.cpp.inc"
      >();
}
