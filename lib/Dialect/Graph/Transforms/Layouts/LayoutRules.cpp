//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which rule is for an operation, and the rules of a line.
//
//===----------------------------------------------------------------------===//

#include "LayoutRules.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"

using namespace mlir;
using namespace dlc::graph;

BlockedForm
dlc::graph::unaryForm(const BlockLayout &from, std::optional<BlockLayout> to,
                      std::function<Value(OpBuilder &, Value)> build) {
  return {{from}, to, [build](OpBuilder &builder, ValueRange operands) {
            return build(builder, operands.front());
          }};
}

Operation *dlc::graph::copyWith(OpBuilder &builder, Operation *op,
                                ValueRange operands, ArrayRef<int64_t> shape) {
  Operation *copy = builder.clone(*op);
  copy->setOperands(operands);
  Value result = copy->getResult(0);
  result.setType(
      RankedTensorType::get(shape, tensorOf(result).getElementType()));
  return copy;
}

std::optional<BlockedForm>
dlc::graph::findBlockedForm(Operation *op, unsigned index,
                            const BlockLayout &layout) {
  static constexpr LayoutRule *rules[] = {computePointwiseInBlocks,
                                          poolInBlocks,
                                          reduceInBlocks,
                                          accumulateInBlocks,
                                          takeInBlocks,
                                          padInBlocks,
                                          sliceInBlocks,
                                          concatInBlocks,
                                          reshapeInBlocks,
                                          transposeInBlocks};
  for (LayoutRule *rule : rules)
    if (std::optional<BlockedForm> form = rule(op, index, layout))
      return form;
  return std::nullopt;
}

/// All operands have the layout of the result. What is left over of a block is
/// computed, too, and stays unspecified.
std::optional<BlockedForm>
dlc::graph::computePointwiseInBlocks(Operation *op, unsigned,
                                     const BlockLayout &layout) {
  if (!op->hasTrait<Pointwise>() || op->getNumResults() != 1)
    return std::nullopt;
  BlockedForm form;
  form.operands.assign(op->getNumOperands(), layout);
  form.result = layout;
  form.build = [op, layout](OpBuilder &builder, ValueRange operands) {
    ArrayRef<int64_t> shape = tensorOf(op->getResult(0)).getShape();
    return copyWith(builder, op, operands, layout.shapeOf(shape))->getResult(0);
  };
  return form;
}

/// Running sums and products along another axis.
std::optional<BlockedForm>
dlc::graph::accumulateInBlocks(Operation *op, unsigned,
                               const BlockLayout &layout) {
  if (!isa<CumsumOp, CumprodOp>(op))
    return std::nullopt;
  auto axis = op->getAttrOfType<IntegerAttr>("axis");
  ArrayRef<int64_t> shape = tensorOf(op->getResult(0)).getShape();
  int64_t along = axis.getInt();
  if (along < 0)
    along += shape.size();
  if (along == layout.axis)
    return std::nullopt;
  return unaryForm(layout, layout, [=](OpBuilder &builder, Value operand) {
    Operation *copy = copyWith(builder, op, operand, layout.shapeOf(shape));
    copy->setAttr("axis", IntegerAttr::get(axis.getType(), along));
    return copy->getResult(0);
  });
}

/// Slices along another axis, which the axes of the indices take the place of.
std::optional<BlockedForm> dlc::graph::takeInBlocks(Operation *op,
                                                    unsigned index,
                                                    const BlockLayout &layout) {
  auto take = dyn_cast<TakeOp>(op);
  if (!take || index != 0)
    return std::nullopt;
  int64_t axis = take.getAxis();
  if (axis < 0)
    axis += tensorOf(take.getOperand()).getRank();
  if (axis == layout.axis)
    return std::nullopt;
  int64_t added = tensorOf(take.getIndices()).getRank() - 1;
  BlockLayout result =
      layout.onAxis(axis < layout.axis ? layout.axis + added : layout.axis);
  BlockedForm form{{layout, std::nullopt}, result, {}};
  form.build = [=](OpBuilder &builder, ValueRange operands) mutable {
    auto copy = cast<TakeOp>(
        copyWith(builder, take, operands,
                 result.shapeOf(tensorOf(take.getResult()).getShape())));
    copy.setAxis(axis);
    return copy.getResult();
  };
  return form;
}
