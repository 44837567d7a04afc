//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the sums of a contraction begin with. A bias that is there from the
// beginning costs a load; added at the end, it is an operation beside the
// multiply-adds of a sum, which are few where a window has nine taps of one
// channel or one tap of a few. Each sum loads it: copies of a register would
// need the units that multiply.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_BIAS_H
#define DLC_LIB_CODEGEN_CONTRACTION_BIAS_H

#include "Pointers.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

namespace dlc::codegen {

/// A tensor in memory that is added to a contraction's result, as its one use,
/// the same at all positions: it varies along the last axis and maybe another.
class Bias {
public:
  explicit Bias(graph::BlockedConv2dOp op) : Bias(op.getResult(), kBlocks) {}
  explicit Bias(graph::BlockedDepthwiseConv2dOp op)
      : Bias(op.getResult(), kBlocks) {}
  explicit Bias(graph::PackedMatmulOp op) : Bias(op.getResult(), {}) {}

  explicit operator bool() const { return bool(addend); }
  /// What sums come to: the result of the addition; without one that of the
  /// contraction.
  mlir::Value sum() const { return result; }
  /// Where that of a block of channels begins.
  mlir::Value ofBlock(TileEmitter &emitter, PointerEmitter &pointers,
                      mlir::Value block) const;
  /// That of a column of a product.
  mlir::Value ofColumn(TileEmitter &emitter, PointerEmitter &pointers,
                       mlir::Value column) const;

  /// What the sums of so many positions begin with, position by position:
  /// `load` reads vector `v` of a position behind a pointer.
  static llvm::SmallVector<mlir::Value> loadForEach(
      PointerEmitter &pointers, mlir::Value from, int64_t positions,
      int64_t vectors,
      llvm::function_ref<mlir::Value(mlir::Value from, int64_t v)> load);

private:
  /// The axis of the blocks of channels.
  static constexpr int64_t kBlocks = 1;

  Bias(mlir::Value result, std::optional<int64_t> outerAxis);

  mlir::Value result;
  graph::BroadcastOp addend;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_BIAS_H
