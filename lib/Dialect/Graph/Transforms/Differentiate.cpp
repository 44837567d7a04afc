//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces graph.gradients by operations that compute them.
//
// Reverse mode: from the value back to the variables, each operation between
// them adds to the gradients of its operands what they get from those of its
// results, by its AdjointOpInterface. Only what depends on a variable is gone
// through, and only operations of the graph come into being. Gradients of
// gradients are therefore nothing special, as the inner ones come first.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/Iterators.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace dlc::graph {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

static LogicalResult expand(GradientsOp op) {
  AdjointBuilder adjoints(OpBuilder(op), op.getLoc());
  for (Value variable : op.getVariables())
    adjoints.activate(variable);
  SmallVector<Operation *> operations;
  for (Operation &before : *op->getBlock()) {
    if (&before == op)
      break;
    operations.push_back(&before);
  }
  adjoints.activate(operations);
  Value value = op.getValue();
  if (adjoints.isActive(value))
    adjoints.add(value, adjoints.splat(tensorOf(value), 1));
  if (failed(adjoints.visit(operations)))
    return failure();
  adjoints.location = op.getLoc();
  for (auto [variable, gradient] :
       llvm::zip(op.getVariables(), op.getGradients()))
    gradient.replaceAllUsesWith(adjoints.gradientOrZero(variable));
  op.erase();
  return success();
}

/// What rules made and nobody uses, and what only that used.
static void eraseDead(Operation *root) {
  root->walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
    if (isOpTriviallyDead(op))
      op->erase();
  });
}

namespace {
struct Differentiate : dlc::graph::impl::DifferentiatePassBase<Differentiate> {
  using Base::Base;

  void runOnOperation() override {
    // Those of a step before those of what contains it, in their order.
    SmallVector<GradientsOp> gradients;
    getOperation().walk([&](GradientsOp op) { gradients.push_back(op); });
    for (GradientsOp op : gradients) {
      if (failed(expand(op)))
        return signalPassFailure();
      ++expanded;
    }
    getOperation().walk([](StopGradientOp op) {
      op.replaceAllUsesWith(op.getOperand());
      op.erase();
    });
    getOperation().walk([](CustomGradientOp op) {
      op.replaceAllUsesWith(op.getValues());
      op.erase();
    });
    if (!gradients.empty())
      eraseDead(getOperation());
  }
};
} // namespace
