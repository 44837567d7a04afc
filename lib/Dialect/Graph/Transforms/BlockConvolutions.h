//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of layout assignment that gives convolutions blocks of channels.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_BLOCKCONVOLUTIONS_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_BLOCKCONVOLUTIONS_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/Pass/Pass.h"

namespace dlc::graph {

/// Adds the pattern that makes blocked convolutions of plain ones, for which
/// it counts them.
void addBlockConvolutions(mlir::RewritePatternSet &patterns,
                          const VectorTarget &target,
                          mlir::Pass::Statistic &blocked);

/// Lets a blocked convolution read the blocks that its input was unpacked from
/// before it was packed anew. Whether something changed.
bool readBlocksDirectly(mlir::Operation *op, mlir::RewriterBase &rewriter);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_BLOCKCONVOLUTIONS_H
