//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What tests of dlc::Model share: making models, tensors and comparisons.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_UNIT_EXECUTIONENGINE_TESTMODEL_H
#define DLC_TEST_UNIT_EXECUTIONENGINE_TESTMODEL_H

#include "dlc/Model.h"
#include "dlc/Runtime/Initializer.h"

#include "gtest/gtest.h"

#include <cstring>

namespace dlc::test {

inline Model compile(const std::string &source,
                     const ModelOptions &options = {}) {
  Expected<Model> model = Model::fromString(source, "test.dl", options);
  if (!model) {
    ADD_FAILURE() << model.error().message();
    std::abort();
  }
  return std::move(*model);
}

inline Model compileLeNet() {
  std::string folder = DLC_EXAMPLES "/lenet5/";
  Expected<Model> model = Model::fromFile(folder + "lenet5.dl");
  if (!model || !model->loadWeights(folder + "lenet5.safetensors")) {
    ADD_FAILURE() << "no LeNet-5";
    std::abort();
  }
  return std::move(*model);
}

template <typename T>
Tensor tensor(Shape shape, const std::vector<T> &elements) {
  Tensor result(dtypeOf<T>(), std::move(shape));
  EXPECT_EQ(size_t(result.elementCount()), elements.size());
  std::copy(elements.begin(), elements.end(), result.as<T>());
  return result;
}

inline Tensor random(Shape shape, uint64_t seed = 0) {
  Tensor result(DType::F32, std::move(shape));
  initialize(result.view(), {Initializer::Kind::Normal, 0, 1}, seed, 0);
  return result;
}

inline TensorView view(const Tensor &tensor) { return tensor.view(); }

template <typename T> std::vector<T> elements(const Tensor &tensor) {
  return std::vector<T>(tensor.as<T>(), tensor.as<T>() + tensor.elementCount());
}

inline bool sameBits(const Tensor &a, const Tensor &b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() &&
         std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

/// The message of a failed call; fails where it succeeded.
template <typename T> std::string errorOf(const Expected<T> &result) {
  EXPECT_FALSE(bool(result)) << "no error";
  return result ? "" : result.error().message();
}

} // namespace dlc::test

#endif // DLC_TEST_UNIT_EXECUTIONENGINE_TESTMODEL_H
