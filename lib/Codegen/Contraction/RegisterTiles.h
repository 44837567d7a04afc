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

/// How many steps ahead of its own a tile fetches the packed operand into the
/// first cache, where it does not stay there: what all tiles read in turn, and
/// is larger than this.
inline constexpr int64_t kStepsAhead = 20;
inline constexpr int64_t kFirstCacheBytes = 32 * 1024;

/// The rows of a result, cut into nearly equal tiles: the first `larger` tiles
/// have `rows` + 1 of them, the others `rows`.
struct RowTiles {
  /// Tiles of no more than `most` of `total` rows.
  RowTiles(int64_t total, int64_t most);

  int64_t count, rows, larger;

  /// The rows of the largest.
  int64_t most() const { return rows + (larger != 0); }

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

/// A loop of `count` steps that carries values; a single step is none.
llvm::SmallVector<mlir::Value>
repeat(ElementEmitter &emitter, int64_t count,
       llvm::SmallVector<mlir::Value> carried,
       llvm::function_ref<
           llvm::SmallVector<mlir::Value>(llvm::SmallVector<mlir::Value>)>
           body);

/// Adds `depth` products to each of the sums of `tile`, which are `initial` at
/// first. `step` adds those number k behind `pointers`, one for each of
/// `operands`. Where the tile asks for several sets of accumulators
/// (accumulatorSets), products are dealt to them in turn, and they are added in
/// order at the end; else an iteration takes several products (tileUnroll).
llvm::SmallVector<mlir::Value>
sumProducts(TileEmitter &emitter, PointerEmitter &pointers,
            const graph::RegisterTile &tile, int64_t depth,
            mlir::ValueRange initial, llvm::ArrayRef<MovingPointer> operands,
            llvm::function_ref<void(mlir::ValueRange pointers, int64_t k,
                                    llvm::MutableArrayRef<mlir::Value> sums)>
                step);

/// A vector that begins with these elements; the rest is zero.
mlir::Value vectorOf(ElementEmitter &emitter, mlir::VectorType type,
                     mlir::ValueRange elements);

/// The sum of the lanes of each vector, of which there are powers of two.
/// Vectors are added in pairs, half the lanes of each, so that their sums meet
/// in one.
llvm::SmallVector<mlir::Value> addLanes(ElementEmitter &emitter,
                                        mlir::ValueRange vectors);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_REGISTERTILES_H
