//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The bfloat16 element type: the upper half of an f32. Storage and conversion
// only; nothing computes in it on the host.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_BFLOAT16_H
#define DLC_RUNTIME_BFLOAT16_H

#include "dlc/Runtime/DType.h"

#include <cstring>

namespace dlc {

struct BFloat16 {
  BFloat16() = default;
  /// Rounds once, to nearest, ties to even.
  explicit BFloat16(double value);

  operator float() const {
    uint32_t word = uint32_t(bits) << 16;
    float value;
    std::memcpy(&value, &word, sizeof(value));
    return value;
  }

  uint16_t bits = 0;
};

template <> constexpr DType dtypeOf<BFloat16>() { return DType::BF16; }

} // namespace dlc

#endif // DLC_RUNTIME_BFLOAT16_H
