//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernel dialect: outlined kernels, their schedule, its memory.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_KERNEL_IR_KERNELOPS_H
#define DLC_DIALECT_KERNEL_IR_KERNELOPS_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dlc/Dialect/Kernel/IR/KernelDialect.h.inc"
#include "dlc/Dialect/Kernel/IR/KernelEnums.h.inc"

namespace dlc::kernel {
/// On an argument of a kernel that lies in the memory of a result, whose number
/// it is.
inline constexpr llvm::StringLiteral kInPlaceAttr = "kernel.in_place";

/// The type of a row of `stack`, a memref with one more axis.
mlir::Type rowType(mlir::Type stack);
} // namespace dlc::kernel

#define GET_OP_CLASSES
#include "dlc/Dialect/Kernel/IR/KernelOps.h.inc"

#endif // DLC_DIALECT_KERNEL_IR_KERNELOPS_H
