//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers as people read them.
//
//===----------------------------------------------------------------------===//

#include "Numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

using namespace dlc::tool;

std::string dlc::tool::grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t place = text.size(); place > 3;)
    text.insert(place -= 3, ",");
  return text;
}

std::string dlc::tool::counted(uint64_t number, const std::string &noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string dlc::tool::scaled(double value, int digits) {
  const char *prefixes[] = {"", "k", "M", "G", "T"};
  size_t prefix = 0;
  while (value >= 999.5 && prefix + 1 < std::size(prefixes)) {
    value /= 1000;
    ++prefix;
  }
  int whole = value >= 99.95 ? 3 : value >= 9.995 ? 2 : 1;
  return fmt::format("{:.{}f} {}", value, std::max(0, digits - whole),
                     prefixes[prefix]);
}

std::string dlc::tool::describeTime(double seconds) {
  return seconds >= 1      ? fmt::format("{:.3f} s", seconds)
         : seconds >= 1e-3 ? fmt::format("{:.3f} ms", seconds * 1e3)
                           : fmt::format("{:.2f} us", seconds * 1e6);
}
