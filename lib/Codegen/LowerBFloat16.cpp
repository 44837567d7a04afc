//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Leaves nothing of bf16 to LLVM.
//
// Few processors know the type. For the others LLVM makes calls of conversion
// functions, which libm does not have, even to copy such numbers. So each
// operation computes in f32; its result is rounded by integer arithmetic, which
// keeps subnormal numbers and gives the same bits on every processor; and what
// is left, moving numbers, is done with integers of 16 bits.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/DialectConversion.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_LOWERBFLOAT16PASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;

static bool isBFloat16(Type type) {
  return type.walk([](BFloat16Type) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

/// A conversion between bf16 and f64 is two.
template <typename Op> struct ConvertThroughF32 : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    Type from = op.getIn().getType(), to = op.getType();
    auto isPair = [](Type narrow, Type wide) {
      return getElementTypeOrSelf(narrow).isBF16() &&
             getElementTypeOrSelf(wide).isF64();
    };
    if (!isPair(from, to) && !isPair(to, from))
      return rewriter.notifyMatchFailure(op, "not between bf16 and f64");
    Type between = rewriter.getF32Type();
    if (auto vector = dyn_cast<VectorType>(from))
      between = vector.clone(between);
    Value value = rewriter.create<Op>(op.getLoc(), between, op.getIn());
    rewriter.replaceOpWithNewOp<Op>(op, to, value);
    return success();
  }
};

/// Everything in f32, each operation rounded by itself.
static LogicalResult widen(func::FuncOp function) {
  MLIRContext *context = function.getContext();
  TypeConverter converter;
  arith::populateEmulateUnsupportedFloatsConversions(
      converter, {BFloat16Type::get(context)}, Float32Type::get(context));
  RewritePatternSet widening(context);
  arith::populateEmulateUnsupportedFloatsPatterns(widening, converter);
  ConversionTarget target(*context);
  arith::populateEmulateUnsupportedFloatsLegality(target, converter);
  target.addDynamicallyLegalDialect<math::MathDialect>(
      [&](Operation *op) { return converter.isLegal(op); });
  // Selecting is moving.
  target.addLegalOp<arith::SelectOp>();
  if (failed(applyPartialConversion(function, target, std::move(widening))))
    return failure();
  RewritePatternSet rounding(context);
  rounding.add<ConvertThroughF32<arith::ExtFOp>,
               ConvertThroughF32<arith::TruncFOp>>(context);
  arith::populateExpandBFloat16Patterns(rounding);
  return applyPatternsAndFoldGreedily(function, std::move(rounding));
}

/// Integers in place of what only moves.
static AttrTypeReplacer integersForBFloat16(MLIRContext *context) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([context](BFloat16Type) -> Type {
    return IntegerType::get(context, 16);
  });
  replacer.addReplacement(
      [context](FloatAttr number) -> std::optional<Attribute> {
        if (!number.getType().isBF16())
          return std::nullopt;
        return IntegerAttr::get(IntegerType::get(context, 16),
                                number.getValue().bitcastToAPInt());
      });
  replacer.addReplacement(
      [context](DenseElementsAttr numbers) -> std::optional<Attribute> {
        if (!numbers.getElementType().isBF16())
          return std::nullopt;
        return numbers.bitcast(IntegerType::get(context, 16));
      });
  return replacer;
}

namespace {
struct LowerBFloat16
    : dlc::codegen::impl::LowerBFloat16PassBase<LowerBFloat16> {
  using Base::Base;

  void runOnOperation() override {
    AttrTypeReplacer replacer = integersForBFloat16(&getContext());
    for (Operation &op : *getOperation().getBody())
      if (auto global = dyn_cast<memref::GlobalOp>(op)) {
        replacer.replaceElementsIn(global);
      } else if (auto function = dyn_cast<func::FuncOp>(op);
                 function && usesBFloat16(function)) {
        if (failed(widen(function)))
          return signalPassFailure();
        replacer.recursivelyReplaceElementsIn(function, /*replaceAttrs=*/true,
                                              /*replaceLocs=*/false,
                                              /*replaceTypes=*/true);
        removeCasts(function);
      }
  }

private:
  static bool usesBFloat16(func::FuncOp function) {
    return function
        .walk([](Operation *op) {
          bool uses = llvm::any_of(op->getOperandTypes(), isBFloat16) ||
                      llvm::any_of(op->getResultTypes(), isBFloat16);
          return uses ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  }

  /// What was between numbers and their bits.
  static void removeCasts(func::FuncOp function) {
    function.walk([](arith::BitcastOp cast) {
      if (cast.getIn().getType() != cast.getType())
        return;
      cast.replaceAllUsesWith(cast.getIn());
      cast.erase();
    });
  }
};
} // namespace
