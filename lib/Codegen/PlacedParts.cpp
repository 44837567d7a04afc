//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that lie in the memory of others.
//
//===----------------------------------------------------------------------===//

#include "PlacedParts.h"
#include "Schedule.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/SliceViews.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

bool dlc::codegen::isAddress(Operation *op) {
  return isa<graph::ReshapeOp>(op) || graph::isPlaced(op) || graph::isView(op);
}

static void normalizeConcats(func::FuncOp function) {
  llvm::DenseSet<Value> taken;
  function.walk([&](graph::ConcatOp concat) {
    if (!graph::isPlaced(concat))
      return;
    if (!graph::mayHoldOperands(concat)) {
      concat->removeAttr(graph::kPlacedAttr);
      return;
    }
    OpBuilder builder(concat);
    for (OpOperand &operand : concat->getOpOperands())
      if (!graph::mayBePlaced(operand.get(), concat) ||
          !taken.insert(storedValue(operand.get())).second)
        operand.set(createCopy(builder, concat.getLoc(), operand.get()));
  });
}

void dlc::codegen::normalizeParts(func::FuncOp function) {
  normalizeConcats(function);
  function.walk([](graph::SliceOp slice) {
    if (graph::isView(slice) && !graph::mayBeView(slice))
      slice->removeAttr(graph::kViewAttr);
  });
}

std::vector<PlacedPart> dlc::codegen::placedParts(func::FuncOp function) {
  std::vector<PlacedPart> parts;
  function.walk([&](graph::ConcatOp concat) {
    if (!graph::isPlaced(concat))
      return;
    int64_t offset = 0;
    for (Value operand : concat.getOperands()) {
      parts.push_back({storedValue(operand), concat, offset});
      offset += bytesOf(operand);
    }
  });
  // A whole comes later in the program than its operands, and no slice is an
  // operand.
  std::reverse(parts.begin(), parts.end());
  function.walk([&](graph::SliceOp slice) {
    if (graph::isView(slice))
      parts.push_back({slice, storedValue(slice.getOperand()),
                       graph::firstElementOf(slice) * elementBytesOf(slice)});
  });
  return parts;
}
