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
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
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

std::optional<uint64_t> dlc::parseBytes(const std::string &text) {
  uint64_t bytes = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), bytes);
  std::string unit(end, text.data() + text.size());
  size_t power = unit.empty() ? 0 : std::string("KMGT").find(unit) + 1;
  bool known = unit.empty() || (unit.size() == 1 && power != 0);
  if (error != std::errc() || !known || bytes > UINT64_MAX >> 10 * power)
    return std::nullopt;
  return bytes << 10 * power;
}

static uint64_t pages(uint64_t count) {
  return count * uint64_t(sysconf(_SC_PAGESIZE));
}

/// What is left of an address space that is limited (`ulimit -v`), but for an
/// eighth, which the process may need for itself.
static std::optional<uint64_t> addressSpaceLeft() {
  rlimit space;
  if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY)
    return std::nullopt;
  uint64_t used = 0;
  std::ifstream("/proc/self/statm") >> used;
  used = pages(used);
  uint64_t left = space.rlim_cur > used ? space.rlim_cur - used : 0;
  return left - left / 8;
}

uint64_t dlc::availableMemory() {
  uint64_t machine = pages(uint64_t(sysconf(_SC_PHYS_PAGES)));
  return std::min(machine, addressSpaceLeft().value_or(machine));
}

MemoryLimit::MemoryLimit(uint64_t maximum)
    : limit(availableMemory()), isGiven(maximum != 0 && maximum <= limit) {
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
  const char *subject = "this machine has ";
  if (isGiven)
    subject = "the limit is ";
  else if (limit < pages(uint64_t(sysconf(_SC_PHYS_PAGES))))
    subject = "this process may take ";
  return subject + describeBytes(limit);
}
