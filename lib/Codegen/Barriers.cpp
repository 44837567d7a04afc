//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where threads wait for each other.
//
// Launches are walked in order with the memory that was touched since the last
// barrier. In a loop, which memory a launch touches depends on the step: the
// first one reads initial values, buffers take turns, rows follow each other.
// Four steps show every way in which a step can meet the next two, so those
// are walked, again and again until no barrier is added. A loop inside stands
// between barriers and is walked by itself.
//
//===----------------------------------------------------------------------===//

#include "Barriers.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kStepsToWalk = 4;

namespace {
/// Memory touched since the last barrier.
struct Touched {
  SmallVector<MemoryRange> read, written;
  /// A loop was there, which touched who knows what.
  bool all = false;

  bool empty() const { return !all && read.empty() && written.empty(); }
  void clear() { *this = Touched(); }
};

class BarrierPlacement {
public:
  explicit BarrierPlacement(Addresses &addresses) : addresses(addresses) {}

  /// The items of `loop`, or of the function.
  void place(std::vector<ScheduleItem> &items, graph::ScanOp loop);

private:
  bool walk(std::vector<ScheduleItem> &items);
  bool conflicts(const Launch &launch);
  MemoryRange rangeOf(Value value) {
    return addresses.rangeOf(addresses.of(value), bytesOf(value), steps);
  }

  Addresses &addresses;
  LoopSteps steps;
  Touched touched;
};
} // namespace

/// Adds what the launch touches; says whether that touches what was there.
bool BarrierPlacement::conflicts(const Launch &launch) {
  SmallVector<MemoryRange> inputs, outputs;
  for (Value input : launch.inputs)
    inputs.push_back(rangeOf(input));
  for (Value result : launch.results)
    outputs.push_back(rangeOf(result));
  auto meets = [](ArrayRef<MemoryRange> ranges, const MemoryRange &range) {
    return llvm::any_of(ranges, [&](const MemoryRange &other) {
      return range.overlaps(other);
    });
  };
  bool conflict = touched.all ||
                  llvm::any_of(outputs,
                               [&](const MemoryRange &output) {
                                 return meets(touched.read, output) ||
                                        meets(touched.written, output);
                               }) ||
                  llvm::any_of(inputs, [&](const MemoryRange &input) {
                    return meets(touched.written, input);
                  });
  if (conflict)
    touched.clear();
  touched.read.append(inputs);
  touched.written.append(outputs);
  return conflict;
}

/// One run of the items; says whether a barrier was added.
bool BarrierPlacement::walk(std::vector<ScheduleItem> &items) {
  bool added = false;
  for (ScheduleItem &item : items) {
    if (item.isEmpty())
      continue;
    if (item.barrier)
      touched.clear();
    bool needed = item.launch ? conflicts(*item.launch) : !touched.empty();
    added |= needed;
    item.barrier |= needed;
    if (item.scan) {
      touched.clear();
      touched.all = true;
    }
  }
  return added;
}

void BarrierPlacement::place(std::vector<ScheduleItem> &items,
                             graph::ScanOp loop) {
  int64_t count = loop ? std::min(stepsOf(loop), kStepsToWalk) : 1;
  bool added = true;
  while (added) {
    added = false;
    touched.clear();
    for (int64_t step = 0; step < count; ++step) {
      if (loop)
        steps[loop] = step;
      added |= walk(items);
    }
  }
  // Inside, a step of this loop is like any other, but for the first: that
  // reads initial values, which nothing in the loop writes.
  if (loop)
    steps[loop] = std::min<int64_t>(stepsOf(loop) - 1, 2);
  for (ScheduleItem &item : items)
    if (item.scan)
      place(item.body, item.scan);
}

void dlc::codegen::placeBarriers(std::vector<ScheduleItem> &items,
                                 Addresses &addresses) {
  BarrierPlacement(addresses).place(items, {});
}
