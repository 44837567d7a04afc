//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Slices that are part of the memory of what they are slices of.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_SLICEVIEWS_H
#define DLC_DIALECT_GRAPH_IR_SLICEVIEWS_H

#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

namespace dlc::graph {

/// On a `graph.slice`: it is read where its operand lies, and nothing copies
/// it. It holds no code then. Anything may drop the mark.
inline constexpr llvm::StringLiteral kViewAttr = "graph.view";

/// Whether the operation is a slice with this mark.
bool isView(mlir::Operation *op);

/// Whether the slice may have the mark: its elements lie side by side in its
/// operand, in this order; that is in one place; and nobody has another place
/// for the slice.
bool mayBeView(SliceOp slice);

/// Elements of the operand before those of a slice without gaps.
int64_t firstElementOf(SliceOp slice);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_SLICEVIEWS_H
