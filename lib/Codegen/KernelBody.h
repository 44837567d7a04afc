//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a kernel can compute together.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_KERNELBODY_H
#define DLC_LIB_CODEGEN_KERNELBODY_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/Block.h"

namespace dlc::codegen {

/// Reports operations in the body of a `graph.fused` or of a kernel that no
/// kernel computes together. graph-fuse-pointwise makes none such, for the same
/// target, but graphs and kernels are also written by hand.
llvm::LogicalResult checkBody(mlir::Block &body,
                              const graph::VectorTarget &target);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_KERNELBODY_H
