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

#include <optional>

namespace dlc::codegen {

/// Where a kernel computes each element from those at the same position, and
/// from single ones, changes its types to a row of a few vectors of the target,
/// [1, W], and says that it is by rows; returns their number. Where no vector
/// divides the elements, types become [N]. Arguments are launched with the
/// memory that they have: its elements lie one behind the other. Such kernels
/// compile fast, and one is for tensors of all shapes: all parameters of an
/// optimizer's update, say.
std::optional<int64_t> flattenPointwise(kernel::FuncOp kernel,
                                        const graph::VectorTarget &target);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_FLATKERNEL_H
