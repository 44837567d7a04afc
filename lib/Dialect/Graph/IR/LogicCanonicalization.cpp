//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of comparisons, truth values, choices and casts.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

using namespace mlir;
using namespace dlc::graph;

static Value truth(PatternRewriter &rewriter, Value like, bool value) {
  return createSplat(rewriter, like.getLoc(), tensorOf(like), value);
}

//===----------------------------------------------------------------------===//
// Comparisons
//===----------------------------------------------------------------------===//

/// x compared with itself. Where the answer is yes but for NaN, only integers
/// have it.
template <typename OpTy>
static Value simplifyComparison(OpTy op, PatternRewriter &rewriter) {
  if (op.getLhs() != op.getRhs())
    return {};
  bool holds = isa<EqualOp, LessEqualOp, GreaterEqualOp>(op.getOperation());
  bool isFloat = isa<FloatType>(op.getLhs().getType().getElementType());
  if (isFloat && !isa<LessOp, GreaterOp>(op.getOperation()))
    return {};
  return truth(rewriter, op, holds);
}

/// The opposite comparison; of orders, only integers have one, since NaN is
/// neither less than x nor greater or equal.
template <typename OpTy, typename Opposite>
static Value negateComparison(LogicalNotOp op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().getDefiningOp<OpTy>();
  if (!inner)
    return {};
  bool isFloat = isa<FloatType>(inner.getLhs().getType().getElementType());
  if (isFloat && !std::is_same_v<OpTy, EqualOp> &&
      !std::is_same_v<OpTy, NotEqualOp>)
    return {};
  return rewriter.create<Opposite>(op.getLoc(), inner.getLhs(), inner.getRhs());
}

//===----------------------------------------------------------------------===//
// Truth values
//===----------------------------------------------------------------------===//

static bool areOpposites(Value lhs, Value rhs) {
  auto left = lhs.getDefiningOp<LogicalNotOp>();
  auto right = rhs.getDefiningOp<LogicalNotOp>();
  return (left && left.getOperand() == rhs) ||
         (right && right.getOperand() == lhs);
}

/// `neutral` changes nothing, its opposite decides.
template <typename OpTy, bool neutral>
static Value simplifyAndOr(OpTy op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (lhs == rhs || isSplat(rhs, neutral))
    return lhs;
  if (isSplat(lhs, neutral))
    return rhs;
  if (isSplat(lhs, !neutral) || isSplat(rhs, !neutral) ||
      areOpposites(lhs, rhs))
    return truth(rewriter, op, !neutral);
  return {};
}

static Value simplifyXor(LogicalXorOp op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (lhs == rhs || areOpposites(lhs, rhs))
    return truth(rewriter, op, lhs != rhs);
  if (isSplat(rhs, 0))
    return lhs;
  if (isSplat(rhs, 1))
    return rewriter.create<LogicalNotOp>(op.getLoc(), lhs);
  return {};
}

static Value simplifySelect(SelectOp op, PatternRewriter &rewriter) {
  Value condition = op.getCondition();
  Value onTrue = op.getOnTrue(), onFalse = op.getOnFalse();
  if (onTrue == onFalse || isSplat(condition, 1))
    return onTrue;
  if (isSplat(condition, 0))
    return onFalse;
  if (auto opposite = condition.getDefiningOp<LogicalNotOp>())
    return rewriter.create<SelectOp>(op.getLoc(), op.getType(),
                                     opposite.getOperand(), onFalse, onTrue);
  if (op.getType() != condition.getType())
    return {};
  if (isSplat(onTrue, 1) && isSplat(onFalse, 0))
    return condition;
  if (isSplat(onTrue, 0) && isSplat(onFalse, 1))
    return rewriter.create<LogicalNotOp>(op.getLoc(), condition);
  return {};
}

//===----------------------------------------------------------------------===//
// Casts
//===----------------------------------------------------------------------===//

/// Bits of whole numbers that a type holds exactly, and whether negative ones.
static std::pair<unsigned, bool> exactIntegers(Type type) {
  if (auto real = dyn_cast<FloatType>(type))
    return {real.getFPMantissaWidth(), true};
  bool isUnsigned = type.isUnsignedInteger() || type.isInteger(1);
  return {type.getIntOrFloatBitWidth() - !isUnsigned, !isUnsigned};
}

/// Whether `to` holds every value of `from`.
static bool isLossless(Type from, Type to) {
  auto [fromBits, fromSigned] = exactIntegers(from);
  auto [toBits, toSigned] = exactIntegers(to);
  if (isa<FloatType>(from) &&
      !(isa<FloatType>(to) &&
        to.getIntOrFloatBitWidth() >= from.getIntOrFloatBitWidth()))
    return false;
  return toBits >= fromBits && (toSigned || !fromSigned);
}

/// cast(cast(x)) where the first loses nothing. Whole numbers that became
/// floating point ones saturate where they would have wrapped around.
static Value simplifyCast(CastOp op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().getDefiningOp<CastOp>();
  if (!inner)
    return {};
  Type from = inner.getOperand().getType().getElementType();
  Type through = inner.getDtype(), to = op.getDtype();
  bool saturates = isa<FloatType>(through) && !isa<FloatType>(from) &&
                   isa<IntegerType>(to) && !to.isInteger(1) &&
                   !isLossless(from, to);
  if (!isLossless(from, through) || saturates)
    return {};
  return rewriter.createOrFold<CastOp>(op.getLoc(), op.getType(),
                                       inner.getOperand(), op.getDtype());
}

void dlc::graph::addLogicRules(RewritePatternSet &patterns) {
  addRule<EqualOp, simplifyComparison<EqualOp>>(patterns);
  addRule<NotEqualOp, simplifyComparison<NotEqualOp>>(patterns);
  addRule<LessOp, simplifyComparison<LessOp>>(patterns);
  addRule<LessEqualOp, simplifyComparison<LessEqualOp>>(patterns);
  addRule<GreaterOp, simplifyComparison<GreaterOp>>(patterns);
  addRule<GreaterEqualOp, simplifyComparison<GreaterEqualOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<EqualOp, NotEqualOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<NotEqualOp, EqualOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<LessOp, GreaterEqualOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<GreaterEqualOp, LessOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<GreaterOp, LessEqualOp>>(patterns);
  addRule<LogicalNotOp, negateComparison<LessEqualOp, GreaterOp>>(patterns);
  addRule<LogicalAndOp, simplifyAndOr<LogicalAndOp, true>>(patterns);
  addRule<LogicalOrOp, simplifyAndOr<LogicalOrOp, false>>(patterns);
  addRule<LogicalXorOp, simplifyXor>(patterns);
  addRule<SelectOp, simplifySelect>(patterns);
  addRule<CastOp, simplifyCast>(patterns);
}
