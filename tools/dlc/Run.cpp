//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc run: calls one function of a model on tensors from files, or on random
// ones.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "Inputs.h"
#include "TimeReport.h"

#include "dlc/Data/Npy.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <cmath>
#include <set>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct RunArguments {
  ModelArguments model;
  std::string function = "forward";
  std::string weights;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<std::string> dimensions;
  std::vector<std::string> libraries;
  std::string save;
  std::string cpu = "native";
  uint64_t seed = 0;
  unsigned threads = 0;
  bool interpret = false;
  bool statistics = false;
  RemarkArguments remarks;
  CacheArguments cache;
  TimeReport time;
};
} // namespace

//===----------------------------------------------------------------------===//
// Summaries
//===----------------------------------------------------------------------===//

static constexpr int64_t shownElements = 8;

static void summarize(const std::string &kind, const std::string &name,
                      const Tensor &tensor) {
  fmt::print("{} {}: {}", kind, name, describe(tensor.dtype(), tensor.shape()));
  int64_t count = tensor.elementCount();
  double least = INFINITY, greatest = -INFINITY, sum = 0;
  int64_t undefined = 0;
  for (int64_t i = 0; i < count; ++i) {
    double value = elementAt(tensor, i);
    if (std::isnan(value)) {
      ++undefined;
      continue;
    }
    least = std::min(least, value);
    greatest = std::max(greatest, value);
    sum += value;
  }
  if (int64_t numbers = count - undefined; numbers > 0)
    fmt::print(", min {}, mean {}, max {}", sixDigits(least),
               sixDigits(sum / double(numbers)), sixDigits(greatest));
  if (undefined != 0)
    fmt::print(", {} NaN", undefined);
  fmt::print(count == 0 ? "" : "\n ");
  for (int64_t i = 0; i < std::min(count, shownElements); ++i)
    fmt::print(" {}", sixDigits(elementAt(tensor, i)));
  fmt::print("{}\n", count > shownElements ? " ..." : "");
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

static Expected<void> runFunction(const RunArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->cpu = arguments.cpu;
  options->libraries = arguments.libraries;
  options->seed = arguments.seed;
  auto onRemark = arguments.remarks.consumer();
  if (!onRemark)
    return onRemark.takeError();
  options->onRemark = std::move(*onRemark);
  options->objectCache = arguments.cache.options();
  options->timings = arguments.time.timings();
  CallOptions call;
  auto dimensions = parseDimensions(arguments.dimensions);
  if (!dimensions)
    return dimensions.takeError();
  call.dimensions = std::move(*dimensions);
  call.interpret = arguments.interpret;
  call.threads = arguments.threads;

  Expected<Model> model = Model::fromFile(arguments.model.file, *options);
  if (!model)
    return model.takeError();
  const FunctionInfo *function = model->findFunction(arguments.function);
  if (!function)
    return model->call(arguments.function, {}).takeError();
  auto inputPaths =
      assignPaths("input", arguments.inputs, function->name, function->inputs);
  if (!inputPaths)
    return inputPaths.takeError();
  auto outputPaths = assignPaths("output", arguments.outputs, function->name,
                                 function->outputs);
  if (!outputPaths)
    return outputPaths.takeError();

  if (!arguments.weights.empty())
    if (auto loaded = model->loadWeights(arguments.weights); !loaded)
      return loaded.takeError();
  auto inputs = makeInputs(*function, *inputPaths, arguments.seed,
                           MemoryLimit(options->maximumMemory), call);
  if (!inputs)
    return inputs.takeError();
  auto outputs = model->call(function->name, inputs->views(), call);
  if (!outputs)
    return outputs.takeError();

  if (!arguments.save.empty())
    if (auto saved = model->saveWeights(arguments.save); !saved)
      return saved;
  if (!arguments.outputs.empty()) {
    std::vector<NpyFile> files;
    for (auto [path, tensor] : llvm::zip_equal(*outputPaths, *outputs))
      if (!path.empty())
        files.push_back({path, std::as_const(tensor).view()});
    // Random inputs are said even where only files are asked for.
    if (llvm::is_contained(*inputPaths, ""))
      fmt::print(stderr, "{}",
                 describeInputs(*function, inputs->tensors, *inputPaths,
                                arguments.seed));
    if (auto written = writeNpy(files); !written)
      return written;
    if (arguments.statistics)
      printStatistics(*model);
    return {};
  }
  if (!model->parameters().empty() && arguments.weights.empty())
    fmt::print("weights: from their initializers and seed {}\n",
               arguments.seed);
  if (function->drawsRandomNumbers)
    fmt::print("random numbers: from seed {}\n", arguments.seed);
  fmt::print("{}", describeInputs(*function, inputs->tensors, *inputPaths,
                                  arguments.seed));
  for (auto [info, tensor] : llvm::zip_equal(function->outputs, *outputs))
    summarize("output", info.name, tensor);
  std::map<std::string, Tensor> states = model->states();
  // A deep network has hundreds of running statistics.
  constexpr size_t shownStates = 6;
  llvm::ArrayRef<std::string> rebinds = function->rebinds;
  for (const std::string &name : rebinds.take_front(shownStates))
    summarize("state", name, states.at(name));
  if (rebinds.size() > shownStates)
    fmt::print("and {} more states; --save writes all\n",
               rebinds.size() - shownStates);
  if (arguments.statistics)
    printStatistics(*model);
  return {};
}

Command dlc::tool::addRun(CLI::App &app) {
  CommandLine command(
      app, "run", "Call a function of a model and show or write its outputs",
      "Inputs without a file are drawn from the seed: floats normal(0, 1),\n"
      "u8 in [0, 256), other integers and bools 0 or 1. Where a function has\n"
      "one input or output, NAME= may be left out. --save writes what\n"
      "--weights reads, with the states that the call has left.\n\n"
      "Example:\n"
      "  dlc run examples/mlp/mlp.dl --weights examples/mlp/mlp.safetensors "
      "\\\n"
      "    --input x=images.npy --output logits=logits.npy");
  auto arguments = std::make_shared<RunArguments>();
  arguments->model.addTo(command);
  command.add("--function", arguments->function, "NAME", "which one (forward)");
  addWeights(command, arguments->weights);
  addInputs(command, arguments->inputs);
  command.addRepeated("--output", arguments->outputs, "NAME=FILE",
                      "write an output to an npy file");
  command.add("--save", arguments->save, "FILE",
              "write weights and states after the call");
  addDimensions(command, arguments->dimensions);
  command.addFlag("--interpret", arguments->interpret,
                  "use the reference evaluator: slow, sums in f64");
  addSeed(command, arguments->seed);
  addLibraries(command, arguments->libraries);
  addStatistics(command, arguments->statistics);
  addThreads(command, arguments->threads);
  addCpu(command, arguments->cpu);
  arguments->remarks.addTo(command);
  arguments->cache.addTo(command);
  arguments->time.addTo(command);
  return {command.app(), [=] {
            Expected<void> done = runFunction(*arguments);
            arguments->time.print();
            return done ? 0 : fail(done.error());
          }};
}
