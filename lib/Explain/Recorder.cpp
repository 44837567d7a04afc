//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a compilation pass by pass. A snapshot is kept where a pass changed
// the text; passes that did nothing share one.
//
//===----------------------------------------------------------------------===//

#include "dlc/Explain/Recorder.h"

#include "Snapshot.h"

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::explain;

class Recorder::Instrumentation : public PassInstrumentation {
public:
  explicit Instrumentation(Recorder &recorder) : recorder(recorder) {}

  void runBeforePass(Pass *pass, Operation *op) override {
    if (depth++ != 0)
      return;
    Explanation &result = recorder.explanation;
    if (result.snapshots.empty())
      result.snapshots.push_back(take(op));
    Step step;
    step.pass = nameOf(*pass);
    step.summary = pass->getDescription().str();
    step.stage = recorder.stageOf(result.steps.size());
    step.before = step.after = result.snapshots.size() - 1;
    result.steps.push_back(std::move(step));
  }

  void runAfterPass(Pass *pass, Operation *op) override {
    if (--depth != 0)
      return;
    Explanation &result = recorder.explanation;
    Snapshot snapshot = take(op);
    if (snapshot.lines == result.snapshots.back().lines)
      return;
    result.snapshots.push_back(std::move(snapshot));
    result.steps.back().after = result.snapshots.size() - 1;
  }

  void runAfterPassFailed(Pass *pass, Operation *op) override { --depth; }

private:
  Snapshot take(Operation *op) {
    return takeSnapshot(cast<ModuleOp>(op), recorder.isLibrary);
  }

  /// By its flag where it has one.
  static std::string nameOf(const Pass &pass) {
    StringRef flag = pass.getArgument();
    return flag.empty() ? pass.getName().str() : flag.str();
  }

  Recorder &recorder;
  /// Passes may run pipelines of their own, which are part of them.
  unsigned depth = 0;
};

void Recorder::attach(PassManager &passes,
                      std::function<std::string(size_t)> stage) {
  stageOf = std::move(stage);
  passes.addInstrumentation(std::make_unique<Instrumentation>(*this));
}

void Recorder::remark(const Remark &remark) {
  if (!explanation.steps.empty())
    explanation.steps.back().remarks.push_back(remark);
}

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

static std::string describeMemory(Value memory) {
  Operation *op = memory.getDefiningOp();
  if (!op)
    return "";
  auto buffer = dyn_cast<kernel::BufferOp>(op);
  if (!buffer) {
    // An address that a loop chooses: every place it may be.
    std::string text;
    for (Value operand : op->getOperands())
      if (std::string part = describeMemory(operand); !part.empty())
        text += (text.empty() ? "" : " or ") + part;
    return text;
  }
  uint64_t position = buffer.getPosition();
  std::string segment = kernel::stringifySegment(buffer.getSegment()).str();
  bool isArena = buffer.getSegment() == kernel::Segment::Workspace ||
                 buffer.getSegment() == kernel::Segment::Prepared;
  return isArena ? segment + " + " + grouped(position)
                 : segment + " " + std::to_string(position);
}

void Recorder::recordSchedules(ModuleOp module) {
  for (auto schedule : module.getOps<kernel::ScheduleOp>()) {
    Schedule result{schedule.getName().str(), schedule.getWorkspace(), {}};
    schedule.walk([&](kernel::LaunchOp launch) {
      auto function = module.lookupSymbol<kernel::FuncOp>(launch.getKernel());
      Origin origin = originOf(launch.getLoc(), isLibrary);
      Launch entry;
      entry.kernel = launch.getKernel().str();
      entry.layer = origin.layer;
      entry.place = origin.place;
      for (Value output : launch.getOutputs()) {
        auto type = cast<MemRefType>(output.getType());
        StringRef separator = entry.type.empty() ? "" : ", ";
        entry.type += (separator + describeType(type)).str();
        entry.memory += (separator + describeMemory(output)).str();
        entry.bytes +=
            type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
      }
      if (function) {
        entry.tiles = function.getGrid() * launch.getRows().value_or(1);
        entry.flops = function.getFlops().value_or(0);
      }
      for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
           loop = loop->getParentOfType<kernel::RepeatOp>())
        entry.times *= loop.getCount();
      result.launches.push_back(std::move(entry));
    });
    explanation.schedules.push_back(std::move(result));
  }
}
