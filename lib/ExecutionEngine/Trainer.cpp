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
#include "dlc/Frontend/ModuleTree.h"
#include "dlc/Runtime/BFloat16.h"

using namespace dlc;
using frontend::kOptimizerPrefix;

static const std::string kFunction = frontend::kTrainFunction.str();
static const std::string kSteps =
    (kOptimizerPrefix + frontend::kStepCount).str();

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

/// The element of a tensor without axes, of a float type.
static double number(const Tensor &tensor) {
  if (tensor.dtype() == DType::F64)
    return *tensor.as<double>();
  if (tensor.dtype() == DType::F32)
    return *tensor.as<float>();
  return *tensor.as<BFloat16>();
}

Expected<Trainer::Result> Trainer::step(const std::vector<TensorView> &batch,
                                        const CallOptions &options) {
  Expected<std::vector<Tensor>> outputs =
      trained.call(kFunction, batch, options);
  if (!outputs)
    return outputs.takeError();
  // The loss comes first, the norm last, metrics between them.
  Result result{number(outputs->front()), number(outputs->back()), {}};
  for (size_t i = 1; i + 1 < outputs->size(); ++i)
    result.metrics.emplace(function().outputs[i].name,
                           std::move((*outputs)[i]));
  return result;
}

const FunctionInfo &Trainer::function() const {
  return *trained.findFunction(kFunction);
}

int64_t Trainer::steps() const {
  return *std::as_const(*trained.state(kSteps)).as<int64_t>();
}

/// The name of the optimizer's scalar that the state is; empty if it is none.
static llvm::StringRef scalarName(const ParameterInfo &parameter) {
  llvm::StringRef name = parameter.name;
  bool isScalar = parameter.isOptimizers && parameter.name != kSteps &&
                  name.consume_front(kOptimizerPrefix) && !name.contains('.');
  return isScalar ? name : "";
}

std::vector<std::string> Trainer::scalars() const {
  std::vector<std::string> names;
  for (const ParameterInfo &parameter : trained.parameters())
    if (llvm::StringRef name = scalarName(parameter); !name.empty())
      names.push_back(name.str());
  return names;
}

/// The state that a scalar is.
static Expected<const ParameterInfo *> findScalar(const Trainer &trainer,
                                                  const std::string &name) {
  for (const ParameterInfo &parameter : trainer.model().parameters())
    if (!name.empty() && scalarName(parameter) == name)
      return &parameter;
  std::string known;
  for (const std::string &scalar : trainer.scalars())
    known += (known.empty() ? "" : ", ") + ("'" + scalar + "'");
  return Error("the optimizer has no scalar '" + name + "'" +
               (known.empty() ? "" : ", only " + known));
}

Expected<double> Trainer::scalar(const std::string &name) const {
  Expected<const ParameterInfo *> scalar = findScalar(*this, name);
  if (!scalar)
    return scalar.takeError();
  return number(*trained.state((*scalar)->name));
}

Expected<void> Trainer::setScalar(const std::string &name, double value) {
  Expected<const ParameterInfo *> scalar = findScalar(*this, name);
  if (!scalar)
    return scalar.takeError();
  Tensor tensor((*scalar)->dtype, {});
  if (tensor.dtype() == DType::F64)
    *tensor.as<double>() = value;
  else
    *tensor.as<float>() = static_cast<float>(value);
  return trained.setState((*scalar)->name, std::as_const(tensor).view());
}
