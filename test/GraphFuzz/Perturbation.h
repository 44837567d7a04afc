//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluating a graph as if its operations rounded otherwise (Monte Carlo
// arithmetic): what rounding alone decides, moves.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_PERTURBATION_H
#define DLC_TEST_GRAPHFUZZ_PERTURBATION_H

#include "Evaluation.h"

namespace dlc::fuzz {

/// As `interpret`, with the results of operations that round multiplied by
/// random numbers near 1. `number` chooses them.
Expected<std::vector<Tensor>> interpretPerturbed(mlir::ModuleOp module,
                                                 const ArgumentMap &arguments,
                                                 int number);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_PERTURBATION_H
