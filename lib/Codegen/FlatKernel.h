//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointwise kernels as one long row.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_FLATKERNEL_H
#define DLC_LIB_CODEGEN_FLATKERNEL_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {

/// Where a kernel computes each element from those at the same position, and
/// from single ones, changes its types to rows of a few vectors of the target,
/// [N / W, W], or to [N] where no vector divides the elements. Arguments are
/// launched with the memory that they have: its elements lie one behind the
/// other. Such kernels compile fast, and are the same for tensors of all shapes
/// with so many elements.
void flattenPointwise(kernel::FuncOp kernel, const graph::VectorTarget &target);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_FLATKERNEL_H
