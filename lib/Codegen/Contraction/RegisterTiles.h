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

/// Adds `depth` products to each of the sums, which are `initial` at first.
/// `step` adds those number k. With several `sets` of accumulators, each takes
/// every `sets`-th product; they are added in order at the end.
llvm::SmallVector<mlir::Value>
sumProducts(ElementEmitter &emitter, int64_t depth, int64_t sets,
            mlir::ValueRange initial,
            llvm::function_ref<void(mlir::Value k,
                                    llvm::MutableArrayRef<mlir::Value> sums)>
                step);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_REGISTERTILES_H
