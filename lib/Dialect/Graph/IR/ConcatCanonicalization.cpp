//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Canonical form of slices, concatenations and padding: nothing is put together
// that is taken apart again.
//
//===----------------------------------------------------------------------===//

#include "Canonicalization.h"
#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

static Value sliceOf(PatternRewriter &rewriter, Location location, Value value,
                     ArrayRef<Dimension> starts, ArrayRef<Dimension> sizes,
                     ArrayRef<int64_t> strides) {
  MLIRContext *context = rewriter.getContext();
  return rewriter.createOrFold<SliceOp>(
      location, tensorType(sizes, tensorOf(value).getElementType()), value,
      DimsAttr::get(context, starts.vec()), DimsAttr::get(context, sizes.vec()),
      rewriter.getDenseI64ArrayAttr(strides));
}

/// The first and the last position that a slice reads along an axis, in order;
/// nothing where they have no numbers or there is none.
static std::optional<std::pair<int64_t, int64_t>> rangeOf(SliceOp op,
                                                          int64_t axis) {
  std::optional<int64_t> start = op.getStarts()[axis].constant();
  std::optional<int64_t> size = op.getSizes()[axis].constant();
  if (!start || !size || *size < 1)
    return std::nullopt;
  int64_t last = *start + (*size - 1) * op.getStrides()[axis];
  return std::minmax(*start, last);
}

//===----------------------------------------------------------------------===//
// Slices of what was made larger
//===----------------------------------------------------------------------===//

/// slice(broadcast(x)) -> broadcast(slice(x)).
static Value sliceBroadcast(SliceOp op, PatternRewriter &rewriter) {
  auto broadcast = op.getOperand().getDefiningOp<BroadcastOp>();
  if (!broadcast)
    return {};
  Dimensions dimensions = dimensionsOf(broadcast), starts, sizes;
  SmallVector<int64_t> axes = broadcast.getResultAxes(), strides;
  for (auto [dimension, axis] :
       llvm::zip(dimensionsOf(broadcast.getOperand()), axes)) {
    bool isRepeated = dimension != dimensions[axis];
    starts.push_back(isRepeated ? Dimension(0) : op.getStarts()[axis]);
    sizes.push_back(isRepeated ? Dimension(1) : op.getSizes()[axis]);
    strides.push_back(isRepeated ? 1 : op.getStrides()[axis]);
  }
  Value part = sliceOf(rewriter, op.getLoc(), broadcast.getOperand(), starts,
                       sizes, strides);
  return broadcastTo(rewriter, broadcast.getLoc(), part, op.getSizes(), axes);
}

/// A slice of a concatenation that reads some of its operands only.
static Value sliceConcat(SliceOp op, PatternRewriter &rewriter) {
  auto concat = op.getOperand().getDefiningOp<ConcatOp>();
  if (!concat)
    return {};
  int64_t axis = *normalizeAxis(concat.getAxis(), op.getType().getRank());
  auto range = rangeOf(op, axis);
  if (!range)
    return {};
  // The operands it reads, and where each begins.
  SmallVector<std::pair<Value, int64_t>> parts;
  int64_t begin = 0;
  for (Value operand : concat.getOperands()) {
    int64_t size = tensorOf(operand).getDimSize(axis);
    if (ShapedType::isDynamic(size))
      return {};
    if (begin <= range->second && range->first < begin + size && size > 0)
      parts.emplace_back(operand, begin);
    begin += size;
  }
  int64_t stride = op.getStrides()[axis];
  if (parts.size() == concat.getOperands().size() ||
      (parts.size() > 1 && stride != 1))
    return {};
  SmallVector<Value> slices;
  for (auto [operand, begin] : parts) {
    Dimensions starts(op.getStarts()), sizes(op.getSizes());
    if (parts.size() == 1) {
      starts[axis] = *starts[axis].constant() - begin;
    } else {
      int64_t end = begin + tensorOf(operand).getDimSize(axis);
      int64_t first = std::max(range->first, begin);
      starts[axis] = first - begin;
      sizes[axis] = std::min(range->second + 1, end) - first;
    }
    slices.push_back(sliceOf(rewriter, op.getLoc(), operand, starts, sizes,
                             op.getStrides()));
  }
  if (slices.size() == 1)
    return slices.front();
  return rewriter.create<ConcatOp>(concat.getLoc(), slices, axis);
}

/// A slice that reads no padding along some axis has none there.
static Value slicePad(SliceOp op, PatternRewriter &rewriter) {
  auto pad = op.getOperand().getDefiningOp<PadOp>();
  if (!pad)
    return {};
  Dimensions starts(op.getStarts());
  ArrayRef<int64_t> sizes = tensorOf(pad.getOperand()).getShape();
  for (int64_t axis = 0, rank = sizes.size(); axis < rank; ++axis) {
    int64_t low = pad.getLow()[axis];
    if (low == 0 && pad.getHigh()[axis] == 0)
      continue;
    auto range = rangeOf(op, axis);
    if (!range || range->first < low || ShapedType::isDynamic(sizes[axis]) ||
        range->second >= low + sizes[axis])
      return {};
    starts[axis] = *starts[axis].constant() - low;
  }
  return sliceOf(rewriter, op.getLoc(), pad.getOperand(), starts, op.getSizes(),
                 op.getStrides());
}

/// Whether a value is computed from a contraction's result by pointwise
/// operations that can happen in its registers.
static bool isEpilogue(Value value) {
  for (int depth = 0; depth < 16; ++depth) {
    Operation *op = value.getDefiningOp();
    if (isa_and_nonnull<MatmulOp, Conv2dOp, Conv2dFilterGradientOp,
                        PackedMatmulOp, BlockedConv2dOp,
                        BlockedConv2dFilterGradientOp>(op))
      return true;
    if (!op || !op->hasTrait<Pointwise>())
      return false;
    // The first operand that is computed by such an operation, too.
    Value next;
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp();
          producer && !next && !isa<BroadcastOp>(producer) &&
          producer->getNumOperands() > 0)
        next = operand;
    if (!next)
      return false;
    value = next;
  }
  return true;
}

/// slice(f(x, y)) -> f(slice(x), slice(y)) for pointwise f that nobody else
/// uses, if f then computes less.
static Value slicePointwise(SliceOp op, PatternRewriter &rewriter) {
  Operation *producer = op.getOperand().getDefiningOp();
  if (!producer || !producer->hasTrait<Pointwise>() || !producer->hasOneUse() ||
      !op.getType().hasStaticShape() ||
      !op.getOperand().getType().hasStaticShape() ||
      op.getType().getNumElements() >=
          op.getOperand().getType().getNumElements() ||
      isEpilogue(op.getOperand()))
    return {};
  OperationState state(producer->getLoc(), producer->getName());
  for (Value operand : producer->getOperands())
    state.operands.push_back(sliceOf(rewriter, op.getLoc(), operand,
                                     op.getStarts(), op.getSizes(),
                                     op.getStrides()));
  state.addAttributes(producer->getAttrs());
  state.addTypes(op.getType());
  return rewriter.create(state)->getResult(0);
}

//===----------------------------------------------------------------------===//
// Concatenations
//===----------------------------------------------------------------------===//

/// Whether `second` begins where `first` ends: slices of one value, equal but
/// along `axis`.
static bool areAdjacent(SliceOp first, SliceOp second, int64_t axis) {
  if (!first || !second || first.getOperand() != second.getOperand() ||
      first.getStrides() != second.getStrides())
    return false;
  for (int64_t i = 0, rank = first.getType().getRank(); i < rank; ++i)
    if (i != axis && (first.getStarts()[i] != second.getStarts()[i] ||
                      first.getSizes()[i] != second.getSizes()[i]))
      return false;
  std::optional<Dimension> length =
      first.getSizes()[axis].multiply(first.getStrides()[axis]);
  return length && first.getStarts()[axis].add(*length) ==
                       std::optional<Dimension>(second.getStarts()[axis]);
}

/// Joins neighbours that are adjacent slices, takes the operands of inner
/// concatenations that nobody else uses, drops what is empty.
static Value simplifyConcat(ConcatOp op, PatternRewriter &rewriter) {
  int64_t axis = *normalizeAxis(op.getAxis(), op.getType().getRank());
  SmallVector<Value> operands;
  bool changed = false;
  auto append = [&](Value operand) {
    if (dimensionsOf(operand)[axis] == Dimension(0)) {
      changed = true;
      return;
    }
    auto slice = operand.getDefiningOp<SliceOp>();
    auto last =
        operands.empty() ? SliceOp() : operands.back().getDefiningOp<SliceOp>();
    if (!slice || !areAdjacent(last, slice, axis)) {
      operands.push_back(operand);
      return;
    }
    Dimensions sizes(last.getSizes());
    std::optional<Dimension> sum = sizes[axis].add(slice.getSizes()[axis]);
    if (!sum) {
      operands.push_back(operand);
      return;
    }
    sizes[axis] = *sum;
    operands.back() =
        sliceOf(rewriter, rewriter.getFusedLoc({last.getLoc(), slice.getLoc()}),
                slice.getOperand(), last.getStarts(), sizes, last.getStrides());
    changed = true;
  };
  for (Value operand : op.getOperands()) {
    auto inner = operand.getDefiningOp<ConcatOp>();
    bool isOwn =
        inner && inner->hasOneUse() &&
        *normalizeAxis(inner.getAxis(), op.getType().getRank()) == axis;
    if (!isOwn) {
      append(operand);
      continue;
    }
    llvm::for_each(inner.getOperands(), append);
    changed = true;
  }
  if (!changed || operands.empty())
    return {};
  if (operands.size() == 1)
    return operands.front();
  return rewriter.create<ConcatOp>(op.getLoc(), operands, axis);
}

//===----------------------------------------------------------------------===//
// Padding
//===----------------------------------------------------------------------===//

static Value joinPads(PadOp op, PatternRewriter &rewriter) {
  auto inner = op.getOperand().getDefiningOp<PadOp>();
  if (!inner || !inner.getValue().bitwiseIsEqual(op.getValue()))
    return {};
  SmallVector<int64_t> low(op.getLow()), high(op.getHigh());
  for (auto [axis, more] : llvm::enumerate(inner.getLow()))
    low[axis] += more;
  for (auto [axis, more] : llvm::enumerate(inner.getHigh()))
    high[axis] += more;
  if (llvm::any_of(low, [](int64_t amount) { return amount > INT32_MAX; }) ||
      llvm::any_of(high, [](int64_t amount) { return amount > INT32_MAX; }))
    return {};
  return rewriter.create<PadOp>(op.getLoc(), op.getType(), inner.getOperand(),
                                low, high, op.getValue());
}

/// A sum of values that zeros surround, one behind the other along an axis, is
/// their concatenation among zeros. (Gradients of slices are such sums.)
static Value joinAddedPads(AddOp op, PatternRewriter &rewriter) {
  PadOp pads[] = {op.getLhs().getDefiningOp<PadOp>(),
                  op.getRhs().getDefiningOp<PadOp>()};
  for (PadOp pad : pads)
    if (!pad || !pad->hasOneUse() || !pad.getValue().isZero() ||
        !tensorOf(pad.getOperand()).hasStaticShape())
      return {};
  // The one axis along which they differ.
  std::optional<int64_t> along;
  for (int64_t axis = 0; axis < op.getType().getRank(); ++axis) {
    if (pads[0].getLow()[axis] == pads[1].getLow()[axis] &&
        pads[0].getHigh()[axis] == pads[1].getHigh()[axis])
      continue;
    if (along)
      return {};
    along = axis;
  }
  if (!along)
    return {};
  if (pads[0].getLow()[*along] > pads[1].getLow()[*along])
    std::swap(pads[0], pads[1]);
  auto [first, second] = pads;
  Value parts[] = {first.getOperand(), second.getOperand()};
  if (first.getLow()[*along] + tensorOf(parts[0]).getDimSize(*along) !=
      second.getLow()[*along])
    return {};
  SmallVector<int64_t> high(first.getHigh());
  high[*along] = second.getHigh()[*along];
  Value joined = rewriter.create<ConcatOp>(op.getLoc(), parts, *along);
  return rewriter.createOrFold<PadOp>(op.getLoc(), joined, first.getLow(), high,
                                      first.getValue());
}

void dlc::graph::addConcatRules(RewritePatternSet &patterns) {
  addRule<SliceOp, sliceBroadcast>(patterns);
  addRule<SliceOp, sliceConcat>(patterns);
  addRule<SliceOp, slicePad>(patterns);
  addRule<SliceOp, slicePointwise>(patterns);
  addRule<ConcatOp, simplifyConcat>(patterns);
  addRule<PadOp, joinPads>(patterns);
  addRule<AddOp, joinAddedPads>(patterns);
}
