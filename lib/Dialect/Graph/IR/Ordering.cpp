//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of running sums and sorting.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"

using namespace mlir;
using namespace dlc::graph;

template <typename Adaptor>
static LogicalResult inferAlongAxis(std::optional<Location> location,
                                    StringRef name, Adaptor adaptor,
                                    Type elementType,
                                    SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  if (!normalizeAxis(adaptor.getAxis(), operand.getRank()))
    return inferenceError(location,
                          name + ": axis " + Twine(adaptor.getAxis()) +
                              " is not an axis of " + describe(operand));
  types.push_back(tensorType(dimensionsOf(operand), elementType));
  return success();
}

LogicalResult CumsumOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  return inferAlongAxis(location, "cumsum", adaptor,
                        tensorOf(adaptor.getOperand()).getElementType(), types);
}

LogicalResult CumprodOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  return inferAlongAxis(location, "cumprod", adaptor,
                        tensorOf(adaptor.getOperand()).getElementType(), types);
}

LogicalResult ArgsortOp::inferReturnTypes(MLIRContext *context,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  Type i64 = IntegerType::get(context, 64);
  if (failed(inferAlongAxis(location, "argsort", adaptor, i64, types)))
    return failure();
  std::optional<int64_t> count = adaptor.getCount();
  if (!count)
    return success();
  Dimensions shape = dimensionsOf(adaptor.getOperand());
  Dimension &size =
      shape[*normalizeAxis(adaptor.getAxis(), int64_t(shape.size()))];
  std::optional<int64_t> known = size.constant();
  if (*count < 0 || (known && *count > *known))
    return inferenceError(location,
                          "argsort: axis " + Twine(adaptor.getAxis()) + " of " +
                              describe(tensorOf(adaptor.getOperand())) +
                              " has no " + Twine(*count) + " elements");
  size = Dimension(*count);
  types.back() = tensorType(shape, i64);
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.cpp.inc"

void GraphDialect::addOrderingOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.cpp.inc"
      >();
}
