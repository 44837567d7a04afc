//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Child processes and what they tell.
//
//===----------------------------------------------------------------------===//

#include "Processes.h"
#include "Differentiation.h"
#include "Generator.h"
#include "Progress.h"
#include "Shrink.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <deque>
#include <poll.h>
#include <sstream>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// Runs that one process checks: enough that its start costs little.
static constexpr uint64_t kChunk = 256;
/// What has become small by then is small enough.
static constexpr std::chrono::seconds kShrinkingTime(60);

OwningOpRef<ModuleOp> Source::make(MLIRContext *context, uint64_t run) const {
  if (!file.empty())
    return parseSourceFile<ModuleOp>(file, context);
  OwningOpRef<ModuleOp> graph = generateGraph(context, seed, run);
  if (differentiate != 0 &&
      Random(graphName(seed, run) + " gradients").oneIn(differentiate))
    addGradients(*graph);
  return graph;
}

//===----------------------------------------------------------------------===//
// Processes
//===----------------------------------------------------------------------===//

namespace {
struct Process {
  pid_t id = 0;
  /// What it writes.
  int pipe = -1;
  Progress *progress = nullptr;
};
} // namespace

/// Starts a process that runs `work`, which writes to the file it is given.
static Process start(Progress *progress,
                     llvm::function_ref<void(std::FILE *)> work) {
  int ends[2];
  std::fflush(nullptr);
  if (pipe(ends) != 0)
    llvm::report_fatal_error("cannot make a pipe");
  pid_t id = fork();
  if (id < 0)
    llvm::report_fatal_error("cannot start a process");
  if (id == 0) {
    close(ends[0]);
    reportTo(progress);
    std::FILE *output = fdopen(ends[1], "w");
    work(output);
    std::fclose(output);
    // Nothing of this process is worth destroying.
    _exit(0);
  }
  close(ends[1]);
  return {id, ends[0], progress};
}

/// Kills this process once it has used that much of the processor from now on,
/// or sleeps for much longer.
static void limitTime(double seconds) {
  itimerval timer = {};
  timer.it_value.tv_sec = time_t(seconds);
  timer.it_value.tv_usec = suseconds_t((seconds - time_t(seconds)) * 1e6);
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
  alarm(30 + unsigned(10 * seconds));
}

/// Why the process ended: nothing where it did so by itself.
static std::optional<Failure> wait(const Process &process) {
  int status = 0;
  waitpid(process.id, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return std::nullopt;
  bool late = WIFSIGNALED(status) &&
              (WTERMSIG(status) == SIGVTALRM || WTERMSIG(status) == SIGALRM);
  return Failure{late ? "hang" : "crash", process.progress->stage,
                 late                  ? "takes too long"
                 : WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                       : "exits early"};
}

static std::string readAll(int pipe) {
  std::string text;
  char buffer[4096];
  for (ssize_t size; (size = read(pipe, buffer, sizeof(buffer))) > 0;)
    text.append(buffer, size);
  close(pipe);
  return text;
}

//===----------------------------------------------------------------------===//
// Checking
//===----------------------------------------------------------------------===//

/// Lines of a report: "+ <number> <statistic>", or "! <run>", then kind, stage
/// and the size of the detail, a line each, then the detail.
static void writeReport(std::FILE *output, Statistics &statistics) {
  for (const auto &[name, count] : statistics)
    std::fprintf(output, "+ %lld %s\n", static_cast<long long>(count),
                 name.c_str());
  statistics.clear();
  std::fflush(output);
}

static void writeReport(std::FILE *output, uint64_t run,
                        const Failure &failure) {
  std::fprintf(output, "! %llu\n%s\n%s\n%zu\n%s\n",
               static_cast<unsigned long long>(run), failure.kind.c_str(),
               failure.stage.c_str(), failure.detail.size(),
               failure.detail.c_str());
}

static void readReport(const std::string &report, Statistics &statistics,
                       std::vector<FailedRun> &failures) {
  std::istringstream stream(report);
  std::string line;
  while (std::getline(stream, line)) {
    std::istringstream fields(line);
    char kind = 0;
    fields >> kind;
    if (kind == '+') {
      int64_t count = 0;
      fields >> count;
      fields.get();
      std::string name;
      std::getline(fields, name);
      statistics[name] += count;
    } else if (kind == '!') {
      FailedRun failed;
      fields >> failed.run;
      std::getline(stream, failed.failure.kind);
      std::getline(stream, failed.failure.stage);
      std::getline(stream, line);
      failed.failure.detail.resize(std::strtoull(line.c_str(), nullptr, 10));
      stream.read(failed.failure.detail.data(), failed.failure.detail.size());
      stream.get();
      failures.push_back(std::move(failed));
    }
  }
}

static CheckOptions optionsFor(uint64_t run, const Limits &limits) {
  CheckOptions options;
  options.compile = limits.compileEvery != 0 && run % limits.compileEvery == 0;
  options.sample = run % 16 == 0;
  // These take more time than all others, and find what is wrong soon.
  options.repeat = limits.thorough || run % 2 == 0;
  options.text = limits.thorough || run % 8 == 0;
  return options;
}

static void checkChunk(const Source &source, uint64_t first, uint64_t last,
                       const Limits &limits, size_t enough, std::FILE *output) {
  std::unique_ptr<MLIRContext> context = createContext();
  Statistics statistics;
  size_t failures = 0;
  for (uint64_t run = first; run < last && failures < enough; ++run) {
    setRun(run);
    setStage("generator");
    limitTime(limits.seconds);
    OwningOpRef<ModuleOp> graph = source.make(context.get(), run);
    if (!graph)
      return writeReport(output, run, {"no graph", source.file, ""});
    if (limits.generateOnly) {
      countOperations(*graph, "op ", statistics);
    } else if (auto failure =
                   checkGraph(*graph, optionsFor(run, limits), statistics)) {
      writeReport(output, run, *failure);
      ++failures;
    }
    ++statistics["graphs"];
    if (run % 32 == 0)
      writeReport(output, statistics);
  }
  writeReport(output, statistics);
}

std::vector<FailedRun> fuzz::checkRuns(const Source &source, uint64_t first,
                                       uint64_t last, const Limits &limits,
                                       size_t enough, Statistics &statistics) {
  struct Chunk {
    uint64_t first, last;
    Process process;
    std::string report;
  };
  uint64_t size = std::clamp<uint64_t>((last - first) / limits.jobs, 1, kChunk);
  std::deque<std::pair<uint64_t, uint64_t>> pending;
  for (uint64_t begin = first; begin < last; begin += size)
    pending.emplace_back(begin, std::min(begin + size, last));
  std::vector<Progress *> idle;
  for (unsigned i = 0; i < limits.jobs; ++i)
    idle.push_back(shareProgress());

  std::vector<FailedRun> failures;
  std::vector<Chunk> running;
  while (!running.empty() || (!pending.empty() && failures.size() < enough)) {
    while (!pending.empty() && !idle.empty() && failures.size() < enough) {
      auto [begin, end] = pending.front();
      pending.pop_front();
      Process process =
          start(idle.back(), [&, begin = begin, end = end](std::FILE *output) {
            checkChunk(source, begin, end, limits, enough, output);
          });
      idle.pop_back();
      running.push_back({begin, end, process, ""});
    }
    std::vector<pollfd> pipes;
    for (const Chunk &chunk : running)
      pipes.push_back({chunk.process.pipe, POLLIN, 0});
    poll(pipes.data(), pipes.size(), -1);
    for (size_t i = pipes.size(); i-- > 0;) {
      if (!pipes[i].revents)
        continue;
      Chunk &chunk = running[i];
      char buffer[4096];
      ssize_t count = read(chunk.process.pipe, buffer, sizeof(buffer));
      if (count > 0) {
        chunk.report.append(buffer, count);
        continue;
      }
      close(chunk.process.pipe);
      readReport(chunk.report, statistics, failures);
      if (auto failure = wait(chunk.process)) {
        uint64_t run = chunk.process.progress->run;
        failures.push_back({run, *failure});
        if (run + 1 < chunk.last)
          pending.emplace_front(run + 1, chunk.last);
      }
      idle.push_back(chunk.process.progress);
      running.erase(running.begin() + i);
    }
  }
  llvm::sort(failures, [](const FailedRun &a, const FailedRun &b) {
    return a.run < b.run;
  });
  return failures;
}

//===----------------------------------------------------------------------===//
// Shrinking
//===----------------------------------------------------------------------===//

/// What is wrong with a graph, found out by a process of its own.
static std::optional<Failure> checkApart(ModuleOp graph,
                                         const CheckOptions &options,
                                         double seconds, Progress *progress) {
  Process process = start(progress, [&](std::FILE *output) {
    limitTime(seconds);
    Statistics statistics;
    if (auto failure = checkGraph(graph, options, statistics))
      writeReport(output, 0, *failure);
  });
  std::string report = readAll(process.pipe);
  if (auto failure = wait(process))
    return failure;
  Statistics statistics;
  std::vector<FailedRun> failures;
  readReport(report, statistics, failures);
  if (failures.empty())
    return std::nullopt;
  return failures.front().failure;
}

SmallGraph fuzz::shrinkRun(const Source &source, const FailedRun &failed,
                           const Limits &limits) {
  Progress *progress = shareProgress(), *inner = shareProgress();
  Process process = start(progress, [&](std::FILE *output) {
    std::unique_ptr<MLIRContext> context = createContext();
    OwningOpRef<ModuleOp> graph = source.make(context.get(), failed.run);
    CheckOptions options;
    options.compile = true;
    options.only = failed.failure.stage;
    double seconds = limits.seconds;
    if (failed.failure.kind == "hang")
      seconds = std::max(seconds / 20, 0.05);
    std::string detail;
    auto end = std::chrono::steady_clock::now() + kShrinkingTime;
    OwningOpRef<ModuleOp> small = shrink(*graph, [&](ModuleOp candidate) {
      if (std::chrono::steady_clock::now() > end)
        return false;
      auto failure = checkApart(candidate, options, seconds, inner);
      if (!failure || !failure->isLike(failed.failure))
        return false;
      detail = failure->detail;
      return true;
    });
    std::string text = print(*small);
    std::fprintf(output, "%u %zu\n%s%s", countOperations(*small), text.size(),
                 text.c_str(), detail.c_str());
  });
  std::istringstream stream(readAll(process.pipe));
  SmallGraph small;
  if (auto failure = wait(process)) {
    small.detail = failure->kind + ": " + failure->detail;
    return small;
  }
  size_t size = 0;
  stream >> small.operations >> size;
  stream.get();
  small.text.resize(size);
  stream.read(small.text.data(), size);
  std::getline(stream, small.detail, '\0');
  return small;
}
