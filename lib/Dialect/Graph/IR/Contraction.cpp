//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of the contractions.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::graph;

/// The axes that number the matrices of a product: trailing ones align, and one
/// of size 1 is repeated to a number. Says what does not match where it fails.
static std::optional<std::string> pairBatches(ArrayRef<Dimension> lhs,
                                              ArrayRef<Dimension> rhs,
                                              Dimensions &result) {
  ArrayRef<Dimension> longer = lhs.size() >= rhs.size() ? lhs : rhs;
  result.assign(longer.begin(), longer.end());
  for (size_t i = 1; i <= std::min(lhs.size(), rhs.size()); ++i) {
    const Dimension &left = lhs[lhs.size() - i], &right = rhs[rhs.size() - i];
    if (left == right)
      continue;
    bool leftIsOne = left == Dimension(1);
    const Dimension &other = leftIsOne ? right : left;
    if (!leftIsOne && right != Dimension(1))
      return left.str() + " is not " + right.str();
    if (!other.isConstant())
      return "1 is not repeated to the named dimension " + other.str() +
             ", which takes a broadcast";
    result[result.size() - i] = other;
  }
  return std::nullopt;
}

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType lhs = tensorOf(adaptor.getLhs());
  RankedTensorType rhs = tensorOf(adaptor.getRhs());
  if (lhs.getElementType() != rhs.getElementType())
    return inferenceError(location, "matmul needs one element type, got " +
                                        describe(lhs) + " and " +
                                        describe(rhs));
  if (lhs.getRank() < 1 || rhs.getRank() < 1)
    return inferenceError(location, "matmul needs matrices or vectors, got " +
                                        describe(lhs) + " and " +
                                        describe(rhs));
  bool transposed = adaptor.getTransposeRhs();
  Dimensions left = dimensionsOf(lhs), right = dimensionsOf(rhs);
  // The axes of a matrix, or of a vector.
  ArrayRef<Dimension> leftAxes = ArrayRef(left).take_back(2);
  ArrayRef<Dimension> rightAxes = ArrayRef(right).take_back(2);
  bool innerIsLast = transposed || rightAxes.size() == 1;
  const Dimension &inner = innerIsLast ? rightAxes.back() : rightAxes.front();
  if (leftAxes.back() != inner)
    return inferenceError(
        location, "matmul cannot contract " + describe(lhs) + " with " +
                      describe(rhs) + (transposed ? " transposed" : "") + ": " +
                      leftAxes.back().str() + " is not " + inner.str());
  Dimensions result;
  if (std::optional<std::string> mismatch =
          pairBatches(ArrayRef(left).drop_back(leftAxes.size()),
                      ArrayRef(right).drop_back(rightAxes.size()), result))
    return inferenceError(location, "matmul cannot pair the matrices of " +
                                        describe(lhs) + " and " +
                                        describe(rhs) + ": " + *mismatch);
  if (leftAxes.size() == 2)
    result.push_back(leftAxes.front());
  if (rightAxes.size() == 2)
    result.push_back(transposed ? rightAxes.front() : rightAxes.back());
  types.push_back(tensorType(result, lhs.getElementType()));
  return success();
}

LogicalResult Conv2dOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType filter = tensorOf(adaptor.getFilter());
  if (input.getRank() != 4 || filter.getRank() != 4 ||
      input.getElementType() != filter.getElementType())
    return inferenceError(
        location, "conv2d needs an NCHW input and an OIHW filter of one "
                  "element type, got " +
                      describe(input) + " and " + describe(filter));
  if (failed(checkSpatial(location, "conv2d", "strides", adaptor.getStrides(),
                          false)) ||
      failed(checkSpatial(location, "conv2d", "padding", adaptor.getPadding(),
                          true)) ||
      failed(checkSpatial(location, "conv2d", "dilations",
                          adaptor.getDilations(), false)))
    return failure();

  Dimensions in = dimensionsOf(input), kernel = dimensionsOf(filter);
  int64_t groups = adaptor.getGroups();
  std::optional<int64_t> outputs = kernel[0].constant();
  if (groups < 1 || (groups > 1 && (!outputs || *outputs % groups != 0)))
    return inferenceError(location, "conv2d: " + Twine(groups) +
                                        " groups do not divide " +
                                        kernel[0].str() + " output channels");
  std::optional<Dimension> channels = kernel[1].multiply(groups);
  if (!channels || in[1] != *channels)
    return inferenceError(
        location, "conv2d cannot apply filter " + describe(filter) + " to " +
                      describe(input) + ": the input has " + in[1].str() +
                      " channels, the filter wants " +
                      (channels ? channels->str() : std::string("too many")));
  for (unsigned axis : {0u, 1u}) {
    std::optional<int64_t> size = kernel[2 + axis].constant();
    std::optional<Dimension> count =
        size && *size > 0
            ? windowCount(in[2 + axis], *size, adaptor.getStrides()[axis],
                          adaptor.getPadding()[axis],
                          adaptor.getDilations()[axis])
            : std::nullopt;
    if (!count)
      return inferenceError(
          location,
          "conv2d: filter " + describe(filter) + " " +
              describeMisfit(input, 2 + axis, adaptor.getStrides()[axis]));
    in[2 + axis] = *count;
  }
  in[1] = kernel[0];
  types.push_back(tensorType(in, input.getElementType()));
  return success();
}

LogicalResult Conv2dFilterGradientOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral name = "conv2d_filter_gradient";
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType gradient = tensorOf(adaptor.getGradient());
  if (input.getRank() != 4 || gradient.getRank() != 4 ||
      input.getElementType() != gradient.getElementType())
    return inferenceError(location,
                          name +
                              " needs an NCHW input and an NCHW gradient of "
                              "one element type, got " +
                              describe(input) + " and " + describe(gradient));
  if (failed(checkWindows(location, name, adaptor.getKernel(),
                          adaptor.getStrides(), "padding", adaptor.getPadding(),
                          adaptor.getDilations())))
    return failure();

  Dimensions in = dimensionsOf(input), out = dimensionsOf(gradient);
  int64_t groups = adaptor.getGroups();
  std::optional<Dimension> inputs =
      groups < 1 ? std::nullopt : in[1].divideExactly(groups);
  if (!inputs || !out[1].divideExactly(groups))
    return inferenceError(location, name + ": " + Twine(groups) +
                                        " groups do not divide " + in[1].str() +
                                        " input channels and " + out[1].str() +
                                        " output channels");
  SmallVector<Dimension> expected = {in[0], out[1]};
  for (unsigned axis : {0u, 1u}) {
    std::optional<Dimension> count = windowCount(
        in[2 + axis], adaptor.getKernel()[axis], adaptor.getStrides()[axis],
        adaptor.getPadding()[axis], adaptor.getDilations()[axis]);
    if (!count)
      return inferenceError(
          location,
          name + ": a window of " + Twine(adaptor.getKernel()[axis]) + " " +
              describeMisfit(input, 2 + axis, adaptor.getStrides()[axis]));
    expected.push_back(*count);
  }
  if (ArrayRef<Dimension>(out) != ArrayRef<Dimension>(expected))
    return inferenceError(
        location,
        name + " needs a gradient of the convolution's result, " +
            describe(tensorType(expected, gradient.getElementType())) +
            ", got " + describe(gradient));
  types.push_back(
      tensorType({out[1], *inputs, Dimension(adaptor.getKernel()[0]),
                  Dimension(adaptor.getKernel()[1])},
                 input.getElementType()));
  return success();
}

//===----------------------------------------------------------------------===//
// Packed forms: made by layout assignment from verified operations, static
//===----------------------------------------------------------------------===//

LogicalResult PackedMatmulOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> location,
                                               Adaptor adaptor,
                                               SmallVectorImpl<Type> &types) {
  RankedTensorType lhs = tensorOf(adaptor.getLhs());
  RankedTensorType rhs = tensorOf(adaptor.getRhs());
  int64_t columns = adaptor.getColumns(), capacity = 0;
  ArrayRef<int64_t> left = lhs.getShape(), right = rhs.getShape();
  Dimensions result;
  if (left.size() < 2 || right.size() < 3 || !lhs.hasStaticShape() ||
      !rhs.hasStaticShape() || left.back() != right.drop_back().back() ||
      lhs.getElementType() != rhs.getElementType() ||
      llvm::MulOverflow(right.drop_back(2).back(), right.back(), capacity) ||
      columns < 0 || columns > capacity ||
      pairBatches(ArrayRef<Dimension>(dimensionsOf(lhs)).drop_back(2),
                  ArrayRef<Dimension>(dimensionsOf(rhs)).drop_back(3), result))
    return inferenceError(
        location, "packed_matmul cannot contract " + describe(lhs) + " with " +
                      Twine(columns) + " columns in panels " + describe(rhs));
  result.push_back(left.drop_back().back());
  result.push_back(columns);
  types.push_back(tensorType(result, lhs.getElementType()));
  return success();
}

/// The sizes of the result along the two axes that windows move along, for
/// operands whose type tells the size of an image at axis `first` and that of
/// the kernel at axis `firstOfFilter`.
template <typename Adaptor>
static LogicalResult
inferWindows(std::optional<Location> location, StringRef op, Adaptor adaptor,
             unsigned firstOfFilter, SmallVectorImpl<int64_t> &shape) {
  constexpr unsigned first = 2;
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType filter = tensorOf(adaptor.getFilter());
  if (failed(
          checkSpatial(location, op, "strides", adaptor.getStrides(), false)) ||
      failed(checkSpatial(location, op, "low", adaptor.getLow(), true)) ||
      failed(checkSpatial(location, op, "high", adaptor.getHigh(), true)) ||
      failed(checkSpatial(location, op, "dilations", adaptor.getDilations(),
                          false)))
    return failure();
  for (unsigned axis : {0u, 1u}) {
    std::optional<Dimension> padded =
        Dimension(input.getDimSize(first + axis))
            .add(adaptor.getLow()[axis] + adaptor.getHigh()[axis]);
    std::optional<Dimension> count =
        padded ? windowCount(*padded, filter.getDimSize(firstOfFilter + axis),
                             adaptor.getStrides()[axis], 0,
                             adaptor.getDilations()[axis])
               : std::nullopt;
    if (!count)
      return inferenceError(location, op + ": filter " + describe(filter) +
                                          " does not fit into " +
                                          describe(input));
    shape.push_back(*count->constant());
  }
  return success();
}

/// ceil(channels / block), which is positive.
static int64_t blocksOf(int64_t channels, int64_t block) {
  return channels / block + (channels % block != 0);
}

/// Whether the operands of a blocked convolution have the channels that its
/// attributes say.
static bool channelsFit(RankedTensorType input, RankedTensorType filter,
                        int64_t inputs, int64_t outputs, int64_t groups,
                        int64_t block) {
  bool inBlocks = input.getRank() == 5;
  if ((!inBlocks && input.getRank() != 4) ||
      filter.getRank() != input.getRank() + 1 || !input.hasStaticShape() ||
      !filter.hasStaticShape() || groups < 1 || inputs < 0 || outputs < 0 ||
      inputs % groups != 0 || outputs % groups != 0)
    return false;
  int64_t inputBlock = inBlocks ? input.getDimSize(4) : 1;
  int64_t panel = filter.getShape().back();
  if (block < 1 || inputBlock < 1 || panel < 1 || panel % block != 0 ||
      (inBlocks && filter.getDimSize(4) != inputBlock))
    return false;
  if (groups > 1 &&
      (inputs / groups % inputBlock != 0 || outputs / groups % panel != 0))
    return false;
  return input.getDimSize(1) == blocksOf(inputs, inputBlock) &&
         filter.getDimSize(1) == blocksOf(inputs / groups, inputBlock) &&
         filter.getDimSize(0) == blocksOf(outputs, panel);
}

LogicalResult BlockedConv2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType filter = tensorOf(adaptor.getFilter());
  int64_t block = adaptor.getChannelBlock(), outputs = adaptor.getOutputs();
  if (input.getElementType() != filter.getElementType() ||
      !channelsFit(input, filter, adaptor.getInputs(), outputs,
                   adaptor.getGroups(), block))
    return inferenceError(
        location, "blocked_conv2d cannot apply " + describe(filter) + " to " +
                      describe(input) + " with " + Twine(adaptor.getInputs()) +
                      " channels in " + Twine(adaptor.getGroups()) +
                      " groups for " + Twine(outputs) +
                      " channels in blocks of " + Twine(block));
  SmallVector<int64_t> shape = {input.getDimSize(0), blocksOf(outputs, block)};
  if (failed(inferWindows(location, "blocked_conv2d", adaptor,
                          /*firstOfFilter=*/2, shape)))
    return failure();
  shape.push_back(block);
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

LogicalResult BlockedDepthwiseConv2dOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType filter = tensorOf(adaptor.getFilter());
  if (input.getRank() != 5 || filter.getRank() != 4 ||
      !input.hasStaticShape() || !filter.hasStaticShape() ||
      input.getElementType() != filter.getElementType() ||
      input.getDimSize(1) != filter.getDimSize(0) ||
      input.getDimSize(4) != filter.getDimSize(3) || input.getDimSize(4) == 0)
    return inferenceError(location, "blocked_depthwise_conv2d cannot apply " +
                                        describe(filter) + " to " +
                                        describe(input));
  SmallVector<int64_t> shape = {input.getDimSize(0), input.getDimSize(1)};
  if (failed(inferWindows(location, "blocked_depthwise_conv2d", adaptor,
                          /*firstOfFilter=*/1, shape)))
    return failure();
  shape.push_back(input.getDimSize(4));
  types.push_back(RankedTensorType::get(shape, input.getElementType()));
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphContractionOps.cpp.inc"

void GraphDialect::addContractionOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphContractionOps.cpp.inc"
      >();
}

/// Whether the operands of a blocked filter gradient have the channels that
/// its attributes say, and as many images.
static bool channelsFit(BlockedConv2dFilterGradientOp::Adaptor adaptor) {
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType gradient = tensorOf(adaptor.getGradient());
  int64_t inputs = adaptor.getInputs(), outputs = adaptor.getOutputs(),
          groups = adaptor.getGroups();
  if ((input.getRank() != 4 && input.getRank() != 5) ||
      gradient.getRank() != 5 || !input.hasStaticShape() ||
      !gradient.hasStaticShape() ||
      input.getElementType() != gradient.getElementType() || groups < 1 ||
      inputs < 0 || outputs < 0 || inputs % groups != 0 ||
      outputs % groups != 0)
    return false;
  int64_t inputBlock = input.getRank() == 5 ? input.getDimSize(4) : 1;
  int64_t block = gradient.getDimSize(4);
  if (block < 1 || inputBlock < 1 ||
      (groups > 1 &&
       (inputs / groups % inputBlock != 0 || outputs / groups % block != 0)))
    return false;
  return input.getDimSize(0) == gradient.getDimSize(0) &&
         input.getDimSize(1) == blocksOf(inputs, inputBlock) &&
         gradient.getDimSize(1) == blocksOf(outputs, block);
}

LogicalResult BlockedConv2dFilterGradientOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral name = "blocked_conv2d_filter_gradient";
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType gradient = tensorOf(adaptor.getGradient());
  ArrayRef<int64_t> kernel = adaptor.getKernel();
  if (!channelsFit(adaptor))
    return inferenceError(location,
                          name + " cannot multiply " + describe(input) +
                              " and " + describe(gradient) + " for " +
                              Twine(adaptor.getInputs()) + " and " +
                              Twine(adaptor.getOutputs()) + " channels in " +
                              Twine(adaptor.getGroups()) + " groups");
  if (failed(checkWindows(location, name, adaptor.getKernel(),
                          adaptor.getStrides(), "low", adaptor.getLow(),
                          adaptor.getDilations())))
    return failure();
  types.push_back(RankedTensorType::get(
      {gradient.getDimSize(1), adaptor.getInputs() / adaptor.getGroups(),
       kernel[0], kernel[1], gradient.getDimSize(4)},
      input.getElementType()));
  return success();
}

LogicalResult BlockedDepthwiseConv2dFilterGradientOp::inferReturnTypes(
    MLIRContext *, std::optional<Location> location, Adaptor adaptor,
    SmallVectorImpl<Type> &types) {
  constexpr StringLiteral name = "blocked_depthwise_conv2d_filter_gradient";
  RankedTensorType input = tensorOf(adaptor.getInput());
  RankedTensorType gradient = tensorOf(adaptor.getGradient());
  if (input.getRank() != 5 || gradient.getRank() != 5 ||
      !input.hasStaticShape() || !gradient.hasStaticShape() ||
      input.getElementType() != gradient.getElementType() ||
      input.getDimSize(0) != gradient.getDimSize(0) ||
      input.getDimSize(1) != gradient.getDimSize(1) ||
      input.getDimSize(4) != gradient.getDimSize(4) || input.getDimSize(4) == 0)
    return inferenceError(location, name + " cannot multiply " +
                                        describe(input) + " and " +
                                        describe(gradient));
  if (failed(checkWindows(location, name, adaptor.getKernel(),
                          adaptor.getStrides(), "low", adaptor.getLow(),
                          adaptor.getDilations())))
    return failure();
  types.push_back(
      RankedTensorType::get({input.getDimSize(1), adaptor.getKernel()[0],
                             adaptor.getKernel()[1], input.getDimSize(4)},
                            input.getElementType()));
  return success();
}
