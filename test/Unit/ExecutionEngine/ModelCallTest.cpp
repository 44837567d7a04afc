//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls: results, memory, threads, errors at run time.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include <atomic>
#include <cmath>
#include <thread>

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kFunctions = R"(
model Functions {
  fn both(x: real[N]) -> (sum: real[N], product: real[N]) {
    return (x + x, x * x)
  }
  fn look_up(table: real[N, C], places: i64[N]) -> real[N] {
    return pick(table, places, axis = 1)
  }
  fn compare(a: real[N], b: real[N]) -> bool[N] { return a < b }
  fn total(x: real[N]) -> real[] { return sum(x, axes = [0]) }
  fn send(x: real[N], places: i64[N], bias: real[S]) -> real[S] {
    return scatter_add(x, places, size = S, axis = 0) + bias
  }
  fn same(x: real[N]) -> real[N] { return x }
}
)";

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

TEST(ModelCallTest, ReturnsAllOutputs) {
  Model model = compile(kFunctions);
  Tensor x = tensor<float>({3}, {1, 2, 3});
  auto outputs = model.call("both", {view(x)});
  ASSERT_TRUE(bool(outputs));
  ASSERT_EQ(outputs->size(), 2u);
  EXPECT_EQ(elements<float>((*outputs)[0]), (std::vector<float>{2, 4, 6}));
  EXPECT_EQ(elements<float>((*outputs)[1]), (std::vector<float>{1, 4, 9}));
}

TEST(ModelCallTest, HandlesScalarsAndBools) {
  Model model = compile(kFunctions);
  Tensor a = tensor<float>({3}, {1, 2, 3}), b = tensor<float>({3}, {2, 2, 2});
  auto less = model.call("compare", {view(a), view(b)});
  ASSERT_TRUE(bool(less));
  EXPECT_EQ(elements<bool>((*less)[0]),
            (std::vector<bool>{true, false, false}));
  auto total = model.call("total", {view(a)});
  ASSERT_TRUE(bool(total));
  EXPECT_EQ((*total)[0].shape(), Shape{});
  EXPECT_EQ(*(*total)[0].as<float>(), 6);
}

TEST(ModelCallTest, NamesFunctionsThatDoNotExist) {
  Model model = compile(kFunctions);
  EXPECT_EQ(errorOf(model.call("boht", {})),
            "model 'Functions' has no function 'boht'; did you mean 'both'?");
  EXPECT_EQ(errorOf(model.memory("boht", {})),
            "model 'Functions' has no function 'boht'; did you mean 'both'?");
}

TEST(ModelCallTest, InterpretedAgreesWithCompiled) {
  Model model = compileLeNet();
  Tensor x = random({5, 1, 28, 28});
  CallOptions interpret;
  interpret.interpret = true;
  auto fast = model.call("forward", {view(x)});
  auto slow = model.call("forward", {view(x)}, interpret);
  ASSERT_TRUE(fast && slow);
  std::vector<float> a = elements<float>((*fast)[0]);
  std::vector<float> b = elements<float>((*slow)[0]);
  float difference = 0, largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference = std::max(difference, std::fabs(a[i] - b[i]));
    largest = std::max(largest, std::fabs(b[i]));
  }
  EXPECT_LT(difference, 1e-5f * largest);
  EXPECT_EQ(model.compiledCount(), 1u);
}

//===----------------------------------------------------------------------===//
// Threads
//===----------------------------------------------------------------------===//

TEST(ModelCallTest, GivesTheSameBitsWithAnyNumberOfThreads) {
  Model model = compileLeNet();
  Tensor x = random({9, 1, 28, 28});
  CallOptions one, two;
  one.threads = 1;
  two.threads = 2;
  auto first = model.call("forward", {view(x)}, one);
  auto second = model.call("forward", {view(x)}, two);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(sameBits((*first)[0], (*second)[0]));
}

TEST(ModelCallTest, MayBeCalledFromManyThreads) {
  Model model = compileLeNet();
  constexpr int64_t sizes = 3, threads = 4, calls = 12;
  std::vector<Tensor> inputs, expected;
  {
    Model alone = compileLeNet();
    for (int64_t n = 1; n <= sizes; ++n) {
      inputs.push_back(random({n, 1, 28, 28}, uint64_t(n)));
      auto outputs = alone.call("forward", {view(inputs.back())});
      ASSERT_TRUE(bool(outputs));
      expected.push_back(std::move((*outputs)[0]));
    }
  }
  // All threads meet functions that are not compiled and weights that are not
  // prepared.
  std::atomic<int64_t> different{0};
  std::vector<std::thread> team;
  for (int64_t t = 0; t < threads; ++t)
    team.emplace_back([&, t] {
      for (int64_t i = 0; i < calls; ++i) {
        size_t which = size_t((t + i) % sizes);
        CallOptions options;
        options.threads = unsigned(1 + i % 2);
        auto outputs = model.call("forward", {view(inputs[which])}, options);
        different += !outputs || !sameBits((*outputs)[0], expected[which]);
      }
    });
  for (std::thread &thread : team)
    thread.join();
  EXPECT_EQ(different, 0);
  EXPECT_EQ(model.compiledCount(), size_t(sizes));
}

TEST(ModelCallTest, MayInterpretWhileOthersCompile) {
  Model model = compile(kFunctions);
  std::atomic<int64_t> failures{0};
  std::vector<std::thread> team;
  for (int64_t t = 0; t < 4; ++t)
    team.emplace_back([&, t] {
      CallOptions options;
      options.interpret = t % 2 == 0;
      for (int64_t n = 1; n < 8; ++n) {
        Tensor x = random({n});
        auto outputs = model.call("both", {view(x)}, options);
        failures +=
            !outputs || (*outputs)[0].as<float>()[0] != x.as<float>()[0] * 2;
      }
    });
  for (std::thread &thread : team)
    thread.join();
  EXPECT_EQ(failures, 0);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

TEST(ModelCallTest, WritesIntoMemoryOfTheCaller) {
  Model model = compile(kFunctions);
  Tensor x = tensor<float>({3}, {1, 2, 3});
  Tensor sum(DType::F32, {3}), product(DType::F32, {3});
  for (bool interpret : {false, true}) {
    CallOptions options;
    options.interpret = interpret;
    ASSERT_TRUE(bool(
        model.call("both", {view(x)}, {sum.view(), product.view()}, options)));
    EXPECT_EQ(elements<float>(sum), (std::vector<float>{2, 4, 6}));
    EXPECT_EQ(elements<float>(product), (std::vector<float>{1, 4, 9}));
    sum = product = Tensor(DType::F32, {3});
  }
}

TEST(ModelCallTest, RefusesMemoryThatDoesNotFit) {
  Model model = compile(kFunctions);
  Tensor x = tensor<float>({3}, {1, 2, 3});
  Tensor fits(DType::F32, {3}), small(DType::F32, {2}), wide(DType::F64, {3});
  auto call = [&](const std::vector<MutableTensorView> &outputs) {
    return errorOf(model.call("both", {view(x)}, outputs));
  };
  EXPECT_EQ(call({fits.view()}), "'both' has 2 outputs, got memory for 1");
  EXPECT_EQ(call({fits.view(), small.view()}),
            "output 'product' of 'both' is f32[3], got memory for f32[2]");
  EXPECT_EQ(call({wide.view(), fits.view()}),
            "output 'sum' of 'both' is f32[3], got memory for f64[3]");
  EXPECT_EQ(call({fits.view(), fits.view()}),
            "the memory of output 'product' of 'both' overlaps output 'sum'");
  EXPECT_EQ(call({x.view(), fits.view()}),
            "the memory of output 'sum' of 'both' overlaps input 'x'");
  EXPECT_EQ(call({{DType::F32, {3}, nullptr}, fits.view()}),
            "output 'sum' of 'both' has no memory");
  Tensor bytes(DType::U8, {64});
  EXPECT_EQ(call({{DType::F32, {3}, bytes.as<uint8_t>() + 2}, fits.view()}),
            "the memory of output 'sum' of 'both' is not aligned");
}

TEST(ModelCallTest, KnowsMemoryBeforeItRuns) {
  Model model = compileLeNet();
  auto small = model.memory("forward", {{"N", 1}});
  auto large = model.memory("forward", {{"N", 10}});
  ASSERT_TRUE(small && large);
  EXPECT_EQ(small->parameterBytes, 61706u * 4);
  EXPECT_GE(small->preparedBytes, small->parameterBytes);
  EXPECT_GT(small->workspaceBytes, 28u * 28 * 6 * 4);
  EXPECT_GT(large->workspaceBytes, 9 * small->workspaceBytes);
  EXPECT_EQ(model.compiledCount(), 2u);
  EXPECT_EQ(errorOf(model.memory("forward", {})),
            "dimension 'N' of 'forward' needs a number: no input's shape "
            "tells it");
}

TEST(ModelCallTest, ForgetsFunctionsLongUnused) {
  Model model = compile(kFunctions);
  auto call = [&](int64_t n) {
    Tensor x = random({n});
    auto outputs = model.call("same", {view(x)});
    EXPECT_TRUE(bool(outputs));
  };
  for (int64_t n = 1; n <= 66; ++n)
    call(n);
  EXPECT_EQ(model.compiledCount(), 66u);
  call(66);
  EXPECT_EQ(model.compiledCount(), 66u);
  call(1);
  EXPECT_EQ(model.compiledCount(), 67u);
}

//===----------------------------------------------------------------------===//
// Errors at run time
//===----------------------------------------------------------------------===//

TEST(ModelCallTest, ReportsPlacesOutOfRange) {
  Model model = compile(kFunctions);
  Tensor x = tensor<float>({3}, {1, 2, 3});
  for (bool interpret : {false, true}) {
    CallOptions options;
    options.interpret = interpret;
    for (int64_t size : {2, 0}) {
      Tensor places = tensor<int64_t>({3}, {size, 0, 1 - size});
      Tensor bias = tensor<float>({size}, std::vector<float>(size, 0));
      std::string message = errorOf(
          model.call("send", {view(x), view(places), view(bias)}, options));
      EXPECT_NE(message.find("test.dl:12:12"), std::string::npos) << message;
      EXPECT_NE(message.find("index " + std::to_string(size) +
                             " is out of range for size " +
                             std::to_string(size)),
                std::string::npos)
          << message;
    }
    Tensor places = tensor<int64_t>({3}, {1, 0, 1});
    Tensor bias = tensor<float>({2}, {0, 0});
    auto outputs =
        model.call("send", {view(x), view(places), view(bias)}, options);
    ASSERT_TRUE(bool(outputs));
    EXPECT_EQ(elements<float>((*outputs)[0]), (std::vector<float>{2, 4}));
  }
}

TEST(ModelCallTest, ReportsIndicesOutOfRange) {
  Model model = compile(kFunctions);
  Tensor table = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  for (bool interpret : {false, true}) {
    CallOptions options;
    options.interpret = interpret;
    for (int64_t bad : {int64_t(3), int64_t(-1), int64_t(1) << 40}) {
      Tensor places = tensor<int64_t>({2}, {1, bad});
      std::string message =
          errorOf(model.call("look_up", {view(table), view(places)}, options));
      EXPECT_NE(message.find("test.dl:7:12"), std::string::npos) << message;
      EXPECT_NE(message.find("index " + std::to_string(bad) +
                             " is out of range for size 3"),
                std::string::npos)
          << message;
    }
    // The next call is none the worse for it.
    Tensor places = tensor<int64_t>({2}, {1, 2});
    auto outputs = model.call("look_up", {view(table), view(places)}, options);
    ASSERT_TRUE(bool(outputs));
    EXPECT_EQ(elements<float>((*outputs)[0]), (std::vector<float>{2, 6}));
  }
}
