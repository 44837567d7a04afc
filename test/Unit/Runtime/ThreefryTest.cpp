//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threefry against the known answers published with Random123, keys against
// jax.random.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Threefry.h"

#include <gtest/gtest.h>

using namespace dlc;

TEST(Threefry, KnownAnswers) {
  EXPECT_EQ(threefry2x32({0, 0}, {0, 0}), (RandomKey{0x6b200159, 0x99ba4efe}));
  EXPECT_EQ(threefry2x32({~0u, ~0u}, {~0u, ~0u}),
            (RandomKey{0x1cb996fc, 0xbb002be7}));
  // The digits of pi.
  EXPECT_EQ(threefry2x32({0x13198a2e, 0x03707344}, {0x243f6a88, 0x85a308d3}),
            (RandomKey{0xc4923a9c, 0x483df7a0}));
}

TEST(Threefry, KeysAreThoseOfJax) {
  EXPECT_EQ(foldIn(randomKey(0), 0), (RandomKey{0x6b200159, 0x99ba4efe}));
  EXPECT_EQ(foldIn(randomKey(0), 1), (RandomKey{0x375f238f, 0xcddb151d}));
  EXPECT_EQ(foldIn(randomKey(42), 5), (RandomKey{0xa4d91a96, 0x3122544e}));
  EXPECT_EQ(foldIn(randomKey(1), 0xffffffff),
            (RandomKey{0x45ecd01c, 0xeffc9cbd}));
  EXPECT_EQ(foldIn(randomKey((uint64_t(1) << 40) + 7), 1),
            (RandomKey{0x3dec4eb0, 0xf4573849}));
}

TEST(Threefry, IsAConstantExpression) {
  constexpr RandomKey key = foldIn(randomKey(3), 4);
  EXPECT_EQ(key, foldIn(randomKey(3), 4));
}
