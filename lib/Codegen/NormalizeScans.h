//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scans in the form in which they become loops.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_NORMALIZESCANS_H
#define DLC_LIB_CODEGEN_NORMALIZESCANS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc::codegen {

/// Rewrites the scans of a function, whose types are static, as the pass
/// graph-normalize-scans says.
void normalizeScans(mlir::func::FuncOp function);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_NORMALIZESCANS_H
