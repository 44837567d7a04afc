//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threefry2x32-20, the counter-based random number generator of Salmon et al.,
// "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011), and how keys come
// from seeds and from other keys. Keys and numbers are those of jax.random, so
// that a model draws the same bits there.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_THREEFRY_H
#define DLC_RUNTIME_THREEFRY_H

#include <array>
#include <cstdint>

namespace dlc {

/// What random numbers are drawn from; compiled code takes it as two words in
/// this order.
using RandomKey = std::array<uint32_t, 2>;

/// The 64 random bits at `counter` of the sequence that `key` names.
constexpr std::array<uint32_t, 2>
threefry2x32(const RandomKey &key, const std::array<uint32_t, 2> &counter) {
  constexpr int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  const uint32_t keys[3] = {key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA};
  uint32_t x = counter[0] + keys[0], y = counter[1] + keys[1];
  for (uint32_t group = 0; group < 5; ++group) {
    for (int rotation : rotations[group % 2]) {
      x += y;
      y = (y << rotation | y >> (32 - rotation)) ^ x;
    }
    x += keys[(group + 1) % 3];
    y += keys[(group + 2) % 3] + group + 1;
  }
  return {x, y};
}

/// jax.random.key(seed).
constexpr RandomKey randomKey(uint64_t seed) {
  return {uint32_t(seed >> 32), uint32_t(seed)};
}

/// jax.random.fold_in(key, data): a key of its own for each number.
constexpr RandomKey foldIn(const RandomKey &key, uint64_t data) {
  return threefry2x32(key, {uint32_t(data >> 32), uint32_t(data)});
}

} // namespace dlc

#endif // DLC_RUNTIME_THREEFRY_H
