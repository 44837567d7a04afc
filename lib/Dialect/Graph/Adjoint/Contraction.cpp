//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of contractions: contractions again.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

//===----------------------------------------------------------------------===//
// matmul
//===----------------------------------------------------------------------===//

/// The matrices exchanged with their transposes.
static Value transposed(AdjointBuilder &a, Value matrices) {
  auto axes =
      llvm::to_vector(llvm::seq<int64_t>(0, tensorOf(matrices).getRank()));
  std::swap(axes[axes.size() - 2], axes.back());
  return a.transpose(matrices, axes);
}

/// All matrices below one another: [.., M, N] -> [.. M, N].
static Value stacked(AdjointBuilder &a, Value matrices) {
  ArrayRef<int64_t> shape = tensorOf(matrices).getShape();
  int64_t rows = 1;
  for (int64_t size : shape.drop_back())
    rows *= size;
  return a.reshape(matrices, {rows, shape.back()});
}

/// The operands as matrices: a vector on the left is a row, one on the right a
/// column.
static void matmul(MatmulOp op, AdjointBuilder &a) {
  RankedTensorType leftType = tensorOf(op.getLhs());
  RankedTensorType rightType = tensorOf(op.getRhs());
  bool isRow = leftType.getRank() == 1, isColumn = rightType.getRank() == 1;
  bool rightIsTransposed = op.getTransposeRhs() && !isColumn;
  SmallVector<int64_t> leftShape(leftType.getShape()),
      rightShape(rightType.getShape()), shape(op.getType().getShape());
  if (isColumn) {
    rightShape.push_back(1);
    shape.push_back(1);
  }
  if (isRow) {
    leftShape.insert(leftShape.begin(), 1);
    shape.insert(shape.end() - 1, 1);
  }
  Value left = a.reshape(op.getLhs(), leftShape);
  Value right = a.reshape(op.getRhs(), rightShape);
  Value g = a.reshape(a.gradient(op.getResult()), shape);

  if (a.isActive(op.getLhs())) {
    Value product = a.create<MatmulOp>(g, right, !rightIsTransposed);
    a.add(op.getLhs(),
          a.reshape(a.sumToShape(product, leftShape), leftType.getShape()));
  }
  if (a.isActive(op.getRhs())) {
    // One matrix for all is summed over all rows at once.
    if (rightShape.size() == 2) {
      left = stacked(a, left);
      g = stacked(a, g);
    }
    Value product = rightIsTransposed
                        ? a.create<MatmulOp>(transposed(a, g), left, false)
                        : a.create<MatmulOp>(transposed(a, left), g, false);
    a.add(op.getRhs(),
          a.reshape(a.sumToShape(product, rightShape), rightType.getShape()));
  }
}

//===----------------------------------------------------------------------===//
// conv2d, and the gradient of its filter
//===----------------------------------------------------------------------===//

/// The convolution whose outputs are the inputs: the filter mirrored, and its
/// channels exchanged within each group.
static Value mirrored(AdjointBuilder &a, Value filter, int64_t groups) {
  ArrayRef<int64_t> shape = tensorOf(filter).getShape();
  int64_t outputs = shape[0] / groups, inputs = shape[1];
  Value turned = a.flip(filter, {2, 3});
  turned = a.reshape(turned, {groups, outputs, inputs, shape[2], shape[3]});
  turned = a.transpose(turned, {0, 2, 1, 3, 4});
  return a.reshape(turned, {groups * inputs, outputs, shape[2], shape[3]});
}

namespace {
/// How the windows of a convolution move, and which channels they see.
struct Windows {
  ArrayRef<int64_t> strides, padding, dilations;
  int64_t groups;

  template <typename Op>
  explicit Windows(Op op)
      : strides(op.getStrides()), padding(op.getPadding()),
        dilations(op.getDilations()), groups(op.getGroups()) {}
};
} // namespace

namespace {
/// One axis of a convolution, whose windows read position
/// y * stride + tap * dilation - padding of the image.
struct WindowAxis {
  int64_t image, kernel, result;
  int64_t stride, padding, dilation;
};

/// Of the positions of an image, every stride-th from `phase` on, and the taps
/// that read them, every `step`-th from `first` on. Position number q is read
/// by the last of these taps of window q + `offset`, and by each one before of
/// a window that is `dilation` further.
struct Phase {
  int64_t phase, positions;
  int64_t first = 0, step = 1, count = 0;
  int64_t offset = 0, dilation = 1;

  Phase(const WindowAxis &axis, int64_t phase)
      : phase(phase), positions(llvm::divideCeil(axis.image, axis.stride)) {
    int64_t common = std::gcd(axis.stride, axis.dilation);
    step = axis.stride / common;
    dilation = axis.dilation / common;
    for (int64_t tap = 0; tap < axis.kernel; ++tap) {
      int64_t distance = phase + axis.padding - tap * axis.dilation;
      int64_t window = llvm::divideFloorSigned(distance, axis.stride);
      // Windows before the first and behind the last one read nothing.
      if (distance % axis.stride != 0 || window >= axis.result ||
          window + positions <= 0)
        continue;
      if (count == 0)
        first = tap;
      ++count;
      offset = window;
    }
  }

  /// What the gradient is surrounded by for a convolution with these taps.
  int64_t low() const { return -offset; }
  int64_t high(const WindowAxis &axis) const {
    return positions + offset + (count - 1) * dilation - axis.result;
  }
};
} // namespace

/// The phases of the positions [0, image) through which anything is read.
static SmallVector<Phase> phasesOf(const WindowAxis &axis) {
  SmallVector<Phase> phases;
  for (int64_t phase = 0; phase < std::min(axis.stride, axis.image); ++phase)
    if (Phase found(axis, phase); found.count != 0)
      phases.push_back(found);
  return phases;
}

/// The positions of all phases in one another's gaps along `axis`; zeros where
/// there is no phase.
static Value interleaved(AdjointBuilder &a, ValueRange values,
                         ArrayRef<Phase> phases, unsigned axis,
                         const WindowAxis &window) {
  SmallVector<int64_t> shape(tensorOf(values.front()).getShape());
  int64_t stride = window.stride;
  SmallVector<int64_t> ones(shape.size(), 1), starts(shape.size(), 0);
  if (stride == 1)
    return values.front();
  if (static_cast<int64_t>(values.size()) < std::min(stride, window.image)) {
    // Few phases among many, such as that of a single tap: each by itself.
    shape[axis] = window.image;
    Value sum;
    for (auto [value, phase] : llvm::zip(values, phases)) {
      SmallVector<int64_t> sizes(tensorOf(value).getShape());
      sizes[axis] = llvm::divideCeil(window.image - phase.phase, window.stride);
      Value part = a.slice(value, starts, sizes, ones);
      SmallVector<int64_t> first(starts), strides(ones);
      first[axis] = phase.phase;
      strides[axis] = stride;
      part = a.scatterSlice(part, shape, first, strides);
      sum = sum ? a.create<AddOp>(sum, part) : part;
    }
    return sum;
  }
  SmallVector<int64_t> apart(shape);
  apart.insert(apart.begin() + axis + 1, 1);
  SmallVector<Value> pieces;
  for (Value value : values)
    pieces.push_back(a.reshape(value, apart));
  Value all = a.create<ConcatOp>(pieces, axis + 1);
  shape[axis] *= static_cast<int64_t>(values.size());
  all = a.reshape(all, shape);
  shape[axis] = window.image;
  return a.slice(all, starts, shape, ones);
}

/// The gradient of images of type `image` that were convolved with `filter`,
/// where g is the result's. Each element gets the gradients of the outputs that
/// it took part in, through the same taps. With strides, the elements of a
/// phase have taps of their own: there is a convolution of the gradients for
/// each, with a part of the filter, and no zeros are multiplied.
static Value inputGradient(AdjointBuilder &a, RankedTensorType image,
                           Value filter, Value g, const Windows &windows) {
  ArrayRef<int64_t> kernel = tensorOf(filter).getShape();
  auto axisOf = [&](unsigned i) {
    return WindowAxis{image.getDimSize(2 + i),
                      kernel[2 + i],
                      tensorOf(g).getDimSize(2 + i),
                      windows.strides[i],
                      windows.padding[i],
                      windows.dilations[i]};
  };
  WindowAxis rows = axisOf(0), columns = axisOf(1);
  SmallVector<Phase> ofRows = phasesOf(rows), ofColumns = phasesOf(columns);
  // Where padding is all there is, no window fits into the rest.
  if (image.getNumElements() == 0 || ofRows.empty() || ofColumns.empty())
    return a.splat(image, 0);
  SmallVector<Value> lines;
  for (const Phase &row : ofRows) {
    SmallVector<Value> line;
    for (const Phase &column : ofColumns) {
      Value gradients = a.pad(g, {0, 0, row.low(), column.low()},
                              {0, 0, row.high(rows), column.high(columns)});
      Value taps = a.slice(filter, {0, 0, row.first, column.first},
                           {kernel[0], kernel[1], row.count, column.count},
                           {1, 1, row.step, column.step});
      line.push_back(a.create<Conv2dOp>(
          gradients, mirrored(a, taps, windows.groups), ArrayRef<int64_t>{1, 1},
          ArrayRef<int64_t>{0, 0},
          ArrayRef<int64_t>{row.dilation, column.dilation}, windows.groups));
    }
    lines.push_back(interleaved(a, line, ofColumns, 3, columns));
  }
  return interleaved(a, lines, ofRows, 2, rows);
}

static void conv2d(Conv2dOp op, AdjointBuilder &a) {
  Value g = a.gradient(op.getResult());
  Windows windows(op);
  if (a.isActive(op.getInput()))
    a.add(op.getInput(), inputGradient(a, tensorOf(op.getInput()),
                                       op.getFilter(), g, windows));
  if (a.isActive(op.getFilter()))
    a.add(op.getFilter(), a.create<Conv2dFilterGradientOp>(
                              op.getInput(), g,
                              tensorOf(op.getFilter()).getShape().drop_front(2),
                              windows.strides, windows.padding,
                              windows.dilations, windows.groups));
}

/// Linear in both operands, like the convolution: f is the gradient of a
/// filter's gradient, and stands for the filter.
static void conv2dFilterGradient(Conv2dFilterGradientOp op, AdjointBuilder &a) {
  Value f = a.gradient(op.getResult());
  Windows windows(op);
  if (a.isActive(op.getInput()))
    a.add(op.getInput(), inputGradient(a, tensorOf(op.getInput()), f,
                                       op.getGradient(), windows));
  if (a.isActive(op.getGradient()))
    a.add(op.getGradient(),
          a.create<Conv2dOp>(op.getInput(), f, windows.strides, windows.padding,
                             windows.dilations, windows.groups));
}

void dlc::graph::adjoint::attachContraction(MLIRContext *context) {
  attach<MatmulOp, matmul>(context);
  attach<Conv2dOp, conv2d>(context);
  attach<Conv2dFilterGradientOp, conv2dFilterGradient>(context);
}
