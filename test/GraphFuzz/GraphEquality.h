//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether two modules would be printed alike, at a fraction of the time that
// printing takes.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_GRAPHEQUALITY_H
#define DLC_TEST_GRAPHFUZZ_GRAPHEQUALITY_H

#include "mlir/IR/BuiltinOps.h"

namespace dlc::fuzz {

/// The same operations in the same order, with equal attributes and types.
/// Locations do not matter.
bool isSameGraph(mlir::ModuleOp a, mlir::ModuleOp b);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_GRAPHEQUALITY_H
