//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Computes products of a scan's elements for all steps at once.
//
// A product of a few rows reads all of the right operand for little work. That
// of values which depend on elements only, with a value from outside, needs no
// carried value, so one product for all steps before the scan takes the place
// of each step's, and its rows are the elements of a new sequence. What the
// left operand is computed from leaves the scan with it.
//
// Pointwise operations leave, too, where they only change what such a product
// has made: biases and activations then cost nothing, being its epilogue. That
// takes that nobody else in the step needs the product itself, so that no more
// is stored than before. Slices and the like leave where all that use them do.
//
// Scans are visited from the inside out, so that a product may leave several.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/Dependence.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace dlc::graph {
#define GEN_PASS_DEF_BATCHSCANPRODUCTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// With as many rows a product is as fast in the step.
static constexpr int64_t kRowsOfAStep = 32;
/// What the values of all steps may take.
static constexpr int64_t kLargestBatchInBytes = int64_t(64) << 20;

/// Whether the values of all steps may be stored.
static bool fits(ScanOp scan, RankedTensorType type) {
  std::optional<int64_t> steps = scan.getSteps().constant();
  if (!steps || *steps < 2 || !type.hasStaticShape() ||
      type.getNumElements() == 0)
    return false;
  int64_t bytes =
      type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
  return *steps <= kLargestBatchInBytes / bytes;
}

/// Whether the product of all steps, once possible, is worth it.
static bool gains(ScanOp scan, MatmulOp product) {
  RankedTensorType type = product.getType();
  if (!fits(scan, type))
    return false;
  // The axis of the steps is to be one more than all of the right side.
  int64_t left = tensorOf(product.getLhs()).getRank();
  int64_t right = tensorOf(product.getRhs()).getRank();
  if (right > std::max<int64_t>(left, 2))
    return false;
  int64_t columns = right == 1 ? 1 : type.getShape().back();
  return type.getNumElements() / columns < kRowsOfAStep;
}

namespace {
/// What leaves one scan.
class ScanBatcher {
public:
  ScanBatcher(ScanOp scan, StringRef pass)
      : scan(scan), pass(pass), body(scan.getBody().front()), dependence(body),
        builder(scan) {}

  /// The number of products that have left.
  unsigned run();

private:
  bool canLeave(Operation *op);
  bool isRemap(Operation *op) {
    return isa<ReshapeOp, TransposeOp, SliceOp, ConcatOp>(op);
  }
  bool selectWithOperands(Operation *op);
  bool isOnlyChanged(Value value, unsigned depth = 0);
  bool absorbs(Value value);
  void select();

  Value outside(Value value);
  Value sequence(Value value, Location user);
  Value make(Operation *op);
  DimsAttr withSteps(ArrayRef<Dimension> dimensions,
                     const Dimension &first) const;

  ScanOp scan;
  StringRef pass;
  Block &body;
  Dependence dependence;
  OpBuilder builder;
  /// What leaves, in order of the body once all is selected.
  llvm::SetVector<Operation *> leaving;
  /// By value of the body, the sequence of it and the value outside.
  IRMapping sequences, copies;
};

struct BatchScanProducts
    : dlc::graph::impl::BatchScanProductsPassBase<BatchScanProducts> {
  using Base::Base;

  void runOnOperation() override {
    getOperation().walk([&](ScanOp scan) {
      batched += ScanBatcher(scan, getArgument()).run();
    });
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// What leaves
//===----------------------------------------------------------------------===//

/// Whether there is a form of the operation for all steps.
bool ScanBatcher::canLeave(Operation *op) {
  if (op->getBlock() != &body || op->getNumResults() != 1 ||
      dependence.of(op->getResult(0)) != Known::WithElements ||
      !fits(scan, tensorOf(op->getResult(0))))
    return false;
  if (auto product = dyn_cast<MatmulOp>(op))
    return dependence.of(product.getRhs()) == Known::Before &&
           gains(scan, product);
  // What a table holds for all elements; a position outside of it is an error
  // in any case, as there is a step.
  if (auto take = dyn_cast<TakeOp>(op))
    return dependence.of(take.getOperand()) == Known::Before &&
           take.getAxis() == 0;
  return op->hasTrait<Pointwise>() || isRemap(op) ||
         isa<BroadcastOp, OneHotOp>(op);
}

/// Selects the operation and all of the body that it needs; nothing where some
/// of that cannot leave.
bool ScanBatcher::selectWithOperands(Operation *op) {
  SmallVector<Operation *> pending = {op};
  llvm::SetVector<Operation *> needed;
  while (!pending.empty()) {
    Operation *next = pending.pop_back_val();
    if (leaving.contains(next) || !needed.insert(next))
      continue;
    if (!canLeave(next))
      return false;
    for (Value operand : next->getOperands())
      if (Operation *producer = operand.getDefiningOp();
          producer && dependence.of(operand) == Known::WithElements)
        pending.push_back(producer);
  }
  leaving.insert(needed.begin(), needed.end());
  return true;
}

/// Whether the step uses the value in pointwise operations that can leave, and
/// not otherwise.
bool ScanBatcher::isOnlyChanged(Value value, unsigned depth) {
  static constexpr unsigned kDeepest = 16;
  return llvm::all_of(value.getUsers(), [&](Operation *user) {
    if (depth > kDeepest || !canLeave(user))
      return false;
    return user->hasTrait<Pointwise>() ||
           (isRemap(user) && isOnlyChanged(user->getResult(0), depth + 1));
  });
}

/// Whether a product outside, which others do not read, can compute what is
/// made of the value.
bool ScanBatcher::absorbs(Value value) {
  while (Operation *producer = value.getDefiningOp()) {
    if (isRemap(producer) && producer->getBlock() == &body) {
      value = producer->getOperand(0);
      continue;
    }
    return leaving.contains(producer) && isOnlyChanged(value);
  }
  auto element = cast<BlockArgument>(value);
  if (element.getOwner() != &body ||
      element.getArgNumber() < scan.getInits().size() || !isOnlyChanged(value))
    return false;
  Value all =
      scan.getSequences()[element.getArgNumber() - scan.getInits().size()];
  for (Operation *producer = all.getDefiningOp();
       producer && all.hasOneUse();) {
    if (isa<MatmulOp>(producer))
      return true;
    if (!producer->hasTrait<Pointwise>() && !isa<ReshapeOp>(producer))
      return false;
    // A product is the operand that has been computed last.
    Operation *last = nullptr;
    for (Value operand : producer->getOperands()) {
      Operation *candidate = operand.getDefiningOp();
      if (candidate && candidate->getBlock() == producer->getBlock() &&
          !isa<BroadcastOp>(candidate) && operand.hasOneUse() &&
          (!last || last->isBeforeInBlock(candidate)))
        last = candidate;
    }
    if (!last)
      return false;
    producer = last;
    all = last->getResult(0);
  }
  return false;
}

void ScanBatcher::select() {
  for (Operation &op : body) {
    if (isa<MatmulOp>(op)) {
      if (canLeave(&op))
        selectWithOperands(&op);
      continue;
    }
    if (op.hasTrait<Pointwise>() && canLeave(&op) &&
        llvm::any_of(op.getOperands(),
                     [&](Value operand) { return absorbs(operand); }))
      selectWithOperands(&op);
  }
}

//===----------------------------------------------------------------------===//
// Its form for all steps
//===----------------------------------------------------------------------===//

DimsAttr ScanBatcher::withSteps(ArrayRef<Dimension> dimensions,
                                const Dimension &first) const {
  std::vector<Dimension> all = {first};
  all.insert(all.end(), dimensions.begin(), dimensions.end());
  return DimsAttr::get(builder.getContext(), all);
}

/// A value known before the scan, as one outside.
Value ScanBatcher::outside(Value value) {
  Operation *producer = value.getDefiningOp();
  if (!producer || producer->getBlock() != &body)
    return value;
  if (!copies.contains(value)) {
    for (Value operand : producer->getOperands())
      outside(operand);
    builder.clone(*producer, copies);
  }
  return copies.lookup(value);
}

static SmallVector<int64_t> shifted(ArrayRef<int64_t> axes) {
  return llvm::map_to_vector(axes, [](int64_t axis) { return axis + 1; });
}

/// The values of all steps. One known before is repeated for its user, since
/// constants may have no location.
Value ScanBatcher::sequence(Value value, Location user) {
  if (sequences.contains(value))
    return sequences.lookup(value);
  auto axes = llvm::to_vector(llvm::seq<int64_t>(0, tensorOf(value).getRank()));
  Value source = value;
  if (auto broadcast = value.getDefiningOp<BroadcastOp>();
      broadcast && broadcast->getBlock() == &body) {
    axes = broadcast.getResultAxes();
    source = broadcast.getOperand();
  }
  return builder.create<BroadcastOp>(
      user, outside(source), withSteps(dimensionsOf(value), scan.getSteps()),
      builder.getDenseI64ArrayAttr(shifted(axes)));
}

Value ScanBatcher::make(Operation *op) {
  Location location = op->getLoc();
  Dimension steps = scan.getSteps();
  if (auto product = dyn_cast<MatmulOp>(op))
    return builder.create<MatmulOp>(
        location, sequence(product.getLhs(), location),
        outside(product.getRhs()), product.getTransposeRhs());
  if (auto take = dyn_cast<TakeOp>(op))
    return builder.create<TakeOp>(location, outside(take.getOperand()),
                                  sequence(take.getIndices(), location), 0);
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(sequence(operand, location));
  if (auto reshape = dyn_cast<ReshapeOp>(op))
    return builder.create<ReshapeOp>(location, operands[0],
                                     withSteps(dimensionsOf(reshape), steps));
  if (auto transpose = dyn_cast<TransposeOp>(op)) {
    SmallVector<int64_t> permutation = shifted(transpose.getPermutation());
    permutation.insert(permutation.begin(), 0);
    return builder.create<TransposeOp>(location, operands[0], permutation);
  }
  if (auto slice = dyn_cast<SliceOp>(op)) {
    SmallVector<int64_t> strides(slice.getStrides());
    strides.insert(strides.begin(), 1);
    return builder.create<SliceOp>(location, operands[0],
                                   withSteps(slice.getStarts(), 0),
                                   withSteps(slice.getSizes(), steps), strides);
  }
  if (auto concat = dyn_cast<ConcatOp>(op)) {
    int64_t axis = concat.getAxis();
    return builder.create<ConcatOp>(location, operands,
                                    axis < 0 ? axis : axis + 1);
  }
  if (auto broadcast = dyn_cast<BroadcastOp>(op)) {
    SmallVector<int64_t> axes = shifted(broadcast.getResultAxes());
    axes.insert(axes.begin(), 0);
    return builder.create<BroadcastOp>(
        location, operands[0], withSteps(dimensionsOf(broadcast), steps),
        builder.getDenseI64ArrayAttr(axes));
  }
  OperationState state(location, op->getName());
  state.addOperands(operands);
  state.addAttributes(op->getAttrs());
  state.addTypes(ScanOp::stackOf(steps, tensorOf(op->getResult(0))));
  return builder.create(state)->getResult(0);
}

unsigned ScanBatcher::run() {
  select();
  if (leaving.empty())
    return 0;
  for (auto [element, all] : llvm::zip(scan.getElements(), scan.getSequences()))
    sequences.map(element, all);
  unsigned products = 0;
  SmallVector<Operation *> ordered;
  for (Operation &op : body)
    if (leaving.contains(&op))
      ordered.push_back(&op);
  for (Operation *op : ordered) {
    sequences.map(op->getResult(0), make(op));
    if (!isa<MatmulOp>(op))
      continue;
    ++products;
    remarkApplied(pass, op->getLoc())
        << "multiplied the elements of all " << scan.getSteps().str()
        << " steps at once, before the scan";
  }
  // What stays reads elements of what has left.
  for (Operation *op : ordered) {
    Value value = op->getResult(0);
    if (llvm::all_of(value.getUsers(),
                     [&](Operation *user) { return leaving.contains(user); }))
      continue;
    scan.getSequencesMutable().append(sequences.lookup(value));
    Value row = body.addArgument(value.getType(), value.getLoc());
    value.replaceUsesWithIf(
        row, [&](OpOperand &use) { return !leaving.contains(use.getOwner()); });
  }
  for (Operation *op : llvm::reverse(ordered))
    op->erase();
  // What only they have read, broadcasts of biases for example.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
  // A sequence that is no longer read need not be stored. One says how many
  // steps there are.
  for (size_t i = scan.getSequences().size(); i-- > 0;)
    if (scan.getElements()[i].use_empty() && scan.getSequences().size() > 1) {
      body.eraseArgument(scan.getInits().size() + i);
      scan.getSequencesMutable().erase(i);
    }
  return products;
}
