//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions over blocks of channels.
//
//   conv2d(x, w) -> unpack(blocked_conv2d(pack(x), pack(pack(w))))
//   conv2d_filter_gradient(x, g)
//     -> unpack(blocked_conv2d_filter_gradient(pack(x), pack(g)))
//
// and the same for depthwise ones. What is unpacked and packed again
// disappears later, so that convolutions hand blocks to one another. What is
// not in blocks stays planes if it is a few channels, such as those of an
// image, since a block would be empty for the most part, or if each element is
// not used often enough to pack it for that. Zeros around the input become the
// convolution's own, which it does not multiply. Groups whose outputs are no
// whole blocks get as many more outputs, which are cut off again.
//
//===----------------------------------------------------------------------===//

#include "ContractionPatterns.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

/// Of the window, where the sums of a row wait on the stack for more images.
static constexpr int64_t kMostTapsOfRow = 256;

namespace {
/// Brings an operation into blocks, and counts it.
template <typename Op> struct BlockingPattern : OpRewritePattern<Op> {
  BlockingPattern(MLIRContext *context, const VectorTarget &target,
                  Pass::Statistic &blocked)
      : OpRewritePattern<Op>(context), target(target), blocked(blocked) {}

protected:
  /// The channels of a block; nothing where there is no micro-kernel for the
  /// operation's types.
  std::optional<int64_t> blockOf(Op op) const {
    RankedTensorType type = op.getType();
    Type element = type.getElementType();
    bool isStatic = llvm::all_of(op->getOperands(), [](Value operand) {
      return tensorOf(operand).hasStaticShape();
    });
    if (!isStatic || !type.hasStaticShape() || !hasMicroKernel(element))
      return std::nullopt;
    return target.lanes(element.getIntOrFloatBitWidth() / 8);
  }

  VectorTarget target;
  Pass::Statistic &blocked;
};

struct BlockConv2d : BlockingPattern<Conv2dOp> {
  using BlockingPattern::BlockingPattern;
  LogicalResult matchAndRewrite(Conv2dOp op,
                                PatternRewriter &rewriter) const override;
};

struct BlockConv2dFilterGradient : BlockingPattern<Conv2dFilterGradientOp> {
  using BlockingPattern::BlockingPattern;
  LogicalResult matchAndRewrite(Conv2dFilterGradientOp op,
                                PatternRewriter &rewriter) const override;
};

/// Gives the outputs of each group whole blocks.
struct PadGroups : BlockingPattern<Conv2dOp> {
  using BlockingPattern::BlockingPattern;
  LogicalResult matchAndRewrite(Conv2dOp op,
                                PatternRewriter &rewriter) const override;
};

struct PadGroupsOfFilterGradient : BlockingPattern<Conv2dFilterGradientOp> {
  using BlockingPattern::BlockingPattern;
  LogicalResult matchAndRewrite(Conv2dFilterGradientOp op,
                                PatternRewriter &rewriter) const override;
};

/// The input of a convolution with zeros around it.
struct PaddedInput {
  Value input;
  SmallVector<int64_t> low, high;
};
} // namespace

/// Takes the zeros that `pad` puts around images into the convolution.
template <typename Op> static PaddedInput withoutPadding(Op op) {
  PaddedInput result{op.getInput(), SmallVector<int64_t>(op.getPadding()),
                     SmallVector<int64_t>(op.getPadding())};
  auto pad = op.getInput().template getDefiningOp<PadOp>();
  if (!pad || !pad.getValue().isZero())
    return result;
  ArrayRef<int64_t> low = pad.getLow(), high = pad.getHigh();
  if (low[0] != 0 || low[1] != 0 || high[0] != 0 || high[1] != 0)
    return result;
  for (unsigned axis : {0u, 1u}) {
    if (result.low[axis] + low[2 + axis] > INT32_MAX ||
        result.high[axis] + high[2 + axis] > INT32_MAX)
      return {op.getInput(), SmallVector<int64_t>(op.getPadding()),
              SmallVector<int64_t>(op.getPadding())};
    result.low[axis] += low[2 + axis];
    result.high[axis] += high[2 + axis];
  }
  result.input = pad.getOperand();
  return result;
}

/// Whether the channels were unpacked from blocks of this size.
static bool comesInBlocks(Value value, int64_t block) {
  auto unpack = value.getDefiningOp<UnpackOp>();
  return unpack && unpack.getAxis() == 1 &&
         tensorOf(unpack.getOperand()).getShape().back() == block;
}

/// Cuts the channels, axis `axis`, into blocks.
static Value packAxis(PatternRewriter &rewriter, Location location, Value value,
                      int64_t axis, int64_t block) {
  auto outer =
      llvm::to_vector(llvm::seq<int64_t>(0, tensorOf(value).getRank()));
  return rewriter.create<PackOp>(location, value, axis, block, outer);
}

/// Whether the input of a convolution is read in planes. Blocks of several
/// groups divide the channels.
static bool readsPlanes(Value input, int64_t block, int64_t groups,
                        int64_t outputs, ArrayRef<int64_t> kernel) {
  int64_t inputs = tensorOf(input).getDimSize(1);
  if (groups > 1)
    return inputs / groups % block != 0;
  return !comesInBlocks(input, block) &&
         (2 * inputs < block ||
          !isWorthPackingFor(outputs, kernel[0], kernel[1]));
}

/// Whether each channel is convolved by itself.
static bool isDepthwise(ArrayRef<int64_t> filter, int64_t groups) {
  return groups > 1 && filter[1] == 1 && filter[0] == groups;
}

/// How many outputs a group of whole blocks has; nothing where groups are whole
/// already, or the convolution is no matter of groups.
static std::optional<int64_t> wholeGroup(ArrayRef<int64_t> filter,
                                         int64_t groups, int64_t block) {
  int64_t outputs = filter[0] / groups;
  if (groups == 1 || isDepthwise(filter, groups) || outputs % block == 0)
    return std::nullopt;
  return llvm::alignTo(outputs, block);
}

/// Axis `axis`, which numbers the `size` channels of one group behind those of
/// another, for groups of `wanted` channels: behind their own, there are zeros,
/// or some are cut off.
static Value resizeGroups(PatternRewriter &rewriter, Location location,
                          Value value, int64_t axis, int64_t size,
                          int64_t wanted) {
  SmallVector<int64_t> shape(tensorOf(value).getShape()), apart(shape);
  apart[axis] /= size;
  apart.insert(apart.begin() + axis + 1, size);
  value = reshapeTo(rewriter, location, value, apart);
  SmallVector<int64_t> none(apart.size(), 0);
  if (wanted > size) {
    SmallVector<int64_t> behind(none);
    behind[axis + 1] = wanted - size;
    value = rewriter.create<PadOp>(location, value, none, behind,
                                   llvm::APFloat(0.0));
  } else {
    apart[axis + 1] = wanted;
    MLIRContext *context = rewriter.getContext();
    value = rewriter.create<SliceOp>(location, value, staticDims(context, none),
                                     staticDims(context, apart),
                                     SmallVector<int64_t>(apart.size(), 1));
  }
  shape[axis] = shape[axis] / size * wanted;
  return reshapeTo(rewriter, location, value, shape);
}

LogicalResult PadGroups::matchAndRewrite(Conv2dOp op,
                                         PatternRewriter &rewriter) const {
  std::optional<int64_t> block = blockOf(op);
  if (!block)
    return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
  ArrayRef<int64_t> filterShape = tensorOf(op.getFilter()).getShape();
  int64_t groups = op.getGroups(), outputs = filterShape[0] / groups;
  std::optional<int64_t> whole = wholeGroup(filterShape, groups, *block);
  if (!whole)
    return rewriter.notifyMatchFailure(op, "groups are whole blocks");
  Value filter =
      resizeGroups(rewriter, op.getLoc(), op.getFilter(), 0, outputs, *whole);
  Value result = rewriter.create<Conv2dOp>(op.getLoc(), op.getInput(), filter,
                                           op.getStrides(), op.getPadding(),
                                           op.getDilations(), groups);
  rewriter.replaceOp(
      op, resizeGroups(rewriter, op.getLoc(), result, 1, *whole, outputs));
  return success();
}

LogicalResult
PadGroupsOfFilterGradient::matchAndRewrite(Conv2dFilterGradientOp op,
                                           PatternRewriter &rewriter) const {
  std::optional<int64_t> block = blockOf(op);
  if (!block)
    return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
  ArrayRef<int64_t> filterShape = op.getType().getShape();
  int64_t groups = op.getGroups(), outputs = filterShape[0] / groups;
  std::optional<int64_t> whole = wholeGroup(filterShape, groups, *block);
  if (!whole || op.getKernel()[1] > kMostTapsOfRow)
    return rewriter.notifyMatchFailure(op, "groups are whole blocks");
  Value gradient =
      resizeGroups(rewriter, op.getLoc(), op.getGradient(), 1, outputs, *whole);
  Value result = rewriter.create<Conv2dFilterGradientOp>(
      op.getLoc(), op.getInput(), gradient, op.getKernel(), op.getStrides(),
      op.getPadding(), op.getDilations(), groups);
  rewriter.replaceOp(
      op, resizeGroups(rewriter, op.getLoc(), result, 0, *whole, outputs));
  return success();
}

LogicalResult BlockConv2d::matchAndRewrite(Conv2dOp op,
                                           PatternRewriter &rewriter) const {
  RankedTensorType type = op.getType();
  std::optional<int64_t> blockSize = blockOf(op);
  if (!blockSize)
    return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
  int64_t block = *blockSize;
  Location location = op.getLoc();
  auto [input, low, high] = withoutPadding(op);
  ArrayRef<int64_t> filterShape = tensorOf(op.getFilter()).getShape();
  int64_t groups = op.getGroups();
  int64_t outputs = filterShape[0], inputs = filterShape[1] * groups;
  auto attribute = [&](ArrayRef<int64_t> values) {
    return rewriter.getDenseI64ArrayAttr(values);
  };

  if (isDepthwise(filterShape, groups)) {
    // [C, 1, KH, KW] -> [ceil(C / B), KH, KW, B].
    Value filter = rewriter.create<ReshapeOp>(
        location, op.getFilter(),
        DimsAttr::get(getContext(),
                      {Dimension(outputs), Dimension(filterShape[2]),
                       Dimension(filterShape[3])}));
    Value blocks = rewriter.create<BlockedDepthwiseConv2dOp>(
        location, packAxis(rewriter, location, input, 1, block),
        packAxis(rewriter, location, filter, 0, block),
        attribute(op.getStrides()), attribute(low), attribute(high),
        attribute(op.getDilations()));
    rewriter.replaceOpWithNewOp<UnpackOp>(op, blocks, 1, outputs);
    ++blocked;
    return success();
  }

  int64_t outputsOfGroup = outputs / groups;
  if (groups > 1 && outputsOfGroup % block != 0)
    return rewriter.notifyMatchFailure(op, "channel blocks cross groups");
  bool planar =
      readsPlanes(input, block, groups, outputs, filterShape.drop_front(2));
  // A kernel of one tap runs over an image as one row.
  bool oneRow = filterShape[2] == 1 && filterShape[3] == 1 &&
                llvm::all_of(op.getStrides(), [](int64_t s) { return s == 1; });
  ConvolutionSize size;
  size.width =
      oneRow ? type.getDimSize(2) * type.getDimSize(3) : type.getDimSize(3);
  size.blocks = (outputsOfGroup + block - 1) / block;
  size.groups = groups;
  RegisterTile tile = convolutionTile(target, size);

  Value filter = op.getFilter();
  if (!planar) {
    input = packAxis(rewriter, location, input, 1, block);
    filter = packAxis(rewriter, location, filter, 1, block);
  }
  filter = packAxis(rewriter, location, filter, 0, tile.vectors * block);
  Value blocks = rewriter.create<BlockedConv2dOp>(
      location, input, filter, inputs, outputs, block,
      attribute(op.getStrides()), attribute(low), attribute(high),
      attribute(op.getDilations()), groups);
  rewriter.replaceOpWithNewOp<UnpackOp>(op, blocks, 1, outputs);
  ++blocked;
  return success();
}

LogicalResult
BlockConv2dFilterGradient::matchAndRewrite(Conv2dFilterGradientOp op,
                                           PatternRewriter &rewriter) const {
  RankedTensorType type = op.getType();
  std::optional<int64_t> blockSize = blockOf(op);
  if (!blockSize)
    return rewriter.notifyMatchFailure(op, "no micro-kernel for this type");
  int64_t block = *blockSize;
  Location location = op.getLoc();
  auto [input, low, high] = withoutPadding(op);
  int64_t groups = op.getGroups();
  int64_t outputs = type.getDimSize(0), inputs = type.getDimSize(1) * groups;
  if (isDepthwise(type.getShape(), groups)) {
    // [ceil(C / B), KH, KW, B] -> [C, 1, KH, KW].
    Value blocks = rewriter.create<BlockedDepthwiseConv2dFilterGradientOp>(
        location, packAxis(rewriter, location, input, 1, block),
        packAxis(rewriter, location, op.getGradient(), 1, block),
        op.getKernel(), op.getStrides(), low, op.getDilations());
    Value filter = rewriter.create<UnpackOp>(location, blocks, 0, outputs);
    rewriter.replaceOpWithNewOp<ReshapeOp>(
        op, filter,
        DimsAttr::get(getContext(), {Dimension(outputs), Dimension(1),
                                     Dimension(op.getKernel()[0]),
                                     Dimension(op.getKernel()[1])}));
    ++blocked;
    return success();
  }
  if (groups > 1 && outputs / groups % block != 0)
    return rewriter.notifyMatchFailure(op, "channel blocks cross groups");
  if (op.getKernel()[1] > kMostTapsOfRow)
    return rewriter.notifyMatchFailure(op, "too many sums for the stack");
  if (!readsPlanes(input, block, groups, outputs, op.getKernel()))
    input = packAxis(rewriter, location, input, 1, block);
  Value blocks = rewriter.create<BlockedConv2dFilterGradientOp>(
      location, input, packAxis(rewriter, location, op.getGradient(), 1, block),
      inputs, outputs, op.getKernel(), op.getStrides(), low, op.getDilations(),
      groups);
  rewriter.replaceOpWithNewOp<UnpackOp>(op, blocks, 0, outputs);
  ++blocked;
  return success();
}

void dlc::graph::addBlockConvolutionPatterns(RewritePatternSet &patterns,
                                             VectorTarget target,
                                             Pass::Statistic &blocked) {
  patterns.add<PadGroups, PadGroupsOfFilterGradient, BlockConv2d,
               BlockConv2dFilterGradient>(patterns.getContext(), target,
                                          blocked);
}
