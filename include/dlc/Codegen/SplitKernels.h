//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels in modules of their own, to be compiled apart from each other and
// from the schedules that launch them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_SPLITKERNELS_H
#define DLC_CODEGEN_SPLITKERNELS_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <vector>

namespace dlc::codegen {

/// Takes the kernels out of a module that `form-kernels` made, in their order.
/// Schedules and declarations of the kernels in the LLVM dialect remain, and of
/// those that only move elements, once, calls of the run-time library.
std::vector<mlir::OwningOpRef<mlir::ModuleOp>>
splitKernels(mlir::ModuleOp module);

/// Lets other objects see the lowered kernel of a module that `splitKernels`
/// made, and no other shared object.
void exportKernel(mlir::ModuleOp module);

} // namespace dlc::codegen

#endif // DLC_CODEGEN_SPLITKERNELS_H
