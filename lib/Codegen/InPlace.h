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

/// For which elements of its result a kernel reads an element of an argument.
enum class Reading {
  /// For that at the same position, which takes as many bytes. It may be
  /// written over what was read: tiles do not share elements.
  InPlace,
  /// For that at the same position, and for others.
  Again,
  Elsewhere,
};
Reading readingOf(kernel::FuncOp kernel, unsigned index);

/// Kernels as other launches than the first need them: made once each.
class KernelVariants {
public:
  /// The kernel, with its argument `index` in the memory of its result.
  kernel::FuncOp inPlace(kernel::FuncOp kernel, unsigned index);

private:
  llvm::DenseMap<std::pair<mlir::Operation *, unsigned>, kernel::FuncOp> made;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_INPLACE_H
