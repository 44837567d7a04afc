//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes of code generation; Passes.td describes them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_PASSES_H
#define DLC_CODEGEN_PASSES_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <string>
#include <vector>

namespace dlc::codegen {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Codegen/Passes.h.inc"

/// Marks functions of LLVM IR whose scalar loops LLVM is to vectorise.
inline constexpr llvm::StringLiteral kVectorizeAttr = "dlc-vectorize";
/// Marks those of them with loops of few steps inside longer ones, which are
/// the innermost, and vectorised, where the short ones are unrolled: windows.
inline constexpr llvm::StringLiteral kUnrollAttr = "dlc-unroll";

/// On a lowered kernel: its number of tiles.
inline constexpr llvm::StringLiteral kGridAttr = "dlc.grid";
/// About how long all of them take on one core, in nanoseconds.
inline constexpr llvm::StringLiteral kCostAttr = "dlc.cost";

/// On a function or schedule that computes values again (graph-rematerialize):
/// so many launches, about how long they take on one core, and how long all
/// others do, in nanoseconds.
inline constexpr llvm::StringLiteral kRecomputedAttr = "kernel.recomputed";

/// On a lowered kernel that takes one argument more than others, an i1: whether
/// to compute its tiles in reverse.
inline constexpr llvm::StringLiteral kReversibleAttr = "dlc.reversible";

/// Attaches the lowering interfaces to the operations of the graph dialect.
void registerLowerings(mlir::DialectRegistry &registry);

} // namespace dlc::codegen

#endif // DLC_CODEGEN_PASSES_H
