//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes from graph to graph; Passes.td describes them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_TRANSFORMS_PASSES_H
#define DLC_DIALECT_GRAPH_TRANSFORMS_PASSES_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace dlc::graph {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_TRANSFORMS_PASSES_H
