//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers of tensors, and numbers as people read them.
//
//===----------------------------------------------------------------------===//

#include "Numbers.h"

#include "dlc/Runtime/BFloat16.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace dlc;
using namespace dlc::tool;

double dlc::tool::elementAt(const Tensor &tensor, int64_t i) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return tensor.as<bool>()[i];
  case DType::U8:
    return tensor.as<uint8_t>()[i];
  case DType::I8:
    return tensor.as<int8_t>()[i];
  case DType::I32:
    return tensor.as<int32_t>()[i];
  case DType::I64:
    return double(tensor.as<int64_t>()[i]);
  case DType::BF16:
    return tensor.as<BFloat16>()[i];
  case DType::F32:
    return tensor.as<float>()[i];
  case DType::F64:
    return tensor.as<double>()[i];
  }
  return 0;
}

std::string dlc::tool::sixDigits(double value) {
  // The sign of a NaN depends on the instruction that made it.
  return std::isnan(value) ? "nan" : fmt::format("{:.6g}", value);
}

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
