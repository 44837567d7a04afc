//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Prologue.h"
#include "dlc/Codegen/Emitters.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;
using namespace dlc::graph;

llvm::SetVector<Operation *> dlc::codegen::prologueOf(BlockedConv2dOp op) {
  llvm::SetVector<Operation *> prologue;
  ArrayRef<int64_t> shape = tensorOf(op.getInput()).getShape();
  // The last user to be visited lets its operand in.
  auto visit = [&](Value operand) {
    Operation *producer = operand.getDefiningOp();
    if (!isa_and_nonnull<PayloadOpInterface>(producer) ||
        producer->hasTrait<MayFail>() ||
        producer->getBlock() != op->getBlock() ||
        tensorOf(producer->getResult(0)).getShape() != shape)
      return;
    bool leadsToInput = llvm::all_of(producer->getUses(), [&](OpOperand &use) {
      return use.getOwner() == op
                 ? use.get() == op.getInput() && op.getFilter() != op.getInput()
                 : prologue.contains(use.getOwner());
    });
    if (leadsToInput)
      prologue.insert(producer);
  };
  visit(op.getInput());
  for (size_t i = 0; i < prologue.size(); ++i)
    llvm::for_each(prologue[i]->getOperands(), visit);
  return prologue;
}

bool dlc::codegen::canComputeInput(BlockedConv2dOp op,
                                   const VectorTarget &target) {
  auto input = tensorOf(op.getInput()), filter = tensorOf(op.getFilter());
  ArrayRef<int64_t> result = op.getType().getShape();
  int64_t bytes = input.getElementTypeBitWidth() / 8;
  bool isOneToOne =
      filter.getDimSize(2) == 1 && filter.getDimSize(3) == 1 &&
      input.getDimSize(2) == result[2] && input.getDimSize(3) == result[3] &&
      llvm::all_of(op.getStrides(), [](int64_t s) { return s == 1; }) &&
      llvm::all_of(op.getLow(), [](int64_t low) { return low == 0; });
  if (input.getNumElements() == 0 || filter.getNumElements() == 0 ||
      !op.readsBlocks() || op.getGroups() != 1 || !isOneToOne)
    return false;
  int64_t vectors = filter.getShape().back() / op.getChannelBlock();
  int64_t positions =
      convolutionTileRows(target, vectors, result[2] * result[3]);
  int64_t channels = input.getDimSize(1) * input.getDimSize(4);
  return positions * channels * bytes <= kMostKeptBytes;
}

bool dlc::codegen::isWorthComputing(BlockedConv2dOp op,
                                    const VectorTarget &target) {
  auto filter = tensorOf(op.getFilter());
  int64_t bytes = filter.getElementTypeBitWidth() / 8;
  return filter.getNumElements() * bytes <= cacheBytes(target);
}

bool dlc::codegen::computesInput(BlockedConv2dOp op) {
  return !isa<BlockArgument>(op.getInput());
}
