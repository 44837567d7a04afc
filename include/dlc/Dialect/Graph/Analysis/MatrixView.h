//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Matrices within tensors: which elements of a value take the place of a
// matrix, whatever slices, reshapes, transposes, broadcasts and concatenations
// lie between.
//
// A gate of a recurrent cell may be a slice of one product, every fourth
// column of it, a part of a concatenation, or a row of [4, H]. All are views of
// the same kind, so that who matches products and gates need not know how the
// program cut them out.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_MATRIXVIEW_H
#define DLC_DIALECT_GRAPH_ANALYSIS_MATRIXVIEW_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"

#include <optional>

namespace dlc::graph {

/// The matrix whose element (r, c) is, in row-major order, element
/// offset + r * rowStride + c * columnStride of `base`, a value with static
/// shape. A stride is 0 where there is one row or column, or where all are
/// the same.
struct MatrixView {
  mlir::Value base;
  int64_t offset = 0;
  int64_t rows = 0, rowStride = 0;
  int64_t columns = 0, columnStride = 0;

  /// All of a value: its last axis are the columns, the others the rows.
  static MatrixView whole(mlir::Value value);

  MatrixView transposed() const;
  /// `count` columns from `first` on.
  MatrixView columnRange(int64_t first, int64_t count) const;
  MatrixView rowRange(int64_t first, int64_t count) const;
  /// The same elements of a value of equal shape.
  MatrixView of(mlir::Value value) const;

  bool isWhole() const { return *this == whole(base); }
  bool operator==(const MatrixView &other) const;
  bool operator!=(const MatrixView &other) const { return !(*this == other); }
};

/// The operations that a look through values has passed.
using PassedOperations = llvm::SmallVectorImpl<mlir::Operation *>;

/// The same matrix as a view of the value that shape operations have made it
/// from, as far as there is one. Operations that `stop` says are not looked
/// through.
MatrixView
lookThrough(MatrixView view, PassedOperations *passed = nullptr,
            llvm::function_ref<bool(mlir::Operation *)> stop = nullptr);

/// The view cut where concatenations join its columns, each piece looked
/// through. Side by side they are the view.
llvm::SmallVector<MatrixView>
splitColumns(const MatrixView &view, PassedOperations *passed = nullptr,
             llvm::function_ref<bool(mlir::Operation *)> stop = nullptr);

/// The operands of a product as views: left [rows, depth], right
/// [depth, columns].
struct ProductView {
  MatrixView left, right;
};

/// The view of a product's result as a product of views of its operands. With
/// `fromLeft` the columns come from the left operand: the right factor is then
/// part of it, transposed, and the left factor part of the right operand.
std::optional<ProductView> lookThroughProduct(const MatrixView &view,
                                              bool fromLeft);

/// Both side by side as one view, where they are neighbours.
std::optional<MatrixView> joinColumns(const MatrixView &first,
                                      const MatrixView &second);
/// One above the other.
std::optional<MatrixView> joinRows(const MatrixView &first,
                                   const MatrixView &second);

/// The number, where all elements are the same constant.
std::optional<double> constantOf(const MatrixView &view);

/// Makes a tensor of this shape, whose last axis are the columns, of the view's
/// elements.
mlir::Value materialize(mlir::OpBuilder &builder, mlir::Location location,
                        const MatrixView &view, llvm::ArrayRef<int64_t> shape);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_MATRIXVIEW_H
