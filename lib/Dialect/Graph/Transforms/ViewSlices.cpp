//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads slices where their operand lies.
//
// A slice without gaps of a value that is in memory anyway - a block of the
// channels of a product that was made of several, an element of a batch - is
// an address. A value that could be computed element by element in the kernel
// that reads the slice is not stored for this.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/IR/SliceViews.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace dlc::graph {
#define GEN_PASS_DEF_VIEWSLICESPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// Whether the operation is computed as a product's epilogue, or is one.
static bool isProduct(Operation *op) {
  if (!op->hasTrait<Pointwise>())
    return op->hasTrait<Costly>();
  return llvm::any_of(op->getOperands(), [](Value operand) {
    Operation *producer = operand.getDefiningOp();
    return producer && operand.hasOneUse() && isProduct(producer);
  });
}

/// Whether the value is in memory, whatever becomes of its slices.
static bool isStored(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || isa<ReshapeOp, ScanOp>(op) || isPlaced(op) || isView(op) ||
      isProduct(op))
    return true;
  llvm::DenseSet<Operation *> users(value.user_begin(), value.user_end());
  return users.size() > 1;
}

namespace {
struct ViewSlices : dlc::graph::impl::ViewSlicesPassBase<ViewSlices> {
  using Base::Base;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      // What runs once for each set of weights needs no haste.
      if (function.getName() != "prepare")
        function.walk([&](SliceOp slice) { visit(slice); });
  }

private:
  void visit(SliceOp slice) {
    if (isView(slice) || !mayBeView(slice) || !isStored(slice.getOperand()))
      return;
    slice->setAttr(kViewAttr, UnitAttr::get(slice.getContext()));
    ++views;
    remarkApplied(getArgument(), slice.getLoc())
        << "read 'slice' where its operand lies, without a copy";
  }
};
} // namespace
