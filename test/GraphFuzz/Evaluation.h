//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a module computes: by the reference evaluator at any stage of the graph
// passes, and as compiled code.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_EVALUATION_H
#define DLC_TEST_GRAPHFUZZ_EVALUATION_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include <map>
#include <string>
#include <vector>

namespace dlc::fuzz {

/// Arguments of the original function by name.
using ArgumentMap = std::map<std::string, Tensor>;
ArgumentMap makeArgumentMap(mlir::func::FuncOp original);

/// The module's function; @prepare is none. Null where there is not just one.
mlir::func::FuncOp mainFunction(mlir::ModuleOp module);

/// The results of the function, after @prepare where there is one.
Expected<std::vector<Tensor>> interpret(mlir::ModuleOp module,
                                        const ArgumentMap &arguments);

/// The results of the compiled module: outputs, then new values of states.
/// Those for each number of threads. Takes the module.
Expected<std::vector<std::vector<Tensor>>>
runCompiled(mlir::OwningOpRef<mlir::ModuleOp> module,
            const ArgumentMap &arguments, llvm::ArrayRef<unsigned> threads);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_EVALUATION_H
