//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of contractions.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

using namespace mlir;
using namespace dlc::graph;

/// A right operand whose matrices are transposed is read the other way round.
static Value multiplyTransposed(MatmulOp op, PatternRewriter &rewriter) {
  auto transpose = op.getRhs().getDefiningOp<TransposeOp>();
  if (!transpose)
    return {};
  ArrayRef<int64_t> permutation = transpose.getPermutation();
  int64_t rank = permutation.size();
  if (rank < 2 || permutation[rank - 1] != rank - 2 ||
      permutation[rank - 2] != rank - 1 ||
      !llvm::equal(permutation.drop_back(2), llvm::seq<int64_t>(0, rank - 2)))
    return {};
  return rewriter.create<MatmulOp>(op.getLoc(), op.getType(), op.getLhs(),
                                   transpose.getOperand(),
                                   !op.getTransposeRhs());
}

void dlc::graph::addContractionRules(RewritePatternSet &patterns) {
  addRule<MatmulOp, multiplyTransposed>(patterns);
}
