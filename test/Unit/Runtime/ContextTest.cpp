//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The error record of a call, and how many threads there are.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Context.h"

#include <gtest/gtest.h>

using namespace dlc;

TEST(Context, StartsWithoutError) {
  dlc_context context(3);
  EXPECT_EQ(context.threads, 3u);
  EXPECT_EQ(dlc_rt_status(&context), DLC_SUCCESS);
  EXPECT_EQ(context.error().site, -1);
}

TEST(Context, KeepsTheFirstError) {
  dlc_context context;
  dlc_rt_index_error(&context, 4, -1, 10);
  dlc_rt_index_error(&context, 5, 12, 10);
  EXPECT_EQ(dlc_rt_status(&context), DLC_INDEX_OUT_OF_RANGE);
  ErrorRecord error = context.error();
  EXPECT_EQ(error.status, DLC_INDEX_OUT_OF_RANGE);
  EXPECT_EQ(error.site, 4);
  EXPECT_EQ(error.value, -1);
  EXPECT_EQ(error.limit, 10);
}

TEST(Context, KeepsOneErrorOfManyThreadsWhole) {
  dlc_context context(4);
  dlc_rt_parallel(
      &context,
      [](void *argument, int32_t thread, int32_t) {
        for (int repetition = 0; repetition < 100; ++repetition)
          dlc_rt_index_error(static_cast<dlc_context *>(argument), thread,
                             thread * 10, thread * 100);
      },
      &context, 4);
  ErrorRecord error = context.error();
  EXPECT_EQ(error.status, DLC_INDEX_OUT_OF_RANGE);
  EXPECT_EQ(error.value, error.site * 10);
  EXPECT_EQ(error.limit, error.site * 100);
}

TEST(Context, CountsProcessors) {
  EXPECT_GE(hardwareThreads(), 1u);
  EXPECT_EQ(hardwareThreads(), hardwareThreads());
}
