//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Concatenations whose operands are computed where they lie in the result.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/SliceViews.h"

using namespace mlir;
using namespace dlc::graph;

bool dlc::graph::isPlaced(Operation *op) {
  return isa<ConcatOp>(op) && op->hasAttr(kPlacedAttr);
}

int64_t dlc::graph::axisOf(ConcatOp concat) {
  int64_t axis = concat.getAxis();
  return axis < 0 ? axis + concat.getType().getRank() : axis;
}

int64_t dlc::graph::piecesOf(ConcatOp concat) {
  int64_t pieces = 1;
  for (int64_t size : concat.getType().getShape().take_front(axisOf(concat)))
    pieces *= size;
  return pieces;
}

/// Whether a terminator reads the value or a reshape of it: a result of the
/// function or of a scan's step, which has a place of its own.
bool dlc::graph::isResult(Value value) {
  return llvm::any_of(value.getUsers(), [](Operation *user) {
    auto reshape = dyn_cast<ReshapeOp>(user);
    return reshape ? isResult(reshape)
                   : user->hasTrait<OpTrait::IsTerminator>();
  });
}

bool dlc::graph::mayBePlaced(Value operand, ConcatOp concat) {
  while (auto reshape = operand.getDefiningOp<ReshapeOp>())
    operand = reshape.getOperand();
  Operation *op = operand.getDefiningOp();
  return op && op->getBlock() == concat->getBlock() &&
         !isa<ScanOp, ExternOp>(op) && !isView(op) && !isResult(operand);
}

bool dlc::graph::mayHoldOperands(ConcatOp concat) {
  auto type = dyn_cast<RankedTensorType>(concat.getResult().getType());
  if (!type || !type.hasStaticShape() || type.getNumElements() == 0 ||
      piecesOf(concat) != 1)
    return false;
  // A step's result may lie in another place in each step.
  return isa<ScanOp>(concat->getParentOp()) ? !isResult(concat) : true;
}
