//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rewriting rules as functions, and the rules of each family.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_IR_CANONICALIZATION_H
#define DLC_LIB_DIALECT_GRAPH_IR_CANONICALIZATION_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/PatternMatch.h"

namespace dlc::graph {

/// A rule: what an operation with one result is replaced by, or null where the
/// rule does not apply. One that returns null has made nothing.
template <typename OpTy>
using RuleOf = mlir::Value (*)(OpTy op, mlir::PatternRewriter &rewriter);

template <typename OpTy, RuleOf<OpTy> rule>
struct RulePattern : mlir::OpRewritePattern<OpTy> {
  using mlir::OpRewritePattern<OpTy>::OpRewritePattern;

  llvm::LogicalResult
  matchAndRewrite(OpTy op, mlir::PatternRewriter &rewriter) const override {
    mlir::Value replacement = rule(op, rewriter);
    if (!replacement)
      return rewriter.notifyMatchFailure(op, "the rule does not apply");
    assert(replacement.getType() == op->getResult(0).getType());
    rewriter.replaceOp(op, replacement);
    return mlir::success();
  }
};

template <typename OpTy, RuleOf<OpTy> rule>
void addRule(mlir::RewritePatternSet &patterns) {
  patterns.add<RulePattern<OpTy, rule>>(patterns.getContext());
}

void addArithmeticRules(mlir::RewritePatternSet &patterns);
void addLogicRules(mlir::RewritePatternSet &patterns);
void addShapeRules(mlir::RewritePatternSet &patterns);
void addConcatRules(mlir::RewritePatternSet &patterns);
void addReductionRules(mlir::RewritePatternSet &patterns);
void addContractionRules(mlir::RewritePatternSet &patterns);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_IR_CANONICALIZATION_H
