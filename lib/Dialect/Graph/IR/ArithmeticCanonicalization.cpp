//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of arithmetic. docs/CanonicalForm.md says what the rules may
// assume about NaN, infinity and rounding.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

#include <limits>

using namespace mlir;
using namespace dlc::graph;

static bool isFloat(Value value) {
  return isa<FloatType>(tensorOf(value).getElementType());
}

static Value zeroLike(PatternRewriter &rewriter, Value value) {
  return createSplat(rewriter, value.getLoc(), tensorOf(value), 0.0);
}

/// The x of -x.
static Value negated(Value value) {
  auto neg = value.getDefiningOp<NegOp>();
  return neg ? neg.getOperand() : Value();
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

static Value simplifyAdd(AddOp op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (isSplat(rhs, 0))
    return lhs;
  if (isSplat(lhs, 0))
    return rhs;
  if (Value operand = negated(rhs))
    return rewriter.create<SubOp>(op.getLoc(), lhs, operand);
  if (Value operand = negated(lhs))
    return rewriter.create<SubOp>(op.getLoc(), rhs, operand);
  return {};
}

static Value simplifySub(SubOp op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (isSplat(rhs, 0))
    return lhs;
  if (isSplat(lhs, 0))
    return rewriter.create<NegOp>(op.getLoc(), rhs);
  if (lhs == rhs && !isFloat(lhs))
    return zeroLike(rewriter, lhs);
  if (Value operand = negated(rhs))
    return rewriter.create<AddOp>(op.getLoc(), lhs, operand);
  return {};
}

static Value simplifyNeg(NegOp op, PatternRewriter &rewriter) {
  auto difference = op.getOperand().getDefiningOp<SubOp>();
  if (!difference || !difference->hasOneUse())
    return {};
  return rewriter.create<SubOp>(op.getLoc(), difference.getRhs(),
                                difference.getLhs());
}

//===----------------------------------------------------------------------===//
// Products and quotients
//===----------------------------------------------------------------------===//

/// -c for a constant c of floating point type.
static Value negatedConstant(PatternRewriter &rewriter, Value value) {
  auto element = dyn_cast_if_present<FloatAttr>(splatOf(value));
  if (!element)
    return {};
  return createSplat(
      rewriter, value.getLoc(), tensorOf(value),
      cast<TypedAttr>(FloatAttr::get(element.getType(), -element.getValue())));
}

static Value simplifyMul(MulOp op, PatternRewriter &rewriter) {
  for (auto [lhs, rhs] : {std::pair<Value, Value>(op.getLhs(), op.getRhs()),
                          std::pair<Value, Value>(op.getRhs(), op.getLhs())}) {
    if (isSplat(rhs, 1))
      return lhs;
    if (isSplat(rhs, -1))
      return rewriter.create<NegOp>(op.getLoc(), lhs);
    if (isSplat(rhs, 0) && !isFloat(rhs))
      return zeroLike(rewriter, rhs);
    Value operand = negated(lhs);
    if (!operand)
      continue;
    if (Value other = negated(rhs))
      return rewriter.create<MulOp>(op.getLoc(), operand, other);
    if (Value constant = negatedConstant(rewriter, rhs))
      return rewriter.create<MulOp>(op.getLoc(), operand, constant);
  }
  return {};
}

static Value simplifyDiv(DivOp op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (isSplat(rhs, 1))
    return lhs;
  if (isSplat(rhs, -1))
    return rewriter.create<NegOp>(op.getLoc(), lhs);
  // A power of two has an exact inverse.
  if (auto divisor = dyn_cast_if_present<FloatAttr>(splatOf(rhs))) {
    APFloat inverse(divisor.getValue());
    if (divisor.getValue().getExactInverse(&inverse)) {
      Value factor = createSplat(
          rewriter, rhs.getLoc(), tensorOf(rhs),
          cast<TypedAttr>(FloatAttr::get(divisor.getType(), inverse)));
      return rewriter.create<MulOp>(op.getLoc(), lhs, factor);
    }
  }
  if (auto root = rhs.getDefiningOp<RsqrtOp>()) {
    Value factor = rewriter.create<SqrtOp>(root.getLoc(), root.getOperand());
    return rewriter.create<MulOp>(op.getLoc(), lhs, factor);
  }
  if (auto root = rhs.getDefiningOp<SqrtOp>(); root && isSplat(lhs, 1))
    return rewriter.create<RsqrtOp>(op.getLoc(), root.getOperand());
  if (Value operand = negated(lhs)) {
    if (Value other = negated(rhs))
      return rewriter.create<DivOp>(op.getLoc(), operand, other);
    if (Value constant = negatedConstant(rewriter, rhs))
      return rewriter.create<DivOp>(op.getLoc(), operand, constant);
  }
  return {};
}

static Value simplifyFloorDivide(FloorDivideOp op, PatternRewriter &) {
  return !isFloat(op) && isSplat(op.getRhs(), 1) ? op.getLhs() : Value();
}

static Value simplifyRemainder(RemainderOp op, PatternRewriter &rewriter) {
  bool isOne = !isFloat(op) && isSplat(op.getRhs(), 1);
  return isOne ? zeroLike(rewriter, op) : Value();
}

/// base^exponent by squaring.
static Value buildPower(PatternRewriter &rewriter, Location location,
                        Value base, int64_t exponent) {
  Value result;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1)
      result = result ? rewriter.create<MulOp>(location, result, base) : base;
    if (exponent > 1)
      base = rewriter.create<MulOp>(location, base, base);
  }
  return result;
}

/// Small whole exponents; of integers, whose products do not round, larger ones
/// too. Roots are left alone: of -0 and -inf, pow makes what sqrt does not.
static Value simplifyPow(PowOp op, PatternRewriter &rewriter) {
  Value base = op.getLhs();
  Location location = op.getLoc();
  std::optional<double> exponent = splatNumber(op.getRhs());
  if (exponent == 0.0)
    return createSplat(rewriter, location, tensorOf(op), 1.0);
  if (exponent == 1.0)
    return base;
  if (exponent == -1.0 && isFloat(op))
    return rewriter.create<DivOp>(
        location, createSplat(rewriter, location, tensorOf(op), 1.0), base);
  if (exponent == 2.0 || exponent == 3.0 ||
      (!isFloat(op) && exponent > 0.0 && exponent <= 64.0))
    return buildPower(rewriter, location, base, int64_t(*exponent));
  return {};
}

//===----------------------------------------------------------------------===//
// Extrema, absolute values, rounding
//===----------------------------------------------------------------------===//

/// max(x, x), and max(max(x, c), d) for constants.
template <typename OpTy>
static Value simplifyExtremum(OpTy op, PatternRewriter &rewriter) {
  Value lhs = op.getLhs(), rhs = op.getRhs();
  if (lhs == rhs)
    return lhs;
  // What has constants on both sides is left to folding: its constants would
  // change places with those of `op` for ever.
  auto inner = lhs.template getDefiningOp<OpTy>();
  if (!inner || !splatOf(rhs) || !splatOf(inner.getRhs()) ||
      splatOf(inner.getLhs()))
    return {};
  Value limit = rewriter.create<OpTy>(op.getLoc(), inner.getRhs(), rhs);
  return rewriter.create<OpTy>(op.getLoc(), inner.getLhs(), limit);
}

static Value simplifyMaximum(MaximumOp op, PatternRewriter &rewriter) {
  if (isSplat(op.getRhs(), 0))
    return rewriter.create<ReluOp>(op.getLoc(), op.getLhs());
  if (isSplat(op.getRhs(), -std::numeric_limits<double>::infinity()))
    return op.getLhs();
  return simplifyExtremum(op, rewriter);
}

static Value simplifyMinimum(MinimumOp op, PatternRewriter &rewriter) {
  if (isSplat(op.getRhs(), std::numeric_limits<double>::infinity()))
    return op.getLhs();
  return simplifyExtremum(op, rewriter);
}

static Value simplifyAbs(AbsOp op, PatternRewriter &rewriter) {
  Value operand = op.getOperand();
  if (operand.getDefiningOp<ReluOp>())
    return operand;
  // The smallest integer is its own negative, and its own absolute value.
  if (Value positive = negated(operand))
    return rewriter.create<AbsOp>(op.getLoc(), positive);
  return operand.getDefiningOp<AbsOp>() ? operand : Value();
}

/// What is whole already.
template <typename OpTy>
static Value simplifyRounding(OpTy op, PatternRewriter &) {
  Operation *producer = op.getOperand().getDefiningOp();
  bool isWhole =
      isa_and_nonnull<FloorOp, CeilOp, RoundOp, TruncOp, SignOp>(producer);
  return isWhole ? op.getOperand() : Value();
}

static Value simplifySign(SignOp op, PatternRewriter &) {
  return op.getOperand().getDefiningOp<SignOp>() ? op.getOperand() : Value();
}

void dlc::graph::addArithmeticRules(RewritePatternSet &patterns) {
  addRule<AddOp, simplifyAdd>(patterns);
  addRule<SubOp, simplifySub>(patterns);
  addRule<NegOp, simplifyNeg>(patterns);
  addRule<MulOp, simplifyMul>(patterns);
  addRule<DivOp, simplifyDiv>(patterns);
  addRule<FloorDivideOp, simplifyFloorDivide>(patterns);
  addRule<RemainderOp, simplifyRemainder>(patterns);
  addRule<PowOp, simplifyPow>(patterns);
  addRule<MaximumOp, simplifyMaximum>(patterns);
  addRule<MinimumOp, simplifyMinimum>(patterns);
  addRule<AbsOp, simplifyAbs>(patterns);
  addRule<FloorOp, simplifyRounding<FloorOp>>(patterns);
  addRule<CeilOp, simplifyRounding<CeilOp>>(patterns);
  addRule<RoundOp, simplifyRounding<RoundOp>>(patterns);
  addRule<TruncOp, simplifyRounding<TruncOp>>(patterns);
  addRule<SignOp, simplifySign>(patterns);
}
