//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Concatenations whose operands are computed where they lie in the result.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_PLACEDCONCATS_H
#define DLC_LIB_CODEGEN_PLACEDCONCATS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc::codegen {

/// A value in the memory of another.
struct PlacedPart {
  mlir::Value value, whole;
  /// Bytes from the beginning of the whole.
  int64_t offset;
};

/// Copies operands of placed concatenations that lie elsewhere, so that each
/// value lies in one whole at most.
void normalizePlacedConcats(mlir::func::FuncOp function);

/// The operands of placed concatenations that have been normalized; what lies
/// in a part comes before that part.
std::vector<PlacedPart> placedParts(mlir::func::FuncOp function);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_PLACEDCONCATS_H
