//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes a graph that fails smaller while it still fails.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_SHRINK_H
#define DLC_TEST_GRAPHFUZZ_SHRINK_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace dlc::fuzz {

/// `stillFails` is asked about graphs that verify.
mlir::OwningOpRef<mlir::ModuleOp>
shrink(mlir::ModuleOp graph,
       llvm::function_ref<bool(mlir::ModuleOp)> stillFails);

/// The operations of the graph, those in scans included.
unsigned countOperations(mlir::ModuleOp graph);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_SHRINK_H
