//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes the layouts of contractions explicit: packed operands, blocked
// channels.
//
// Products and convolutions are rewritten to their packed forms with the
// packing as operations beside them. The `unpack` behind a convolution then
// sinks below the pointwise operations that follow, whose other operands are
// packed instead; what is packed and depends on parameters alone is hoisted
// later. What is sorted becomes the last axis.
//
//===----------------------------------------------------------------------===//

#include "BlockConvolutions.h"
#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Splats.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::graph {
#define GEN_PASS_DEF_ASSIGNLAYOUTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// Micro-kernels exist for f32 and f64.
static bool hasMicroKernel(Type elementType) {
  return elementType.isF32() || elementType.isF64();
}

static DimsAttr staticDims(MLIRContext *context, ArrayRef<int64_t> shape) {
  return DimsAttr::get(context,
                       std::vector<Dimension>(shape.begin(), shape.end()));
}

namespace {

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// matmul(x, w) -> packed_matmul(x, pack(w)).
struct PackMatmul : OpRewritePattern<MatmulOp> {
  PackMatmul(MLIRContext *context, VectorTarget target, Pass::Statistic &packed)
      : OpRewritePattern(context), target(target), packed(packed) {}

  LogicalResult matchAndRewrite(MatmulOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = op.getType();
    if (!type.hasStaticShape() || !hasMicroKernel(type.getElementType()))
      return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
    // Vectors become matrices of one row.
    Location location = op.getLoc();
    auto asMatrix = [&](Value operand) {
      RankedTensorType type = tensorOf(operand);
      return type.getRank() > 1 ? operand
                                : reshape(rewriter, location, operand,
                                          {1, type.getDimSize(0)});
    };
    bool transposed =
        op.getTransposeRhs() || tensorOf(op.getRhs()).getRank() == 1;
    Value lhs = asMatrix(op.getLhs()), rhs = asMatrix(op.getRhs());
    ArrayRef<int64_t> right = tensorOf(rhs).getShape();
    int64_t columns = right[right.size() - (transposed ? 2 : 1)];
    RegisterTile tile =
        matmulTile(target, type.getElementTypeBitWidth() / 8, columns);
    int64_t panel =
        tile.vectors * target.lanes(type.getElementTypeBitWidth() / 8);

    if (llvm::all_of(right.drop_back(2),
                     [](int64_t size) { return size == 1; }))
      rhs = reshape(rewriter, location, rhs, right.take_back(2));
    rhs = packRight(rewriter, location, rhs, transposed, panel);
    Value result = rewriter.create<PackedMatmulOp>(location, lhs, rhs, columns);
    result = reshape(rewriter, location, result, type.getShape());
    rewriter.replaceOp(op, result);
    ++packed;
    return success();
  }

private:
  static Value reshape(PatternRewriter &rewriter, Location location,
                       Value value, ArrayRef<int64_t> shape) {
    if (tensorOf(value).getShape() == shape)
      return value;
    return rewriter.create<ReshapeOp>(location, value,
                                      staticDims(rewriter.getContext(), shape));
  }

  /// [.., K, N], or transposed [.., N, K] -> [.., N/B, K, B].
  static Value packRight(PatternRewriter &rewriter, Location location,
                         Value value, bool transposed, int64_t panel) {
    ArrayRef<int64_t> shape = tensorOf(value).getShape();
    int64_t rows = shape.size() - 2, columns = shape.size() - 1;
    if (!transposed && shape[columns] == panel) {
      SmallVector<int64_t> onePanel(shape);
      onePanel.insert(onePanel.begin() + rows, 1);
      return reshape(rewriter, location, value, onePanel);
    }
    auto outer = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
    if (!transposed)
      std::swap(outer[rows], outer[columns]);
    return rewriter.create<PackOp>(location, value, transposed ? rows : columns,
                                   panel, outer);
  }

  VectorTarget target;
  Pass::Statistic &packed;
};

//===----------------------------------------------------------------------===//
// Sorting
//===----------------------------------------------------------------------===//

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
    Value sorted =
        rewriter.create<ArgsortOp>(location, rows, last, op.getDescending());
    rewriter.replaceOpWithNewOp<TransposeOp>(op, sorted, permutation);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Unpacks sink
//===----------------------------------------------------------------------===//

/// The operand of a pointwise operation in the layout that `unpack` undoes.
static Value packLike(RewriterBase &rewriter, Location location, Value operand,
                      UnpackOp unpack) {
  int64_t axis = unpack.getAxis();
  RankedTensorType packed = tensorOf(unpack.getOperand());
  int64_t block = packed.getShape().back();

  if (auto other = operand.getDefiningOp<UnpackOp>())
    if (other.getOperand().getType().getShape() == packed.getShape() &&
        other.getAxis() == axis && other.getSize() == unpack.getSize())
      return other.getOperand();

  if (TypedAttr number = splatOf(operand))
    return createSplat(rewriter, location,
                       packed.clone(tensorOf(operand).getElementType()),
                       number);

  // pack(broadcast(x)) is broadcast(pack(x)), with the block as a new last
  // axis where x varies along the packed axis.
  if (auto broadcast = operand.getDefiningOp<BroadcastOp>()) {
    SmallVector<int64_t> axes = broadcast.getResultAxes();
    Value source = broadcast.getOperand();
    auto *position = llvm::find(axes, axis);
    bool varies = position != axes.end() &&
                  tensorOf(source).getDimSize(position - axes.begin()) ==
                      unpack.getSize();
    if (varies) {
      auto outer = llvm::to_vector(llvm::seq<int64_t>(0, axes.size()));
      source = rewriter.create<PackOp>(location, source,
                                       position - axes.begin(), block, outer);
      axes.push_back(packed.getRank() - 1);
    }
    return rewriter.create<BroadcastOp>(
        location, source, staticDims(rewriter.getContext(), packed.getShape()),
        rewriter.getDenseI64ArrayAttr(axes));
  }
  auto outer =
      llvm::to_vector(llvm::seq<int64_t>(0, tensorOf(operand).getRank()));
  return rewriter.create<PackOp>(location, operand, axis, block, outer);
}

/// f(unpack(x), y) -> unpack(f(x, pack(y))) for pointwise f: the computation
/// then happens where the convolution's results are, in its registers. Values
/// in the padding of a block are computed and dropped.
static bool sinkUnpack(Operation *op, RewriterBase &rewriter) {
  if (!op->hasTrait<Pointwise>())
    return false;
  UnpackOp unpack;
  for (Value operand : op->getOperands())
    if (auto candidate = operand.getDefiningOp<UnpackOp>();
        candidate && candidate->hasOneUse())
      unpack = unpack ? unpack : candidate;
  if (!unpack)
    return false;

  rewriter.setInsertionPoint(op);
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(packLike(rewriter, op->getLoc(), operand, unpack));
  RankedTensorType packed = tensorOf(unpack.getOperand());
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(operands);
  state.addAttributes(op->getAttrs());
  for (Type type : op->getResultTypes())
    state.addTypes(RankedTensorType::get(
        packed.getShape(), cast<RankedTensorType>(type).getElementType()));
  Operation *inner = rewriter.create(state);
  SmallVector<Operation *> producers;
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp())
      if (!llvm::is_contained(producers, producer))
        producers.push_back(producer);
  rewriter.replaceOpWithNewOp<UnpackOp>(op, inner->getResult(0),
                                        unpack.getAxis(), unpack.getSize());
  for (Operation *producer : producers)
    if (isOpTriviallyDead(producer))
      rewriter.eraseOp(producer);
  return true;
}

struct AssignLayouts : dlc::graph::impl::AssignLayoutsPassBase<AssignLayouts> {
  using Base::Base;

  void runOnOperation() override {
    VectorTarget target{vectorBytes, registers};
    RewritePatternSet patterns(&getContext());
    patterns.add<PackMatmul>(&getContext(), target, packedProducts);
    addBlockConvolutions(patterns, target, blockedConvolutions);
    patterns.add<SortLastAxis>(&getContext());
    if (failed(
            applyPatternsAndFoldGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    // In program order, so that where two values meet, such as at a residual
    // connection, both have their blocks already.
    SmallVector<Operation *> operations;
    getOperation().walk([&](Operation *op) { operations.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (Operation *op : operations)
      if (!readBlocksDirectly(op, rewriter))
        movedUnpacks += sinkUnpack(op, rewriter);
    // New constants go where folding would put them the next time.
    if (failed(applyPatternsAndFoldGreedily(getOperation(),
                                            RewritePatternSet(&getContext()))))
      signalPassFailure();
  }
};
} // namespace
