//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Running products, as the adjoints of products need them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_ADJOINT_PRODUCTS_H
#define DLC_LIB_DIALECT_GRAPH_ADJOINT_PRODUCTS_H

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"

namespace dlc::graph::adjoint {

/// The product of all elements before each one along `axis`: 1 for the first.
mlir::Value productBefore(AdjointBuilder &adjoints, mlir::Value factors,
                          int64_t axis);

} // namespace dlc::graph::adjoint

#endif // DLC_LIB_DIALECT_GRAPH_ADJOINT_PRODUCTS_H
