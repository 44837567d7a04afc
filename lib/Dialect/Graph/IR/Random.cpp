//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of the random operations.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphRandomOps.h"

using namespace mlir;
using namespace dlc::graph;

/// A key is two words.
static LogicalResult checkKey(std::optional<Location> location, StringRef name,
                              Value key) {
  RankedTensorType type = tensorOf(key);
  if (type.getElementType().isInteger(32) &&
      dimensionsOf(type) == Dimensions{2})
    return success();
  return inferenceError(location,
                        name + ": a key is i32[2], got " + describe(type));
}

LogicalResult RandomFoldOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> location,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type> &types) {
  types.push_back(adaptor.getKey().getType());
  return checkKey(location, "random_fold", adaptor.getKey());
}

LogicalResult RandomSplitOp::inferReturnTypes(MLIRContext *,
                                              std::optional<Location> location,
                                              Adaptor adaptor,
                                              SmallVectorImpl<Type> &types) {
  if (failed(checkKey(location, "random_split", adaptor.getKey())))
    return failure();
  if (adaptor.getCount().size() != 1)
    return inferenceError(location,
                          "random_split: 'count' takes one dimension, got " +
                              toString(adaptor.getCount()));
  Dimensions dimensions(adaptor.getCount());
  dimensions.push_back(2);
  if (failed(checkSizes(location, "random_split", dimensions)))
    return failure();
  types.push_back(
      tensorType(dimensions, tensorOf(adaptor.getKey()).getElementType()));
  return success();
}

LogicalResult RandomUniformOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  if (failed(checkKey(location, "random_uniform", adaptor.getKey())) ||
      failed(checkSizes(location, "random_uniform", adaptor.getShape())))
    return failure();
  if (!adaptor.getDtype().isF32() && !adaptor.getDtype().isF64())
    return inferenceError(location, "random_uniform makes f32 or f64, not " +
                                        describeElement(adaptor.getDtype()));
  types.push_back(tensorType(adaptor.getShape(), adaptor.getDtype()));
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphRandomOps.cpp.inc"

void GraphDialect::addRandomOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphRandomOps.cpp.inc"
      >();
}
