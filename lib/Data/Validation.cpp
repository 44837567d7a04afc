//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks of shapes and bools from files.
//
//===----------------------------------------------------------------------===//

#include "Validation.h"

using namespace dlc;

Expected<int64_t> dlc::checkShape(DType type, const Shape &shape) {
  if (shape.size() > maximumRank)
    return Error("rank " + std::to_string(shape.size()) +
                 " is over the limit of " + std::to_string(maximumRank));
  for (int64_t size : shape)
    if (size < 0)
      return Error("negative size in " + describe(type, shape));
  std::optional<int64_t> bytes = checkedByteSize(type, shape);
  if (!bytes)
    return Error("the size of " + describe(type, shape) + " overflows");
  return *bytes;
}

Expected<void> dlc::checkBools(const Tensor &tensor) {
  if (tensor.dtype() != DType::Bool)
    return {};
  const uint8_t *elements = static_cast<const uint8_t *>(tensor.data());
  for (int64_t index = 0, count = tensor.elementCount(); index < count; ++index)
    if (elements[index] > 1)
      return Error("element " + std::to_string(index) + " is " +
                   std::to_string(elements[index]) + ", which is no bool");
  return {};
}

std::string dlc::quote(std::string_view word) {
  constexpr size_t limit = 200;
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "'";
  for (char c : word.substr(0, limit)) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f)
      text += c;
    else
      text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
  }
  if (word.size() > limit) {
    // Not in the middle of a character.
    while ((text.back() & 0xC0) == 0x80)
      text.pop_back();
    if (text.back() & 0x80)
      text.pop_back();
    text += "...";
  }
  return text += '\'';
}
