//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// About how long a kernel takes, and what that says about threads. An estimate
// from shapes alone: which threads compute what must not depend on a clock.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_KERNELCOST_H
#define DLC_LIB_CODEGEN_KERNELCOST_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include <algorithm>

namespace dlc::codegen {

/// All tiles of the kernel on one core, in nanoseconds.
int64_t costOf(kernel::FuncOp kernel, const graph::VectorTarget &target);
/// The same of an operation that a kernel is made of, or of all steps of a
/// scan.
int64_t costOf(mlir::Operation *op, const graph::VectorTarget &target);

/// What a launch reads and writes: each argument and result once.
int64_t bytesMovedBy(kernel::FuncOp kernel);

/// What a launch must cost for several threads to share it: what it touches
/// goes to their caches and back, and they wait for each other.
inline constexpr int64_t kWorthSharing = 1000;

/// What a call must have of such launches for each thread beside the first.
/// One that spins begins within half a microsecond; one that sleeps takes 40 to
/// 100, which calls that come one at a time would pay again and again.
inline constexpr int64_t kWorthAThread = 10000;

/// Whether threads share a launch of that cost. Without an estimate they do.
inline bool isShared(std::optional<int64_t> cost) {
  return !cost || *cost >= kWorthSharing;
}

/// How many threads a call is worth whose shared launches cost so much.
inline int64_t worthwhileThreads(int64_t sharedCost) {
  return 1 + sharedCost / kWorthAThread;
}

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_KERNELCOST_H
