//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled functions that dlc::Model keeps, and the memory that it may use.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include <atomic>
#include <thread>

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kFunctions = R"(
model Functions {
  param weight: real[1000, 10] = init.zeros

  fn twice(x: real[N]) -> real[N] { return x + x }
  fn thrice(x: real[N]) -> real[N] { return x + x + x }
  fn project(x: real[N, 1000]) -> real[N, 10] {
    return sigmoid(matmul(x, weight)) + 1
  }
}
)";

static ModelOptions keeping(size_t functions) {
  ModelOptions options;
  options.maximumSpecializations = functions;
  return options;
}

/// Calls `twice` with one size and checks what comes back.
static void callTwice(const Model &model, int64_t size) {
  Tensor x = random({size}, uint64_t(size));
  auto outputs = model.call("twice", {view(x)});
  ASSERT_TRUE(bool(outputs)) << outputs.error().message();
  for (int64_t i = 0; i < size; ++i)
    ASSERT_EQ((*outputs)[0].as<float>()[i], 2 * x.as<float>()[i]);
}

//===----------------------------------------------------------------------===//
// The cache
//===----------------------------------------------------------------------===//

TEST(ModelCacheTest, ReusesFunctionsCompiledForTheSizes) {
  Model model = compile(kFunctions);
  EXPECT_EQ(model.cacheInfo().capacity, 64u);
  for (int64_t size : {3, 5, 3, 5, 3})
    callTwice(model, size);
  CacheInfo info = model.cacheInfo();
  EXPECT_EQ(info.entries, 2u);
  EXPECT_EQ(info.misses, 2u);
  EXPECT_EQ(info.hits, 3u);
  EXPECT_EQ(info.evictions, 0u);
  // Functions of one binding are entries of their own.
  Tensor x = random({3});
  ASSERT_TRUE(bool(model.call("thrice", {view(x)})));
  EXPECT_EQ(model.cacheInfo().entries, 3u);
}

TEST(ModelCacheTest, GivesUpTheOneLongestUnused) {
  Model model = compile(kFunctions, keeping(2));
  for (int64_t size : {1, 2, 1, 3}) // 3 takes the place of 2
    callTwice(model, size);
  CacheInfo info = model.cacheInfo();
  EXPECT_EQ(info.entries, 2u);
  EXPECT_EQ(info.capacity, 2u);
  EXPECT_EQ(info.misses, 3u);
  EXPECT_EQ(info.evictions, 1u);
  callTwice(model, 1);
  EXPECT_EQ(model.cacheInfo().misses, 3u);
  callTwice(model, 2);
  EXPECT_EQ(model.cacheInfo().misses, 4u);
}

TEST(ModelCacheTest, MayKeepNothing) {
  Model model = compile(kFunctions, keeping(0));
  callTwice(model, 4);
  callTwice(model, 4);
  CacheInfo info = model.cacheInfo();
  EXPECT_EQ(info.entries, 0u);
  EXPECT_EQ(info.misses, 2u);
  EXPECT_EQ(info.evictions, 2u);
}

TEST(ModelCacheTest, AFailedCompilationIsNoEntry) {
  ModelOptions options;
  options.maximumMemory = 100000;
  Model model = compile(kFunctions, options);
  Tensor x = random({100, 1000});
  EXPECT_FALSE(bool(model.call("project", {view(x)})));
  CacheInfo info = model.cacheInfo();
  EXPECT_EQ(info.entries, 0u);
  EXPECT_EQ(info.misses, 1u);
}

TEST(ModelCacheTest, AFunctionInUseSurvivesItsEviction) {
  // One place for all sizes: nearly every call evicts what others run.
  Model model = compile(kFunctions, keeping(1));
  std::vector<std::thread> team;
  for (int64_t t = 0; t < 4; ++t)
    team.emplace_back([&, t] {
      for (int64_t i = 0; i < 12; ++i)
        callTwice(model, 1000 + (t + i) % 3);
    });
  for (std::thread &thread : team)
    thread.join();
  EXPECT_EQ(model.cacheInfo().entries, 1u);
  EXPECT_GT(model.cacheInfo().evictions, 2u);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

static ModelOptions limited(uint64_t bytes) {
  ModelOptions options;
  options.maximumMemory = bytes;
  return options;
}

TEST(ModelMemoryTest, RefusesWeightsBeyondTheLimit) {
  std::string message =
      errorOf(Model::fromString(kFunctions, "test.dl", limited(30000)));
  EXPECT_EQ(message.find(
                "test.dl:3:9: error: the weights of 'Functions' take 39.1 KiB "
                "of memory, the limit is 29.3 KiB; the largest of them, "
                "'weight', is f32[1000, 10]"),
            0u)
      << message;
  EXPECT_TRUE(bool(Model::fromString(kFunctions, "test.dl", limited(40000))));
}

TEST(ModelMemoryTest, NamesTheLayerOfTheLibraryThatIsTooLarge) {
  std::string message = errorOf(Model::fromString(R"(import nn
model Large {
  linear = nn.Linear(1000, 1000)
  fn forward(x: real[N, 1000]) -> real[N, 1000] { return linear(x) }
})",
                                                  "test.dl", limited(1000)));
  EXPECT_EQ(message.find("test.dl:3:12: error: the weights of 'Large' take"),
            0u)
      << message;
  EXPECT_NE(message.find("'linear.weight', is f32[1000, 1000]"),
            std::string::npos)
      << message;
}

TEST(ModelMemoryTest, RefusesCallsBeyondTheLimit) {
  for (bool interpret : {false, true}) {
    Model model = compile(kFunctions, limited(300000));
    CallOptions options;
    options.interpret = interpret;
    Tensor small = random({2, 1000}), large = random({100, 1000});
    EXPECT_TRUE(bool(model.call("project", {view(small)}, options)));
    std::string message =
        errorOf(model.call("project", {view(large)}, options));
    EXPECT_EQ(message.find("test.dl:7:14: error: 'project' with N=100 needs "),
              0u)
        << message;
    EXPECT_NE(message.find("of memory, the limit is 293.0 KiB; the largest "
                           "tensor, f32[100, 1000], takes 390.6 KiB"),
              std::string::npos)
        << message;
  }
}

TEST(ModelMemoryTest, RefusesSizesThatNothingHolds) {
  Model model = compile(R"(
model Square {
  fn norm(x: real[N, 1], y: real[1, N]) -> real[] {
    return sum(exp(matmul(x, y)), axes = [0, 1])
  }
})");
  std::vector<float> memory(9000000);
  auto call = [&](int64_t size) {
    return errorOf(
        model.call("norm", {{DType::F32, {size, 1}, memory.data()},
                            {DType::F32, {1, size}, memory.data()}}));
  };
  std::string message = call(1000000);
  EXPECT_EQ(message.find("test.dl:4:"), 0u) << message;
  EXPECT_NE(message.find("; the largest tensor, f32[1000000, 1000000], takes "
                         "3.6 TiB"),
            std::string::npos)
      << message;
  message = call(9000000);
  EXPECT_NE(message.find("a size is negative or overflows with N=9000000"),
            std::string::npos)
      << message;
}
