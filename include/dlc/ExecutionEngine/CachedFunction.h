//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled functions by way of the object cache: what a function's object
// depends on, and the steps of looking, compiling and storing.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_CACHEDFUNCTION_H
#define DLC_EXECUTIONENGINE_CACHEDFUNCTION_H

#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/ExecutionEngine/ObjectCache.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc {

/// What the object depends on that `target` and `options` make of a function
/// of a graph with symbolic dimensions. Positions in the model file are among
/// it only where run-time errors name some.
ObjectKey keyOf(mlir::func::FuncOp function, const Binding &binding,
                const Target &target, const ObjectOptions &options);

/// Loads the object from the cache, or else what `compile` returns, which is
/// then stored. `accepts`, which may be null, says of a function from the cache
/// whether it may be used; if not, it is compiled as if it had not been there.
/// `keeps`, which may be null, says of what `compile` returned whether it
/// depends on the key alone and may be stored.
Expected<std::unique_ptr<CompiledFunction>>
loadOrCompile(const ObjectCacheOptions &options, const ObjectKey &key,
              Timings *timings,
              llvm::function_ref<bool(const CompiledFunction &)> accepts,
              llvm::function_ref<Expected<ObjectFile>()> compile,
              llvm::function_ref<bool()> keeps = {});

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_CACHEDFUNCTION_H
