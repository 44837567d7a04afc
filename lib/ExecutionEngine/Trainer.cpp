//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Training, on top of Model: a step is a call of the function `train_step`.
//
//===----------------------------------------------------------------------===//

#include "dlc/Trainer.h"

using namespace dlc;

static constexpr const char *kFunction = "train_step";
static constexpr const char *kPrefix = "optimizer.";
static constexpr const char *kStep = "optimizer.step";

static ModelOptions forTraining(ModelOptions options) {
  options.training = true;
  return options;
}

Expected<Trainer> Trainer::make(Expected<Model> model) {
  if (!model)
    return model.takeError();
  if (!model->findFunction(kFunction))
    return Error("model '" + model->name() +
                 "' is not trained: its file has no 'train " + model->name() +
                 " { ... }'");
  return Trainer(std::move(*model));
}

Expected<Trainer> Trainer::fromFile(const std::string &path,
                                    const ModelOptions &options) {
  return make(Model::fromFile(path, forTraining(options)));
}

Expected<Trainer> Trainer::fromString(const std::string &source,
                                      const std::string &name,
                                      const ModelOptions &options) {
  return make(Model::fromString(source, name, forTraining(options)));
}

static double number(const Tensor &tensor) {
  return tensor.dtype() == DType::F64 ? *tensor.as<double>()
                                      : double(*tensor.as<float>());
}

Expected<Trainer::Result> Trainer::step(const std::vector<TensorView> &batch,
                                        const CallOptions &options) {
  Expected<std::vector<Tensor>> outputs =
      trained.call(kFunction, batch, options);
  if (!outputs)
    return outputs.takeError();
  // The loss comes first, the norm last, metrics between them.
  Result result{number(outputs->front()), number(outputs->back()), {}};
  const FunctionInfo &function = *trained.findFunction(kFunction);
  for (size_t i = 1; i + 1 < outputs->size(); ++i)
    result.metrics.emplace(function.outputs[i].name, std::move((*outputs)[i]));
  return result;
}

const std::vector<TensorInfo> &Trainer::batch() const {
  return trained.findFunction(kFunction)->inputs;
}

int64_t Trainer::steps() const {
  return *trained.states().at(kStep).as<int64_t>();
}

/// Whether the state is one of the optimizer's scalars.
static bool isScalar(const ParameterInfo &parameter) {
  return parameter.isOptimizers && parameter.shape.empty() &&
         parameter.name != kStep &&
         parameter.name.find('.', std::string(kPrefix).size()) ==
             std::string::npos;
}

std::vector<std::string> Trainer::scalars() const {
  std::vector<std::string> names;
  for (const ParameterInfo &parameter : trained.parameters())
    if (isScalar(parameter))
      names.push_back(parameter.name.substr(std::string(kPrefix).size()));
  return names;
}

static Error noScalar(const Trainer &trainer, const std::string &name) {
  std::string known;
  for (const std::string &scalar : trainer.scalars())
    known += (known.empty() ? "" : ", ") + ("'" + scalar + "'");
  return Error("the optimizer has no scalar '" + name + "'" +
               (known.empty() ? "" : ", only " + known));
}

Expected<double> Trainer::scalar(const std::string &name) const {
  std::map<std::string, Tensor> states = trained.states();
  for (const ParameterInfo &parameter : trained.parameters())
    if (isScalar(parameter) && parameter.name == kPrefix + name)
      return number(states.at(parameter.name));
  return noScalar(*this, name);
}

Expected<void> Trainer::setScalar(const std::string &name, double value) {
  for (const ParameterInfo &parameter : trained.parameters()) {
    if (!isScalar(parameter) || parameter.name != kPrefix + name)
      continue;
    Tensor tensor(parameter.dtype, {});
    if (parameter.dtype == DType::F64)
      *tensor.as<double>() = value;
    else
      *tensor.as<float>() = static_cast<float>(value);
    return trained.setState(parameter.name, std::as_const(tensor).view());
  }
  return noScalar(*this, name);
}
