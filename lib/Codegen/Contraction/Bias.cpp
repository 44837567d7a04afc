//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Bias.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// The axes of a broadcast tensor, each with that of the result and its size.
static auto axesOf(BroadcastOp broadcast) {
  return llvm::zip(broadcast.getResultAxes(),
                   tensorOf(broadcast.getOperand()).getShape());
}

/// Whether it is in memory, and varies along the whole last axis and no other
/// than `outerAxis`.
static bool isBias(BroadcastOp broadcast, std::optional<int64_t> outerAxis) {
  int64_t last = broadcast.getType().getRank() - 1;
  bool isVector = false;
  for (auto [axis, size] : axesOf(broadcast)) {
    if (axis == last)
      isVector = size == broadcast.getType().getDimSize(last);
    else if (size != 1 && axis != outerAxis)
      return false;
  }
  return isVector && isa<BlockArgument>(broadcast.getOperand());
}

Bias::Bias(Value result, std::optional<int64_t> outerAxis) : result(result) {
  if (!result.hasOneUse())
    return;
  auto add = dyn_cast<AddOp>(*result.user_begin());
  if (!add)
    return;
  for (Value operand : add->getOperands()) {
    auto broadcast = operand.getDefiningOp<BroadcastOp>();
    if (!broadcast || !isBias(broadcast, outerAxis))
      continue;
    this->result = add.getResult();
    addend = broadcast;
    return;
  }
}

Value Bias::ofBlock(TileEmitter &emitter, PointerEmitter &pointers,
                    Value block) const {
  BroadcastOp broadcast = addend;
  SmallVector<Value> indices;
  for (auto [axis, size] : axesOf(broadcast))
    indices.push_back(axis == kBlocks && size != 1 ? block
                                                   : emitter.elements.index(0));
  return pointers.at(emitter.memory(broadcast.getOperand()), indices);
}

Value Bias::ofColumn(TileEmitter &emitter, PointerEmitter &pointers,
                     Value column) const {
  // Its other axes have one element.
  BroadcastOp broadcast = addend;
  return pointers.advance(
      pointers.begin(emitter.memory(broadcast.getOperand())), column);
}

SmallVector<Value>
Bias::loadForEach(PointerEmitter &pointers, Value from, int64_t positions,
                  int64_t vectors,
                  function_ref<Value(Value from, int64_t v)> load) {
  SmallVector<Value> sums;
  // LLVM would load once, and copy.
  for (int64_t p = 0; p < positions; ++p, from = pointers.opaque(from))
    for (int64_t v = 0; v < vectors; ++v)
      sums.push_back(load(from, v));
  return sums;
}
