//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Philox4x32-10, the counter-based random number generator of Salmon et al.,
// "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011). It has no state:
// any number of a sequence is a function of its position, which is what lets
// no pass, layout or thread count change it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_PHILOX_H
#define DLC_RUNTIME_PHILOX_H

#include <array>
#include <cstdint>

namespace dlc {

/// The 128 random bits at `counter` of the sequence that `key` names.
constexpr std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter,
                                             std::array<uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    uint64_t even = uint64_t(0xD2511F53) * counter[0];
    uint64_t odd = uint64_t(0xCD9E8D57) * counter[2];
    counter = {uint32_t(odd >> 32) ^ counter[1] ^ key[0], uint32_t(odd),
               uint32_t(even >> 32) ^ counter[3] ^ key[1], uint32_t(even)};
    // The Weyl sequence of the golden ratio and of sqrt(3) - 1.
    key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
  }
  return counter;
}

/// The two 64-bit halves of a block, by position, stream and seed.
constexpr std::array<uint64_t, 2> philoxWords(uint64_t seed, uint64_t stream,
                                              uint64_t position) {
  std::array<uint32_t, 4> block =
      philox4x32({uint32_t(position), uint32_t(position >> 32),
                  uint32_t(stream), uint32_t(stream >> 32)},
                 {uint32_t(seed), uint32_t(seed >> 32)});
  return {block[0] | uint64_t(block[1]) << 32, block[2] | uint64_t(block[3])
                                                              << 32};
}

} // namespace dlc

#endif // DLC_RUNTIME_PHILOX_H
