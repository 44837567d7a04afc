//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Splits a function into what depends on parameters alone and the rest. A
// frozen state, one that the function does not rebind, is like a parameter.
//
// An operation is hoisted when it is pure and all its operands are parameters
// or hoisted; broadcasts and constants stay with their users. So does what is
// made of constants alone - a mask, the numbers of positions - until something
// costly is computed of it, such as the sines of a positional encoding: that is
// hoisted, and what follows from it. The frontier - hoisted values and
// parameters that the rest still reads - becomes the prepared values, in the
// order of their first definition.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace dlc::graph {
#define GEN_PASS_DEF_HOISTPARAMETEREXPRESSIONSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
struct HoistParameterExpressions
    : dlc::graph::impl::HoistParameterExpressionsPassBase<
          HoistParameterExpressions> {
  using Base::Base;

  void runOnOperation() override {
    auto functions = getOperation().getOps<func::FuncOp>();
    // What is split already stays so.
    if (llvm::hasNItems(functions, 2) &&
        getOperation().lookupSymbol<func::FuncOp>("prepare"))
      return;
    if (!llvm::hasSingleElement(functions)) {
      getOperation().emitError("expected a module with one function");
      return signalPassFailure();
    }
    split(*functions.begin());
  }

private:
  void split(func::FuncOp function);
};
} // namespace

static bool canHoist(Operation *op) {
  return isPure(op) && op->getNumOperands() > 0 &&
         !op->hasTrait<OpTrait::IsTerminator>() && !isa<BroadcastOp>(op);
}

/// One element costs next to nothing, and prepared memory is aligned.
static bool isWorthKeeping(Operation *op) {
  return op->hasTrait<Costly>() && llvm::any_of(op->getResults(), [](Value v) {
           auto tensor = tensorOf(v);
           return !tensor.hasStaticShape() || tensor.getNumElements() > 1;
         });
}

void HoistParameterExpressions::split(func::FuncOp function) {
  OpBuilder builder(function);
  Location location = function.getLoc();

  // What depends on parameters alone, in order of definition.
  ParameterValues known(function);
  ArrayRef<BlockArgument> parameters = known.getArguments();
  llvm::SetVector<Value> fixed(parameters.begin(), parameters.end());
  SmallVector<BlockArgument> inputs;
  for (BlockArgument argument : function.getArguments())
    if (!fixed.contains(argument))
      inputs.push_back(argument);
  // What is cheaper to make twice than to store: the eps of sqrt(var + eps).
  SmallVector<Operation *> replicated;
  SmallVector<Operation *> moved;
  for (Operation &op : function.front()) {
    if (op.getNumResults() == 0 || !known.contains(op.getResult(0)))
      continue;
    auto isFixed = [&](Value value) { return fixed.contains(value); };
    if (canHoist(&op) &&
        (llvm::any_of(valuesReadBy(&op), isFixed) || isWorthKeeping(&op))) {
      fixed.insert(op.result_begin(), op.result_end());
      moved.push_back(&op);
    } else {
      replicated.push_back(&op);
    }
  }
  llvm::SmallPtrSet<Operation *, 16> movedSet(moved.begin(), moved.end());
  auto isMoved = [&](Operation *op) {
    return movedSet.contains(function.front().findAncestorOpInBlock(*op));
  };

  SmallVector<Value> frontier;
  for (Value value : fixed)
    if (!llvm::all_of(value.getUsers(), isMoved))
      frontier.push_back(value);

  // @prepare: parameters -> frontier.
  auto ordinal = [&](size_t index) {
    return DictionaryAttr::get(
        &getContext(),
        builder.getNamedAttr(kPreparedAttr, builder.getI64IntegerAttr(index)));
  };
  SmallVector<DictionaryAttr> parameterAttrs, preparedAttrs;
  for (BlockArgument parameter : parameters)
    parameterAttrs.push_back(function.getArgAttrDict(parameter.getArgNumber()));
  for (size_t i = 0; i < frontier.size(); ++i)
    preparedAttrs.push_back(ordinal(i));

  auto prepare = builder.create<func::FuncOp>(
      location, "prepare",
      builder.getFunctionType(TypeRange(ValueRange(parameters)),
                              TypeRange(ValueRange(frontier))));
  prepare.setAllArgAttrs(parameterAttrs);
  prepare.setAllResultAttrs(preparedAttrs);
  Block *block = prepare.addEntryBlock();
  OpBuilder body = OpBuilder::atBlockEnd(block);
  IRMapping mapping;
  for (auto [parameter, argument] :
       llvm::zip(parameters, block->getArguments()))
    mapping.map(parameter, argument);
  auto copy = [&](auto &&self, Operation *op) -> void {
    for (Value value : valuesReadBy(op))
      if (!mapping.contains(value))
        self(self, value.getDefiningOp());
    body.clone(*op, mapping);
  };
  for (Operation *op : moved)
    copy(copy, op);
  SmallVector<Value> results;
  for (Value value : frontier)
    results.push_back(mapping.lookup(value));
  body.create<func::ReturnOp>(location, results);
  hoisted += moved.size();
  if (!moved.empty())
    remarkApplied(getArgument(), location)
        << "moved " << moved.size()
        << (moved.size() == 1 ? " operation" : " operations")
        << " on weights and constants alone from '" << function.getName()
        << "' to @prepare, which runs once";

  // The function itself: prepared values, then states and inputs.
  SmallVector<DictionaryAttr> argumentAttrs = preparedAttrs;
  for (BlockArgument input : inputs)
    argumentAttrs.push_back(function.getArgAttrDict(input.getArgNumber()));
  Block &entry = function.front();
  unsigned before = entry.getNumArguments();
  for (Value value : frontier) {
    BlockArgument argument = entry.addArgument(value.getType(), value.getLoc());
    value.replaceUsesWithIf(
        argument, [&](OpOperand &use) { return !isMoved(use.getOwner()); });
  }
  for (BlockArgument input : inputs) {
    BlockArgument argument = entry.addArgument(input.getType(), input.getLoc());
    input.replaceAllUsesWith(argument);
  }
  for (Operation *op : llvm::reverse(moved))
    op->erase();
  for (Operation *op : llvm::reverse(replicated))
    if (op->use_empty())
      op->erase();
  entry.eraseArguments(0, before);
  function.setType(builder.getFunctionType(entry.getArgumentTypes(),
                                           function.getResultTypes()));
  function.setAllArgAttrs(argumentAttrs);
}
