//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of pointwise operations. In these rules g is the gradient of the
// result y, and a, b or x are operands.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "Term.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

/// What x gets.
using UnaryRule = Term(Term g, Term x, Term y);

template <typename OpTy, UnaryRule *rule>
static void applyUnary(OpTy op, AdjointBuilder &a) {
  Term g(a, a.gradient(op.getResult()));
  a.add(op.getOperand(), rule(g, {a, op.getOperand()}, {a, op.getResult()}));
}

template <typename OpTy, UnaryRule *rule>
static void attachUnary(MLIRContext *context) {
  attach<OpTy, applyUnary<OpTy, rule>>(context);
}

static Term neg(Term g, Term, Term) { return -g; }
static Term abs(Term g, Term x, Term) { return g * x.apply<SignOp>(); }
static Term exp(Term g, Term, Term y) { return g * y; }
/// y + 1 has few digits left where x is far below 0.
static Term expm1(Term g, Term x, Term) { return g * x.apply<ExpOp>(); }
static Term log(Term g, Term x, Term) { return g / x; }
static Term log1p(Term g, Term x, Term) { return g / (x + 1); }
static Term sqrt(Term g, Term, Term y) { return g / (y * 2); }
static Term rsqrt(Term g, Term, Term y) { return g * (y * y * y) * -0.5; }
static Term sin(Term g, Term x, Term) { return g * x.apply<CosOp>(); }
static Term cos(Term g, Term x, Term) { return -(g * x.apply<SinOp>()); }
static Term erf(Term g, Term x, Term) {
  return g * ((-(x * x)).apply<ExpOp>() * (2 * llvm::numbers::inv_sqrtpi));
}
static Term tanh(Term g, Term, Term y) { return g * (1 - y * y); }
static Term sigmoid(Term g, Term, Term y) { return g * (y * (1 - y)); }
/// By the result, which whoever comes next keeps anyway; NaN passes g.
static Term relu(Term g, Term, Term y) { return unless(y <= 0, g); }

static void cast(CastOp op, AdjointBuilder &a) {
  Type from = tensorOf(op.getOperand()).getElementType();
  a.add(op.getOperand(),
        a.create<CastOp>(a.gradient(op.getResult()), TypeAttr::get(from)));
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

/// What a and b get.
struct Gradients {
  Term a, b;
};
using BinaryRule = Gradients(Term g, Term a, Term b, Term y);

template <typename OpTy, BinaryRule *rule>
static void applyBinary(OpTy op, AdjointBuilder &adjoints) {
  Term g(adjoints, adjoints.gradient(op.getResult()));
  auto [a, b] = rule(g, {adjoints, op.getLhs()}, {adjoints, op.getRhs()},
                     {adjoints, op.getResult()});
  adjoints.add(op.getLhs(), a);
  adjoints.add(op.getRhs(), b);
}

template <typename OpTy, BinaryRule *rule>
static void attachBinary(MLIRContext *context) {
  attach<OpTy, applyBinary<OpTy, rule>>(context);
}

static Gradients add(Term g, Term, Term, Term) { return {g, g}; }
static Gradients sub(Term g, Term, Term, Term) { return {g, -g}; }
static Gradients mul(Term g, Term a, Term b, Term) { return {g * b, g * a}; }
static Gradients div(Term g, Term, Term b, Term y) {
  Term quotient = g / b;
  return {quotient, -(quotient * y)};
}
static Gradients remainder(Term g, Term a, Term b, Term) {
  return {g, -(g * a.apply<FloorDivideOp>(b))};
}
/// x^0 is 1 for every x, and 0^y is 0 for every y above 0: there, the formulas
/// would multiply 0 by infinity.
static Gradients pow(Term g, Term a, Term b, Term y) {
  Term slope = b * a.apply<PowOp>(b - 1);
  Term growth = y * a.apply<LogOp>();
  return {g * unless(b == 0, slope), g * unless(a == 0 && b >= 0, growth)};
}
/// Equal operands get half each. A number is a bound, at which nothing passes.
static Gradients maximum(Term g, Term a, Term b, Term) {
  if (splatOf(a) || splatOf(b))
    return {where(a > b, g), where(b > a, g)};
  Term half = g * 0.5, equal = a == b;
  return {equal.choose(half, unless(a < b, g)),
          equal.choose(half, unless(a > b, g))};
}
static Gradients minimum(Term g, Term a, Term b, Term) {
  if (splatOf(a) || splatOf(b))
    return {where(a < b, g), where(b < a, g)};
  Term half = g * 0.5, equal = a == b;
  return {equal.choose(half, unless(a > b, g)),
          equal.choose(half, unless(a < b, g))};
}

static void select(SelectOp op, AdjointBuilder &a) {
  Term g(a, a.gradient(op.getResult()));
  Term condition(a, op.getCondition());
  a.add(op.getOnTrue(), where(condition, g));
  a.add(op.getOnFalse(), unless(condition, g));
}

void dlc::graph::adjoint::attachPointwise(MLIRContext *context) {
  attachUnary<NegOp, neg>(context);
  attachUnary<AbsOp, abs>(context);
  attachUnary<ExpOp, exp>(context);
  attachUnary<Expm1Op, expm1>(context);
  attachUnary<LogOp, log>(context);
  attachUnary<Log1pOp, log1p>(context);
  attachUnary<SqrtOp, sqrt>(context);
  attachUnary<RsqrtOp, rsqrt>(context);
  attachUnary<SinOp, sin>(context);
  attachUnary<CosOp, cos>(context);
  attachUnary<ErfOp, erf>(context);
  attachUnary<TanhOp, tanh>(context);
  attachUnary<SigmoidOp, sigmoid>(context);
  attachUnary<ReluOp, relu>(context);
  attach<CastOp, cast>(context);
  attach<FloorOp, isFlat<FloorOp>>(context);
  attach<CeilOp, isFlat<CeilOp>>(context);
  attach<RoundOp, isFlat<RoundOp>>(context);
  attach<TruncOp, isFlat<TruncOp>>(context);
  attach<SignOp, isFlat<SignOp>>(context);
  attach<StopGradientOp, isFlat<StopGradientOp>>(context);

  attachBinary<AddOp, ::add>(context);
  attachBinary<SubOp, sub>(context);
  attachBinary<MulOp, mul>(context);
  attachBinary<DivOp, ::div>(context);
  attachBinary<RemainderOp, ::remainder>(context);
  attachBinary<PowOp, ::pow>(context);
  attachBinary<MaximumOp, maximum>(context);
  attachBinary<MinimumOp, minimum>(context);
  attach<FloorDivideOp, isFlat<FloorDivideOp>>(context);
  attach<SelectOp, ::select>(context);
}
