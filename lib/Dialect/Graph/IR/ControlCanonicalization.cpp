//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonicalization of scans. Values that need no loop are replaced by what
// they are, which leaves parts of the scan unused; those are removed in a
// second pattern. Scans of no step or one disappear.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace dlc::graph;

/// Whether the value comes from outside the body.
static bool isOutside(ScanOp scan, Value value) {
  return !scan.getBody().isAncestor(value.getParentRegion());
}

namespace {

//===----------------------------------------------------------------------===//
// No step, one step
//===----------------------------------------------------------------------===//

struct InlineShortScan : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const override {
    std::optional<int64_t> steps = scan.getSteps().constant();
    if (!steps || *steps > 1)
      return rewriter.notifyMatchFailure(scan, "more than one step");
    SmallVector<Value> results;
    if (*steps == 1)
      inlineStep(scan, rewriter, results);
    else if (failed(makeEmpty(scan, rewriter, results)))
      return rewriter.notifyMatchFailure(scan,
                                         "an empty stack of symbolic size");
    rewriter.replaceOp(scan, results);
    return success();
  }

private:
  static LogicalResult makeEmpty(ScanOp scan, PatternRewriter &rewriter,
                                 SmallVectorImpl<Value> &results) {
    for (Type type : scan.getStacks().getTypes())
      if (!cast<RankedTensorType>(type).hasStaticShape())
        return failure();
    llvm::append_range(results, scan.getInits());
    for (Type type : scan.getStacks().getTypes())
      results.push_back(rewriter.create<ConstantOp>(
          scan.getLoc(), type,
          DenseElementsAttr::get(cast<RankedTensorType>(type),
                                 ArrayRef<Attribute>())));
    return success();
  }

  static void inlineStep(ScanOp scan, PatternRewriter &rewriter,
                         SmallVectorImpl<Value> &results) {
    SmallVector<Value> arguments(scan.getInits());
    for (auto [sequence, element] :
         llvm::zip(scan.getSequences(), scan.getElements()))
      arguments.push_back(
          reshapeTo(rewriter, scan.getLoc(), sequence, tensorOf(element)));
    NextOp next = scan.getNext();
    rewriter.inlineBlockBefore(&scan.getBody().front(), scan, arguments);
    rewriter.setInsertionPoint(scan);
    llvm::append_range(results, next.getCarried());
    for (auto [value, stack] : llvm::zip(next.getEmitted(), scan.getStacks()))
      results.push_back(
          reshapeTo(rewriter, scan.getLoc(), value, tensorOf(stack)));
    rewriter.eraseOp(next);
  }
};

//===----------------------------------------------------------------------===//
// Values that need no loop
//===----------------------------------------------------------------------===//

/// Replaces arguments and results that are known otherwise; who used them does
/// so no longer.
struct ReplaceKnownValues : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const override {
    bool changed = replaceElements(scan, rewriter);
    changed |= replaceCarried(scan, rewriter);
    changed |= replaceStacks(scan, rewriter);
    return success(changed);
  }

private:
  static bool replace(PatternRewriter &rewriter, Value from, Value to) {
    if (from.use_empty())
      return false;
    rewriter.replaceAllUsesWith(from, to);
    return true;
  }

  /// A sequence that is there twice has one element.
  static bool replaceElements(ScanOp scan, PatternRewriter &rewriter) {
    bool changed = false;
    for (auto [index, sequence] : llvm::enumerate(scan.getSequences())) {
      size_t first = llvm::find(scan.getSequences(), sequence) -
                     scan.getSequences().begin();
      if (first != index)
        changed |= replace(rewriter, scan.getElements()[index],
                           scan.getElements()[first]);
    }
    return changed;
  }

  /// A carried value that never changes is its initial value; two that begin
  /// alike and go on alike are one.
  static bool replaceCarried(ScanOp scan, PatternRewriter &rewriter) {
    bool changed = false;
    NextOp next = scan.getNext();
    std::optional<int64_t> steps = scan.getSteps().constant();
    for (size_t i = 0; i < scan.getInits().size(); ++i) {
      Value init = scan.getInits()[i], argument = scan.getCarried()[i];
      Value result = scan.getLast()[i], value = next.getCarried()[i];
      if (value == argument || value == init) {
        changed |= replace(rewriter, argument, init);
        changed |= replace(rewriter, result, init);
        continue;
      }
      // With a step or more, a value from outside is the last one.
      if (steps.value_or(0) > 0 && isOutside(scan, value))
        changed |= replace(rewriter, result, value);
      for (size_t j = 0; j < i; ++j)
        if (scan.getInits()[j] == init && next.getCarried()[j] == value) {
          changed |= replace(rewriter, argument, scan.getCarried()[j]);
          changed |= replace(rewriter, result, scan.getLast()[j]);
          break;
        }
    }
    return changed;
  }

  /// The stack of a sequence's elements is the sequence, that of a value from
  /// outside repeats it, and a value emitted twice has one stack.
  static bool replaceStacks(ScanOp scan, PatternRewriter &rewriter) {
    bool changed = false;
    OperandRange emitted = scan.getNext().getEmitted();
    for (auto [index, value] : llvm::enumerate(emitted)) {
      Value stack = scan.getStacks()[index];
      if (stack.use_empty())
        continue;
      size_t first = llvm::find(emitted, value) - emitted.begin();
      auto element = llvm::find(scan.getElements(), value);
      Value known;
      if (first != index) {
        known = scan.getStacks()[first];
      } else if (element != scan.getElements().end()) {
        known = scan.getSequences()[element - scan.getElements().begin()];
      } else if (isOutside(scan, value)) {
        auto axes = llvm::to_vector(llvm::seq<int64_t>(
            1, cast<RankedTensorType>(stack.getType()).getRank()));
        known = rewriter.create<BroadcastOp>(
            scan.getLoc(), stack.getType(), value, dimsAttrOf(stack.getType()),
            rewriter.getDenseI64ArrayAttr(axes));
      }
      if (known)
        changed |= replace(rewriter, stack, known);
    }
    return changed;
  }
};

//===----------------------------------------------------------------------===//
// Unused parts
//===----------------------------------------------------------------------===//

/// Which parts of a scan something depends on.
struct LiveParts {
  explicit LiveParts(ScanOp scan);

  SmallVector<bool> carried, sequences, emitted;
  bool all = true;

private:
  void reach(Value value);

  ScanOp scan;
  DenseSet<Value> reached;
  SmallVector<Value> pending;
};

/// Rebuilds the scan without carried values, sequences and emissions on which
/// nothing depends.
struct RemoveUnusedParts : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ScanOp scan,
                                PatternRewriter &rewriter) const override;
};
} // namespace

/// Used results and, through the body, all that they depend on. A carried
/// value that only computes its own next one is not reached.
LiveParts::LiveParts(ScanOp scan) : scan(scan) {
  NextOp next = scan.getNext();
  for (auto [stack, value] : llvm::zip(scan.getStacks(), next.getEmitted())) {
    emitted.push_back(!stack.use_empty());
    if (!stack.use_empty())
      reach(value);
  }
  for (auto [result, value] : llvm::zip(scan.getLast(), next.getCarried()))
    if (!result.use_empty())
      reach(value);
  while (!pending.empty()) {
    Value value = pending.pop_back_val();
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      // Arguments of nested scans follow from their operands, all of which
      // are reached together.
      if (argument.getOwner() == &scan.getBody().front() &&
          argument.getArgNumber() < scan.getInits().size())
        reach(next.getCarried()[argument.getArgNumber()]);
      continue;
    }
    value.getDefiningOp()->walk([&](Operation *op) {
      for (Value operand : op->getOperands())
        reach(operand);
    });
  }
  for (auto [argument, result] : llvm::zip(scan.getCarried(), scan.getLast()))
    carried.push_back(reached.contains(argument) || !result.use_empty());
  for (Value element : scan.getElements())
    sequences.push_back(reached.contains(element));
  // One sequence says how many steps there are.
  if (!llvm::is_contained(sequences, true))
    sequences.front() = true;
  for (const auto &parts : {carried, sequences, emitted})
    all &= !llvm::is_contained(parts, false);
}

void LiveParts::reach(Value value) {
  if (!isOutside(scan, value) && reached.insert(value).second)
    pending.push_back(value);
}

/// The values that `keep` keeps.
static SmallVector<Value> select(ValueRange values, ArrayRef<bool> keep) {
  SmallVector<Value> kept;
  for (auto [value, stays] : llvm::zip(values, keep))
    if (stays)
      kept.push_back(value);
  return kept;
}

LogicalResult
RemoveUnusedParts::matchAndRewrite(ScanOp scan,
                                   PatternRewriter &rewriter) const {
  LiveParts live(scan);
  if (live.all)
    return rewriter.notifyMatchFailure(scan, "all parts are used");
  if (scan->use_empty())
    return rewriter.notifyMatchFailure(scan, "is dead");

  // Values of the body that are dead now may still use arguments that go.
  auto body = std::make_unique<Region>();
  Block *block = rewriter.createBlock(body.get());
  SmallVector<bool> arguments = live.carried;
  arguments.append(live.sequences);
  IRMapping mapping;
  for (auto [argument, stays] :
       llvm::zip(scan.getBody().getArguments(), arguments))
    if (stays)
      mapping.map(argument,
                  block->addArgument(argument.getType(), argument.getLoc()));
  NextOp next = scan.getNext();
  SmallVector<Value> carried = select(next.getCarried(), live.carried);
  SmallVector<Value> emitted = select(next.getEmitted(), live.emitted);
  // What the kept values need, in order.
  llvm::SmallPtrSet<Operation *, 16> needed;
  SmallVector<Value> pending(carried);
  pending.append(emitted);
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    op = op ? scan.getBody().front().findAncestorOpInBlock(*op) : nullptr;
    if (op && needed.insert(op).second)
      op->walk([&](Operation *inner) {
        llvm::append_range(pending, inner->getOperands());
      });
  }
  for (Operation &op : scan.getBody().front())
    if (needed.contains(&op))
      rewriter.clone(op, mapping);
  auto mapped = [&](ArrayRef<Value> values) {
    return llvm::map_to_vector(
        values, [&](Value value) { return mapping.lookupOrDefault(value); });
  };
  rewriter.create<NextOp>(next.getLoc(), mapped(carried), mapped(emitted));

  rewriter.setInsertionPoint(scan);
  auto smaller = rewriter.create<ScanOp>(
      scan.getLoc(), select(scan.getInits(), live.carried),
      select(scan.getSequences(), live.sequences), scan.getReversed(),
      std::move(body));
  SmallVector<bool> results = live.carried;
  results.append(live.emitted);
  SmallVector<Value> replacements(scan->getNumResults());
  size_t kept = 0;
  for (auto [index, stays] : llvm::enumerate(results))
    if (stays)
      replacements[index] = smaller->getResult(kept++);
  // Results without uses need no replacement.
  for (auto [from, to] : llvm::zip(scan->getResults(), replacements))
    if (to)
      rewriter.replaceAllUsesWith(from, to);
  rewriter.eraseOp(scan);
  return success();
}

void ScanOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<InlineShortScan, ReplaceKnownValues, RemoveUnusedParts>(context);
}
