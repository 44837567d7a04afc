//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Moves what is sorted to the last axis.
//
//===----------------------------------------------------------------------===//

#include "ContractionPatterns.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

using namespace mlir;
using namespace dlc::graph;

namespace {
/// argsort along another axis than the last -> transpose(argsort(transpose)):
/// a row is sorted in place, so it must be dense.
struct SortLastAxis : OpRewritePattern<ArgsortOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ArgsortOp op,
                                PatternRewriter &rewriter) const override {
    int64_t last = op.getType().getRank() - 1;
    int64_t axis = op.getAxis() < 0 ? op.getAxis() + last + 1 : op.getAxis();
    if (axis == last)
      return rewriter.notifyMatchFailure(op, "sorts the last axis");
    auto permutation = llvm::to_vector(llvm::seq<int64_t>(0, last + 1));
    std::swap(permutation[axis], permutation[last]);
    Location location = op.getLoc();
    Value rows =
        rewriter.create<TransposeOp>(location, op.getOperand(), permutation);
    Value sorted = rewriter.create<ArgsortOp>(
        location, rows, last, op.getDescending(), op.getCountAttr());
    rewriter.replaceOpWithNewOp<TransposeOp>(op, sorted, permutation);
    return success();
  }
};
} // namespace

void dlc::graph::addSortLastAxisPattern(RewritePatternSet &patterns) {
  patterns.add<SortLastAxis>(patterns.getContext());
}
