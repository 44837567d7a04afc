//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory planner: values that live at the same time never overlap, and
// plans stay close to the lower bound.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include <gtest/gtest.h>

#include <random>

using namespace dlc;

namespace {

bool liveTogether(const MemoryRequest &lhs, const MemoryRequest &rhs) {
  return lhs.first <= rhs.last && rhs.first <= lhs.last;
}

void expectValid(const std::vector<MemoryRequest> &requests,
                 const MemoryPlan &plan) {
  ASSERT_EQ(plan.offsets.size(), requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    EXPECT_EQ(plan.offsets[i] % 64, 0);
    EXPECT_LE(plan.offsets[i] + requests[i].bytes, plan.bytes);
    for (size_t j = 0; j < i; ++j) {
      if (!liveTogether(requests[i], requests[j]))
        continue;
      bool apart = plan.offsets[i] + requests[i].bytes <= plan.offsets[j] ||
                   plan.offsets[j] + requests[j].bytes <= plan.offsets[i];
      EXPECT_TRUE(apart) << i << " and " << j << " overlap";
    }
  }
  EXPECT_GE(plan.bytes, plan.lowerBound);
}

TEST(MemoryPlan, NothingNeedsNothing) {
  MemoryPlan plan = planMemory({});
  EXPECT_EQ(plan.bytes, 0);
  EXPECT_EQ(plan.lowerBound, 0);
}

TEST(MemoryPlan, ChainTakesTwoBuffers) {
  // Each value is read by the next step only.
  std::vector<MemoryRequest> chain;
  for (int64_t step = 0; step < 10; ++step)
    chain.push_back({1024, step, step + 1});
  MemoryPlan plan = planMemory(chain);
  expectValid(chain, plan);
  EXPECT_EQ(plan.bytes, 2048);
  EXPECT_EQ(plan.lowerBound, 2048);
}

TEST(MemoryPlan, SizesAreRoundedToTheAlignment) {
  std::vector<MemoryRequest> requests = {{1, 0, 1}, {65, 0, 1}, {0, 0, 1}};
  MemoryPlan plan = planMemory(requests);
  expectValid(requests, plan);
  EXPECT_EQ(plan.bytes, 192);
}

TEST(MemoryPlan, SmallValueFillsTheGapOfALargeOne) {
  // The large value is dead when the small ones live.
  std::vector<MemoryRequest> requests = {
      {4096, 0, 1}, {1024, 2, 3}, {1024, 2, 3}, {1024, 1, 3}};
  MemoryPlan plan = planMemory(requests);
  expectValid(requests, plan);
  EXPECT_EQ(plan.bytes, 5120);
}

TEST(MemoryPlan, RandomPlansAreValidAndTight) {
  std::mt19937 random(7);
  double worst = 1;
  for (int round = 0; round < 200; ++round) {
    std::vector<MemoryRequest> requests;
    int64_t steps = 1 + random() % 60;
    for (int64_t step = 0; step < steps; ++step) {
      int64_t bytes = random() % 100000;
      requests.push_back(
          {bytes, step, step + static_cast<int64_t>(random() % 8)});
    }
    MemoryPlan plan = planMemory(requests);
    expectValid(requests, plan);
    if (plan.lowerBound > 0)
      worst = std::max(worst, double(plan.bytes) / plan.lowerBound);
  }
  // Greedy by size stays well below this on arbitrary lifetimes.
  EXPECT_LT(worst, 1.35);
}

} // namespace
