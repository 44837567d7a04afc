//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves reshapes, transposes and broadcasts below pointwise operations.
//
// Pointwise operations do not care where elements lie, so the movement may
// happen before or after them. After is the normal form: arithmetic stays with
// the contraction or reduction that it follows, where it costs nothing, and
// movements come to stand side by side, where they cancel or become one.
//
// - A broadcast sinks where that computes less: where all operands repeat
//   their elements along some axis.
// - A transpose or reshape sinks where the other operands have a form before
//   it: the same movement, numbers, and broadcasts whose axes it keeps. Who
//   else uses the movement must be able to follow, or it would be there twice.
//
// Each step moves a movement past an operation, and none moves back, so that
// this ends.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Splats.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::graph {
#define GEN_PASS_DEF_SINKMOVEMENTPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// The same pointwise operation on other operands, all of one shape.
static Value cloneOn(PatternRewriter &rewriter, Operation *op,
                     ArrayRef<Value> operands) {
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(operands);
  state.addAttributes(op->getAttrs());
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  state.addTypes(
      tensorType(dimensionsOf(operands.front()), type.getElementType()));
  return rewriter.create(state)->getResult(0);
}

/// The axes of a broadcast's result along which it varies, in order.
static SmallVector<int64_t> varyingAxes(BroadcastOp broadcast) {
  SmallVector<int64_t> axes;
  for (auto [dimension, axis] : llvm::zip(dimensionsOf(broadcast.getOperand()),
                                          broadcast.getResultAxes()))
    if (dimension != Dimension(1))
      axes.push_back(axis);
  return axes;
}

/// The operand of a broadcast without axes of size 1.
static Value varyingPart(PatternRewriter &rewriter, BroadcastOp broadcast) {
  Dimensions shape;
  for (const Dimension &dimension : dimensionsOf(broadcast.getOperand()))
    if (dimension != Dimension(1))
      shape.push_back(dimension);
  return reshapeTo(rewriter, broadcast.getLoc(), broadcast.getOperand(), shape);
}

namespace {
//===----------------------------------------------------------------------===//
// Broadcasts
//===----------------------------------------------------------------------===//

/// f(broadcast(x), broadcast(y)) -> broadcast(f(broadcast(x), broadcast(y))),
/// where the inner ones have the axes only along which x or y varies.
struct SinkBroadcast : RewritePattern {
  SinkBroadcast(MLIRContext *context, Pass::Statistic &sunk)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/2, context),
        sunk(sunk) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!op->hasTrait<Pointwise>())
      return rewriter.notifyMatchFailure(op, "not pointwise");
    Dimensions dimensions = dimensionsOf(op->getResult(0));
    SmallVector<bool> varies(dimensions.size(), false);
    bool isSplat = true;
    for (Value operand : op->getOperands()) {
      if (splatOf(operand))
        continue;
      isSplat = false;
      auto broadcast = operand.getDefiningOp<BroadcastOp>();
      if (!broadcast)
        return rewriter.notifyMatchFailure(op, "repeats no element");
      for (int64_t axis : varyingAxes(broadcast))
        varies[axis] = true;
    }
    // Where in the smaller shape each axis lies.
    SmallVector<int64_t> position(dimensions.size(), -1), axes;
    Dimensions smaller;
    bool isSmaller = false;
    for (auto [axis, dimension] : llvm::enumerate(dimensions)) {
      if (!varies[axis]) {
        isSmaller |= dimension != Dimension(1);
        continue;
      }
      position[axis] = axes.size();
      axes.push_back(axis);
      smaller.push_back(dimension);
    }
    if (isSplat || !isSmaller)
      return rewriter.notifyMatchFailure(op, "computes each element once");

    SmallVector<Value> operands;
    for (Value operand : op->getOperands()) {
      Type element = tensorOf(operand).getElementType();
      if (TypedAttr number = splatOf(operand)) {
        operands.push_back(createSplat(rewriter, operand.getLoc(),
                                       tensorType(smaller, element), number));
        continue;
      }
      auto broadcast = operand.getDefiningOp<BroadcastOp>();
      SmallVector<int64_t> inner;
      for (int64_t axis : varyingAxes(broadcast))
        inner.push_back(position[axis]);
      operands.push_back(broadcastTo(rewriter, broadcast.getLoc(),
                                     varyingPart(rewriter, broadcast), smaller,
                                     inner));
    }
    Value result = cloneOn(rewriter, op, operands);
    rewriter.replaceOp(
        op, broadcastTo(rewriter, op->getLoc(), result, dimensions, axes));
    ++sunk;
    return success();
  }

  Pass::Statistic &sunk;
};

//===----------------------------------------------------------------------===//
// Transposes and reshapes
//===----------------------------------------------------------------------===//

/// A transpose or reshape, and where axes were before it.
class Movement {
public:
  /// The movement that makes a value; nothing if none does.
  static std::optional<Movement> of(Value value) {
    Operation *op = value.getDefiningOp();
    if (!isa_and_nonnull<TransposeOp, ReshapeOp>(op) ||
        !tensorOf(value).hasStaticShape() ||
        tensorOf(value).getNumElements() == 0)
      return std::nullopt;
    return Movement(op);
  }

  /// Whether a value has a form before the movement, and that form.
  bool canUndo(Value value) const;
  Value undo(PatternRewriter &rewriter, Value value) const;

  /// The same movement of another value.
  Value apply(PatternRewriter &rewriter, Location location, Value value) const {
    if (auto transpose = dyn_cast<TransposeOp>(op))
      return transposeBy(rewriter, location, value, transpose.getPermutation());
    return reshapeTo(rewriter, location, value, dimensionsOf(op->getResult(0)));
  }

private:
  explicit Movement(Operation *op) : op(op) {}

  bool isSame(Operation *other) const;
  /// The axis before the movement that has an axis's elements.
  std::optional<int64_t> axisBefore(int64_t axis) const;

  Operation *op;
};
} // namespace

bool Movement::isSame(Operation *other) const {
  if (!other || other->getName() != op->getName() ||
      dimensionsOf(other->getOperand(0)) != dimensionsOf(op->getOperand(0)))
    return false;
  auto transpose = dyn_cast<TransposeOp>(op);
  return !transpose || transpose.getPermutation() ==
                           cast<TransposeOp>(other).getPermutation();
}

std::optional<int64_t> Movement::axisBefore(int64_t axis) const {
  if (auto transpose = dyn_cast<TransposeOp>(op))
    return transpose.getPermutation()[axis];
  ArrayRef<int64_t> from = tensorOf(op->getOperand(0)).getShape();
  ArrayRef<int64_t> to = tensorOf(op->getResult(0)).getShape();
  auto before = [](ArrayRef<int64_t> shape, size_t axis) {
    int64_t count = 1;
    for (int64_t size : shape.take_front(axis))
      count *= size;
    return count;
  };
  for (size_t i = 0; i < from.size(); ++i)
    if (from[i] == to[axis] && before(from, i) == before(to, axis))
      return i;
  return std::nullopt;
}

bool Movement::canUndo(Value value) const {
  if (isSame(value.getDefiningOp()) || splatOf(value))
    return true;
  auto broadcast = value.getDefiningOp<BroadcastOp>();
  return broadcast && llvm::all_of(varyingAxes(broadcast), [&](int64_t axis) {
           return axisBefore(axis).has_value();
         });
}

Value Movement::undo(PatternRewriter &rewriter, Value value) const {
  Operation *producer = value.getDefiningOp();
  if (isSame(producer))
    return producer->getOperand(0);
  Dimensions shape = dimensionsOf(op->getOperand(0));
  if (TypedAttr number = splatOf(value))
    return createSplat(rewriter, value.getLoc(),
                       tensorType(shape, tensorOf(value).getElementType()),
                       number);
  auto broadcast = cast<BroadcastOp>(producer);
  SmallVector<int64_t> axes;
  for (int64_t axis : varyingAxes(broadcast))
    axes.push_back(*axisBefore(axis));
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, axes.size()));
  llvm::sort(order, [&](int64_t a, int64_t b) { return axes[a] < axes[b]; });
  llvm::sort(axes);
  Value part = transposeBy(rewriter, broadcast.getLoc(),
                           varyingPart(rewriter, broadcast), order);
  return broadcastTo(rewriter, broadcast.getLoc(), part, shape, axes);
}

namespace {
/// f(move(x), y) -> move(f(x, y')), where y' is y before the movement.
struct SinkRearrangement : RewritePattern {
  SinkRearrangement(MLIRContext *context, Pass::Statistic &sunk)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context),
        sunk(sunk) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!op->hasTrait<Pointwise>())
      return rewriter.notifyMatchFailure(op, "not pointwise");
    std::optional<Movement> movement;
    for (Value operand : op->getOperands())
      if (!movement && !splatOf(operand))
        movement = Movement::of(operand);
    if (!movement)
      return rewriter.notifyMatchFailure(op, "moves nothing");
    for (Value operand : op->getOperands())
      if (!movement->canUndo(operand))
        return rewriter.notifyMatchFailure(op, "an operand is moved otherwise");
    for (Value operand : op->getOperands())
      if (Movement::of(operand) && !othersFollow(op, operand, *movement))
        return rewriter.notifyMatchFailure(op, "somebody else stays behind");
    SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(movement->undo(rewriter, operand));
    Value result = cloneOn(rewriter, op, operands);
    rewriter.replaceOp(op, movement->apply(rewriter, op->getLoc(), result));
    ++sunk;
    return success();
  }

private:
  /// Whether a value is computed from what the movement can be undone for.
  static bool follows(Value value, const Movement &movement, int depth) {
    if (movement.canUndo(value))
      return true;
    Operation *op = value.getDefiningOp();
    return depth > 0 && op && op->hasTrait<Pointwise>() &&
           llvm::all_of(op->getOperands(), [&](Value operand) {
             return follows(operand, movement, depth - 1);
           });
  }

  /// Whether the movement sinks below all other users of `moved` as well.
  static bool othersFollow(Operation *op, Value moved,
                           const Movement &movement) {
    constexpr int kDepth = 3;
    return llvm::all_of(moved.getUsers(), [&](Operation *user) {
      return user == op ||
             (user->hasTrait<Pointwise>() &&
              llvm::all_of(user->getOperands(), [&](Value operand) {
                return follows(operand, movement, kDepth);
              }));
    });
  }

  Pass::Statistic &sunk;
};

struct SinkMovement : dlc::graph::impl::SinkMovementPassBase<SinkMovement> {
  using Base::Base;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<SinkBroadcast>(&getContext(), sunkBroadcasts);
    patterns.add<SinkRearrangement>(&getContext(), sunkMovements);
    // What meets becomes one.
    getContext().getLoadedDialect<GraphDialect>()->getCanonicalizationPatterns(
        patterns);
    GreedyRewriteConfig config;
    config.enableRegionSimplification = GreedySimplifyRegionLevel::Disabled;
    if (failed(applyPatternsAndFoldGreedily(getOperation(), std::move(patterns),
                                            config)))
      signalPassFailure();
  }
};
} // namespace
