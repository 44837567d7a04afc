//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Expands functions of floating point numbers: f32 by polynomials, f64 by
// libm.
//
// MLIR's approximations are for f32, on scalars and vectors; they must come
// before LLVM's vectoriser, which gives up on a loop with a call. They leave
// some f64 operations to conversions that do not exist, so f64 goes to libm
// first.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/Passes.h"

#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/DialectConversion.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_EXPANDMATHPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;

namespace {
struct ExpandMath : dlc::codegen::impl::ExpandMathPassBase<ExpandMath> {
  using Base::Base;

  void runOnOperation() override {
    // Most kernels have nothing to expand, and the rewriters below would look
    // at each operation several times.
    auto isMath = [](Operation *op) {
      return isa<math::MathDialect>(op->getDialect()) ? WalkResult::interrupt()
                                                      : WalkResult::advance();
    };
    if (!getOperation().walk(isMath).wasInterrupted())
      return;
    if (failed(callLibm()) || failed(approximate()))
      signalPassFailure();
  }

private:
  LogicalResult callLibm() {
    RewritePatternSet patterns(&getContext());
    populateMathToLibmConversionPatterns(patterns);
    ConversionTarget target(getContext());
    target.addLegalDialect<arith::ArithDialect, func::FuncDialect,
                           vector::VectorDialect>();
    target.addLegalOp<ModuleOp>();
    // Instructions exist for these.
    target.addLegalOp<math::AbsFOp, math::AbsIOp, math::CeilOp,
                      math::CopySignOp, math::FloorOp, math::RoundEvenOp,
                      math::SqrtOp, math::TruncOp>();
    target.addDynamicallyLegalDialect<math::MathDialect>([](Operation *op) {
      return !getElementTypeOrSelf(op->getResult(0).getType()).isF64();
    });
    return applyPartialConversion(getOperation(), target, std::move(patterns));
  }

  LogicalResult approximate() {
    RewritePatternSet patterns(&getContext());
    populateMathPolynomialApproximationPatterns(patterns);
    return applyPatternsAndFoldGreedily(getOperation(), std::move(patterns));
  }
};
} // namespace
