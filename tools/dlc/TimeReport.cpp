//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// --time.
//
//===----------------------------------------------------------------------===//

#include "TimeReport.h"
#include "Table.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

using namespace dlc;
using namespace dlc::tool;

/// The other kernels are small.
static constexpr size_t kShownKernels = 10;

TimeReport::TimeReport() : start(std::chrono::steady_clock::now()) {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  loading = double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

void TimeReport::addTo(CommandLine &command) {
  command.addFlag("--time", wanted,
                  "print where the time goes, by step and by kernel");
}

static std::string milliseconds(double seconds) {
  return fmt::format("{:.2f}", 1000 * seconds);
}

void TimeReport::printSteps() const {
  std::chrono::duration<double> running =
      std::chrono::steady_clock::now() - start;
  double total = loading + running.count(), rest = running.count();
  Table table({false, true, true});
  table.add({"step", "ms", "%"});
  auto add = [&](const std::string &name, double seconds) {
    table.add({name, milliseconds(seconds),
               fmt::format("{:.1f}", 100 * seconds / total)});
  };
  add("load the program", loading);
  std::vector<Timings::Step> steps = found->steps();
  // A part ends before the whole and was seen first.
  for (const Timings::Step &step : steps) {
    if (!step.parent.empty())
      continue;
    add(step.name, step.seconds);
    rest -= step.seconds;
    for (const Timings::Step &part : steps)
      if (part.parent == step.name)
        add("  " + part.name +
                (part.runs > 1 && !part.isSumOfThreads
                     ? fmt::format(" ({} times)", part.runs)
                     : "") +
                (part.isSumOfThreads ? " (all threads)" : ""),
            part.seconds);
  }
  add("the rest", rest);
  add("all", total);
  table.print(stderr);
}

void TimeReport::printKernels() const {
  std::vector<Timings::Kernel> kernels = found->kernels();
  if (kernels.empty())
    return;
  std::stable_sort(kernels.begin(), kernels.end(),
                   [](const Timings::Kernel &a, const Timings::Kernel &b) {
                     return a.seconds() > b.seconds();
                   });
  Table table({false, true, true, true, true});
  table.add({"kernel", "ms", "to the LLVM dialect", "LLVM passes",
             "code generation"});
  auto add = [&](const Timings::Kernel &kernel) {
    table.add({kernel.name, milliseconds(kernel.seconds()),
               milliseconds(kernel.lowering), milliseconds(kernel.optimizing),
               milliseconds(kernel.generating)});
  };
  Timings::Kernel others;
  for (size_t i = 0; i < kernels.size(); ++i) {
    if (i < kShownKernels) {
      add(kernels[i]);
      continue;
    }
    others.lowering += kernels[i].lowering;
    others.optimizing += kernels[i].optimizing;
    others.generating += kernels[i].generating;
  }
  if (kernels.size() > kShownKernels) {
    others.name = fmt::format("{} others", kernels.size() - kShownKernels);
    add(others);
  }
  fmt::print(stderr, "\n");
  table.print(stderr);
}

void TimeReport::print() const {
  if (!wanted)
    return;
  // What was printed so far comes first where both streams are one.
  std::fflush(stdout);
  printSteps();
  printKernels();
}
