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

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace dlc;
using frontend::kOptimizerPrefix;

static const std::string kFunction = frontend::kTrainFunction.str();
static const std::string kSteps =
    (kOptimizerPrefix + frontend::kStepCount).str();

static ModelOptions forTraining(ModelOptions options) {
  options.training = true;
  return options;
}

Expected<Trainer> Trainer::make(Expected<Model> model,
                                const ModelOptions &options) {
  if (!model)
    return model.takeError();
  if (!model->findFunction(kFunction))
    return Error("model '" + model->name() +
                 "' is not trained: its file has no 'train " + model->name() +
                 " { ... }'");
  return Trainer(std::move(*model), options.step.onNonfinite);
}

Expected<Trainer> Trainer::fromFile(const std::string &path,
                                    const ModelOptions &options) {
  return make(Model::fromFile(path, forTraining(options)), options);
}

Expected<Trainer> Trainer::fromString(const std::string &source,
                                      const std::string &name,
                                      const ModelOptions &options) {
  return make(Model::fromString(source, name, forTraining(options)), options);
}

/// The element of a tensor without axes, of a float type.
static double number(const Tensor &tensor) {
  if (tensor.dtype() == DType::F64)
    return *tensor.as<double>();
  if (tensor.dtype() == DType::F32)
    return *tensor.as<float>();
  return *tensor.as<BFloat16>();
}

/// The parameter whose gradient an output is the norm of; empty if it is none.
static llvm::StringRef parameterOfNorm(const TensorInfo &output) {
  llvm::StringRef name = output.name;
  bool isNorm =
      name.consume_front(frontend::kNormOutput) && name.consume_front(".");
  return isNorm ? name : "";
}

Expected<Trainer::Result> Trainer::step(const std::vector<TensorView> &batch,
                                        const CallOptions &options) {
  Expected<std::vector<Tensor>> outputs =
      trained.call(kFunction, batch, options);
  if (!outputs)
    return outputs.takeError();
  Result result;
  for (auto [info, output] : llvm::zip_equal(function().outputs, *outputs))
    if (info.name == frontend::kLossOutput)
      result.loss = number(output);
    else if (info.name == frontend::kNormOutput)
      result.gradientNorm = number(output);
    else if (parameterOfNorm(info).empty())
      result.metrics.emplace(info.name, std::move(output));
  if (std::isfinite(result.gradientNorm) || onNonfinite == OnNonfinite::Proceed)
    return result;
  if (onNonfinite == OnNonfinite::Stop)
    return nonfiniteError(*outputs);
  result.isSkipped = true;
  return result;
}

Error Trainer::nonfiniteError(const std::vector<Tensor> &outputs) const {
  std::string step = "step " + std::to_string(steps() + 1) + ": ";
  for (auto [info, output] : llvm::zip_equal(function().outputs, outputs)) {
    llvm::StringRef name = parameterOfNorm(info);
    if (name.empty() || std::isfinite(number(output)))
      continue;
    auto parameter =
        llvm::find_if(trained.parameters(), [&](const ParameterInfo &other) {
          return other.name == name;
        });
    return Error(step + "the gradient of '" + name.str() +
                 "' is not finite, which is the first such in the model; in " +
                 parameter->layer);
  }
  return Error(step + "the norm of all gradients is not finite, though that of "
                      "each is");
}

const FunctionInfo &Trainer::function() const {
  return *trained.findFunction(kFunction);
}

int64_t Trainer::steps() const {
  return *std::as_const(*trained.state(kSteps)).as<int64_t>();
}

/// The name of the optimizer's scalar that the state is; empty if it is none.
static llvm::StringRef scalarName(const ParameterInfo &parameter) {
  return parameter.isScalar ? llvm::StringRef(parameter.name)
                                  .drop_front(kOptimizerPrefix.size())
                            : "";
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
