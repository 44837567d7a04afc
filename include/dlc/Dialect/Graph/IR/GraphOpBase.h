//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the definitions of all operations need. Each family has a header of its
// own, so that a new operation rebuilds only who uses its family.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_GRAPHOPBASE_H
#define DLC_DIALECT_GRAPH_IR_GRAPHOPBASE_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/OpSignature.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace dlc::graph {

/// Marks pointwise operations: operands and results of one shape.
template <typename ConcreteOp>
class Pointwise : public mlir::OpTrait::TraitBase<ConcreteOp, Pointwise> {
public:
  static llvm::LogicalResult verifyTrait(mlir::Operation *op) {
    return verifyPointwise(op);
  }
};

/// Marks operations that may report a run-time error: they must not run where
/// the program does not run them.
template <typename ConcreteOp>
class MayFail : public mlir::OpTrait::TraitBase<ConcreteOp, MayFail> {};

/// Marks operations whose elements take more to compute than to load from
/// memory: where the same ones are needed again, they are kept.
template <typename ConcreteOp>
class ReplacedByDifferentiation
    : public mlir::OpTrait::TraitBase<ConcreteOp, ReplacedByDifferentiation> {};

template <typename ConcreteOp>
class BehindDifferentiation
    : public mlir::OpTrait::TraitBase<ConcreteOp, BehindDifferentiation> {};

template <typename ConcreteOp>
class Costly : public mlir::OpTrait::TraitBase<ConcreteOp, Costly> {};

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_GRAPHOPBASE_H
