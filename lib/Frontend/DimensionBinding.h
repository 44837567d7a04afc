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

#ifndef DLC_LIB_FRONTEND_DIMENSIONBINDING_H
#define DLC_LIB_FRONTEND_DIMENSIONBINDING_H

#include "dlc/Frontend/AST/Declaration.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <vector>

namespace dlc::frontend {

/// The dimension of a parameter's type that binds a name: the name itself, or
/// sums, differences and products in which it stands once ("2 * H + 1").
struct DimensionBinder {
  const ast::TensorType *type;
  size_t axis;
  const ast::Name *name;

  const ast::Expression &expression() const { return *type->dimensions[axis]; }
  bool standsAlone() const { return &expression() == name; }
};

/// The binders of a signature in the order in which they apply: names that
/// stand alone, wherever they do; then those that are the only unknown of a
/// dimension, each of which may tell the next. Where a name has several, the
/// first is its own and the others must agree; only names that stand alone are
/// repeated.
std::vector<DimensionBinder>
findDimensionBinders(const std::vector<ast::Formal> &formals);

/// Calls `visit` with the capitalised names in a dimension, as far as it is
/// arithmetic.
void forEachDimensionName(const ast::Expression &dimension,
                          llvm::function_ref<void(const ast::Name &)> visit);

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_DIMENSIONBINDING_H
