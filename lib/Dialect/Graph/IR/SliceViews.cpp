//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Slices that are part of the memory of what they are slices of.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/SliceViews.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace dlc::graph;

bool dlc::graph::isView(Operation *op) {
  return isa<SliceOp>(op) && op->hasAttr(kViewAttr);
}

/// Whether nothing lies between the elements: along one axis the slice has
/// some, along those before one, along those behind all.
static bool isContiguous(SliceOp slice) {
  auto whole = dyn_cast<RankedTensorType>(slice.getOperand().getType());
  auto part = dyn_cast<RankedTensorType>(slice.getResult().getType());
  if (!whole || !part || !whole.hasStaticShape() || !part.hasStaticShape() ||
      part.getNumElements() == 0)
    return false;
  bool isCut = false;
  for (int64_t axis = part.getRank(); axis-- > 0;) {
    int64_t size = part.getDimSize(axis);
    if (!slice.getStarts()[axis].constant() || (isCut && size != 1) ||
        (size > 1 && slice.getStrides()[axis] != 1))
      return false;
    isCut |= size != whole.getDimSize(axis);
  }
  return true;
}

bool dlc::graph::mayBeView(SliceOp slice) {
  // In a scan, and as an element of one, a value may lie in another place in
  // each step. A result has a place of its own.
  return isa<func::FuncOp>(slice->getParentOp()) && isContiguous(slice) &&
         !isResult(slice.getResult()) &&
         llvm::none_of(slice->getUsers(), isPlaced);
}

int64_t dlc::graph::firstElementOf(SliceOp slice) {
  int64_t first = 0;
  for (auto [start, size] :
       llvm::zip(slice.getStarts(), tensorOf(slice.getOperand()).getShape()))
    first = first * size + *start.constant();
  return first;
}
