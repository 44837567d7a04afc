//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions on blocks.
//
// Over other axes than that of the blocks, the result has blocks, too. Over
// that of the blocks as well, the blocks are two axes more to reduce, if they
// are full. If they are not, the other axes are reduced first, on blocks, and
// then, in the plain layout, what little is left: a sum of sums, a mean of
// means of equally many.
//
//===----------------------------------------------------------------------===//

#include "LayoutRules.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc::graph;

/// The axes that are reduced, from 0 and in order; none at all mean every one.
static SmallVector<int64_t> reducedAxes(ArrayRef<int64_t> axes, int64_t rank) {
  SmallVector<int64_t> reduced;
  for (int64_t axis : llvm::seq<int64_t>(0, rank))
    if (axes.empty() || llvm::is_contained(axes, axis) ||
        llvm::is_contained(axes, axis - rank))
      reduced.push_back(axis);
  return reduced;
}

template <typename Op>
static Value reduce(OpBuilder &builder, Op op, Value operand,
                    ArrayRef<int64_t> axes, bool keepDims) {
  return builder.create<Op>(op->getLoc(), operand, axes, keepDims);
}

/// Where an axis lies after others are reduced.
static int64_t positionAfter(int64_t axis, ArrayRef<int64_t> reduced,
                             bool keepDims) {
  return keepDims ? axis : axis - llvm::count_if(reduced, [&](int64_t other) {
                             return other < axis;
                           });
}

template <typename Op>
static std::optional<BlockedForm> formOf(Op op, const BlockLayout &layout) {
  RankedTensorType operandType = tensorOf(op.getOperand());
  bool keepDims = op.getKeepDims();
  SmallVector<int64_t> axes = reducedAxes(op.getAxes(), operandType.getRank());
  auto *ofBlocks = llvm::find(axes, layout.axis);
  if (ofBlocks == axes.end()) {
    int64_t axis = positionAfter(layout.axis, axes, keepDims);
    // No axes would mean all of them.
    if (axes.empty())
      return std::nullopt;
    return unaryForm(layout, layout.onAxis(axis),
                     [=](OpBuilder &builder, Value operand) {
                       return reduce(builder, op, operand, axes, keepDims);
                     });
  }
  SmallVector<int64_t> shape(tensorOf(op->getResult(0)).getShape());
  if (layout.isWhole()) {
    axes.push_back(operandType.getRank());
    return unaryForm(layout, std::nullopt,
                     [=](OpBuilder &builder, Value operand) {
                       Value result = reduce(builder, op, operand, axes, false);
                       return reshapeTo(builder, op->getLoc(), result, shape);
                     });
  }
  axes.erase(ofBlocks);
  bool shrinks = llvm::any_of(
      axes, [&](int64_t axis) { return operandType.getDimSize(axis) > 1; });
  if (!shrinks)
    return std::nullopt;
  int64_t axis = positionAfter(layout.axis, axes, keepDims);
  return unaryForm(
      layout, std::nullopt, [=](OpBuilder &builder, Value operand) {
        Value parts = reduce(builder, op, operand, axes, keepDims);
        parts =
            builder.create<UnpackOp>(op->getLoc(), parts, axis, layout.size);
        return reduce(builder, op, parts, axis, keepDims);
      });
}

template <typename Op>
static std::optional<BlockedForm> positionFormOf(Op op,
                                                 const BlockLayout &layout) {
  int64_t axis = op.getAxis();
  if (axis < 0)
    axis += tensorOf(op.getOperand()).getRank();
  if (axis == layout.axis)
    return std::nullopt;
  bool keepDims = op.getKeepDims();
  return unaryForm(
      layout, layout.onAxis(positionAfter(layout.axis, axis, keepDims)),
      [=](OpBuilder &builder, Value operand) -> Value {
        return builder.create<Op>(op->getLoc(), operand, axis, keepDims);
      });
}

std::optional<BlockedForm>
dlc::graph::reduceInBlocks(Operation *op, unsigned, const BlockLayout &layout) {
  return llvm::TypeSwitch<Operation *, std::optional<BlockedForm>>(op)
      .Case<SumOp, ProdOp, MeanOp, MaxOp, MinOp, AnyOp, AllOp>(
          [&](auto reduction) { return formOf(reduction, layout); })
      .Case<ArgmaxOp, ArgminOp>(
          [&](auto search) { return positionFormOf(search, layout); })
      .Default([](Operation *) { return std::nullopt; });
}
