//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Concatenations whose operands are computed where they lie in the result.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_CONCATPLACEMENT_H
#define DLC_DIALECT_GRAPH_IR_CONCATPLACEMENT_H

#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

namespace dlc::graph {

/// On a `graph.concat`: its operands are computed in the memory of its result,
/// which nothing copies. It holds no code then. An operand that must lie
/// elsewhere, too, is copied there. Anything may drop the mark.
inline constexpr llvm::StringLiteral kPlacedAttr = "graph.placed";

/// Whether the operation is a concatenation with this mark.
bool isPlaced(mlir::Operation *op);

/// Whether an operand of the concatenation may be computed there: by an
/// operation beside it, for whose result nobody else has a place. Two operands
/// with this property may still be one value.
bool mayBePlaced(mlir::Value operand, ConcatOp concat);

/// Whether operands may be computed in the result, which is in one place.
bool mayHoldOperands(ConcatOp concat);

/// Elements of the result from operand to operand's neighbour in each of the
/// `pieces` that the axes before the concatenation's make.
int64_t piecesOf(ConcatOp concat);

/// Whether the value, or its elements counted anew, goes to whom the block's
/// terminator hands it.
bool isResult(mlir::Value value);

/// The axis of a concatenation, from 0.
int64_t axisOf(ConcatOp concat);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_CONCATPLACEMENT_H
