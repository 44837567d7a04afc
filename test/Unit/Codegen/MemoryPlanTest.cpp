//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory planner: records that are in use at the same time never overlap,
// and plans stay close to the lower bound.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include <gtest/gtest.h>

#include <random>

using namespace dlc;

namespace {

MemoryRecord record(int64_t bytes, int64_t first, int64_t last) {
  MemoryRecord made;
  made.bytes = bytes;
  made.first = first;
  made.last = last;
  return made;
}

using Places = std::vector<std::optional<SparePlace>>;

MemoryRecord partOf(size_t container, int64_t offset, int64_t bytes,
                    int64_t first, int64_t last, bool inPlace = false) {
  MemoryRecord made = record(bytes, first, last);
  made.container = container;
  made.offset = offset;
  made.inPlace = inPlace;
  return made;
}

size_t rootOf(const std::vector<MemoryRecord> &records, size_t index) {
  while (records[index].container)
    index = *records[index].container;
  return index;
}

/// Compares all pairs at all steps.
void expectValid(const std::vector<MemoryRecord> &records,
                 const MemoryPlan &plan, int64_t alignment = 64) {
  ASSERT_EQ(plan.offsets.size(), records.size());
  std::vector<size_t> groupOf;
  std::vector<MemoryRecord> groups = groupContainers(records, groupOf);
  int64_t steps = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    steps = std::max(steps, records[i].last + 1);
    EXPECT_GE(plan.offsets[i], 0);
    EXPECT_LE(plan.offsets[i] + records[i].bytes, plan.bytes);
    if (records[i].container)
      EXPECT_EQ(plan.offsets[i],
                plan.offsets[*records[i].container] + records[i].offset);
    else
      EXPECT_EQ(plan.offsets[i] % alignment, 0);
    for (size_t j = 0; j < i; ++j) {
      const MemoryRecord &lhs = groups[groupOf[i]], &rhs = groups[groupOf[j]];
      if (groupOf[i] == groupOf[j] || lhs.last < rhs.first ||
          rhs.last < lhs.first)
        continue;
      int64_t left = plan.offsets[rootOf(records, i)];
      int64_t right = plan.offsets[rootOf(records, j)];
      EXPECT_TRUE(left + lhs.bytes <= right || right + rhs.bytes <= left)
          << i << " and " << j << " overlap";
    }
  }
  int64_t bound = 0;
  for (int64_t step = 0; step < steps; ++step) {
    int64_t live = 0;
    for (const MemoryRecord &group : groups)
      if (group.first <= step && step <= group.last)
        live += (group.bytes + alignment - 1) / alignment * alignment;
    bound = std::max(bound, live);
  }
  EXPECT_EQ(plan.lowerBound, bound);
  EXPECT_GE(plan.bytes, plan.lowerBound);
}

TEST(MemoryPlan, NothingNeedsNothing) {
  MemoryPlan plan = planMemory({});
  EXPECT_EQ(plan.bytes, 0);
  EXPECT_EQ(plan.lowerBound, 0);
  EXPECT_EQ(plan.ratio(), 1);
  std::vector<MemoryRecord> empty = {record(0, 0, 3), record(0, 1, 2)};
  plan = planMemory(empty);
  expectValid(empty, plan);
  EXPECT_EQ(plan.bytes, 0);
}

TEST(MemoryPlan, ChainTakesTwoBuffers) {
  // Each value is read by the next step only.
  std::vector<MemoryRecord> chain;
  for (int64_t step = 0; step < 10; ++step)
    chain.push_back(record(1024, step, step + 1));
  MemoryPlan plan = planMemory(chain);
  expectValid(chain, plan);
  EXPECT_EQ(plan.bytes, 2048);
  EXPECT_EQ(plan.lowerBound, 2048);
}

TEST(MemoryPlan, ChainInPlaceTakesOneBuffer) {
  std::vector<MemoryRecord> chain = {record(1024, 0, 1)};
  for (int64_t step = 1; step < 10; ++step)
    chain.push_back(
        partOf(chain.size() - 1, 0, 1024, step, step + 1, /*inPlace=*/true));
  MemoryPlan plan = planMemory(chain);
  expectValid(chain, plan);
  EXPECT_EQ(plan.bytes, 1024);
  EXPECT_EQ(plan.offsets, std::vector<int64_t>(10, plan.offsets[0]));
}

TEST(MemoryPlan, SizesAreRoundedToTheAlignment) {
  std::vector<MemoryRecord> records = {record(1, 0, 1), record(65, 0, 1),
                                       record(0, 0, 1)};
  MemoryPlan plan = planMemory(records);
  expectValid(records, plan);
  EXPECT_EQ(plan.bytes, 192);
  plan = planMemory(records, 1);
  expectValid(records, plan, 1);
  EXPECT_EQ(plan.bytes, 66);
}

TEST(MemoryPlan, PartsLieInTheirContainer) {
  // The container is needed from its first part on, beside a value that is
  // read before it is complete.
  std::vector<MemoryRecord> records = {
      record(192, 2, 3), partOf(0, 0, 100, 0, 2), partOf(0, 100, 92, 1, 2),
      record(64, 1, 1), partOf(2, 4, 8, 1, 1)};
  MemoryPlan plan = planMemory(records);
  expectValid(records, plan);
  EXPECT_EQ(plan.bytes, 256);
  EXPECT_EQ(plan.offsets[2], plan.offsets[0] + 100);
  EXPECT_EQ(plan.offsets[4], plan.offsets[0] + 104);
}

TEST(MemoryPlan, SmallValueFillsTheGapOfALargeOne) {
  // The large value is dead when the small ones live.
  std::vector<MemoryRecord> records = {record(4096, 0, 1), record(1024, 2, 3),
                                       record(1024, 2, 3), record(1024, 1, 3)};
  MemoryPlan plan = planMemory(records);
  expectValid(records, plan);
  EXPECT_EQ(plan.bytes, 5120);
}

TEST(MemoryPlan, OtherOrdersAreTriedWhereSizeIsNotEnough) {
  // By size, the two of 3 units lie beside each other and leave no 5.
  std::vector<MemoryRecord> records = {record(256, 0, 1), record(192, 1, 3),
                                       record(192, 4, 6), record(128, 2, 5),
                                       record(128, 6, 7), record(256, 7, 8)};
  MemoryPlan plan = planMemory(records);
  expectValid(records, plan);
  EXPECT_EQ(plan.bytes, plan.lowerBound);
}

/// Values of a network: most are read soon, some much later.
std::vector<MemoryRecord> randomRecords(std::mt19937 &random) {
  std::vector<MemoryRecord> records;
  auto steps = int64_t(1 + random() % 60);
  for (int64_t step = 0; step < steps; ++step) {
    auto bytes = int64_t(random() % 8 == 0 ? random() % 3 : random() % 100000);
    records.push_back(record(bytes, step, step + int64_t(random() % 8)));
    if (random() % 4 != 0)
      continue;
    // A part, or an update in place.
    size_t container = random() % records.size();
    const MemoryRecord &whole = records[container];
    int64_t offset = whole.bytes == 0 ? 0 : int64_t(random()) % whole.bytes;
    bool inPlace = random() % 2 == 0;
    records.push_back(partOf(container, inPlace ? 0 : offset,
                             inPlace ? whole.bytes : whole.bytes - offset, step,
                             step + int64_t(random() % 8), inPlace));
  }
  return records;
}

TEST(MemoryPlan, RandomPlansAreValidAndTight) {
  std::mt19937 random(7);
  double worst = 1, sum = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<MemoryRecord> records = randomRecords(random);
    MemoryPlan plan = planMemory(records);
    expectValid(records, plan);
    // Nothing depends on where records lie in memory.
    EXPECT_EQ(plan.offsets, planMemory(records).offsets);
    worst = std::max(worst, plan.ratio());
    sum += plan.ratio();
  }
  // Arbitrary lifetimes; those of networks are easier.
  EXPECT_LT(worst, 1.25);
  EXPECT_LT(sum / 300, 1.02);
  RecordProperty("worst", std::to_string(worst));
  RecordProperty("mean", std::to_string(sum / 300));
}

/// A step of training of a convolutional network: activations, which the
/// layers' gradients read in reverse, become smaller as the filters become
/// larger, of which a packed copy lives for a step each way. Beside them are
/// statistics of channels.
std::vector<MemoryRecord> trainingStep(std::mt19937 &random) {
  std::vector<MemoryRecord> records;
  auto layers = int64_t(12 + random() % 12);
  for (int64_t layer = 0; layer < layers; ++layer) {
    int64_t stage = layer * 4 / layers;
    auto jitter = [&] { return int64_t(random() % 4); };
    int64_t forward = 4 * layer, backward = 12 * layers - 8 * layer;
    int64_t activation = (int64_t(4) << 20) >> stage;
    int64_t filter = 147456 << (2 * stage);
    records.push_back(record(filter, forward, forward + 1));
    records.push_back(record(activation, forward + 1, backward + jitter()));
    for (int64_t i = 0; i < 4; ++i)
      records.push_back(record(256 << stage, forward + 2, backward + jitter()));
    if (random() % 2 == 0)
      records.push_back(record(activation, forward + 3, backward + jitter()));
    records.push_back(record(filter, backward + 1, backward + 2 + jitter()));
    records.push_back(record(activation, backward + 2, backward + 9));
    if (random() % 4 == 0)
      records.push_back(record(2 * activation, backward, backward + 8));
  }
  return records;
}

TEST(MemoryPlan, StepsOfTrainingTakeHardlyMoreThanIsInUse) {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    std::vector<MemoryRecord> records = trainingStep(random);
    MemoryPlan plan = planMemory(records);
    expectValid(records, plan);
    EXPECT_LT(plan.ratio(), 1.02);
  }
}

TEST(MemoryPlan, AllMayBeSmall) {
  std::vector<MemoryRecord> records;
  for (int64_t i = 0; i < 1200; ++i)
    records.push_back(record(64 + 64 * (i % 3), i, i + 560 + i % 7));
  MemoryPlan plan = planMemory(records);
  EXPECT_LT(plan.ratio(), 1.1);
}

TEST(MemoryPlan, PicturesHaveEveryRecord) {
  std::vector<MemoryRecord> records = {record(192, 0, 3),
                                       partOf(0, 0, 100, 0, 2)};
  records[0].name = "a<b";
  records[1].layer = "Net.first: Linear";
  records[1].position = "net.dl:3:4";
  MemoryPlan plan = planMemory(records);
  std::string picture = renderMemoryPlan(records, plan, "f & g");
  auto has = [&](const std::string &text) {
    return picture.find(text) != std::string::npos;
  };
  EXPECT_EQ(picture.rfind("<svg xmlns=", 0), 0u);
  EXPECT_TRUE(has("f &amp; g: 192 bytes"));
  EXPECT_TRUE(has("a&lt;b\n192 bytes at 0, launches 0 to 3</title>"));
  EXPECT_TRUE(has("in Net.first: Linear\nnet.dl:3:4\n"));
  EXPECT_TRUE(has("part of a&lt;b</title>"));
  EXPECT_TRUE(has("</svg>\n"));
  // Nothing to show is a picture, too.
  EXPECT_EQ(renderMemoryPlan({}, {}).rfind("<svg xmlns=", 0), 0u);
}

TEST(SpareMemoryTest, HoldsWhatIsNeededBefore) {
  std::vector<MemoryRecord> records = {record(128, 0, 3), record(128, 0, 4)};
  EXPECT_EQ(useSpareMemory(records, {{128, 4}}),
            (Places{SparePlace{0, 0}, std::nullopt}));
}

TEST(SpareMemoryTest, PutsTheLargestAndLongestInTheSmallestThatHoldsIt) {
  std::vector<MemoryRecord> records = {record(64, 0, 0), record(128, 0, 2),
                                       record(64, 0, 2)};
  EXPECT_EQ(useSpareMemory(records, {{1000, 9}, {128, 9}, {100, 9}}),
            (Places{SparePlace{0, 0}, SparePlace{1, 0}, SparePlace{2, 0}}));
}

/// A value that is not in use where the arena is fullest stays in it.
TEST(SpareMemoryTest, MovesNothingThatNeedNotBe) {
  std::vector<MemoryRecord> records = {record(64, 0, 1), record(640, 2, 3),
                                       record(64, 4, 5)};
  EXPECT_EQ(useSpareMemory(records, {{128, 9}}),
            Places({std::nullopt, std::nullopt, std::nullopt}));
}

TEST(SpareMemoryTest, SharesItAtDifferentTimesAndSideBySide) {
  std::vector<MemoryRecord> records = {record(100, 0, 1), record(100, 0, 1),
                                       record(228, 2, 3)};
  EXPECT_EQ(useSpareMemory(records, {{228, 9}}),
            (Places{SparePlace{0, 0}, SparePlace{0, 128}, SparePlace{0, 0}}));
}

/// What is written over may lie there until it is.
TEST(SpareMemoryTest, HoldsWhatIsReplacedToTheEnd) {
  std::vector<MemoryRecord> records = {record(128, 0, 4), record(128, 0, 4)};
  EXPECT_EQ(useSpareMemory(records, {{128, 4, 1}, {128, 4}}),
            (Places{std::nullopt, SparePlace{0, 0}}));
}

/// Random records: those in the same memory at the same step do not overlap,
/// each ends before its memory is needed, and the arena becomes no fuller.
TEST(SpareMemoryTest, IsValid) {
  std::mt19937 random(7);
  auto below = [&](int64_t limit) { return int64_t(random() % limit); };
  for (int run = 0; run < 200; ++run) {
    std::vector<MemoryRecord> records;
    for (int64_t i = below(40); i >= 0; --i) {
      int64_t first = below(30);
      records.push_back(record(below(5000), first, first + below(12)));
    }
    std::vector<SpareMemory> spares;
    for (int64_t i = below(8); i > 0; --i)
      spares.push_back({below(9000), below(40)});
    Places places = useSpareMemory(records, spares);
    std::vector<MemoryRecord> left;
    for (size_t i = 0; i < records.size(); ++i) {
      if (!places[i]) {
        left.push_back(records[i]);
        continue;
      }
      const SpareMemory &spare = spares[places[i]->spare];
      EXPECT_EQ(places[i]->offset % 64, 0);
      EXPECT_LE(places[i]->offset + records[i].bytes, spare.bytes);
      EXPECT_LT(records[i].last, spare.until);
      for (size_t j = 0; j < i; ++j)
        if (places[j] && places[i]->spare == places[j]->spare &&
            records[i].first <= records[j].last &&
            records[j].first <= records[i].last)
          EXPECT_TRUE(places[i]->offset + records[i].bytes <=
                          places[j]->offset ||
                      places[j]->offset + records[j].bytes <= places[i]->offset)
              << i << " and " << j << " overlap";
    }
    EXPECT_LE(planMemory(left).lowerBound, planMemory(records).lowerBound);
  }
}

} // namespace
