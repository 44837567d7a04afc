//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels for calls that keep within a limit of memory.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_MEMORYFIT_H
#define DLC_EXECUTIONENGINE_MEMORYFIT_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/ExecutionEngine/MachineMemory.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc {

/// Lowers a module of one function to Phase::Kernels. Where a call of it would
/// exceed the limit (`callMemory` and the model's weights), values are computed
/// again rather than kept (graph-rematerialize), as few as are needed; an error
/// where that is not enough, with the least that was reached. `function` is
/// what the module was made of. Reports to the context's diagnostic handler.
llvm::LogicalResult
lowerWithinMemory(mlir::ModuleOp module, mlir::func::FuncOp function,
                  const Binding &binding, const Target &target,
                  uint64_t weightBytes, const MemoryLimit &limit,
                  const LowerOptions &options = {});

/// Whether the kernels compute values again to keep within some limit.
bool isRecomputing(mlir::ModuleOp kernels);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MEMORYFIT_H
