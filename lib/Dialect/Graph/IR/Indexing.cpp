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
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace dlc::graph;

/// The axis, counted from 0.
static FailureOr<int64_t> inferAxis(std::optional<Location> location,
                                    StringRef name, int64_t axis,
                                    RankedTensorType type) {
  if (std::optional<int64_t> found = normalizeAxis(axis, type.getRank()))
    return *found;
  return inferenceError(location, name + ": axis " + Twine(axis) +
                                      " is not an axis of " + describe(type));
}

LogicalResult PickOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  RankedTensorType indices = tensorOf(adaptor.getIndices());
  FailureOr<int64_t> axis =
      inferAxis(location, "pick", adaptor.getAxis(), operand);
  if (failed(axis))
    return failure();
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

LogicalResult TakeOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  FailureOr<int64_t> axis =
      inferAxis(location, "take", adaptor.getAxis(), operand);
  if (failed(axis))
    return failure();
  Dimensions from = dimensionsOf(operand);
  Dimensions dimensions(ArrayRef<Dimension>(from).take_front(*axis));
  llvm::append_range(dimensions, dimensionsOf(adaptor.getIndices()));
  llvm::append_range(dimensions,
                     ArrayRef<Dimension>(from).drop_front(*axis + 1));
  if (failed(checkSizes(location, "take", dimensions)))
    return failure();
  types.push_back(tensorType(dimensions, operand.getElementType()));
  return success();
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  RankedTensorType indices = tensorOf(adaptor.getIndices());
  FailureOr<int64_t> axis =
      inferAxis(location, "gather", adaptor.getAxis(), operand);
  if (failed(axis))
    return failure();
  Dimensions sizes = dimensionsOf(operand), wanted = dimensionsOf(indices);
  bool fits = sizes.size() == wanted.size();
  for (size_t i = 0; fits && i < sizes.size(); ++i) {
    std::optional<Dimension> rest = sizes[i].subtract(wanted[i]);
    fits = static_cast<int64_t>(i) == *axis ||
           (rest && rest->constant().value_or(-1) >= 0);
  }
  if (!fits)
    return inferenceError(location, "gather: " + describe(indices) +
                                        " does not index " + describe(operand) +
                                        " along axis " + Twine(*axis));
  types.push_back(tensorType(wanted, operand.getElementType()));
  return success();
}

/// Exactly one dimension.
static LogicalResult checkOneDimension(std::optional<Location> location,
                                       StringRef name, StringRef attribute,
                                       ArrayRef<Dimension> dimensions) {
  if (dimensions.size() == 1)
    return success();
  return inferenceError(location, name + ": '" + attribute +
                                      "' takes one dimension, got " +
                                      toString(dimensions));
}

LogicalResult ScatterAddOp::inferReturnTypes(MLIRContext *,
                                             std::optional<Location> location,
                                             Adaptor adaptor,
                                             SmallVectorImpl<Type> &types) {
  RankedTensorType updates = tensorOf(adaptor.getUpdates());
  RankedTensorType indices = tensorOf(adaptor.getIndices());
  FailureOr<int64_t> axis =
      inferAxis(location, "scatter_add", adaptor.getAxis(), updates);
  if (failed(axis))
    return failure();
  Dimensions dimensions = dimensionsOf(updates);
  if (dimensionsOf(indices) != dimensions)
    return inferenceError(location, "scatter_add: " + describe(indices) +
                                        " does not place each element of " +
                                        describe(updates));
  if (failed(checkOneDimension(location, "scatter_add", "size",
                               adaptor.getSize())))
    return failure();
  dimensions[*axis] = adaptor.getSize().front();
  types.push_back(tensorType(dimensions, updates.getElementType()));
  return checkSizes(location, "scatter_add", dimensions);
}

namespace {
/// A bf16 sum is rounded once, at its end. The lowering adds in memory, where
/// there is room for the digits of f32 only if that is the element type.
struct ScatterWideSums : OpRewritePattern<ScatterAddOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScatterAddOp op,
                                PatternRewriter &rewriter) const override {
    if (!op.getType().getElementType().isBF16())
      return rewriter.notifyMatchFailure(op, "has the digits to add");
    Value updates = rewriter.create<CastOp>(op.getLoc(), op.getUpdates(),
                                            rewriter.getF32Type());
    Value sums = rewriter.create<ScatterAddOp>(
        op.getLoc(), updates, op.getIndices(), op.getSizeAttr(), op.getAxis());
    rewriter.replaceOpWithNewOp<CastOp>(op, sums, rewriter.getBF16Type());
    return success();
  }
};
} // namespace

void ScatterAddOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                               MLIRContext *context) {
  patterns.add<ScatterWideSums>(context);
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

//===----------------------------------------------------------------------===//
// iota, dimension
//===----------------------------------------------------------------------===//

/// Exactly one dimension, and an element type for numbers.
static LogicalResult checkNumbers(std::optional<Location> location,
                                  StringRef name, StringRef attribute,
                                  ArrayRef<Dimension> dimensions, Type dtype) {
  if (failed(checkOneDimension(location, name, attribute, dimensions)))
    return failure();
  if (!dtypeOf(dtype) || dtype.isInteger(1))
    return inferenceError(location, name + ": " + describeElement(dtype) +
                                        " is not a number type");
  return success();
}

LogicalResult IotaOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  if (failed(checkNumbers(location, "iota", "length", adaptor.getLength(),
                          adaptor.getDtype())) ||
      failed(checkSizes(location, "iota", adaptor.getLength())))
    return failure();
  types.push_back(tensorType(adaptor.getLength(), adaptor.getDtype()));
  return success();
}

LogicalResult DimensionOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  if (failed(checkNumbers(location, "dimension", "value", adaptor.getValue(),
                          adaptor.getDtype())))
    return failure();
  types.push_back(tensorType({}, adaptor.getDtype()));
  return success();
}

OpFoldResult DimensionOp::fold(FoldAdaptor) {
  std::optional<int64_t> number = getValue().front().constant();
  if (!number)
    return {};
  auto wide = APInt(64, *number, /*isSigned=*/true);
  if (auto integer = dyn_cast<IntegerType>(getDtype()))
    return DenseElementsAttr::get(getType(),
                                  wide.sextOrTrunc(integer.getWidth()));
  APFloat value(cast<FloatType>(getDtype()).getFloatSemantics());
  value.convertFromAPInt(wide, /*IsSigned=*/true, APFloat::rmNearestTiesToEven);
  return DenseElementsAttr::get(getType(), value);
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
