//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of pooling.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"

using namespace mlir;
using namespace dlc::graph;

static LogicalResult checkImage(std::optional<Location> location,
                                StringRef name, RankedTensorType input) {
  if (input.getRank() == 4)
    return success();
  return inferenceError(location,
                        name + " needs an NCHW input, got " + describe(input));
}

template <typename Adaptor>
static LogicalResult
inferWindows(std::optional<Location> location, StringRef name, Adaptor adaptor,
             ArrayRef<int64_t> dilations, SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  ArrayRef<int64_t> kernel = adaptor.getKernel();
  ArrayRef<int64_t> strides = adaptor.getStrides().value_or(kernel);
  ArrayRef<int64_t> padding = adaptor.getPadding();
  if (failed(checkImage(location, name, input)) ||
      failed(checkSpatial(location, name, "kernel", kernel, /*zero=*/false)) ||
      failed(
          checkSpatial(location, name, "strides", strides, /*zero=*/false)) ||
      failed(checkSpatial(location, name, "padding", padding, /*zero=*/true)) ||
      failed(
          checkSpatial(location, name, "dilations", dilations, /*zero=*/false)))
    return failure();
  Dimensions dimensions = dimensionsOf(input);
  for (unsigned axis : {0u, 1u}) {
    if (padding[axis] > kernel[axis] / 2)
      return inferenceError(location, name + ": padding " +
                                          Twine(padding[axis]) +
                                          " is more than half the kernel (" +
                                          Twine(kernel[axis]) + ")");
    std::optional<Dimension> count =
        windowCount(dimensions[2 + axis], kernel[axis], strides[axis],
                    padding[axis], dilations[axis], adaptor.getCeilMode());
    if (!count)
      return inferenceError(location,
                            name + ": a window of " + Twine(kernel[0]) + "x" +
                                Twine(kernel[1]) + " " +
                                describeMisfit(input, 2 + axis, strides[axis]));
    dimensions[2 + axis] = *count;
  }
  types.push_back(tensorType(dimensions, input.getElementType()));
  return success();
}

LogicalResult MaxPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferWindows(location, "max_pool2d", adaptor, adaptor.getDilations(),
                      types);
}

LogicalResult AvgPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  if (adaptor.getDivisor() == 0)
    return inferenceError(location, "avg_pool2d: 'divisor' must not be 0");
  return inferWindows(location, "avg_pool2d", adaptor, {1, 1}, types);
}

template <typename Adaptor>
static LogicalResult inferAdaptive(std::optional<Location> location,
                                   StringRef name, Adaptor adaptor,
                                   SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  ArrayRef<int64_t> size = adaptor.getOutputSize();
  if (failed(checkImage(location, name, input)) ||
      failed(checkSpatial(location, name, "output_size", size, /*zero=*/true)))
    return failure();
  Dimensions dimensions = dimensionsOf(input);
  for (unsigned axis : {0u, 1u}) {
    if (dimensions[2 + axis] == Dimension(0))
      return inferenceError(location,
                            name + " over an empty image: " + describe(input));
    dimensions[2 + axis] = size[axis];
  }
  types.push_back(tensorType(dimensions, input.getElementType()));
  return checkSizes(location, name, dimensions);
}

LogicalResult AdaptiveAvgPool2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferAdaptive(location, "adaptive_avg_pool2d", adaptor, types);
}

LogicalResult AdaptiveMaxPool2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferAdaptive(location, "adaptive_max_pool2d", adaptor, types);
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.cpp.inc"

void GraphDialect::addPoolingOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.cpp.inc"
      >();
}
