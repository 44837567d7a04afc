//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of the recurrent cells.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"

using namespace mlir;
using namespace dlc::graph;

/// Whether the tensors have one element type and, but for the last axis, one
/// shape.
static bool haveEqualRows(ArrayRef<RankedTensorType> types) {
  Dimensions first = dimensionsOf(types.front());
  return llvm::all_of(types, [&](RankedTensorType type) {
    Dimensions dimensions = dimensionsOf(type);
    return type.getElementType() == types.front().getElementType() &&
           !dimensions.empty() && dimensions.size() == first.size() &&
           llvm::equal(ArrayRef(dimensions).drop_back(),
                       ArrayRef(first).drop_back());
  });
}

/// Whether the type is that of `gates` times `units` rows of `depth` columns.
static bool isWeight(RankedTensorType type, int64_t gates,
                     const Dimension &units, const Dimension &depth,
                     Type elementType) {
  Dimensions dimensions = dimensionsOf(type);
  std::optional<Dimension> rows = units.multiply(gates);
  return type.getElementType() == elementType && dimensions.size() == 2 &&
         rows && dimensions[0] == *rows && dimensions[1] == depth;
}

LogicalResult LstmCellOp::inferReturnTypes(MLIRContext *,
                                           std::optional<Location> location,
                                           Adaptor adaptor,
                                           SmallVectorImpl<Type> &types) {
  RankedTensorType gates = tensorOf(adaptor.getGates());
  RankedTensorType hidden = tensorOf(adaptor.getHidden());
  RankedTensorType cell = tensorOf(adaptor.getCell());
  RankedTensorType weight = tensorOf(adaptor.getWeight());
  bool fits = haveEqualRows({gates, hidden, cell});
  if (fits) {
    Dimension units = dimensionsOf(cell).back();
    fits = units.multiply(4) == dimensionsOf(gates).back() &&
           isWeight(weight, 4, units, dimensionsOf(hidden).back(),
                    cell.getElementType());
  }
  if (!fits)
    return inferenceError(
        location, "lstm_cell needs gates [.., 4H], hidden [.., K], cell "
                  "[.., H] and weight [4H, K], got " +
                      describe(gates) + ", " + describe(hidden) + ", " +
                      describe(cell) + " and " + describe(weight));
  types.assign(2, cell);
  return success();
}

LogicalResult GruCellOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  RankedTensorType gates = tensorOf(adaptor.getGates());
  RankedTensorType hidden = tensorOf(adaptor.getHidden());
  RankedTensorType weight = tensorOf(adaptor.getWeight());
  bool fits = haveEqualRows({gates, hidden});
  Dimension units;
  if (fits) {
    units = dimensionsOf(hidden).back();
    fits = units.multiply(3) == dimensionsOf(gates).back() &&
           isWeight(weight, 3, units, units, hidden.getElementType());
  }
  if (!fits)
    return inferenceError(
        location, "gru_cell needs gates [.., 3H], hidden [.., H] and weight "
                  "[3H, H], got " +
                      describe(gates) + ", " + describe(hidden) + " and " +
                      describe(weight));
  if (Value bias = adaptor.getBias()) {
    RankedTensorType type = tensorOf(bias);
    if (!adaptor.getResetAfter())
      return inferenceError(location, "gru_cell has no bias where the reset "
                                      "gate comes before the product");
    if (type != tensorType({units}, hidden.getElementType()))
      return inferenceError(location, "gru_cell needs a bias [H] for hidden " +
                                          describe(hidden) + ", got " +
                                          describe(type));
  }
  types.push_back(hidden);
  return success();
}

/// Whether `gates` [.., N, count, B] and `weight` [N, K, count B] belong to
/// rows like `hidden` [.., K] with `units` units, in N blocks of B.
static bool arePacked(RankedTensorType gates, RankedTensorType hidden,
                      RankedTensorType weight, const Dimension &units,
                      int64_t count) {
  Dimensions sums = dimensionsOf(gates), rows = dimensionsOf(hidden);
  Dimensions columns = dimensionsOf(weight);
  if (rows.empty() || sums.size() != rows.size() + 2 || columns.size() != 3 ||
      gates.getElementType() != hidden.getElementType() ||
      weight.getElementType() != hidden.getElementType() ||
      !llvm::equal(ArrayRef(sums).drop_back(3), ArrayRef(rows).drop_back()))
    return false;
  std::optional<int64_t> size = units.constant(),
                         blocks = sums[rows.size() - 1].constant(),
                         block = sums.back().constant();
  if (!size || !blocks || !block || *block <= 0 ||
      *blocks != llvm::divideCeilSigned(*size, *block) ||
      sums[rows.size()] != Dimension(count) || columns[1] != rows.back())
    return false;
  for (int64_t turns = 1; turns <= count; ++turns)
    if (count % turns == 0 && columns[0] == Dimension(*blocks * turns) &&
        columns[2] == Dimension(count / turns * *block))
      return true;
  return false;
}

LogicalResult PackedLstmCellOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  RankedTensorType gates = tensorOf(adaptor.getGates());
  RankedTensorType hidden = tensorOf(adaptor.getHidden());
  RankedTensorType cell = tensorOf(adaptor.getCell());
  RankedTensorType weight = tensorOf(adaptor.getWeight());
  if (!haveEqualRows({hidden, cell}) ||
      !arePacked(gates, hidden, weight, dimensionsOf(cell).back(), 4))
    return inferenceError(
        location, "packed_lstm_cell needs gates [.., N, 4, B], hidden [.., K], "
                  "cell [.., H] and weight [N T, K, 4B / T], where N "
                  "blocks of B hold H and T divides 4, got " +
                      describe(gates) + ", " + describe(hidden) + ", " +
                      describe(cell) + " and " + describe(weight));
  types.assign(2, cell);
  return success();
}

LogicalResult PackedGruCellOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  RankedTensorType gates = tensorOf(adaptor.getGates());
  RankedTensorType hidden = tensorOf(adaptor.getHidden());
  RankedTensorType weight = tensorOf(adaptor.getWeight());
  if (hidden.getRank() == 0 ||
      !arePacked(gates, hidden, weight, dimensionsOf(hidden).back(), 3))
    return inferenceError(
        location,
        "packed_gru_cell needs gates [.., N, 3, B], hidden [.., H] "
        "and weight [N T, H, 3B / T], where N blocks of B hold H and T "
        "divides 3, got " +
            describe(gates) + ", " + describe(hidden) + " and " +
            describe(weight));
  if (Value bias = adaptor.getBias();
      bias && tensorOf(bias) != tensorType({dimensionsOf(hidden).back()},
                                           hidden.getElementType()))
    return inferenceError(
        location, "packed_gru_cell needs a bias [H] for hidden " +
                      describe(hidden) + ", got " + describe(tensorOf(bias)));
  types.push_back(hidden);
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.cpp.inc"

void GraphDialect::addRecurrentOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.cpp.inc"
      >();
}
