//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the contractions, straight from their formulas.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

//===----------------------------------------------------------------------===//
// Matrix products
//===----------------------------------------------------------------------===//

/// Which matrix of an operand takes part at a position among the result's
/// matrices, where the operand's last `axes` axes are those of a matrix:
/// trailing axes before them align, and those of size 1 are repeated.
static int64_t matrixAt(const dlc::Shape &shape, size_t axes,
                        ArrayRef<int64_t> position) {
  size_t batchAxes = shape.size() - axes;
  ArrayRef<int64_t> batch = position.take_back(batchAxes);
  int64_t number = 0;
  for (size_t i = 0; i < batchAxes; ++i)
    number = number * shape[i] + (shape[i] == 1 ? 0 : batch[i]);
  return number;
}

/// result[.., row, column] = sum over k of lhs[.., row, k] * rhs(k, column),
/// where `rhsOffset` says where in a matrix of `axes` axes rhs(k, column) lies.
/// A vector on the left has no row, one on the right no column.
static void
contract(const dlc::Tensor &lhs, const dlc::Tensor &rhs, size_t axes,
         dlc::Tensor &result,
         llvm::function_ref<int64_t(int64_t k, int64_t column)> rhsOffset) {
  size_t lhsAxes = std::min<size_t>(lhs.shape().size(), 2);
  int64_t depth = lhs.shape().back();
  int64_t rows = lhsAxes == 2 ? *(lhs.shape().end() - 2) : 1;
  int64_t rhsSize = 1;
  for (int64_t size : ArrayRef<int64_t>(rhs.shape()).take_back(axes))
    rhsSize *= size;
  withComputeType(result.dtype(), [&](auto zero) {
    using T = decltype(zero);
    forEachPosition(result.shape(), [&](ArrayRef<int64_t> position) {
      ArrayRef<int64_t> batch = position;
      int64_t row = 0, column = 0;
      if (axes > 1) {
        column = batch.back();
        batch = batch.drop_back();
      }
      if (lhsAxes > 1) {
        row = batch.back();
        batch = batch.drop_back();
      }
      int64_t left =
          (matrixAt(lhs.shape(), lhsAxes, batch) * rows + row) * depth;
      int64_t right = matrixAt(rhs.shape(), axes, batch) * rhsSize;
      T sum = 0;
      for (int64_t k = 0; k < depth; ++k)
        sum = add(sum, multiply(read<T>(lhs, left + k),
                                read<T>(rhs, right + rhsOffset(k, column))));
      write(result, offsetOf(result.shape(), position), sum);
    });
  });
}

static LogicalResult matmul(MatmulOp op, Operands operands, Results results) {
  const dlc::Shape &shape = operands[1]->shape();
  int64_t depth = operands[0]->shape().back();
  bool depthIsLast = op.getTransposeRhs() || shape.size() == 1;
  contract(*operands[0], *operands[1], std::min<size_t>(shape.size(), 2),
           results[0], [&](int64_t k, int64_t column) {
             return depthIsLast ? column * depth + k
                                : k * shape.back() + column;
           });
  return success();
}

static LogicalResult packedMatmul(PackedMatmulOp, Operands operands,
                                  Results results) {
  int64_t depth = operands[0]->shape().back();
  int64_t block = operands[1]->shape().back();
  contract(*operands[0], *operands[1], 3, results[0],
           [&](int64_t k, int64_t column) {
             return (column / block * depth + k) * block + column % block;
           });
  return success();
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

/// The windows of a convolution.
struct Windows {
  int64_t kernelHeight, kernelWidth;
  ArrayRef<int64_t> strides, low, dilations;

  /// The sum over input channels [0, channels) and taps of the products that
  /// `product` computes, where the window's positions lie inside of `height` x
  /// `width` elements.
  double sum(int64_t channels, int64_t height, int64_t width, int64_t y,
             int64_t x,
             llvm::function_ref<double(int64_t i, int64_t ky, int64_t kx,
                                       int64_t row, int64_t column)>
                 product) const {
    double sum = 0;
    for (int64_t i = 0; i < channels; ++i)
      for (int64_t ky = 0; ky < kernelHeight; ++ky)
        for (int64_t kx = 0; kx < kernelWidth; ++kx) {
          int64_t row = y * strides[0] + ky * dilations[0] - low[0];
          int64_t column = x * strides[1] + kx * dilations[1] - low[1];
          if (row >= 0 && row < height && column >= 0 && column < width)
            sum += product(i, ky, kx, row, column);
        }
    return sum;
  }
};

static double readAt(const dlc::Tensor &tensor, ArrayRef<int64_t> position) {
  return read<double>(tensor, offsetOf(tensor.shape(), position));
}

static LogicalResult conv2d(Conv2dOp op, Operands operands, Results results) {
  const dlc::Tensor &input = *operands[0], &filter = *operands[1];
  const dlc::Shape &taps = filter.shape(), &sizes = input.shape();
  Windows windows{taps[2], taps[3], op.getStrides(), op.getPadding(),
                  op.getDilations()};
  int64_t outputsPerGroup = taps[0] / op.getGroups();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t n = position[0], o = position[1];
    int64_t first = o / outputsPerGroup * taps[1];
    double sum = windows.sum(
        taps[1], sizes[2], sizes[3], position[2], position[3],
        [&](int64_t i, int64_t ky, int64_t kx, int64_t row, int64_t column) {
          return readAt(input, {n, first + i, row, column}) *
                 readAt(filter, {o, i, ky, kx});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

static LogicalResult blockedConv2d(BlockedConv2dOp op, Operands operands,
                                   Results results) {
  const dlc::Tensor &input = *operands[0], &filter = *operands[1];
  const dlc::Shape &taps = filter.shape(), &sizes = input.shape();
  Windows windows{taps[2], taps[3], op.getStrides(), op.getLow(),
                  op.getDilations()};
  int64_t channels = op.getInputs() / op.getGroups();
  int64_t outputsPerGroup = op.getOutputs() / op.getGroups();
  int64_t panel = taps.back();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t n = position[0];
    int64_t o = position[1] * op.getChannelBlock() + position[4];
    // Beyond the channels there is one group only.
    int64_t first = op.getGroups() == 1 ? 0 : o / outputsPerGroup * channels;
    double sum = windows.sum(
        channels, sizes[2], sizes[3], position[2], position[3],
        [&](int64_t i, int64_t ky, int64_t kx, int64_t row, int64_t column) {
          if (!op.readsBlocks())
            return readAt(input, {n, first + i, row, column}) *
                   readAt(filter, {o / panel, i, ky, kx, o % panel});
          int64_t block = sizes[4], c = first + i;
          return readAt(input, {n, c / block, row, column, c % block}) *
                 readAt(filter,
                        {o / panel, i / block, ky, kx, i % block, o % panel});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

static LogicalResult blockedDepthwiseConv2d(BlockedDepthwiseConv2dOp op,
                                            Operands operands,
                                            Results results) {
  const dlc::Tensor &input = *operands[0], &filter = *operands[1];
  const dlc::Shape &taps = filter.shape(), &sizes = input.shape();
  Windows windows{taps[1], taps[2], op.getStrides(), op.getLow(),
                  op.getDilations()};
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t n = position[0], k = position[1], c = position[4];
    double sum = windows.sum(
        1, sizes[2], sizes[3], position[2], position[3],
        [&](int64_t, int64_t ky, int64_t kx, int64_t row, int64_t column) {
          return readAt(input, {n, k, row, column, c}) *
                 readAt(filter, {k, ky, kx, c});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

/// The sum over all images and result positions of the products that `product`
/// computes for tap (ky, kx), where it lies inside of `height` x `width`
/// elements.
template <typename Op>
static double
sumOverImages(Op op, ArrayRef<int64_t> low, const dlc::Shape &gradient,
              int64_t height, int64_t width, int64_t ky, int64_t kx,
              llvm::function_ref<double(int64_t n, int64_t y, int64_t x,
                                        int64_t row, int64_t column)>
                  product) {
  double sum = 0;
  for (int64_t n = 0; n < gradient[0]; ++n)
    for (int64_t y = 0; y < gradient[2]; ++y)
      for (int64_t x = 0; x < gradient[3]; ++x) {
        int64_t row =
            y * op.getStrides()[0] + ky * op.getDilations()[0] - low[0];
        int64_t column =
            x * op.getStrides()[1] + kx * op.getDilations()[1] - low[1];
        if (row >= 0 && row < height && column >= 0 && column < width)
          sum += product(n, y, x, row, column);
      }
  return sum;
}

static LogicalResult conv2dFilterGradient(Conv2dFilterGradientOp op,
                                          Operands operands, Results results) {
  const dlc::Tensor &input = *operands[0], &gradient = *operands[1];
  const dlc::Shape &sizes = input.shape();
  int64_t inputs = sizes[1] / op.getGroups();
  int64_t outputs = gradient.shape()[1] / op.getGroups();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t o = position[0], i = o / outputs * inputs + position[1];
    double sum = sumOverImages(
        op, op.getPadding(), gradient.shape(), sizes[2], sizes[3], position[2],
        position[3],
        [&](int64_t n, int64_t y, int64_t x, int64_t row, int64_t column) {
          return readAt(input, {n, i, row, column}) *
                 readAt(gradient, {n, o, y, x});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

static LogicalResult
blockedConv2dFilterGradient(BlockedConv2dFilterGradientOp op, Operands operands,
                            Results results) {
  const dlc::Tensor &input = *operands[0], &gradient = *operands[1];
  const dlc::Shape &sizes = input.shape();
  int64_t inputs = op.getInputs() / op.getGroups();
  int64_t outputs = op.getOutputs() / op.getGroups();
  int64_t block = gradient.shape()[4];
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t o = position[0] * block + position[4];
    // Beyond the channels there is one group only.
    int64_t group = op.getGroups() == 1 ? 0 : o / outputs;
    int64_t i = group * inputs + position[1];
    double sum = sumOverImages(
        op, op.getLow(), gradient.shape(), sizes[2], sizes[3], position[2],
        position[3],
        [&](int64_t n, int64_t y, int64_t x, int64_t row, int64_t column) {
          double factor =
              op.readsBlocks()
                  ? readAt(input, {n, i / sizes[4], row, column, i % sizes[4]})
                  : readAt(input, {n, i, row, column});
          return factor * readAt(gradient, {n, position[0], y, x, position[4]});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

static LogicalResult
blockedDepthwiseConv2dFilterGradient(BlockedDepthwiseConv2dFilterGradientOp op,
                                     Operands operands, Results results) {
  const dlc::Tensor &input = *operands[0], &gradient = *operands[1];
  const dlc::Shape &sizes = input.shape();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t k = position[0], c = position[3];
    double sum = sumOverImages(
        op, op.getLow(), gradient.shape(), sizes[2], sizes[3], position[1],
        position[2],
        [&](int64_t n, int64_t y, int64_t x, int64_t row, int64_t column) {
          return readAt(input, {n, k, row, column, c}) *
                 readAt(gradient, {n, k, y, x, c});
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

void dlc::graph::reference::attachContraction(MLIRContext *context) {
  attach<MatmulOp, matmul>(context);
  attach<Conv2dOp, conv2d>(context);
  attach<Conv2dFilterGradientOp, conv2dFilterGradient>(context);
  attach<PackedMatmulOp, packedMatmul>(context);
  attach<BlockedConv2dOp, blockedConv2d>(context);
  attach<BlockedDepthwiseConv2dOp, blockedDepthwiseConv2d>(context);
  attach<BlockedConv2dFilterGradientOp, blockedConv2dFilterGradient>(context);
  attach<BlockedDepthwiseConv2dFilterGradientOp,
         blockedDepthwiseConv2dFilterGradient>(context);
}
