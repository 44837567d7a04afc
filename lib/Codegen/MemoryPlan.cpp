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
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include <algorithm>
#include <map>
#include <numeric>

using namespace dlc;

static int64_t alignTo(int64_t value, int64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

/// Sweeps over the steps at which the sum of live bytes changes.
static int64_t largestLiveSum(const std::vector<MemoryRequest> &requests,
                              int64_t alignment) {
  std::map<int64_t, int64_t> change;
  for (const MemoryRequest &request : requests) {
    change[request.first] += alignTo(request.bytes, alignment);
    change[request.last + 1] -= alignTo(request.bytes, alignment);
  }
  int64_t live = 0, most = 0;
  for (auto [step, bytes] : change) {
    live += bytes;
    most = std::max(most, live);
  }
  return most;
}

MemoryPlan dlc::planMemory(const std::vector<MemoryRequest> &requests,
                           int64_t alignment) {
  MemoryPlan plan;
  plan.offsets.assign(requests.size(), 0);
  plan.lowerBound = largestLiveSum(requests, alignment);

  std::vector<size_t> order(requests.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t lhs, size_t rhs) {
    return requests[lhs].bytes > requests[rhs].bytes;
  });

  std::vector<size_t> placed; // by offset
  for (size_t index : order) {
    const MemoryRequest &request = requests[index];
    int64_t size = alignTo(request.bytes, alignment);
    int64_t end = 0, bestOffset = -1, bestGap = INT64_MAX;
    for (size_t other : placed) {
      const MemoryRequest &neighbour = requests[other];
      if (neighbour.last < request.first || request.last < neighbour.first)
        continue;
      int64_t gap = plan.offsets[other] - end;
      if (gap >= size && gap < bestGap) {
        bestGap = gap;
        bestOffset = end;
      }
      end = std::max(end,
                     plan.offsets[other] + alignTo(neighbour.bytes, alignment));
    }
    int64_t offset = bestOffset >= 0 ? bestOffset : end;
    plan.offsets[index] = offset;
    plan.bytes = std::max(plan.bytes, offset + size);
    auto position = std::upper_bound(placed.begin(), placed.end(), offset,
                                     [&](int64_t value, size_t other) {
                                       return value < plan.offsets[other];
                                     });
    placed.insert(position, index);
  }
  return plan;
}
