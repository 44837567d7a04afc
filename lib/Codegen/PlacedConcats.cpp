//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Concatenations whose operands are computed where they lie in the result.
//
//===----------------------------------------------------------------------===//

#include "PlacedConcats.h"
#include "Schedule.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

void dlc::codegen::normalizePlacedConcats(func::FuncOp function) {
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
  return parts;
}
