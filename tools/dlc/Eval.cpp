//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc eval: how many images of a data set a model classifies right. What
// pixels become and what the loss is are functions of the model.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "DataSet.h"
#include "Picture.h"
#include "TimeReport.h"

#include <algorithm>
#include <chrono>
#include <unistd.h>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct EvalArguments {
  ModelArguments model;
  std::string weights;
  std::string data;
  std::string labels;
  std::vector<std::string> libraries;
  std::string cpu = "native";
  int64_t batch = 100;
  int64_t limit = 0;
  int64_t show = 0;
  unsigned threads = 0;
  bool interpret = false;
  bool statistics = false;
  CacheArguments cache;
  TimeReport time;
};

/// The entry points that evaluation uses.
struct Functions {
  const FunctionInfo *preprocess;
  const FunctionInfo *forward;
  const FunctionInfo *loss; ///< null without one
};

struct Evaluation {
  std::vector<int64_t> predictions;
  int64_t correct = 0;
  double lossSum = 0; ///< of images
  double seconds = 0;
  double compileSeconds = 0;
};
} // namespace

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

static Error missing(const Model &model, const std::string &what) {
  return Error(
      "model '" + model.name() + "' cannot be evaluated: it declares " + what +
      "\n`dlc eval` calls functions that the model file declares, such as"
      "\n  fn preprocess(pixels: u8[N, 28, 28]) -> real[N, 1, 28, 28]"
      "\n  fn forward(x: real[N, 1, 28, 28]) -> real[N, classes]"
      "\nand, for the loss,"
      "\n  fn loss(logits: real[N, classes], labels: i64[N]) -> real[]");
}

static Expected<Functions> findFunctions(const Model &model) {
  Functions functions;
  auto find = [&](const char *name,
                  size_t inputs) -> Expected<const FunctionInfo *> {
    const FunctionInfo *function = model.findFunction(name);
    if (!function)
      return missing(model, "no function '" + std::string(name) +
                                "' with typed arguments and results");
    if (function->inputs.size() != inputs || function->outputs.size() != 1)
      return missing(model, "'" + function->name + "' with " +
                                counted(function->inputs.size(), "input") +
                                " and " +
                                counted(function->outputs.size(), "output") +
                                ", not " + std::to_string(inputs) + " and 1");
    return function;
  };
  for (auto [name, slot] : {std::pair("preprocess", &functions.preprocess),
                            std::pair("forward", &functions.forward)}) {
    Expected<const FunctionInfo *> found = find(name, 1);
    if (!found)
      return found.takeError();
    *slot = *found;
  }
  const TensorInfo &scores = functions.forward->outputs[0];
  if (scores.sizes.size() != 2 || !isFloat(scores.dtype))
    return missing(model, "'forward' whose output is not real[N, classes]");
  functions.loss = nullptr;
  if (!model.findFunction("loss"))
    return functions;
  Expected<const FunctionInfo *> loss = find("loss", 2);
  if (!loss)
    return loss.takeError();
  functions.loss = *loss;
  const TensorInfo &labels = functions.loss->inputs[1];
  const TensorInfo &value = functions.loss->outputs[0];
  if (labels.sizes.size() != 1 ||
      (labels.dtype != DType::I64 && labels.dtype != DType::I32))
    return missing(model, "'loss' whose second input is not i64[N]");
  if (!value.sizes.empty() || !isFloat(value.dtype))
    return missing(model, "'loss' whose output is not real[]");
  return functions;
}

static Expected<Model> loadModel(const EvalArguments &arguments) {
  Expected<ModelOptions> options = arguments.model.options();
  if (!options)
    return options.takeError();
  options->cpu = arguments.cpu;
  options->libraries = arguments.libraries;
  options->objectCache = arguments.cache.options();
  options->timings = arguments.time.timings();
  return Model::fromFile(arguments.model.file, *options);
}

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

/// The index of the largest score; of equal ones the first.
template <typename T> static int64_t argmax(const T *scores, int64_t classes) {
  return std::max_element(scores, scores + classes) - scores;
}

static int64_t predict(const Tensor &scores, int64_t row) {
  int64_t classes = scores.shape()[1];
  return scores.dtype() == DType::F64
             ? argmax(scores.as<double>() + row * classes, classes)
             : argmax(scores.as<float>() + row * classes, classes);
}

/// Labels as the loss wants them.
static Tensor makeLabels(const int64_t *labels, int64_t count, DType dtype) {
  Tensor tensor(dtype, {count});
  if (dtype == DType::I64)
    std::copy(labels, labels + count, tensor.as<int64_t>());
  else
    std::copy(labels, labels + count, tensor.as<int32_t>());
  return tensor;
}

namespace {
class Evaluator {
public:
  Evaluator(const Model &model, const Functions &functions, const DataSet &data,
            const EvalArguments &arguments)
      : model(model), functions(functions), data(data), batch(arguments.batch) {
    options.threads = arguments.threads;
    options.interpret = arguments.interpret;
  }

  Expected<Evaluation> run();

private:
  struct BatchResult {
    Tensor scores;
    double loss = 0;
  };
  Expected<BatchResult> runBatch(int64_t first, int64_t count) const;
  Expected<Tensor> call(const FunctionInfo &function,
                        const std::vector<TensorView> &inputs) const;

  const Model &model;
  const Functions &functions;
  const DataSet &data;
  const int64_t batch;
  CallOptions options;
};
} // namespace

Expected<Tensor> Evaluator::call(const FunctionInfo &function,
                                 const std::vector<TensorView> &inputs) const {
  auto outputs = model.call(function.name, inputs, options);
  if (!outputs)
    return outputs.takeError();
  return std::move(outputs->front());
}

Expected<Evaluator::BatchResult> Evaluator::runBatch(int64_t first,
                                                     int64_t count) const {
  TensorView images = data.images.view();
  size_t imageBytes = images.bytes() / size_t(images.shape[0]);
  images.data =
      static_cast<const char *>(images.data) + size_t(first) * imageBytes;
  images.shape[0] = count;
  Expected<Tensor> inputs = call(*functions.preprocess, {images});
  if (!inputs)
    return inputs.takeError();
  const Tensor &preprocessed = *inputs;
  Expected<Tensor> scores = call(*functions.forward, {preprocessed.view()});
  if (!scores)
    return scores.takeError();
  BatchResult result{std::move(*scores)};
  if (result.scores.shape()[0] != count || result.scores.shape()[1] == 0)
    return Error("'forward' makes " +
                 describe(result.scores.dtype(), result.scores.shape()) +
                 " of " + counted(uint64_t(count), "image") +
                 ": there must be a row of scores for each");
  if (!functions.loss)
    return result;
  const Tensor labels = makeLabels(&data.labels[size_t(first)], count,
                                   functions.loss->inputs[1].dtype);
  Expected<Tensor> loss = call(
      *functions.loss, {std::as_const(result.scores).view(), labels.view()});
  if (!loss)
    return loss.takeError();
  result.loss = elementAt(*loss, 0);
  return result;
}

Expected<Evaluation> Evaluator::run() {
  using Clock = std::chrono::steady_clock;
  auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  Evaluation evaluation;
  for (int64_t first = 0; first < data.size(); first += batch) {
    int64_t count = std::min(batch, data.size() - first);
    size_t compiledBefore = model.compiledCount();
    Clock::time_point start = Clock::now();
    Expected<BatchResult> result = runBatch(first, count);
    if (result && model.compiledCount() != compiledBefore) {
      // The first batch of a size compiled: the second time is the real one.
      evaluation.compileSeconds += since(start);
      start = Clock::now();
      result = runBatch(first, count);
    }
    if (!result)
      return result.takeError();
    evaluation.seconds += since(start);
    evaluation.lossSum += result->loss * double(count);
    for (int64_t i = 0; i < count; ++i) {
      evaluation.predictions.push_back(predict(result->scores, i));
      evaluation.correct +=
          evaluation.predictions.back() == data.labels[size_t(first + i)];
    }
  }
  return evaluation;
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

static Expected<void> showImages(const DataSet &data,
                                 const Evaluation &evaluation, int64_t count) {
  const Shape &shape = data.images.shape();
  if (data.images.dtype() != DType::U8 || shape.size() != 3)
    return Error("--show draws grey images, u8[N, H, W], these are " +
                 describe(data.images.dtype(), shape));
  std::vector<Picture> pictures;
  for (int64_t i = 0; i < std::min(count, data.size()); ++i) {
    int64_t predicted = evaluation.predictions[size_t(i)];
    int64_t label = data.labels[size_t(i)];
    pictures.push_back({data.images.as<uint8_t>() + i * shape[1] * shape[2],
                        shape[1], shape[2],
                        fmt::format("predicted {}, true {}{}", predicted, label,
                                    predicted == label ? "" : " (wrong)")});
  }
  fmt::print("{}\n", drawPictures(pictures, terminalColumns(),
                                  isatty(STDOUT_FILENO) != 0));
  return {};
}

static void report(const DataSet &data, const Functions &functions,
                   const Evaluation &evaluation) {
  double size = double(data.size());
  fmt::print("{} of {} ({:.2f} %)\n", evaluation.correct, data.size(),
             100.0 * double(evaluation.correct) / size);
  if (functions.loss)
    fmt::print("mean loss {:.6f}\n", evaluation.lossSum / size);
  fmt::print("{:.0f} images per second", size / evaluation.seconds);
  if (evaluation.compileSeconds != 0)
    fmt::print(", after {:.0f} ms to compile",
               1000 * evaluation.compileSeconds);
  fmt::print("\n");
}

static Expected<void> evaluate(const EvalArguments &arguments) {
  if (arguments.batch < 1)
    return Error("--batch must be at least 1");
  if (arguments.limit < 0 || arguments.show < 0)
    return Error("--limit and --show must not be negative");
  Expected<Model> model = loadModel(arguments);
  if (!model)
    return model.takeError();
  Expected<Functions> functions = findFunctions(*model);
  if (!functions)
    return functions.takeError();
  if (auto loaded = model->loadWeights(arguments.weights); !loaded)
    return loaded;
  Expected<DataSet> data = readDataSet(arguments.data, DataPart::Test,
                                       arguments.labels, arguments.limit);
  if (!data)
    return data.takeError();
  Expected<Evaluation> evaluation =
      Evaluator(*model, *functions, *data, arguments).run();
  if (!evaluation)
    return evaluation.takeError();
  if (arguments.show != 0)
    if (auto shown = showImages(*data, *evaluation, arguments.show); !shown)
      return shown;
  report(*data, *functions, *evaluation);
  if (arguments.statistics)
    printStatistics(*model);
  return {};
}

Command dlc::tool::addEval(CLI::App &app) {
  CommandLine command(
      app, "eval",
      "Classify the images of a data set and count the right answers",
      "The model's own functions are called on each batch: preprocess on the\n"
      "pixels, forward on what that makes, and loss, if the model has one, on\n"
      "scores and labels. Data are IDX files, plain or gzipped: a folder with\n"
      "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, or a file of images\n"
      "with its labels beside it.\n\n"
      "Example:\n"
      "  dlc eval examples/lenet5/lenet5.dl \\\n"
      "    --weights examples/lenet5/lenet5.safetensors \\\n"
      "    --data /usr/share/datasets/fashion-mnist --show 4");
  auto arguments = std::make_shared<EvalArguments>();
  arguments->model.addTo(command);
  command.add("--weights", arguments->weights, "FILE", "a safetensors file")
      .required();
  command.add("--data", arguments->data, "PATH", "images: a folder or a file")
      .required();
  command.add("--labels", arguments->labels, "FILE",
              "labels (the file beside the images)");
  command.add("--batch", arguments->batch, "N", "images a call (100)");
  command.add("--limit", arguments->limit, "N", "only the first N images");
  command.add("--show", arguments->show, "N", "draw the first N images");
  command.addFlag("--interpret", arguments->interpret,
                  "use the reference evaluator: slow, sums in f64");
  addLibraries(command, arguments->libraries);
  addStatistics(command, arguments->statistics);
  addThreads(command, arguments->threads);
  addCpu(command, arguments->cpu);
  arguments->cache.addTo(command);
  arguments->time.addTo(command);
  return {command.app(), [=] {
            Expected<void> done = evaluate(*arguments);
            arguments->time.print();
            return done ? 0 : fail(done.error());
          }};
}
