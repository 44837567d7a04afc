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

namespace {
/// A window: where it lies along two axes, and elsewhere as `position` says.
struct Window {
  ArrayRef<int64_t> position;
  WindowAxes axes;
  Span spans[2];
};
} // namespace

/// Visits the elements of a window, row by row.
template <typename T, typename Visit>
static void forEachElement(const dlc::Tensor &input, const Window &window,
                           Visit visit) {
  const dlc::Shape &shape = input.shape();
  SmallVector<int64_t> position(window.position);
  int64_t &y = position[window.axes[0]], &x = position[window.axes[1]];
  const Span &rows = window.spans[0], &columns = window.spans[1];
  for (y = rows.first(); y < std::min(rows.end, shape[window.axes[0]]);
       y += rows.dilation)
    for (x = columns.first(); x < std::min(columns.end, shape[window.axes[1]]);
         x += columns.dilation)
      visit(read<T>(input, offsetOf(shape, position)), y, x);
}

/// Combines the elements of a window.
template <typename T, typename Combine>
static T combineWindow(const dlc::Tensor &input, const Window &window,
                       T initial, Combine combine) {
  T value = initial;
  forEachElement<T>(input, window, [&](T element, int64_t, int64_t) {
    value = combine(value, element);
  });
  return value;
}

/// Writes where the first of the largest elements of a window is.
static void writePlaceOfLargest(const dlc::Tensor &input, dlc::Tensor &result,
                                const Window &window) {
  const dlc::Shape &shape = input.shape();
  int64_t height = shape[window.axes[0]], width = shape[window.axes[1]];
  withComputeType(input.dtype(), [&](auto zero) {
    using T = decltype(zero);
    T largest = lowest<T>(input.dtype());
    auto inside = [](int64_t position, int64_t size) {
      return std::max<int64_t>(std::min(position, size - 1), 0);
    };
    int64_t place = inside(window.spans[0].first(), height) * width +
                    inside(window.spans[1].first(), width);
    forEachElement<T>(input, window, [&](T element, int64_t y, int64_t x) {
      bool isFirstNaN = element != element && largest == largest;
      if (!(element > largest) && !isFirstNaN)
        return;
      largest = element;
      place = y * width + x;
    });
    write(result, offsetOf(result.shape(), window.position), place);
  });
}

/// Writes the largest element of a window to its position in the result.
static void writeLargest(const dlc::Tensor &input, dlc::Tensor &result,
                         const Window &window) {
  withComputeType(input.dtype(), [&](auto zero) {
    using T = decltype(zero);
    write(result, offsetOf(result.shape(), window.position),
          combineWindow(input, window, lowest<T>(input.dtype()),
                        [](T lhs, T rhs) { return larger(lhs, rhs); }));
  });
}

static double sumOf(const dlc::Tensor &input, const Window &window) {
  return combineWindow(input, window, 0.0,
                       [](double lhs, double rhs) { return lhs + rhs; });
}

/// The window for a position of the result.
template <typename Op>
static Window dilatedWindow(Op op, ArrayRef<int64_t> position) {
  Window window{position, op.getWindowAxes(), {}};
  for (auto [axis, along] : llvm::enumerate(window.axes)) {
    int64_t begin =
        position[along] * op.getSteps()[axis] - op.getPadding()[axis];
    int64_t dilation = op.getDilations()[axis];
    window.spans[axis] = {begin, begin + dilation * op.getKernel()[axis],
                          dilation};
  }
  return window;
}

static LogicalResult maxPool2d(MaxPool2dOp op, Operands operands,
                               Results results) {
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    writeLargest(*operands[0], results[0], dilatedWindow(op, position));
  });
  return success();
}

static LogicalResult maxPool2dIndices(MaxPool2dIndicesOp op, Operands operands,
                                      Results results) {
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    writePlaceOfLargest(*operands[0], results[0], dilatedWindow(op, position));
  });
  return success();
}

static LogicalResult avgPool2d(AvgPool2dOp op, Operands operands,
                               Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    Window window{position, op.getWindowAxes(), {}};
    double padded = 1, inside = 1;
    for (auto [axis, along] : llvm::enumerate(window.axes)) {
      int64_t size = shape[along], padding = op.getPadding()[axis];
      int64_t begin = position[along] * op.getSteps()[axis] - padding;
      int64_t end = begin + op.getKernel()[axis];
      window.spans[axis] = {begin, end};
      padded *= double(std::min(end, size + padding) - begin);
      inside *= double(std::max<int64_t>(
          std::min(end, size) - std::max<int64_t>(begin, 0), 0));
    }
    double divisor = op.getDivisor()           ? double(*op.getDivisor())
                     : op.getCountIncludePad() ? padded
                                               : inside;
    // A window without elements has the mean 0.
    double sum = sumOf(*operands[0], window);
    write(results[0], offsetOf(results[0].shape(), position),
          inside == 0 ? 0 : sum / divisor);
  });
  return success();
}

/// The adaptive window for a position of the result, of shape `counts`.
template <typename Op>
static Window adaptiveWindow(Op op, ArrayRef<int64_t> position,
                             const dlc::Shape &shape,
                             const dlc::Shape &counts) {
  Window window{position, op.getWindowAxes(), {}};
  for (auto [axis, along] : llvm::enumerate(window.axes)) {
    int64_t index = position[along], count = counts[along], size = shape[along];
    window.spans[axis] = {index * size / count,
                          ((index + 1) * size + count - 1) / count};
  }
  return window;
}

static LogicalResult adaptiveAvgPool2d(AdaptiveAvgPool2dOp op,
                                       Operands operands, Results results) {
  const dlc::Shape &counts = results[0].shape();
  forEachPosition(counts, [&](ArrayRef<int64_t> position) {
    Window window = adaptiveWindow(op, position, operands[0]->shape(), counts);
    double elements = 1;
    for (const Span &span : window.spans)
      elements *= double(span.end - span.begin);
    write(results[0], offsetOf(counts, position),
          sumOf(*operands[0], window) / elements);
  });
  return success();
}

static LogicalResult adaptiveMaxPool2d(AdaptiveMaxPool2dOp op,
                                       Operands operands, Results results) {
  const dlc::Shape &counts = results[0].shape();
  forEachPosition(counts, [&](ArrayRef<int64_t> position) {
    writeLargest(*operands[0], results[0],
                 adaptiveWindow(op, position, operands[0]->shape(), counts));
  });
  return success();
}

static LogicalResult adaptiveMaxPool2dIndices(AdaptiveMaxPool2dIndicesOp op,
                                              Operands operands,
                                              Results results) {
  const dlc::Shape &counts = results[0].shape();
  forEachPosition(counts, [&](ArrayRef<int64_t> position) {
    writePlaceOfLargest(
        *operands[0], results[0],
        adaptiveWindow(op, position, operands[0]->shape(), counts));
  });
  return success();
}

void dlc::graph::reference::attachPooling(MLIRContext *context) {
  attach<MaxPool2dOp, maxPool2d>(context);
  attach<AvgPool2dOp, avgPool2d>(context);
  attach<AdaptiveAvgPool2dOp, adaptiveAvgPool2d>(context);
  attach<AdaptiveMaxPool2dOp, adaptiveMaxPool2d>(context);
  attach<MaxPool2dIndicesOp, maxPool2dIndices>(context);
  attach<AdaptiveMaxPool2dIndicesOp, adaptiveMaxPool2dIndices>(context);
}
