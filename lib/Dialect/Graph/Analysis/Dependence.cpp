//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the values of a block depend on.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/Dependence.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace dlc::graph;

Dependence::Dependence(Block &block) : block(block) {
  for (BlockArgument value : block.getArguments())
    known[value] = argument(value);
  // In order, so that no later question goes deep.
  for (Operation &op : block)
    results(&op);
}

Known Dependence::of(Value value) {
  auto found = known.find(value);
  if (found != known.end())
    return found->second;
  Operation *producer = value.getDefiningOp();
  if (!producer || producer->getBlock() != &block)
    return Known::Before;
  return results(producer);
}

/// Whether the function has a new value for the state.
static bool rebinds(func::FuncOp function, Attribute state) {
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (function.getResultAttr(i, kStateAttr) == state)
      return true;
  return false;
}

Known Dependence::argument(BlockArgument argument) const {
  Operation *parent = block.getParentOp();
  unsigned index = argument.getArgNumber();
  if (auto scan = dyn_cast<ScanOp>(parent))
    return index < scan.getInits().size() ? Known::InStep : Known::WithElements;
  auto function = dyn_cast<func::FuncOp>(parent);
  if (!function)
    return Known::InStep;
  Attribute state = function.getArgAttr(index, kStateAttr);
  bool fixed = function.getArgAttr(index, kParameterAttr) ||
               function.getArgAttr(index, kPreparedAttr) ||
               (state && !rebinds(function, state));
  return fixed ? Known::Before : Known::InStep;
}

Known Dependence::results(Operation *op) {
  Known latest = isPure(op) ? Known::Before : Known::InStep;
  auto read = [&](Value value) { latest = std::max(latest, of(value)); };
  llvm::for_each(op->getOperands(), read);
  if (op->getNumRegions() > 0) {
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    llvm::for_each(captured, read);
  }
  for (Value result : op->getResults())
    known[result] = latest;
  return latest;
}
