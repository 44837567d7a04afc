//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the values of a block depend on: whether they are known before a call or
// a scan, with a sequence, or only in the step.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_DEPENDENCE_H
#define DLC_DIALECT_GRAPH_ANALYSIS_DEPENDENCE_H

#include "mlir/IR/Block.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseMap.h"

namespace dlc::graph {

/// In order: what depends on several values is known as late as the latest.
enum class Known {
  /// In a scan: outside of it. In a function: from parameters, frozen states
  /// and constants.
  Before,
  /// In a scan: with the sequences, for all steps at once.
  WithElements,
  /// In a scan: once the step before has ended. In a function: in the call.
  InStep,
};

/// Answers for the values that the operations of one block use: those of a
/// scan's body or a function's. Operations may be added to the block meanwhile,
/// not removed.
class Dependence {
public:
  explicit Dependence(mlir::Block &block);

  Known of(mlir::Value value);

private:
  Known argument(mlir::BlockArgument argument) const;
  Known results(mlir::Operation *op);

  mlir::Block &block;
  llvm::DenseMap<mlir::Value, Known> known;
};

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_DEPENDENCE_H
