//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From kernels and schedules to one object file: kernels are compiled apart
// from each other, on all processors, and their objects merged.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_OBJECTCOMPILER_H
#define DLC_EXECUTIONENGINE_OBJECTCOMPILER_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/ExecutionEngine/ObjectFile.h"

namespace dlc {

struct ObjectOptions {
  /// The code records when it computes what (dlc/Runtime/Profile.h).
  bool profile = false;
  /// Gets the times of steps and kernels; may be null.
  Timings *timings = nullptr;
  /// Of lower(), for functions that are compiled from the graph on.
  bool asIfLarge = false;
};

/// Compiles what Phase::Kernels has made of a function. The bytes depend on
/// the module, the target and the options alone, not on the number of
/// processors. On failure the context's diagnostic handler has heard why, or
/// the error says so. Empties the module; nothing else may use its context
/// meanwhile.
Expected<ObjectFile> compileObject(mlir::ModuleOp module, const Target &target,
                                   const ObjectOptions &options = {});

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_OBJECTCOMPILER_H
