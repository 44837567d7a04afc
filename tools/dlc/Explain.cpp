//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc explain: what each pass makes of a model, on a page or as a summary.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Lowering.h"
#include "MemoryReport.h"

#include "dlc/Data/OutputFile.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Explain/Page.h"
#include "dlc/Explain/Recorder.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc;
using namespace dlc::tool;

namespace {
struct ExplainArguments {
  ModelArguments model;
  std::string function = "forward";
  std::vector<std::string> dimensions;
  std::string cpu = "native";
  std::string html;
};
} // namespace

/// The stage of each pass: a phase's passes are counted in a pipeline of its
/// own.
static std::vector<std::string> stagesOfPasses() {
  std::vector<std::string> stages;
  for (const PhaseInfo &info : phases()) {
    mlir::OpPassManager passes;
    buildPhase(passes, info.phase, PipelineOptions());
    stages.insert(stages.end(), passes.size(), info.stage.str());
  }
  return stages;
}

/// The model's own files, the main one first; not those of the library.
static std::vector<explain::SourceText>
sourcesOf(const frontend::Compilation &compilation,
          const llvm::SourceMgr &sources) {
  std::vector<explain::SourceText> result;
  for (unsigned id = 1; id <= sources.getNumBuffers(); ++id) {
    const llvm::MemoryBuffer *buffer = sources.getMemoryBuffer(id);
    if (!compilation.isLibraryFile(buffer->getBufferIdentifier()))
      result.push_back(
          {buffer->getBufferIdentifier().str(), buffer->getBuffer().str()});
  }
  return result;
}

static Expected<explain::Explanation>
explainModel(const ExplainArguments &arguments) {
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
    return parsed.takeError();
  if (auto tree = lowering.elaborate(); !tree)
    return tree.takeError();
  Expected<mlir::ModuleOp> graph = lowering.generateGraph();
  if (!graph)
    return graph.takeError();
  auto function = lowering.findFunction(arguments.function);
  if (!function)
    return function.takeError();
  auto binding = completeBinding(*function, *dimensions);
  if (!binding)
    return binding.takeError();

  explain::Explanation result;
  result.model =
      (*graph)->getAttrOfType<mlir::StringAttr>(graph::kModelAttr).str();
  result.function = arguments.function;
  result.binding = toString(*binding);
  result.target = target->description();
  const frontend::Compilation &source = lowering.source();
  explain::Recorder recorder(
      result, [&](llvm::StringRef file) { return source.isLibraryFile(file); });
  lowering.onRemark = [&](const Remark &remark) { recorder.remark(remark); };
  lowering.onPasses = [&](mlir::PassManager &passes) {
    recorder.attach(passes, [stages = stagesOfPasses()](size_t pass) {
      return pass < stages.size() ? stages[pass] : std::string();
    });
  };
  auto module = lowering.lowerTo(Phase::Kernels, *function, *binding, *target);
  if (!module)
    return module.takeError();
  recorder.recordSchedules(**module);
  auto schedule =
      (*module)->lookupSymbol<kernel::ScheduleOp>(arguments.function);
  codegen::ScheduleMemory memory = describeMemory(schedule, source);
  result.memoryPicture = renderMemoryPlan(
      memory.records, memory.plan,
      arguments.function +
          (binding->empty() ? "" : " with " + toString(*binding)));
  result.sources = sourcesOf(source, lowering.sources());
  return result;
}

static int explainFunction(const ExplainArguments &arguments) {
  auto explanation = explainModel(arguments);
  if (!explanation)
    return fail(explanation.error());
  if (arguments.html.empty()) {
    fmt::print("{}", explain::summarize(*explanation));
    return 0;
  }
  Expected<std::string> page = explain::makePage(*explanation);
  if (!page)
    return fail(page.error());
  auto written = writeFile(arguments.html, *page);
  return written ? 0 : fail(written.error());
}

Command dlc::tool::addExplain(CLI::App &app) {
  CommandLine command(
      app, "explain", "Show what each pass of the compiler makes of a model",
      "The page shows the graph before and after each pass, the remarks at "
      "the\n"
      "lines of the model, and what is launched. It loads nothing. Graphviz\n"
      "draws the graphs.\n\n"
      "Example:\n"
      "  dlc explain examples/lenet5/lenet5.dl --html lenet5.html");
  auto arguments = std::make_shared<ExplainArguments>();
  arguments->model.addTo(command);
  command.add("--function", arguments->function, "NAME",
              "the function that is compiled (forward)");
  command.addRepeated("--dim", arguments->dimensions, "NAME=NUMBER",
                      "a number for a named dimension (1)");
  addCpu(command, arguments->cpu);
  command.add("--html", arguments->html, "FILE",
              "write a page (without it: a summary on standard output)");
  return {command.app(), [=] { return explainFunction(*arguments); }};
}
