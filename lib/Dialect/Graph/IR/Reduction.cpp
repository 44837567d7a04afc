//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of reductions.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

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
DLC_INFER_REDUCTION(ProdOp, "prod")
DLC_INFER_REDUCTION(MeanOp, "mean")
DLC_INFER_REDUCTION(MaxOp, "max")
DLC_INFER_REDUCTION(MinOp, "min")
DLC_INFER_REDUCTION(AnyOp, "any")
DLC_INFER_REDUCTION(AllOp, "all")
#undef DLC_INFER_REDUCTION

template <typename Adaptor>
static LogicalResult inferArgReduction(std::optional<Location> location,
                                       StringRef name, Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  Dimensions dimensions;
  if (failed(reduceDimensions(location, name, operand, adaptor.getAxis(),
                              adaptor.getKeepDims(), dimensions)))
    return failure();
  int64_t axis = *normalizeAxis(adaptor.getAxis(), operand.getRank());
  if (operand.getDimSize(axis) == 0)
    return inferenceError(location, name + " over the empty axis " +
                                        Twine(axis) + " of " +
                                        describe(operand));
  types.push_back(
      tensorType(dimensions, IntegerType::get(operand.getContext(), 64)));
  return success();
}

LogicalResult ArgmaxOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  return inferArgReduction(location, "argmax", adaptor, types);
}

LogicalResult ArgminOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  return inferArgReduction(location, "argmin", adaptor, types);
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphReductionOps.cpp.inc"

void GraphDialect::addReductionOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphReductionOps.cpp.inc"
      >();
}
