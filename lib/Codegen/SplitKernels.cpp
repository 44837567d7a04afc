//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels in modules of their own.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/SplitKernels.h"
#include "KernelGrid.h"
#include "RuntimeMove.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace dlc;

/// What lower-kernels and the conversions to LLVM make of the signature:
/// context, site, inputs, outputs, the first tile and the one behind the
/// last, and whether to compute them in reverse.
static LLVM::LLVMFuncOp declareKernel(OpBuilder &builder,
                                      kernel::FuncOp kernel) {
  Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
  SmallVector<Type> types = {pointer, builder.getI32Type()};
  types.append(kernel.getArgumentTypes().size() +
                   kernel.getResultTypes().size(),
               pointer);
  types.append(2, builder.getI64Type());
  if (codegen::contractionOf(kernel))
    types.push_back(builder.getI1Type());
  Type nothing = LLVM::LLVMVoidType::get(builder.getContext());
  auto function = builder.create<LLVM::LLVMFuncOp>(
      kernel.getLoc(), kernel.getName(),
      LLVM::LLVMFunctionType::get(nothing, types));
  function.setVisibility_(LLVM::Visibility::Hidden);
  codegen::setLaunchAttributes(function, kernel);
  return function;
}

std::vector<OwningOpRef<ModuleOp>> dlc::codegen::splitKernels(ModuleOp module) {
  std::vector<OwningOpRef<ModuleOp>> parts;
  for (auto kernel :
       llvm::make_early_inc_range(module.getOps<kernel::FuncOp>())) {
    OpBuilder builder(kernel);
    LLVM::LLVMFuncOp function = declareKernel(builder, kernel);
    if (kernel.getRunsOnce())
      if (auto move = RuntimeMove::match(kernel)) {
        function.setVisibility_(LLVM::Visibility::Default);
        function.setLinkage(LLVM::Linkage::Internal);
        move->emitBody(function);
        kernel.erase();
        continue;
      }
    parts.push_back(ModuleOp::create(kernel.getLoc()));
    kernel->moveBefore(parts.back()->getBody(), parts.back()->getBody()->end());
  }
  return parts;
}

void dlc::codegen::exportKernel(ModuleOp module) {
  for (auto function : module.getOps<LLVM::LLVMFuncOp>())
    if (function->hasAttr(kGridAttr)) {
      function.setLinkage(LLVM::Linkage::External);
      function.setVisibility_(LLVM::Visibility::Hidden);
    }
}
