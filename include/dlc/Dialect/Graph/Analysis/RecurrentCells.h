//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrent cells as programs write them.
//
// What is recognised is the update of the state, in whatever order and form its
// sums and products stand, and that its gates are activations of sums with
// products. How these sums are made is the affine form's concern.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_RECURRENTCELLS_H
#define DLC_DIALECT_GRAPH_ANALYSIS_RECURRENTCELLS_H

#include "dlc/Dialect/Graph/Analysis/AffineForm.h"

namespace dlc::graph {

/// c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c').
struct LstmCell {
  /// What computes h' and c', and these as matrices of a row for each of the
  /// batch.
  mlir::Operation *hiddenOp, *cellOp;
  MatrixView nextHidden, nextCell;
  MatrixView cell;
  /// i, f, g, o.
  llvm::SmallVector<AffineForm, 4> gates;
  /// All operations that this is made of.
  TakenApart parts;
};

/// h' = (1 - sigmoid(z)) tanh(n) + sigmoid(z) h, where n = n' + sigmoid(r)
/// (h W + b) or n = n' + (sigmoid(r) h) W.
struct GruCell {
  mlir::Operation *hiddenOp;
  MatrixView nextHidden;
  MatrixView hidden;
  /// r, z, n', each with all its products.
  llvm::SmallVector<AffineForm, 4> gates;
  /// The product that the reset gate takes part in, and b.
  AffineProduct product;
  llvm::SmallVector<AffineAddend> bias;
  bool resetAfter;
  TakenApart parts;
};

/// The cell whose h' the operation computes.
std::optional<LstmCell> matchLstmCell(mlir::Operation *op,
                                      const AffineScope &scope);
std::optional<GruCell> matchGruCell(mlir::Operation *op,
                                    const AffineScope &scope);

/// Whether all that has products among the parts is used by other parts only,
/// so that nothing is computed twice where a cell takes their place. The
/// results of the cell, and what depends on them, may be used by all.
bool isUsedInsideOnly(const TakenApart &parts,
                      llvm::ArrayRef<mlir::Operation *> results);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_RECURRENTCELLS_H
