//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves values from block to block: unpacking sinks.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKPROPAGATION_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKPROPAGATION_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Rewrite/FrozenRewritePatternSet.h"

namespace dlc::graph {

/// Computes what reads unpacked values on their blocks as far as that pays, and
/// convolutions by the patterns `convolutions`, for which an input in blocks
/// shows as unpacked. Returns the number of operations that are computed on
/// blocks since. Remarks are of `pass`.
unsigned propagateBlocks(mlir::func::FuncOp function, llvm::StringRef pass,
                         const mlir::FrozenRewritePatternSet &convolutions);

/// Unpacks a value just before it is first read, or its blocks are last read by
/// others, such as a gradient's for its norm: until then one copy is enough.
void sinkUnpacking(mlir::func::FuncOp function);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKPROPAGATION_H
