//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Building operations that move elements, and which axis goes where.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_MOVEMENT_H
#define DLC_DIALECT_GRAPH_IR_MOVEMENT_H

#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/IR/Builders.h"

#include <optional>

namespace dlc::graph {

/// The dimensions of a value or type as an attribute.
DimsAttr dimsAttrOf(mlir::Type type);
/// Numbers as dimensions.
DimsAttr staticDims(mlir::MLIRContext *context, llvm::ArrayRef<int64_t> shape);

/// The value itself where it has the type already, else a reshape. One of a
/// reshape is one.
mlir::Value reshapeTo(mlir::OpBuilder &builder, mlir::Location location,
                      mlir::Value value, mlir::RankedTensorType type);
mlir::Value reshapeTo(mlir::OpBuilder &builder, mlir::Location location,
                      mlir::Value value, llvm::ArrayRef<Dimension> shape);
/// The value itself where it has the shape already, else a reshape.
mlir::Value reshapeTo(mlir::OpBuilder &builder, mlir::Location location,
                      mlir::Value value, llvm::ArrayRef<int64_t> shape);

/// The value itself for the identity.
mlir::Value transposeBy(mlir::OpBuilder &builder, mlir::Location location,
                        mlir::Value value, llvm::ArrayRef<int64_t> permutation);

mlir::Value broadcastTo(mlir::OpBuilder &builder, mlir::Location location,
                        mlir::Value value, llvm::ArrayRef<Dimension> shape,
                        llvm::ArrayRef<int64_t> axes);

/// result[permutation[i]] = i.
llvm::SmallVector<int64_t>
inversePermutation(llvm::ArrayRef<int64_t> permutation);

/// Where two shapes differ in axes of size 1 alone: for each axis of `from`
/// the axis of `to` with the same elements, -1 for those of size 1. Nothing
/// where they differ otherwise.
std::optional<llvm::SmallVector<int64_t>>
matchUnitAxes(llvm::ArrayRef<Dimension> from, llvm::ArrayRef<Dimension> to);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_MOVEMENT_H
