//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dlc-c/ABI.h"
#include "dlc/Runtime/BFloat16.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

using namespace dlc;

namespace {

/// NaN comes after every number.
template <typename T> bool isLess(T lhs, T rhs) {
  if constexpr (std::is_integral_v<T>)
    return lhs < rhs;
  else
    return std::isnan(float(rhs)) ? !std::isnan(float(lhs)) : lhs < rhs;
}

template <typename T> void expectSorted(const std::vector<T> &elements) {
  for (bool descending : {false, true}) {
    std::vector<int64_t> expected(elements.size()), order(elements.size(), -1);
    std::iota(expected.begin(), expected.end(), 0);
    std::stable_sort(expected.begin(), expected.end(),
                     [&](int64_t lhs, int64_t rhs) {
                       return descending ? isLess(elements[rhs], elements[lhs])
                                         : isLess(elements[lhs], elements[rhs]);
                     });
    dlc_rt_argsort(static_cast<int32_t>(dtypeOf<T>()), elements.data(),
                   static_cast<int64_t>(elements.size()), descending,
                   order.data());
    EXPECT_EQ(order, expected) << name(dtypeOf<T>());
    for (size_t first : {size_t(0), size_t(1), elements.size() / 7,
                         elements.size() / 2, elements.size()}) {
      first = std::min(first, elements.size());
      std::vector<int64_t> some(first, -1);
      dlc_rt_argsort_first(static_cast<int32_t>(dtypeOf<T>()), elements.data(),
                           static_cast<int64_t>(elements.size()), descending,
                           static_cast<int64_t>(first), some.data());
      EXPECT_EQ(some, std::vector<int64_t>(expected.begin(),
                                           expected.begin() + first))
          << name(dtypeOf<T>());
    }
  }
}

template <typename T> class ArgsortTest : public testing::Test {};
using Types =
    testing::Types<uint8_t, int8_t, int32_t, int64_t, BFloat16, float, double>;
TYPED_TEST_SUITE(ArgsortTest, Types);

TYPED_TEST(ArgsortTest, KeepsTiesInOrder) {
  std::mt19937 random(7);
  for (size_t count : {0, 1, 2, 3, 16, 17, 1000, 50000}) {
    std::vector<TypeParam> elements(count);
    for (TypeParam &element : elements)
      element = TypeParam(int(random() % 19) - 9);
    expectSorted(elements);
  }
}

TYPED_TEST(ArgsortTest, SortsExtremes) {
  using Limits = std::numeric_limits<TypeParam>;
  std::vector<TypeParam> elements;
  for (int i = 0; i < 3; ++i) {
    if constexpr (Limits::is_specialized) {
      elements.push_back(Limits::max());
      elements.push_back(Limits::lowest());
    }
    if constexpr (!std::is_integral_v<TypeParam>)
      for (double special :
           {std::nan(""), -std::nan(""), 0.0, -0.0, double(INFINITY), -1e-30,
            -double(INFINITY), 1e-30})
        elements.push_back(TypeParam(special));
    elements.push_back(TypeParam(1));
    elements.push_back(TypeParam(0));
  }
  expectSorted(elements);
}

} // namespace
