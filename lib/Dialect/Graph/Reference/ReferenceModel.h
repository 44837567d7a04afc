//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a function that evaluates one operation becomes its interface, and what
// each family attaches.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_REFERENCE_REFERENCEMODEL_H
#define DLC_LIB_DIALECT_GRAPH_REFERENCE_REFERENCEMODEL_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"

namespace dlc::graph::reference {

using Operands = llvm::ArrayRef<const Tensor *>;
using Results = llvm::MutableArrayRef<Tensor>;

/// The interface of `OpTy`, implemented by `evaluateOp`.
template <typename OpTy,
          llvm::LogicalResult (*evaluateOp)(OpTy, Operands, Results)>
struct ReferenceModel
    : ReferenceOpInterface::ExternalModel<ReferenceModel<OpTy, evaluateOp>,
                                          OpTy> {
  llvm::LogicalResult evaluate(mlir::Operation *op, Operands operands,
                               Results results) const {
    return evaluateOp(llvm::cast<OpTy>(op), operands, results);
  }
};

template <typename OpTy,
          llvm::LogicalResult (*evaluateOp)(OpTy, Operands, Results)>
void attach(mlir::MLIRContext *context) {
  OpTy::template attachInterface<ReferenceModel<OpTy, evaluateOp>>(*context);
}

void attachPointwise(mlir::MLIRContext *context);
void attachContraction(mlir::MLIRContext *context);
void attachRecurrent(mlir::MLIRContext *context);
void attachReduction(mlir::MLIRContext *context);
void attachPooling(mlir::MLIRContext *context);
void attachOrdering(mlir::MLIRContext *context);
void attachShape(mlir::MLIRContext *context);
void attachIndexing(mlir::MLIRContext *context);
void attachRandom(mlir::MLIRContext *context);
void attachExtern(mlir::MLIRContext *context);
void attachControl(mlir::MLIRContext *context);
/// Makes operations on constants fold.
void attachConstantFolding(GraphDialect *dialect);

/// Evaluates a block: what its terminator returns. `known` are its arguments
/// and the values it uses from outside. On failure a diagnostic has been
/// emitted.
llvm::FailureOr<std::vector<Tensor>>
evaluateBlock(mlir::Block &block,
              llvm::ArrayRef<std::pair<mlir::Value, const Tensor *>> known);

} // namespace dlc::graph::reference

#endif // DLC_LIB_DIALECT_GRAPH_REFERENCE_REFERENCEMODEL_H
