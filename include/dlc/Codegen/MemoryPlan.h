//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory planner: offsets in one arena for values of known size and
// lifetime. Knows nothing of IR.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_MEMORYPLAN_H
#define DLC_CODEGEN_MEMORYPLAN_H

#include <cstdint>
#include <vector>

namespace dlc {

/// A value that needs memory while steps [first, last] of a schedule run.
struct MemoryRequest {
  int64_t bytes;
  int64_t first;
  int64_t last;
};

struct MemoryPlan {
  /// The offset of each request, a multiple of the alignment.
  std::vector<int64_t> offsets;
  /// The size of the arena.
  int64_t bytes = 0;
  /// The largest sum of live bytes: no plan can be smaller.
  int64_t lowerBound = 0;
};

/// Places the largest requests first, each at the smallest gap that holds it
/// between requests that live at the same time (greedy by size, best fit:
/// Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net
/// Inference", 2020).
MemoryPlan planMemory(const std::vector<MemoryRequest> &requests,
                      int64_t alignment = 64);

} // namespace dlc

#endif // DLC_CODEGEN_MEMORYPLAN_H
