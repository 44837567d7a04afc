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
// or hoisted; broadcasts and constants stay with their users. The frontier -
// hoisted values and parameters that the rest still reads - becomes the
// prepared values, in the order of their first definition.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"
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

/// What an operation reads: its operands and what its regions use from outside.
static SmallVector<Value> valuesReadBy(Operation *op) {
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  SmallVector<Value> values(op->getOperands());
  values.append(captured.begin(), captured.end());
  return values;
}

static bool canHoist(Operation *op) {
  return isPure(op) && op->getNumOperands() > 0 &&
         !op->hasTrait<OpTrait::IsTerminator>() && !isa<BroadcastOp>(op);
}

/// Does the function have a new value for the state?
static bool rebinds(func::FuncOp function, Attribute state) {
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (function.getResultAttr(i, kStateAttr) == state)
      return true;
  return false;
}

void HoistParameterExpressions::split(func::FuncOp function) {
  OpBuilder builder(function);
  Location location = function.getLoc();

  // What depends on parameters alone, in order of definition.
  llvm::SetVector<Value> fixed;
  SmallVector<BlockArgument> parameters, frozen, inputs;
  for (BlockArgument argument : function.getArguments()) {
    unsigned index = argument.getArgNumber();
    Attribute state = function.getArgAttr(index, kStateAttr);
    if (function.getArgAttr(index, kParameterAttr))
      parameters.push_back(argument);
    else if (state && !rebinds(function, state))
      frozen.push_back(argument);
    else
      inputs.push_back(argument);
  }
  parameters.append(frozen);
  fixed.insert(parameters.begin(), parameters.end());
  // What is cheaper to make twice than to store: the eps of sqrt(var + eps).
  llvm::SetVector<Value> replicated;
  auto isKnown = [&](Value value) {
    return fixed.contains(value) || replicated.contains(value);
  };
  SmallVector<Operation *> moved;
  for (Operation &op : function.front()) {
    SmallVector<Value> values = valuesReadBy(&op);
    if (!llvm::all_of(values, isKnown))
      continue;
    if (op.hasTrait<OpTrait::ConstantLike>() || isa<BroadcastOp>(op)) {
      replicated.insert(op.getResult(0));
    } else if (canHoist(&op) && llvm::any_of(values, [&](Value value) {
                 return fixed.contains(value);
               })) {
      fixed.insert(op.result_begin(), op.result_end());
      moved.push_back(&op);
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
  for (Value value : llvm::reverse(replicated))
    if (value.use_empty())
      value.getDefiningOp()->erase();
  entry.eraseArguments(0, before);
  function.setType(builder.getFunctionType(entry.getArgumentTypes(),
                                           function.getResultTypes()));
  function.setAllArgAttrs(argumentAttrs);
}
