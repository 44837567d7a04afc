//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How much a schedule computes and moves.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_WORK_H
#define DLC_TOOLS_DLC_WORK_H

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include <cstdint>

namespace dlc::tool {

struct Work {
  /// Of kernels and extern functions, each step of a loop counted.
  uint64_t launches = 0;
  /// Multiplications and additions of contractions.
  uint64_t flops = 0;
  /// What kernels and extern functions read and write: each of their tensors
  /// once a launch, wherever it lies.
  uint64_t bytes = 0;
};

/// Of one launch, or call of an extern function, in a schedule; nothing of
/// other operations.
Work workOf(mlir::Operation *op);
/// Of all of them.
Work countWork(kernel::ScheduleOp schedule);

/// Of a dense tensor in memory.
uint64_t bytesOf(mlir::Value memory);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_WORK_H
