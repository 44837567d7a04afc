//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of pooling: where windows took elements from, gradients go.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "Term.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

namespace {
/// Tensors with the two axes that windows slide over behind all others.
struct WindowsLast {
  WindowsLast(AdjointBuilder &adjoints, WindowAxes axes, int64_t rank)
      : adjoints(adjoints) {
    for (int64_t axis = 0; axis < rank; ++axis)
      if (!llvm::is_contained(axes, axis))
        order.push_back(axis);
    llvm::append_range(order, axes);
  }

  Value moved(Value value) { return adjoints.transpose(value, order); }
  Value movedBack(Value value) {
    return adjoints.transpose(value, inversePermutation(order));
  }

  AdjointBuilder &adjoints;
  SmallVector<int64_t> order;
};
} // namespace

//===----------------------------------------------------------------------===//
// Largest elements
//===----------------------------------------------------------------------===//

/// `value` with its last two axes as one.
static Value joined(AdjointBuilder &a, Value value) {
  SmallVector<int64_t> shape(tensorOf(value).getShape());
  int64_t last = shape.pop_back_val();
  shape.back() *= last;
  return a.reshape(value, shape);
}

/// The first largest element of each window gets the window's gradient.
static Value sendTo(Value positions, Value g, Value input, WindowAxes axes,
                    AdjointBuilder &a) {
  // Windows in the padding of nothing have no position.
  if (tensorOf(input).getNumElements() == 0)
    return a.splat(tensorOf(input), 0);
  WindowsLast order(a, axes, tensorOf(input).getRank());
  SmallVector<int64_t> shape(tensorOf(order.moved(input)).getShape());
  int64_t size = shape[shape.size() - 2] * shape.back();
  Value sums = a.create<ScatterAddOp>(
      joined(a, order.moved(g)), joined(a, order.moved(positions)),
      DimsAttr::get(a.builder.getContext(), {Dimension(size)}),
      static_cast<int64_t>(shape.size()) - 2);
  return order.movedBack(a.reshape(sums, shape));
}

static void maxPool2d(MaxPool2dOp op, AdjointBuilder &a) {
  Value positions = a.create<MaxPool2dIndicesOp>(
      op.getInput(), op.getKernelAttr(), op.getStridesAttr(),
      op.getPaddingAttr(), op.getDilationsAttr(), op.getCeilModeAttr(),
      op.getAxesAttr());
  a.add(op.getInput(), sendTo(positions, a.gradient(op.getResult()),
                              op.getInput(), op.getWindowAxes(), a));
}

static void adaptiveMaxPool2d(AdaptiveMaxPool2dOp op, AdjointBuilder &a) {
  Value positions = a.create<AdaptiveMaxPool2dIndicesOp>(
      op.getInput(), op.getOutputSizeAttr(), op.getAxesAttr());
  a.add(op.getInput(), sendTo(positions, a.gradient(op.getResult()),
                              op.getInput(), op.getWindowAxes(), a));
}

//===----------------------------------------------------------------------===//
// Means
//===----------------------------------------------------------------------===//

/// A matrix [windows, elements] that says how much of the mean of a window each
/// element along an axis makes.
using Weights = function_ref<double(int64_t window, int64_t element)>;

static Value makeMatrix(AdjointBuilder &a, int64_t windows, int64_t elements,
                        Type elementType, Weights weight) {
  SmallVector<APFloat> numbers;
  for (int64_t window = 0; window < windows; ++window)
    for (int64_t element = 0; element < elements; ++element) {
      APFloat number(weight(window, element));
      bool loses;
      number.convert(cast<FloatType>(elementType).getFloatSemantics(),
                     APFloat::rmNearestTiesToEven, &loses);
      numbers.push_back(number);
    }
  auto type = RankedTensorType::get({windows, elements}, elementType);
  return a.create<ConstantOp>(type, DenseElementsAttr::get(type, numbers));
}

namespace {
/// The windows of a mean along one axis.
struct MeanWindows {
  int64_t elements, windows;
  /// Window i covers the elements [begin(i), end(i)), of which those in the
  /// input exist, and is divided by count(i).
  std::function<int64_t(int64_t)> begin, end;
  std::function<double(int64_t)> count;

  /// Whether each element is in one window, and all windows have one size.
  bool areEven() const {
    if (windows == 0 || elements % windows != 0)
      return false;
    int64_t size = elements / windows;
    for (int64_t i = 0; i < windows; ++i)
      if (begin(i) != i * size || end(i) != (i + 1) * size ||
          count(i) != count(0))
        return false;
    return true;
  }
};
} // namespace

/// Each element gets, from each window that it is in, the gradient divided by
/// the window's count. Along each axis that is a product with a matrix of few
/// columns, and a repetition where windows do not overlap.
static Value spreadMeans(Value g, Value input, WindowAxes axes,
                         ArrayRef<MeanWindows> windows, double divisor,
                         AdjointBuilder &a) {
  WindowsLast order(a, axes, tensorOf(input).getRank());
  Term value(a, order.moved(g));
  SmallVector<int64_t> shape(tensorOf(value).getShape());
  int64_t rank = static_cast<int64_t>(shape.size());
  for (int64_t axis : {rank - 1, rank - 2}) {
    const MeanWindows &along = windows[axis - (rank - 2)];
    if (along.areEven()) {
      SmallVector<int64_t> wide(shape), from;
      wide.insert(wide.begin() + axis + 1, along.elements / along.windows);
      for (int64_t i = 0; i <= rank; ++i)
        if (i != axis + 1)
          from.push_back(i);
      shape[axis] = along.elements;
      Term share = value / along.count(0);
      value = Term(a, a.reshape(a.broadcast(share, wide, from), shape));
      continue;
    }
    Value matrix = makeMatrix(a, along.windows, along.elements,
                              tensorOf(input).getElementType(),
                              [&](int64_t window, int64_t element) {
                                bool inside = element >= along.begin(window) &&
                                              element < along.end(window);
                                return inside ? 1 / along.count(window) : 0;
                              });
    shape[axis] = along.elements;
    // [.., windows] x [windows, elements], and its mirror image.
    value = Term(
        a, axis == rank - 1
               ? a.create<MatmulOp>(value, matrix, false)
               : a.create<MatmulOp>(a.transpose(matrix, {1, 0}), value, false));
  }
  if (divisor != 1)
    value = value / divisor;
  return order.movedBack(value);
}

static void avgPool2d(AvgPool2dOp op, AdjointBuilder &a) {
  WindowAxes axes = op.getWindowAxes();
  SmallVector<MeanWindows> windows;
  for (unsigned axis : {0u, 1u}) {
    int64_t size = tensorOf(op.getInput()).getDimSize(axes[axis]);
    int64_t kernel = op.getKernel()[axis], stride = op.getSteps()[axis];
    int64_t padding = op.getPadding()[axis];
    bool countsPadding = op.getCountIncludePad(), fixed = bool(op.getDivisor());
    auto begin = [=](int64_t i) { return i * stride - padding; };
    auto end = [=](int64_t i) { return begin(i) + kernel; };
    auto count = [=](int64_t i) -> double {
      if (fixed)
        return 1;
      if (countsPadding)
        return double(std::min(end(i), size + padding) - begin(i));
      // A window without elements has the mean 0.
      return double(std::max<int64_t>(
          std::min(end(i), size) - std::max<int64_t>(begin(i), 0), 1));
    };
    windows.push_back(
        {size, op.getType().getDimSize(axes[axis]), begin, end, count});
  }
  a.add(op.getInput(),
        spreadMeans(a.gradient(op.getResult()), op.getInput(), axes, windows,
                    double(op.getDivisor().value_or(1)), a));
}

static void adaptiveAvgPool2d(AdaptiveAvgPool2dOp op, AdjointBuilder &a) {
  WindowAxes axes = op.getWindowAxes();
  SmallVector<MeanWindows> windows;
  for (unsigned axis : {0u, 1u}) {
    int64_t size = tensorOf(op.getInput()).getDimSize(axes[axis]);
    int64_t count = op.getType().getDimSize(axes[axis]);
    auto begin = [=](int64_t i) { return i * size / count; };
    auto end = [=](int64_t i) { return ((i + 1) * size + count - 1) / count; };
    windows.push_back({size, count, begin, end,
                       [=](int64_t i) { return double(end(i) - begin(i)); }});
  }
  a.add(op.getInput(), spreadMeans(a.gradient(op.getResult()), op.getInput(),
                                   axes, windows, 1, a));
}

void dlc::graph::adjoint::attachPooling(MLIRContext *context) {
  attach<MaxPool2dOp, maxPool2d>(context);
  attach<AdaptiveMaxPool2dOp, adaptiveMaxPool2d>(context);
  attach<AvgPool2dOp, avgPool2d>(context);
  attach<AdaptiveAvgPool2dOp, adaptiveAvgPool2d>(context);
}
