//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Prologue.h"
#include "Contraction/BlockKernel.h"
#include "Contraction/ConvolutionShape.h"
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
  auto isOneToOne = [&](unsigned i) {
    return windowAxis(op, i, input.getDimSize(2 + i), filter.getDimSize(2 + i),
                      result[2 + i])
        .isOneToOne();
  };
  if (input.getNumElements() == 0 || filter.getNumElements() == 0 ||
      !op.readsBlocks() || op.getGroups() != 1 || !isOneToOne(0) ||
      !isOneToOne(1))
    return false;
  int64_t positions =
      convolutionTileRows(target, panelsOf(op).blocks, result[2] * result[3]);
  int64_t channels = input.getDimSize(1) * input.getDimSize(4);
  return positions * channels * bytes <= kMostKeptBytes;
}

bool dlc::codegen::isWorthComputing(BlockedConv2dOp op,
                                    const VectorTarget &target) {
  auto filter = tensorOf(op.getFilter());
  int64_t bytes = filter.getElementTypeBitWidth() / 8;
  return filter.getNumElements() * bytes <= cacheBytes(target);
}
