//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a module to a snapshot of it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXPLAIN_SNAPSHOT_H
#define DLC_LIB_EXPLAIN_SNAPSHOT_H

#include "dlc/Explain/Explanation.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace dlc::explain {

using IsLibrary = llvm::function_ref<bool(llvm::StringRef)>;

Snapshot takeSnapshot(mlir::ModuleOp module, IsLibrary isLibrary);

/// A location in terms of the model.
struct Origin {
  std::string layer, layerKind, place;
};
Origin originOf(mlir::Location location, IsLibrary isLibrary);

/// "f32[1, 3, 28, 28]", of tensors and memory.
std::string describeType(mlir::Type type);

Family familyOf(mlir::Operation *op);

} // namespace dlc::explain

#endif // DLC_LIB_EXPLAIN_SNAPSHOT_H
