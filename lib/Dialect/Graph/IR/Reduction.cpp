//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of reductions and pooling.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::graph;

/// Removes `axes` from `dimensions` (all of them where none are given), or
/// makes them 1.
static LogicalResult reduceDimensions(std::optional<Location> location,
                                      StringRef name, RankedTensorType operand,
                                      ArrayRef<int64_t> axes, bool keep,
                                      Dimensions &result) {
  Dimensions dimensions = dimensionsOf(operand);
  SmallVector<bool> reduced(dimensions.size(), axes.empty());
  for (int64_t axis : axes) {
    std::optional<int64_t> index = normalizeAxis(axis, dimensions.size());
    if (!index)
      return inferenceError(location, name + ": axis " + Twine(axis) +
                                          " is not an axis of " +
                                          describe(operand));
    if (reduced[*index])
      return inferenceError(location,
                            name + ": axis " + Twine(axis) + " is named twice");
    reduced[*index] = true;
  }
  for (auto [dimension, gone] : llvm::zip(dimensions, reduced)) {
    if (!gone)
      result.push_back(dimension);
    else if (keep)
      result.push_back(1);
  }
  return success();
}

template <typename Adaptor>
static LogicalResult inferReduction(std::optional<Location> location,
                                    StringRef name, Adaptor adaptor,
                                    SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  Dimensions dimensions;
  if (failed(reduceDimensions(location, name, operand, adaptor.getAxes(),
                              adaptor.getKeepDims(), dimensions)))
    return failure();
  types.push_back(tensorType(dimensions, operand.getElementType()));
  return success();
}

#define DLC_INFER_REDUCTION(OP, NAME)                                          \
  LogicalResult OP::inferReturnTypes(                                          \
      MLIRContext *, std::optional<Location> location, Adaptor adaptor,        \
      SmallVectorImpl<Type> &types) {                                          \
    return inferReduction(location, NAME, adaptor, types);                     \
  }
DLC_INFER_REDUCTION(SumOp, "sum")
DLC_INFER_REDUCTION(MeanOp, "mean")
DLC_INFER_REDUCTION(MaxOp, "max")
DLC_INFER_REDUCTION(MinOp, "min")
#undef DLC_INFER_REDUCTION

LogicalResult ArgmaxOp::inferReturnTypes(MLIRContext *context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  Dimensions dimensions;
  if (failed(reduceDimensions(location, "argmax", operand, adaptor.getAxis(),
                              adaptor.getKeepDims(), dimensions)))
    return failure();
  int64_t axis = *normalizeAxis(adaptor.getAxis(), operand.getRank());
  if (operand.getDimSize(axis) == 0)
    return inferenceError(location, "argmax over the empty axis " +
                                        Twine(axis) + " of " +
                                        describe(operand));
  types.push_back(tensorType(dimensions, IntegerType::get(context, 64)));
  return success();
}

LogicalResult MaxPool2dOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  if (input.getRank() != 4)
    return inferenceError(location, "max_pool2d needs an NCHW input, got " +
                                        describe(input));
  ArrayRef<int64_t> kernel = adaptor.getKernel();
  ArrayRef<int64_t> strides = adaptor.getStrides();
  ArrayRef<int64_t> padding = adaptor.getPadding();
  if (kernel.size() != 2 || strides.size() != 2 || padding.size() != 2)
    return inferenceError(location, "max_pool2d: 'kernel', 'strides' and "
                                    "'padding' need two entries each");
  Dimensions dimensions = dimensionsOf(input);
  for (unsigned axis : {0u, 1u}) {
    if (kernel[axis] < 1 || strides[axis] < 1 || kernel[axis] > INT32_MAX ||
        strides[axis] > INT32_MAX)
      return inferenceError(
          location, "max_pool2d: 'kernel' and 'strides' must be positive");
    if (padding[axis] < 0 || padding[axis] > kernel[axis] / 2)
      return inferenceError(location,
                            "max_pool2d: padding " + Twine(padding[axis]) +
                                " must be between 0 and half the kernel (" +
                                Twine(kernel[axis]) + ")");
    std::optional<Dimension> count = windowCount(
        dimensions[2 + axis], kernel[axis], strides[axis], padding[axis], 1);
    if (!count)
      return inferenceError(location,
                            "max_pool2d: a window of " + Twine(kernel[0]) +
                                "x" + Twine(kernel[1]) + " does not fit into " +
                                describe(input));
    dimensions[2 + axis] = *count;
  }
  types.push_back(tensorType(dimensions, input.getElementType()));
  return success();
}

std::optional<Dimension> dlc::graph::windowCount(const Dimension &size,
                                                 int64_t kernel, int64_t stride,
                                                 int64_t padding,
                                                 int64_t dilation) {
  // Attributes are below 2^31, but the kernel's size may be a tensor's.
  int64_t reach;
  if (kernel < 1 || llvm::MulOverflow(dilation, kernel - 1, reach))
    return std::nullopt;
  std::optional<Dimension> span = size.add(2 * padding - reach - 1);
  if (!span)
    return std::nullopt;
  if (std::optional<int64_t> number = span->constant()) {
    if (*number < 0)
      return std::nullopt;
    return Dimension(*number / stride).add(1);
  }
  if (stride == 1)
    return span->add(1);
  std::optional<Dimension> steps = span->divideExactly(stride);
  return steps ? steps->add(1) : std::nullopt;
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphReductionOps.cpp.inc"

void GraphDialect::addReductionOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphReductionOps.cpp.inc"
      >();
}
