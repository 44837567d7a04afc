//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of operations that move elements: each moves the gradient back.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

static SmallVector<int64_t> numbers(ArrayRef<Dimension> dimensions) {
  return llvm::map_to_vector(dimensions, [](const Dimension &dimension) {
    return *dimension.constant();
  });
}

static void reshape(ReshapeOp op, AdjointBuilder &a) {
  a.add(op.getOperand(), a.reshape(a.gradient(op.getResult()),
                                   tensorOf(op.getOperand()).getShape()));
}

static void transpose(TransposeOp op, AdjointBuilder &a) {
  a.add(op.getOperand(), a.transpose(a.gradient(op.getResult()),
                                     inversePermutation(op.getPermutation())));
}

/// Sums over the axes that the operand lacks or repeats.
static void broadcast(BroadcastOp op, AdjointBuilder &a) {
  ArrayRef<int64_t> from = tensorOf(op.getOperand()).getShape();
  SmallVector<int64_t> axes = op.getResultAxes(), summed;
  for (int64_t axis = 0; axis < op.getType().getRank(); ++axis) {
    auto *kept = llvm::find(axes, axis);
    if (kept == axes.end() ||
        from[kept - axes.begin()] != op.getType().getDimSize(axis))
      summed.push_back(axis);
  }
  a.add(op.getOperand(),
        a.reshape(a.sum(a.gradient(op.getResult()), summed), from));
}

static void concat(ConcatOp op, AdjointBuilder &a) {
  int64_t rank = op.getType().getRank();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  SmallVector<int64_t> starts(rank, 0), strides(rank, 1);
  for (Value operand : op.getOperands()) {
    ArrayRef<int64_t> shape = tensorOf(operand).getShape();
    if (a.isActive(operand))
      a.add(operand,
            a.slice(a.gradient(op.getResult()), starts, shape, strides));
    starts[axis] += shape[axis];
  }
}

static void slice(SliceOp op, AdjointBuilder &a) {
  a.add(op.getOperand(),
        a.scatterSlice(a.gradient(op.getResult()),
                       tensorOf(op.getOperand()).getShape(),
                       numbers(op.getStarts()), op.getStrides()));
}

static void pad(PadOp op, AdjointBuilder &a) {
  ArrayRef<int64_t> shape = tensorOf(op.getOperand()).getShape();
  a.add(op.getOperand(), a.slice(a.gradient(op.getResult()), op.getLow(), shape,
                                 SmallVector<int64_t>(shape.size(), 1)));
}

void dlc::graph::adjoint::attachShape(MLIRContext *context) {
  attach<ReshapeOp, reshape>(context);
  attach<TransposeOp, transpose>(context);
  attach<BroadcastOp, broadcast>(context);
  attach<ConcatOp, concat>(context);
  attach<SliceOp, slice>(context);
  attach<PadOp, pad>(context);
}
