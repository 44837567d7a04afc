//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a value is a sum of: products with matrices known before, and other
// values. That is what the argument of a gate is, however it has been written:
// x W + h U + b, [x, h] W, a slice of one product for all gates.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_AFFINEFORM_H
#define DLC_DIALECT_GRAPH_ANALYSIS_AFFINEFORM_H

#include "dlc/Dialect/Graph/Analysis/MatrixView.h"

#include "llvm/ADT/SetVector.h"

namespace dlc::graph {

/// Where sums are taken apart: in one block, with some values known before.
struct AffineScope {
  mlir::Block *block;
  llvm::function_ref<bool(mlir::Value)> isKnown;

  /// Whether an operation is no part of this.
  bool isOutside(mlir::Operation *op) const {
    return op->getBlock() != block || isKnown(op->getResult(0));
  }
};

/// scale * left * right, of which `right` is known before.
struct AffineProduct {
  MatrixView left, right;
  double scale;
};

/// scale * view.
struct AffineAddend {
  MatrixView view;
  double scale;
};

struct AffineForm {
  llvm::SmallVector<AffineProduct> products;
  llvm::SmallVector<AffineAddend> addends;
};

/// Operations that an analysis has taken apart.
using TakenApart = llvm::SetVector<mlir::Operation *>;

/// The sum that the view is. Sums of more than a few dozen parts are left
/// whole.
AffineForm affineForm(const MatrixView &view, const AffineScope &scope,
                      TakenApart &parts);

/// A product of values with a number: their views, looked through.
struct Factors {
  double scale = 1;
  llvm::SmallVector<MatrixView> views;
};

/// The view as a product of values that are none themselves.
Factors factorsOf(const MatrixView &view, const AffineScope &scope,
                  TakenApart &parts);

/// The view as a sum of products, without multiplying out.
llvm::SmallVector<Factors> sumOfProducts(const MatrixView &view,
                                         const AffineScope &scope,
                                         TakenApart &parts);

/// The view multiplied out: a polynomial in values that are neither sums nor
/// products, equal terms added up. Empty where that has more than `limit`
/// terms.
llvm::SmallVector<Factors> polynomialOf(const MatrixView &view,
                                        const AffineScope &scope,
                                        TakenApart &parts, size_t limit);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_AFFINEFORM_H
