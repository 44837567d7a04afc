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

#include "llvm/ADT/STLExtras.h"

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

/// Zeros between the elements of the last two axes: `strides` apart.
static Value dilated(AdjointBuilder &a, Value images,
                     ArrayRef<int64_t> strides) {
  SmallVector<int64_t> shape(tensorOf(images).getShape());
  for (unsigned axis : {0u, 1u})
    shape[2 + axis] =
        shape[2 + axis] == 0 ? 0 : (shape[2 + axis] - 1) * strides[axis] + 1;
  return a.scatterSlice(images, shape, {0, 0, 0, 0},
                        {1, 1, strides[0], strides[1]});
}

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

/// The gradient of images of type `image` that were convolved with `filter`,
/// where g is the result's. Each element gets the gradients of the outputs that
/// it took part in, through the same taps: a convolution over the gradients,
/// `strides` apart.
static Value inputGradient(AdjointBuilder &a, RankedTensorType image,
                           Value filter, Value g, const Windows &windows) {
  // Where padding is all there is, no window fits into the rest.
  if (image.getNumElements() == 0)
    return a.splat(image, 0);
  ArrayRef<int64_t> kernel = tensorOf(filter).getShape();
  Value spread = dilated(a, g, windows.strides);
  SmallVector<int64_t> low(4, 0), high(4, 0);
  for (unsigned axis : {2u, 3u}) {
    int64_t reach = (kernel[axis] - 1) * windows.dilations[axis - 2];
    low[axis] = reach - windows.padding[axis - 2];
    high[axis] = image.getDimSize(axis) + reach - low[axis] -
                 tensorOf(spread).getDimSize(axis);
  }
  Value images = a.pad(spread, low, high);
  Value turned = mirrored(a, filter, windows.groups);
  return a.create<Conv2dOp>(images, turned, ArrayRef<int64_t>{1, 1},
                            ArrayRef<int64_t>{0, 0}, windows.dilations,
                            windows.groups);
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
