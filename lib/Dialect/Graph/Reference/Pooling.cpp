//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of pooling.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// The positions of a window along one axis: from `begin` up to `end`,
/// `dilation` apart. Those in [0, size) are elements.
namespace {
struct Span {
  int64_t begin, end, dilation = 1;

  /// The first that is not negative.
  int64_t first() const {
    return begin >= 0 ? begin
                      : begin + llvm::divideCeil(-begin, dilation) * dilation;
  }
};
} // namespace

/// Combines the elements of a window, which lies in the plane of `position`.
template <typename T, typename Combine>
static T combineWindow(const dlc::Tensor &input, ArrayRef<int64_t> position,
                       const Span &rows, const Span &columns, T initial,
                       Combine combine) {
  const dlc::Shape &shape = input.shape();
  T value = initial;
  for (int64_t y = rows.first(); y < std::min(rows.end, shape[2]);
       y += rows.dilation)
    for (int64_t x = columns.first(); x < std::min(columns.end, shape[3]);
         x += columns.dilation)
      value = combine(
          value,
          read<T>(input, offsetOf(shape, {position[0], position[1], y, x})));
  return value;
}

/// Writes the largest element of a window to the result's `position`.
static void writeLargest(const dlc::Tensor &input, dlc::Tensor &result,
                         ArrayRef<int64_t> position, const Span &rows,
                         const Span &columns) {
  withComputeType(input.dtype(), [&](auto zero) {
    using T = decltype(zero);
    write(result, offsetOf(result.shape(), position),
          combineWindow(input, position, rows, columns,
                        lowest<T>(input.dtype()),
                        [](T lhs, T rhs) { return larger(lhs, rhs); }));
  });
}

static double sumOf(const dlc::Tensor &input, ArrayRef<int64_t> position,
                    const Span &rows, const Span &columns) {
  return combineWindow(input, position, rows, columns, 0.0,
                       [](double lhs, double rhs) { return lhs + rhs; });
}

static LogicalResult maxPool2d(MaxPool2dOp op, Operands operands,
                               Results results) {
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    Span spans[2];
    for (unsigned axis : {0u, 1u}) {
      int64_t begin =
          position[2 + axis] * op.getSteps()[axis] - op.getPadding()[axis];
      int64_t dilation = op.getDilations()[axis];
      spans[axis] = {begin, begin + dilation * op.getKernel()[axis], dilation};
    }
    writeLargest(*operands[0], results[0], position, spans[0], spans[1]);
  });
  return success();
}

static LogicalResult avgPool2d(AvgPool2dOp op, Operands operands,
                               Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    Span spans[2];
    double padded = 1, inside = 1;
    for (unsigned axis : {0u, 1u}) {
      int64_t size = shape[2 + axis], padding = op.getPadding()[axis];
      int64_t begin = position[2 + axis] * op.getSteps()[axis] - padding;
      int64_t end = begin + op.getKernel()[axis];
      spans[axis] = {begin, end};
      padded *= double(std::min(end, size + padding) - begin);
      inside *= double(std::max<int64_t>(
          std::min(end, size) - std::max<int64_t>(begin, 0), 0));
    }
    double divisor = op.getDivisor()           ? double(*op.getDivisor())
                     : op.getCountIncludePad() ? padded
                                               : inside;
    // A window without elements has the mean 0.
    double sum = sumOf(*operands[0], position, spans[0], spans[1]);
    write(results[0], offsetOf(results[0].shape(), position),
          inside == 0 ? 0 : sum / divisor);
  });
  return success();
}

/// The window along one axis: `index` of `count` windows over `size` elements.
static Span adaptiveSpan(int64_t index, int64_t count, int64_t size) {
  return {index * size / count, ((index + 1) * size + count - 1) / count};
}

static LogicalResult adaptiveAvgPool2d(AdaptiveAvgPool2dOp op,
                                       Operands operands, Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  const dlc::Shape &counts = results[0].shape();
  forEachPosition(counts, [&](ArrayRef<int64_t> position) {
    Span rows = adaptiveSpan(position[2], counts[2], shape[2]);
    Span columns = adaptiveSpan(position[3], counts[3], shape[3]);
    double elements =
        double(rows.end - rows.begin) * double(columns.end - columns.begin);
    write(results[0], offsetOf(counts, position),
          sumOf(*operands[0], position, rows, columns) / elements);
  });
  return success();
}

static LogicalResult adaptiveMaxPool2d(AdaptiveMaxPool2dOp op,
                                       Operands operands, Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  const dlc::Shape &counts = results[0].shape();
  forEachPosition(counts, [&](ArrayRef<int64_t> position) {
    writeLargest(*operands[0], results[0], position,
                 adaptiveSpan(position[2], counts[2], shape[2]),
                 adaptiveSpan(position[3], counts[3], shape[3]));
  });
  return success();
}

void dlc::graph::reference::attachPooling(MLIRContext *context) {
  attach<MaxPool2dOp, maxPool2d>(context);
  attach<AvgPool2dOp, avgPool2d>(context);
  attach<AdaptiveAvgPool2dOp, adaptiveAvgPool2d>(context);
  attach<AdaptiveMaxPool2dOp, adaptiveMaxPool2d>(context);
}
