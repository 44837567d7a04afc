//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The adjoint of a scan: a scan in the other direction.
//
// It carries the gradients of the carried values, and the gradients so far of
// values from outside that each step uses; it steps through the gradients of
// the stacks, and emits those of the sequences' elements. Its body is the
// adjoint of the scan's body, which needs values that the body computed. What
// is cheap to compute is computed again, from elements and what was saved; what
// is not, and carried values, the scan saves: it emits them.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

namespace {
/// Values of a scan's body in the body of another scan over the same steps.
class SavedValues {
public:
  SavedValues(ScanOp scan, Block &body)
      : scan(scan), body(body), builder(scan.getContext()) {
    builder.setInsertionPointToStart(&body);
  }

  /// Replaces the values of the scan's body that `body` uses.
  void resolve();
  /// The sequences behind the arguments that were added to `body`. The scan is
  /// replaced by one that emits what it has to save; `adjoints` is told.
  SmallVector<Value> makeSequences(AdjointBuilder &adjoints);

private:
  bool isFromScan(Value value) {
    return value.getParentBlock() == &scan.getBody().front();
  }
  Value find(Value value);
  Value computeAgain(Operation *op, Value result);
  Value stepThrough(Value source, Type element);

  ScanOp scan;
  Block &body;
  /// Makes what is computed again, before everything else.
  OpBuilder builder;
  llvm::DenseMap<Value, Value> found;
  /// Behind each argument added: a sequence of the scan, or a value of its body
  /// to be saved.
  SmallVector<Value> sources;
};

class ScanAdjoint {
public:
  ScanAdjoint(ScanOp scan, AdjointBuilder &outer)
      : scan(scan), outer(outer), region(std::make_unique<Region>()),
        body(region->emplaceBlock()),
        inner(OpBuilder(scan.getContext()), scan.getLoc()) {
    inner.builder.setInsertionPointToEnd(&body);
    for (Operation &op : scan.getBody().front().without_terminator())
      operations.push_back(&op);
  }

  LogicalResult build();

private:
  void activate();

  ScanOp scan;
  AdjointBuilder &outer;
  /// The body of the adjoint scan, and what builds it.
  std::unique_ptr<Region> region;
  Block &body;
  AdjointBuilder inner;
  SmallVector<Operation *> operations;
  /// Values from outside, active.
  SmallVector<Value> captured;
};
} // namespace

//===----------------------------------------------------------------------===//
// What is saved
//===----------------------------------------------------------------------===//

/// Whether computing the operation again is cheaper than storing its result and
/// loading it.
static bool isCheap(Operation *op) {
  return isPure(op) && op->getNumRegions() == 0 && !op->hasTrait<Costly>();
}

/// An element of a sequence, or a value of the step that is saved.
Value SavedValues::stepThrough(Value source, Type element) {
  sources.push_back(source);
  return body.addArgument(element, scan.getLoc());
}

/// The operation's result, computed again.
Value SavedValues::computeAgain(Operation *op, Value result) {
  IRMapping operands;
  for (Value operand : op->getOperands())
    operands.map(operand, find(operand));
  Operation *again = builder.clone(*op, operands);
  for (auto [old, made] : llvm::zip(op->getResults(), again->getResults()))
    found[old] = made;
  return found[result];
}

Value SavedValues::find(Value value) {
  if (!isFromScan(value))
    return value;
  if (Value known = found.lookup(value))
    return known;
  if (Operation *producer = value.getDefiningOp();
      producer && isCheap(producer))
    return computeAgain(producer, value);
  Value source = value;
  auto *element = llvm::find(scan.getElements(), value);
  if (element != scan.getElements().end())
    source = scan.getSequences()[element - scan.getElements().begin()];
  return found[value] = stepThrough(source, value.getType());
}

void SavedValues::resolve() {
  SmallVector<Operation *> users;
  body.walk([&](Operation *op) { users.push_back(op); });
  for (Operation *user : users)
    for (OpOperand &operand : user->getOpOperands())
      if (isFromScan(operand.get()))
        operand.set(find(operand.get()));
}

SmallVector<Value> SavedValues::makeSequences(AdjointBuilder &adjoints) {
  SmallVector<Value> saved;
  for (Value source : sources)
    if (isFromScan(source))
      saved.push_back(source);
  SmallVector<Value> stacks;
  if (!saved.empty()) {
    size_t stackedBefore = scan.getStacks().size();
    scan.getNext().getEmittedMutable().append(saved);
    ScanOp extended = scan.rebuild();
    for (auto [old, made] : llvm::zip(scan.getResults(), extended.getResults()))
      adjoints.replace(old, made);
    scan->replaceAllUsesWith(
        extended.getResults().take_front(scan.getNumResults()));
    scan.erase();
    scan = extended;
    llvm::append_range(stacks, scan.getStacks().drop_front(stackedBefore));
  }
  SmallVector<Value> sequences;
  auto *stack = stacks.begin();
  for (Value source : sources)
    sequences.push_back(isFromScan(source) ? *stack++ : source);
  return sequences;
}

//===----------------------------------------------------------------------===//
// The adjoint scan
//===----------------------------------------------------------------------===//

/// What of the body is active, in any of its steps.
void ScanAdjoint::activate() {
  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(scan->getRegions(), used);
  for (Value value : used)
    if (outer.isActive(value)) {
      captured.push_back(value);
      inner.activate(value);
    }
  for (auto [element, sequence] :
       llvm::zip(scan.getElements(), scan.getSequences()))
    if (outer.isActive(sequence))
      inner.activate(element);
  for (auto [carried, init] : llvm::zip(scan.getCarried(), scan.getInits()))
    if (outer.isActive(init))
      inner.activate(carried);
  for (bool changed = true; changed;) {
    changed = false;
    inner.activate(operations);
    for (auto [carried, next] :
         llvm::zip(scan.getCarried(), scan.getNext().getCarried()))
      if (inner.isActive(next) && !inner.isActive(carried)) {
        inner.activate(carried);
        changed = true;
      }
  }
}

LogicalResult ScanAdjoint::build() {
  activate();
  NextOp next = scan.getNext();

  // Gradients of carried values come from the step behind.
  SmallVector<unsigned> carried;
  SmallVector<Value> inits;
  for (auto [index, argument] : llvm::enumerate(scan.getCarried()))
    if (inner.isActive(argument)) {
      carried.push_back(index);
      inits.push_back(outer.gradientOrZero(scan.getLast()[index]));
      inner.add(next.getCarried()[index],
                body.addArgument(argument.getType(), scan.getLoc()));
    }
  SmallVector<Value> sequences;
  for (auto [value, stack] : llvm::zip(next.getEmitted(), scan.getStacks()))
    if (Value gradient = outer.gradient(stack)) {
      sequences.push_back(gradient);
      inner.add(value, body.addArgument(value.getType(), scan.getLoc()));
    }
  if (failed(inner.visit(operations)))
    return failure();
  inner.location = scan.getLoc();

  SmallVector<Value> handedOn, emitted;
  for (unsigned index : carried)
    handedOn.push_back(inner.gradientOrZero(scan.getCarried()[index]));
  // Gradients of values from outside add up over the steps.
  SmallVector<Value> summed;
  for (Value value : captured) {
    Value gradient = inner.gradient(value);
    if (!gradient)
      continue;
    Value before =
        body.insertArgument(inits.size(), value.getType(), scan.getLoc());
    handedOn.push_back(inner.create<AddOp>(before, gradient));
    inits.push_back(outer.splat(tensorOf(value), 0));
    summed.push_back(value);
  }
  SmallVector<Value> stepped;
  for (auto [element, sequence] :
       llvm::zip(scan.getElements(), scan.getSequences()))
    if (Value gradient = inner.gradient(element)) {
      emitted.push_back(gradient);
      stepped.push_back(sequence);
    }
  inner.builder.create<NextOp>(scan.getLoc(), handedOn, emitted);

  SmallVector<Value> started;
  for (unsigned index : carried)
    started.push_back(scan.getInits()[index]);
  bool reversed = !scan.getReversed();
  Location location = scan.getLoc();
  // Tells the number of steps where no other sequence does.
  Value anySequence = scan.getSequences().front();
  SavedValues saved(scan, body);
  saved.resolve();
  llvm::append_range(sequences, saved.makeSequences(outer));
  if (sequences.empty()) {
    sequences.push_back(anySequence);
    body.addArgument(ScanOp::elementOf(tensorOf(anySequence)), location);
  }
  auto adjoint = outer.builder.create<ScanOp>(location, inits, sequences,
                                              reversed, std::move(region));

  for (auto [value, gradient] : llvm::zip(started, adjoint.getLast()))
    outer.add(value, gradient);
  for (auto [value, gradient] :
       llvm::zip(summed, adjoint.getLast().drop_front(started.size())))
    outer.add(value, gradient);
  for (auto [sequence, gradients] : llvm::zip(stepped, adjoint.getStacks()))
    outer.add(sequence, gradients);
  return success();
}

static LogicalResult scan(ScanOp op, AdjointBuilder &adjoints) {
  return ScanAdjoint(op, adjoints).build();
}

void dlc::graph::adjoint::attachControl(MLIRContext *context) {
  ScanOp::attachInterface<AdjointModel<ScanOp, scan>>(*context);
}
