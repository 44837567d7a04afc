//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that lie in the memory of others: operands of concatenations that are
// computed there, and slices that are read there.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_PLACEDPARTS_H
#define DLC_LIB_CODEGEN_PLACEDPARTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc::codegen {

/// A value in the memory of another.
struct PlacedPart {
  mlir::Value value, whole;
  /// Bytes from the beginning of the whole.
  int64_t offset;
};

/// Whether the operation's result is memory of another value, or consists of
/// such: nothing computes it.
bool isAddress(mlir::Operation *op);

/// Copies operands of placed concatenations that lie elsewhere, so that each
/// value lies in one whole at most, and slices that are no part of a place.
void normalizeParts(mlir::func::FuncOp function);

/// The parts of a function that has been normalized. A whole that is a part
/// comes before its own parts.
std::vector<PlacedPart> placedParts(mlir::func::FuncOp function);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_PLACEDPARTS_H
