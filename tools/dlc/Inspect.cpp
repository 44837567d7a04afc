//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc inspect: what a model is made of and what a call of it takes, before
// anything runs.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Lowering.h"
#include "MemoryReport.h"
#include "Table.h"
#include "Work.h"

#include "dlc/Codegen/Passes.h"
#include "dlc/Data/OutputFile.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/ExecutionEngine/MemoryUse.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/MathExtras.h"

#include <map>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct InspectArguments {
  ModelArguments model;
  std::string function = "forward";
  std::vector<std::string> dimensions;
  std::string cpu = "native";
  bool memory = false;
  std::string memoryPicture;
};

} // namespace

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

/// The parameters, or the states.
static void printParameters(const frontend::ModuleTree &tree, bool states) {
  std::string kind = states ? "state" : "parameter";
  Table table({false, false, false, true});
  table.add({kind, "type", "initializer", "elements"});
  uint64_t rows = 0, elements = 0, bytes = 0;
  for (const frontend::Parameter *parameter : tree.parameters()) {
    bool isState = parameter->isState && !parameter->isTrained;
    if (isState != states)
      continue;
    ++rows;
    Shape shape(parameter->shape.begin(), parameter->shape.end());
    auto count = uint64_t(elementCount(shape));
    elements += count;
    bytes += count * byteSize(parameter->dtype);
    table.add({parameter->name, describe(parameter->dtype, shape),
               frontend::describe(parameter->initializer), grouped(count)});
  }
  if (states && rows == 0)
    return;
  fmt::print("\n{}: {}, {} bytes\n", counted(rows, kind),
             counted(elements, "element"), grouped(bytes));
  if (rows != 0)
    table.print();
}

/// Inputs, outputs, and what else passes between two calls.
static void printInterface(mlir::func::FuncOp function) {
  llvm::DenseSet<mlir::Attribute> rebound;
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    rebound.insert(function.getResultAttr(i, graph::kStateAttr));
  auto print = [&](const char *what, mlir::StringAttr name, mlir::Type type) {
    if (name)
      fmt::print("  {} {}: {}\n", what, name.str(),
                 graph::describe(llvm::cast<mlir::RankedTensorType>(type)));
  };
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    print("input",
          function.getArgAttrOfType<mlir::StringAttr>(i, graph::kInputAttr),
          function.getArgumentTypes()[i]);
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (auto state =
            function.getArgAttrOfType<mlir::StringAttr>(i, graph::kStateAttr))
      print(rebound.contains(state) ? "rebinds state" : "reads state", state,
            function.getArgumentTypes()[i]);
    else if (function.getArgAttr(i, graph::kRandomKeyAttr))
      fmt::print("  draws random numbers\n");
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    print("output",
          function.getResultAttrOfType<mlir::StringAttr>(i, graph::kOutputAttr),
          function.getResultTypes()[i]);
}

//===----------------------------------------------------------------------===//
// One function in kernels
//===----------------------------------------------------------------------===//

/// All that is in memory during a call, as --max-memory limits it.
static void printMemory(const frontend::ModuleTree &tree,
                        mlir::ModuleOp kernels) {
  uint64_t weights = weightBytes(tree);
  CallMemory call = callMemory(kernels);
  fmt::print("memory of a call: {} bytes: parameters and states {}, new values "
             "of states {}, inputs {}, outputs {}, prepared {}, workspace {}\n",
             grouped(llvm::SaturatingAdd(weights, call.total())),
             grouped(weights), grouped(call.states), grouped(call.inputs),
             grouped(call.outputs), grouped(call.prepared),
             grouped(call.workspace));
  for (auto schedule : kernels.getOps<kernel::ScheduleOp>())
    if (auto recomputed = schedule->getAttrOfType<mlir::DenseI64ArrayAttr>(
            codegen::kRecomputedAttr))
      fmt::print("  {} of '{}' launched again rather than keep values, about "
                 "{:.1f} % more work\n",
                 counted(uint64_t(recomputed[0]), "kernel"),
                 schedule.getName().str(),
                 100 * double(recomputed[1]) / double(recomputed[2]));
}

/// Values in the order in which they are computed, and who shares memory.
static void printPlan(const codegen::ScheduleMemory &memory) {
  fmt::print("workspace of a call: {} bytes at its peak\n",
             grouped(uint64_t(memory.plan.bytes)));
  if (memory.records.empty())
    return;
  fmt::print("  {} bytes in use at once, {:.3f} times as many planned\n",
             grouped(uint64_t(memory.plan.lowerBound)), memory.plan.ratio());
  Table table({true, true, true, true, false, false, false, false});
  table.add(
      {"", "offset", "bytes", "steps", "written by", "shares", "in", "at"});
  for (auto [index, record] : llvm::enumerate(memory.records)) {
    std::string shares;
    if (record.container)
      shares = fmt::format("{} {}", record.inPlace ? "in place of" : "part of",
                           *record.container);
    table.add({std::to_string(index),
               grouped(uint64_t(memory.plan.offsets[index])),
               grouped(uint64_t(record.bytes)),
               fmt::format("{}..{}", record.first, record.last), record.name,
               shares, record.layer, record.position});
  }
  table.print();
}

static void printWork(kernel::ScheduleOp schedule) {
  Work work = countWork(schedule);
  fmt::print("  {} launched\n", counted(work.launches, "kernel"));
  fmt::print("  {} FLOPs: multiplications and additions of contractions\n",
             grouped(work.flops));
}

static void printPrepared(kernel::ScheduleOp prepare) {
  int64_t prepared = 0;
  for (auto buffer : prepare.getBody().getOps<kernel::BufferOp>())
    if (buffer.getSegment() == kernel::Segment::Prepared)
      prepared = std::max(prepared, int64_t(buffer.getPosition()) +
                                        int64_t(bytesOf(buffer.getMemory())));
  if (prepared == 0)
    return;
  fmt::print("\nprepared parameters: {} bytes, made once for each set of "
             "weights\n",
             grouped(uint64_t(prepared)));
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

static Expected<void> drawPlan(const codegen::ScheduleMemory &memory,
                               const std::string &title,
                               const std::string &path) {
  return writeFile(path, renderMemoryPlan(memory.records, memory.plan, title));
}

static Expected<void> inspectModel(const InspectArguments &arguments) {
  auto dimensions = parseDimensions(arguments.dimensions);
  if (!dimensions)
    return dimensions.takeError();
  Expected<frontend::FrontendOptions> options =
      arguments.model.frontendOptions();
  if (!options)
    return options.takeError();
  auto limit = arguments.model.memoryLimit();
  if (!limit)
    return limit.takeError();
  Expected<Target> target = Target::create(arguments.cpu);
  if (!target)
    return target.takeError();
  Lowering lowering(std::move(*options), *limit);
  if (Expected<void> parsed = lowering.parse(arguments.model.file); !parsed)
    return parsed;
  Expected<const frontend::ModuleTree *> tree = lowering.elaborate();
  if (!tree)
    return tree.takeError();
  if (auto graph = lowering.generateGraph(); !graph)
    return graph.takeError();
  auto function = lowering.findFunction(arguments.function);
  if (!function)
    return function.takeError();
  auto binding = completeBinding(*function, *dimensions);
  if (!binding)
    return binding.takeError();
  auto module = lowering.lowerTo(Phase::Kernels, *function, *binding, *target);
  if (!module)
    return module.takeError();

  auto schedule =
      (*module)->lookupSymbol<kernel::ScheduleOp>(arguments.function);
  codegen::ScheduleMemory memory = describeMemory(schedule, lowering.source());
  if (!arguments.memoryPicture.empty()) {
    Expected<void> drawn =
        drawPlan(memory,
                 arguments.function +
                     (binding->empty() ? "" : " with " + toString(*binding)),
                 arguments.memoryPicture);
    if (!drawn)
      return drawn;
  }
  if (arguments.memory) {
    printMemory(**tree, **module);
    printPlan(memory);
    return {};
  }
  std::string text;
  llvm::raw_string_ostream stream(text);
  (*tree)->print(stream);
  fmt::print("{}", text);
  printParameters(**tree, /*states=*/false);
  printParameters(**tree, /*states=*/true);
  fmt::print("\nfunction {}{}\n", arguments.function,
             binding->empty() ? "" : " with " + toString(*binding));
  printInterface(*function);
  printWork(schedule);
  fmt::print("\n");
  printMemory(**tree, **module);
  printPlan(memory);
  if (auto prepare = (*module)->lookupSymbol<kernel::ScheduleOp>("prepare"))
    printPrepared(prepare);
  return {};
}

Command dlc::tool::addInspect(CLI::App &app) {
  CommandLine command(
      app, "inspect", "Show layers, parameters, work and memory of a model",
      "Steps of the memory plan are launches of kernels, those in\n"
      "a loop counted once; values that live at different steps\n"
      "share memory. A value in place of another takes its memory\n"
      "in the step that reads it last.\n\n"
      "Example:\n"
      "  dlc inspect examples/lenet5/lenet5.dl --dim N=100");
  auto arguments = std::make_shared<InspectArguments>();
  arguments->model.addTo(command);
  command.add("--function", arguments->function, "NAME",
              "whose work and memory (forward)");
  command.addRepeated("--dim", arguments->dimensions, "NAME=NUMBER",
                      "a number for a named dimension (1)");
  addCpu(command, arguments->cpu);
  command.addFlag("--memory", arguments->memory,
                  "show the memory plan and nothing else");
  command.add("--memory-svg", arguments->memoryPicture, "FILE",
              "draw the memory plan: steps from left to right, offsets "
              "from bottom to top");
  return {command.app(), [=] {
            Expected<void> done = inspectModel(*arguments);
            return done ? 0 : fail(done.error());
          }};
}
