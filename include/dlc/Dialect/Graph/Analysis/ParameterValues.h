//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which values of a function depend on parameters and frozen states alone.
//
// They are the same in every call until other weights are bound, so that
// `@prepare` can compute them once: what is hoisted, and what may be folded
// into a filter, follows from this.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_PARAMETERVALUES_H
#define DLC_DIALECT_GRAPH_ANALYSIS_PARAMETERVALUES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace dlc::graph {

/// What an operation reads: its operands and what its regions use from outside.
llvm::SmallVector<mlir::Value> valuesReadBy(mlir::Operation *op);

class ParameterValues {
public:
  explicit ParameterValues(mlir::func::FuncOp function);

  /// The arguments that are parameters, then those that are frozen states. A
  /// parameter or state that the function rebinds, because it trains it, is
  /// neither: it changes from call to call.
  llvm::ArrayRef<mlir::BlockArgument> getArguments() const { return arguments; }

  /// Whether the value is one of these arguments, a constant, or computed from
  /// such values alone, in a scan or outside. What scans carry is not.
  bool contains(mlir::Value value) const { return values.contains(value); }

  /// Takes note of an operation made since. One that is erased must be
  /// forgotten first, because another may come to lie at its address.
  void add(mlir::Operation *op);
  void forget(mlir::Operation *op);

private:
  llvm::SmallVector<mlir::BlockArgument> arguments;
  llvm::DenseSet<mlir::Value> values;
};

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_PARAMETERVALUES_H
