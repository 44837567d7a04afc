//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checking one graph.
//
//===----------------------------------------------------------------------===//

#include "Oracle.h"
#include "Differentiation.h"
#include "GraphEquality.h"
#include "Progress.h"
#include "Random.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

std::string fuzz::print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, OpPrintingFlags().assumeVerified());
  return text;
}

void fuzz::countOperations(ModuleOp graph, const std::string &prefix,
                           Statistics &statistics) {
  graph.walk([&](Operation *op) {
    if (op->getName().getDialectNamespace() == "graph")
      ++statistics[prefix + op->getName().stripDialect().str()];
  });
}

namespace {
class Check {
public:
  Check(ModuleOp graph, const CheckOptions &options, Statistics &statistics)
      : graph(graph), options(options), statistics(statistics),
        context(graph.getContext()),
        diagnostics(context, [this](Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
        }) {}

  std::optional<Failure> run();

private:
  using Result = std::optional<Failure>;

  bool wanted(const std::string &name) {
    if (!options.only.empty() && options.only != name)
      return false;
    enter(name);
    return true;
  }
  void enter(const std::string &name) {
    stage = name;
    setStage(stage);
  }
  Result fail(const char *kind, std::string detail = "") {
    return Failure{kind, stage, detail + messages};
  }

  Result expandGradients();
  Result checkText(ModuleOp module);
  Result checkPass(const PassUnderTest &pass, ModuleOp module);
  Result checkChanged(const PassUnderTest &pass, ModuleOp module,
                      ModuleOp before);
  Result checkLocations(ModuleOp module);
  Result checkResults(ModuleOp module);
  Result checkAlone(const PassList &passes);
  Result checkPhase(const PassList &passes);
  Result checkCompiled();

  ModuleOp graph;
  /// The graph, where it had to be made.
  OwningOpRef<ModuleOp> differentiated;
  const CheckOptions &options;
  Statistics &statistics;
  MLIRContext *context;
  std::optional<Expectation> expectation;
  std::string stage;
  std::string messages;
  ScopedDiagnosticHandler diagnostics;
};
} // namespace

/// What is checked further on computes its gradients with the operations of
/// any other graph.
std::optional<Failure> Check::expandGradients() {
  if (!hasGradients(graph))
    return std::nullopt;
  if (wanted("gradients"))
    if (auto difference = compareWithDifferences(graph, statistics))
      return fail("wrong gradient", *difference);
  enter("differentiation");
  differentiated = differentiate(graph);
  if (!differentiated)
    return fail("no derivative");
  graph = *differentiated;
  if (failed(verify(graph)))
    return fail("does not verify");
  return checkLocations(graph);
}

/// Printed, parsed and printed again.
std::optional<Failure> Check::checkText(ModuleOp module) {
  std::string text = print(module);
  OwningOpRef<ModuleOp> again = parseSourceString<ModuleOp>(text, context);
  if (!again)
    return fail("text does not parse", text);
  if (print(*again) != text)
    return fail("text changes when it is parsed and printed", text);
  return std::nullopt;
}

/// Whoever reports an error needs a position. (MLIR shares constants, and
/// forgets where they came from.)
std::optional<Failure> Check::checkLocations(ModuleOp module) {
  Operation *lost = nullptr;
  module->walk([&](Operation *op) {
    if (op != module && isa<UnknownLoc>(op->getLoc()) &&
        !op->hasTrait<OpTrait::ConstantLike>())
      lost = op;
  });
  if (!lost)
    return std::nullopt;
  return fail("lost location", lost->getName().getStringRef().str());
}

std::optional<Failure> Check::checkResults(ModuleOp module) {
  auto results = interpret(module, expectation->arguments());
  if (!results)
    return fail("evaluation fails", results.error().message());
  if (auto difference = expectation->compare(*results, statistics))
    return fail("different results", *difference);
  return std::nullopt;
}

std::optional<Failure> Check::checkChanged(const PassUnderTest &pass,
                                           ModuleOp module, ModuleOp before) {
  if (failed(verify(module)))
    return fail("does not verify");
  if (auto failure = checkLocations(module))
    return failure;
  if (auto failure = checkResults(module))
    return failure;
  if (!options.repeat)
    return std::nullopt;
  // Two copies: their lists of users have the same order.
  OwningOpRef<ModuleOp> other = before.clone();
  if (failed(pass.manager->run(before)) || failed(pass.manager->run(*other)) ||
      !isSameGraph(before, *other))
    return fail("not deterministic",
                "first:\n" + print(before) + "then:\n" + print(*other));
  // MLIR's own leaves the operands of dead code to the next run; and a limit is
  // a goal that the next one may come closer to.
  if (pass.name == "cse" || pass.name == "graph-rematerialize")
    return std::nullopt;
  OwningOpRef<ModuleOp> again = module.clone();
  if (failed(pass.manager->run(*again)))
    return fail("not idempotent", "the second time it fails");
  if (!isSameGraph(*again, module))
    return fail("not idempotent",
                "once:\n" + print(module) + "twice:\n" + print(*again));
  return std::nullopt;
}

std::optional<Failure> Check::checkPass(const PassUnderTest &pass,
                                        ModuleOp module) {
  OwningOpRef<ModuleOp> before = module.clone();
  if (failed(pass.manager->run(module)))
    return fail("pass fails");
  ++statistics["ran " + pass.name];
  if (isSameGraph(module, *before))
    return std::nullopt;
  ++statistics["fired " + pass.name];
  return checkChanged(pass, module, *before);
}

std::optional<Failure> Check::checkAlone(const PassList &passes) {
  for (const PassUnderTest &pass : passes.alone) {
    if (!wanted(pass.name + " alone"))
      continue;
    OwningOpRef<ModuleOp> module = graph.clone();
    if (auto failure = checkPass(pass, *module))
      return failure;
  }
  return std::nullopt;
}

std::optional<Failure> Check::checkPhase(const PassList &passes) {
  if (!options.only.empty() &&
      !llvm::StringRef(options.only).starts_with("phase"))
    return std::nullopt;
  OwningOpRef<ModuleOp> module = graph.clone();
  for (const auto &[index, pass] : llvm::enumerate(passes.phase)) {
    std::string name =
        "phase, pass " + std::to_string(index + 1) + " (" + pass.name + ")";
    if (wanted(name)) {
      if (auto failure = checkPass(pass, *module))
        return failure;
    } else if (failed(pass.manager->run(*module))) {
      return std::nullopt;
    }
    if (options.only == name)
      return std::nullopt;
  }
  countOperations(*module, "optimized op ", statistics);
  return options.text && wanted("phase, result") ? checkText(*module)
                                                 : std::nullopt;
}

std::optional<Failure> Check::checkCompiled() {
  if (!options.compile || !wanted("compiled code"))
    return std::nullopt;
  auto results = runCompiled(graph.clone(), expectation->arguments(), {1, 2});
  if (!results)
    return fail("does not compile or run", results.error().message());
  ++statistics["graphs compiled"];
  if (auto difference = expectation->compare((*results)[0], statistics))
    return fail("different results", *difference);
  if (!areIdentical((*results)[0], (*results)[1]))
    return fail("1 and 2 threads differ");
  return std::nullopt;
}

/// Layouts depend on the vector unit; which one is chosen by the graph's name,
/// so that a graph from a file meets the same.
static const PassList &passListFor(ModuleOp module) {
  static std::map<std::pair<MLIRContext *, int64_t>, PassList> lists;
  auto model = module->getAttrOfType<StringAttr>(graph::kModelAttr);
  static constexpr graph::VectorTarget targets[] = {
      {16, 16}, {32, 16}, {64, 32}};
  graph::VectorTarget target =
      Random(model ? model.getValue() : "").pick(targets);
  MLIRContext *context = module.getContext();
  return lists.try_emplace({context, target.vectorBytes}, context, target)
      .first->second;
}

std::optional<Failure> Check::run() {
  enter("graph");
  if (failed(verify(graph)))
    return fail("does not verify");
  countOperations(graph, "op ", statistics);
  if (auto failure = expandGradients())
    return failure;
  enter("graph");
  auto made = Expectation::make(graph);
  if (!made)
    return fail("evaluation fails", made.error().message());
  expectation.emplace(std::move(*made));
  if (options.text && wanted("graph"))
    if (auto failure = checkText(graph))
      return failure;
  const PassList &passes = passListFor(graph);
  if (auto failure = checkAlone(passes))
    return failure;
  if (auto failure = checkPhase(passes))
    return failure;
  if (auto failure = checkCompiled())
    return failure;
  if (options.sample)
    expectation->sampleConditions(statistics);
  return std::nullopt;
}

std::optional<Failure> fuzz::checkGraph(ModuleOp graph,
                                        const CheckOptions &options,
                                        Statistics &statistics) {
  return Check(graph, options, statistics).run();
}
