//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk from the results back to the arguments: users come first. Packing
// and unpacking count as what stands behind them, so that the demand is the
// same before and after layouts are assigned.
//
//===----------------------------------------------------------------------===//

#include "LayoutDemand.h"
#include "ContractionPatterns.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/IR/Iterators.h"

using namespace mlir;
using namespace dlc::graph;

/// Whether the operation makes about as many elements as it reads, in the
/// layout in which it reads them.
static bool passesOn(Operation *op) {
  return op->hasTrait<Pointwise>() ||
         isa<MaxPool2dOp, AvgPool2dOp, AdaptiveAvgPool2dOp, AdaptiveMaxPool2dOp,
             CumsumOp, CumprodOp, TakeOp, PadOp, SliceOp, ConcatOp, BroadcastOp,
             PackOp, UnpackOp>(op);
}

/// Whether either layout is as good.
static bool isIndifferent(Operation *op) {
  return isa<SumOp, ProdOp, MeanOp, MaxOp, MinOp, AnyOp, AllOp, ArgmaxOp,
             ArgminOp>(op);
}

/// Whether a convolution wants its operand in blocks, or takes either layout.
static std::optional<bool> doesWantBlocks(OpOperand &operand) {
  Operation *op = operand.getOwner();
  bool isInput = operand.getOperandNumber() == 0;
  auto ofKernel = [](int64_t outputs, ArrayRef<int64_t> kernel) {
    return isWorthPackingFor(outputs, kernel[0], kernel[1]);
  };
  if (auto gradient = dyn_cast<Conv2dFilterGradientOp>(op)) {
    ArrayRef<int64_t> filter = gradient.getType().getShape();
    return !isInput || (gradient.getGroups() > 1 && filter[1] == 1) ||
           ofKernel(filter[0] / gradient.getGroups(), filter.drop_front(2));
  }
  if (auto gradient = dyn_cast<BlockedConv2dFilterGradientOp>(op))
    return !isInput || ofKernel(gradient.getOutputs() / gradient.getGroups(),
                                gradient.getKernel());
  if (isa<BlockedDepthwiseConv2dFilterGradientOp>(op))
    return true;
  if (!isInput)
    return std::nullopt;
  if (isa<BlockedDepthwiseConv2dOp>(op))
    return true;
  if (auto convolution = dyn_cast<BlockedConv2dOp>(op)) {
    ArrayRef<int64_t> filter = tensorOf(convolution.getFilter()).getShape();
    return ofKernel(convolution.getOutputs() / convolution.getGroups(),
                    filter.slice(2, 2));
  }
  if (auto convolution = dyn_cast<Conv2dOp>(op)) {
    ArrayRef<int64_t> filter = tensorOf(convolution.getFilter()).getShape();
    int64_t groups = convolution.getGroups();
    return (groups > 1 && filter[1] == 1) ||
           ofKernel(filter[0] / groups, filter.drop_front(2));
  }
  return std::nullopt;
}

Demand LayoutDemand::demandOf(OpOperand &use) const {
  Operation *op = use.getOwner();
  if (passesOn(op))
    return of(op->getResult(0));
  if (isIndifferent(op))
    return {};
  if (std::optional<bool> wantsBlocks = doesWantBlocks(use))
    return {*wantsBlocks, /*plain=*/false};
  return {/*blocks=*/false, /*plain=*/true};
}

LayoutDemand::LayoutDemand(Operation *root) {
  root->walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) {
    for (Value result : op->getResults()) {
      Demand demand;
      for (OpOperand &use : result.getUses()) {
        Demand other = demandOf(use);
        demand.blocks |= other.blocks;
        demand.plain |= other.plain;
      }
      demands[result] = demand;
    }
  });
}
