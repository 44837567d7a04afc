//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether a model and a call of it fit into memory, found out before anything
// is allocated. Errors name the largest tensor, at its position in the model
// file.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_MEMORYUSE_H
#define DLC_EXECUTIONENGINE_MEMORYUSE_H

#include "dlc-c/ABI.h"
#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Frontend/Frontend.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc {

/// The bytes of all parameters and states of an elaborated model; nothing
/// after an error in the compilation's diagnostics.
std::optional<uint64_t> checkWeights(frontend::Compilation &compilation,
                                     const MemoryLimit &limit);

/// Checks the call of a compiled function: the model's weights, the call's
/// inputs, outputs, new values of states, prepared buffer and workspace. The
/// module is after Phase::Kernels; `function` is what it was made of and knows
/// where its arguments come from. Reports to the context's diagnostic handler.
llvm::LogicalResult checkCallMemory(mlir::ModuleOp kernels,
                                    mlir::func::FuncOp function,
                                    uint64_t weightBytes,
                                    const MemoryLimit &limit);

/// What `checkCallMemory` adds to the model's weights, and at most the gaps
/// between prepared tensors, for a function that has been compiled before.
uint64_t callBytes(const dlc_descriptor &descriptor);

/// The same for the reference evaluator, which takes copies of its arguments
/// and keeps every value until its last use. `function` is after
/// Phase::Differentiate.
llvm::LogicalResult checkEvaluationMemory(mlir::func::FuncOp function,
                                          uint64_t weightBytes,
                                          const MemoryLimit &limit);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MEMORYUSE_H
