//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums of which less is to be added up.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_ADJOINT_FACTOREDSUM_H
#define DLC_LIB_DIALECT_GRAPH_ADJOINT_FACTOREDSUM_H

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"

namespace dlc::graph::adjoint {

/// The sum of `value` over `axes`, which it then does not have, where what is
/// summed can be taken apart (FactoredSum.cpp); else null.
mlir::Value factoredSum(AdjointBuilder &adjoints, mlir::Value value,
                        llvm::ArrayRef<int64_t> axes);

} // namespace dlc::graph::adjoint

#endif // DLC_LIB_DIALECT_GRAPH_ADJOINT_FACTOREDSUM_H
