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

#include "LayoutDemand.h"
#include "LayoutRules.h"
#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"

#include "mlir/Rewrite/FrozenRewritePatternSet.h"

namespace dlc::graph {

/// Computes what reads unpacked values on their blocks, in the order of the
/// program, so that where two values meet, such as at a residual connection,
/// both have their blocks already; and so that the patterns `convolutions` see
/// a convolution when its input is known to have blocks or not.
class BlockPropagation {
public:
  BlockPropagation(mlir::func::FuncOp function, llvm::StringRef pass,
                   const mlir::FrozenRewritePatternSet &convolutions)
      : function(function), pass(pass), convolutions(convolutions),
        parameters(function), demand(function) {}

  /// Returns the number of operations that are computed on blocks since.
  unsigned run();

private:
  bool visit(mlir::Operation *op);
  bool pays(mlir::Operation *op, const BlockedForm &form);
  void computeOnBlocks(mlir::Operation *op, const BlockedForm &form);
  void readBlocksDirectly(mlir::Operation *convolution);
  void erase(mlir::Operation *op);
  void simplifyConversions();
  void explainConversions();

  mlir::func::FuncOp function;
  llvm::StringRef pass;
  const mlir::FrozenRewritePatternSet &convolutions;
  ParameterValues parameters;
  LayoutDemand demand;
};

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKPROPAGATION_H
