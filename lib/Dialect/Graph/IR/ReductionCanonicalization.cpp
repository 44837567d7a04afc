//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of reductions: what is repeated is reduced before, and chains
// are one reduction.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::graph;

/// Which axes of the operand go.
template <typename OpTy> static SmallVector<bool> reducedAxes(OpTy op) {
  int64_t rank = tensorOf(op.getOperand()).getRank();
  SmallVector<bool> isReduced(rank, op.getAxes().empty());
  for (int64_t axis : op.getAxes())
    isReduced[*normalizeAxis(axis, rank)] = true;
  return isReduced;
}

/// The reduction of these axes, which are gone; of no axes, the value itself.
template <typename OpTy>
static Value reduce(PatternRewriter &rewriter, Location location, Value value,
                    ArrayRef<bool> isReduced) {
  SmallVector<int64_t> axes;
  for (auto [axis, reduced] : llvm::enumerate(isReduced))
    if (reduced)
      axes.push_back(axis);
  if (axes.empty())
    return value;
  return rewriter.create<OpTy>(location, value, axes, /*keep_dims=*/false);
}

/// Of axes of size 1, a reduction is their element.
template <typename OpTy>
static Value reduceNothing(OpTy op, PatternRewriter &rewriter) {
  for (auto [dimension, reduced] :
       llvm::zip(dimensionsOf(op.getOperand()), reducedAxes(op)))
    if (reduced && dimension != Dimension(1))
      return {};
  return reshapeTo(rewriter, op.getLoc(), op.getOperand(), op.getType());
}

/// The number as one of this type; nothing where it cannot hold it exactly.
/// Integers wrap around, as their sums do.
static TypedAttr exactNumber(Type type, int64_t number) {
  if (isa<IntegerType>(type))
    return cast<TypedAttr>(IntegerAttr::get(
        type, APInt(type.getIntOrFloatBitWidth(), static_cast<uint64_t>(number),
                    /*isSigned=*/true)));
  auto real = FloatAttr::get(type, static_cast<double>(number));
  if (real.getValueAsDouble() != static_cast<double>(number))
    return {};
  return cast<TypedAttr>(real);
}

/// The reduction of a broadcast: of what it repeats, an extremum or a mean is
/// the element, and a sum its multiple.
template <typename OpTy>
static Value reduceBroadcast(OpTy op, PatternRewriter &rewriter) {
  auto broadcast = op.getOperand().template getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  Dimensions from = dimensionsOf(broadcast.getOperand());
  Dimensions to = dimensionsOf(broadcast);
  SmallVector<bool> isReduced = reducedAxes(op), isRepeated(to.size(), true);
  for (auto [dimension, axis] : llvm::zip(from, broadcast.getResultAxes()))
    isRepeated[axis] = dimension != to[axis];
  // How often an element is counted, and where the axes that stay go.
  int64_t count = 1;
  bool isAny = false;
  Dimensions kept;
  SmallVector<int64_t> keptAxis(to.size(), -1);
  for (size_t axis = 0; axis < to.size(); ++axis) {
    if (!isReduced[axis]) {
      keptAxis[axis] = kept.size();
      kept.push_back(to[axis]);
    } else if (isRepeated[axis]) {
      std::optional<int64_t> size = to[axis].constant();
      if (!size || *size == 0 || llvm::MulOverflow(count, *size, count))
        return {};
      isAny = true;
    }
  }
  Type element = op.getType().getElementType();
  TypedAttr factor;
  if (std::is_same_v<OpTy, SumOp>)
    factor = exactNumber(element, count);
  if (!isAny || (std::is_same_v<OpTy, SumOp> && !factor))
    return {};

  // Reduce the axes of the source, but not those that are repeated.
  SmallVector<bool> sourceReduced;
  SmallVector<int64_t> axes;
  Dimensions shape;
  for (auto [dimension, axis] : llvm::zip(from, broadcast.getResultAxes())) {
    bool goes = isReduced[axis];
    sourceReduced.push_back(goes && !isRepeated[axis]);
    if (goes)
      continue;
    axes.push_back(keptAxis[axis]);
    shape.push_back(dimension);
  }
  Location location = op.getLoc();
  Value value =
      reduce<OpTy>(rewriter, location, broadcast.getOperand(), sourceReduced);
  value = reshapeTo(rewriter, location, value, shape);
  if (factor && count != 1)
    value = rewriter.create<MulOp>(
        location, value,
        createSplat(rewriter, location, tensorOf(value), factor));
  value = broadcastTo(rewriter, broadcast.getLoc(), value, kept, axes);
  return reshapeTo(rewriter, location, value, op.getType());
}

/// A reduction of a reduction that nobody else uses is one of all axes.
template <typename OpTy>
static Value joinReductions(OpTy op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().template getDefiningOp<OpTy>();
  if (!inner || !inner->hasOneUse())
    return {};
  SmallVector<bool> all = reducedAxes(inner), outer = reducedAxes(op);
  size_t next = 0;
  for (bool &isReduced : all) {
    if (inner.getKeepDims())
      isReduced |= outer[next++];
    else if (!isReduced)
      isReduced = outer[next++];
  }
  Location location = rewriter.getFusedLoc({inner.getLoc(), op.getLoc()});
  Value value = reduce<OpTy>(rewriter, location, inner.getOperand(), all);
  return reshapeTo(rewriter, location, value, op.getType());
}

/// reduce(transpose(x)) -> transpose(reduce(x)), of fewer elements.
template <typename OpTy>
static Value reduceTransposed(OpTy op, PatternRewriter &rewriter) {
  auto transpose = op.getOperand().template getDefiningOp<TransposeOp>();
  if (!transpose)
    return {};
  ArrayRef<int64_t> permutation = transpose.getPermutation();
  SmallVector<bool> isReduced = reducedAxes(op);
  SmallVector<bool> before(isReduced.size());
  for (auto [reduced, axis] : llvm::zip(isReduced, permutation))
    before[axis] = reduced;
  // Axes that stay are counted without those that go.
  SmallVector<int64_t> position(isReduced.size()), order;
  int64_t count = 0;
  for (auto [axis, reduced] : llvm::enumerate(before))
    position[axis] = reduced ? -1 : count++;
  for (int64_t axis : permutation)
    if (!before[axis])
      order.push_back(position[axis]);
  Value value =
      reduce<OpTy>(rewriter, op.getLoc(), transpose.getOperand(), before);
  value = transposeBy(rewriter, transpose.getLoc(), value, order);
  return reshapeTo(rewriter, op.getLoc(), value, op.getType());
}

/// reduce(reshape(x)) -> reshape(reduce(x)), where the reshape adds or removes
/// axes of size 1.
template <typename OpTy>
static Value reduceReshaped(OpTy op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().template getDefiningOp<ReshapeOp>();
  if (!inner)
    return {};
  std::optional<SmallVector<int64_t>> moved =
      matchUnitAxes(dimensionsOf(inner.getOperand()), dimensionsOf(inner));
  if (!moved)
    return {};
  SmallVector<bool> isReduced = reducedAxes(op), before;
  for (int64_t axis : *moved)
    before.push_back(axis >= 0 && isReduced[axis]);
  if (!llvm::is_contained(before, true))
    return {};
  Value value = reduce<OpTy>(rewriter, op.getLoc(), inner.getOperand(), before);
  return reshapeTo(rewriter, op.getLoc(), value, op.getType());
}

/// reshape(reduce(x)) is a reduction that keeps its axes, or does not.
template <typename OpTy>
static Value keepReducedAxes(ReshapeOp op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().getDefiningOp<OpTy>();
  if (!inner || !inner->hasOneUse())
    return {};
  Dimensions other;
  for (auto [dimension, reduced] :
       llvm::zip(dimensionsOf(inner.getOperand()), reducedAxes(inner)))
    if (!reduced)
      other.push_back(dimension);
    else if (!inner.getKeepDims())
      other.push_back(1);
  if (dimensionsOf(op) != other)
    return {};
  return rewriter.create<OpTy>(inner.getLoc(), inner.getOperand(),
                               inner.getAxes(), !inner.getKeepDims());
}

template <typename OpTy> static void addRules(RewritePatternSet &patterns) {
  addRule<OpTy, reduceNothing<OpTy>>(patterns);
  addRule<OpTy, joinReductions<OpTy>>(patterns);
  addRule<OpTy, reduceTransposed<OpTy>>(patterns);
  addRule<OpTy, reduceReshaped<OpTy>>(patterns);
  addRule<ReshapeOp, keepReducedAxes<OpTy>>(patterns);
  // A power that counts elements would round.
  if constexpr (!std::is_same_v<OpTy, ProdOp>)
    addRule<OpTy, reduceBroadcast<OpTy>>(patterns);
}

void dlc::graph::addReductionRules(RewritePatternSet &patterns) {
  addRules<SumOp>(patterns);
  addRules<ProdOp>(patterns);
  addRules<MeanOp>(patterns);
  addRules<MaxOp>(patterns);
  addRules<MinOp>(patterns);
  addRules<AnyOp>(patterns);
  addRules<AllOp>(patterns);
}
