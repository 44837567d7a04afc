//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which matrix of an operand takes part in a batch of products.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_BATCH_H
#define DLC_LIB_CODEGEN_CONTRACTION_BATCH_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

namespace dlc::codegen {

/// The leading indices of the operand's matrix, its last `axes` axes, that
/// belongs to the matrix `batch` of the result: trailing axes before the
/// matrices align, and those of size 1 are repeated.
inline llvm::SmallVector<mlir::Value> batchIndices(ElementEmitter &emitter,
                                                   mlir::Value operand,
                                                   int64_t axes,
                                                   mlir::ValueRange batch) {
  llvm::ArrayRef<int64_t> sizes =
      graph::tensorOf(operand).getShape().drop_back(axes);
  llvm::SmallVector<mlir::Value> result;
  for (auto [size, index] : llvm::zip(sizes, batch.take_back(sizes.size())))
    result.push_back(size == 1 ? emitter.index(0) : index);
  return result;
}

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_BATCH_H
