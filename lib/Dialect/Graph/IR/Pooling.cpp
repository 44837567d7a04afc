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

WindowAxes dlc::graph::windowAxes(std::optional<ArrayRef<int64_t>> axes,
                                  int64_t rank) {
  if (!axes)
    return {2, 3};
  auto fromZero = [&](int64_t axis) { return axis < 0 ? axis + rank : axis; };
  return {fromZero((*axes)[0]), fromZero((*axes)[1])};
}

/// The axes that windows slide over.
static FailureOr<WindowAxes> inferAxes(std::optional<Location> location,
                                       StringRef name, RankedTensorType input,
                                       std::optional<ArrayRef<int64_t>> axes) {
  int64_t rank = input.getRank();
  if (!axes) {
    if (rank != 4)
      return inferenceError(location, name + " needs an NCHW input, got " +
                                          describe(input));
    return windowAxes(axes, rank);
  }
  if (axes->size() != 2)
    return inferenceError(location, name + ": 'axes' needs two entries, got " +
                                        Twine(axes->size()));
  for (int64_t axis : *axes)
    if (!normalizeAxis(axis, rank))
      return inferenceError(location, name + ": axis " + Twine(axis) +
                                          " does not exist in " +
                                          describe(input));
  WindowAxes found = windowAxes(axes, rank);
  if (found[0] == found[1])
    return inferenceError(location, name + ": 'axes' names axis " +
                                        Twine((*axes)[1]) + " twice");
  return found;
}

template <typename Adaptor> static Type elementOf(Adaptor adaptor) {
  return tensorOf(adaptor.getInput()).getElementType();
}

/// Windows that reduce to elements of this type.
template <typename Adaptor>
static LogicalResult inferWindows(std::optional<Location> location,
                                  StringRef name, Adaptor adaptor,
                                  ArrayRef<int64_t> dilations, Type element,
                                  SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  ArrayRef<int64_t> kernel = adaptor.getKernel();
  ArrayRef<int64_t> strides = adaptor.getStrides().value_or(kernel);
  ArrayRef<int64_t> padding = adaptor.getPadding();
  FailureOr<WindowAxes> axes =
      inferAxes(location, name, input, adaptor.getAxes());
  if (failed(axes) || failed(checkWindows(location, name, kernel, strides,
                                          "padding", padding, dilations)))
    return failure();
  Dimensions dimensions = dimensionsOf(input);
  for (auto [axis, along] : llvm::enumerate(*axes)) {
    if (padding[axis] > kernel[axis] / 2)
      return inferenceError(location, name + ": padding " +
                                          Twine(padding[axis]) +
                                          " is more than half the kernel (" +
                                          Twine(kernel[axis]) + ")");
    std::optional<Dimension> count =
        windowCount(dimensions[along], kernel[axis], strides[axis],
                    padding[axis], dilations[axis], adaptor.getCeilMode());
    if (!count)
      return inferenceError(location,
                            name + ": a window of " + Twine(kernel[0]) + "x" +
                                Twine(kernel[1]) + " " +
                                describeMisfit(input, along, strides[axis]));
    dimensions[along] = *count;
  }
  types.push_back(tensorType(dimensions, element));
  return success();
}

LogicalResult MaxPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  return inferWindows(location, "max_pool2d", adaptor, adaptor.getDilations(),
                      elementOf(adaptor), types);
}

LogicalResult MaxPool2dIndicesOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferWindows(location, "max_pool2d_indices", adaptor,
                      adaptor.getDilations(), IntegerType::get(context, 64),
                      types);
}

LogicalResult AvgPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  if (adaptor.getDivisor() == 0)
    return inferenceError(location, "avg_pool2d: 'divisor' must not be 0");
  return inferWindows(location, "avg_pool2d", adaptor, {1, 1},
                      elementOf(adaptor), types);
}

template <typename Adaptor>
static LogicalResult inferAdaptive(std::optional<Location> location,
                                   StringRef name, Adaptor adaptor,
                                   Type element, SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  ArrayRef<int64_t> size = adaptor.getOutputSize();
  FailureOr<WindowAxes> axes =
      inferAxes(location, name, input, adaptor.getAxes());
  if (failed(axes) ||
      failed(checkSpatial(location, name, "output_size", size, /*zero=*/true)))
    return failure();
  Dimensions dimensions = dimensionsOf(input);
  for (auto [along, windows] : llvm::zip(*axes, size)) {
    if (dimensions[along] == Dimension(0))
      return inferenceError(location,
                            name + " over an empty image: " + describe(input));
    dimensions[along] = windows;
  }
  types.push_back(tensorType(dimensions, element));
  return checkSizes(location, name, dimensions);
}

LogicalResult AdaptiveAvgPool2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferAdaptive(location, "adaptive_avg_pool2d", adaptor,
                       elementOf(adaptor), types);
}

LogicalResult AdaptiveMaxPool2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferAdaptive(location, "adaptive_max_pool2d", adaptor,
                       elementOf(adaptor), types);
}

LogicalResult AdaptiveMaxPool2dIndicesOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  return inferAdaptive(location, "adaptive_max_pool2d_indices", adaptor,
                       IntegerType::get(context, 64), types);
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.cpp.inc"

void GraphDialect::addPoolingOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.cpp.inc"
      >();
}
