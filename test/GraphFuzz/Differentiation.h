//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graphs with gradients. A graph with `graph.gradients` is checked without it:
// with the operations that graph-differentiate puts in its place. What they
// compute is compared with how the function changes in a random direction.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_DIFFERENTIATION_H
#define DLC_TEST_GRAPHFUZZ_DIFFERENTIATION_H

#include "Comparison.h"

#include "mlir/IR/OwningOpRef.h"

#include <optional>

namespace dlc::fuzz {

/// Adds to the results of the graph: the sum of all floating point results,
/// each times an argument of its own, and the gradients of that number with
/// respect to all floating point arguments. Leaves graphs alone that have no
/// derivative, or one that is not finite.
void addGradients(mlir::ModuleOp graph);

bool hasGradients(mlir::ModuleOp graph);

/// The graph with operations that compute gradients; null where there are none.
mlir::OwningOpRef<mlir::ModuleOp> differentiate(mlir::ModuleOp graph);

/// Compares gradients, in f64, with finite differences in one direction, and
/// says how they differ. Where the function has a bend or a jump nearby, or is
/// not finite, it says nothing.
std::optional<std::string> compareWithDifferences(mlir::ModuleOp graph,
                                                  Statistics &statistics);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_DIFFERENTIATION_H
