//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The graph dialect: models as dataflow graphs over tensors whose dimensions
// may be symbolic.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_GRAPHDIALECT_H
#define DLC_DIALECT_GRAPH_IR_GRAPHDIALECT_H

#include "dlc/Dialect/Graph/IR/Dimension.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/TensorEncoding.h"
#include "mlir/IR/Value.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dlc/Dialect/Graph/IR/GraphAttributes.h.inc"

namespace dlc::graph {

/// Names of the attributes that say what a function's arguments and results
/// are (see the dialect's description).
inline constexpr llvm::StringLiteral kModelAttr = "graph.model";
inline constexpr llvm::StringLiteral kParameterAttr = "graph.parameter";
inline constexpr llvm::StringLiteral kInputAttr = "graph.input";
inline constexpr llvm::StringLiteral kOutputAttr = "graph.output";
inline constexpr llvm::StringLiteral kStateAttr = "graph.state";
inline constexpr llvm::StringLiteral kRandomKeyAttr = "graph.random_key";
inline constexpr llvm::StringLiteral kPreparedAttr = "graph.prepared";
/// On a bound function: its binding, "N=8,T=100".
inline constexpr llvm::StringLiteral kBindingAttr = "graph.binding";

/// Whether each dimension of the tensor is a number or has a name: all tensors
/// of the graph; elsewhere `?` may stand alone.
bool hasNamedDimensions(mlir::RankedTensorType type);

/// The type of a value of the graph: all of them are ranked tensors.
inline mlir::RankedTensorType tensorOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}

/// The dimensions of a tensor, numeric ones included.
Dimensions dimensionsOf(mlir::RankedTensorType type);
Dimensions dimensionsOf(mlir::Value value);

/// The tensor type with these dimensions; encoded only where one is symbolic.
mlir::RankedTensorType tensorType(llvm::ArrayRef<Dimension> dimensions,
                                  mlir::Type elementType);

/// "f32[N, 3, 28, 28]", as the language writes it.
std::string describe(mlir::RankedTensorType type);
/// "f32", "bool", "u8".
std::string describeElement(mlir::Type elementType);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_GRAPHDIALECT_H
