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

#include "MemoryReport.h"
#include "Place.h"

using namespace dlc;
using namespace dlc::tool;

codegen::ScheduleMemory
dlc::tool::describeMemory(kernel::ScheduleOp schedule,
                          const frontend::Compilation &compilation) {
  codegen::ScheduleMemory memory = codegen::readMemory(schedule);
  for (size_t i = 0; i < memory.records.size(); ++i) {
    Place place = describePlace(memory.locations[i], compilation);
    memory.records[i].layer = place.layer;
    memory.records[i].position = place.position;
  }
  return memory;
}
