//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc check: says what is wrong with a model file.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/ExecutionEngine/MemoryUse.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace dlc;
using namespace dlc::tool;

/// "model 'MLP', 4 parameters with 101,770 elements; functions 'forward', ..."
static std::string describeModel(const frontend::ModuleTree &tree,
                                 mlir::ModuleOp graph) {
  uint64_t elements = 0, states = 0;
  for (const frontend::Parameter *parameter : tree.parameters()) {
    elements += static_cast<uint64_t>(
        elementCount(Shape(parameter->shape.begin(), parameter->shape.end())));
    states += parameter->isState && !parameter->isTrained;
  }
  std::vector<std::string> functions;
  for (auto function : graph.getOps<mlir::func::FuncOp>())
    functions.push_back("'" + function.getName().str() + "'");
  return fmt::format("model '{}', {}{} with {}; {} {}", tree.modelName().str(),
                     counted(tree.parameters().size() - states, "parameter"),
                     states == 0 ? "" : " and " + counted(states, "state"),
                     counted(elements, "element"),
                     functions.size() == 1 ? "function" : "functions",
                     fmt::join(functions, ", "));
}

static int check(const ModelArguments &arguments) {
  Expected<frontend::FrontendOptions> options = arguments.frontendOptions();
  if (!options)
    return fail(options.error());
  auto limit = arguments.memoryLimit();
  if (!limit)
    return fail(limit.error());

  frontend::Compilation compilation(*options);
  std::string report;
  if (compilation.loadFile(arguments.file)) {
    std::vector<llvm::StringRef> models = compilation.models();
    // A file without a model is one to be imported.
    if (models.empty() && options->model.empty())
      report = fmt::format("{}: ok, no model\n", arguments.file);
    if (!options->model.empty())
      models = {options->model};
    std::unique_ptr<mlir::MLIRContext> context = createContext();
    for (llvm::StringRef model : models) {
      compilation.selectModel(model, arguments.training);
      if (*limit && !checkWeights(compilation, **limit))
        continue;
      mlir::OwningOpRef<mlir::ModuleOp> graph =
          compilation.generateGraph(*context);
      if (!graph)
        continue;
      report += fmt::format("{}: ok, {}\n", arguments.file,
                            describeModel(*compilation.elaborate(), *graph));
      if (arguments.training || !compilation.dependsOnTraining() ||
          compilation.diagnostics().hasErrors())
        continue;
      compilation.selectModel(model, /*training=*/true);
      if (!compilation.generateGraph(*context))
        fmt::print(stderr, "{}: while '{}' is trained:\n", arguments.file,
                   model.str());
    }
  }
  fmt::print(stderr, "{}", compilation.renderDiagnostics());
  if (compilation.diagnostics().hasErrors())
    return 1;
  fmt::print("{}", report);
  return 0;
}

Command dlc::tool::addCheck(CLI::App &app) {
  CommandLine command(
      app, "check", "Say what is wrong with a model file, or that it is ok",
      "Functions that depend on `training` are checked in both "
      "modes, with\n--training in that one. --max-memory is about "
      "the weights: what a call\ntakes depends on its sizes.\n\n"
      "Example:\n  dlc check examples/mlp/mlp.dl -D hidden=256");
  auto arguments = std::make_shared<ModelArguments>();
  arguments->addTo(command);
  return {command.app(), [=] { return check(*arguments); }};
}
