//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of a schedule in terms of the model file.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_MEMORYREPORT_H
#define DLC_TOOLS_DLC_MEMORYREPORT_H

#include "dlc/Codegen/ScheduleMemory.h"
#include "dlc/Frontend/Frontend.h"

namespace dlc::tool {

/// The records of the workspace with their layers, and where those are used in
/// the user's file.
codegen::ScheduleMemory
describeMemory(kernel::ScheduleOp schedule,
               const frontend::Compilation &compilation);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_MEMORYREPORT_H
