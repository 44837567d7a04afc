//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a call is said to take in memory, and what its tensors then take: all of
// them are allocated with the alignment of the calling convention or more,
// which this program counts. It is a program of its own because it replaces the
// allocation functions.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include "dlc-c/ABI.h"
#include "dlc/Trainer.h"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

using namespace dlc;
using namespace dlc::test;

//===----------------------------------------------------------------------===//
// Counting
//===----------------------------------------------------------------------===//

static std::atomic<int64_t> liveBytes{0}, peakBytes{0};

void *operator new(size_t bytes, std::align_val_t alignment,
                   const std::nothrow_t &) noexcept {
  void *memory = std::aligned_alloc(size_t(alignment),
                                    (bytes + size_t(alignment) - 1) /
                                        size_t(alignment) * size_t(alignment));
  if (memory && size_t(alignment) >= DLC_BUFFER_ALIGNMENT) {
    liveBytes += int64_t(malloc_usable_size(memory));
    peakBytes = std::max(peakBytes.load(), liveBytes.load());
  }
  return memory;
}

void *operator new(size_t bytes, std::align_val_t alignment) {
  void *memory = operator new(bytes, alignment, std::nothrow);
  if (!memory)
    std::abort();
  return memory;
}

void operator delete(void *memory, std::align_val_t alignment) noexcept {
  if (memory && size_t(alignment) >= DLC_BUFFER_ALIGNMENT)
    liveBytes -= int64_t(malloc_usable_size(memory));
  std::free(memory);
}

void operator delete(void *memory, size_t,
                     std::align_val_t alignment) noexcept {
  operator delete(memory, alignment);
}

//===----------------------------------------------------------------------===//
// Steps of training
//===----------------------------------------------------------------------===//

namespace {
struct Network {
  const char *name;
  const char *source;
  Shape input;
};

class MemoryUseTest : public testing::TestWithParam<Network> {};
} // namespace

static constexpr const char *kPerceptron = R"(
import nn, optim

model Perceptron {
  hidden = nn.Linear(200, 300)
  out = nn.Linear(300, 10)

  fn forward(x: real[N, 200]) -> real[N, 10] { return x |> hidden |> relu |> out }
}

train Perceptron {
  batch (x: real[N, 200], labels: i64[N])
  loss = nn.cross_entropy(forward(x), labels)
  optimizer = optim.Adam(lr = 0.001)
}
)";

static constexpr const char *kConvolutional = R"(
import nn, optim

model Convolutional {
  conv = nn.Conv2d(3, 32, kernel = 3, padding = 1)
  norm = nn.BatchNorm2d(32)
  out = nn.Linear(32, 10)

  fn forward(x: real[N, 3, 20, 20]) -> real[N, 10] {
    return x |> conv |> norm |> relu |> mean(axes = [2, 3]) |> out
  }
}

train Convolutional {
  batch (x: real[N, 3, 20, 20], labels: i64[N])
  loss = nn.cross_entropy(forward(x), labels)
  optimizer = optim.SGD(lr = 0.1, momentum = 0.9)
  clip_grad_norm = 1
}
)";

static constexpr const char *kRecurrent = R"(
import nn, optim

model Recurrent {
  lstm = nn.LSTM(64, 64)
  out = nn.Linear(64, 10)

  fn forward(x: real[T, N, 64]) -> real[N, 10] {
    let (_, (h, _)) = lstm(x)
    return out(h[0])
  }
}

train Recurrent {
  batch (x: real[T, N, 64], labels: i64[N])
  loss = nn.cross_entropy(forward(x), labels)
  optimizer = optim.SGD(lr = 0.1, momentum = 0.9)
}
)";

/// All that is in memory after two steps, and at most during them: parameters,
/// slots and their new values, the batch, what is prepared, the workspace.
TEST_P(MemoryUseTest, IsWhatTensorsTakeInAStep) {
  int64_t before = liveBytes;
  peakBytes = before;
  Expected<Trainer> trainer = Trainer::fromString(GetParam().source, "test.dl");
  ASSERT_TRUE(bool(trainer)) << trainer.error().message();
  Tensor x = random(GetParam().input);
  int64_t size = x.shape()[x.shape().size() == 3 ? 1 : 0];
  Tensor labels(DType::I64, {size});
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(bool(trainer->step({view(x), view(labels)})));

  std::map<std::string, int64_t> dimensions{{"N", size}};
  if (x.shape().size() == 3)
    dimensions["T"] = x.shape()[0];
  auto planned = trainer->model().memory("train_step", dimensions);
  ASSERT_TRUE(bool(planned)) << planned.error().message();
  double ratio = double(planned->total()) / double(peakBytes - before);
  EXPECT_GT(ratio, 0.98) << planned->total();
  EXPECT_LT(ratio, 1.02) << planned->total();
  RecordProperty("ratio", std::to_string(ratio));
}

INSTANTIATE_TEST_SUITE_P(
    Networks, MemoryUseTest,
    testing::Values(Network{"Perceptron", kPerceptron, {32, 200}},
                    Network{"Convolutional", kConvolutional, {8, 3, 20, 20}},
                    Network{"Recurrent", kRecurrent, {20, 8, 64}}),
    [](const auto &info) { return info.param.name; });
