//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc bench: how long a call takes, and how much of the machine it uses.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Inputs.h"
#include "Lowering.h"
#include "Numbers.h"
#include "Table.h"
#include "TimeReport.h"
#include "Work.h"

#include "dlc/Data/OutputFile.h"
#include "dlc/ExecutionEngine/MachinePeak.h"
#include "dlc/Runtime/Context.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <chrono>

using namespace dlc;
using namespace dlc::tool;

namespace {
using Clock = std::chrono::steady_clock;

struct BenchArguments {
  ModelArguments model;
  std::string function = "forward";
  bool all = false;
  std::string weights;
  std::vector<std::string> inputs;
  std::vector<std::string> dimensions;
  std::vector<std::string> libraries;
  std::string cpu = "native";
  std::string jsonFile;
  double seconds = 1;
  uint64_t seed = 0;
  unsigned threads = 0;
  CacheArguments cache;
  TimeReport time;
};

/// Of one function at fixed sizes. Times are in seconds.
struct Measurement {
  std::string function;
  std::string binding;
  double compileTime = 0; ///< to the end of the first call
  std::vector<double> times;
  Work work;
  MemoryInfo memory{};
  double peak = 0; ///< floating point operations a second
  /// Operations that the machine could have done in a call.
  double possible = 0;
  /// Turns between two looks at the peak, and those that count for both.
  size_t turns = 0, undisturbedTurns = 0;

  /// The time that a fraction of the calls stays below.
  double quantile(double fraction) const {
    return times[size_t(fraction * double(times.size() - 1) + 0.5)];
  }
  double median() const { return quantile(0.5); }
  double flopRate() const { return double(work.flops) / median(); }
  double peakShare() const { return double(work.flops) / possible; }
  double byteRate() const { return double(work.bytes) / median(); }
};
} // namespace

/// Fewer say nothing of the spread.
static constexpr size_t kFewestCalls = 5;
/// Calls between two looks at the peak.
static constexpr double kSecondsOfTurn = 0.005;

/// Where the peak is this much lower than it gets, another program computes on
/// the same core.
static constexpr double kUndisturbed = 0.95;

namespace {
/// Some calls, each of which takes so long, and the peak before and after them.
struct Turn {
  double seconds, before, after;
  double peak() const { return (before + after) / 2; }
  double lower() const { return std::min(before, after); }
};
} // namespace

/// The turns in which no other program takes a part of the core: it would take
/// one of its caches, too, which kernels need and the peak does not show. All
/// turns, if these are too few.
static std::vector<Turn> undisturbed(const std::vector<Turn> &turns) {
  double highest = 0;
  for (const Turn &turn : turns)
    highest = std::max(highest, turn.lower());
  std::vector<Turn> kept;
  llvm::copy_if(turns, std::back_inserter(kept), [&](const Turn &turn) {
    return turn.lower() >= kUndisturbed * highest;
  });
  return kept.size() < kFewestCalls ? turns : kept;
}

static double secondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Calls the function again and again, into the same memory, as long as it is
/// asked for. Before and after a few of the calls, a turn, the peak is
/// measured: what is possible changes from moment to moment where others use
/// the machine, too.
static Expected<void> timeCalls(const Model &model,
                                const BenchArguments &arguments,
                                const std::vector<TensorView> &inputs,
                                const CallOptions &call, const PeakMeter &peak,
                                Measurement &measurement) {
  const std::string &function = measurement.function;
  Clock::time_point begin = Clock::now();
  auto outputs = model.call(function, inputs, call);
  if (!outputs)
    return outputs.takeError();
  measurement.compileTime = secondsSince(begin);
  std::vector<MutableTensorView> results;
  for (Tensor &output : *outputs)
    results.push_back(output.view());
  auto callOnce = [&]() -> Expected<double> {
    Clock::time_point start = Clock::now();
    if (auto done = model.call(function, inputs, results, call); !done)
      return done.takeError();
    return secondsSince(start);
  };
  // The first calls meet cold caches, and a team of threads that has gone to
  // sleep: a tenth of the time warms up.
  double last = 0;
  for (begin = Clock::now(); secondsSince(begin) < arguments.seconds / 10;) {
    auto time = callOnce();
    if (!time)
      return time.takeError();
    last = *time;
  }
  std::vector<Turn> turns;
  double before = peak.measure();
  begin = Clock::now();
  while (measurement.times.size() < kFewestCalls ||
         secondsSince(begin) < arguments.seconds) {
    // The team sleeps again.
    if (last < kSecondsOfTurn / 10)
      if (auto time = callOnce(); !time)
        return time.takeError();
    std::vector<double> times;
    for (Clock::time_point turn = Clock::now();
         times.empty() || secondsSince(turn) < kSecondsOfTurn;) {
      auto time = callOnce();
      if (!time)
        return time.takeError();
      times.push_back(*time);
    }
    last = medianOf(times);
    llvm::append_range(measurement.times, times);
    double after = peak.measure();
    turns.push_back({last, before, after});
    before = after;
  }
  std::vector<double> peaks, possible;
  for (const Turn &turn : undisturbed(turns)) {
    peaks.push_back(turn.peak());
    possible.push_back(turn.seconds * turn.peak());
  }
  measurement.turns = turns.size();
  measurement.undisturbedTurns = peaks.size();
  measurement.peak = medianOf(peaks);
  measurement.possible = medianOf(possible);
  llvm::sort(measurement.times);
  return {};
}

/// Counts what the kernels of a function do.
static Expected<Work> countFunctionWork(const BenchArguments &arguments,
                                        const std::string &name,
                                        const Binding &binding,
                                        const Target &target) {
  auto options = arguments.model.frontendOptions();
  if (!options)
    return options.takeError();
  Lowering lowering(std::move(*options));
  if (auto parsed = lowering.parse(arguments.model.file); !parsed)
    return parsed.takeError();
  if (auto tree = lowering.elaborate(); !tree)
    return tree.takeError();
  if (auto graph = lowering.generateGraph(); !graph)
    return graph.takeError();
  auto function = lowering.findFunction(name);
  if (!function)
    return function.takeError();
  auto module = lowering.lowerTo(Phase::Kernels, *function, binding, target);
  if (!module)
    return module.takeError();
  return countWork((*module)->lookupSymbol<kernel::ScheduleOp>(name));
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

static void printReport(const Measurement &measured) {
  fmt::print("compiled  in {}, the first call included\n",
             describeTime(measured.compileTime));
  fmt::print("a call    {} in the median of {}; 9 of 10 between {} and {}\n",
             describeTime(measured.median()), measured.times.size(),
             describeTime(measured.quantile(0.05)),
             describeTime(measured.quantile(0.95)));
  if (measured.work.flops != 0)
    fmt::print("computes  {}FLOP in contractions: {}FLOP/s, {:.1f} % of the "
               "{}FLOP/s measured here\n",
               scaled(double(measured.work.flops)), scaled(measured.flopRate()),
               100 * measured.peakShare(), scaled(measured.peak));
  fmt::print(
      "moves     {}B through {}: {}B/s\n", scaled(double(measured.work.bytes)),
      counted(measured.work.launches, "kernel"), scaled(measured.byteRate()));
  const MemoryInfo &memory = measured.memory;
  fmt::print(
      "memory    {}B: parameters {}B, states {}B, inputs and outputs "
      "{}B, prepared {}B, workspace {}B\n",
      scaled(double(memory.total())), scaled(double(memory.parameterBytes)),
      scaled(double(memory.stateBytes)), scaled(double(memory.interfaceBytes)),
      scaled(double(memory.preparedBytes)),
      scaled(double(memory.workspaceBytes)));
}

/// A line for each function.
static void printTable(llvm::ArrayRef<Measurement> measurements) {
  Table table({false, true, true, true, true, true, true, true});
  table.add({"function", "median", "5 %", "95 %", "GFLOP/s", "of peak", "GB/s",
             "workspace"});
  for (const Measurement &measured : measurements) {
    bool computes = measured.work.flops != 0;
    table.add(
        {measured.function, describeTime(measured.median()),
         describeTime(measured.quantile(0.05)),
         describeTime(measured.quantile(0.95)),
         computes ? fmt::format("{:.1f}", measured.flopRate() / 1e9) : "",
         computes ? fmt::format("{:.1f} %", 100 * measured.peakShare()) : "",
         fmt::format("{:.1f}", measured.byteRate() / 1e9),
         scaled(double(measured.memory.workspaceBytes)) + "B"});
  }
  table.print();
}

/// In units without a prefix.
static llvm::json::Object toJson(const BenchArguments &arguments,
                                 const Measurement &measured,
                                 unsigned threads) {
  return llvm::json::Object{
      {"file", arguments.model.file},
      {"function", measured.function},
      {"binding", measured.binding},
      {"threads", threads},
      {"calls", int64_t(measured.times.size())},
      {"compile_seconds", measured.compileTime},
      {"median_seconds", measured.median()},
      {"p05_seconds", measured.quantile(0.05)},
      {"p95_seconds", measured.quantile(0.95)},
      {"least_seconds", measured.times.front()},
      {"flops", int64_t(measured.work.flops)},
      {"peak_flops_per_second", measured.peak},
      {"peak_share", measured.peakShare()},
      {"turns", int64_t(measured.turns)},
      {"undisturbed_turns", int64_t(measured.undisturbedTurns)},
      {"bytes_moved", int64_t(measured.work.bytes)},
      {"launches", int64_t(measured.work.launches)},
      {"parameter_bytes", int64_t(measured.memory.parameterBytes)},
      {"state_bytes", int64_t(measured.memory.stateBytes)},
      {"interface_bytes", int64_t(measured.memory.interfaceBytes)},
      {"prepared_bytes", int64_t(measured.memory.preparedBytes)},
      {"workspace_bytes", int64_t(measured.memory.workspaceBytes)}};
}

/// An object; with --all, a list of them.
static Expected<void> writeJson(const BenchArguments &arguments,
                                llvm::ArrayRef<Measurement> measurements,
                                unsigned threads) {
  llvm::json::Array list;
  for (const Measurement &measured : measurements)
    list.push_back(toJson(arguments, measured, threads));
  llvm::json::Value value = arguments.all ? llvm::json::Value(std::move(list))
                                          : std::move(list.front());
  std::string text;
  llvm::raw_string_ostream(text) << value << '\n';
  return writeFile(arguments.jsonFile, text);
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

/// `call` says how many threads, and the numbers of dimensions.
static Expected<Measurement> measure(const Model &model,
                                     const FunctionInfo &function,
                                     const BenchArguments &arguments,
                                     const ModelOptions &options,
                                     const Target &target, CallOptions call) {
  Measurement measured;
  measured.function = function.name;
  auto paths =
      assignPaths("input", arguments.inputs, function.name, function.inputs);
  if (!paths)
    return paths.takeError();
  auto inputs = makeInputs(function, *paths, arguments.seed,
                           MemoryLimit(options.maximumMemory), call);
  if (!inputs)
    return inputs.takeError();
  auto peak = PeakMeter::create(target, options.real, call.threads);
  if (!peak)
    return peak.takeError();
  if (auto timed =
          timeCalls(model, arguments, inputs->views(), call, *peak, measured);
      !timed)
    return timed.takeError();
  measured.binding = toString(inputs->dimensions);
  auto memory = model.memory(function.name, inputs->dimensions);
  if (!memory)
    return memory.takeError();
  measured.memory = *memory;
  auto work =
      countFunctionWork(arguments, function.name, inputs->dimensions, target);
  if (!work)
    return work.takeError();
  measured.work = *work;
  return Expected<Measurement>(std::move(measured));
}

static bool hasDimension(llvm::ArrayRef<const FunctionInfo *> functions,
                         const std::string &name) {
  return llvm::any_of(functions, [&](const FunctionInfo *function) {
    return llvm::is_contained(function->dimensions, name);
  });
}

static Expected<void> bench(const BenchArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->cpu = arguments.cpu;
  options->libraries = arguments.libraries;
  options->seed = arguments.seed;
  options->objectCache = arguments.cache.options();
  options->timings = arguments.time.timings();
  Expected<Target> target = Target::create(arguments.cpu);
  if (!target)
    return target.takeError();
  CallOptions call;
  auto dimensions = parseDimensions(arguments.dimensions);
  if (!dimensions)
    return dimensions.takeError();
  call.dimensions = std::move(*dimensions);
  call.threads = arguments.threads ? arguments.threads : hardwareThreads();

  Expected<Model> model = Model::fromFile(arguments.model.file, *options);
  if (!model)
    return model.takeError();
  std::vector<const FunctionInfo *> functions;
  if (arguments.all)
    for (const FunctionInfo &function : model->functions())
      functions.push_back(&function);
  else
    functions.push_back(model->findFunction(arguments.function));
  if (functions.front() == nullptr)
    return model->call(arguments.function, {}).takeError();
  for (const auto &[name, size] : call.dimensions)
    if (arguments.all && !hasDimension(functions, name))
      return Error("no function of '" + model->name() + "' has a dimension '" +
                   name + "'");
  if (!arguments.weights.empty())
    if (auto loaded = model->loadWeights(arguments.weights); !loaded)
      return loaded.takeError();
  // Weights are there before the clock runs.
  model->weights();

  std::vector<Measurement> measurements;
  for (const FunctionInfo *function : functions) {
    CallOptions own = call;
    if (arguments.all)
      for (const auto &dimension : call.dimensions)
        if (!hasDimension(function, dimension.first))
          own.dimensions.erase(dimension.first);
    auto measured =
        measure(*model, *function, arguments, *options, *target, own);
    if (!measured)
      return measured.takeError();
    measurements.push_back(std::move(*measured));
  }
  const Measurement &first = measurements.front();
  std::string machine = fmt::format("{}, {}", counted(call.threads, "thread"),
                                    target->description());
  if (arguments.all) {
    fmt::print("{}, {}, peak {}FLOP/s\n", model->name(), machine,
               scaled(first.peak));
    printTable(measurements);
  } else {
    fmt::print("{} of {}{}, {}\n", first.function, model->name(),
               first.binding.empty() ? "" : " with " + first.binding, machine);
    printReport(first);
  }
  return arguments.jsonFile.empty()
             ? Expected<void>()
             : writeJson(arguments, measurements, call.threads);
}

Command dlc::tool::addBench(CLI::App &app) {
  CommandLine command(
      app, "bench", "Measure the speed of a function of a model",
      "Inputs without a file are drawn as by `dlc run`. The peak that a\n"
      "percentage refers to is that of fused multiply-adds in registers, with\n"
      "as many threads; `computes` counts multiplications and additions of\n"
      "products and convolutions as the model has them, `moves` what kernels\n"
      "read and write, in caches and in memory.\n\n"
      "Example:\n"
      "  dlc bench examples/lenet5/lenet5.dl --dim N=8 --threads 1");
  auto arguments = std::make_shared<BenchArguments>();
  arguments->model.addTo(command);
  Option function = command.add("--function", arguments->function, "NAME",
                                "which one (forward)");
  command.addFlag("--all", arguments->all, "all functions, as a table")
      .excludes(function);
  addWeights(command, arguments->weights);
  addInputs(command, arguments->inputs);
  addDimensions(command, arguments->dimensions);
  addSeconds(command, arguments->seconds);
  command.add("--json", arguments->jsonFile, "FILE",
              "write the figures, in seconds and bytes");
  addSeed(command, arguments->seed);
  addLibraries(command, arguments->libraries);
  addThreads(command, arguments->threads);
  addCpu(command, arguments->cpu);
  arguments->cache.addTo(command);
  arguments->time.addTo(command);
  return {command.app(), [=] {
            Expected<void> done = bench(*arguments);
            arguments->time.print();
            return done ? 0 : fail(done.error());
          }};
}
