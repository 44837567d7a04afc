//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions that a depthwise convolution computes itself.
//
// In inverted residuals (Sandler et al., MobileNetV2, 2018) a convolution of
// one tap expands a few channels to many, which a depthwise one reads: more
// bytes than any other value of the network, and little is computed with them.
// One kernel for both keeps a few rows of the expanded channels at a time. So
// it may with any convolution without groups.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_EXPANSION_H
#define DLC_LIB_CODEGEN_EXPANSION_H

#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "llvm/ADT/SetVector.h"

namespace dlc::codegen {

/// What leads to the input of a depthwise convolution, and to nothing else.
struct Expansion {
  /// Null where there is no such convolution.
  graph::BlockedConv2dOp convolution;
  /// The pointwise operations between the two.
  llvm::SetVector<mlir::Operation *> between;
};

/// Finds it in the operation's block.
Expansion expansionOf(graph::BlockedDepthwiseConv2dOp op);

/// Rows of the input that a row of the result reads, and that are kept.
int64_t keptRows(graph::BlockedDepthwiseConv2dOp op);

/// Blocks of the expanded channels whose rows are kept at once: those of a
/// panel of the filter, or one.
int64_t keptBlocks(graph::BlockedDepthwiseConv2dOp op,
                   graph::BlockedConv2dOp expansion);

/// Whether one kernel of both is faster than two: the expanded channels take
/// `leastBytes` or more, and what is kept stays in cache.
bool isWorthExpanding(graph::BlockedDepthwiseConv2dOp op,
                      graph::BlockedConv2dOp expansion, int64_t leastBytes);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_EXPANSION_H
