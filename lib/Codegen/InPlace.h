//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels that write their result over one of their inputs.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_INPLACE_H
#define DLC_LIB_CODEGEN_INPLACE_H

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/IR/BuiltinOps.h"

namespace dlc::codegen {

/// For which elements of its results a kernel reads an element of an argument.
enum class Reading {
  /// For those at the same position, which in the result asked about takes as
  /// many bytes. That may be written over what was read: tiles do not share
  /// elements.
  InPlace,
  /// For those at the same position, and for others.
  Again,
  Elsewhere,
};
Reading readingOf(kernel::FuncOp kernel, unsigned index, unsigned result);
/// The same of an operation that a kernel is made of, and of an operand.
Reading readingOf(mlir::Operation *op, mlir::Value operand, unsigned result);

/// Kernels as other launches than the first need them: made once each.
class KernelVariants {
public:
  /// The kernel, with its argument `index` in the memory of a result.
  kernel::FuncOp inPlace(kernel::FuncOp kernel, unsigned index,
                         unsigned result);

private:
  llvm::DenseMap<std::pair<mlir::Operation *, std::pair<unsigned, unsigned>>,
                 kernel::FuncOp>
      made;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_INPLACE_H
