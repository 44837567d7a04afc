//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random numbers that are the same wherever the tests run.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_RANDOM_H
#define DLC_TEST_GRAPHFUZZ_RANDOM_H

#include "llvm/ADT/StringRef.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace dlc::fuzz {

/// splitmix64.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}
  explicit Random(llvm::StringRef seed, uint64_t salt = 0)
      : state(0xCBF29CE484222325 ^ salt) {
    for (char c : seed)
      state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }

  uint64_t next() {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  bool oneIn(uint64_t count) { return next() % count == 0; }
  bool coin() { return oneIn(2); }
  /// In [low, high].
  int64_t integer(int64_t low, int64_t high) {
    return low + int64_t(next() % uint64_t(high - low + 1));
  }
  /// In [low, high).
  double real(double low, double high) {
    return low + (high - low) * std::ldexp(double(next() >> 11), -53);
  }
  /// An element of a range that is not empty.
  template <typename Range> auto &&pick(Range &&range) {
    return *(std::begin(range) +
             next() % uint64_t(std::end(range) - std::begin(range)));
  }
  /// An element of a range of names, which is not empty. Where a name is added
  /// to the range, few choices change.
  template <typename Range> const std::string &pickName(const Range &names) {
    uint64_t ticket = next(), least = UINT64_MAX;
    const std::string *best = &*std::begin(names);
    for (const std::string &name : names)
      if (uint64_t rank = Random(name, ticket).next(); rank < least) {
        least = rank;
        best = &name;
      }
    return *best;
  }
  template <typename T> void shuffle(T &range) {
    for (size_t i = range.size(); i > 1; --i)
      std::swap(range[i - 1], range[next() % i]);
  }

private:
  uint64_t state;
};

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_RANDOM_H
