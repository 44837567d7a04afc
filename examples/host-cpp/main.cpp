//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Classifies images in a program of one's own: compiles a model file, loads
// weights, calls the model's functions, and says what went wrong.
//
//   classify MODEL.dl WEIGHTS.safetensors IMAGES.idx [COUNT]
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Idx.h"
#include "dlc/Model.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

static int fail(const dlc::Error &error) {
  // Errors in a model file come as a compiler prints them.
  std::fprintf(stderr, error.isDiagnostics() ? "%s" : "error: %s\n",
               error.message().c_str());
  return 1;
}

/// The class of each image: where its row of scores is greatest.
static void print(const dlc::Tensor &scores) {
  int64_t images = scores.shape()[0], classes = scores.shape()[1];
  for (int64_t i = 0; i < images; ++i) {
    const float *row = scores.as<float>() + i * classes;
    std::printf("image %ld: class %ld\n", long(i),
                long(std::max_element(row, row + classes) - row));
  }
}

int main(int argc, char **argv) {
  if (argc < 4) {
    std::fprintf(stderr,
                 "usage: classify MODEL.dl WEIGHTS IMAGES.idx [COUNT]\n");
    return 1;
  }
  dlc::Expected<dlc::Model> model = dlc::Model::fromFile(argv[1]);
  if (!model)
    return fail(model.error());
  if (dlc::Expected<void> loaded = model->loadWeights(argv[2]); !loaded)
    return fail(loaded.error());

  dlc::Expected<dlc::Tensor> images = dlc::readIdx(argv[3]);
  if (!images)
    return fail(images.error());
  dlc::TensorView pixels = std::as_const(*images).view();
  // The first of them: a view of part of the tensor.
  if (argc > 4 && !pixels.shape.empty())
    pixels.shape[0] =
        std::clamp<int64_t>(std::atoll(argv[4]), 0, pixels.shape[0]);

  // Functions are compiled at their first call, for the sizes of the call.
  auto inputs = model->call("preprocess", {pixels});
  if (!inputs)
    return fail(inputs.error());
  auto scores = model->call("forward", {std::as_const(inputs->front()).view()});
  if (!scores)
    return fail(scores.error());
  print(scores->front());
  return 0;
}
