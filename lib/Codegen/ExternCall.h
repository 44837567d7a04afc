//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls of extern functions from schedules.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_EXTERNCALL_H
#define DLC_LIB_CODEGEN_EXTERNCALL_H

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"

namespace dlc::codegen {

/// The function `symbol`, declared if the module does not have it yet.
mlir::LLVM::LLVMFuncOp declareFunction(mlir::ModuleOp module,
                                       llvm::StringRef symbol,
                                       mlir::Type result,
                                       llvm::ArrayRef<mlir::Type> arguments);

/// Emits the function `name` that makes the call:
///   (context, thread, site, inputs..., outputs...)
/// It does nothing but on thread 0 of a call that has not failed.
mlir::LLVM::LLVMFuncOp emitExternCall(kernel::ExternOp call,
                                      llvm::StringRef name);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_EXTERNCALL_H
