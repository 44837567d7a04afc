//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reference evaluator: what graph operations mean, as plain loops over
// tensors in memory. It is the oracle that compiled code is tested against and
// what `dlc run --interpret` runs. Slow by design; it shares no code with
// lowering, because a shared payload would hide the shared mistake.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_REFERENCE_REFERENCE_H
#define DLC_DIALECT_GRAPH_REFERENCE_REFERENCE_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/OpDefinition.h"
#include "llvm/ADT/ArrayRef.h"

#include <vector>

#include "dlc/Dialect/Graph/Reference/ReferenceInterface.h.inc"

namespace dlc::graph {

/// Attaches ReferenceOpInterface to all operations of the dialect, in every
/// context made from `registry`.
void registerReferenceModels(mlir::DialectRegistry &registry);

/// Evaluates a verified function with static shapes (a bound one). Sums are
/// accumulated in f64 and each result element is rounded once.
///
/// Diagnostics of operations, such as an index out of range, come back in the
/// error with the operation's position and layer path.
Expected<std::vector<Tensor>>
evaluateFunction(mlir::func::FuncOp function, llvm::ArrayRef<Tensor> arguments);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_REFERENCE_REFERENCE_H
