//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Brings scans into the form in which they become loops, in which no step
// copies anything but where a carried value becomes another one unchanged.
//
//===----------------------------------------------------------------------===//

#include "NormalizeScans.h"
#include "KernelGroups.h"
#include "Schedule.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Codegen/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_NORMALIZESCANSPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static Value reshapeTo(OpBuilder &builder, Location location, Value value,
                       Type type) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(type).getShape();
  return builder.createOrFold<graph::ReshapeOp>(
      location, type, value,
      graph::DimsAttr::get(
          builder.getContext(),
          std::vector<graph::Dimension>(shape.begin(), shape.end())));
}

namespace {
/// Normalizes one scan, to which canonicalization has nothing to add.
class ScanNormalization {
public:
  explicit ScanNormalization(graph::ScanOp scan)
      : scan(scan), next(scan.getNext()), body(&scan.getBody().front()) {}

  /// Whether there is less to compute now.
  bool run() {
    copyEmitted();
    copyCarried();
    return replaceLast();
  }

private:
  bool isComputed(Value value) const {
    Operation *op = value.getDefiningOp();
    return op && op->getBlock() == body;
  }
  void copyEmitted();
  void copyCarried();
  bool replaceLast();
  Value lastRowOf(OpBuilder &builder, Value stack, Type type);

  graph::ScanOp scan;
  graph::NextOp next;
  Block *body;
};

struct NormalizeScans
    : dlc::codegen::impl::NormalizeScansPassBase<NormalizeScans> {
  using Base::Base;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (isStatic(function))
        normalizeScans(function);
  }
};
} // namespace

void ScanNormalization::copyEmitted() {
  OpBuilder builder(next);
  llvm::DenseSet<Value> taken;
  for (OpOperand &emitted : next.getEmittedMutable()) {
    Value value = storedValue(emitted.get());
    if (!isComputed(value) || !taken.insert(value).second)
      emitted.set(createCopy(builder, next.getLoc(), emitted.get()));
  }
}

void ScanNormalization::copyCarried() {
  OpBuilder builder(next);
  for (OpOperand &carried : next.getCarriedMutable()) {
    Value value = storedValue(carried.get());
    if (llvm::is_contained(scan.getCarried(), value))
      carried.set(createCopy(builder, next.getLoc(), carried.get()));
  }
}

/// The last step's row of a stack.
Value ScanNormalization::lastRowOf(OpBuilder &builder, Value stack, Type type) {
  SmallVector<int64_t> sizes(graph::tensorOf(stack).getShape());
  SmallVector<int64_t> starts(sizes.size(), 0);
  starts[0] = scan.getReversed() ? 0 : sizes[0] - 1;
  sizes[0] = 1;
  Value row = createSlice(builder, scan.getLoc(), stack, starts, sizes);
  return reshapeTo(builder, scan.getLoc(), row, type);
}

/// Last carried values that are to be had elsewhere.
bool ScanNormalization::replaceLast() {
  OpBuilder builder(scan->getContext());
  builder.setInsertionPointAfter(scan);
  DenseMap<Value, Value> sources;
  for (auto [stack, value] : llvm::zip(scan.getStacks(), next.getEmitted()))
    sources[storedValue(value)] = stack;
  bool changed = false;
  auto replace = [&](Value last, function_ref<Value()> makeOther) {
    if (last.use_empty())
      return;
    last.replaceAllUsesWith(makeOther());
    changed = true;
  };
  for (auto [last, carried] : llvm::zip(scan.getLast(), next.getCarried())) {
    Value value = storedValue(carried), source = sources.lookup(value);
    Type type = last.getType();
    auto reshaped = [&](Value other) {
      return reshapeTo(builder, scan.getLoc(), other, type);
    };
    if (source && llvm::is_contained(scan.getStacks(), source)) {
      replace(last, [&] { return lastRowOf(builder, source, type); });
    } else if (source) {
      replace(last, [&] { return reshaped(source); });
    } else if (isComputed(value)) {
      sources[value] = last;
    } else if (auto *element = llvm::find(scan.getElements(), value);
               element != scan.getElements().end()) {
      Value sequence =
          scan.getSequences()[element->getArgNumber() - scan.getInits().size()];
      replace(last, [&] { return lastRowOf(builder, sequence, type); });
    } else {
      replace(last, [&] { return reshaped(value); });
    }
  }
  return changed;
}

/// Whether the operation can compute an operand instead of reading it.
static bool recomputesOperands(Operation *op) {
  return !isa<graph::ScanOp, graph::NextOp, graph::ReshapeOp, graph::ExternOp,
              ContractionOpInterface>(op);
}

/// Clones constants and broadcasts into the body that uses them, where a kernel
/// computes them again, as it does outside.
static void sinkRecomputed(graph::ScanOp scan) {
  OpBuilder builder(scan->getContext());
  bool changed = true;
  while (changed) {
    changed = false;
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(scan->getRegions(), captured);
    for (Value value : captured) {
      Operation *op = value.getDefiningOp();
      if (!op || !isRecomputed(op))
        continue;
      auto sinks = [&](OpOperand &use) {
        return scan->isProperAncestor(use.getOwner()) &&
               recomputesOperands(use.getOwner());
      };
      if (llvm::none_of(value.getUses(), sinks))
        continue;
      // Where it is used first: constants are in front of the body.
      Block &body = scan.getBody().front();
      Operation *first = body.getTerminator();
      for (OpOperand &use : value.getUses())
        if (sinks(use)) {
          Operation *user = body.findAncestorOpInBlock(*use.getOwner());
          if (user->isBeforeInBlock(first))
            first = user;
        }
      builder.setInsertionPoint(first);
      Operation *clone = builder.clone(*op);
      value.replaceUsesWithIf(clone->getResult(0), [&](OpOperand &use) {
        return use.getOwner() != clone && sinks(use);
      });
      if (op->use_empty())
        op->erase();
      changed = true;
    }
  }
}

void dlc::codegen::normalizeScans(func::FuncOp function) {
  bool hasScans = false;
  function.walk([&](graph::ScanOp) { hasScans = true; });
  if (!hasScans)
    return;
  RewritePatternSet list(function.getContext());
  graph::ScanOp::getCanonicalizationPatterns(list, function.getContext());
  FrozenRewritePatternSet patterns(std::move(list));
  // What is replaced may leave a scan with parts that nothing uses.
  bool changed = true;
  while (changed) {
    (void)applyPatternsAndFoldGreedily(function, patterns);
    changed = false;
    function.walk(
        [&](graph::ScanOp scan) { changed |= ScanNormalization(scan).run(); });
  }
  function.walk<WalkOrder::PreOrder>(
      [](graph::ScanOp scan) { sinkRecomputed(scan); });
}
