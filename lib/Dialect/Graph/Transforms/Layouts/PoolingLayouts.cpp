//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pooling on blocks: windows slide over the same axes, and the axis of the
// blocks is another one.
//
//===----------------------------------------------------------------------===//

#include "LayoutRules.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc::graph;

template <typename Op>
static std::optional<BlockedForm> formOf(Op op, const BlockLayout &layout) {
  WindowAxes axes = op.getWindowAxes();
  if (llvm::is_contained(axes, layout.axis))
    return std::nullopt;
  return unaryForm(layout, layout, [=](OpBuilder &builder, Value input) {
    auto copy = cast<Op>(
        copyWith(builder, op, input,
                 layout.shapeOf(tensorOf(op->getResult(0)).getShape())));
    copy.setAxes(ArrayRef<int64_t>(axes));
    return copy.getResult();
  });
}

std::optional<BlockedForm> dlc::graph::poolInBlocks(Operation *op, unsigned,
                                                    const BlockLayout &layout) {
  return llvm::TypeSwitch<Operation *, std::optional<BlockedForm>>(op)
      .Case<MaxPool2dOp, AvgPool2dOp, AdaptiveAvgPool2dOp, AdaptiveMaxPool2dOp>(
          [&](auto pool) { return formOf(pool, layout); })
      .Default([](Operation *) { return std::nullopt; });
}
