//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ways to make a scan smaller.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_SHRINKSCAN_H
#define DLC_TEST_GRAPHFUZZ_SHRINKSCAN_H

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

namespace dlc::fuzz {

/// How many edits there are for this scan.
unsigned countScanEdits(graph::ScanOp scan);

/// Makes edit number `edit`: the scan without one carried value, sequence or
/// emission, forward instead of reversed, or one step in its place.
/// `makeValue` makes a value from nothing. False where the edit is impossible.
bool editScan(graph::ScanOp scan, unsigned edit,
              llvm::function_ref<mlir::Value(mlir::Type)> makeValue);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_SHRINKSCAN_H
