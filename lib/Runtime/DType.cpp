//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sizes and names of element types, and rounding to bfloat16.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/BFloat16.h"

#include <cassert>
#include <cmath>

using namespace dlc;

namespace {
struct TypeInfo {
  DType type;
  std::string_view name;
  size_t size;
};
} // namespace

/// In the order of the enumeration.
static constexpr TypeInfo types[] = {
    {DType::Bool, "bool", 1}, {DType::U8, "u8", 1},   {DType::I8, "i8", 1},
    {DType::I32, "i32", 4},   {DType::I64, "i64", 8}, {DType::BF16, "bf16", 2},
    {DType::F32, "f32", 4},   {DType::F64, "f64", 8},
};

static const TypeInfo &infoOf(DType type) {
  const TypeInfo &info = types[static_cast<size_t>(type)];
  assert(info.type == type && "the table is out of order");
  return info;
}

size_t dlc::byteSize(DType type) { return infoOf(type).size; }

std::string_view dlc::name(DType type) { return infoOf(type).name; }

std::optional<DType> dlc::parseDType(std::string_view name) {
  for (const TypeInfo &info : types)
    if (info.name == name)
      return info.type;
  return std::nullopt;
}

/// Rounding twice, through f32, would be wrong near ties. Rounding to odd on
/// the way keeps the inexactness in the last bit of the f32, which the second
/// rounding then sees.
BFloat16::BFloat16(double value) {
  float single = static_cast<float>(value);
  uint32_t word;
  std::memcpy(&word, &single, sizeof(word));
  if (std::isnan(single)) {
    // Dropping the lower half could turn a NaN into an infinity.
    bits = static_cast<uint16_t>((word >> 16) | 0x40);
    return;
  }
  if (single != value) {
    if (std::fabs(static_cast<double>(single)) > std::fabs(value))
      --word;
    word |= 1;
  }
  bits = static_cast<uint16_t>((word + 0x7FFF + ((word >> 16) & 1)) >> 16);
}
