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

/// result[row, column] = sum over k of lhs[row, k] * rhs(k, column), where
/// `rhsOffset` says where rhs(k, column) lies.
static void
contractRows(const dlc::Tensor &lhs, const dlc::Tensor &rhs,
             dlc::Tensor &result,
             llvm::function_ref<int64_t(int64_t k, int64_t column)> rhsOffset) {
  int64_t depth = lhs.shape().back(), columns = result.shape().back();
  int64_t rows = 1;
  for (int64_t size : llvm::ArrayRef(result.shape()).drop_back())
    rows *= size;
  withComputeType(result.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t column = 0; column < columns; ++column) {
        T sum = 0;
        for (int64_t k = 0; k < depth; ++k)
          sum = add(sum, multiply(read<T>(lhs, row * depth + k),
                                  read<T>(rhs, rhsOffset(k, column))));
        write(result, row * columns + column, sum);
      }
  });
}

static LogicalResult matmul(MatmulOp op, Operands operands, Results results) {
  const dlc::Tensor &rhs = *operands[1];
  bool transposed = op.getTransposeRhs();
  contractRows(*operands[0], rhs, results[0], [&](int64_t k, int64_t column) {
    return transposed ? offsetOf(rhs.shape(), {column, k})
                      : offsetOf(rhs.shape(), {k, column});
  });
  return success();
}

static LogicalResult packedMatmul(PackedMatmulOp, Operands operands,
                                  Results results) {
  const dlc::Tensor &rhs = *operands[1];
  int64_t block = rhs.shape()[2];
  contractRows(*operands[0], rhs, results[0], [&](int64_t k, int64_t column) {
    return offsetOf(rhs.shape(), {column / block, k, column % block});
  });
  return success();
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

/// One element of a convolution: the sum over channels and filter taps.
struct Convolution {
  const dlc::Tensor &input;
  int64_t kernelHeight, kernelWidth;
  ArrayRef<int64_t> strides, padding, dilations;

  /// The sum over input channels [firstChannel, firstChannel + channels);
  /// `weightAt` reads the filter for the channel counted from the first.
  double
  at(int64_t n, int64_t firstChannel, int64_t channels, int64_t y, int64_t x,
     llvm::function_ref<double(int64_t i, int64_t ky, int64_t kx)> weightAt)
      const {
    int64_t height = input.shape()[2], width = input.shape()[3];
    double sum = 0;
    for (int64_t i = 0; i < channels; ++i)
      for (int64_t ky = 0; ky < kernelHeight; ++ky)
        for (int64_t kx = 0; kx < kernelWidth; ++kx) {
          int64_t row = y * strides[0] + ky * dilations[0] - padding[0];
          int64_t column = x * strides[1] + kx * dilations[1] - padding[1];
          bool inside =
              row >= 0 && row < height && column >= 0 && column < width;
          // Outside is a zero that takes part: times infinity it is NaN.
          double element =
              inside ? read<double>(
                           input, offsetOf(input.shape(),
                                           {n, firstChannel + i, row, column}))
                     : 0;
          sum += element * weightAt(i, ky, kx);
        }
    return sum;
  }
};

static LogicalResult conv2d(Conv2dOp op, Operands operands, Results results) {
  const dlc::Tensor &input = *operands[0], &filter = *operands[1];
  const dlc::Shape &taps = filter.shape();
  Convolution convolution{input,           taps[2],         taps[3],
                          op.getStrides(), op.getPadding(), op.getDilations()};
  int64_t outputsPerGroup = taps[0] / op.getGroups();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t o = position[1], group = o / outputsPerGroup;
    double sum = convolution.at(
        position[0], group * taps[1], taps[1], position[2], position[3],
        [&](int64_t i, int64_t ky, int64_t kx) {
          return read<double>(filter, offsetOf(taps, {o, i, ky, kx}));
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

static LogicalResult blockedConv2d(BlockedConv2dOp op, Operands operands,
                                   Results results) {
  const dlc::Tensor &input = *operands[0], &filter = *operands[1];
  const dlc::Shape &taps = filter.shape();
  static constexpr int64_t noPadding[] = {0, 0};
  Convolution convolution{input,           taps[2],   taps[3],
                          op.getStrides(), noPadding, op.getDilations()};
  int64_t filterBlock = taps[4];
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    int64_t o = position[1] * op.getChannelBlock() + position[4];
    double sum = convolution.at(
        position[0], 0, taps[1], position[2], position[3],
        [&](int64_t i, int64_t ky, int64_t kx) {
          return read<double>(filter, offsetOf(taps, {o / filterBlock, i, ky,
                                                      kx, o % filterBlock}));
        });
    write(results[0], offsetOf(results[0].shape(), position), sum);
  });
  return success();
}

void dlc::graph::reference::attachContraction(MLIRContext *context) {
  attach<MatmulOp, matmul>(context);
  attach<Conv2dOp, conv2d>(context);
  attach<PackedMatmulOp, packedMatmul>(context);
  attach<BlockedConv2dOp, blockedConv2d>(context);
}
