//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shape operations on blocks.
//
//===----------------------------------------------------------------------===//

#include "LayoutRules.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

using namespace mlir;
using namespace dlc::graph;

static ArrayRef<int64_t> shapeOf(Value value) {
  return tensorOf(value).getShape();
}

//===----------------------------------------------------------------------===//
// pad, slice, concat
//===----------------------------------------------------------------------===//

/// Zeros around images that convolutions will take into themselves.
static bool isForConvolutions(PadOp pad) {
  return pad.getValue().isZero() && !pad->use_empty() &&
         llvm::all_of(pad->getUses(), [](OpOperand &use) {
           return isa<Conv2dOp, Conv2dFilterGradientOp>(use.getOwner()) &&
                  use.getOperandNumber() == 0;
         });
}

/// Along the axis of the blocks, whole blocks are put before full ones, or
/// behind them. What is left over of the last one is unspecified anyway.
std::optional<BlockedForm> dlc::graph::padInBlocks(Operation *op, unsigned,
                                                   const BlockLayout &layout) {
  auto pad = dyn_cast<PadOp>(op);
  if (!pad || isForConvolutions(pad))
    return std::nullopt;
  int64_t low = pad.getLow()[layout.axis], high = pad.getHigh()[layout.axis];
  if (low % layout.block != 0 || (high != 0 && !layout.isWhole()))
    return std::nullopt;
  BlockLayout result = layout.ofSize(low + layout.size + high);
  return unaryForm(
      layout, result, [=](OpBuilder &builder, Value operand) mutable -> Value {
        SmallVector<int64_t> before(pad.getLow()), after(pad.getHigh());
        before[layout.axis] = low / layout.block;
        after[layout.axis] =
            result.blocks() - layout.blocks() - before[layout.axis];
        before.push_back(0);
        after.push_back(0);
        return builder.create<PadOp>(
            op->getLoc(), operand, builder.getDenseI64ArrayAttr(before),
            builder.getDenseI64ArrayAttr(after), pad.getValueAttr());
      });
}

/// Along the axis of the blocks, a slice begins with a block.
std::optional<BlockedForm>
dlc::graph::sliceInBlocks(Operation *op, unsigned, const BlockLayout &layout) {
  auto slice = dyn_cast<SliceOp>(op);
  if (!slice)
    return std::nullopt;
  SmallVector<int64_t> starts, sizes(shapeOf(slice.getResult()));
  for (const Dimension &start : slice.getStarts()) {
    if (!start.constant())
      return std::nullopt;
    starts.push_back(*start.constant());
  }
  SmallVector<int64_t> strides(slice.getStrides());
  int64_t &start = starts[layout.axis], size = sizes[layout.axis];
  if (size == 0 || start % layout.block != 0 ||
      (size > 1 && strides[layout.axis] != 1))
    return std::nullopt;
  start /= layout.block;
  strides[layout.axis] = 1;
  BlockLayout result = layout.ofSize(size);
  starts.push_back(0);
  strides.push_back(1);
  return unaryForm(layout, result,
                   [=](OpBuilder &builder, Value operand) -> Value {
                     MLIRContext *context = builder.getContext();
                     return builder.create<SliceOp>(
                         op->getLoc(), operand, staticDims(context, starts),
                         staticDims(context, result.shapeOf(sizes)), strides);
                   });
}

/// Along the axis of the blocks, all blocks but those of the last operand are
/// full.
std::optional<BlockedForm>
dlc::graph::concatInBlocks(Operation *op, unsigned, const BlockLayout &layout) {
  auto concat = dyn_cast<ConcatOp>(op);
  if (!concat)
    return std::nullopt;
  int64_t axis = axisOf(concat);
  BlockedForm form;
  for (Value operand : concat.getOperands()) {
    if (!form.operands.empty() && axis == layout.axis &&
        !form.operands.back()->isWhole())
      return std::nullopt;
    form.operands.push_back(layout.ofSize(shapeOf(operand)[layout.axis]));
  }
  form.result = layout.ofSize(shapeOf(concat.getResult())[layout.axis]);
  form.build = [=](OpBuilder &builder, ValueRange operands) -> Value {
    return builder.create<ConcatOp>(op->getLoc(), operands, axis);
  };
  return form;
}

//===----------------------------------------------------------------------===//
// reshape, transpose
//===----------------------------------------------------------------------===//

static int64_t elementsOf(ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

/// The axis with as many elements behind it as there were behind the axis of
/// the blocks becomes that of the blocks. It has the same size, or both sizes
/// are whole blocks.
std::optional<BlockedForm>
dlc::graph::reshapeInBlocks(Operation *op, unsigned,
                            const BlockLayout &layout) {
  auto reshape = dyn_cast<ReshapeOp>(op);
  if (!reshape)
    return std::nullopt;
  ArrayRef<int64_t> from = shapeOf(reshape.getOperand());
  ArrayRef<int64_t> to = shapeOf(reshape.getResult());
  if (elementsOf(from) == 0)
    return std::nullopt;
  int64_t behind = elementsOf(from.drop_front(layout.axis + 1));
  for (int64_t axis = to.size(); axis-- > 0;) {
    if (elementsOf(to.drop_front(axis + 1)) != behind)
      continue;
    bool isWhole = layout.isWhole() && to[axis] % layout.block == 0;
    if (to[axis] != layout.size && !isWhole)
      continue;
    BlockLayout result{axis, to[axis], layout.block};
    return unaryForm(layout, result, [=](OpBuilder &builder, Value operand) {
      return reshapeTo(builder, op->getLoc(), operand, result.shapeOf(to));
    });
  }
  return std::nullopt;
}

/// Whole blocks are moved.
std::optional<BlockedForm>
dlc::graph::transposeInBlocks(Operation *op, unsigned,
                              const BlockLayout &layout) {
  auto transpose = dyn_cast<TransposeOp>(op);
  if (!transpose)
    return std::nullopt;
  SmallVector<int64_t> permutation(transpose.getPermutation());
  int64_t axis = llvm::find(permutation, layout.axis) - permutation.begin();
  permutation.push_back(permutation.size());
  return unaryForm(layout, layout.onAxis(axis),
                   [=](OpBuilder &builder, Value operand) -> Value {
                     return builder.create<TransposeOp>(op->getLoc(), operand,
                                                        permutation);
                   });
}
