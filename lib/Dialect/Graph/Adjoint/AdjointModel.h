//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attaches adjoints, written as functions, to operations.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_ADJOINT_ADJOINTMODEL_H
#define DLC_LIB_DIALECT_GRAPH_ADJOINT_ADJOINTMODEL_H

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"

namespace dlc::graph::adjoint {

/// The interface of `OpTy`, implemented by `build`.
template <typename OpTy, llvm::LogicalResult (*build)(OpTy, AdjointBuilder &)>
struct AdjointModel
    : AdjointOpInterface::ExternalModel<AdjointModel<OpTy, build>, OpTy> {
  llvm::LogicalResult buildAdjoint(mlir::Operation *op,
                                   AdjointBuilder &adjoints) const {
    return build(llvm::cast<OpTy>(op), adjoints);
  }
};

/// The same for rules that cannot fail.
template <typename OpTy, void (*build)(OpTy, AdjointBuilder &)>
llvm::LogicalResult succeed(OpTy op, AdjointBuilder &adjoints) {
  build(op, adjoints);
  return llvm::success();
}

template <typename OpTy, void (*build)(OpTy, AdjointBuilder &)>
void attach(mlir::MLIRContext *context) {
  OpTy::template attachInterface<AdjointModel<OpTy, succeed<OpTy, build>>>(
      *context);
}

/// The rule of functions whose derivative is 0 wherever they have one.
template <typename OpTy> void isFlat(OpTy, AdjointBuilder &) {}

void attachPointwise(mlir::MLIRContext *context);
void attachContraction(mlir::MLIRContext *context);
void attachReduction(mlir::MLIRContext *context);
void attachPooling(mlir::MLIRContext *context);
void attachOrdering(mlir::MLIRContext *context);
void attachShape(mlir::MLIRContext *context);
void attachIndexing(mlir::MLIRContext *context);
void attachExtern(mlir::MLIRContext *context);
void attachControl(mlir::MLIRContext *context);
void attachCustomGradient(mlir::MLIRContext *context);

} // namespace dlc::graph::adjoint

#endif // DLC_LIB_DIALECT_GRAPH_ADJOINT_ADJOINTMODEL_H
