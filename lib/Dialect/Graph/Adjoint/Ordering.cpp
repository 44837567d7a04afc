//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of running sums and products.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "Products.h"
#include "Term.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

template <typename OpTy> static int64_t axisOf(OpTy op) {
  return op.getAxis() < 0 ? op.getAxis() + op.getType().getRank()
                          : op.getAxis();
}

/// The value, `distance` places towards the end of an axis, with `number`
/// where nothing comes from.
static Value shift(AdjointBuilder &a, Value value, int64_t axis,
                   int64_t distance, double number) {
  SmallVector<int64_t> low(tensorOf(value).getRank(), 0), high = low;
  low[axis] = distance;
  high[axis] = -distance;
  return a.pad(value, low, high, number);
}

Value dlc::graph::adjoint::productBefore(AdjointBuilder &adjoints,
                                         Value factors, int64_t axis) {
  if (tensorOf(factors).getNumElements() == 0)
    return factors;
  return adjoints.create<CumprodOp>(shift(adjoints, factors, axis, 1, 1), axis);
}

/// Each element is in the sums from its own on.
static void cumsum(CumsumOp op, AdjointBuilder &a) {
  int64_t axis = axisOf(op);
  Value backwards = a.flip(a.gradient(op.getResult()), axis);
  a.add(op.getOperand(), a.flip(a.create<CumsumOp>(backwards, axis), axis));
}

/// With y_i = x_0 .. x_i, element x_k gets
///   sum over i >= k of g_i y_i / x_k = (x_0 .. x_(k-1)) s_k, where
///   s_k = g_k + x_(k+1) s_(k+1),
/// a recurrence that divides by nothing.
static void cumprod(CumprodOp op, AdjointBuilder &a) {
  Value x = op.getOperand();
  RankedTensorType type = op.getType();
  if (type.getNumElements() == 0)
    return;
  int64_t axis = axisOf(op);
  SmallVector<int64_t> toFront{axis};
  for (int64_t i = 0; i < type.getRank(); ++i)
    if (i != axis)
      toFront.push_back(i);
  Value steps[] = {a.transpose(a.gradient(op.getResult()), toFront),
                   a.transpose(shift(a, x, axis, -1, 0), toFront)};

  RankedTensorType element = ScanOp::elementOf(tensorOf(steps[0]));
  auto body = std::make_unique<Region>();
  Block &block = body->emplaceBlock();
  block.addArguments({element, element, element},
                     SmallVector<Location>(3, a.location));
  AdjointBuilder step(OpBuilder(a.builder.getContext()), a.location);
  step.builder.setInsertionPointToEnd(&block);
  Term after(step, block.getArgument(0)), g(step, block.getArgument(1)),
      factor(step, block.getArgument(2));
  Value s = g + factor * after;
  step.builder.create<NextOp>(a.location, ValueRange{s}, ValueRange{s});
  auto scan = a.builder.create<ScanOp>(
      a.location, ValueRange{a.splat(element, 0)}, ValueRange(steps),
      /*reversed=*/true, std::move(body));

  Term sums(a,
            a.transpose(scan.getStacks().front(), inversePermutation(toFront)));
  a.add(x, Term(a, productBefore(a, x, axis)) * sums);
}

void dlc::graph::adjoint::attachOrdering(MLIRContext *context) {
  attach<CumsumOp, cumsum>(context);
  attach<CumprodOp, cumprod>(context);
}
