//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The input of a convolution that its kernel computes itself (Prologue.h), a
// chunk of the grid at a time.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_COMPUTEDINPUT_H
#define DLC_LIB_CODEGEN_CONTRACTION_COMPUTEDINPUT_H

#include "ConvolutionShape.h"
#include "Pointers.h"

namespace dlc::codegen {

/// Emits code for the input of chunks, which lies on the stack:
/// [blocks of channels][positions of a chunk][channels of a block].
class ComputedInput {
public:
  ComputedInput(graph::BlockedConv2dOp op, TileEmitter &emitter,
                PointerEmitter &pointers, const ConvolutionShape &shape);

  /// Computes that of the chunk `at`, block by block of channels, unless the
  /// grid's tile before has left it there.
  void compute(const GridPosition &at);

  /// A pointer to a position of the chunk, in the first of all blocks.
  mlir::Value find(const GridPosition &at, mlir::Value y, mlir::Value x);

  /// The memory of the input's type that it is computed from.
  llvm::SmallVector<mlir::Value> sources();

private:
  void computeTile(const GridPosition &at, mlir::Value block, mlir::Value y,
                   mlir::Value x, int64_t positions);

  graph::BlockedConv2dOp op;
  TileEmitter &emitter;
  PointerEmitter &pointers;
  const ConvolutionShape &shape;
  mlir::Value begin;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_COMPUTEDINPUT_H
