//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The report.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/ExecutionEngine/Compiler.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>

using namespace dlc;
using namespace dlc::fuzz;

static int64_t get(const Statistics &statistics, const std::string &name) {
  auto found = statistics.find(name);
  return found == statistics.end() ? 0 : found->second;
}

/// Operations with samples, which is all of them (test/Unit/Graph), but for
/// those that no graph holds once it has numbers for its dimensions.
static std::vector<std::string> operations() {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  auto isReplaced = [&](const std::string &name) {
    return mlir::OperationName("graph." + name, context.get())
        .hasTrait<graph::ReplacedByDifferentiation>();
  };
  std::vector<std::string> names;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator file(DLC_SAMPLES_DIR, error), end;
       file != end && !error; file.increment(error))
    if (llvm::sys::path::extension(file->path()) == ".mlir")
      names.push_back(llvm::sys::path::stem(file->path()).str());
  llvm::erase_if(names, isReplaced);
  llvm::sort(names);
  return names;
}

bool fuzz::showStatistics(const Source &source, const Statistics &statistics,
                          double seconds) {
  int64_t graphs = get(statistics, "graphs");
  fmt::print("{} graphs of seed {} in {:.1f} s ({:.0f}/s), {} compiled\n",
             graphs, source.seed, seconds, double(graphs) / seconds,
             get(statistics, "graphs compiled"));
  int64_t sampled = get(statistics, "elements sampled");
  fmt::print("{} elements compared, {} masked; {:.2f} % of {} sampled are "
             "ill-conditioned\n",
             get(statistics, "elements compared"),
             get(statistics, "elements masked"),
             100.0 * get(statistics, "elements ill-conditioned") /
                 std::max<int64_t>(sampled, 1),
             sampled);
  fmt::print("{} differentiated, {} compared with finite differences\n",
             get(statistics, "gradients"),
             get(statistics, "gradients compared"));
  fmt::print("passes: how often they changed a graph, of how often they ran\n");
  for (const auto &[name, count] : statistics)
    if (llvm::StringRef pass = name; pass.consume_front("ran "))
      fmt::print("  {:<34} {:>8} of {:>8}\n", pass.str(),
                 get(statistics, "fired " + pass.str()), count);

  std::vector<std::string> all = operations(), missing;
  for (const std::string &name : all)
    if (get(statistics, "op " + name) == 0 &&
        get(statistics, "optimized op " + name) == 0)
      missing.push_back(name);
  fmt::print("operations: {} of {}{}{}\n", all.size() - missing.size(),
             all.size(),
             missing.empty() ? "" : "; missing: ", fmt::join(missing, ", "));
  return missing.empty();
}

void fuzz::showFailure(const Source &source, const FailedRun &failed,
                       const SmallGraph &small, const std::string &folder,
                       const std::string &plant) {
  std::string extra = plant.empty() ? "" : " --plant " + plant;
  if (source.file.empty())
    fmt::print("again: graph-fuzz --seed {} --run {}{}{}\n", source.seed,
               failed.run,
               source.differentiate == Source().differentiate
                   ? ""
                   : fmt::format(" --differentiate {}", source.differentiate),
               extra);
  if (small.text.empty()) {
    fmt::print("shrinking ended early: {}\n{}\n", small.detail,
               failed.failure.detail);
    return;
  }
  std::string path =
      fmt::format("{}/graph-fuzz-{}-{}.mlir", folder, source.seed, failed.run);
  std::ofstream(path) << "// " << failed.failure.stage << ": "
                      << failed.failure.kind << "\n"
                      << small.text;
  fmt::print("small, {} operation{}: graph-fuzz {}{}\n{}{}\n", small.operations,
             small.operations == 1 ? "" : "s", path, extra, small.text,
             small.detail);
}
