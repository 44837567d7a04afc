//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function a family: attaches the lowering interfaces of its operations.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_LOOPS_LOWERINGS_H
#define DLC_LIB_CODEGEN_LOOPS_LOWERINGS_H

#include "mlir/IR/MLIRContext.h"

namespace dlc::codegen {

void attachPointwise(mlir::MLIRContext *context);
void attachShape(mlir::MLIRContext *context);
void attachReduction(mlir::MLIRContext *context);
void attachPooling(mlir::MLIRContext *context);
void attachOrdering(mlir::MLIRContext *context);
void attachIndexing(mlir::MLIRContext *context);
void attachRandom(mlir::MLIRContext *context);
/// Contractions as plain loops: integers, groups, what has no micro-kernel.
void attachPlainContraction(mlir::MLIRContext *context);
/// Contractions as micro-kernels.
void attachMatmul(mlir::MLIRContext *context);
void attachConvolution(mlir::MLIRContext *context);
void attachFilterGradient(mlir::MLIRContext *context);
void attachDepthwiseFilterGradient(mlir::MLIRContext *context);
void attachDepthwiseConvolution(mlir::MLIRContext *context);
void attachRecurrent(mlir::MLIRContext *context);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_LOOPS_LOWERINGS_H
