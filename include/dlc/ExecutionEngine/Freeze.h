//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Embedding weights in an artefact, which then needs no @prepare.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_FREEZE_H
#define DLC_EXECUTIONENGINE_FREEZE_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Runtime/Tensor.h"

#include <map>
#include <string>

namespace dlc {

/// Runs @prepare on the weights and embeds the bytes it makes in the other
/// schedule. @prepare itself becomes empty and takes nothing.
///
/// `module` is what Phase::Kernels made for `target`, which must be a machine
/// like this one, since @prepare runs here. `weights` has the parameters and
/// frozen states that @prepare takes, of their shapes and element types, and
/// may have more. On an error the module stays as it was; what the context's
/// diagnostic handler heard explains "compilation failed".
Expected<void> freeze(mlir::ModuleOp module, const Target &target,
                      const std::map<std::string, TensorView> &weights);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_FREEZE_H
