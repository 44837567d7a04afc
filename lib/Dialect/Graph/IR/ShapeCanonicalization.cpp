//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of reshapes, transposes, broadcasts and packing: each chain of
// them is as short as it can be, and a broadcast comes last, because what it
// repeats is smaller before.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

//===----------------------------------------------------------------------===//
// reshape
//===----------------------------------------------------------------------===//

/// reshape(reshape(x)) -> reshape(x).
static Value joinReshapes(ReshapeOp op, PatternRewriter &rewriter) {
  if (!op.getOperand().getDefiningOp<ReshapeOp>())
    return {};
  return reshapeTo(rewriter, op.getLoc(), op.getOperand(), op.getType());
}

/// reshape(broadcast(x)) -> broadcast(x'), where the reshape adds and removes
/// axes of size 1, or x is one element.
static Value reshapeBelowBroadcast(ReshapeOp op, PatternRewriter &rewriter) {
  auto broadcast = op.getOperand().getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  Dimensions source = dimensionsOf(broadcast.getOperand());
  Dimensions from = dimensionsOf(broadcast), to = dimensionsOf(op);
  std::optional<SmallVector<int64_t>> moved = matchUnitAxes(from, to);
  Dimensions kept;
  SmallVector<int64_t> axes;
  for (auto [dimension, axis] : llvm::zip(source, broadcast.getResultAxes())) {
    if (dimension == Dimension(1))
      continue;
    if (!moved)
      return {};
    kept.push_back(dimension);
    axes.push_back((*moved)[axis]);
  }
  Value value =
      reshapeTo(rewriter, broadcast.getLoc(), broadcast.getOperand(), kept);
  return broadcastTo(rewriter, broadcast.getLoc(), value, to, axes);
}

//===----------------------------------------------------------------------===//
// transpose
//===----------------------------------------------------------------------===//

/// A transpose that moves no axis but those of size 1 past others.
static Value transposeToReshape(TransposeOp op, PatternRewriter &rewriter) {
  Dimensions dimensions = dimensionsOf(op.getOperand());
  int64_t last = -1;
  for (int64_t axis : op.getPermutation()) {
    if (dimensions[axis] == Dimension(1))
      continue;
    if (axis < last)
      return {};
    last = axis;
  }
  return reshapeTo(rewriter, op.getLoc(), op.getOperand(), op.getType());
}

/// transpose(broadcast(x)) -> broadcast(transpose(x)).
static Value transposeAboveBroadcast(TransposeOp op,
                                     PatternRewriter &rewriter) {
  auto broadcast = op.getOperand().getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  SmallVector<int64_t> position = inversePermutation(op.getPermutation());
  SmallVector<int64_t> axes;
  for (int64_t axis : broadcast.getResultAxes())
    axes.push_back(position[axis]);
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, axes.size()));
  llvm::sort(order, [&](int64_t a, int64_t b) { return axes[a] < axes[b]; });
  llvm::sort(axes);
  Value value =
      transposeBy(rewriter, op.getLoc(), broadcast.getOperand(), order);
  return broadcastTo(rewriter, broadcast.getLoc(), value, dimensionsOf(op),
                     axes);
}

/// transpose(reshape(x)) -> reshape(transpose(x)), where the reshape adds axes
/// of size 1.
static Value transposeBeforeUnitAxes(TransposeOp op,
                                     PatternRewriter &rewriter) {
  auto reshape = op.getOperand().getDefiningOp<ReshapeOp>();
  if (!reshape)
    return {};
  std::optional<SmallVector<int64_t>> moved =
      matchUnitAxes(dimensionsOf(reshape.getOperand()), dimensionsOf(reshape));
  if (!moved || llvm::is_contained(*moved, -1))
    return {};
  SmallVector<int64_t> position = inversePermutation(op.getPermutation());
  auto order = llvm::to_vector(llvm::seq<int64_t>(0, moved->size()));
  llvm::sort(order, [&](int64_t a, int64_t b) {
    return position[(*moved)[a]] < position[(*moved)[b]];
  });
  Value value = transposeBy(rewriter, op.getLoc(), reshape.getOperand(), order);
  return reshapeTo(rewriter, reshape.getLoc(), value, op.getType());
}

//===----------------------------------------------------------------------===//
// broadcast
//===----------------------------------------------------------------------===//

/// A broadcast that repeats nothing is a reshape.
static Value broadcastToReshape(BroadcastOp op, PatternRewriter &rewriter) {
  Dimensions from = dimensionsOf(op.getOperand()), to = dimensionsOf(op);
  SmallVector<bool> isKept(to.size(), false);
  for (auto [dimension, axis] : llvm::zip(from, op.getResultAxes()))
    isKept[axis] = dimension == to[axis];
  for (auto [dimension, kept] : llvm::zip(to, isKept))
    if (!kept && dimension != Dimension(1))
      return {};
  return reshapeTo(rewriter, op.getLoc(), op.getOperand(), op.getType());
}

static Value joinBroadcasts(BroadcastOp op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().getDefiningOp<BroadcastOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> outer = op.getResultAxes(), axes;
  for (int64_t axis : inner.getResultAxes())
    axes.push_back(outer[axis]);
  return broadcastTo(rewriter, op.getLoc(), inner.getOperand(),
                     dimensionsOf(op), axes);
}

/// broadcast(reshape(x)) -> broadcast(x), where x has all axes but those of
/// size 1.
static Value broadcastReshaped(BroadcastOp op, PatternRewriter &rewriter) {
  auto reshape = op.getOperand().getDefiningOp<ReshapeOp>();
  if (!reshape)
    return {};
  std::optional<SmallVector<int64_t>> moved =
      matchUnitAxes(dimensionsOf(reshape.getOperand()), dimensionsOf(reshape));
  if (!moved || llvm::is_contained(*moved, -1))
    return {};
  SmallVector<int64_t> outer = op.getResultAxes(), axes;
  for (int64_t axis : *moved)
    axes.push_back(outer[axis]);
  return broadcastTo(rewriter, op.getLoc(), reshape.getOperand(),
                     dimensionsOf(op), axes);
}

//===----------------------------------------------------------------------===//
// pack, unpack
//===----------------------------------------------------------------------===//

static bool isIdentity(ArrayRef<int64_t> permutation) {
  return llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size()));
}

static Value unpackPacked(UnpackOp op, PatternRewriter &) {
  auto pack = op.getOperand().getDefiningOp<PackOp>();
  bool isInverse = pack && pack.getAxis() == op.getAxis() &&
                   isIdentity(pack.getOuterPermutation()) &&
                   pack.getOperand().getType() == op.getType();
  return isInverse ? pack.getOperand() : Value();
}

/// Where blocks are full: the positions beyond the axis need not be zero in
/// what was unpacked.
static Value packUnpacked(PackOp op, PatternRewriter &) {
  auto unpack = op.getOperand().getDefiningOp<UnpackOp>();
  bool isInverse = unpack && unpack.getAxis() == op.getAxis() &&
                   isIdentity(op.getOuterPermutation()) &&
                   unpack.getOperand().getType() == op.getType() &&
                   unpack.getSize() % op.getBlock() == 0;
  return isInverse ? unpack.getOperand() : Value();
}

void dlc::graph::addShapeRules(RewritePatternSet &patterns) {
  addRule<ReshapeOp, joinReshapes>(patterns);
  addRule<ReshapeOp, reshapeBelowBroadcast>(patterns);
  addRule<TransposeOp, transposeToReshape>(patterns);
  addRule<TransposeOp, transposeAboveBroadcast>(patterns);
  addRule<TransposeOp, transposeBeforeUnitAxes>(patterns);
  addRule<BroadcastOp, broadcastToReshape>(patterns);
  addRule<BroadcastOp, joinBroadcasts>(patterns);
  addRule<BroadcastOp, broadcastReshaped>(patterns);
  addRule<UnpackOp, unpackPacked>(patterns);
  addRule<PackOp, packUnpacked>(patterns);
}
