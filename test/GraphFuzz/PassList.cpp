//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The passes that graphs are checked with.
//
//===----------------------------------------------------------------------===//

#include "PassList.h"
#include "PlantedPasses.h"

#include "dlc/Pipelines/Pipelines.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ErrorHandling.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

void fuzz::registerPassesUnderTest(llvm::StringRef planted) {
  registerPasses();
  registerTransformsPasses();
  registerPlantedPass(planted);
}

/// MLIR's registry cannot be walked, but it offers its passes as command line
/// options, and those can.
static std::vector<std::string> registeredGraphPasses() {
  static const std::vector<std::string> names = [] {
    PassPipelineCLParser parser("", "passes");
    std::vector<std::string> names;
    for (const auto &option : llvm::cl::getRegisteredOptions())
      if (option.first().starts_with("graph-"))
        names.push_back(option.first().str());
    llvm::sort(names);
    return names;
  }();
  return names;
}

static PassUnderTest make(MLIRContext *context, std::string name,
                          std::string text) {
  PassUnderTest pass{std::move(name), "builtin.module(" + text + ")",
                     std::make_unique<PassManager>(context)};
  if (failed(parsePassPipeline(text, *pass.manager)))
    llvm::report_fatal_error(llvm::Twine("cannot make the pass '") + text +
                             "'");
  // Graphs are verified where they have changed, and once.
  pass.manager->enableVerifier(false);
  return pass;
}

PassList::PassList(MLIRContext *context, graph::VectorTarget vector) {
  PassManager whole(context);
  PipelineOptions options;
  options.vector = vector;
  buildPhase(whole, Phase::Optimize, options);
  buildPhase(whole, Phase::Fuse, options);
  std::vector<std::string> known;
  auto add = [&](std::string name, const std::string &text) {
    if (llvm::is_contained(known, text))
      return;
    known.push_back(text);
    alone.push_back(make(context, std::move(name), text));
  };
  for (Pass &pass : whole.getPasses()) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    pass.printAsTextualPipeline(stream);
    std::string name = pass.getArgument().str();
    if (name.empty())
      name = text;
    phase.push_back(make(context, name, text));
    add(name, text);
  }
  // As much as it can; without a limit it does nothing.
  add("graph-rematerialize", "graph-rematerialize{limit=1}");
  for (const std::string &name : registeredGraphPasses())
    if (llvm::none_of(alone, [&](const PassUnderTest &pass) {
          return pass.name == name;
        }))
      add(name, name);
}
