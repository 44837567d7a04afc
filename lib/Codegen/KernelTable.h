//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernels of a module: outlined, named, each structure once.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_KERNELTABLE_H
#define DLC_LIB_CODEGEN_KERNELTABLE_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace dlc::codegen {

/// A kernel, and what a launch of it says.
struct KernelUse {
  kernel::FuncOp kernel;
  /// Of a kernel by rows.
  std::optional<int64_t> rows;
  /// Of all tiles, if that is estimated.
  std::optional<int64_t> cost;
};

/// The kernels of a module, one for each structure.
class KernelTable {
public:
  /// `estimate`: kernels get their costs.
  KernelTable(mlir::ModuleOp module, const graph::VectorTarget &target,
              bool estimate)
      : module(module), target(target), estimate(estimate),
        builder(module.getBodyRegion()) {}

  /// The kernel that computes the results of `op` from `inputs`, its operands,
  /// each once.
  KernelUse get(mlir::Operation *op, llvm::ArrayRef<mlir::Value> inputs);

  size_t size() const { return byStructure.size(); }

private:
  std::string freshName(llvm::StringRef base);

  mlir::ModuleOp module;
  graph::VectorTarget target;
  bool estimate;
  mlir::OpBuilder builder;
  llvm::StringMap<kernel::FuncOp> byStructure;
  llvm::StringSet<> names;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_KERNELTABLE_H
