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

#include "dlc/Data/Npy.h"
#include "dlc/Dialect/Graph/IR/Dimension.h"
#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Runtime/BFloat16.h"
#include "dlc/Runtime/Initializer.h"

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
};

/// What the command line says of the function's inputs or outputs: paths by
/// position in the interface; empty ones were not named.
using Paths = std::vector<std::string>;
} // namespace

/// Finds out whose file each "NAME=FILE" is. `kind`: "input" or "output".
static Expected<Paths> assignPaths(const std::string &kind,
                                   const std::vector<std::string> &arguments,
                                   const std::string &function,
                                   const std::vector<TensorInfo> &tensors) {
  Paths paths(tensors.size());
  std::vector<llvm::StringRef> names;
  for (const TensorInfo &tensor : tensors)
    names.push_back(tensor.name);
  std::string all = "'" + llvm::join(names, "', '") + "'";
  for (const std::string &argument : arguments) {
    size_t index = 0;
    std::string path = argument;
    if (argument.find('=') != std::string::npos) {
      auto split = splitAssignment("--" + kind, argument);
      if (!split)
        return split.takeError();
      index = llvm::find(names, split->first) - names.begin();
      if (index == names.size())
        return Error("'" + function + "' has no " + kind + " '" + split->first +
                     "'" + frontend::didYouMean(split->first, names) +
                     (names.empty() ? "" : " (it has " + all + ")"));
      path = split->second;
    } else if (tensors.size() != 1) {
      return Error("--" + kind + " " + argument + " needs a name: '" +
                   function + "' has " +
                   (names.empty() ? "no " + kind + "s" : all));
    }
    if (kind == "output" && llvm::is_contained(paths, path))
      return Error("two outputs cannot both go to '" + path + "'");
    if (!paths[index].empty())
      return Error(kind + " '" + tensors[index].name + "' is given twice");
    paths[index] = path;
  }
  return paths;
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// Numbers for the dimensions that no input given tells: those of --dim, else
/// 1. A shape that does not fit is left for the call to explain.
static std::map<std::string, int64_t>
completeDimensions(const FunctionInfo &function,
                   const std::vector<std::optional<Tensor>> &inputs,
                   std::map<std::string, int64_t> dimensions) {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, number] : dimensions)
    numbers[name] = number;
  std::vector<graph::DimensionEquation> equations;
  for (auto [info, tensor] : llvm::zip_equal(function.inputs, inputs))
    if (tensor && tensor->shape().size() == info.sizes.size())
      for (auto [size, number] : llvm::zip_equal(info.sizes, tensor->shape()))
        if (auto dimension = graph::Dimension::parse(size))
          equations.push_back({*dimension, number});
  graph::solveDimensions(equations, numbers);
  for (const std::string &name : function.dimensions)
    dimensions.emplace(name, numbers.try_emplace(name, 1).first->second);
  return dimensions;
}

/// Whether the shape of an input has the name in it.
static bool isTold(const FunctionInfo &function, llvm::StringRef name) {
  bool told = false;
  for (const TensorInfo &input : function.inputs)
    for (const std::string &size : input.sizes)
      if (auto dimension = graph::Dimension::parse(size))
        dimension->forEachSymbol(
            [&](llvm::StringRef symbol) { told |= symbol == name; });
  return told;
}

/// How an input of this type is drawn, as text too.
static std::pair<Initializer, std::string> drawOf(DType dtype) {
  using Kind = Initializer::Kind;
  if (isFloat(dtype))
    return {{Kind::Normal, 0, 1}, "normal(0, 1)"};
  // Rounded to nearest.
  if (dtype == DType::U8)
    return {{Kind::Uniform, -0.5, 255.5}, "integers in [0, 256)"};
  // Small enough to be an index into almost anything.
  return {{Kind::Uniform, -0.5, 1.5}, "integers in [0, 2)"};
}

static Expected<Tensor>
drawInput(const TensorInfo &info, const std::string &function,
          const std::map<std::string, int64_t> &dimensions, uint64_t seed,
          const MemoryLimit &limit, uint64_t &drawnBytes) {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, number] : dimensions)
    numbers[name] = number;
  Shape shape;
  for (const std::string &size : info.sizes) {
    std::optional<graph::Dimension> dimension = graph::Dimension::parse(size);
    if (dimension)
      dimension = dimension->substitute(numbers);
    shape.push_back(dimension ? dimension->constant().value_or(-1) : -1);
  }
  std::optional<int64_t> bytes = checkedByteSize(info.dtype, shape);
  // Memory that does not exist ends the process, so ask first.
  if (!bytes || uint64_t(*bytes) > limit.bytes() - drawnBytes)
    return Error("input '" + info.name + "' of '" + function +
                 "' is too large: " + describe(info.dtype, shape) + ", " +
                 limit.describe());
  drawnBytes += uint64_t(*bytes);
  Tensor tensor(info.dtype, shape);
  uint64_t stream = streamOf("input." + info.name);
  if (info.dtype != DType::Bool) {
    initialize(tensor.view(), drawOf(info.dtype).first, seed, stream);
    return tensor;
  }
  MutableTensorView bytesView{DType::U8, shape, tensor.data()};
  initialize(bytesView, drawOf(DType::Bool).first, seed, stream);
  return tensor;
}

//===----------------------------------------------------------------------===//
// Summaries
//===----------------------------------------------------------------------===//

static double elementAt(const Tensor &tensor, int64_t i) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return tensor.as<bool>()[i];
  case DType::U8:
    return tensor.as<uint8_t>()[i];
  case DType::I8:
    return tensor.as<int8_t>()[i];
  case DType::I32:
    return tensor.as<int32_t>()[i];
  case DType::I64:
    return double(tensor.as<int64_t>()[i]);
  case DType::BF16:
    return tensor.as<BFloat16>()[i];
  case DType::F32:
    return tensor.as<float>()[i];
  case DType::F64:
    return tensor.as<double>()[i];
  }
  return 0;
}

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
    fmt::print(", min {:.6g}, mean {:.6g}, max {:.6g}", least,
               sum / double(numbers), greatest);
  if (undefined != 0)
    fmt::print(", {} NaN", undefined);
  fmt::print(count == 0 ? "" : "\n ");
  for (int64_t i = 0; i < std::min(count, shownElements); ++i)
    fmt::print(" {:.6g}", elementAt(tensor, i));
  fmt::print("{}\n", count > shownElements ? " ..." : "");
}

//===----------------------------------------------------------------------===//
// The command
//===----------------------------------------------------------------------===//

/// Where each input comes from, as text.
static std::string describeInputs(const FunctionInfo &function,
                                  const std::vector<Tensor> &tensors,
                                  const Paths &paths, uint64_t seed) {
  std::string text;
  for (size_t i = 0; i < tensors.size(); ++i)
    text += fmt::format(
        "input {}: {}, {}\n", function.inputs[i].name,
        describe(tensors[i].dtype(), tensors[i].shape()),
        paths[i].empty() ? fmt::format("{} from seed {}",
                                       drawOf(tensors[i].dtype()).second, seed)
                         : paths[i]);
  return text;
}

static Expected<std::vector<Tensor>>
makeInputs(const FunctionInfo &function, const Paths &paths, uint64_t seed,
           const MemoryLimit &limit, CallOptions &options) {
  std::vector<std::optional<Tensor>> given;
  for (const std::string &path : paths) {
    if (path.empty()) {
      given.emplace_back();
      continue;
    }
    Expected<Tensor> tensor = readNpy(path);
    if (!tensor)
      return tensor.takeError();
    given.push_back(std::move(*tensor));
  }
  std::map<std::string, int64_t> dimensions =
      completeDimensions(function, given, options.dimensions);
  std::vector<Tensor> inputs;
  uint64_t drawnBytes = 0;
  for (auto [info, tensor] : llvm::zip_equal(function.inputs, given)) {
    if (tensor) {
      inputs.push_back(std::move(*tensor));
      continue;
    }
    Expected<Tensor> drawn =
        drawInput(info, function.name, dimensions, seed, limit, drawnBytes);
    if (!drawn)
      return drawn.takeError();
    inputs.push_back(std::move(*drawn));
  }
  // Shapes tell the others to the call, which compares them.
  for (const auto &[name, number] : dimensions)
    if (!isTold(function, name))
      options.dimensions.emplace(name, number);
  return inputs;
}

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
  std::vector<TensorView> views;
  for (const Tensor &input : *inputs)
    views.push_back(input.view());
  auto outputs = model->call(function->name, views, call);
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
      fmt::print(
          stderr, "{}",
          describeInputs(*function, *inputs, *inputPaths, arguments.seed));
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
  fmt::print("{}",
             describeInputs(*function, *inputs, *inputPaths, arguments.seed));
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
  CLI::App *command = app.add_subcommand(
      "run", "Call a function of a model and show or write its outputs");
  command->footer(
      "Inputs without a file are drawn from the seed: floats normal(0, 1),\n"
      "u8 in [0, 256), other integers and bools 0 or 1. Where a function has\n"
      "one input or output, NAME= may be left out. --save writes what\n"
      "--weights reads, with the states that the call has left.\n\n"
      "Example:\n"
      "  dlc run examples/mlp/mlp.dl --weights examples/mlp/mlp.safetensors "
      "\\\n"
      "    --input x=images.npy --output logits=logits.npy");
  auto arguments = std::make_shared<RunArguments>();
  arguments->model.addTo(*command);
  command->add_option("--function", arguments->function, "which one (forward)")
      ->type_name("NAME");
  command
      ->add_option("--weights", arguments->weights,
                   "a safetensors file (the initializers)")
      ->type_name("FILE");
  addRepeated(*command, "--input", arguments->inputs,
              "an input from an npy file", "NAME=FILE");
  addRepeated(*command, "--output", arguments->outputs,
              "write an output to an npy file", "NAME=FILE");
  command
      ->add_option("--save", arguments->save,
                   "write weights and states after the call")
      ->type_name("FILE");
  addRepeated(*command, "--dim", arguments->dimensions,
              "a number for a dimension that no input tells (1)",
              "NAME=NUMBER");
  command->add_flag("--interpret", arguments->interpret,
                    "use the reference evaluator: slow, sums in f64");
  command
      ->add_option("--seed", arguments->seed,
                   "of what is drawn: weights, inputs, random numbers (0)")
      ->check(notNegative())
      ->type_name("S");
  addLibraries(*command, arguments->libraries);
  addStatistics(*command, arguments->statistics);
  addThreads(*command, arguments->threads);
  addCpu(*command, arguments->cpu);
  arguments->remarks.addTo(*command);
  return {command, [=] {
            Expected<void> done = runFunction(*arguments);
            return done ? 0 : fail(done.error());
          }};
}
