//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Brings scans into the form in which they become loops.
//
//===----------------------------------------------------------------------===//

#include "NormalizeScans.h"
#include "KernelGroups.h"
#include "Schedule.h"
#include "dlc/Codegen/Emitters.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"

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

  void run() {
    copyEmitted();
    copyCarried();
    replaceLast();
  }

private:
  bool isComputed(Value value) const {
    Operation *op = value.getDefiningOp();
    return op && op->getBlock() == body;
  }
  void copyEmitted();
  void copyCarried();
  void replaceLast();
  Value lastRowOf(OpBuilder &builder, Value stack, Type type);

  graph::ScanOp scan;
  graph::NextOp next;
  Block *body;
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
void ScanNormalization::replaceLast() {
  OpBuilder builder(scan->getContext());
  builder.setInsertionPointAfter(scan);
  DenseMap<Value, Value> sources;
  for (auto [stack, value] : llvm::zip(scan.getStacks(), next.getEmitted()))
    sources[storedValue(value)] = stack;
  for (auto [last, carried] : llvm::zip(scan.getLast(), next.getCarried())) {
    Value value = storedValue(carried), source = sources.lookup(value);
    if (source && llvm::is_contained(scan.getStacks(), source)) {
      if (!last.use_empty())
        last.replaceAllUsesWith(lastRowOf(builder, source, last.getType()));
    } else if (source) {
      last.replaceAllUsesWith(
          reshapeTo(builder, scan.getLoc(), source, last.getType()));
    } else if (isComputed(value)) {
      sources[value] = last;
    } else if (last.use_empty()) {
      continue;
    } else if (auto *element = llvm::find(scan.getElements(), value);
               element != scan.getElements().end()) {
      Value sequence =
          scan.getSequences()[element->getArgNumber() - scan.getInits().size()];
      last.replaceAllUsesWith(lastRowOf(builder, sequence, last.getType()));
    } else {
      last.replaceAllUsesWith(
          reshapeTo(builder, scan.getLoc(), value, last.getType()));
    }
  }
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
  builder.setInsertionPointToStart(&scan.getBody().front());
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
      builder.setInsertionPointToStart(&scan.getBody().front());
      Operation *clone = builder.clone(*op);
      value.replaceUsesWithIf(clone->getResult(0), [&](OpOperand &use) {
        return use.getOwner() != clone && sinks(use);
      });
      changed = true;
    }
  }
}

void dlc::codegen::normalizeScans(func::FuncOp function) {
  bool hasScans = false;
  function.walk([&](graph::ScanOp) { hasScans = true; });
  if (!hasScans)
    return;
  RewritePatternSet patterns(function.getContext());
  graph::ScanOp::getCanonicalizationPatterns(patterns, function.getContext());
  (void)applyPatternsAndFoldGreedily(function, std::move(patterns));
  function.walk([](graph::ScanOp scan) { ScanNormalization(scan).run(); });
  function.walk<WalkOrder::PreOrder>(
      [](graph::ScanOp scan) { sinkRecomputed(scan); });
}
