//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In which layouts values are wanted.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTDEMAND_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTDEMAND_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

namespace dlc::graph {

/// Who reads a value, be it through operations that can be computed in either
/// layout.
struct Demand {
  /// Something that reads blocks: a convolution.
  bool blocks = false;
  /// Something that reads the plain layout: the caller, a product, ...
  bool plain = false;
};

/// The demand for the results of all operations below one.
class LayoutDemand {
public:
  explicit LayoutDemand(mlir::Operation *root);

  Demand of(mlir::Value value) const { return demands.lookup(value); }

private:
  Demand demandOf(mlir::OpOperand &use) const;

  llvm::DenseMap<mlir::Value, Demand> demands;
};

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_LAYOUTDEMAND_H
