//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory planner: gives buffers of one arena their offsets. It knows sizes
// and lifetimes and nothing of what is computed.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_MEMORYPLAN_H
#define DLC_CODEGEN_MEMORYPLAN_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dlc {

/// A buffer that is in use while steps [first, last] of a schedule run.
struct MemoryRecord {
  int64_t bytes = 0;
  int64_t first = 0;
  int64_t last = 0;

  /// The record in whose memory this one lies, `offset` bytes behind its
  /// beginning; without one, the buffer has memory of its own. It may lie in a
  /// buffer that is itself part of another.
  std::optional<size_t> container = std::nullopt;
  int64_t offset = 0;
  /// Whether it replaces what was in the container before, step by step: an
  /// update in place. Otherwise both hold the same.
  bool inPlace = false;
  /// Its memory may be several pieces of equal size, the second of them
  /// `stride` bytes behind the first.
  int64_t pieces = 1;
  int64_t stride = 0;

  /// For people: what computes it, the layer that does, and the position of
  /// that in the model file.
  std::string name = {};
  std::string layer = {};
  std::string position = {};
};

struct MemoryPlan {
  /// The offset of each record in the arena. Those with memory of their own
  /// begin at multiples of the alignment.
  std::vector<int64_t> offsets;
  /// The size of the arena.
  int64_t bytes = 0;
  /// The largest sum of bytes in use at one step: no plan can be smaller.
  int64_t lowerBound = 0;

  /// bytes / lowerBound, 1 for nothing.
  double ratio() const {
    return lowerBound == 0 ? 1 : double(bytes) / double(lowerBound);
  }
};

/// Gives records offsets so that no two in use at the same step overlap, but
/// for containers and what lies in them. Deterministic; the algorithm stands in
/// MemoryPlan.cpp.
MemoryPlan planMemory(const std::vector<MemoryRecord> &records,
                      int64_t alignment = 64);

/// The records with all that lies in them as one: in use from the first use of
/// any to the last, as large as all together. `groupOf` tells the place of each
/// record's group among those returned.
std::vector<MemoryRecord>
groupContainers(const std::vector<MemoryRecord> &records,
                std::vector<size_t> &groupOf);

/// Memory beside the arena that nothing uses in the steps before `until`. The
/// record `replaced`, which that step writes over element by element, may lie
/// there until it has.
struct SpareMemory {
  int64_t bytes = 0;
  int64_t until = 0;
  std::optional<size_t> replaced = std::nullopt;
};

/// A place in spare memory: which, and the offset in it.
struct SparePlace {
  size_t spare;
  int64_t offset;

  bool operator==(const SparePlace &other) const {
    return spare == other.spare && offset == other.offset;
  }
};

/// Puts records, which have no containers, into spare memory as long as that
/// lowers the largest sum of bytes in use in the arena. What stays there has no
/// place. The algorithm stands in SpareMemory.cpp.
std::vector<std::optional<SparePlace>>
useSpareMemory(const std::vector<MemoryRecord> &records,
               const std::vector<SpareMemory> &spares, int64_t alignment = 64);

/// The sum of bytes in use at each step, where it changes: (step, bytes).
std::vector<std::pair<int64_t, int64_t>>
liveBytes(const std::vector<MemoryRecord> &records, int64_t alignment = 64);

/// A picture of the plan: lifetimes from left to right, offsets from bottom to
/// top, one rectangle a record in a colour of its layer. It stands alone or
/// inside of a page, light or dark, and needs nothing else.
std::string renderMemoryPlan(const std::vector<MemoryRecord> &records,
                             const MemoryPlan &plan,
                             const std::string &title = {});

} // namespace dlc

#endif // DLC_CODEGEN_MEMORYPLAN_H
