//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names and sizes of element types; rounding to bfloat16.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/BFloat16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace dlc;

TEST(DType, NamesAndSizes) {
  struct Row {
    DType type;
    const char *name;
    size_t size;
  };
  for (Row row : {Row{DType::Bool, "bool", 1}, Row{DType::U8, "u8", 1},
                  Row{DType::I8, "i8", 1}, Row{DType::I32, "i32", 4},
                  Row{DType::I64, "i64", 8}, Row{DType::BF16, "bf16", 2},
                  Row{DType::F32, "f32", 4}, Row{DType::F64, "f64", 8}}) {
    EXPECT_EQ(name(row.type), row.name);
    EXPECT_EQ(byteSize(row.type), row.size);
    EXPECT_EQ(parseDType(row.name), row.type);
  }
  EXPECT_EQ(parseDType("f16"), std::nullopt);
  EXPECT_EQ(parseDType(""), std::nullopt);
}

TEST(BFloat16, RoundsToNearestEven) {
  // One step of bf16 at 1 is 2^-7.
  const double step = 0x1p-7, tiny = 0x1p-40;
  EXPECT_EQ(float(BFloat16(1.0)), 1.0f);
  EXPECT_EQ(float(BFloat16(1 + step / 2)), 1.0f);
  EXPECT_EQ(float(BFloat16(1 + 3 * step / 2)), float(1 + 2 * step));
  // Lost to an f32 on the way, but on one side of the tie.
  EXPECT_EQ(float(BFloat16(1 + step / 2 + tiny)), float(1 + step));
  EXPECT_EQ(float(BFloat16(1 + 3 * step / 2 - tiny)), float(1 + step));
  EXPECT_EQ(float(BFloat16(-1 - step / 2 - tiny)), float(-1 - step));
}

TEST(BFloat16, KeepsSpecialValues) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(BFloat16(0.0).bits, 0u);
  EXPECT_EQ(BFloat16(-0.0).bits, 0x8000u);
  EXPECT_EQ(float(BFloat16(infinity)), infinity);
  EXPECT_EQ(float(BFloat16(-infinity)), -infinity);
  EXPECT_EQ(float(BFloat16(1e300)), infinity);
  EXPECT_TRUE(std::isnan(float(BFloat16(std::nan("")))));
  EXPECT_EQ(BFloat16(0x1p-133).bits, 1u) << "the smallest subnormal";
  EXPECT_EQ(BFloat16(0x1p-134).bits, 0u) << "a tie with zero";
}

TEST(BFloat16, RoundTripsEveryValue) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    BFloat16 value;
    value.bits = static_cast<uint16_t>(bits);
    if (!std::isnan(float(value))) {
      ASSERT_EQ(BFloat16(float(value)).bits, bits);
    }
  }
}
