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

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/Frontend/MLIRDiagnostics.h"

#include "llvm/ADT/DenseSet.h"

#include <map>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct InspectArguments {
  ModelArguments model;
  std::string function = "forward";
  std::vector<std::string> dimensions;
  std::string cpu = "native";
};

/// Rows of text in aligned columns.
class Table {
public:
  /// Columns of numbers are aligned to the right.
  explicit Table(std::vector<bool> numeric) : numeric(std::move(numeric)) {}
  void add(std::vector<std::string> row) { rows.push_back(std::move(row)); }
  void print() const;

private:
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
};

/// A slice of the workspace and who uses it.
struct PlannedBuffer {
  int64_t offset = 0;
  int64_t bytes = 0;
  int64_t first = 0;
  int64_t last = 0;
  kernel::LaunchOp writer;
};
} // namespace

void Table::print() const {
  std::vector<size_t> widths(numeric.size());
  for (const auto &row : rows)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  for (const auto &row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i)
      line += numeric[i] ? fmt::format("  {:>{}}", row[i], widths[i])
                         : fmt::format("  {:<{}}", row[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

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
    if (parameter->isState != states)
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

static int64_t bytesOf(mlir::Value memory) {
  auto type = llvm::cast<mlir::MemRefType>(memory.getType());
  return type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
}

namespace {
/// Follows the launches of a schedule, numbered in order, and what they use of
/// the workspace. A reshaped value is read through another buffer than it was
/// written through, but lies at the same offset.
class PlanWalk {
public:
  std::vector<PlannedBuffer> run(kernel::ScheduleOp schedule) {
    schedule.walk([&](kernel::LaunchOp launch) {
      auto step = int64_t(steps.size());
      steps[launch] = step;
      for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
           loop = loop->getParentOfType<kernel::RepeatOp>())
        loops.try_emplace(loop, step, step).first->second.second = step;
    });
    visit(schedule.getBody().front());
    return std::move(plan);
  }

private:
  void visit(mlir::Block &block);
  void write(kernel::LaunchOp launch, kernel::RepeatOp loop);
  void read(mlir::Value memory, kernel::LaunchOp launch);

  std::map<mlir::Operation *, int64_t> steps;
  /// The first and the last step in each loop.
  std::map<mlir::Operation *, std::pair<int64_t, int64_t>> loops;
  std::vector<PlannedBuffer> plan;
  /// The value that lies at an offset now, by its place in the plan.
  std::map<int64_t, size_t> current;
};
} // namespace

/// Calls `visit` with the slices of the workspace that `memory` may be part of;
/// returns the outermost loop the step of which chooses among them.
static kernel::RepeatOp
forEachSlice(mlir::Value memory,
             llvm::function_ref<void(kernel::BufferOp)> visit) {
  auto buffer = memory.getDefiningOp<kernel::BufferOp>();
  if (buffer && buffer.getSegment() == kernel::Segment::Workspace)
    visit(buffer);
  kernel::RepeatOp outermost;
  if (buffer)
    return outermost;
  for (mlir::Value operand : memory.getDefiningOp()->getOperands()) {
    kernel::RepeatOp loop = kernel::RepeatOp::ofRow(operand);
    if (!loop)
      loop = forEachSlice(operand, visit);
    if (loop && (!outermost || loop->isProperAncestor(outermost)))
      outermost = loop;
  }
  return outermost;
}

void PlanWalk::visit(mlir::Block &block) {
  for (mlir::Operation &op : block)
    if (auto launch = llvm::dyn_cast<kernel::LaunchOp>(op)) {
      for (mlir::Value input : launch.getInputs())
        read(input, launch);
      write(launch, {});
    } else if (auto loop = llvm::dyn_cast<kernel::RepeatOp>(op)) {
      // What is another buffer in each step is in use as long as the loop.
      loop.walk([&](kernel::LaunchOp launch) { write(launch, loop); });
      visit(loop.getBody().front());
    }
}

/// Adds what the launch writes and `loop` chooses, or no loop does.
void PlanWalk::write(kernel::LaunchOp launch, kernel::RepeatOp loop) {
  std::vector<kernel::BufferOp> slices;
  kernel::RepeatOp chooser =
      forEachSlice(launch.getOutput(),
                   [&](kernel::BufferOp buffer) { slices.push_back(buffer); });
  if (chooser != loop)
    return;
  auto [first, last] =
      loop ? loops[loop] : std::make_pair(steps[launch], steps[launch]);
  for (kernel::BufferOp buffer : slices) {
    auto offset = int64_t(buffer.getPosition());
    current[offset] = plan.size();
    plan.push_back({offset, bytesOf(buffer.getMemory()), first, last, launch});
  }
}

void PlanWalk::read(mlir::Value memory, kernel::LaunchOp launch) {
  forEachSlice(memory, [&](kernel::BufferOp buffer) {
    auto found = current.find(int64_t(buffer.getPosition()));
    if (found == current.end())
      return;
    PlannedBuffer &planned = plan[found->second];
    planned.last = std::max(planned.last, steps[launch]);
    // A loop reads what was there before it until its end.
    for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
         loop = loop->getParentOfType<kernel::RepeatOp>())
      if (planned.first < loops[loop].first)
        planned.last = std::max(planned.last, loops[loop].second);
  });
}

static void printPlan(kernel::ScheduleOp schedule) {
  fmt::print("\nworkspace of a call: {} bytes at its peak\n",
             grouped(schedule.getWorkspace()));
  std::vector<PlannedBuffer> plan = PlanWalk().run(schedule);
  if (plan.empty())
    return;
  Table table({true, true, true, false, false});
  table.add({"offset", "bytes", "steps", "written by", "in"});
  for (const PlannedBuffer &buffer : plan) {
    kernel::LaunchOp writer = buffer.writer;
    table.add(
        {grouped(uint64_t(buffer.offset)), grouped(uint64_t(buffer.bytes)),
         fmt::format("{}..{}", buffer.first, buffer.last),
         writer ? writer.getKernel().str() : "",
         writer ? frontend::decodeLocation(writer.getLoc()).layerPath : ""});
  }
  table.print();
}

static void printWork(mlir::ModuleOp module, kernel::ScheduleOp schedule) {
  uint64_t flops = 0, launches = 0;
  schedule.walk([&](kernel::LaunchOp launch) {
    uint64_t times = 1;
    for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
         loop = loop->getParentOfType<kernel::RepeatOp>())
      times *= loop.getCount();
    auto kernel = module.lookupSymbol<kernel::FuncOp>(launch.getKernel());
    flops += times * kernel.getFlops().value_or(0);
    launches += times;
  });
  fmt::print("  {} launched\n", counted(launches, "kernel"));
  fmt::print("  {} FLOPs: multiplications and additions of contractions\n",
             grouped(flops));
}

static void printPrepared(kernel::ScheduleOp prepare) {
  int64_t prepared = 0;
  for (auto buffer : prepare.getBody().getOps<kernel::BufferOp>())
    if (buffer.getSegment() == kernel::Segment::Prepared)
      prepared = std::max(prepared, int64_t(buffer.getPosition()) +
                                        bytesOf(buffer.getMemory()));
  if (prepared == 0)
    return;
  fmt::print("\nprepared parameters: {} bytes, made once for each set of "
             "weights\n",
             grouped(uint64_t(prepared)));
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

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

  std::string text;
  llvm::raw_string_ostream stream(text);
  (*tree)->print(stream);
  fmt::print("{}", text);
  printParameters(**tree, /*states=*/false);
  printParameters(**tree, /*states=*/true);
  fmt::print("\nfunction {}{}\n", arguments.function,
             binding->empty() ? "" : " with " + toString(*binding));
  printInterface(*function);
  auto schedule =
      (*module)->lookupSymbol<kernel::ScheduleOp>(arguments.function);
  printWork(**module, schedule);
  printPlan(schedule);
  if (auto prepare = (*module)->lookupSymbol<kernel::ScheduleOp>("prepare"))
    printPrepared(prepare);
  return {};
}

Command dlc::tool::addInspect(CLI::App &app) {
  CLI::App *command = app.add_subcommand(
      "inspect", "Show layers, parameters, work and memory of a model");
  command->footer("Steps of the memory plan are launches of kernels, those in\n"
                  "a loop counted once; values that live at different steps\n"
                  "share memory.\n\n"
                  "Example:\n"
                  "  dlc inspect examples/lenet5/lenet5.dl --dim N=100");
  auto arguments = std::make_shared<InspectArguments>();
  arguments->model.addTo(*command);
  command
      ->add_option("--function", arguments->function,
                   "whose work and memory (forward)")
      ->type_name("NAME");
  addRepeated(*command, "--dim", arguments->dimensions,
              "a number for a named dimension (1)", "NAME=NUMBER");
  addCpu(*command, arguments->cpu);
  return {command, [=] {
            Expected<void> done = inspectModel(*arguments);
            return done ? 0 : fail(done.error());
          }};
}
