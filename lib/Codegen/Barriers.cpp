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
// Launches that one thread computes alone, the first one, come one after the
// other anyway and need no barrier between them.
//
//===----------------------------------------------------------------------===//

#include "Barriers.h"
#include "KernelCost.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kStepsToWalk = 4;

namespace {
/// Memory touched since the last barrier.
struct Touched {
  SmallVector<MemoryRange> read, written;

  bool empty() const { return read.empty() && written.empty(); }
  bool isReadIn(const MemoryRange &range) const { return meets(read, range); }
  bool isWrittenIn(const MemoryRange &range) const {
    return meets(written, range);
  }

private:
  static bool meets(ArrayRef<MemoryRange> ranges, const MemoryRange &range) {
    return llvm::any_of(ranges, [&](const MemoryRange &other) {
      return range.overlaps(other);
    });
  }
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

  void passBarrier() {
    byAll = byFirst = Touched();
    byLoop = false;
  }
  bool isTouched() const {
    return byLoop || !byAll.empty() || !byFirst.empty();
  }

  Addresses &addresses;
  LoopSteps steps;
  /// By launches that all threads share, and by those of the first one.
  Touched byAll, byFirst;
  /// A loop was there, which touched who knows what.
  bool byLoop = false;
};
} // namespace

/// Whether the first thread computes it alone; it makes all calls of extern
/// functions.
static bool isOfFirst(const Launch &launch) {
  return launch.call || !isShared(launch.cost);
}

/// Adds what the launch touches; says whether that touches what was there.
bool BarrierPlacement::conflicts(const Launch &launch) {
  SmallVector<MemoryRange> inputs, outputs;
  for (Value input : launch.inputs)
    inputs.push_back(rangeOf(input));
  for (Value result : launch.results)
    outputs.push_back(rangeOf(result));
  auto conflictsWith = [&](const Touched &touched) {
    return llvm::any_of(outputs,
                        [&](const MemoryRange &output) {
                          return touched.isReadIn(output) ||
                                 touched.isWrittenIn(output);
                        }) ||
           llvm::any_of(inputs, [&](const MemoryRange &input) {
             return touched.isWrittenIn(input);
           });
  };
  bool ofFirst = isOfFirst(launch);
  bool conflict =
      byLoop || conflictsWith(byAll) || (!ofFirst && conflictsWith(byFirst));
  if (conflict)
    passBarrier();
  Touched &touched = ofFirst ? byFirst : byAll;
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
      passBarrier();
    bool needed = item.launch ? conflicts(*item.launch) : isTouched();
    added |= needed;
    item.barrier |= needed;
    if (item.scan) {
      passBarrier();
      byLoop = true;
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
    passBarrier();
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
