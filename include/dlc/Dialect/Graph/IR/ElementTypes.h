//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The correspondence between the element types of run-time tensors and those
// of the graph dialect. Both sides name the same eight types; neither knows
// the other's header.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_ELEMENTTYPES_H
#define DLC_DIALECT_GRAPH_IR_ELEMENTTYPES_H

#include "dlc/Runtime/DType.h"

#include "mlir/IR/Types.h"

#include <optional>

namespace dlc::graph {

/// The element type of tensors in the graph: signless integers, but ui8 for
/// U8 and i1 for Bool.
mlir::Type elementType(mlir::MLIRContext *context, DType dtype);

/// The inverse; nullopt for types that no tensor of a model has.
std::optional<DType> dtypeOf(mlir::Type elementType);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_ELEMENTTYPES_H
