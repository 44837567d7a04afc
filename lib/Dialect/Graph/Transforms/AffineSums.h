//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes values of affine forms: few products, wide ones, and what is known
// earlier added up first.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_AFFINESUMS_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_AFFINESUMS_H

#include "dlc/Dialect/Graph/Analysis/AffineForm.h"
#include "dlc/Dialect/Graph/Analysis/Dependence.h"

namespace dlc::graph {

/// Several sums of one shape [rows.., width], made side by side as one tensor
/// [rows.., sums * width].
class AffineSums {
public:
  /// Operations are made at the builder's place; `outside` is where to put
  /// those of values known before.
  AffineSums(mlir::OpBuilder &builder, mlir::OpBuilder &outside,
             mlir::Location location, Dependence &dependence,
             llvm::ArrayRef<int64_t> rows, int64_t width,
             mlir::Type elementType);

  /// left [rows.., K] times the transposed right [sums * width, K].
  struct Product {
    mlir::Value left, right;
  };

  /// Takes the products out of all sums whose left factor is known at this time
  /// and is there in each. Null where there are none.
  Product takeCommon(llvm::MutableArrayRef<AffineForm> sums, Known when);

  /// Transposed right factors, which may be scaled, one above the other.
  mlir::Value weight(llvm::ArrayRef<AffineProduct> products);
  /// Addends known before that are the same in each row, added up: [width].
  /// Null for none.
  mlir::Value vector(llvm::ArrayRef<AffineAddend> addends);

  /// The sums side by side; null for empty ones. Sums are used up.
  mlir::Value make(llvm::SmallVector<AffineForm, 4> sums);

  /// Zeros in the shape of the sums.
  mlir::Value zeros(int64_t count);

private:
  using Columns = llvm::SmallVector<std::optional<AffineAddend>>;

  mlir::Value cut(mlir::OpBuilder &builder, const MatrixView &view,
                  llvm::ArrayRef<int64_t> shape);
  mlir::Value scaled(mlir::OpBuilder &builder, mlir::Value value, double scale);
  mlir::Value constant(mlir::OpBuilder &builder, double number,
                       llvm::ArrayRef<int64_t> shape);
  mlir::Value sideBySide(mlir::OpBuilder &builder, const Columns &columns,
                         llvm::ArrayRef<int64_t> rows);
  mlir::Value add(mlir::OpBuilder &builder, mlir::Value lhs, mlir::Value rhs);
  mlir::Value biases(llvm::MutableArrayRef<AffineForm> sums);
  void makeOwnProducts(llvm::MutableArrayRef<AffineForm> sums);
  Columns takeColumns(llvm::MutableArrayRef<AffineForm> sums, Known when);
  llvm::SmallVector<int64_t> shape(int64_t columns) const;

  mlir::OpBuilder &builder, &outside;
  mlir::Location location;
  Dependence &dependence;
  llvm::SmallVector<int64_t> rows;
  int64_t width;
  mlir::Type elementType;
};

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_AFFINESUMS_H
