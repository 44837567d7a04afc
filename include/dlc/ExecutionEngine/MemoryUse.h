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

/// The bytes of all parameters and states.
uint64_t weightBytes(const frontend::ModuleTree &tree);

/// Those of an elaborated model; nothing after an error in the compilation's
/// diagnostics.
std::optional<uint64_t> checkWeights(frontend::Compilation &compilation,
                                     const MemoryLimit &limit);

/// What a call takes beside the model's weights, in bytes. Sums saturate.
struct CallMemory {
  uint64_t inputs = 0;
  uint64_t outputs = 0;
  /// New values of the states that the function rebinds.
  uint64_t states = 0;
  uint64_t prepared = 0;
  /// Of the function or of `prepare`, which is done before the function runs:
  /// the larger one.
  uint64_t workspace = 0;

  uint64_t total() const;
};

/// That of a compiled function; its prepared buffer with the gaps in it.
CallMemory callMemory(const dlc_descriptor &descriptor);
/// The same of a module after Phase::Kernels, without those gaps.
CallMemory callMemory(mlir::ModuleOp kernels);

/// Checks the call of a module after Phase::Kernels, together with the model's
/// weights. `function` is what the module was made of and knows where its
/// arguments come from; `least` is what it takes at least where values are
/// computed again, if that was tried. Reports to the context's diagnostic
/// handler.
llvm::LogicalResult checkCallMemory(mlir::ModuleOp kernels,
                                    mlir::func::FuncOp function,
                                    uint64_t weightBytes,
                                    const MemoryLimit &limit,
                                    std::optional<uint64_t> least = {});

/// The same check for the reference evaluator, which takes copies of its
/// arguments and keeps every value until its last use. `function` is after
/// Phase::Differentiate.
llvm::LogicalResult checkEvaluationMemory(mlir::func::FuncOp function,
                                          uint64_t weightBytes,
                                          const MemoryLimit &limit);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MEMORYUSE_H
