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

/// Rewrites the scans of a function, whose types are static, until
///
/// - each has two steps or more;
/// - each emitted value is computed in the body and emitted once, so that it
///   can be computed in its row of the stack;
/// - the next carried values are computed in the body, elements, or values from
///   outside, but no carried values themselves, so that where the last step
///   left them they are read;
/// - the last carried value is used only where the body computes it and does
///   not emit it, so that it has memory of its own;
/// - constants and broadcasts stand in the body that uses them.
void normalizeScans(mlir::func::FuncOp function);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_NORMALIZESCANS_H
