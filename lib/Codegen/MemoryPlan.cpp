//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory planner.
//
// A buffer and all that lies in it are placed as one. Buffers are placed one by
// one, each in the smallest gap that holds it between those that are in use at
// the same time and have their places already, or above them. What the order of
// placing does to the size of the arena is hard to foresee, so several are
// tried and the best result is taken:
//
// - by size, by size times lifetime, by lifetime (Pisarchyk and Lee, "Efficient
//   Memory Management for Deep Neural Net Inference", 2020);
// - by the largest sum of live bytes that a buffer sees: those at the peak
//   first, which have the least choice;
// - from the first step to the last and the other way round.
//
// Where none comes close to the lower bound, orders of the large buffers alone
// are changed: what lies at the top of the arena, or is in use with that, is
// placed earlier. A change is kept unless the arena grows by it, since many
// lead on only together; each of the orders above is a start, again and again,
// since no start leads on always. Small buffers then go into the gaps. Each
// order is made from lists that hold no pointers, so equal records get equal
// plans.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>

using namespace dlc;
using llvm::alignTo;

/// Pairs of buffers looked at while orders are tried: some tens of
/// milliseconds.
static constexpr int64_t kPairsToVisit = 4'000'000;
/// Changes of an order that brought nothing before another start is taken.
static constexpr int kVainChanges = 100;
/// A plan is close to the lower bound where it exceeds that by such a part of
/// it; all buffers smaller than another part are small.
static constexpr int64_t kPartOfExcess = 256;
static constexpr int64_t kPartOfSmall = 512;

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

/// Where a record's memory ends.
static int64_t endOf(const MemoryRecord &record) {
  return record.pieces <= 1 ? record.bytes
                            : (record.pieces - 1) * record.stride +
                                  record.bytes / record.pieces;
}

/// The outermost container of a record and the offset in it.
static std::pair<size_t, int64_t>
rootOf(const std::vector<MemoryRecord> &records, size_t index) {
  int64_t offset = 0;
  size_t left = records.size();
  while (records[index].container && left-- > 0) {
    offset += records[index].offset;
    index = *records[index].container;
    assert(index < records.size() && "a container is a record");
  }
  assert(!records[index].container && "containers do not contain themselves");
  return {index, offset};
}

std::vector<MemoryRecord>
dlc::groupContainers(const std::vector<MemoryRecord> &records,
                     std::vector<size_t> &groupOf) {
  std::vector<MemoryRecord> groups;
  groupOf.assign(records.size(), 0);
  for (size_t i = 0; i < records.size(); ++i)
    if (!records[i].container) {
      groupOf[i] = groups.size();
      groups.push_back(records[i]);
    }
  for (size_t i = 0; i < records.size(); ++i) {
    if (!records[i].container)
      continue;
    auto [root, offset] = rootOf(records, i);
    groupOf[i] = groupOf[root];
    MemoryRecord &group = groups[groupOf[i]];
    group.bytes = std::max(group.bytes, offset + endOf(records[i]));
    group.first = std::min(group.first, records[i].first);
    group.last = std::max(group.last, records[i].last);
  }
  return groups;
}

std::vector<std::pair<int64_t, int64_t>>
dlc::liveBytes(const std::vector<MemoryRecord> &records, int64_t alignment) {
  std::vector<size_t> groupOf;
  std::map<int64_t, int64_t> change;
  for (const MemoryRecord &group : groupContainers(records, groupOf)) {
    change[group.first] += alignTo(group.bytes, alignment);
    change[group.last + 1] -= alignTo(group.bytes, alignment);
  }
  std::vector<std::pair<int64_t, int64_t>> sums;
  int64_t live = 0;
  for (auto [step, bytes] : change)
    sums.push_back({step, live += bytes});
  return sums;
}

//===----------------------------------------------------------------------===//
// Placement
//===----------------------------------------------------------------------===//

namespace {
using Order = std::vector<size_t>;

/// Places buffers that are no parts of others.
class Placement {
public:
  Placement(const std::vector<MemoryRecord> &buffers, int64_t alignment);

  /// The orders to start with.
  std::vector<Order> makeOrders() const;
  /// Places the buffers in this order; keeps the result if it takes no more
  /// memory than the best so far, and says whether it takes less.
  bool tryOrder(const Order &order);
  /// Starts from this order, whatever was found before, and changes it.
  void improve(const Order &start);
  bool isClose() const {
    return bytes - lowerBound <= lowerBound / kPartOfExcess;
  }

  std::vector<int64_t> offsets;
  int64_t bytes = INT64_MAX;
  int64_t lowerBound = 0;
  Order best;
  /// Pairs of buffers that were looked at.
  int64_t pairs = 0;

private:
  void findNeighbours();
  Order inOrderOf(const std::vector<std::vector<int64_t>> &keys) const;
  size_t random(size_t limit);
  int64_t topOf(size_t index) const { return offsets[index] + sizes[index]; }

  const std::vector<MemoryRecord> &buffers;
  std::vector<int64_t> sizes;
  /// Those in use at the same time as each.
  std::vector<std::vector<size_t>> neighbours;
  /// The largest sum of live bytes while each is in use.
  std::vector<int64_t> breadths;
  uint64_t randomState = 0x9e3779b97f4a7c15;
};
} // namespace

Placement::Placement(const std::vector<MemoryRecord> &buffers,
                     int64_t alignment)
    : offsets(buffers.size(), 0), buffers(buffers) {
  for (const MemoryRecord &buffer : buffers)
    sizes.push_back(alignTo(buffer.bytes, alignment));
  findNeighbours();
}

/// Sweeps over the beginnings of lifetimes: there, sums of live bytes have
/// their maxima.
void Placement::findNeighbours() {
  neighbours.resize(buffers.size());
  breadths.assign(buffers.size(), 0);
  Order byFirst(buffers.size());
  std::iota(byFirst.begin(), byFirst.end(), 0);
  std::stable_sort(byFirst.begin(), byFirst.end(), [&](size_t a, size_t b) {
    return buffers[a].first < buffers[b].first;
  });
  Order live;
  for (size_t i = 0; i < byFirst.size(); ++i) {
    size_t index = byFirst[i];
    live.erase(std::remove_if(live.begin(), live.end(),
                              [&](size_t other) {
                                return buffers[other].last <
                                       buffers[index].first;
                              }),
               live.end());
    if (sizes[index] != 0) {
      for (size_t other : live) {
        neighbours[index].push_back(other);
        neighbours[other].push_back(index);
      }
      live.push_back(index);
    }
    if (i + 1 < byFirst.size() &&
        buffers[byFirst[i + 1]].first == buffers[index].first)
      continue;
    int64_t sum = 0;
    for (size_t other : live)
      sum += sizes[other];
    for (size_t other : live)
      breadths[other] = std::max(breadths[other], sum);
    lowerBound = std::max(lowerBound, sum);
  }
}

/// By the keys of each buffer, large ones first.
Order Placement::inOrderOf(
    const std::vector<std::vector<int64_t>> &keys) const {
  Order order(buffers.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return keys[a] > keys[b]; });
  return order;
}

std::vector<Order> Placement::makeOrders() const {
  std::vector<std::vector<std::vector<int64_t>>> keys(6);
  for (size_t i = 0; i < buffers.size(); ++i) {
    int64_t size = sizes[i], first = buffers[i].first, last = buffers[i].last;
    int64_t life = last - first + 1;
    keys[0].push_back({size, life});
    keys[1].push_back({breadths[i], size});
    keys[2].push_back({size * life});
    keys[3].push_back({life, size});
    keys[4].push_back({-first, size});
    keys[5].push_back({last, size});
  }
  std::vector<Order> orders;
  for (const auto &each : keys)
    orders.push_back(inOrderOf(each));
  return orders;
}

bool Placement::tryOrder(const Order &order) {
  std::vector<int64_t> tried(buffers.size(), -1);
  int64_t total = 0;
  std::vector<std::pair<int64_t, int64_t>> taken;
  for (size_t index : order) {
    taken.clear();
    for (size_t other : neighbours[index])
      if (tried[other] >= 0)
        taken.push_back({tried[other], tried[other] + sizes[other]});
    pairs += int64_t(neighbours[index].size()) + 1;
    std::sort(taken.begin(), taken.end());
    int64_t end = 0, bestGap = INT64_MAX, bestOffset = -1;
    for (auto [from, to] : taken) {
      int64_t gap = from - end;
      if (gap >= sizes[index] && gap < bestGap) {
        bestGap = gap;
        bestOffset = end;
      }
      end = std::max(end, to);
    }
    tried[index] = bestOffset >= 0 ? bestOffset : end;
    total = std::max(total, tried[index] + sizes[index]);
    if (total > bytes)
      return false;
  }
  bool isLess = total < bytes;
  offsets = std::move(tried);
  bytes = total;
  best = order;
  return isLess;
}

size_t Placement::random(size_t limit) {
  randomState ^= randomState << 13;
  randomState ^= randomState >> 7;
  randomState ^= randomState << 17;
  return size_t(randomState % limit);
}

void Placement::improve(const Order &start) {
  bytes = INT64_MAX;
  tryOrder(start);
  for (int vain = 0;
       vain < kVainChanges && !isClose() && pairs <= kPairsToVisit; ++vain) {
    // Those that must move for the arena to shrink.
    Order tops;
    for (size_t index : best)
      if (topOf(index) == bytes)
        tops.push_back(index);
    size_t top = tops[random(tops.size())];
    const Order &others = neighbours[top];
    size_t moved =
        vain % 2 == 0 || others.empty() ? top : others[random(others.size())];
    Order order = best;
    auto from = std::find(order.begin(), order.end(), moved);
    auto to = order.begin() + random(size_t(from - order.begin()) + 1);
    std::rotate(to, from, from + 1);
    if (tryOrder(order))
      vain = 0;
  }
}

/// Finds an order of the large buffers, and puts the others into the gaps.
static void searchOrders(const std::vector<MemoryRecord> &buffers,
                         int64_t alignment, Placement &all) {
  auto isLarge = [&](size_t index) {
    return buffers[index].bytes >= all.lowerBound / kPartOfSmall;
  };
  // By how much live memory small buffers see; large ones come first.
  Order large, small = all.makeOrders()[1];
  llvm::erase_if(small, isLarge);
  std::vector<MemoryRecord> largeBuffers;
  for (size_t i = 0; i < buffers.size(); ++i)
    if (isLarge(i)) {
      large.push_back(i);
      largeBuffers.push_back(buffers[i]);
    }
  if (large.empty())
    return;
  Placement placement(largeBuffers, alignment);
  std::vector<Order> starts = placement.makeOrders();
  for (size_t i = 0; !all.isClose() && placement.pairs <= kPairsToVisit; ++i) {
    placement.improve(starts[i % starts.size()]);
    if (placement.bytes >= all.bytes)
      continue;
    Order order;
    for (size_t index : placement.best)
      order.push_back(large[index]);
    llvm::append_range(order, small);
    all.tryOrder(order);
  }
}

MemoryPlan dlc::planMemory(const std::vector<MemoryRecord> &records,
                           int64_t alignment) {
  std::vector<size_t> groupOf;
  std::vector<MemoryRecord> groups = groupContainers(records, groupOf);
  Placement placement(groups, alignment);
  for (const Order &order : placement.makeOrders())
    if (placement.bytes != placement.lowerBound)
      placement.tryOrder(order);
  if (!placement.isClose())
    searchOrders(groups, alignment, placement);
  MemoryPlan plan;
  plan.bytes = placement.bytes;
  plan.lowerBound = placement.lowerBound;
  for (size_t i = 0; i < records.size(); ++i)
    plan.offsets.push_back(placement.offsets[groupOf[i]] +
                           rootOf(records, i).second);
  return plan;
}
