//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values whose elements are all one number known while compiling, however they
// are spelled, and how to make one.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_SPLATS_H
#define DLC_DIALECT_GRAPH_IR_SPLATS_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"

#include <optional>

namespace dlc::graph {

/// The element that all positions hold: of a constant, seen through broadcasts
/// (which a named dimension needs) and other movement. Null where there is
/// none.
mlir::TypedAttr splatOf(mlir::Value value);

/// The same as a number; nothing for integers that no double holds.
std::optional<double> splatNumber(mlir::Value value);

/// Whether all elements are this number. Zeros are equal whatever their sign.
bool isSplat(mlir::Value value, double number);

/// A tensor of this type that holds `element` everywhere; a constant where the
/// type is static, else the broadcast of one.
mlir::Value createSplat(mlir::OpBuilder &builder, mlir::Location location,
                        mlir::RankedTensorType type, mlir::TypedAttr element);
/// The same of a number, rounded to the element type.
mlir::Value createSplat(mlir::OpBuilder &builder, mlir::Location location,
                        mlir::RankedTensorType type, double number);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_SPLATS_H
