//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How operations are computed on blocks: a rule for each family.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTRULES_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTRULES_H

#include "BlockLayout.h"

#include <functional>
#include <optional>

namespace dlc::graph {

/// One way to compute an operation from operands in blocks.
struct BlockedForm {
  /// The layout that it needs each operand in; none: the plain one.
  llvm::SmallVector<std::optional<BlockLayout>> operands;
  /// The layout of the result; none: the plain one.
  std::optional<BlockLayout> result;
  /// Makes it, from operands in these layouts.
  std::function<mlir::Value(mlir::OpBuilder &, mlir::ValueRange operands)>
      build;
};

/// The form of `op` for its operand number `index` in `layout`, or none.
/// Shapes are numbers.
using LayoutRule = std::optional<BlockedForm>(mlir::Operation *op,
                                              unsigned index,
                                              const BlockLayout &layout);

LayoutRule computePointwiseInBlocks;
LayoutRule poolInBlocks;
LayoutRule reduceInBlocks;
LayoutRule accumulateInBlocks;
LayoutRule takeInBlocks;
LayoutRule padInBlocks;
LayoutRule sliceInBlocks;
LayoutRule concatInBlocks;
LayoutRule reshapeInBlocks;
LayoutRule transposeInBlocks;

/// Asks all rules.
LayoutRule findBlockedForm;

/// The form of an operation with one operand that it has in `from`.
BlockedForm
unaryForm(const BlockLayout &from, std::optional<BlockLayout> to,
          std::function<mlir::Value(mlir::OpBuilder &, mlir::Value)> build);

/// A copy of `op`, which has one result, with other operands and the result's
/// shape `shape`.
mlir::Operation *copyWith(mlir::OpBuilder &builder, mlir::Operation *op,
                          mlir::ValueRange operands,
                          llvm::ArrayRef<int64_t> shape);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTRULES_H
