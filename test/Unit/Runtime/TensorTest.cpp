//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors of hosts: memory, copies, shapes.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Tensor.h"

#include "dlc-c/ABI.h"

#include <gtest/gtest.h>

using namespace dlc;

TEST(Tensor, StartsAlignedAndZero) {
  Tensor tensor(DType::F32, {3, 5});
  EXPECT_EQ(tensor.elementCount(), 15);
  EXPECT_EQ(tensor.bytes(), 60u);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.data()) % DLC_BUFFER_ALIGNMENT,
            0u);
  for (int64_t index = 0; index < 15; ++index)
    EXPECT_EQ(tensor.as<float>()[index], 0);
}

TEST(Tensor, CopiesShareNothing) {
  Tensor tensor(DType::I64, {2});
  tensor.as<int64_t>()[0] = 7;
  Tensor copy = tensor;
  copy.as<int64_t>()[0] = 8;
  EXPECT_EQ(tensor.as<int64_t>()[0], 7);
  tensor = copy;
  EXPECT_EQ(tensor.as<int64_t>()[0], 8);
  EXPECT_NE(tensor.data(), copy.data());
  const Tensor &itself = tensor;
  tensor = itself;
  EXPECT_EQ(tensor.as<int64_t>()[0], 8);
}

TEST(Tensor, MovesKeepTheMemory) {
  Tensor tensor(DType::U8, {4});
  const void *memory = tensor.data();
  Tensor moved = std::move(tensor);
  EXPECT_EQ(moved.data(), memory);
  tensor = Tensor(DType::I8, {1});
  EXPECT_EQ(tensor.dtype(), DType::I8);
}

TEST(Tensor, ScalarsAndEmptyTensors) {
  Tensor scalar(DType::F64, {});
  EXPECT_EQ(scalar.elementCount(), 1);
  EXPECT_EQ(scalar.bytes(), 8u);
  Tensor empty(DType::F64, {3, 0});
  EXPECT_EQ(empty.elementCount(), 0);
  EXPECT_NE(empty.data(), nullptr);
  EXPECT_EQ(Tensor().elementCount(), 0);
}

TEST(Tensor, Views) {
  Tensor tensor(DType::I32, {2, 2});
  MutableTensorView writable = tensor.view();
  static_cast<int32_t *>(writable.data)[3] = 5;
  const Tensor &constant = tensor;
  TensorView view = constant.view();
  EXPECT_EQ(view.data, tensor.data());
  EXPECT_EQ(view.shape, (Shape{2, 2}));
  EXPECT_EQ(view.bytes(), 16u);
  EXPECT_EQ(constant.as<int32_t>()[3], 5);
}

TEST(Tensor, Description) {
  EXPECT_EQ(describe(DType::F32, {8, 3, 32, 32}), "f32[8, 3, 32, 32]");
  EXPECT_EQ(describe(DType::Bool, {}), "bool[]");
}

TEST(Tensor, CheckedSizes) {
  EXPECT_EQ(checkedByteSize(DType::F32, {2, 3}), 24);
  EXPECT_EQ(checkedByteSize(DType::F64, {}), 8);
  EXPECT_EQ(checkedByteSize(DType::F64, {0, 4}), 0);
  EXPECT_EQ(checkedByteSize(DType::F32, {2, -1}), std::nullopt);
  EXPECT_EQ(checkedByteSize(DType::U8, {INT64_MAX}), INT64_MAX);
  EXPECT_EQ(checkedByteSize(DType::F32, {INT64_MAX / 2}), std::nullopt);
  EXPECT_EQ(checkedByteSize(DType::U8, {1ll << 32, 1ll << 32}), std::nullopt);
  EXPECT_EQ(checkedByteSize(DType::U8, {1ll << 32, 1ll << 32, 0}),
            std::nullopt);
}
