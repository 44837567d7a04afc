//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds sigmoid and tanh where programs spell them out.
//
// Two kinds of spellings: fractions of exponentials, of which numerator and
// denominator are matched as sums of a number and exponentials; and multiples
// of one function plus a number, which are the other: sigmoid(x) is tanh(x / 2)
// / 2 + 1 / 2. Numbers may stand on either side, be taken out of brackets or be
// divisors.
//
// The functions are what the spelled-out forms are for real numbers. In
// floating point they are at least as accurate, and where an exponential
// overflows to infinity over infinity, which is NaN, they are the limit. NaN
// arguments give NaN both ways.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::graph {
#define GEN_PASS_DEF_RECOGNIZEACTIVATIONSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// The number that all elements are.
static std::optional<double> numberOf(Value value) {
  Operation *op = value.getDefiningOp();
  while (isa_and_nonnull<BroadcastOp, ReshapeOp>(op))
    op = op->getOperand(0).getDefiningOp();
  auto constant = dyn_cast_or_null<ConstantOp>(op);
  auto elements =
      constant ? dyn_cast<DenseFPElementsAttr>(constant.getValue()) : nullptr;
  if (!elements || !elements.isSplat())
    return std::nullopt;
  return elements.getSplatValue<APFloat>().convertToDouble();
}

static Value scaled(PatternRewriter &rewriter, Location location, Value value,
                    double factor) {
  if (factor == 1)
    return value;
  if (factor == -1)
    return rewriter.createOrFold<NegOp>(location, value);
  Type element = tensorOf(value).getElementType();
  auto scalar = RankedTensorType::get({}, element);
  Attribute number = rewriter.getFloatAttr(element, factor);
  Value constant = rewriter.create<ConstantOp>(
      location, scalar, DenseElementsAttr::get(scalar, number));
  constant = rewriter.create<BroadcastOp>(
      location, constant, dimsAttrOf(value.getType()), DenseI64ArrayAttr());
  return rewriter.create<MulOp>(location, value, constant);
}

namespace {
/// factor * value + number.
struct Linear {
  Value value;
  double factor = 1, number = 0;
};

/// c0 + the exponentials' factors * exp(factor * value).
struct ExponentialSum {
  double number = 0;
  SmallVector<std::pair<Linear, double>> exponentials;

  void add(double factor, const Linear &argument) {
    exponentials.emplace_back(argument, factor);
  }
};
} // namespace

/// Takes numbers off a value, as many as spellings have.
static Linear linearOf(Value value) {
  Linear form{value};
  for (unsigned depth = 0; depth < 6; ++depth) {
    Operation *op = form.value.getDefiningOp();
    if (isa_and_nonnull<NegOp>(op)) {
      form.factor = -form.factor;
      form.value = op->getOperand(0);
      continue;
    }
    if (!isa_and_nonnull<AddOp, SubOp, MulOp, DivOp>(op))
      break;
    Value lhs = op->getOperand(0), rhs = op->getOperand(1);
    std::optional<double> left = numberOf(lhs), right = numberOf(rhs);
    if (left.has_value() == right.has_value() || (isa<DivOp>(op) && left))
      break;
    form.value = left ? rhs : lhs;
    double number = left ? *left : *right;
    if (isa<AddOp>(op)) {
      form.number += form.factor * number;
    } else if (isa<SubOp>(op)) {
      form.number += form.factor * (left ? number : -number);
      form.factor = left ? -form.factor : form.factor;
    } else {
      form.factor =
          isa<MulOp>(op) ? form.factor * number : form.factor / number;
    }
  }
  return form;
}

/// Whether the value is a sum of numbers and exponentials.
static bool collect(Value value, double factor, ExponentialSum &sum,
                    unsigned depth = 0) {
  if (std::optional<double> number = numberOf(value)) {
    sum.number += factor * *number;
    return true;
  }
  Operation *op = value.getDefiningOp();
  if (!op || depth > 4 || sum.exponentials.size() > 2)
    return false;
  if (auto exponential = dyn_cast<ExpOp>(op)) {
    sum.add(factor, linearOf(exponential.getOperand()));
    return true;
  }
  if (auto exponential = dyn_cast<Expm1Op>(op)) {
    sum.add(factor, linearOf(exponential.getOperand()));
    sum.number -= factor;
    return true;
  }
  if (isa<NegOp>(op))
    return collect(op->getOperand(0), -factor, sum, depth + 1);
  if (isa<AddOp, SubOp>(op))
    return collect(op->getOperand(0), factor, sum, depth + 1) &&
           collect(op->getOperand(1), isa<SubOp>(op) ? -factor : factor, sum,
                   depth + 1);
  // 1 / exp(u) is exp(-u).
  if (auto fraction = dyn_cast<DivOp>(op)) {
    std::optional<double> number = numberOf(fraction.getLhs());
    ExponentialSum below;
    if (!number || !collect(fraction.getRhs(), 1, below, depth + 1) ||
        below.number != 0 || below.exponentials.size() != 1)
      return false;
    auto [argument, scale] = below.exponentials.front();
    argument.factor = -argument.factor;
    argument.number = -argument.number;
    sum.add(factor * *number / scale, argument);
    return true;
  }
  return false;
}

namespace {
/// Fractions of exponentials.
struct RecognizeFraction : RewritePattern {
  RecognizeFraction(MLIRContext *context, Pass::Statistic &recognized)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context),
        recognized(recognized) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    ExponentialSum above, below;
    if (isa<DivOp>(op)) {
      if (!collect(op->getOperand(0), 1, above) ||
          !collect(op->getOperand(1), 1, below))
        return rewriter.notifyMatchFailure(op, "other than exponentials");
    } else if (isa<PowOp>(op) && numberOf(op->getOperand(1)) == -1.0) {
      above.number = 1;
      if (!collect(op->getOperand(0), 1, below))
        return rewriter.notifyMatchFailure(op, "other than exponentials");
    } else {
      return rewriter.notifyMatchFailure(op, "no fraction");
    }
    for (const ExponentialSum *sum : {&above, &below})
      for (const auto &[argument, factor] : sum->exponentials)
        if (argument.number != 0)
          return rewriter.notifyMatchFailure(op, "a shifted argument");
    Value result = fraction(rewriter, op->getLoc(), above, below);
    if (!result)
      return rewriter.notifyMatchFailure(op, "no known function");
    rewriter.replaceOp(op, result);
    ++recognized;
    return success();
  }

private:
  static Value fraction(PatternRewriter &rewriter, Location location,
                        const ExponentialSum &above,
                        const ExponentialSum &below);

  Pass::Statistic &recognized;
};

/// a sigmoid(x) + b that is a tanh, and the reverse.
struct RecognizeLinear : RewritePattern {
  RecognizeLinear(MLIRContext *context, Pass::Statistic &recognized)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context),
        recognized(recognized) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const override {
    if (!isa<AddOp, SubOp, MulOp, DivOp, NegOp>(op))
      return rewriter.notifyMatchFailure(op, "no sum, product or fraction");
    Linear outer = linearOf(op->getResult(0));
    Operation *function = outer.value.getDefiningOp();
    if (!isa_and_nonnull<TanhOp, SigmoidOp>(function))
      return rewriter.notifyMatchFailure(op, "not linear in an activation");
    Linear inner = linearOf(function->getOperand(0));
    bool sigmoid = isa<SigmoidOp>(function);
    double size = sigmoid ? 2 : 0.5;
    if (inner.number != 0)
      return rewriter.notifyMatchFailure(op, "a shifted argument");
    // 1 - sigmoid(-x), where the minus sign is there to be removed.
    bool mirrored =
        sigmoid && outer.factor == -1 && outer.number == 1 && inner.factor < 0;
    bool changes = std::abs(outer.factor) == size &&
                   outer.number == (sigmoid ? -outer.factor / 2 : 0.5);
    if (!mirrored && !changes)
      return rewriter.notifyMatchFailure(op, "no known function");
    double sign = outer.factor < 0 ? -1 : 1;
    double factor = sign * inner.factor * (mirrored ? 1 : sigmoid ? 0.5 : 2);
    Value argument = scaled(rewriter, op->getLoc(), inner.value, factor);
    if (sigmoid && !mirrored)
      rewriter.replaceOpWithNewOp<TanhOp>(op, argument);
    else
      rewriter.replaceOpWithNewOp<SigmoidOp>(op, argument);
    ++recognized;
    return success();
  }

  Pass::Statistic &recognized;
};

struct RecognizeActivations
    : dlc::graph::impl::RecognizeActivationsPassBase<RecognizeActivations> {
  using Base::Base;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<RecognizeFraction, RecognizeLinear>(&getContext(), recognized);
    GreedyRewriteConfig config;
    // Larger spellings hold smaller ones.
    config.useTopDownTraversal = true;
    config.enableRegionSimplification = GreedySimplifyRegionLevel::Disabled;
    if (failed(applyPatternsAndFoldGreedily(getOperation(), std::move(patterns),
                                            config)))
      signalPassFailure();
  }
};
} // namespace

Value RecognizeFraction::fraction(PatternRewriter &rewriter, Location location,
                                  const ExponentialSum &above,
                                  const ExponentialSum &below) {
  const auto &top = above.exponentials, &bottom = below.exponentials;
  auto sigmoid = [&](double scale, const Linear &x, double factor) {
    Value argument = scaled(rewriter, location, x.value, factor);
    Value value = rewriter.create<SigmoidOp>(location, argument);
    return scaled(rewriter, location, value, scale);
  };
  auto tanh = [&](double scale, const Linear &x, double factor) {
    Value argument = scaled(rewriter, location, x.value, factor);
    Value value = rewriter.create<TanhOp>(location, argument);
    return scaled(rewriter, location, value, scale);
  };
  // a / (b + b exp(u)) and a exp(u) / (b + b exp(u)).
  if (bottom.size() == 1 && below.number == bottom[0].second &&
      below.number != 0) {
    const auto &[x, b] = bottom[0];
    if (top.empty())
      return sigmoid(above.number / b, x, -x.factor);
    if (top.size() != 1 || top[0].first.value != x.value ||
        top[0].first.factor != x.factor)
      return nullptr;
    double a = top[0].second;
    if (above.number == 0)
      return sigmoid(a / b, x, x.factor);
    // (a exp(u) - a) / (b exp(u) + b).
    return above.number == -a ? tanh(a / b, x, x.factor / 2) : nullptr;
  }
  // (a exp(u) - a exp(-u)) / (b exp(u) + b exp(-u)).
  if (top.size() == 2 && bottom.size() == 2 && above.number == 0 &&
      below.number == 0 && bottom[0].second == bottom[1].second &&
      bottom[0].second != 0 && top[0].second == -top[1].second) {
    const Linear &u = top[0].first, &v = top[1].first;
    auto isOneOf = [&](const Linear &argument) {
      return argument.value == u.value &&
             std::abs(argument.factor) == std::abs(u.factor);
    };
    if (v.value == u.value && v.factor == -u.factor &&
        isOneOf(bottom[0].first) && isOneOf(bottom[1].first) &&
        bottom[0].first.factor == -bottom[1].first.factor)
      return tanh(top[0].second / bottom[0].second, u, u.factor);
  }
  return nullptr;
}
