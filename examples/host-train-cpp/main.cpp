//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Trains a model in a program of one's own: compiles the step that the model
// file's `train` block describes, takes it on batches of images and labels,
// halves the learning rate half-way, and saves the weights.
//
//   train MODEL.dl IMAGES.idx LABELS.idx WEIGHTS.safetensors [STEPS [EVERY]]
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Idx.h"
#include "dlc/Trainer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

static constexpr int64_t batchSize = 64;

/// Labels as models take them. In IDX files they are bytes.
static dlc::Expected<dlc::Tensor> readLabels(const char *path) {
  dlc::Expected<dlc::Tensor> bytes = dlc::readIdx(path);
  if (!bytes)
    return bytes.takeError();
  if (bytes->dtype() != dlc::DType::U8)
    return dlc::Error("labels are bytes");
  dlc::Tensor labels(dlc::DType::I64, bytes->shape());
  std::copy_n(bytes->as<uint8_t>(), bytes->elementCount(),
              labels.as<int64_t>());
  return labels;
}

/// Some elements of axis 0, from `first`: a view, nothing is copied.
static dlc::TensorView batchOf(const dlc::Tensor &tensor, int64_t first) {
  dlc::TensorView view = tensor.view();
  size_t bytes = view.bytes() / size_t(view.shape[0]);
  view.shape[0] = batchSize;
  view.data = static_cast<const char *>(view.data) + size_t(first) * bytes;
  return view;
}

static void print(int64_t step, const dlc::Trainer::Result &result) {
  std::printf("step %ld: loss %.4f", long(step), result.loss);
  for (const auto &[name, value] : result.metrics)
    std::printf(", %s %.4f", name.c_str(), double(*value.as<float>()));
  std::printf("\n");
}

static dlc::Expected<void> train(char **files, int64_t steps, int64_t every) {
  dlc::Expected<dlc::Trainer> trainer = dlc::Trainer::fromFile(files[0]);
  if (!trainer)
    return trainer.takeError();
  dlc::Expected<dlc::Tensor> images = dlc::readIdx(files[1]);
  if (!images)
    return images.takeError();
  dlc::Expected<dlc::Tensor> labels = readLabels(files[2]);
  if (!labels)
    return labels.takeError();
  int64_t count = labels->elementCount();
  if (images->shape().empty() || images->shape()[0] != count ||
      count < batchSize)
    return dlc::Error("images and labels are not as many, or no batch");

  for (int64_t i = 0; i < steps; ++i) {
    if (i == steps / 2) {
      dlc::Expected<double> rate = trainer->scalar("lr");
      if (!rate)
        return rate.takeError();
      if (auto set = trainer->setScalar("lr", *rate / 2); !set)
        return set;
      std::printf("learning rate %g\n", *rate / 2);
    }
    // Batches follow one another as in the file. The first step compiles.
    int64_t first = i % (count / batchSize) * batchSize;
    auto result =
        trainer->step({batchOf(*images, first), batchOf(*labels, first)});
    if (!result)
      return result.takeError();
    if ((i + 1) % every == 0)
      print(trainer->steps(), *result);
  }
  return trainer->model().saveWeights(files[3]);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    std::fprintf(
        stderr,
        "usage: train MODEL.dl IMAGES LABELS WEIGHTS [STEPS [EVERY]]\n");
    return 1;
  }
  int64_t steps = argc > 5 ? std::atoll(argv[5]) : 1000;
  int64_t every = argc > 6 ? std::max(1LL, std::atoll(argv[6])) : 100;
  if (auto done = train(argv + 1, steps, every); !done) {
    // Errors in a model file come as a compiler prints them.
    std::fprintf(stderr, done.error().isDiagnostics() ? "%s" : "error: %s\n",
                 done.error().message().c_str());
    return 1;
  }
  return 0;
}
