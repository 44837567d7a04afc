//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows of a convolution for a kernel that goes on with them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONROWS_H
#define DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONROWS_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

namespace dlc::codegen {

/// Takes the vector of the channels of a block at column `x`: block number
/// `block` of those that are emitted.
using KeepVector =
    llvm::function_ref<void(mlir::Value vector, mlir::Value x, int64_t block)>;

/// Emits the row `y` of an image, for the channels of a panel, or of block
/// number `block` of it alone, if there is one.
void emitConvolutionRow(graph::BlockedConv2dOp op, TileEmitter &emitter,
                        mlir::Value image, mlir::Value panel, mlir::Value block,
                        mlir::Value y, KeepVector keep);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_CONVOLUTIONROWS_H
