//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a kernel can compute together: any operations whose elements are
// computed on demand; or one contraction whose operands are in memory, or which
// computes its input itself, with pointwise operations on its result; or an
// operation along rows, last.
//
//===----------------------------------------------------------------------===//

#include "KernelBody.h"
#include "Expansion.h"
#include "KernelGroups.h"
#include "Prologue.h"
#include "dlc/Codegen/Emitters.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static LogicalResult report(Operation *owner, Operation *op,
                            const Twine &reason) {
  InFlightDiagnostic error = owner->emitError()
                             << "no kernel computes this: '" << op->getName()
                             << "' " << reason;
  error.attachNote(op->getLoc()) << "here";
  return error;
}

static bool readsArguments(Operation *op) {
  return llvm::all_of(op->getOperands(), [](Value operand) {
    return isa<BlockArgument>(operand);
  });
}

/// What the contraction computes of its input itself (Expansion.h), or null.
static graph::BlockedConv2dOp expansionOf(Operation *op) {
  auto depthwise = dyn_cast<graph::BlockedDepthwiseConv2dOp>(op);
  if (!depthwise || isa<BlockArgument>(depthwise.getInput()))
    return {};
  return expansionOf(depthwise).convolution;
}

/// Whether it computes its input by pointwise operations (Prologue.h).
static bool hasPrologue(Operation *op, const graph::VectorTarget &target) {
  auto convolution = dyn_cast<graph::BlockedConv2dOp>(op);
  return convolution && isa<BlockArgument>(convolution.getFilter()) &&
         canComputeInput(convolution, target) &&
         prologueOf(convolution)
             .contains(convolution.getInput().getDefiningOp());
}

static LogicalResult checkContraction(Operation *owner, Operation *op,
                                      const graph::VectorTarget &target) {
  Block &body = *op->getBlock();
  graph::BlockedConv2dOp expansion = ::expansionOf(op);
  if (expansion) {
    auto depthwise = cast<graph::BlockedDepthwiseConv2dOp>(op);
    if (!readsArguments(expansion) ||
        !isa<BlockArgument>(depthwise.getFilter()))
      return report(owner, expansion, "needs its operands in memory");
    if (!isWorthExpanding(depthwise, expansion, /*leastBytes=*/0))
      return report(owner, expansion, "makes rows too long to be kept");
  } else if (!readsArguments(op) && !hasPrologue(op, target)) {
    return report(owner, op, "needs its operands in memory");
  }
  if (graph::tensorOf(op->getResult(0)).getShape() !=
      graph::tensorOf(body.getTerminator()->getOperand(0)).getShape())
    return report(owner, op, "has another shape than the result");
  for (Operation *user : op->getUsers())
    if (!isa<PayloadOpInterface>(user) && user != body.getTerminator())
      return report(owner, user, "is not pointwise, behind a contraction");
  for (Operation &other : body.without_terminator())
    if (&other != op && &other != expansion && !isRecomputed(&other) &&
        !isa<PayloadOpInterface>(other))
      return report(owner, &other, "is not pointwise, beside a contraction");
  return success();
}

LogicalResult dlc::codegen::checkBody(Block &body,
                                      const graph::VectorTarget &target) {
  Operation *owner = body.getParentOp();
  // Users first: a contraction may be part of another.
  Operation *expansion = nullptr;
  for (Operation &op : llvm::reverse(body.without_terminator())) {
    if (&op == expansion)
      continue;
    if (isa<ContractionOpInterface>(op)) {
      if (failed(checkContraction(owner, &op, target)))
        return failure();
      expansion = ::expansionOf(&op);
    } else if (auto rows = dyn_cast<RowOpInterface>(op)) {
      if (body.getTerminator()->getOperands() != op.getResults())
        return report(owner, &op, "stores its result itself");
      if (rows.needsOperandsInMemory() && !readsArguments(&op))
        return report(owner, &op, "needs its operands in memory");
    } else if (!isRecomputed(&op) &&
               !isa<PayloadOpInterface, ElementOpInterface>(op)) {
      return report(owner, &op, "has no code");
    }
  }
  return success();
}
