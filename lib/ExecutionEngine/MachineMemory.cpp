//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of this machine.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/MachineMemory.h"

#include <algorithm>
#include <cmath>
#include <sys/resource.h>
#include <unistd.h>

using namespace dlc;

std::string dlc::describeBytes(uint64_t bytes) {
  static constexpr const char *units[] = {"KiB", "MiB", "GiB",
                                          "TiB", "PiB", "EiB"};
  if (bytes < 1024)
    return std::to_string(bytes) + " bytes";
  double value = double(bytes);
  const char *unit = units[0];
  for (const char *next : units) {
    unit = next;
    value /= 1024;
    if (value < 1024)
      break;
  }
  std::string text = std::to_string(std::round(value * 10) / 10);
  return text.substr(0, text.find('.') + 2) + " " + unit;
}

uint64_t dlc::physicalMemory() {
  uint64_t bytes =
      uint64_t(sysconf(_SC_PHYS_PAGES)) * uint64_t(sysconf(_SC_PAGESIZE));
  rlimit space;
  if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY)
    bytes = std::min<uint64_t>(bytes, space.rlim_cur);
  return bytes;
}

MemoryLimit::MemoryLimit(uint64_t maximum)
    : limit(physicalMemory()), isGiven(maximum != 0 && maximum <= limit) {
  if (isGiven)
    limit = maximum;
}

MemoryLimit MemoryLimit::exactly(uint64_t bytes) {
  MemoryLimit limit;
  limit.limit = bytes;
  limit.isGiven = true;
  return limit;
}

std::string MemoryLimit::describe() const {
  return (isGiven ? "the limit is " : "this machine has ") +
         describeBytes(limit);
}
