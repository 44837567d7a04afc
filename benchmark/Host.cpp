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
struct Inputs {
  std::vector<dlc::Tensor> tensors;
  std::vector<dlc::TensorView> views;
};

/// A function of a model, with the inputs of its calls and where their outputs
/// go.
struct Call {
  dlc::Model model;
  std::string function;
  Inputs inputs;
  std::vector<dlc::Tensor> outputs;
  std::vector<dlc::MutableTensorView> outputViews;
  dlc::CallOptions options;
};

/// Steps of training, of one batch.
struct Training {
  dlc::Trainer trainer;
  Inputs batch;
  dlc::CallOptions options;
};
} // namespace

static std::string lastError;

static int fail(const dlc::Error &error) {
  lastError = error.message();
  return 1;
}

/// Of npy files.
static dlc::Expected<Inputs> read(const std::vector<std::string> &paths) {
  Inputs inputs;
  for (const std::string &path : paths) {
    dlc::Expected<dlc::Tensor> tensor = dlc::readNpy(path);
    if (!tensor)
      return tensor.takeError();
    inputs.tensors.push_back(std::move(*tensor));
  }
  for (const dlc::Tensor &tensor : inputs.tensors)
    inputs.views.push_back(tensor.view());
  return dlc::Expected<Inputs>(std::move(inputs));
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
  std::vector<std::string> paths;
  for (; *inputs; ++inputs)
    paths.emplace_back(*inputs);
  dlc::Expected<Inputs> tensors = read(paths);
  if (!tensors)
    return tensors.takeError();
  Call call{std::move(*model), "forward", std::move(*tensors), {}, {}, {}};
  call.options.threads = threads;
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
  std::vector<std::string> paths;
  for (const dlc::TensorInfo &input : trainer->batch())
    paths.push_back(inFolder + input.name + ".npy");
  dlc::Expected<Inputs> batch = read(paths);
  if (!batch)
    return batch.takeError();
  Training training{std::move(*trainer), std::move(*batch), {}};
  training.options.threads = threads;
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
    dlc::Expected<void> done = call.model.call(call.function, call.inputs.views,
                                               call.outputViews, call.options);
    return done ? 0 : fail(done.error());
  }
  dlc::Expected<std::vector<dlc::Tensor>> outputs =
      call.model.call(call.function, call.inputs.views, call.options);
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
      training.trainer.step(training.batch.views, training.options);
  if (!result)
    return fail(result.error());
  *loss = result->loss;
  return 0;
}
}
