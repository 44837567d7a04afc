//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// States of dlc::Model, which calls rebind, and the random numbers that calls
// draw.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include "dlc/Data/Safetensors.h"

#include <atomic>
#include <cstdio>
#include <set>
#include <thread>

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kCounter = R"(
model Counter {
  param scale: real[2] = init.constant(2)
  state total: real[2] = init.zeros
  state calls: i64[] = init.zeros
  state offset: real[2] = init.ones

  fn add(x: real[2]) -> real[2] {
    total <- total + scale * x + offset
    calls <- calls + 1
    return total
  }
  fn read(x: real[2]) -> real[2] { return scale * total + x }
  fn move(x: real[2]) -> real[2] {
    offset <- x
    return x
  }
  fn look_up(table: real[N, C], places: i64[N]) -> real[N] {
    calls <- calls + 1
    return pick(table, places, axis = 1)
  }
}
)";

namespace {
/// The same test compiled and interpreted.
class ModelStateTest : public testing::TestWithParam<bool> {
protected:
  ModelStateTest() { options.interpret = GetParam(); }

  std::vector<float> call(const char *function, std::vector<float> x) {
    auto outputs = model.call(function, {view(tensor<float>({2}, x))}, options);
    EXPECT_TRUE(bool(outputs)) << outputs.error().message();
    return elements<float>((*outputs)[0]);
  }
  int64_t calls() { return *model.states().at("calls").as<int64_t>(); }

  Model model = compile(kCounter);
  CallOptions options;
};
} // namespace

INSTANTIATE_TEST_SUITE_P(ModelStates, ModelStateTest, testing::Bool(),
                         [](const testing::TestParamInfo<bool> &info) {
                           return info.param ? "Interpreted" : "Compiled";
                         });

using Floats = std::vector<float>;

TEST(ModelState, TellsStatesAndWhoRebindsThem) {
  Model model = compile(kCounter);
  ASSERT_EQ(model.parameters().size(), 4u);
  EXPECT_FALSE(model.parameters()[0].isState);
  EXPECT_EQ(model.parameters()[1].name, "total");
  EXPECT_TRUE(model.parameters()[1].isState);
  EXPECT_EQ(model.parameters()[2].dtype, DType::I64);
  EXPECT_EQ(model.findFunction("add")->rebinds,
            (std::vector<std::string>{"total", "calls"}));
  EXPECT_TRUE(model.findFunction("read")->rebinds.empty());
  EXPECT_FALSE(model.findFunction("read")->drawsRandomNumbers);

  EXPECT_EQ(model.weights().size(), 1u);
  std::map<std::string, Tensor> states = model.states();
  ASSERT_EQ(states.size(), 3u);
  EXPECT_EQ(elements<float>(states.at("offset")), (Floats{1, 1}));
  EXPECT_EQ(states.at("calls").shape(), Shape{});

  auto memory = model.memory("add", {});
  ASSERT_TRUE(bool(memory));
  EXPECT_EQ(memory->parameterBytes, 8u);
  EXPECT_EQ(memory->stateBytes, 2 * (8u + 8u) + 8u);
}

TEST_P(ModelStateTest, PassFromCallToCall) {
  EXPECT_EQ(call("add", {1, 2}), (Floats{3, 5}));
  EXPECT_EQ(call("add", {10, 20}), (Floats{24, 46}));
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(elements<float>(model.states().at("total")), (Floats{24, 46}));
  model.initialize(0);
  EXPECT_EQ(calls(), 0);
  EXPECT_EQ(call("add", {1, 2}), (Floats{3, 5}));
}

TEST_P(ModelStateTest, FrozenOnesFollowTheirNewValues) {
  EXPECT_EQ(call("read", {0, 0}), (Floats{0, 0}));
  call("add", {1, 2});
  EXPECT_EQ(call("read", {0, 1}), (Floats{6, 11}));
  EXPECT_EQ(call("read", {0, 1}), (Floats{6, 11}));
  // Frozen in a function that rebinds others.
  call("move", {100, 200});
  EXPECT_EQ(call("add", {0, 0}), (Floats{103, 205}));
  EXPECT_EQ(call("read", {0, 0}), (Floats{206, 410}));
}

TEST_P(ModelStateTest, ChangeWithCallsThatSucceedOnly) {
  Tensor table = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor inside = tensor<int64_t>({2}, {0, 2});
  Tensor outside = tensor<int64_t>({2}, {0, 3});
  EXPECT_TRUE(
      bool(model.call("look_up", {view(table), view(inside)}, options)));
  EXPECT_EQ(calls(), 1);
  std::string message =
      errorOf(model.call("look_up", {view(table), view(outside)}, options));
  EXPECT_NE(message.find("3 is out of range"), std::string::npos) << message;
  EXPECT_EQ(calls(), 1);
  // Into the caller's memory, too.
  Tensor output(DType::F32, {2});
  EXPECT_TRUE(bool(model.call("look_up", {view(table), view(inside)},
                              {output.view()}, options)));
  EXPECT_EQ(calls(), 2);
  EXPECT_EQ(elements<float>(output), (Floats{1, 6}));
}

TEST_P(ModelStateTest, RebindingCallsAreSerialised) {
  constexpr int64_t threads = 4, rounds = 20;
  std::vector<std::vector<float>> seen(threads);
  std::atomic<int64_t> failures{0};
  std::vector<std::thread> team;
  Tensor zero = tensor<float>({2}, {0, 0});
  for (int64_t t = 0; t < threads; ++t)
    team.emplace_back([&, t] {
      for (int64_t i = 0; i < rounds; ++i) {
        auto sum = model.call("add", {view(zero)}, options);
        auto read = model.call("read", {view(zero)}, options);
        if (!sum || !read) {
          ++failures;
          continue;
        }
        seen[size_t(t)].push_back((*sum)[0].as<float>()[0]);
        // No half of a state: both elements grow by one a call.
        const float *both = (*read)[0].as<float>();
        failures += both[0] != both[1];
      }
    });
  for (std::thread &thread : team)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(calls(), threads * rounds);
  std::set<float> all;
  for (const std::vector<float> &some : seen)
    all.insert(some.begin(), some.end());
  EXPECT_EQ(all.size(), size_t(threads * rounds));
  EXPECT_EQ(*all.rbegin(), float(threads * rounds));
}

TEST(ModelState, AreSavedAndLoadedWithTheWeights) {
  std::string path = testing::TempDir() + "dlc-states.safetensors";
  Model first = compile(kCounter);
  Tensor x = tensor<float>({2}, {1, 2});
  ASSERT_TRUE(bool(first.call("add", {view(x)})));
  ASSERT_TRUE(bool(first.saveWeights(path)));
  Model second = compile(kCounter);
  ASSERT_TRUE(bool(second.loadWeights(path)));
  for (const auto &[name, tensor] : first.states())
    EXPECT_TRUE(sameBits(tensor, second.states().at(name))) << name;
  auto a = first.call("add", {view(x)}), b = second.call("add", {view(x)});
  ASSERT_TRUE(a && b);
  EXPECT_TRUE(sameBits((*a)[0], (*b)[0]));

  // One without its state is a file of another model.
  auto tensors = readSafetensors(path);
  ASSERT_TRUE(bool(tensors));
  tensors->erase("calls");
  EXPECT_EQ(errorOf(second.bindWeights(*tensors)),
            "the weights do not fit model 'Counter'\n"
            "  'calls', i64[], is missing");
  std::remove(path.c_str());
}

//===----------------------------------------------------------------------===//
// Random numbers
//===----------------------------------------------------------------------===//

static constexpr const char *kDraws = R"(
model Draws {
  fn draw(x: real[N]) -> real[N] {
    return x + random.uniform([N], stream = "numbers")
  }
  fn plain(x: real[N]) -> real[N] { return x }
}
)";

namespace {
class ModelRandomTest : public testing::Test {
protected:
  Floats draw(const CallOptions &options = {}) {
    auto outputs = model.call("draw", {view(zeros)}, options);
    EXPECT_TRUE(bool(outputs)) << outputs.error().message();
    return elements<float>((*outputs)[0]);
  }

  Model model = compile(kDraws);
  Tensor zeros{DType::F32, {4}};
};
} // namespace

TEST_F(ModelRandomTest, KnowsWhoDraws) {
  EXPECT_TRUE(model.findFunction("draw")->drawsRandomNumbers);
  EXPECT_FALSE(model.findFunction("plain")->drawsRandomNumbers);
}

TEST_F(ModelRandomTest, DrawsWhatJaxDoes) {
  // jax.random.uniform(key, [4]) of key = fold_in(key(seed), call), into which
  // the number of the stream is folded once more.
  Floats first = {0x1.97c27cp-1f, 0x1.76f934p-1f, 0x1.0a8fap-4f, 0x1.378e2p-3f};
  Floats second = {0x1.023af4p-1f, 0x1.697bf8p-2f, 0x1.8279cp-4f,
                   0x1.c686f8p-1f};
  EXPECT_EQ(draw(), first);
  EXPECT_EQ(draw(), second);
  model.setSeed(7);
  EXPECT_EQ(draw(), (Floats{0x1.32e6ap-3f, 0x1.03d2e8p-2f, 0x1.7acc6cp-1f,
                            0x1.b7bf8p-6f}));
}

TEST_F(ModelRandomTest, CallsDrawOneAfterTheOther) {
  Floats first = draw(), second = draw();
  EXPECT_NE(first, second);
  ASSERT_TRUE(bool(model.call("plain", {view(zeros)})));
  Floats third = draw();
  // Once more, counted from the start.
  model.setSeed(0);
  EXPECT_EQ(draw(), first);
  EXPECT_EQ(draw(), second);
  EXPECT_EQ(draw(), third);
  model.setSeed(1);
  EXPECT_NE(draw(), first);
}

TEST_F(ModelRandomTest, ASeedOfTheCallRepeatsIt) {
  Floats first = draw(), second = draw();
  model.setSeed(0);
  CallOptions options;
  options.seed = 0;
  EXPECT_EQ(draw(options), first);
  EXPECT_EQ(draw(options), first);
  // The sequence of the model has not moved.
  EXPECT_EQ(draw(), first);
  options.seed = 5;
  Floats fifth = draw(options);
  EXPECT_EQ(draw(), second);
  model.setSeed(5);
  EXPECT_EQ(draw(), fifth);
}

TEST_F(ModelRandomTest, AModelStartsFromItsSeed) {
  ModelOptions options;
  options.seed = 5;
  Model other = compile(kDraws, options);
  auto outputs = other.call("draw", {view(zeros)});
  ASSERT_TRUE(bool(outputs));
  model.setSeed(5);
  EXPECT_EQ(elements<float>((*outputs)[0]), draw());
}

TEST_F(ModelRandomTest, SameBitsAtAnyThreadCountAndInterpreted) {
  zeros = Tensor(DType::F32, {1001});
  CallOptions options;
  options.seed = uint64_t(1) << 40;
  options.threads = 1;
  Floats one = draw(options);
  options.threads = 2;
  EXPECT_EQ(draw(options), one);
  options.interpret = true;
  EXPECT_EQ(draw(options), one);
  for (float number : one)
    EXPECT_TRUE(number >= 0 && number < 1) << number;
}
