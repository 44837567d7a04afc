//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which parts of a signature give named dimensions their numbers.
//
//===----------------------------------------------------------------------===//

#include "DimensionBinding.h"

#include "llvm/ADT/StringSet.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// Sums, differences and products, which have inverses.
static const Binary *asInvertible(const Expression &expression) {
  auto *binary = llvm::dyn_cast<Binary>(&expression);
  return binary && (binary->op == BinaryOperator::Add ||
                    binary->op == BinaryOperator::Subtract ||
                    binary->op == BinaryOperator::Multiply)
             ? binary
             : nullptr;
}

void dlc::frontend::forEachDimensionName(
    const Expression &dimension, llvm::function_ref<void(const Name &)> visit) {
  if (const Binary *binary = asInvertible(dimension)) {
    forEachDimensionName(*binary->lhs, visit);
    forEachDimensionName(*binary->rhs, visit);
  } else if (auto *name = llvm::dyn_cast<Name>(&dimension)) {
    if (name->name.isCapital())
      visit(*name);
  }
}

static void
forEachTensorType(const Type *type,
                  llvm::function_ref<void(const TensorType &)> visit) {
  if (auto *tuple = llvm::dyn_cast_or_null<TupleType>(type))
    for (const TypePtr &element : tuple->elements)
      forEachTensorType(element.get(), visit);
  if (auto *tensor = llvm::dyn_cast_or_null<TensorType>(type))
    visit(*tensor);
}

std::vector<DimensionBinder>
dlc::frontend::findDimensionBinders(const std::vector<Formal> &formals) {
  std::vector<DimensionBinder> binders, compound;
  llvm::StringSet<> bound;
  for (const Formal &formal : formals)
    forEachTensorType(formal.type.get(), [&](const TensorType &type) {
      for (size_t axis = 0; axis < type.dimensions.size(); ++axis) {
        const Expression &dimension = *type.dimensions[axis];
        if (auto *name = llvm::dyn_cast<Name>(&dimension)) {
          if (!name->name.isCapital())
            continue;
          bound.insert(name->name.text);
          binders.push_back({&type, axis, name});
        } else if (asInvertible(dimension)) {
          compound.push_back({&type, axis, nullptr});
        }
      }
    });
  // Each round binds a name or is the last.
  for (bool found = true; found;) {
    found = false;
    for (DimensionBinder &binder : compound) {
      unsigned unknown = 0;
      const Name *only = nullptr;
      forEachDimensionName(binder.expression(), [&](const Name &name) {
        if (!bound.contains(name.name.text)) {
          ++unknown;
          only = &name;
        }
      });
      if (unknown != 1)
        continue;
      binder.name = only;
      bound.insert(only->name.text);
      binders.push_back(binder);
      found = true;
    }
  }
  return binders;
}
