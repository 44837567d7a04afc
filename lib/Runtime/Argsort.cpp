//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sorting rows for compiled code.
//
// Elements become unsigned keys in the same order. A key of 32 bits or less
// and its position fit into one word of the result, so that words are sorted
// where they are, and ties keep their order by themselves. Keys of 64 bits are
// looked up by position.
//
//===----------------------------------------------------------------------===//

#include "dlc-c/ABI.h"
#include "dlc/Runtime/BFloat16.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <type_traits>

using namespace dlc;

/// An unsigned number that is larger for larger elements, and largest for NaN.
template <typename T> static auto keyOf(T element) {
  if constexpr (std::is_floating_point_v<T>) {
    using Key = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;
    constexpr Key sign = Key(1) << (8 * sizeof(T) - 1);
    if (std::isnan(element))
      return std::numeric_limits<Key>::max();
    element += T(0); // -0 becomes 0: they are equal
    Key bits;
    std::memcpy(&bits, &element, sizeof(bits));
    return bits & sign ? Key(~bits) : Key(bits | sign);
  } else {
    using Key = std::make_unsigned_t<T>;
    constexpr Key sign =
        std::is_signed_v<T> ? Key(Key(1) << (8 * sizeof(T) - 1)) : Key(0);
    return Key(static_cast<Key>(element) ^ sign);
  }
}
static uint32_t keyOf(BFloat16 element) { return keyOf(float(element)); }

/// Puts the smallest `first` of `count` words into `words`, in order. at(i) is
/// word number i. While words are looked at, those kept are a heap, whose top
/// is the first to go.
template <typename Word, typename At, typename Less>
static void sortFirst(int64_t count, int64_t first, Word *words, At at,
                      Less less) {
  for (int64_t i = 0; i < first; ++i)
    words[i] = at(i);
  Word *end = words + first;
  if (first == count)
    return std::sort(words, end, less);
  if (first == 0)
    return;
  std::make_heap(words, end, less);
  for (int64_t i = first; i < count; ++i) {
    Word word = at(i);
    if (!less(word, *words))
      continue;
    std::pop_heap(words, end, less);
    end[-1] = word;
    std::push_heap(words, end, less);
  }
  std::sort_heap(words, end, less);
}

template <typename T>
static void argsort(const T *elements, int64_t count, bool descending,
                    int64_t first, int64_t *order) {
  using Key = decltype(keyOf(*elements));
  const Key flip = descending ? std::numeric_limits<Key>::max() : Key(0);
  auto keyAt = [&](int64_t i) { return Key(keyOf(elements[i]) ^ flip); };

  constexpr int64_t limit = int64_t(1) << 32;
  if constexpr (sizeof(Key) <= 4) {
    if (count <= limit) {
      auto *words = reinterpret_cast<uint64_t *>(order);
      sortFirst(
          count, first, words,
          [&](int64_t i) {
            return uint64_t(keyAt(i)) << 32 | static_cast<uint64_t>(i);
          },
          std::less<uint64_t>());
      for (int64_t i = 0; i < first; ++i)
        words[i] &= limit - 1;
      return;
    }
  }
  sortFirst(
      count, first, order, [](int64_t i) { return i; },
      [&](int64_t lhs, int64_t rhs) {
        Key one = keyAt(lhs), other = keyAt(rhs);
        return one != other ? one < other : lhs < rhs;
      });
}

void dlc_rt_argsort(int32_t dtype, const void *elements, int64_t count,
                    int32_t descending, int64_t *order) {
  dlc_rt_argsort_first(dtype, elements, count, descending, count, order);
}

void dlc_rt_argsort_first(int32_t dtype, const void *elements, int64_t count,
                          int32_t descending, int64_t first, int64_t *order) {
  auto sort = [&](auto type) {
    argsort(static_cast<const decltype(type) *>(elements), count,
            descending != 0, first, order);
  };
  switch (static_cast<DType>(dtype)) {
  case DType::Bool:
  case DType::U8:
    return sort(uint8_t());
  case DType::I8:
    return sort(int8_t());
  case DType::I32:
    return sort(int32_t());
  case DType::I64:
    return sort(int64_t());
  case DType::BF16:
    return sort(BFloat16());
  case DType::F32:
    return sort(float());
  case DType::F64:
    return sort(double());
  }
}
