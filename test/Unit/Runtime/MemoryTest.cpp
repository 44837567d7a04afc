//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Memory for the elements of tensors.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Memory.h"

#include "dlc-c/ABI.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

using namespace dlc;

static constexpr size_t kHugePage = size_t(2) << 20;

TEST(Memory, IsAlignedToWhatItIsAsLargeAs) {
  for (size_t bytes : {size_t(1), size_t(64), kHugePage - 1, kHugePage,
                       kHugePage + 1, 5 * kHugePage / 2}) {
    Memory memory = allocateMemory(bytes);
    auto address = reinterpret_cast<uintptr_t>(memory.get());
    size_t alignment = bytes < kHugePage ? DLC_BUFFER_ALIGNMENT : kHugePage;
    EXPECT_EQ(address % alignment, 0u) << bytes;
    std::memset(memory.get(), 1, bytes);
  }
}

TEST(Memory, IsNullWhereThereIsNone) {
  EXPECT_FALSE(allocateMemory(SIZE_MAX / 4, std::nothrow));
}
