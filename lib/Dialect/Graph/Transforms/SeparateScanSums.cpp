//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes what is known earlier out of the sums of a scan's step.
//
// [x, h] W + b is x W_x + b, which no carried value is needed for, and h W_h.
// A sum with products (AffineForm) is made anew so that the step has one
// product of what depends on carried values and adds one value to it that
// depends on elements only. That one can then leave the scan
// (graph-batch-scan-products).
//
// Recurrent cells come first; this serves what is like one: plain recurrent
// networks, gates with peepholes or another activation.
//
//===----------------------------------------------------------------------===//

#include "AffineSums.h"
#include "dlc/Dialect/Graph/Analysis/RecurrentCells.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

namespace dlc::graph {
#define GEN_PASS_DEF_SEPARATESCANSUMSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
/// The sums of one step.
class StepSums {
public:
  explicit StepSums(ScanOp scan)
      : scan(scan), body(scan.getBody().front()), dependence(body) {}

  /// The number of sums made anew.
  unsigned run();

private:
  bool isSum(Operation *op);
  bool multipliesEarlier(Operation *op);
  bool gains(const AffineForm &form, const TakenApart &parts);
  void replace(Operation *op, AffineForm form, const TakenApart &parts);
  void eraseDeadOps();

  ScanOp scan;
  Block &body;
  Dependence dependence;
};

struct SeparateScanSums
    : dlc::graph::impl::SeparateScanSumsPassBase<SeparateScanSums> {
  using Base::Base;

  void runOnOperation() override {
    getOperation().walk(
        [&](ScanOp scan) { separated += StepSums(scan).run(); });
  }
};
} // namespace

bool StepSums::isSum(Operation *op) {
  if (!isa<AddOp, SubOp, NegOp, MatmulOp>(op) ||
      dependence.of(op->getResult(0)) != Known::InStep)
    return false;
  RankedTensorType type = tensorOf(op->getResult(0));
  return type.hasStaticShape() && type.getRank() > 0 &&
         type.getNumElements() > 0 &&
         (type.getElementType().isF32() || type.getElementType().isF64());
}

/// Whether the step computes less of the sum made anew.
bool StepSums::gains(const AffineForm &form, const TakenApart &parts) {
  unsigned products = 0, addends = 0, earlier = 0;
  for (const AffineProduct &product : form.products)
    ++(dependence.of(product.left.base) == Known::InStep ? products : earlier);
  for (const AffineAddend &addend : form.addends)
    if (dependence.of(addend.view.base) != Known::InStep)
      ++earlier;
    else
      addends += addend.scale == 1 ? 1 : 2; // scaled, and added
  if (products == 0 || earlier == 0)
    return false;
  unsigned before = llvm::count_if(parts, [&](Operation *op) {
    return isa<AddOp, SubOp, NegOp, MulOp, MatmulOp>(op) &&
           dependence.of(op->getResult(0)) == Known::InStep;
  });
  // One product, and one addition for each other part of the sum.
  return before > 1 + addends + 1 || llvm::any_of(parts, [&](Operation *op) {
           return multipliesEarlier(op);
         });
}

/// Whether a product of the step multiplies, among others, what is known
/// earlier.
bool StepSums::multipliesEarlier(Operation *op) {
  auto product = dyn_cast<MatmulOp>(op);
  if (!product || dependence.of(product) != Known::InStep)
    return false;
  bool leftIsKnown = dependence.of(product.getLhs()) == Known::Before;
  MatrixView factor =
      MatrixView::whole(leftIsKnown ? product.getRhs() : product.getLhs());
  if (leftIsKnown && tensorOf(factor.base).getRank() == 2)
    factor = factor.transposed();
  return llvm::any_of(splitColumns(factor), [&](const MatrixView &piece) {
    return dependence.of(piece.base) != Known::InStep;
  });
}

void StepSums::replace(Operation *op, AffineForm form,
                       const TakenApart &parts) {
  SmallVector<Location> locations;
  for (Operation *part : parts)
    locations.push_back(part->getLoc());
  OpBuilder builder(op), outside(scan);
  RankedTensorType type = tensorOf(op->getResult(0));
  AffineSums sums(builder, outside, builder.getFusedLoc(locations), dependence,
                  type.getShape().drop_back(), type.getShape().back(),
                  type.getElementType());
  op->getResult(0).replaceAllUsesWith(sums.make({std::move(form)}));
}

void StepSums::eraseDeadOps() {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

unsigned StepSums::run() {
  // A dead use of a part would keep it from being one.
  eraseDeadOps();
  auto isKnown = [&](Value value) {
    return dependence.of(value) == Known::Before;
  };
  AffineScope scope{&body, isKnown};
  SmallVector<Operation *> ops;
  for (Operation &op : llvm::reverse(body))
    ops.push_back(&op);
  unsigned count = 0;
  // From the last: what is part of a larger sum is no sum of its own.
  TakenApart done;
  for (Operation *op : ops) {
    if (done.contains(op) || op->use_empty() || !isSum(op))
      continue;
    TakenApart parts;
    AffineForm form =
        affineForm(MatrixView::whole(op->getResult(0)), scope, parts);
    if (!isUsedInsideOnly(parts, {op}))
      continue;
    done.insert(parts.begin(), parts.end());
    if (!gains(form, parts))
      continue;
    replace(op, std::move(form), parts);
    ++count;
  }
  eraseDeadOps();
  return count;
}
