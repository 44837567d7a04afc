//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the register tiles of contractions have in common.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_REGISTERTILES_H
#define DLC_LIB_CODEGEN_CONTRACTION_REGISTERTILES_H

#include "Pointers.h"
#include "dlc/Codegen/Emitters.h"

namespace dlc::codegen {

/// The rows of a result, cut into nearly equal tiles: the first `larger` tiles
/// have `rows` + 1 of them, the others `rows`.
struct RowTiles {
  /// Tiles of no more than `most` of `total` rows.
  RowTiles(int64_t total, int64_t most);

  int64_t count, rows, larger;

  /// Emits `body` for tile `number`, once for each height.
  void
  emit(ElementEmitter &emitter, mlir::Value number,
       llvm::function_ref<void(mlir::Value first, int64_t rows)> body) const;
};

/// A pointer to an operand of the first product of sums, and the number of
/// elements from there to that of the next one.
struct MovingPointer {
  mlir::Value pointer;
  int64_t stride;
};

/// Adds `depth` products to each of the sums, which are `initial` at first.
/// `step` adds those number k behind `pointers`, one for each of `operands`.
/// With several `sets` of accumulators, each takes every `sets`-th product;
/// they are added in order at the end. An iteration of the loop takes up to
/// `unroll` products, or as many as there are sets.
llvm::SmallVector<mlir::Value>
sumProducts(ElementEmitter &emitter, PointerEmitter &pointers, int64_t depth,
            int64_t sets, int64_t unroll, mlir::ValueRange initial,
            llvm::ArrayRef<MovingPointer> operands,
            llvm::function_ref<void(mlir::ValueRange pointers, int64_t k,
                                    llvm::MutableArrayRef<mlir::Value> sums)>
                step);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_REGISTERTILES_H
