//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc step: takes steps of training and shows their losses.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "DataSet.h"
#include "Inputs.h"
#include "TimeReport.h"

#include "dlc/Runtime/Threefry.h"
#include "dlc/Trainer.h"

#include <chrono>
#include <cstring>
#include <numeric>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct StepArguments {
  ModelArguments model;
  std::string weights;
  std::string save;
  std::string data;
  std::string labels;
  std::vector<std::string> inputs;
  std::vector<std::string> dimensions;
  std::vector<std::string> scalars;
  std::vector<std::string> libraries;
  std::string cpu = "native";
  int64_t steps = 10;
  int64_t batch = 64;
  int64_t every = 1;
  uint64_t seed = 0;
  unsigned threads = 0;
  StepOptionArguments options;
  RemarkArguments remarks;
  CacheArguments cache;
  TimeReport time;
};

/// Batches of a data set, each image once before any comes again, in an order
/// that the seed and the epoch give.
class Batches {
public:
  Batches(const DataSet &data, int64_t size, uint64_t seed)
      : data(data), size(std::min(size, data.size())), seed(seed),
        images(data.images.dtype(), withFirst(data.images.shape(), this->size)),
        labels(DType::I64, {this->size}), order(size_t(data.size())) {
    std::iota(order.begin(), order.end(), 0);
  }

  /// Images and labels. Valid until the next call.
  std::vector<TensorView> next();

private:
  static Shape withFirst(Shape shape, int64_t count) {
    shape[0] = count;
    return shape;
  }
  void shuffle();

  const DataSet &data;
  const int64_t size;
  const uint64_t seed;
  Tensor images, labels;
  std::vector<int64_t> order;
  int64_t place = 0;
  uint64_t epoch = 0;
};
} // namespace

/// Fisher and Yates.
void Batches::shuffle() {
  RandomKey key = foldIn(randomKey(seed), epoch++);
  for (size_t i = order.size(); i > 1; --i) {
    RandomKey bits = foldIn(key, i);
    uint64_t random = uint64_t(bits[0]) << 32 | bits[1];
    std::swap(order[i - 1], order[size_t(random % i)]);
  }
  place = 0;
}

std::vector<TensorView> Batches::next() {
  // What is left of an epoch and makes no batch is left out.
  if (epoch == 0 || place + size > data.size())
    shuffle();
  size_t bytes = images.bytes() / size_t(size);
  for (int64_t i = 0; i < size; ++i) {
    int64_t image = order[size_t(place + i)];
    std::memcpy(static_cast<char *>(images.data()) + size_t(i) * bytes,
                static_cast<const char *>(data.images.data()) +
                    size_t(image) * bytes,
                bytes);
    labels.as<int64_t>()[i] = data.labels[size_t(image)];
  }
  place += size;
  return {std::as_const(images).view(), std::as_const(labels).view()};
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

/// "lr=0.01"
static Expected<void> setScalars(Trainer &trainer,
                                 const std::vector<std::string> &scalars) {
  for (const std::string &text : scalars) {
    auto split = splitAssignment("--set", text);
    char *end = nullptr;
    double value = split ? std::strtod(split->second.c_str(), &end) : 0;
    if (!split || *end != '\0')
      return Error("--set takes NAME=NUMBER, got '" + text + "'");
    if (Expected<void> set = trainer.setScalar(split->first, value); !set)
      return set;
  }
  return {};
}

static void show(int64_t step, const Trainer::Result &result) {
  fmt::print("step {}: loss {}", step, sixDigits(result.loss));
  for (const auto &[name, value] : result.metrics)
    if (value.elementCount() == 1 && isFloat(value.dtype()))
      fmt::print(", {} {}", name, sixDigits(elementAt(value, 0)));
  fmt::print(", gradient norm {}{}\n", sixDigits(result.gradientNorm),
             result.isSkipped ? ", skipped" : "");
}

static Error wrongData(const Trainer &trainer) {
  std::string inputs;
  for (const TensorInfo &input : trainer.batch())
    inputs += (inputs.empty() ? "" : ", ") + input.name;
  return Error("--data gives images u8[N, ...] and labels i64[N], the batch of "
               "model '" +
               trainer.model().name() + "' is (" + inputs +
               "); --input gives its tensors");
}

static Expected<void> takeSteps(const StepArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->cpu = arguments.cpu;
  options->libraries = arguments.libraries;
  options->seed = arguments.seed;
  options->step = arguments.options.options();
  auto onRemark = arguments.remarks.consumer();
  if (!onRemark)
    return onRemark.takeError();
  options->onRemark = std::move(*onRemark);
  options->objectCache = arguments.cache.options();
  options->timings = arguments.time.timings();
  Expected<Trainer> trainer = Trainer::fromFile(arguments.model.file, *options);
  if (!trainer)
    return trainer.takeError();
  if (!arguments.weights.empty())
    if (auto loaded = trainer->model().loadWeights(arguments.weights); !loaded)
      return loaded;
  if (auto set = setScalars(*trainer, arguments.scalars); !set)
    return set;

  CallOptions call;
  call.threads = arguments.threads;
  const FunctionInfo &function = trainer->function();
  std::optional<DataSet> data;
  std::optional<Batches> batches;
  std::optional<CallInputs> inputs;
  if (!arguments.data.empty()) {
    auto read = readDataSet(arguments.data, DataPart::Training,
                            arguments.labels, /*limit=*/0);
    if (!read)
      return read.takeError();
    data = std::move(*read);
    const auto &batch = trainer->batch();
    if (batch.size() != 2 || batch[0].dtype != data->images.dtype() ||
        batch[1].dtype != DType::I64)
      return wrongData(*trainer);
    batches.emplace(*data, arguments.batch, arguments.seed);
  } else {
    auto dimensions = parseDimensions(arguments.dimensions);
    if (!dimensions)
      return dimensions.takeError();
    call.dimensions = std::move(*dimensions);
    auto paths =
        assignPaths("input", arguments.inputs, function.name, function.inputs);
    if (!paths)
      return paths.takeError();
    auto made = makeInputs(function, *paths, arguments.seed,
                           MemoryLimit(options->maximumMemory), call);
    if (!made)
      return made.takeError();
    inputs = std::move(*made);
    fmt::print("{}", describeInputs(function, inputs->tensors, *paths,
                                    arguments.seed));
  }

  using Clock = std::chrono::steady_clock;
  double seconds = 0;
  int64_t skipped = 0;
  for (int64_t i = 0; i < arguments.steps; ++i) {
    std::vector<TensorView> batch = batches ? batches->next() : inputs->views();
    Clock::time_point start = Clock::now();
    Expected<Trainer::Result> result = trainer->step(batch, call);
    if (!result)
      return result.takeError();
    skipped += result->isSkipped;
    // The first step compiles.
    if (i != 0)
      seconds += std::chrono::duration<double>(Clock::now() - start).count();
    if ((i + 1) % arguments.every == 0 || i + 1 == arguments.steps)
      show(trainer->steps() + result->isSkipped, *result);
  }
  if (skipped != 0)
    fmt::print("{} skipped\n", counted(uint64_t(skipped), "step"));
  if (arguments.steps > 1)
    fmt::print("{} a step\n",
               describeTime(seconds / double(arguments.steps - 1)));
  if (!arguments.save.empty())
    return trainer->model().saveWeights(arguments.save);
  return {};
}

Command dlc::tool::addStep(CLI::App &app) {
  CommandLine command(
      app, "step", "Take steps of training and show their losses",
      "The model file says how the model is trained: `train NAME { ... }`.\n"
      "Images and labels are IDX files, plain or gzipped: a folder with\n"
      "train-images-idx3-ubyte and train-labels-idx1-ubyte, or a file of\n"
      "images with its labels beside it. Without --data each step has the\n"
      "same batch: from npy files, or drawn from the seed as `dlc run` does.\n"
      "--save writes what --weights reads, with what the optimizer keeps, so\n"
      "that another command goes on from there.\n\n"
      "Example:\n"
      "  dlc step examples/lenet5/lenet5.dl --steps 200 --every 50 \\\n"
      "    --data /usr/share/datasets/fashion-mnist --save "
      "trained.safetensors");
  auto arguments = std::make_shared<StepArguments>();
  arguments->model.addTo(command);
  addWeights(command, arguments->weights);
  command.add("--save", arguments->save, "FILE",
              "write weights and what the optimizer keeps at the end");
  command.add("--data", arguments->data, "PATH", "images: a folder or a file");
  command.add("--labels", arguments->labels, "FILE",
              "labels (the file beside the images)");
  command.add("--batch", arguments->batch, "N", "images a step (64)")
      .positive();
  command.add("--steps", arguments->steps, "N", "how many (10)").positive();
  command.add("--every", arguments->every, "N", "show each N-th step (1)")
      .positive();
  command.addRepeated("--set", arguments->scalars, "NAME=NUMBER",
                      "a scalar of the optimizer");
  addInputs(command, arguments->inputs,
            "a tensor of the batch from an npy file");
  addDimensions(command, arguments->dimensions);
  addSeed(command, arguments->seed, "weights, order, random numbers");
  addLibraries(command, arguments->libraries);
  addThreads(command, arguments->threads);
  addCpu(command, arguments->cpu);
  arguments->options.addTo(command);
  arguments->remarks.addTo(command);
  arguments->cache.addTo(command);
  arguments->time.addTo(command);
  return {command.app(), [=] {
            Expected<void> done = takeSteps(*arguments);
            arguments->time.print();
            return done ? 0 : fail(done.error());
          }};
}
