//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Comparing graphs, operation by operation. (MLIR's OperationEquivalence takes
// commuted operands for equal.)
//
//===----------------------------------------------------------------------===//

#include "GraphEquality.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace {
class Comparison {
public:
  bool compare(Operation *a, Operation *b);

private:
  bool compare(Region &a, Region &b);
  bool compare(Block &a, Block &b);
  bool define(ValueRange a, ValueRange b);

  /// What a value of the first module is in the second.
  llvm::DenseMap<Value, Value> counterpart;
};
} // namespace

bool Comparison::define(ValueRange a, ValueRange b) {
  if (a.getTypes() != b.getTypes())
    return false;
  for (auto [x, y] : llvm::zip(a, b))
    counterpart[x] = y;
  return true;
}

bool Comparison::compare(Operation *a, Operation *b) {
  if (a->getName() != b->getName() ||
      a->getNumOperands() != b->getNumOperands() ||
      a->getNumRegions() != b->getNumRegions() ||
      a->getDiscardableAttrDictionary() != b->getDiscardableAttrDictionary())
    return false;
  if (a->getPropertiesStorageSize() != 0 &&
      !a->getName().compareOpProperties(a->getPropertiesStorage(),
                                        b->getPropertiesStorage()))
    return false;
  for (auto [x, y] : llvm::zip(a->getOperands(), b->getOperands()))
    if (counterpart.lookup(x) != y)
      return false;
  for (auto [x, y] : llvm::zip(a->getRegions(), b->getRegions()))
    if (!compare(x, y))
      return false;
  return define(a->getResults(), b->getResults());
}

bool Comparison::compare(Region &a, Region &b) {
  if (a.getBlocks().size() != b.getBlocks().size())
    return false;
  for (auto [x, y] : llvm::zip(a, b))
    if (!compare(x, y))
      return false;
  return true;
}

bool Comparison::compare(Block &a, Block &b) {
  if (a.getOperations().size() != b.getOperations().size() ||
      !define(a.getArguments(), b.getArguments()))
    return false;
  for (auto [x, y] : llvm::zip(a, b))
    if (!compare(&x, &y))
      return false;
  return true;
}

bool dlc::fuzz::isSameGraph(ModuleOp a, ModuleOp b) {
  return Comparison().compare(a, b);
}
