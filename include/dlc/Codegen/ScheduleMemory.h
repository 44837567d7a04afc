//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of a schedule as records of the memory planner: what tools show,
// and a check of the plan from outside.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_SCHEDULEMEMORY_H
#define DLC_CODEGEN_SCHEDULEMEMORY_H

#include "dlc/Codegen/MemoryPlan.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {

/// The workspace of a schedule.
struct ScheduleMemory {
  /// In the order in which they are written. Steps are launches and calls,
  /// numbered from 0, those in a loop once. `layer` and `position` are empty.
  std::vector<MemoryRecord> records;
  /// Where each comes from in the model.
  std::vector<mlir::Location> locations;
  /// The offsets that the schedule has.
  MemoryPlan plan;
};

/// Reads records off a schedule that has its memory: what is written at an
/// offset lives until it is read for the last time.
ScheduleMemory readMemory(kernel::ScheduleOp schedule);

/// The largest sum of bytes of values in use at once in a function of a module
/// after Phase::Fuse, but for arguments and results: what graph-rematerialize
/// limits. The workspace may be larger, by gaps, or smaller, where values lie
/// in memory of new states for a while.
int64_t valuesInUse(mlir::ModuleOp module);

} // namespace dlc::codegen

#endif // DLC_CODEGEN_SCHEDULEMEMORY_H
