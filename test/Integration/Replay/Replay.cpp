//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc-replay: runs the functions of a model file on recorded inputs and
// compares with recorded outputs (Cases.h). docs/Testing.md describes it.
//
// One process replays a whole file, since starting one takes longer than most
// cases.
//
//===----------------------------------------------------------------------===//

#include "Cases.h"
#include "Comparison.h"

#include "dlc/Model.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <tuple>

using namespace dlc;
using namespace dlc::replay;

static constexpr const char *kTrainStep = "train_step";

static constexpr const char *usage =
    R"(usage: dlc-replay [options] MODEL.dl [REFERENCES.safetensors]

Runs the functions of a model file on recorded inputs, in f32 and f64, compiled
with one thread and with two and interpreted, and compares with recorded
outputs; by default those in references/MODEL.safetensors beside the model.
Of `train_step`, inputs and outputs have an axis for the steps in front.

  -D NAME=VALUE      a constant of the model
  --weights FILE     weights, where the references hold none
  --inputs FILE      references with inputs, where the references hold none
  --interpreted      compile nothing, which takes long for gradients of networks
  --training         run all cases in training mode
  --real f32|f64     in this one only
  --compiled f32|f64 compile in this one only, interpret in both
  --only CASE        replay one case; may be given again
  --tolerances       only list the cases with tolerances of their own
  --verbose          name every case
)";

namespace {
struct Options {
  std::string file, references, weights, inputs;
  std::map<std::string, std::string> constants;
  std::set<std::string> only;
  std::vector<DType> reals = {DType::F32, DType::F64};
  /// The types in which code is compiled, too.
  std::vector<DType> compiled = reals;
  bool training = false, listTolerances = false, verbose = false;
  /// The references are those beside the file.
  bool isTest = false;
};

/// The file's models, each made once a mode and element type.
class Models {
public:
  explicit Models(const Options &options) : options(options) {}
  Expected<Model> &get(const std::string &name, DType real, bool training);

private:
  const Options &options;
  std::map<std::tuple<std::string, DType, bool>, Expected<Model>> made;
};

/// One way to run a case.
struct Mode {
  const char *name;
  CallOptions options;
};

/// What is allowed by the type of a tensor.
struct Tolerances {
  double f32, f64;
};

/// What a call leaves behind, by name.
struct Results {
  TensorMap outputs, states;
};

/// Replays cases one by one and tells what differs.
class Replay {
public:
  explicit Replay(const Options &options) : options(options), models(options) {}

  /// True if it passes.
  bool run(const Case &record);
  /// Functions without a case of the models that cases have.
  bool checkComplete(const std::vector<Case> &cases);

private:
  void runAs(const Case &record, DType real);
  std::optional<Results> call(Model &model, const FunctionInfo &function,
                              const Case &record, const Mode &mode);
  Expected<Results> train(Model &model, const FunctionInfo &function,
                          const Case &record, const Mode &mode);
  Expected<void> bind(Model &model, const Case &record);
  void compareAll(const Case &record, const std::string &what,
                  const TensorMap &actual, const TensorMap &expected,
                  DType real, Tolerances tolerances);
  void compareBits(const Case &record, const TensorMap &one,
                   const TensorMap &two);
  void fail(const Case &record, const std::string &text);

  const Options &options;
  Models models;
  /// What is wrong with a model is told once.
  std::set<std::string> told;
  /// What the next failures are about: "f32, compiled".
  std::string context;
  unsigned failures = 0;
};
} // namespace

Expected<Model> &Models::get(const std::string &name, DType real,
                             bool training) {
  auto key = std::make_tuple(name, real, training);
  auto found = made.find(key);
  if (found != made.end())
    return found->second;
  ModelOptions model;
  model.model = name;
  model.constants = options.constants;
  model.real = real;
  model.training = training;
  return made.emplace(key, Model::fromFile(options.file, model)).first->second;
}

void Replay::fail(const Case &record, const std::string &text) {
  ++failures;
  std::cout << "FAILED: " << (record.name.empty() ? "forward" : record.name)
            << (context.empty() ? "" : ", " + context) << ": " << text
            << std::endl;
}

/// dlc computes sums in another order than PyTorch, in f64 too.
static constexpr Tolerances forResults{1e-5, 1e-12};
/// Derivatives are often differences of what nearly cancels.
static constexpr Tolerances forGradients{1e-4, 1e-9};

/// Both modes and both numbers of threads draw the same random numbers.
static CallOptions callOptions(unsigned threads, bool interpret) {
  CallOptions options;
  options.threads = threads;
  options.seed = 0;
  options.interpret = interpret;
  return options;
}

Expected<void> Replay::bind(Model &model, const Case &record) {
  if (!options.weights.empty())
    return model.loadWeights(options.weights);
  std::map<std::string, Tensor> weights;
  for (const auto &[name, tensor] : record.weights) {
    auto parameter = llvm::find_if(
        model.parameters(),
        [&, &name = name](const ParameterInfo &p) { return p.name == name; });
    bool isKnown = parameter != model.parameters().end();
    weights[name] = isKnown ? convert(tensor, parameter->dtype) : tensor;
  }
  return model.bindWeights(std::move(weights));
}

/// The part of a tensor that belongs to a step.
static TensorView atStep(const Tensor &tensor, int64_t step) {
  Shape shape(tensor.shape().begin() + 1, tensor.shape().end());
  TensorView view{tensor.dtype(), std::move(shape), nullptr};
  view.data =
      static_cast<const char *>(tensor.data()) + size_t(step) * view.bytes();
  return view;
}

/// Takes the recorded steps one after the other. An input by the name of a
/// state, such as "optimizer.lr", is set before each.
Expected<Results> Replay::train(Model &model, const FunctionInfo &function,
                                const Case &record, const Mode &mode) {
  std::vector<Tensor> batches;
  for (const TensorInfo &input : function.inputs) {
    auto found = record.inputs.find(input.name);
    if (found == record.inputs.end())
      return Error("no input '" + input.name + "' is recorded");
    batches.push_back(convert(found->second, input.dtype));
  }
  TensorMap set;
  for (const ParameterInfo &parameter : model.parameters())
    if (auto found = record.inputs.find(parameter.name);
        found != record.inputs.end())
      set[parameter.name] = convert(found->second, parameter.dtype);
  Results results;
  int64_t steps = batches.front().shape().front();
  for (int64_t step = 0; step < steps; ++step) {
    for (const auto &[name, values] : set)
      if (auto done = model.setState(name, atStep(values, step)); !done)
        return done.takeError();
    std::vector<TensorView> views;
    for (const Tensor &batch : batches)
      views.push_back(atStep(batch, step));
    auto outputs = model.call(function.name, views, mode.options);
    if (!outputs)
      return outputs.takeError();
    for (auto [info, tensor] : llvm::zip(function.outputs, *outputs)) {
      Shape shape = tensor.shape();
      shape.insert(shape.begin(), steps);
      Tensor &all =
          results.outputs
              .try_emplace(info.name, tensor.dtype(), std::move(shape))
              .first->second;
      std::memcpy(static_cast<char *>(all.data()) +
                      size_t(step) * tensor.bytes(),
                  tensor.data(), tensor.bytes());
    }
  }
  results.states = model.states();
  return results;
}

std::optional<Results> Replay::call(Model &model, const FunctionInfo &function,
                                    const Case &record, const Mode &mode) {
  if (Expected<void> bound = bind(model, record); !bound) {
    fail(record, bound.error().message());
    return std::nullopt;
  }
  if (function.name == kTrainStep) {
    Expected<Results> results = train(model, function, record, mode);
    if (results)
      return std::move(*results);
    fail(record, results.error().message());
    return std::nullopt;
  }
  std::vector<Tensor> inputs;
  for (const TensorInfo &input : function.inputs) {
    auto found = record.inputs.find(input.name);
    if (found == record.inputs.end()) {
      fail(record, "no input '" + input.name + "' is recorded");
      return std::nullopt;
    }
    inputs.push_back(convert(found->second, input.dtype));
  }
  std::vector<TensorView> views;
  for (const Tensor &input : inputs)
    views.push_back(input.view());
  auto outputs = model.call(function.name, views, mode.options);
  if (!outputs) {
    fail(record, outputs.error().message());
    return std::nullopt;
  }
  Results results;
  for (auto [info, tensor] : llvm::zip(function.outputs, *outputs))
    results.outputs[info.name] = std::move(tensor);
  results.states = model.states();
  return results;
}

void Replay::compareAll(const Case &record, const std::string &what,
                        const TensorMap &actual, const TensorMap &expected,
                        DType real, Tolerances tolerances) {
  for (const auto &[name, tensor] : expected) {
    auto found = actual.find(name);
    if (found == actual.end()) {
      fail(record, "there is no " + what + " '" + name + "'");
      continue;
    }
    double tolerance =
        found->second.dtype() == DType::F64 ? tolerances.f64 : tolerances.f32;
    auto own = record.tolerances.find(name);
    if (real == DType::F32 && own != record.tolerances.end())
      tolerance = own->second;
    if (auto difference = compare(found->second, tensor, tolerance))
      fail(record, what + " '" + name + "'" + *difference);
  }
}

void Replay::compareBits(const Case &record, const TensorMap &one,
                         const TensorMap &two) {
  for (const auto &[name, tensor] : one)
    if (std::memcmp(tensor.data(), two.at(name).data(), tensor.bytes()) != 0)
      fail(record, "'" + name + "' differs with one thread and with two");
}

void Replay::runAs(const Case &record, DType real) {
  const Mode modes[] = {{"compiled", callOptions(1, false)},
                        {"compiled, two threads", callOptions(2, false)},
                        {"interpreted", callOptions(1, true)}};
  context = std::string(name(real));
  Expected<Model> &model =
      models.get(record.model, real, options.training || record.isTraining());
  if (!model) {
    if (told.insert(model.error().message()).second)
      return fail(record, model.error().message());
    ++failures;
    return;
  }
  const FunctionInfo *function = model->findFunction(record.function);
  if (!function)
    return fail(record, "there is no function '" + record.function + "'");
  for (const TensorInfo &output : function->outputs)
    if (!record.outputs.count(output.name) &&
        !record.gradients.count(output.name))
      fail(record, "no output '" + output.name + "' is recorded");

  std::optional<Results> first;
  for (const Mode &mode : modes) {
    if (!mode.options.interpret && !llvm::is_contained(options.compiled, real))
      continue;
    context = std::string(name(real)) + ", " + mode.name;
    std::optional<Results> results = call(*model, *function, record, mode);
    // What hinders one mode hinders all.
    if (!results)
      return;
    if (first && !mode.options.interpret) {
      compareBits(record, first->outputs, results->outputs);
      compareBits(record, first->states, results->states);
      continue;
    }
    compareAll(record, "output", results->outputs, record.outputs, real,
               forResults);
    compareAll(record, "gradient", results->outputs, record.gradients, real,
               forGradients);
    compareAll(record, "state", results->states, record.states, real,
               forResults);
    if (!first)
      first = std::move(results);
  }
}

bool Replay::run(const Case &record) {
  unsigned before = failures;
  for (DType real : options.reals)
    runAs(record, real);
  context.clear();
  return failures == before;
}

bool Replay::checkComplete(const std::vector<Case> &cases) {
  std::map<std::string, std::set<std::string>> functions;
  std::map<std::string, const Case *> models;
  for (const Case &record : cases) {
    functions[record.model].insert(record.function);
    models[record.model] = &record;
  }
  unsigned before = failures;
  for (const auto &[name, record] : models) {
    Expected<Model> &model = this->models.get(
        name, options.reals.front(), options.training || record->isTraining());
    if (!model)
      continue; // told already
    for (const FunctionInfo &function : model->functions())
      if (!functions[name].count(function.name))
        fail(*record, "function '" + function.name + "' has no case");
  }
  return failures == before;
}

//===----------------------------------------------------------------------===//
// The command line
//===----------------------------------------------------------------------===//

static std::string defaultReferences(const std::string &file) {
  std::filesystem::path path(file);
  return path.parent_path() / "references" /
         path.filename().replace_extension(".safetensors");
}

static std::optional<DType> realOf(const std::string &name) {
  for (DType real : {DType::F32, DType::F64})
    if (dlc::name(real) == name)
      return real;
  return std::nullopt;
}

static std::optional<Options> parseArguments(int count, char **arguments) {
  Options options;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    std::string argument = arguments[i];
    bool takesValue = argument == "-D" || argument == "--weights" ||
                      argument == "--inputs" || argument == "--only" ||
                      argument == "--real" || argument == "--compiled";
    if (takesValue && ++i == count)
      return std::nullopt;
    std::string value = takesValue ? arguments[i] : "";
    if (argument == "-D")
      options.constants[value.substr(0, value.find('='))] =
          value.substr(std::min(value.find('='), value.size() - 1) + 1);
    else if (argument == "--weights")
      options.weights = value;
    else if (argument == "--inputs")
      options.inputs = value;
    else if (argument == "--only")
      options.only.insert(value);
    else if (argument == "--real" && realOf(value))
      options.reals = {*realOf(value)};
    else if (argument == "--compiled" && realOf(value))
      options.compiled = {*realOf(value)};
    else if (argument == "--interpreted")
      options.compiled.clear();
    else if (argument == "--training")
      options.training = true;
    else if (argument == "--tolerances")
      options.listTolerances = true;
    else if (argument == "--verbose")
      options.verbose = true;
    else if (argument.front() == '-')
      return std::nullopt;
    else
      files.push_back(argument);
  }
  if (files.empty() || files.size() > 2)
    return std::nullopt;
  options.file = files[0];
  options.isTest = files.size() == 1;
  options.references =
      files.size() == 2 ? files[1] : defaultReferences(files[0]);
  return options;
}

static void listTolerances(const std::vector<Case> &cases,
                           const std::string &file) {
  for (const Case &record : cases)
    for (const auto &[output, tolerance] : record.tolerances)
      std::cout << file << ": " << record.name << ", '" << output
                << "': " << tolerance << "\n";
}

int main(int count, char **arguments) {
  std::optional<Options> options = parseArguments(count, arguments);
  if (!options) {
    std::cerr << usage;
    return 2;
  }
  Expected<std::vector<Case>> cases = readCases(options->references);
  if (!cases) {
    std::cerr << "error: " << cases.error().message() << "\n";
    return 1;
  }
  if (!options->inputs.empty()) {
    Expected<std::vector<Case>> inputs = readCases(options->inputs);
    if (!inputs) {
      std::cerr << "error: " << inputs.error().message() << "\n";
      return 1;
    }
    addInputs(*cases, std::move(*inputs));
  }
  if (options->listTolerances) {
    listTolerances(*cases, options->file);
    return 0;
  }

  Replay replay(*options);
  unsigned passed = 0, total = 0;
  for (const Case &record : *cases) {
    if (!options->only.empty() && !options->only.count(record.name))
      continue;
    ++total;
    bool passes = replay.run(record);
    passed += passes;
    if (passes && options->verbose)
      std::cout << "ok: " << record.name << std::endl;
  }
  // A file with references beside it is there for its cases.
  bool isComplete = !options->isTest || !options->only.empty() ||
                    replay.checkComplete(*cases);
  std::cout << passed << " of " << total << " cases passed\n";
  return passed == total && total > 0 && isComplete ? 0 : 1;
}
