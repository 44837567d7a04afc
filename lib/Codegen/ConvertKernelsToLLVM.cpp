//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lowered kernels in the LLVM dialect, in one conversion.
//
// MLIR has a pass a dialect for this. One after the other they would walk all
// operations ten times, and put casts between what is converted and what is
// not yet, only to take them away at the end: that was two thirds of the time
// of a compilation. Their patterns work as well together.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Transforms/DialectConversion.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_CONVERTKERNELSTOLLVMPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;

namespace {
struct ConvertKernelsToLLVM
    : dlc::codegen::impl::ConvertKernelsToLLVMPassBase<ConvertKernelsToLLVM> {
  using Base::Base;

  /// Patterns are made once, for all modules that the pass runs over.
  LogicalResult initialize(MLIRContext *context) override {
    LowerToLLVMOptions options(context);
    options.useBarePtrCallConv = true;
    converter = std::make_shared<LLVMTypeConverter>(context, options);
    RewritePatternSet all(context);
    populateSCFToControlFlowConversionPatterns(all);
    cf::populateControlFlowToLLVMConversionPatterns(*converter, all);
    populateFuncToLLVMConversionPatterns(*converter, all);
    arith::populateArithToLLVMConversionPatterns(*converter, all);
    populateMathToLLVMConversionPatterns(*converter, all);
    populateFinalizeMemRefToLLVMConversionPatterns(*converter, all);
    populateVectorToLLVMConversionPatterns(*converter, all);
    // Of vectors of one dimension, which is what kernels have.
    vector::populateVectorBroadcastLoweringPatterns(all);
    vector::populateVectorMaskMaterializationPatterns(
        all, /*force32BitVectorIndices=*/false);
    patterns = std::make_shared<FrozenRewritePatternSet>(std::move(all));

    target = std::make_shared<LLVMConversionTarget>(*context);
    target->addLegalOp<ModuleOp>();
    target->addLegalDialect<kernel::KernelDialect>();
    target->markOpRecursivelyLegal<kernel::ScheduleOp>();
    return success();
  }

  void runOnOperation() override {
    if (failed(applyFullConversion(getOperation(), *target, *patterns)))
      signalPassFailure();
  }

private:
  // Shared with the copies of the pass that MLIR makes for its threads.
  std::shared_ptr<LLVMTypeConverter> converter;
  std::shared_ptr<FrozenRewritePatternSet> patterns;
  std::shared_ptr<LLVMConversionTarget> target;
};
} // namespace
