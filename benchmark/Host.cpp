//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The host interface for benchmark/frameworks/dlc.py and benchmark/training.py:
// C functions around one call of a model, or around steps of training, so that
// Python's ctypes can make them. Uses what any host can use, dlc/Model.h,
// dlc/Trainer.h and dlc/Data. For one thread at a time.
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Npy.h"
#include "dlc/Model.h"
#include "dlc/Trainer.h"

#include <optional>
#include <utility>

namespace {
/// A function of a model, with the inputs of its calls and where their outputs
/// go.
struct Call {
  dlc::Model model;
  std::string function;
  std::vector<dlc::Tensor> inputs;
  std::vector<dlc::TensorView> inputViews;
  std::vector<dlc::Tensor> outputs;
  std::vector<dlc::MutableTensorView> outputViews;
  dlc::CallOptions options;
};

/// Steps of training, of one batch.
struct Training {
  dlc::Trainer trainer;
  std::vector<dlc::Tensor> batch;
  std::vector<dlc::TensorView> views;
  dlc::CallOptions options;
};
} // namespace

static std::string lastError;

static int fail(const dlc::Error &error) {
  lastError = error.message();
  return 1;
}

static dlc::Expected<Call> open(const char *file, const char *name,
                                const char *const *constants,
                                const char *weights, const char *const *inputs,
                                unsigned threads) {
  dlc::ModelOptions options;
  options.model = name;
  for (; *constants; constants += 2)
    options.constants[constants[0]] = constants[1];
  dlc::Expected<dlc::Model> model = dlc::Model::fromFile(file, options);
  if (!model)
    return model.takeError();
  if (dlc::Expected<void> loaded = model->loadWeights(weights); !loaded)
    return loaded.takeError();
  Call call{std::move(*model), "forward", {}, {}, {}, {}, {}};
  call.options.threads = threads;
  for (; *inputs; ++inputs) {
    dlc::Expected<dlc::Tensor> input = dlc::readNpy(*inputs);
    if (!input)
      return input.takeError();
    call.inputs.push_back(std::move(*input));
  }
  for (const dlc::Tensor &input : call.inputs)
    call.inputViews.push_back(input.view());
  return dlc::Expected<Call>(std::move(call));
}

static dlc::Expected<Training> train(const char *file, const char *folder,
                                     unsigned threads) {
  dlc::Expected<dlc::Trainer> trainer = dlc::Trainer::fromFile(file);
  if (!trainer)
    return trainer.takeError();
  std::string inFolder = std::string(folder) + "/";
  if (dlc::Expected<void> loaded =
          trainer->model().loadWeights(inFolder + "weights.safetensors");
      !loaded)
    return loaded.takeError();
  Training training{std::move(*trainer), {}, {}, {}};
  training.options.threads = threads;
  for (const dlc::TensorInfo &input : training.trainer.batch()) {
    dlc::Expected<dlc::Tensor> tensor =
        dlc::readNpy(inFolder + input.name + ".npy");
    if (!tensor)
      return tensor.takeError();
    training.batch.push_back(std::move(*tensor));
  }
  for (const dlc::Tensor &tensor : training.batch)
    training.views.push_back(tensor.view());
  return dlc::Expected<Training>(std::move(training));
}

extern "C" {
/// Why the last function that failed did so.
const char *dlc_benchmark_error() { return lastError.c_str(); }

/// A call of `forward`. `name` may be empty where the file holds one model;
/// `constants` are names and values in turn, `inputs` npy files in the
/// function's order; both end with null. Null if it fails.
void *dlc_benchmark_open(const char *file, const char *name,
                         const char *const *constants, const char *weights,
                         const char *const *inputs, unsigned threads) {
  dlc::Expected<Call> call =
      open(file, name, constants, weights, inputs, threads);
  if (call)
    return new Call(std::move(*call));
  fail(call.error());
  return nullptr;
}

/// The first call compiles. 0 if it succeeds.
int dlc_benchmark_call(void *handle) {
  Call &call = *static_cast<Call *>(handle);
  if (!call.outputViews.empty()) {
    dlc::Expected<void> done = call.model.call(call.function, call.inputViews,
                                               call.outputViews, call.options);
    return done ? 0 : fail(done.error());
  }
  dlc::Expected<std::vector<dlc::Tensor>> outputs =
      call.model.call(call.function, call.inputViews, call.options);
  if (!outputs)
    return fail(outputs.error());
  call.outputs = std::move(*outputs);
  for (dlc::Tensor &output : call.outputs)
    call.outputViews.push_back(output.view());
  return 0;
}

/// Writes the first output of the last call. 0 if it succeeds.
int dlc_benchmark_save(void *handle, const char *path) {
  const Call &call = *static_cast<Call *>(handle);
  dlc::Expected<void> written =
      dlc::writeNpy(path, call.outputs.front().view());
  return written ? 0 : fail(written.error());
}

/// Training as the file's `train` block says, from the weights and with the
/// batch that are in `folder`: weights.safetensors, NAME.npy. Null if it fails.
void *dlc_benchmark_train(const char *file, const char *folder,
                          unsigned threads) {
  dlc::Expected<Training> training = train(file, folder, threads);
  if (training)
    return new Training(std::move(*training));
  fail(training.error());
  return nullptr;
}

/// The first step compiles. 0 if it succeeds.
int dlc_benchmark_step(void *handle, double *loss) {
  Training &training = *static_cast<Training *>(handle);
  dlc::Expected<dlc::Trainer::Result> result =
      training.trainer.step(training.views, training.options);
  if (!result)
    return fail(result.error());
  *loss = result->loss;
  return 0;
}
}
