//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Uses memory beside the arena that is idle for some time.
//
// Of the records in use at the step where the arena is fullest, the one with
// the largest product of bytes and lifetime that fits somewhere is moved; then
// another step may be the fullest. What lives long gains nothing from memory
// that was used just before, which short-lived values find in the arena, so
// nothing is moved that need not be. It ends where none of the records at the
// fullest step fits.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace dlc;

namespace {
class SpareMemoryUse {
public:
  SpareMemoryUse(const std::vector<MemoryRecord> &records,
                 const std::vector<SpareMemory> &spares, int64_t alignment)
      : records(records), spares(spares), alignment(alignment),
        inArena(records), held(spares.size()), places(records.size()) {}

  std::vector<std::optional<SparePlace>> run() {
    while (moveOne()) {
    }
    return std::move(places);
  }

private:
  bool moveOne();
  bool move(size_t index);
  std::optional<int64_t> offsetIn(size_t spare, size_t index) const;
  int64_t fullestStep() const;
  int64_t sizeOf(size_t index) const {
    return llvm::alignTo(records[index].bytes, alignment);
  }

  const std::vector<MemoryRecord> &records;
  const std::vector<SpareMemory> &spares;
  const int64_t alignment;
  /// The records, those that were moved with no bytes.
  std::vector<MemoryRecord> inArena;
  /// The records in each spare memory.
  std::vector<std::vector<size_t>> held;
  std::vector<std::optional<SparePlace>> places;
};
} // namespace

/// The first step at which most bytes of the arena are in use.
int64_t SpareMemoryUse::fullestStep() const {
  int64_t most = 0, fullest = 0;
  for (auto [step, bytes] : liveBytes(inArena, alignment))
    if (bytes > most) {
      most = bytes;
      fullest = step;
    }
  return fullest;
}

/// The lowest free offset for the record in the spare memory.
std::optional<int64_t> SpareMemoryUse::offsetIn(size_t spare,
                                                size_t index) const {
  const MemoryRecord &record = records[index];
  int64_t last = spares[spare].until - (spares[spare].replaced != index);
  if (record.last > last)
    return std::nullopt;
  std::vector<std::pair<int64_t, int64_t>> taken;
  for (size_t other : held[spare])
    if (records[other].first <= record.last &&
        record.first <= records[other].last)
      taken.push_back(
          {places[other]->offset, places[other]->offset + sizeOf(other)});
  std::sort(taken.begin(), taken.end());
  int64_t offset = 0;
  for (auto [begin, end] : taken) {
    if (begin - offset >= record.bytes)
      break;
    offset = std::max(offset, end);
  }
  return offset + record.bytes <= spares[spare].bytes
             ? std::optional<int64_t>(offset)
             : std::nullopt;
}

/// Into the smallest spare memory with room for it.
bool SpareMemoryUse::move(size_t index) {
  std::optional<SparePlace> best;
  for (size_t spare = 0; spare < spares.size(); ++spare) {
    if (best && spares[spare].bytes >= spares[best->spare].bytes)
      continue;
    if (auto offset = offsetIn(spare, index))
      best = SparePlace{spare, *offset};
  }
  if (!best)
    return false;
  places[index] = best;
  inArena[index].bytes = 0;
  held[best->spare].push_back(index);
  return true;
}

bool SpareMemoryUse::moveOne() {
  int64_t step = fullestStep();
  std::vector<size_t> live;
  for (size_t i = 0; i < records.size(); ++i)
    if (inArena[i].bytes != 0 && records[i].first <= step &&
        step <= records[i].last)
      live.push_back(i);
  auto weight = [&](size_t index) {
    const MemoryRecord &record = records[index];
    return double(record.bytes) * double(record.last - record.first + 1);
  };
  std::stable_sort(live.begin(), live.end(),
                   [&](size_t a, size_t b) { return weight(a) > weight(b); });
  return std::any_of(live.begin(), live.end(),
                     [&](size_t index) { return move(index); });
}

std::vector<std::optional<SparePlace>>
dlc::useSpareMemory(const std::vector<MemoryRecord> &records,
                    const std::vector<SpareMemory> &spares, int64_t alignment) {
  return SpareMemoryUse(records, spares, alignment).run();
}
