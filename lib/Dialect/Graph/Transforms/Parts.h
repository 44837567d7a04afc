//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that are parts of one value along an axis: what is done to all of them
// alike can be done to the whole, and who reads them reads slices of it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_PARTS_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_PARTS_H

#include "dlc/Dialect/Graph/Analysis/Dependence.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Operation.h"

namespace dlc::graph {

/// Values that, in this order, can be parts of one value along an axis.
struct Parts {
  llvm::SmallVector<mlir::Value> values;
  int64_t axis;

  /// The shape of all together.
  llvm::SmallVector<int64_t> shape() const;
};

/// The users of the parts, one each, where they do the same: pointwise
/// operations whose other operands are vectors along the axis, known before and
/// repeated, or equal numbers. False where there are none.
bool findEqualUsers(const Parts &parts, Dependence &dependence,
                    llvm::SmallVectorImpl<mlir::Operation *> &users);

/// What all these users together make of all parts.
mlir::Value applyToAll(llvm::ArrayRef<mlir::Operation *> users,
                       const Parts &parts, mlir::Value all);

/// Whether someone needs the part that begins at `first` in memory by itself.
bool isCopied(mlir::Value part, int64_t axis, int64_t first);

/// Replaces the parts by slices of the whole. A slice of a sequence is taken in
/// the scan's step, one that is cut into heads is cut first.
void replaceBySlices(const Parts &parts, mlir::Value all);

/// Cuts what products compute into heads before slices of it are taken, where a
/// program does it after: a slice then need not be in memory to be reshaped.
void cutIntoHeadsFirst(mlir::Block &block);

/// Moves what a value known before is computed from, in the block of `before`
/// or in the body that it has, there.
void moveKnown(mlir::Value value, mlir::Operation *before);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_PARTS_H
