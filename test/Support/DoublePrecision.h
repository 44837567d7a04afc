//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graphs in f64, for what f32 is too coarse to tell: finite differences.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_SUPPORT_DOUBLEPRECISION_H
#define DLC_TEST_SUPPORT_DOUBLEPRECISION_H

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace dlc::test {

/// The text of the module with f64 in the place of other floating point types.
/// It is no module where constants are written as the bits of another type.
std::string printInF64(mlir::ModuleOp module);

} // namespace dlc::test

#endif // DLC_TEST_SUPPORT_DOUBLEPRECISION_H
