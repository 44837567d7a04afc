//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Training: the function that a model file's `train` block makes, with the
// parameters, states and what the optimizer keeps. All of it is the host's, to
// be read, set and saved.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TRAINER_H
#define DLC_TRAINER_H

#include "dlc/Model.h"

namespace dlc {

/// A model that is trained.
class Trainer {
public:
  /// As Model::fromFile, compiled for training. The file says how the model is
  /// trained: `train NAME { ... }`.
  static Expected<Trainer> fromFile(const std::string &path,
                                    const ModelOptions &options = {});
  /// `name` stands for the file in errors.
  static Expected<Trainer> fromString(const std::string &source,
                                      const std::string &name = "<string>",
                                      const ModelOptions &options = {});

  /// What a step says of the batch, before it changed anything.
  struct Result {
    double loss = 0;
    /// Of all gradients together, before they are clipped.
    double gradientNorm = 0;
    /// The norm is not finite, and for OnNonfinite::Skip nothing has changed.
    bool isSkipped = false;
    /// By the names in the model file.
    std::map<std::string, Tensor> metrics;
  };
  /// One step: a view for each input of the batch, in order. Parameters,
  /// states and what the optimizer keeps have new values behind it; on an error
  /// all stay as they were. With OnNonfinite::Stop, gradients that are not
  /// finite are one, which names the first parameter, in the order of the
  /// model, that has such. The same start, batches and seed give the same bits
  /// at any number of threads.
  Expected<Result> step(const std::vector<TensorView> &batch,
                        const CallOptions &options = {});

  /// The function of the model that a step is.
  const FunctionInfo &function() const;
  /// The inputs of a batch.
  const std::vector<TensorInfo> &batch() const { return function().inputs; }
  /// How many steps have been taken; one that was skipped is none.
  int64_t steps() const;
  /// The optimizer's constants of type `scalar`: "lr"; of the optimizer of a
  /// group of parameters, with the group's name: "backbone.lr".
  std::vector<std::string> scalars() const;
  Expected<double> scalar(const std::string &name) const;
  /// From the next step on; nothing is compiled anew.
  Expected<void> setScalar(const std::string &name, double value);

  /// The model, with the current weights: to load, save or look at them, or to
  /// call its other functions, which are compiled for training, too.
  Model &model() { return trained; }
  const Model &model() const { return trained; }

private:
  Trainer(Model model, OnNonfinite onNonfinite)
      : trained(std::move(model)), onNonfinite(onNonfinite) {}
  static Expected<Trainer> make(Expected<Model> model,
                                const ModelOptions &options);
  Error nonfiniteError(const std::vector<Tensor> &outputs) const;

  Model trained;
  OnNonfinite onNonfinite;
};

} // namespace dlc

#endif // DLC_TRAINER_H
