//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of operations that read positions from tensors: gradients are added
// up where elements came from.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

/// zeros[a.., indices[a.., j, b..], b..] += updates[a.., j, b..]
static Value scatter(AdjointBuilder &a, Value updates, Value indices,
                     int64_t size, int64_t axis) {
  return a.create<ScatterAddOp>(
      updates, indices,
      DimsAttr::get(a.builder.getContext(), {Dimension(size)}), axis);
}

template <typename OpTy> static int64_t axisOf(OpTy op) {
  return op.getAxis() < 0 ? op.getAxis() + tensorOf(op.getOperand()).getRank()
                          : op.getAxis();
}

/// A pick is a gather of one element along the axis.
static void pick(PickOp op, AdjointBuilder &a) {
  ArrayRef<int64_t> shape = tensorOf(op.getOperand()).getShape();
  int64_t axis = axisOf(op);
  SmallVector<int64_t> one(shape);
  one[axis] = 1;
  a.add(op.getOperand(),
        scatter(a, a.reshape(a.gradient(op.getResult()), one),
                a.reshape(op.getIndices(), one), shape[axis], axis));
}

/// The indices, one axis, are the same for all other positions.
static void take(TakeOp op, AdjointBuilder &a) {
  SmallVector<int64_t> shape(tensorOf(op.getOperand()).getShape());
  int64_t axis = axisOf(op), size = shape[axis];
  int64_t count = tensorOf(op.getIndices()).getNumElements();
  shape[axis] = count;
  Value indices =
      a.broadcast(a.reshape(op.getIndices(), {count}), shape, {axis});
  a.add(op.getOperand(),
        scatter(a, a.reshape(a.gradient(op.getResult()), shape), indices, size,
                axis));
}

/// Along the other axes, indices may end before the operand does.
static void gather(GatherOp op, AdjointBuilder &a) {
  ArrayRef<int64_t> shape = tensorOf(op.getOperand()).getShape();
  int64_t axis = axisOf(op);
  Value sums = scatter(a, a.gradient(op.getResult()), op.getIndices(),
                       shape[axis], axis);
  SmallVector<int64_t> low(shape.size(), 0), high;
  for (auto [whole, part] : llvm::zip(shape, tensorOf(sums).getShape()))
    high.push_back(whole - part);
  a.add(op.getOperand(), a.pad(sums, low, high));
}

static void scatterAdd(ScatterAddOp op, AdjointBuilder &a) {
  a.add(op.getUpdates(), a.create<GatherOp>(a.gradient(op.getResult()),
                                            op.getIndices(), op.getAxis()));
}

void dlc::graph::adjoint::attachIndexing(MLIRContext *context) {
  attach<PickOp, pick>(context);
  attach<TakeOp, take>(context);
  attach<GatherOp, gather>(context);
  attach<ScatterAddOp, scatterAdd>(context);
}
