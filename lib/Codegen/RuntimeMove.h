//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels that the run-time library has: those that only move elements, once.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_RUNTIMEMOVE_H
#define DLC_LIB_CODEGEN_RUNTIMEMOVE_H

#include "dlc-c/ABI.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace dlc::codegen {

/// A kernel that makes its result of one argument by transposing, slicing,
/// broadcasting and packing.
struct RuntimeMove {
  mlir::BlockArgument source;
  dlc_move move;

  /// Nothing where a kernel does anything else, or has too many axes.
  static std::optional<RuntimeMove> match(kernel::FuncOp kernel);

  /// Makes a call of dlc_rt_move the body of `function`, which has the
  /// signature of the lowered kernel.
  void emitBody(mlir::LLVM::LLVMFuncOp function) const;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_RUNTIMEMOVE_H
