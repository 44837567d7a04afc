//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds what depends on parameters and frozen states alone, in one walk.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc::graph;

SmallVector<Value> dlc::graph::valuesReadBy(Operation *op) {
  SmallVector<Value> values(op->getOperands());
  if (op->getNumRegions() > 0) {
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    values.append(captured.begin(), captured.end());
  }
  return values;
}

/// Does the function have a new value for the parameter or state?
static bool rebinds(func::FuncOp function, StringRef kind, Attribute name) {
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (function.getResultAttr(i, kind) == name)
      return true;
  return false;
}

ParameterValues::ParameterValues(func::FuncOp function) {
  for (StringRef kind : {kParameterAttr, kStateAttr})
    for (BlockArgument argument : function.getArguments()) {
      Attribute name = function.getArgAttr(argument.getArgNumber(), kind);
      if (name && !rebinds(function, kind, name))
        arguments.push_back(argument);
    }
  values.insert(arguments.begin(), arguments.end());
  function.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) { add(op); });
}

void ParameterValues::add(Operation *op) {
  if (op->hasTrait<OpTrait::IsTerminator>() || !isPure(op))
    return;
  auto isKnown = [&](Value value) { return contains(value); };
  if (llvm::all_of(valuesReadBy(op), isKnown))
    values.insert(op->result_begin(), op->result_end());
}

void ParameterValues::forget(Operation *op) {
  for (Value result : op->getResults())
    values.erase(result);
}
