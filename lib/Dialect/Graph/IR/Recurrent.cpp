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

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.cpp.inc"

void GraphDialect::addRecurrentOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.cpp.inc"
      >();
}
