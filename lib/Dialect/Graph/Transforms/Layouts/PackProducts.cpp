//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Packs the right operands of products into panels of columns.
//
//===----------------------------------------------------------------------===//

#include "BlockLayout.h"
#include "ContractionPatterns.h"
#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

using namespace mlir;
using namespace dlc::graph;

/// Bytes of a matrix that a product reads as fast in plain rows as in panels:
/// what stays in the second cache.
static constexpr int64_t kLargestPlainMatrix = int64_t(1) << 20;
/// With so few rows on the left, packing takes longer than it saves.
static constexpr int64_t kFewRows = 64;

DenseSet<Operation *> dlc::graph::findPlainProducts(ModuleOp module) {
  DenseSet<Operation *> plain;
  for (auto function : module.getOps<func::FuncOp>()) {
    ParameterValues parameters(function);
    function.walk([&](MatmulOp op) {
      RankedTensorType right = tensorOf(op.getRhs());
      if (op.getTransposeRhs() || right.getRank() < 2 ||
          !right.hasStaticShape() || right.getNumElements() == 0 ||
          parameters.contains(op.getRhs()) ||
          op.getRhs().getParentBlock() != op->getBlock())
        return;
      int64_t size = right.getShape().end()[-1] * right.getShape().end()[-2];
      // One matrix is for all rows on the left.
      bool isOne = right.getNumElements() == size;
      ArrayRef<int64_t> left = tensorOf(op.getLhs()).getShape();
      int64_t rows = left.size() < 2 ? 1 : left.end()[-2];
      if (isOne)
        rows = tensorOf(op.getLhs()).getNumElements() / left.back();
      if (size * (right.getElementTypeBitWidth() / 8) <= kLargestPlainMatrix ||
          rows <= kFewRows)
        plain.insert(op);
    });
  }
  return plain;
}

namespace {
/// matmul(x, w) -> packed_matmul(x, pack(w)).
struct PackMatmul : OpRewritePattern<MatmulOp> {
  PackMatmul(MLIRContext *context, VectorTarget target,
             const DenseSet<Operation *> &plain, Pass::Statistic &packed)
      : OpRewritePattern(context), target(target), plain(plain),
        packed(packed) {}

  LogicalResult matchAndRewrite(MatmulOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = op.getType();
    if (!type.hasStaticShape() || !hasMicroKernel(type.getElementType()))
      return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
    // Vectors become matrices of one row.
    Location location = op.getLoc();
    auto asMatrix = [&](Value operand) {
      RankedTensorType type = tensorOf(operand);
      return type.getRank() > 1
                 ? operand
                 : reshapeTo(rewriter, location, operand,
                             ArrayRef<int64_t>{1, type.getDimSize(0)});
    };
    bool transposed =
        op.getTransposeRhs() || tensorOf(op.getRhs()).getRank() == 1;
    Value lhs = asMatrix(op.getLhs()), rhs = asMatrix(op.getRhs());
    ArrayRef<int64_t> shape = tensorOf(rhs).getShape();
    if (llvm::all_of(shape.drop_back(2),
                     [](int64_t size) { return size == 1; }))
      rhs = reshapeTo(rewriter, location, rhs, shape.take_back(2));
    ArrayRef<int64_t> right = tensorOf(rhs).getShape();
    int64_t columns = right[right.size() - (transposed ? 2 : 1)];
    int64_t depth = right[right.size() - (transposed ? 1 : 2)];
    int64_t bytes = type.getElementTypeBitWidth() / 8;
    // Where one matrix is for all on the left, their rows are those of one.
    ArrayRef<int64_t> left = tensorOf(lhs).getShape();
    int64_t rows = right.size() > 2
                       ? left[left.size() - 2]
                       : ShapedType::getNumElements(left.drop_back());
    int64_t vectors = panelVectors(target, bytes, rows, depth, columns);
    // A single column stays one: its elements lie one behind the other.
    int64_t panel = plain.contains(op) || columns == 1
                        ? columns
                        : vectors * target.lanes(bytes);

    rhs = packRight(rewriter, location, rhs, transposed, panel);
    Value result = rewriter.create<PackedMatmulOp>(location, lhs, rhs, columns);
    result = reshapeTo(rewriter, location, result, type.getShape());
    rewriter.replaceOp(op, result);
    ++packed;
    return success();
  }

private:
  /// [.., K, N], or transposed [.., N, K] -> [.., N/B, K, B].
  static Value packRight(PatternRewriter &rewriter, Location location,
                         Value value, bool transposed, int64_t panel) {
    ArrayRef<int64_t> shape = tensorOf(value).getShape();
    int64_t rows = shape.size() - 2, columns = shape.size() - 1;
    if (!transposed && shape[columns] == panel) {
      SmallVector<int64_t> onePanel(shape);
      onePanel.insert(onePanel.begin() + rows, 1);
      return reshapeTo(rewriter, location, value, onePanel);
    }
    auto outer = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
    if (!transposed)
      std::swap(outer[rows], outer[columns]);
    return rewriter.create<PackOp>(location, value, transposed ? rows : columns,
                                   panel, outer);
  }

  VectorTarget target;
  const DenseSet<Operation *> &plain;
  Pass::Statistic &packed;
};
} // namespace

void dlc::graph::addPackProductPatterns(RewritePatternSet &patterns,
                                        VectorTarget target,
                                        const DenseSet<Operation *> &plain,
                                        Pass::Statistic &packed) {
  patterns.add<PackMatmul>(patterns.getContext(), target, plain, packed);
}
