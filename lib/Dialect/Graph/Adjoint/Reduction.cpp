//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of reductions.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "Products.h"
#include "Term.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

/// The axes that a reduction keeps and those it does not, ascending.
namespace {
struct Axes {
  template <typename OpTy> explicit Axes(OpTy op) {
    int64_t rank = tensorOf(op.getOperand()).getRank();
    SmallVector<bool> isReduced(rank, op.getAxes().empty());
    for (int64_t axis : op.getAxes())
      isReduced[axis < 0 ? axis + rank : axis] = true;
    for (int64_t axis = 0; axis < rank; ++axis)
      (isReduced[axis] ? reduced : kept).push_back(axis);
  }

  SmallVector<int64_t> kept, reduced;
};
} // namespace

/// A value of the result's shape, at each element of the operand that it was
/// reduced from.
template <typename OpTy>
static Term spread(OpTy op, const Axes &axes, Value value, AdjointBuilder &a) {
  ArrayRef<int64_t> shape = tensorOf(op.getOperand()).getShape();
  SmallVector<int64_t> kept;
  for (int64_t axis : axes.kept)
    kept.push_back(shape[axis]);
  return {a, a.broadcast(a.reshape(value, kept), shape, axes.kept)};
}

/// How many elements became one.
template <typename OpTy> static double countOf(OpTy op, const Axes &axes) {
  double count = 1;
  for (int64_t axis : axes.reduced)
    count *= double(tensorOf(op.getOperand()).getDimSize(axis));
  return count;
}

static void sum(SumOp op, AdjointBuilder &a) {
  a.add(op.getOperand(), spread(op, Axes(op), a.gradient(op.getResult()), a));
}

static void mean(MeanOp op, AdjointBuilder &a) {
  Axes axes(op);
  Term g(a, a.gradient(op.getResult()));
  a.add(op.getOperand(), spread(op, axes, g / countOf(op, axes), a));
}

/// Equal extreme elements share the gradient.
template <typename OpTy> static void extremum(OpTy op, AdjointBuilder &a) {
  Axes axes(op);
  Term x(a, op.getOperand());
  Term isExtreme = x == spread(op, axes, op.getResult(), a);
  Type elementType = op.getType().getElementType();
  Term ones(a, a.create<CastOp>(isExtreme, TypeAttr::get(elementType)));
  Term count(a, a.reshape(a.sum(ones, axes.reduced), op.getType().getShape()));
  Term share = Term(a, a.gradient(op.getResult())) / count;
  a.add(op.getOperand(), where(isExtreme, spread(op, axes, share, a)));
}

/// An element gets the product of all others, which no division by an element
/// gives where that is zero.
static void prod(ProdOp op, AdjointBuilder &a) {
  Axes axes(op);
  // All factors of a product along the last axis.
  SmallVector<int64_t> order(axes.kept);
  llvm::append_range(order, axes.reduced);
  Value moved = a.transpose(op.getOperand(), order);
  SmallVector<int64_t> shape(tensorOf(moved).getShape());
  SmallVector<int64_t> rows(shape.begin(), shape.begin() + axes.kept.size());
  rows.push_back(static_cast<int64_t>(countOf(op, axes)));
  Term factors(a, a.reshape(moved, rows));
  int64_t last = static_cast<int64_t>(rows.size()) - 1;
  Term others =
      Term(a, productBefore(a, factors, last)) *
      Term(a, a.flip(productBefore(a, a.flip(factors, last), last), last));
  Value back = a.transpose(a.reshape(others, shape), inversePermutation(order));
  a.add(op.getOperand(),
        spread(op, axes, a.gradient(op.getResult()), a) * Term(a, back));
}

void dlc::graph::adjoint::attachReduction(MLIRContext *context) {
  attach<SumOp, sum>(context);
  attach<MeanOp, mean>(context);
  attach<MaxOp, extremum<MaxOp>>(context);
  attach<MinOp, extremum<MinOp>>(context);
  attach<ProdOp, prod>(context);
}
