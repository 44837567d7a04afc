//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of a schedule as records of the memory planner.
//
// Launches are followed in order, with the values that lie in the workspace
// then. What is written replaces what overlaps it; it does so in place if the
// same launch reads that. Values that are read as one, side by side, lie in a
// container.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/ScheduleMemory.h"

#include <map>

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

namespace {
/// A piece of the workspace.
struct Slice {
  int64_t offset, bytes;
  Location location;

  int64_t end() const { return offset + bytes; }
  bool overlaps(const Slice &other) const {
    return offset < other.end() && other.offset < end();
  }
  bool contains(const Slice &other) const {
    return offset <= other.offset && other.end() <= end();
  }
  bool operator==(const Slice &other) const {
    return offset == other.offset && bytes == other.bytes;
  }
};

class MemoryWalk {
public:
  explicit MemoryWalk(kernel::ScheduleOp schedule) : schedule(schedule) {}

  ScheduleMemory run();

private:
  /// Memory that a launch writes, and the outermost loop the steps of which
  /// choose among slices.
  struct Memory {
    SmallVector<Slice> slices;
    kernel::RepeatOp chooser;
  };

  static Memory memoryOf(Value value);
  void visit(Block &block);
  void write(Operation *launch, kernel::RepeatOp loop);
  void read(const Slice &slice, Operation *launch);
  size_t add(const Slice &slice, StringRef name, int64_t first, int64_t last);
  size_t join(const Slice &slice);

  kernel::ScheduleOp schedule;
  std::map<Operation *, int64_t> steps;
  /// The first and the last step in each loop.
  std::map<Operation *, std::pair<int64_t, int64_t>> loops;
  ScheduleMemory memory;
  std::vector<Slice> slices;
  /// The records that lie in the workspace now.
  std::vector<size_t> current;
};
} // namespace

static bool isLaunch(Operation *op) {
  return isa<kernel::LaunchOp, kernel::ExternOp>(op);
}

static ValueRange inputsOf(Operation *op) {
  if (auto launch = dyn_cast<kernel::LaunchOp>(op))
    return launch.getInputs();
  return cast<kernel::ExternOp>(op).getInputs();
}

static ValueRange outputsOf(Operation *op) {
  if (auto launch = dyn_cast<kernel::LaunchOp>(op))
    return launch.getOutputs();
  return cast<kernel::ExternOp>(op).getOutputs();
}

static StringRef nameOf(Operation *op) {
  if (auto launch = dyn_cast<kernel::LaunchOp>(op))
    return launch.getKernel();
  return cast<kernel::ExternOp>(op).getSymbol();
}

static int64_t bytesOf(MemRefType type) {
  return type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
}

MemoryWalk::Memory MemoryWalk::memoryOf(Value value) {
  Memory memory;
  if (auto buffer = value.getDefiningOp<kernel::BufferOp>()) {
    if (buffer.getSegment() == kernel::Segment::Workspace)
      memory.slices.push_back({int64_t(buffer.getPosition()),
                               bytesOf(cast<MemRefType>(value.getType())),
                               buffer.getLoc()});
    return memory;
  }
  for (Value operand : value.getDefiningOp()->getOperands()) {
    kernel::RepeatOp loop = kernel::RepeatOp::ofRow(operand);
    if (!loop) {
      Memory part = memoryOf(operand);
      memory.slices.append(part.slices);
      loop = part.chooser;
    }
    if (loop && (!memory.chooser || loop->isProperAncestor(memory.chooser)))
      memory.chooser = loop;
  }
  return memory;
}

void MemoryWalk::visit(Block &block) {
  for (Operation &op : block)
    if (isLaunch(&op)) {
      for (Value input : inputsOf(&op))
        for (const Slice &slice : memoryOf(input).slices)
          read(slice, &op);
      write(&op, {});
    } else if (auto loop = dyn_cast<kernel::RepeatOp>(op)) {
      // What is another buffer in each step is in use as long as the loop.
      loop.walk([&](Operation *launch) {
        if (isLaunch(launch))
          write(launch, loop);
      });
      visit(loop.getBody().front());
    }
}

size_t MemoryWalk::add(const Slice &slice, StringRef name, int64_t first,
                       int64_t last) {
  MemoryRecord record;
  record.bytes = slice.bytes;
  record.first = first;
  record.last = last;
  record.name = name.str();
  memory.records.push_back(record);
  memory.locations.push_back(slice.location);
  memory.plan.offsets.push_back(slice.offset);
  slices.push_back(slice);
  return slices.size() - 1;
}

/// Adds what the launch writes and `loop` chooses, or no loop does.
void MemoryWalk::write(Operation *launch, kernel::RepeatOp loop) {
  auto [first, last] =
      loop ? loops[loop] : std::make_pair(steps[launch], steps[launch]);
  for (Value output : outputsOf(launch)) {
    Memory written = memoryOf(output);
    if (written.chooser != loop)
      continue;
    for (Slice slice : written.slices) {
      slice.location = launch->getLoc();
      size_t index = add(slice, nameOf(launch), first, last);
      std::vector<size_t> kept;
      for (size_t other : current) {
        if (!slice.overlaps(slices[other])) {
          kept.push_back(other);
          continue;
        }
        bool isRead = !loop && llvm::any_of(inputsOf(launch), [&](Value input) {
          return llvm::is_contained(memoryOf(input).slices, slices[other]);
        });
        if (isRead && slices[other] == slice) {
          memory.records[index].container = other;
          memory.records[index].inPlace = true;
        }
      }
      current = std::move(kept);
      current.push_back(index);
    }
  }
}

/// The container of all that lies in the slice.
size_t MemoryWalk::join(const Slice &slice) {
  int64_t first = 0;
  std::vector<size_t> parts, kept;
  for (size_t other : current) {
    if (!slice.contains(slices[other])) {
      kept.push_back(other);
      continue;
    }
    parts.push_back(other);
    first = std::max(first, memory.records[other].first);
  }
  size_t container = add(slice, "parts side by side", first, first);
  for (size_t part : parts) {
    // What took the place of another value is where that is.
    size_t outermost = part;
    int64_t offset = slices[part].offset - slice.offset;
    while (memory.records[outermost].container)
      outermost = *memory.records[outermost].container;
    memory.records[outermost].container = container;
    memory.records[outermost].offset = offset;
  }
  kept.push_back(container);
  current = std::move(kept);
  return container;
}

void MemoryWalk::read(const Slice &slice, Operation *launch) {
  auto containsSlice = [&](size_t index) {
    return slices[index].contains(slice);
  };
  auto found = llvm::find_if(current, containsSlice);
  size_t index;
  if (found != current.end())
    index = *found;
  else if (llvm::any_of(current, [&](size_t other) {
             return slice.contains(slices[other]);
           }))
    index = join(slice);
  else
    return;
  MemoryRecord &record = memory.records[index];
  record.last = std::max(record.last, steps[launch]);
  // A loop reads what was there before it until its end.
  for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
       loop = loop->getParentOfType<kernel::RepeatOp>())
    if (record.first < loops[loop].first)
      record.last = std::max(record.last, loops[loop].second);
}

ScheduleMemory MemoryWalk::run() {
  schedule.walk([&](Operation *op) {
    if (!isLaunch(op))
      return;
    auto step = int64_t(steps.size());
    steps[op] = step;
    for (auto loop = op->getParentOfType<kernel::RepeatOp>(); loop;
         loop = loop->getParentOfType<kernel::RepeatOp>())
      loops.try_emplace(loop, step, step).first->second.second = step;
  });
  visit(schedule.getBody().front());
  memory.plan.bytes = int64_t(schedule.getWorkspace());
  for (auto [step, bytes] : liveBytes(memory.records))
    memory.plan.lowerBound = std::max(memory.plan.lowerBound, bytes);
  return std::move(memory);
}

ScheduleMemory dlc::codegen::readMemory(kernel::ScheduleOp schedule) {
  return MemoryWalk(schedule).run();
}
