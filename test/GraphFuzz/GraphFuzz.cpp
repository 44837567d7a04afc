//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// graph-fuzz: random graphs through each pass and the whole compiler, against
// the reference evaluator.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"
#include "PlantedPasses.h"
#include "Processes.h"
#include "Report.h"

#include "dlc/Runtime/Context.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>

using namespace dlc;
using namespace dlc::fuzz;

namespace {
struct Options {
  Source source;
  Limits limits;
  uint64_t runs = 1000;
  std::optional<uint64_t> run;
  std::string plant, output = ".";
  size_t failures = 5;
  bool printOnly = false;
  bool needOperations = false;
};
} // namespace

static void addOptions(CLI::App &app, Options &options) {
  app.add_option("FILE", options.source.file,
                 "check the graph in this file, not random ones");
  app.add_option("--runs", options.runs, "how many graphs (1000)");
  app.add_option("--seed", options.source.seed, "which graphs (1)");
  app.add_option("--run", options.run, "only graph number RUN of the seed");
  app.add_option("--compile-every", options.limits.compileEvery,
                 "compile and run each so many graphs; 0: none (10)");
  app.add_option("--differentiate", options.source.differentiate,
                 "differentiate one in so many graphs; 0: none (4)");
  app.add_flag("--thorough", options.limits.thorough,
               "check texts and repeated passes of each graph, not of some");
  app.add_option("--jobs", options.limits.jobs, "processes at a time")
      ->check(CLI::PositiveNumber);
  app.add_option("--time-limit", options.limits.seconds,
                 "seconds of the processor for one graph (10)")
      ->check(CLI::PositiveNumber);
  app.add_option("--max-failures", options.failures,
                 "stop after so many failures (5)")
      ->check(CLI::PositiveNumber);
  app.add_option("--output", options.output,
                 "the folder that small failing graphs are written to (.)");
  app.add_flag("--print", options.printOnly, "print the graphs, check nothing");
  app.add_flag("--generate-only", options.limits.generateOnly,
               "count the operations of the graphs, check nothing");
  app.add_flag("--need-all-operations", options.needOperations,
               "fail where an operation with samples is in none of the graphs");
  app.add_option("--plant", options.plant,
                 "add a pass with this mistake, which is to be found")
      ->check(CLI::IsMember(std::vector<std::string>(plantedMistakes().begin(),
                                                     plantedMistakes().end())));
}

static void printGraphs(const Source &source, uint64_t first, uint64_t last) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  for (uint64_t run = first; run < last; ++run)
    if (auto graph = source.make(context.get(), run))
      fmt::print("{}", print(*graph));
}

/// Shows each failure, and shrinks the first of those that are alike.
static void showFailures(const std::vector<FailedRun> &failures,
                         const Options &options) {
  std::vector<const Failure *> shown;
  for (const FailedRun &failed : failures) {
    fmt::print(
        "\n{}: {}: {}\n",
        options.source.file.empty()
            ? fmt::format("seed {}, run {}", options.source.seed, failed.run)
            : options.source.file,
        failed.failure.stage, failed.failure.kind);
    if (llvm::any_of(shown, [&](const Failure *other) {
          return other->isLike(failed.failure);
        }))
      continue;
    shown.push_back(&failed.failure);
    SmallGraph small = shrinkRun(options.source, failed, options.limits);
    showFailure(options.source, failed, small, options.output, options.plant);
  }
}

int main(int argc, char **argv) {
  Options options;
  options.limits.jobs = hardwareThreads();
  CLI::App app("graph-fuzz checks random graphs: each pass over them, and what "
               "they are compiled to, must compute what the reference "
               "evaluator does.");
  addOptions(app, options);
  CLI11_PARSE(app, argc, argv);
  registerPassesUnderTest(options.plant);
  // Operations are counted as they are generated.
  if (options.limits.generateOnly)
    options.source.differentiate = 0;

  uint64_t first = options.run.value_or(0);
  uint64_t last = options.run ? first + 1 : options.runs;
  if (!options.source.file.empty())
    last = first + 1;
  if (last == first + 1) {
    options.limits.compileEvery = std::min(options.limits.compileEvery, 1u);
    options.limits.thorough = true;
  }
  if (options.printOnly) {
    printGraphs(options.source, first, last);
    return 0;
  }

  auto start = std::chrono::steady_clock::now();
  Statistics statistics;
  std::vector<FailedRun> failures =
      checkRuns(options.source, first, last, options.limits, options.failures,
                statistics);
  std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  bool complete = showStatistics(options.source, statistics, time.count());
  showFailures(failures, options);
  fmt::print("{} failure{}\n", failures.size(),
             failures.size() == 1 ? "" : "s");
  return failures.empty() && (complete || !options.needOperations) ? 0 : 1;
}
