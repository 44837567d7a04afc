//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves what is the same in each step out of scans.
//
// MLIR's loop-invariant code motion moves constants and broadcasts as well,
// which a kernel computes where it needs them, and would have to be told of
// failures; hence a pass of our own. Scans are visited from the inside out, so
// that what leaves one may leave the next.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace dlc::graph {
#define GEN_PASS_DEF_HOISTSCANINVARIANTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// Computed wherever they are used; storing them gains nothing.
static bool costsNothing(Operation *op) {
  return op->getNumOperands() == 0 || isa<BroadcastOp>(op);
}

/// The operations of the body that read no carried value and no element, in
/// order.
static llvm::SetVector<Operation *> findInvariants(ScanOp scan) {
  bool mayTakeNoStep = scan.getSteps().constant().value_or(0) == 0;
  llvm::SetVector<Operation *> invariants;
  for (Operation &op : scan.getBody().front().without_terminator()) {
    auto isInvariant = [&](Value value) {
      if (!scan.getBody().isAncestor(value.getParentRegion()))
        return true;
      Operation *producer = value.getDefiningOp();
      return producer && invariants.contains(producer);
    };
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op.getRegions(), captured);
    if (!isPure(&op) || !llvm::all_of(op.getOperands(), isInvariant) ||
        !llvm::all_of(captured, isInvariant))
      continue;
    bool mayFail = false;
    op.walk([&](Operation *inner) { mayFail |= inner->hasTrait<MayFail>(); });
    if (!mayFail || !mayTakeNoStep)
      invariants.insert(&op);
  }
  return invariants;
}

/// Those worth moving, and what they need, in order.
static SmallVector<Operation *> selectMoved(ScanOp scan) {
  llvm::SetVector<Operation *> invariants = findInvariants(scan);
  llvm::SmallPtrSet<Operation *, 16> needed;
  SmallVector<Operation *> moved;
  for (Operation *op : llvm::reverse(invariants)) {
    if (costsNothing(op) && !needed.contains(op))
      continue;
    moved.push_back(op);
    op->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *producer = operand.getDefiningOp())
          needed.insert(producer);
    });
  }
  std::reverse(moved.begin(), moved.end());
  return moved;
}

namespace {
struct HoistScanInvariants
    : dlc::graph::impl::HoistScanInvariantsPassBase<HoistScanInvariants> {
  using Base::Base;

  void runOnOperation() override {
    getOperation().walk([&](ScanOp scan) {
      for (Operation *op : selectMoved(scan)) {
        op->moveBefore(scan);
        ++hoisted;
      }
    });
  }
};
} // namespace
