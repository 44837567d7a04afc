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

#ifndef DLC_TOOLS_DLC_NUMBERS_H
#define DLC_TOOLS_DLC_NUMBERS_H

#include "dlc/Runtime/Tensor.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace dlc::tool {

/// Element i of a tensor, in row-major order, of whatever type.
double elementAt(const Tensor &tensor, int64_t i);
/// "0.0123457": six digits that count; a NaN without its sign.
std::string sixDigits(double value);
/// "1,234,567".
std::string grouped(uint64_t number);
/// "1 image", "2 images".
std::string counted(uint64_t number, const std::string &noun);
/// "3.64 G", "12 M": so many digits, and the prefix of a unit.
std::string scaled(double value, int digits = 3);
/// "17.300 ms".
std::string describeTime(double seconds);

/// The middle one of some, or of two in the middle the greater one.
template <typename T> T medianOf(std::vector<T> values) {
  auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_NUMBERS_H
