//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Editing scans.
//
//===----------------------------------------------------------------------===//

#include "ShrinkScan.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;
using graph::ScanOp;

using MakeValue = llvm::function_ref<Value(Type)>;

static void replaceIfUsed(Value value, MakeValue makeValue) {
  if (!value.use_empty())
    value.replaceAllUsesWith(makeValue(value.getType()));
}

/// The scan with other operands, and results that remain.
static void rebuild(ScanOp scan, ValueRange inits, ValueRange sequences,
                    bool reversed, ValueRange remaining) {
  SmallVector<Value> results(remaining);
  auto body = std::make_unique<Region>();
  body->takeBody(scan.getBody());
  OpBuilder builder(scan);
  auto copy = builder.create<ScanOp>(scan.getLoc(), inits, sequences, reversed,
                                     std::move(body));
  for (auto [before, after] : llvm::zip_equal(results, copy.getResults()))
    before.replaceAllUsesWith(after);
  scan.erase();
}

static SmallVector<Value> without(ValueRange values, unsigned index) {
  SmallVector<Value> result(values);
  result.erase(result.begin() + index);
  return result;
}

static bool dropCarried(ScanOp scan, unsigned index, MakeValue makeValue) {
  replaceIfUsed(scan.getLast()[index], makeValue);
  scan.getCarried()[index].replaceAllUsesWith(scan.getInits()[index]);
  scan.getNext().getCarriedMutable().erase(index);
  scan.getBody().eraseArgument(index);
  rebuild(scan, without(scan.getInits(), index), scan.getSequences(),
          scan.getReversed(), without(scan.getResults(), index));
  return true;
}

static bool dropSequence(ScanOp scan, unsigned index, MakeValue makeValue) {
  if (scan.getSequences().size() == 1)
    return false;
  replaceIfUsed(scan.getElements()[index], makeValue);
  scan.getBody().eraseArgument(scan.getInits().size() + index);
  rebuild(scan, scan.getInits(), without(scan.getSequences(), index),
          scan.getReversed(), scan.getResults());
  return true;
}

static bool dropEmitted(ScanOp scan, unsigned index, MakeValue makeValue) {
  replaceIfUsed(scan.getStacks()[index], makeValue);
  scan.getNext().getEmittedMutable().erase(index);
  rebuild(scan, scan.getInits(), scan.getSequences(), scan.getReversed(),
          without(scan.getResults(), scan.getInits().size() + index));
  return true;
}

/// The body once, before the scan, which is gone.
static bool takeOneStep(ScanOp scan, MakeValue makeValue) {
  for (auto [argument, init] : llvm::zip(scan.getCarried(), scan.getInits()))
    argument.replaceAllUsesWith(init);
  for (Value element : scan.getElements())
    replaceIfUsed(element, makeValue);
  for (auto [last, next] :
       llvm::zip(scan.getLast(), scan.getNext().getCarried()))
    last.replaceAllUsesWith(next);
  for (Value stack : scan.getStacks())
    replaceIfUsed(stack, makeValue);
  for (Operation &op :
       llvm::make_early_inc_range(scan.getBody().front().without_terminator()))
    op.moveBefore(scan);
  scan.erase();
  return true;
}

unsigned fuzz::countScanEdits(ScanOp scan) {
  return 2 + scan.getNumOperands() + scan.getStacks().size();
}

bool fuzz::editScan(ScanOp scan, unsigned edit, MakeValue makeValue) {
  if (edit == 0)
    return takeOneStep(scan, makeValue);
  if (edit == 1) {
    if (!scan.getReversed())
      return false;
    scan.setReversed(false);
    return true;
  }
  edit -= 2;
  if (edit < scan.getInits().size())
    return dropCarried(scan, edit, makeValue);
  edit -= scan.getInits().size();
  if (edit < scan.getSequences().size())
    return dropSequence(scan, edit, makeValue);
  return dropEmitted(scan, edit - scan.getSequences().size(), makeValue);
}
