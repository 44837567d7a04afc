//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model's weights and states: drawn from initializers, or taken from a host
// or a file after they were compared with the module tree; and written to one.
//
//===----------------------------------------------------------------------===//

#include "ModelImplementation.h"

#include "dlc/Data/Safetensors.h"
#include "dlc/Runtime/BFloat16.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cstring>

using namespace dlc;

//===----------------------------------------------------------------------===//
// Initial weights
//===----------------------------------------------------------------------===//

void Model::Implementation::drawWeights() {
  std::lock_guard<std::mutex> guard(weightsLock);
  if (drawn)
    return;
  TimedStep step(timings.get(), "draw weights");
  weights.clear();
  states.clear();
  for (auto [parameter, initializer] :
       llvm::zip_equal(parameters, initializers))
    keep(parameter, draw(parameter, initializer));
  drawn = true;
}

Tensor Model::Implementation::draw(const ParameterInfo &parameter,
                                   const Initializer &initializer) const {
  Tensor tensor(parameter.dtype, parameter.shape);
  dlc::initialize(tensor.view(), initializer, seed, streamOf(parameter.name));
  return tensor;
}

void Model::Implementation::keep(const ParameterInfo &parameter,
                                 Tensor tensor) {
  if (parameter.isState)
    states[parameter.name].current = std::move(tensor);
  else
    weights[parameter.name] = std::move(tensor);
}

void Model::Implementation::weightsChanged() {
  std::lock_guard<std::mutex> guard(cacheLock);
  sharedPrepared.clear();
  for (auto &entry : specializations)
    entry.second->prepared.reset();
}

void Model::initialize(uint64_t seed) {
  implementation->seed = seed;
  implementation->drawn = false;
  implementation->weightsChanged();
}

const std::map<std::string, Tensor> &Model::weights() const {
  implementation->drawWeights();
  return implementation->weights;
}

std::map<std::string, Tensor> Model::states() const {
  implementation->drawWeights();
  std::shared_lock<std::shared_mutex> reading(implementation->stateLock);
  std::map<std::string, Tensor> states;
  for (const auto &[name, state] : implementation->states)
    states.emplace(name, state.current);
  return states;
}

void Model::setSeed(uint64_t seed) {
  implementation->callSeed = seed;
  implementation->drawingCalls = 0;
}

//===----------------------------------------------------------------------===//
// Given weights
//===----------------------------------------------------------------------===//

template <typename To, typename From>
static void convert(const Tensor &from, Tensor &to) {
  const From *source = from.as<From>();
  std::transform(source, source + from.elementCount(), to.as<To>(),
                 [](From value) { return To(float(value)); });
}

static bool isNarrower(DType from, DType to) {
  return isFloat(from) && isFloat(to) && byteSize(from) < byteSize(to);
}

/// Every bf16 is an f32, and every f32 an f64.
static Tensor widen(const Tensor &tensor, DType dtype) {
  Tensor result(dtype, tensor.shape());
  if (dtype == DType::F32)
    convert<float, BFloat16>(tensor, result);
  else if (tensor.dtype() == DType::BF16)
    convert<double, BFloat16>(tensor, result);
  else
    convert<double, float>(tensor, result);
  return result;
}

/// What does not fit, a line each; nothing where all fits.
static std::vector<std::string>
compare(const std::vector<ParameterInfo> &parameters,
        const std::map<std::string, Tensor> &weights) {
  std::vector<std::string> problems;
  std::vector<llvm::StringRef> missing;
  size_t matched = 0;
  for (const ParameterInfo &parameter : parameters) {
    auto found = weights.find(parameter.name);
    std::string wanted = describe(parameter.dtype, parameter.shape);
    if (found == weights.end() && parameter.isOptimizers)
      continue;
    if (found == weights.end()) {
      problems.push_back("'" + parameter.name + "', " + wanted +
                         ", is missing");
      missing.push_back(parameter.name);
      continue;
    }
    ++matched;
    const Tensor &tensor = found->second;
    bool typeFits = tensor.dtype() == parameter.dtype ||
                    isNarrower(tensor.dtype(), parameter.dtype);
    if (!typeFits || tensor.shape() != parameter.shape)
      problems.push_back("'" + parameter.name + "' is " +
                         describe(tensor.dtype(), tensor.shape()) +
                         ", the model has " + wanted);
  }
  if (matched == weights.size())
    return problems;
  // What an optimizer keeps is of no use where the model is not trained.
  bool isTrained = llvm::any_of(
      parameters, [](const ParameterInfo &p) { return p.isOptimizers; });
  for (const auto &[name, tensor] : weights)
    if (!(llvm::StringRef(name).starts_with(frontend::kOptimizerPrefix) &&
          !isTrained) &&
        llvm::none_of(parameters, [&, &name = name](const ParameterInfo &p) {
          return p.name == name;
        }))
      problems.push_back(
          "'" + name + "', " + describe(tensor.dtype(), tensor.shape()) +
          ", is not in the model" + frontend::didYouMean(name, missing));
  return problems;
}

/// Whole lists of a wrong file would bury the first line.
static constexpr size_t maximumProblems = 10;

static Error misfit(const std::string &what, const std::string &model,
                    const std::vector<std::string> &problems) {
  std::string text = what + " do not fit model '" + model + "'";
  for (size_t i = 0; i < std::min(problems.size(), maximumProblems); ++i)
    text += "\n  " + problems[i];
  if (problems.size() > maximumProblems)
    text += "\n  and " + std::to_string(problems.size() - maximumProblems) +
            " more";
  return Error(text);
}

Expected<void> Model::bindWeights(std::map<std::string, Tensor> weights) {
  return implementation->bind(std::move(weights), "the weights");
}

Expected<void> Model::loadWeights(const std::string &path) {
  TimedStep step(implementation->timings.get(), "load weights");
  Expected<TensorMap> weights = readSafetensors(path);
  if (!weights)
    return weights.takeError();
  return implementation->bind(std::move(*weights),
                              "the weights in '" + path + "'");
}

Expected<void> Model::Implementation::bind(std::map<std::string, Tensor> given,
                                           const std::string &what) {
  std::vector<std::string> problems = compare(parameters, given);
  if (!problems.empty())
    return misfit(what, name, problems);
  weights.clear();
  states.clear();
  for (auto [parameter, initializer] :
       llvm::zip_equal(parameters, initializers)) {
    auto found = given.find(parameter.name);
    if (found == given.end()) {
      keep(parameter, draw(parameter, initializer));
      continue;
    }
    Tensor &tensor = found->second;
    keep(parameter, tensor.dtype() == parameter.dtype
                        ? std::move(tensor)
                        : widen(tensor, parameter.dtype));
  }
  drawn = true;
  weightsChanged();
  return {};
}

Expected<StateBuffer *>
Model::Implementation::findState(const std::string &state) {
  auto found = states.find(state);
  if (found == states.end())
    return Error("model '" + name + "' has no state '" + state + "'");
  return &found->second;
}

Expected<Tensor> Model::state(const std::string &name) const {
  implementation->drawWeights();
  std::shared_lock<std::shared_mutex> reading(implementation->stateLock);
  Expected<StateBuffer *> state = implementation->findState(name);
  if (!state)
    return state.takeError();
  return (*state)->current;
}

Expected<void> Model::setState(const std::string &name,
                               const TensorView &value) {
  implementation->drawWeights();
  // No call that rebinds states runs meanwhile.
  std::lock_guard<std::mutex> rebinding(implementation->rebindLock);
  std::unique_lock<std::shared_mutex> changing(implementation->stateLock);
  Expected<StateBuffer *> state = implementation->findState(name);
  if (!state)
    return state.takeError();
  Tensor &current = (*state)->current;
  if (value.dtype != current.dtype() || value.shape != current.shape())
    return Error("state '" + name + "' is " +
                 describe(current.dtype(), current.shape()) + ", got " +
                 describe(value.dtype, value.shape));
  if (current.bytes() != 0)
    std::memcpy(current.data(), value.data, current.bytes());
  ++(*state)->version;
  return {};
}

Expected<void> Model::saveWeights(const std::string &path) const {
  implementation->drawWeights();
  // States may change while the file is written, weights do not.
  std::map<std::string, Tensor> states = this->states();
  std::map<std::string, TensorView> views;
  for (const auto &[name, tensor] : implementation->weights)
    views.emplace(name, tensor.view());
  for (const auto &[name, tensor] : states)
    views.emplace(name, tensor.view());
  return writeSafetensors(path, views);
}
