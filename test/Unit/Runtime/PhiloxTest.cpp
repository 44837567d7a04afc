//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Philox against the known answers published with Random123.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Philox.h"

#include <gtest/gtest.h>

using namespace dlc;

using Block = std::array<uint32_t, 4>;

TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  // The digits of pi.
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                       {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, IsAConstantExpression) {
  constexpr Block block = philox4x32({1, 2, 3, 4}, {5, 6});
  EXPECT_EQ(block, philox4x32({1, 2, 3, 4}, {5, 6}));
}

TEST(Philox, WordsUseTheWholeSeedStreamAndPosition) {
  std::array<uint64_t, 2> base = philoxWords(0, 0, 0);
  EXPECT_EQ(base[0], 0xe169c58d6627e8d5u);
  EXPECT_EQ(base[1], 0x9b00dbd8bc57ac4cu);
  for (int bit : {0, 31, 32, 63}) {
    EXPECT_NE(philoxWords(1ull << bit, 0, 0), base);
    EXPECT_NE(philoxWords(0, 1ull << bit, 0), base);
    EXPECT_NE(philoxWords(0, 0, 1ull << bit), base);
  }
}
