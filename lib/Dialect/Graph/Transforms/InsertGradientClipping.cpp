//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes explicit how gradients are kept within limits.
//
// The norm of all gradients together is one number; where it is above the
// limit, all are scaled by one factor, so that their direction stays. Squares
// are summed up along all axes but the first, which leaves work for all
// threads, and then all of these sums at once. Products over many steps make
// the gradients of recurrent networks explode (Bengio et al., 1994): a function
// without any limit gets a remark where it has a scan.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/IR/Splats.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <cmath>

namespace dlc::graph {
#define GEN_PASS_DEF_INSERTGRADIENTCLIPPINGPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// What is added to the norm that gradients are divided by.
static constexpr double kEpsilon = 1e-6;

namespace {
/// Makes operations at the place of a clipping.
struct Clipping {
  explicit Clipping(ClipGradientsOp op) : op(op), builder(op) {}

  template <typename OpTy, typename... Args> Value create(Args &&...args) {
    return builder.create<OpTy>(op.getLoc(), std::forward<Args>(args)...);
  }
  Value splat(Type type, double number) {
    return createSplat(builder, op.getLoc(), cast<RankedTensorType>(type),
                       number);
  }

  /// sqrt(sum of squares), in the type of the operation's norm.
  Value norm(ValueRange gradients);
  Value sumsOfSquares(Value gradient);
  /// min(limit / (norm + epsilon), 1)
  Value factor(Value norm, double limit);
  Value scaled(Value gradient, Value factor);
  Value within(Value gradient, double limit);

  ClipGradientsOp op;
  OpBuilder builder;
};

struct InsertGradientClipping
    : dlc::graph::impl::InsertGradientClippingPassBase<InsertGradientClipping> {
  using Base::Base;

  void runOnOperation() override;
  void replaceLimits(ClipGradientsOp op);
  void insertInto(func::FuncOp function);
};
} // namespace

/// Those along the first axis, or one.
Value Clipping::sumsOfSquares(Value gradient) {
  Type sumType = tensorOf(op.getNorm()).getElementType();
  if (tensorOf(gradient).getElementType() != sumType)
    gradient = create<CastOp>(gradient, TypeAttr::get(sumType));
  Value square = create<MulOp>(gradient, gradient);
  int64_t rank = tensorOf(square).getRank();
  if (rank == 0)
    return reshapeTo(builder, op.getLoc(), square, ArrayRef<int64_t>{1});
  if (rank == 1)
    return square;
  return create<SumOp>(square, llvm::to_vector(llvm::seq<int64_t>(1, rank)),
                       /*keep_dims=*/false);
}

Value Clipping::norm(ValueRange gradients) {
  SmallVector<Value> sums;
  for (Value gradient : gradients)
    sums.push_back(sumsOfSquares(gradient));
  Value all =
      sums.size() == 1 ? sums.front() : create<ConcatOp>(sums, /*axis=*/0);
  Value total = create<SumOp>(all, ArrayRef<int64_t>(), /*keep_dims=*/false);
  return create<SqrtOp>(total);
}

Value Clipping::factor(Value norm, double limit) {
  Type type = norm.getType();
  Value raised = create<AddOp>(norm, splat(type, kEpsilon));
  Value ratio = create<DivOp>(splat(type, limit), raised);
  return create<MinimumOp>(ratio, splat(type, 1));
}

Value Clipping::scaled(Value gradient, Value factor) {
  RankedTensorType type = tensorOf(gradient);
  if (tensorOf(factor).getElementType() != type.getElementType())
    factor = create<CastOp>(factor, TypeAttr::get(type.getElementType()));
  factor = broadcastTo(builder, op.getLoc(), factor, dimensionsOf(type), {});
  return create<MulOp>(gradient, factor);
}

Value Clipping::within(Value gradient, double limit) {
  Type type = gradient.getType();
  Value lowered = create<MinimumOp>(gradient, splat(type, limit));
  return create<MaximumOp>(lowered, splat(type, -limit));
}

static bool hasLimit(ClipGradientsOp op) {
  return op.getMaxNorm() || op.getMaxValue();
}

static bool hasScan(func::FuncOp function) {
  return function.walk([](ScanOp) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

void InsertGradientClipping::runOnOperation() {
  std::pair<StringRef, double> options[] = {{"max-norm", maxNorm},
                                            {"max-value", maxValue}};
  for (auto [name, limit] : options)
    if (!(limit >= 0) || std::isinf(limit)) {
      getOperation().emitError()
          << "'" << name << "' is a positive number, got " << limit;
      return signalPassFailure();
    }
  for (auto function : getOperation().getOps<func::FuncOp>())
    insertInto(function);
}

/// Limits of the pass take the place of the graph's.
void InsertGradientClipping::replaceLimits(ClipGradientsOp op) {
  if (maxNorm == 0 && maxValue == 0)
    return;
  Builder builder(op.getContext());
  auto attribute = [&](double limit) {
    return limit == 0 ? FloatAttr() : builder.getF64FloatAttr(limit);
  };
  op.setMaxNormAttr(attribute(maxNorm));
  op.setMaxValueAttr(attribute(maxValue));
}

void InsertGradientClipping::insertInto(func::FuncOp function) {
  SmallVector<ClipGradientsOp> ops;
  function.walk([&](ClipGradientsOp op) { ops.push_back(op); });
  llvm::for_each(ops, [&](ClipGradientsOp op) { replaceLimits(op); });
  if (!ops.empty() && llvm::none_of(ops, hasLimit) && hasScan(function))
    remarkMissed(getArgument(), ops.front().getLoc())
        << "gradients of a recurrent network are not clipped and may explode; "
           "'clip_grad_norm = 1.0' limits them";
  for (ClipGradientsOp op : ops) {
    inserted += hasLimit(op);
    Clipping clipping(op);
    std::optional<APFloat> ofNorm = op.getMaxNorm(), ofValue = op.getMaxValue();
    Value norm = clipping.norm(op.getGradients());
    SmallVector<Value> clipped(op.getGradients());
    if (ofValue)
      for (Value &gradient : clipped)
        gradient = clipping.within(gradient, ofValue->convertToDouble());
    if (ofNorm) {
      // Of what the limit of elements has left.
      Value factor = clipping.factor(ofValue ? clipping.norm(clipped) : norm,
                                     ofNorm->convertToDouble());
      for (Value &gradient : clipped)
        gradient = clipping.scaled(gradient, factor);
    }
    for (auto [result, value] : llvm::zip(op.getClipped(), clipped))
      result.replaceAllUsesWith(value);
    op.getNorm().replaceAllUsesWith(norm);
    op.erase();
  }
}
