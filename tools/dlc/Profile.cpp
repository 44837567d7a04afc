//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc profile: how long each kernel of a function takes, and how long it would
// have to.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Inputs.h"
#include "Lowering.h"
#include "Numbers.h"
#include "Place.h"
#include "ProfileReport.h"
#include "Work.h"

#include "dlc/Data/OutputFile.h"
#include "dlc/ExecutionEngine/CachedFunction.h"
#include "dlc/Runtime/Context.h"
#include "dlc/Runtime/Threefry.h"

#include <algorithm>
#include <chrono>
#include <numeric>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct ProfileArguments {
  ModelArguments model;
  std::string function = "forward";
  std::string weights;
  std::vector<std::string> inputs;
  std::vector<std::string> dimensions;
  std::vector<std::string> libraries;
  std::string cpu = "native";
  std::string jsonFile, traceFile, rooflineFile;
  double seconds = 1;
  uint64_t seed = 0;
  unsigned threads = 0;
  size_t rows = 30;
  CacheArguments cache;
};

/// A function with all that its entry points take.
struct ProfiledFunction {
  std::unique_ptr<CompiledFunction> code;
  Buffer prepared;
  std::vector<const void *> inputs, states;
  std::vector<void *> outputs;
  /// What the pointers point to.
  std::vector<Tensor> tensors;
  RandomKey key{};
};
} // namespace

/// Fewer say little of a median.
static constexpr size_t kFewestCalls = 5;

//===----------------------------------------------------------------------===//
// Making
//===----------------------------------------------------------------------===//

/// What is known of each launch before it runs, in the order of their numbers.
static std::vector<LaunchProfile>
describeLaunches(kernel::ScheduleOp schedule,
                 const frontend::Compilation &compilation) {
  std::vector<LaunchProfile> launches;
  schedule.walk([&](mlir::Operation *op) {
    auto launch = llvm::dyn_cast<kernel::LaunchOp>(op);
    auto call = llvm::dyn_cast<kernel::ExternOp>(op);
    if (!launch && !call)
      return;
    LaunchProfile profile;
    llvm::StringRef name =
        launch ? llvm::StringRef(launch.getKernel()) : call.getSymbol();
    if (launch)
      name.consume_front("kernel_");
    Place place = describePlace(op->getLoc(), compilation);
    Work work = workOf(op);
    profile.name = name.str();
    profile.layer = place.layer;
    profile.position = place.position;
    profile.times = work.launches;
    profile.flops = work.flops;
    profile.bytes = work.bytes;
    launches.push_back(std::move(profile));
  });
  return launches;
}

/// Runs @prepare and allocates what calls write.
static Expected<void> supply(ProfiledFunction &function, const Model &model,
                             const CallInputs &inputs, uint64_t seed,
                             unsigned threads) {
  const dlc_descriptor &descriptor = function.code->descriptor();
  const std::map<std::string, Tensor> &weights = model.weights();
  std::map<std::string, Tensor> states = model.states();
  std::vector<const void *> parameters;
  for (int32_t i = 0; i < descriptor.parameter_count; ++i) {
    const char *name = descriptor.parameters[i].name;
    auto found = weights.find(name);
    parameters.push_back(found != weights.end() ? found->second.data()
                                                : states.at(name).data());
  }
  Expected<Buffer> prepared = function.code->prepare(parameters, threads);
  if (!prepared)
    return prepared.takeError();
  function.prepared = std::move(*prepared);
  for (const Tensor &input : inputs.tensors)
    function.inputs.push_back(input.data());
  if (descriptor.random_key) {
    function.key = foldIn(randomKey(seed), 0);
    function.inputs.push_back(function.key.data());
  }
  auto allocate = [&](const dlc_tensor_descriptor &tensor) {
    function.outputs.push_back(
        function.tensors
            .emplace_back(DType(tensor.dtype),
                          Shape(tensor.shape, tensor.shape + tensor.rank))
            .data());
  };
  for (int32_t i = 0; i < descriptor.output_count; ++i)
    allocate(descriptor.outputs[i]);
  // Each call starts from the same states.
  for (int32_t i = 0; i < descriptor.state_count; ++i) {
    allocate(descriptor.states[i]);
    function.tensors.push_back(std::move(states.at(descriptor.states[i].name)));
    function.states.push_back(function.tensors.back().data());
  }
  return {};
}

/// Compiles the function so that it records, and describes its launches.
static Expected<ProfiledFunction> make(const ProfileArguments &arguments,
                                       const Binding &binding,
                                       const Target &target,
                                       ProfileReport &report) {
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
  auto function = lowering.findFunction(arguments.function);
  if (!function)
    return function.takeError();
  auto module = lowering.lowerTo(Phase::Kernels, *function, binding, target);
  if (!module)
    return module.takeError();
  report.launches = describeLaunches(
      (*module)->lookupSymbol<kernel::ScheduleOp>(arguments.function),
      lowering.source());
  if (Expected<void> runs = target.checkRunsHere(); !runs)
    return runs.takeError();
  ObjectOptions object{/*profile=*/true};
  auto compile = [&] { return compileObject(**module, target, object); };
  auto code = arguments.cache.off
                  ? CompiledFunction::load(compile())
                  : loadOrCompile(arguments.cache.options(),
                                  keyOf(*function, binding, target, object),
                                  /*timings=*/nullptr, {}, compile);
  if (!code)
    return code.takeError();
  ProfiledFunction profiled;
  profiled.code = std::move(*code);
  return Expected<ProfiledFunction>(std::move(profiled));
}

//===----------------------------------------------------------------------===//
// Measuring
//===----------------------------------------------------------------------===//

/// The nanoseconds of each launch in one call: those of the slowest thread,
/// all steps of loops added up.
static std::vector<int64_t>
sumUp(const std::vector<std::vector<ProfileEvent>> &threads, size_t launches) {
  // By launch, for each time that it ran.
  std::vector<std::vector<int64_t>> slowest(launches);
  for (const std::vector<ProfileEvent> &events : threads) {
    std::vector<size_t> times(launches);
    for (const ProfileEvent &event : events) {
      std::vector<int64_t> &list = slowest[size_t(event.launch)];
      size_t time = times[size_t(event.launch)]++;
      if (time == list.size())
        list.push_back(0);
      list[time] = std::max(list[time], event.end - event.begin);
    }
  }
  std::vector<int64_t> sums(launches);
  for (size_t i = 0; i < launches; ++i)
    for (int64_t time : slowest[i])
      sums[i] += time;
  return sums;
}

static Expected<void> measure(const ProfiledFunction &function,
                              const ProfileArguments &arguments,
                              unsigned threads, ProfileReport &report) {
  using Clock = std::chrono::steady_clock;
  Profile profile(threads);
  size_t launches = report.launches.size();
  std::vector<std::vector<int64_t>> times(launches);
  std::vector<int64_t> calls, rests;
  Clock::time_point begin = Clock::now();
  auto elapsed = [&] {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  // A tenth of the time warms up.
  double warmUp = arguments.seconds / 10;
  while (calls.size() < kFewestCalls ||
         elapsed() < warmUp + arguments.seconds) {
    bool counts = elapsed() >= warmUp;
    profile.clear();
    Clock::time_point start = Clock::now();
    if (auto done = function.code->run(function.prepared, function.inputs,
                                       function.outputs, threads,
                                       function.states, &profile);
        !done)
      return done;
    if (!counts)
      continue;
    calls.push_back((Clock::now() - start).count());
    std::vector<int64_t> sums = sumUp(profile.events(), launches);
    // Launches that overlap add up to more than the call.
    int64_t all = std::accumulate(sums.begin(), sums.end(), int64_t(0));
    rests.push_back(std::max<int64_t>(0, calls.back() - all));
    for (size_t i = 0; i < launches; ++i)
      times[i].push_back(sums[i]);
  }
  for (size_t i = 0; i < launches; ++i)
    report.launches[i].seconds = double(medianOf(times[i])) / 1e9;
  report.seconds = double(medianOf(calls)) / 1e9;
  report.rest = double(medianOf(rests)) / 1e9;
  report.calls = calls.size();
  report.events = profile.events();
  return {};
}

static Expected<Roofs> measureRoofs(const Target &target, DType real,
                                    unsigned threads) {
  auto flops = measurePeakFlops(target, real, threads);
  if (!flops)
    return flops.takeError();
  auto bandwidth = measureBandwidth(target, threads);
  if (!bandwidth)
    return bandwidth.takeError();
  return Roofs{*flops, *bandwidth, double(privateCacheBytes()) * threads};
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

static Expected<void> writeReports(const ProfileArguments &arguments,
                                   const ProfileReport &report) {
  const std::pair<const std::string &, std::string (*)(const ProfileReport &)>
      files[] = {{arguments.jsonFile, toJson},
                 {arguments.traceFile, toTrace},
                 {arguments.rooflineFile, drawRoofline}};
  for (const auto &[path, render] : files)
    if (!path.empty())
      if (auto written = writeFile(path, render(report)); !written)
        return written;
  return {};
}

static Expected<void> profileFunction(const ProfileArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->cpu = arguments.cpu;
  options->libraries = arguments.libraries;
  options->seed = arguments.seed;
  Expected<Target> target = Target::create(arguments.cpu);
  if (!target)
    return target.takeError();
  CallOptions call;
  auto dimensions = parseDimensions(arguments.dimensions);
  if (!dimensions)
    return dimensions.takeError();
  call.dimensions = std::move(*dimensions);
  unsigned threads = arguments.threads ? arguments.threads : hardwareThreads();

  Expected<Model> model = Model::fromFile(arguments.model.file, *options);
  if (!model)
    return model.takeError();
  const FunctionInfo *function = model->findFunction(arguments.function);
  if (!function)
    return model->call(arguments.function, {}).takeError();
  auto paths =
      assignPaths("input", arguments.inputs, function->name, function->inputs);
  if (!paths)
    return paths.takeError();
  if (!arguments.weights.empty())
    if (auto loaded = model->loadWeights(arguments.weights); !loaded)
      return loaded.takeError();
  auto inputs = makeInputs(*function, *paths, arguments.seed,
                           MemoryLimit(options->maximumMemory), call);
  if (!inputs)
    return inputs.takeError();
  // A call by the model finds what does not fit, and what does not fit into
  // memory.
  if (auto checked = model->call(function->name, inputs->views(), call);
      !checked)
    return checked.takeError();

  ProfileReport report;
  report.title = fmt::format(
      "{} of {}{}, {}, {}", function->name, model->name(),
      inputs->dimensions.empty() ? "" : " with " + toString(inputs->dimensions),
      counted(threads, "thread"), target->processor());
  auto code = make(arguments, inputs->dimensions, *target, report);
  if (!code)
    return code.takeError();
  if (auto supplied = supply(*code, *model, *inputs, arguments.seed, threads);
      !supplied)
    return supplied;
  if (auto measured = measure(*code, arguments, threads, report); !measured)
    return measured;
  auto roofs = measureRoofs(*target, options->real, threads);
  if (!roofs)
    return roofs.takeError();
  report.roofs = *roofs;
  printTable(report, arguments.rows);
  return writeReports(arguments, report);
}

Command dlc::tool::addProfile(CLI::App &app) {
  CommandLine command(
      app, "profile",
      "Time each kernel of a function against the machine's roofs",
      "`of roof` is the share of the time that the machine would need at\n"
      "least: for the multiplications and additions of products and\n"
      "convolutions at its measured peak, or for what the kernel reads and\n"
      "writes at its measured bandwidth, from second-level caches if it fits\n"
      "in them, else from memory. Other arithmetic is not counted.\n\n"
      "Example:\n"
      "  dlc profile examples/lenet5/lenet5.dl --roofline lenet5.svg");
  auto arguments = std::make_shared<ProfileArguments>();
  arguments->model.addTo(command);
  command.add("--function", arguments->function, "NAME", "which one (forward)");
  addWeights(command, arguments->weights);
  addInputs(command, arguments->inputs);
  addDimensions(command, arguments->dimensions);
  addSeconds(command, arguments->seconds);
  command
      .add("--rows", arguments->rows, "N",
           "how many kernels the table has; 0: all (30)")
      .notNegative();
  command.add("--json", arguments->jsonFile, "FILE", "write all figures");
  command.add("--trace", arguments->traceFile, "FILE",
              "write a call as a trace for ui.perfetto.dev");
  command.add("--roofline", arguments->rooflineFile, "FILE",
              "draw kernels and roofs, as SVG");
  addSeed(command, arguments->seed);
  addLibraries(command, arguments->libraries);
  addThreads(command, arguments->threads);
  addCpu(command, arguments->cpu);
  arguments->cache.addTo(command);
  return {command.app(), [=] {
            Expected<void> done = profileFunction(*arguments);
            return done ? 0 : fail(done.error());
          }};
}
