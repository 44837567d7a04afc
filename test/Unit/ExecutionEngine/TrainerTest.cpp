//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc::Trainer: steps, what they report, and what is kept between them. That
// steps are PyTorch's is tested in Integration/Training.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include "dlc/Data/Safetensors.h"
#include "dlc/Trainer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kTrained = R"(
import nn, optim

model Classifier {
  hidden = nn.Linear(4, 6, use_bias = false)
  norm = nn.BatchNorm1d(6)
  out = nn.Linear(6, 3)

  fn forward(x: real[N, 4]) -> real[N, 3] {
    return x |> hidden |> norm |> tanh |> out
  }
}

train Classifier {
  batch (x: real[N, 4], labels: i64[N])
  let logits = forward(x)
  loss = -mean(pick(log_softmax(logits, axis = 1), labels, axis = 1))
  metric accuracy = mean(cast(argmax(logits, axis = 1) == labels, real))
  metric best = argmax(logits, axis = 1)
  optimizer = optim.Adam(lr = 0.05)
  clip_grad_norm = 0.5
}
)";

static constexpr const char *kUntrained = R"(
model Classifier {
  fn forward(x: real[N, 4]) -> real[N, 4] { return x }
}
)";

static Trainer makeTrainer(const char *source = kTrained,
                           const ModelOptions &options = {}) {
  Expected<Trainer> trainer = Trainer::fromString(source, "test.dl", options);
  if (!trainer) {
    ADD_FAILURE() << trainer.error().message();
    std::abort();
  }
  return std::move(*trainer);
}

namespace {
/// A batch for each step, and what comes of steps.
class TrainerTest : public testing::Test {
protected:
  struct Batch {
    Tensor x, labels;
    std::vector<TensorView> views() const { return {x.view(), labels.view()}; }
  };

  static Batch batch(uint64_t seed) {
    Batch result{random({8, 4}, seed), Tensor(DType::I64, {8})};
    const float *x = std::as_const(result.x).as<float>();
    for (int64_t i = 0; i < 8; ++i)
      result.labels.as<int64_t>()[i] = x[4 * i] > 0 ? 2 : x[4 * i + 1] > 0;
    return result;
  }

  static Trainer::Result step(Trainer &trainer, uint64_t seed,
                              const CallOptions &options = {}) {
    auto result = trainer.step(batch(seed).views(), options);
    if (!result) {
      ADD_FAILURE() << result.error().message();
      std::abort();
    }
    return std::move(*result);
  }

  static std::vector<double> takeSteps(Trainer &trainer, uint64_t from,
                                       uint64_t to,
                                       const CallOptions &options = {}) {
    std::vector<double> losses;
    for (uint64_t i = from; i < to; ++i)
      losses.push_back(step(trainer, i, options).loss);
    return losses;
  }

  static void expectSame(const Trainer &a, const Trainer &b) {
    expectSame(a.model().states(), b.model().states());
  }
  static void expectSame(const std::map<std::string, Tensor> &a,
                         const std::map<std::string, Tensor> &b) {
    ASSERT_EQ(a.size(), b.size());
    for (const auto &[name, tensor] : a)
      EXPECT_TRUE(sameBits(tensor, b.at(name))) << name;
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

TEST_F(TrainerTest, TellsItsBatch) {
  Trainer trainer = makeTrainer();
  ASSERT_EQ(trainer.batch().size(), 2u);
  EXPECT_EQ(trainer.batch()[0].name, "x");
  EXPECT_EQ(trainer.batch()[0].sizes, (std::vector<std::string>{"N", "4"}));
  EXPECT_EQ(trainer.batch()[1].name, "labels");
  EXPECT_EQ(trainer.batch()[1].dtype, DType::I64);
}

TEST_F(TrainerTest, ReportsWhatTheBatchWasLikeBeforeTheStep) {
  Trainer trainer = makeTrainer();
  EXPECT_EQ(trainer.steps(), 0);
  Batch first = batch(0);
  auto logits = trainer.model().call("forward", {view(first.x)});
  ASSERT_TRUE(bool(logits));
  // The call has changed the running statistics.
  Trainer fresh = makeTrainer();
  Trainer::Result result = step(fresh, 0);
  EXPECT_EQ(fresh.steps(), 1);

  const float *scores = std::as_const((*logits)[0]).as<float>();
  double loss = 0, right = 0;
  std::vector<int64_t> best;
  for (int64_t i = 0; i < 8; ++i) {
    const float *row = scores + 3 * i;
    int64_t label = first.labels.as<int64_t>()[i];
    double sum = 0;
    for (int64_t c = 0; c < 3; ++c)
      sum += std::exp(double(row[c]));
    loss += (std::log(sum) - row[label]) / 8;
    best.push_back(std::max_element(row, row + 3) - row);
    right += best.back() == label;
  }
  EXPECT_NEAR(result.loss, loss, 1e-6);
  EXPECT_GT(result.gradientNorm, 0.0);
  ASSERT_EQ(result.metrics.size(), 2u);
  EXPECT_EQ(*result.metrics.at("accuracy").as<float>(), float(right / 8));
  EXPECT_EQ(elements<int64_t>(result.metrics.at("best")), best);
}

TEST_F(TrainerTest, LearnsAndCounts) {
  Trainer trainer = makeTrainer();
  std::vector<double> losses = takeSteps(trainer, 0, 60);
  EXPECT_EQ(trainer.steps(), 60);
  EXPECT_LT(losses.back(), losses.front() / 2);
  EXPECT_EQ(trainer.model().compiledCount(), 1u);
}

TEST_F(TrainerTest, SameBitsEachTimeAndAtAnyNumberOfThreads) {
  Trainer one = makeTrainer(), two = makeTrainer();
  CallOptions options;
  options.threads = 1;
  std::vector<double> losses = takeSteps(one, 0, 5, options);
  auto states = one.model().states();
  options.threads = 2;
  EXPECT_EQ(takeSteps(two, 0, 5, options), losses);
  expectSame(states, two.model().states());
  // Once more, from the start.
  one.model().initialize(0);
  EXPECT_EQ(one.steps(), 0);
  EXPECT_EQ(takeSteps(one, 0, 5), losses);
  expectSame(states, one.model().states());
}

TEST_F(TrainerTest, InterpretedStepsAgreeWithCompiledOnes) {
  Trainer compiled = makeTrainer(), interpreted = makeTrainer();
  CallOptions options;
  options.interpret = true;
  std::vector<double> losses = takeSteps(compiled, 0, 5);
  std::vector<double> expected = takeSteps(interpreted, 0, 5, options);
  for (size_t i = 0; i < losses.size(); ++i)
    EXPECT_NEAR(losses[i], expected[i], 1e-5);
  auto states = interpreted.model().states();
  for (const auto &[name, tensor] : compiled.model().states()) {
    if (tensor.dtype() == DType::I64) {
      EXPECT_TRUE(sameBits(tensor, states.at(name))) << name;
      continue;
    }
    std::vector<float> a = elements<float>(tensor),
                       b = elements<float>(states.at(name));
    double scale = 0, error = 0;
    for (size_t i = 0; i < a.size(); ++i) {
      scale = std::max(scale, std::fabs(double(b[i])));
      error = std::max(error, std::fabs(double(a[i]) - b[i]));
    }
    // As for all results in f32.
    EXPECT_LE(error, 1e-5 * scale) << name;
  }
}

TEST_F(TrainerTest, AFailingStepLeavesAllAsItWas) {
  for (bool interpret : {false, true}) {
    CallOptions options;
    options.interpret = interpret;
    Trainer trainer = makeTrainer(), other = makeTrainer();
    takeSteps(trainer, 0, 2, options);
    takeSteps(other, 0, 2, options);
    auto before = trainer.model().states();
    Batch wrong = batch(2);
    wrong.labels.as<int64_t>()[5] = 3;
    std::string message = errorOf(trainer.step(wrong.views(), options));
    EXPECT_NE(message.find("3 is out of range"), std::string::npos) << message;
    expectSame(before, trainer.model().states());
    EXPECT_EQ(trainer.steps(), 2);
    // A batch of the wrong shape does not come as far.
    EXPECT_FALSE(bool(trainer.step({view(wrong.x)}, options)));
    expectSame(before, trainer.model().states());
    EXPECT_EQ(step(trainer, 2, options).loss, step(other, 2, options).loss);
    expectSame(trainer, other);
  }
}

//===----------------------------------------------------------------------===//
// Gradients that are not finite
//===----------------------------------------------------------------------===//

namespace {
class NonfiniteTest : public TrainerTest {
protected:
  static ModelOptions with(OnNonfinite onNonfinite) {
    ModelOptions options;
    options.step.onNonfinite = onNonfinite;
    return options;
  }
  static Batch poisoned() {
    Batch result = batch(2);
    result.x.as<float>()[5] = std::nanf("");
    return result;
  }
};
} // namespace

TEST_F(NonfiniteTest, ASkippedStepLeavesAllAsItWas) {
  for (bool interpret : {false, true}) {
    CallOptions options;
    options.interpret = interpret;
    Trainer trainer = makeTrainer(kTrained, with(OnNonfinite::Skip)),
            other = makeTrainer(kTrained, with(OnNonfinite::Skip));
    takeSteps(trainer, 0, 2, options);
    takeSteps(other, 0, 2, options);
    auto before = trainer.model().states();
    auto skipped = trainer.step(poisoned().views(), options);
    ASSERT_TRUE(bool(skipped));
    EXPECT_TRUE(skipped->isSkipped);
    EXPECT_TRUE(std::isnan(skipped->gradientNorm));
    EXPECT_EQ(skipped->metrics.size(), 2u);
    // Statistics and the number of the step among it.
    expectSame(before, trainer.model().states());
    EXPECT_EQ(trainer.steps(), 2);
    Trainer::Result next = step(trainer, 3, options);
    EXPECT_FALSE(next.isSkipped);
    EXPECT_EQ(next.loss, step(other, 3, options).loss);
    expectSame(trainer, other);
  }
}

TEST_F(NonfiniteTest, AStoppedStepNamesTheFirstParameter) {
  Trainer trainer = makeTrainer(kTrained, with(OnNonfinite::Stop));
  takeSteps(trainer, 0, 1);
  EXPECT_EQ(step(trainer, 1).metrics.size(), 2u);
  auto before = trainer.model().states();
  EXPECT_EQ(errorOf(trainer.step(poisoned().views())),
            "step 3: the gradient of 'hidden.weight' is not finite, which is "
            "the first such in the model; in Classifier.hidden: Linear");
  expectSame(before, trainer.model().states());
  EXPECT_EQ(trainer.steps(), 2);
}

TEST_F(NonfiniteTest, OrSaysThatTheNormAloneIsTooLarge) {
  // 1.5e19 squared is a number of f32, and twice that is none.
  Trainer trainer = makeTrainer(R"(
import optim

model Steep {
  param v: real[] = init.zeros
  param w: real[] = init.zeros
}

train Steep {
  batch (x: real[])
  loss = x * (v + w)
  optimizer = optim.SGD(lr = 1)
}
)",
                                with(OnNonfinite::Stop));
  Tensor x = tensor<float>({}, {1.5e19f});
  EXPECT_EQ(errorOf(trainer.step({view(x)})),
            "step 1: the norm of all gradients is not finite, though that of "
            "each is");
  EXPECT_EQ(trainer.steps(), 0);
}

TEST_F(NonfiniteTest, ByDefaultIsAStepLikeAnyOther) {
  Trainer trainer = makeTrainer();
  auto result = trainer.step(poisoned().views());
  ASSERT_TRUE(bool(result));
  EXPECT_FALSE(result->isSkipped);
  EXPECT_EQ(trainer.steps(), 1);
  EXPECT_TRUE(std::isnan(
      elements<float>(trainer.model().states().at("hidden.weight"))[1]));
}

//===----------------------------------------------------------------------===//
// Limits of gradients
//===----------------------------------------------------------------------===//

TEST_F(TrainerTest, LimitsOfTheHostTakeThePlaceOfTheFiles) {
  std::string source = kTrained;
  source.replace(source.find("= 0.5\n"), 5, "= 0.125");
  ModelOptions options;
  options.step.clipGradNorm = 0.125;
  Trainer given = makeTrainer(kTrained, options),
          written = makeTrainer(source.c_str()), other = makeTrainer();
  EXPECT_EQ(takeSteps(given, 0, 3), takeSteps(written, 0, 3));
  expectSame(given, written);
  takeSteps(other, 0, 3);
  EXPECT_FALSE(sameBits(given.model().states().at("out.bias"),
                        other.model().states().at("out.bias")));
}

TEST_F(TrainerTest, LimitsArePositiveNumbers) {
  ModelOptions options;
  options.step.clipGradNorm = 0;
  EXPECT_EQ(errorOf(Trainer::fromString(kTrained, "test.dl", options)),
            "clipGradNorm is a positive number, got 0.000000");
  options.step.clipGradNorm = 1;
  options.step.clipGradValue = std::nan("");
  EXPECT_EQ(errorOf(Trainer::fromString(kTrained, "test.dl", options)),
            "clipGradValue is a positive number, got nan");
}

//===----------------------------------------------------------------------===//
// What the optimizer keeps
//===----------------------------------------------------------------------===//

TEST_F(TrainerTest, ScalarsAreReadAndSet) {
  Trainer trainer = makeTrainer();
  EXPECT_EQ(trainer.scalars(), (std::vector<std::string>{"lr"}));
  EXPECT_EQ(*trainer.scalar("lr"), double(0.05f));
  takeSteps(trainer, 0, 2);
  auto before = trainer.model().states();
  step(trainer, 2);
  auto once = trainer.model().states();

  ASSERT_TRUE(bool(trainer.model().bindWeights(before)));
  ASSERT_TRUE(bool(trainer.setScalar("lr", 0)));
  EXPECT_EQ(*trainer.scalar("lr"), 0.0);
  step(trainer, 2);
  auto never = trainer.model().states();

  ASSERT_TRUE(bool(trainer.model().bindWeights(before)));
  ASSERT_TRUE(bool(trainer.setScalar("lr", 0.1)));
  step(trainer, 2);
  auto twice = trainer.model().states();

  for (const char *name : {"hidden.weight", "norm.bias", "out.bias"}) {
    EXPECT_TRUE(sameBits(before.at(name), never.at(name))) << name;
    std::vector<float> start = elements<float>(before.at(name)),
                       single = elements<float>(once.at(name)),
                       both = elements<float>(twice.at(name));
    for (size_t i = 0; i < start.size(); ++i)
      EXPECT_NEAR(both[i] - start[i], 2 * (single[i] - start[i]), 1e-6) << name;
  }
  // Statistics do not ask for the rate.
  EXPECT_FALSE(
      sameBits(before.at("norm.running_mean"), never.at("norm.running_mean")));
  EXPECT_EQ(trainer.model().compiledCount(), 1u);
}

TEST_F(TrainerTest, GroupsHaveScalarsOfTheirOwn) {
  std::string source = kTrained;
  source.insert(source.rfind('}'),
                "  group biases for \"*.bias\" {\n"
                "    optimizer = optim.SGD(lr = 0.1, momentum = 0.9)\n"
                "  }\n");
  Trainer trainer = makeTrainer(source.c_str());
  EXPECT_EQ(trainer.scalars(), (std::vector<std::string>{"lr", "biases.lr"}));
  EXPECT_EQ(*trainer.scalar("biases.lr"), double(0.1f));
  ASSERT_TRUE(bool(trainer.setScalar("biases.lr", 0)));
  EXPECT_EQ(*trainer.scalar("lr"), double(0.05f));
  auto before = trainer.model().states();
  step(trainer, 0);
  auto after = trainer.model().states();
  EXPECT_TRUE(sameBits(before.at("out.bias"), after.at("out.bias")));
  EXPECT_FALSE(sameBits(before.at("out.weight"), after.at("out.weight")));
  EXPECT_EQ(after.count("optimizer.out.bias.momentum_buffer"), 1u);
  EXPECT_EQ(after.count("optimizer.out.bias.exp_avg"), 0u);
  EXPECT_EQ(errorOf(trainer.setScalar("biases.rate", 0)),
            "the optimizer has no scalar 'biases.rate', only 'lr', "
            "'biases.lr'");
}

TEST_F(TrainerTest, ScalarsInF64AreNotRounded) {
  ModelOptions options;
  options.real = DType::F64;
  Trainer trainer = makeTrainer(kTrained, options);
  EXPECT_EQ(*trainer.scalar("lr"), 0.05);
  ASSERT_TRUE(bool(trainer.setScalar("lr", 0.1)));
  EXPECT_EQ(*trainer.scalar("lr"), 0.1);
}

TEST_F(TrainerTest, UnknownScalarsAreErrors) {
  Trainer trainer = makeTrainer();
  EXPECT_EQ(errorOf(trainer.scalar("momentum")),
            "the optimizer has no scalar 'momentum', only 'lr'");
  EXPECT_EQ(errorOf(trainer.setScalar("rate", 1)),
            "the optimizer has no scalar 'rate', only 'lr'");
  // The number of the step is no constant.
  EXPECT_FALSE(bool(trainer.setScalar("step", 1)));
  EXPECT_FALSE(bool(trainer.scalar("hidden.weight.exp_avg")));
}

TEST_F(TrainerTest, AModelNeedsATrainBlock) {
  EXPECT_EQ(errorOf(Trainer::fromString(kUntrained, "test.dl")),
            "model 'Classifier' is not trained: its file has no "
            "'train Classifier { ... }'");
  EXPECT_FALSE(bool(Trainer::fromFile("no-such-file.dl")));
}

TEST_F(TrainerTest, OnlyTrainingMakesStatesOfParameters) {
  Trainer trainer = makeTrainer();
  Model model = compile(kTrained);
  EXPECT_EQ(model.findFunction("train_step"), nullptr);
  EXPECT_EQ(model.weights().size(), 5u);
  EXPECT_EQ(model.states().size(), 3u);
  EXPECT_TRUE(trainer.model().weights().empty());
  std::map<std::string, Tensor> states = trainer.model().states();
  // Five parameters with two slots each, three statistics, lr and the step.
  EXPECT_EQ(states.size(), 5u + 10 + 3 + 2);
  for (const ParameterInfo &parameter : trainer.model().parameters()) {
    EXPECT_TRUE(parameter.isState) << parameter.name;
    EXPECT_EQ(parameter.isOptimizers,
              parameter.name.compare(0, 10, "optimizer.") == 0)
        << parameter.name;
  }
  // Both start from the same weights.
  for (const auto &[name, tensor] : model.weights())
    EXPECT_TRUE(sameBits(tensor, states.at(name))) << name;
}

TEST_F(TrainerTest, StatesAreSetOneByOne) {
  Trainer trainer = makeTrainer();
  Model &model = trainer.model();
  Tensor bias = tensor<float>({3}, {1, 2, 3});
  ASSERT_TRUE(bool(model.setState("out.bias", view(bias))));
  EXPECT_TRUE(sameBits(model.states().at("out.bias"), bias));
  auto before = model.states();
  EXPECT_EQ(errorOf(model.setState("out.bais", view(bias))),
            "model 'Classifier' has no state 'out.bais'");
  EXPECT_EQ(errorOf(model.setState("norm.bias", view(bias))),
            "state 'norm.bias' is f32[6], got f32[3]");
  Tensor doubles = tensor<double>({3}, {1, 2, 3});
  EXPECT_EQ(errorOf(model.setState("out.bias", view(doubles))),
            "state 'out.bias' is f32[3], got f64[3]");
  expectSame(before, model.states());
  // A parameter is none where nothing rebinds it.
  Model plain = compile(kTrained);
  EXPECT_FALSE(bool(plain.setState("out.bias", view(bias))));
}

TEST_F(TrainerTest, ASetStateIsSeenByAllFunctions) {
  Trainer trainer = makeTrainer();
  Model &model = trainer.model();
  Batch one = batch(0);
  auto first = model.call("forward", {view(one.x)});
  Tensor bias = tensor<float>({3}, {10, 20, 30});
  ASSERT_TRUE(bool(model.setState("out.bias", view(bias))));
  auto second = model.call("forward", {view(one.x)});
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(sameBits((*first)[0], (*second)[0]));
  // And one that a step has set.
  step(trainer, 0);
  auto third = model.call("forward", {view(one.x)});
  ASSERT_TRUE(bool(third));
  EXPECT_FALSE(sameBits((*second)[0], (*third)[0]));
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

namespace {
class TrainerFileTest : public TrainerTest {
protected:
  ~TrainerFileTest() override { std::remove(path.c_str()); }

  std::string path =
      testing::TempDir() + "dlc-trainer-" +
      testing::UnitTest::GetInstance()->current_test_info()->name() +
      ".safetensors";
};
} // namespace

TEST_F(TrainerFileTest, TrainingGoesOnBitForBit) {
  Trainer first = makeTrainer(), second = makeTrainer();
  takeSteps(first, 0, 3);
  ASSERT_TRUE(bool(first.setScalar("lr", 0.01)));
  ASSERT_TRUE(bool(first.model().saveWeights(path)));
  takeSteps(second, 5, 6); // all that it has learnt is replaced
  ASSERT_TRUE(bool(second.model().loadWeights(path)));
  EXPECT_EQ(second.steps(), 3);
  EXPECT_EQ(*second.scalar("lr"), double(0.01f));
  expectSame(first, second);
  EXPECT_EQ(takeSteps(second, 3, 6), takeSteps(first, 3, 6));
  expectSame(first, second);
}

TEST_F(TrainerFileTest, WithoutWhatTheOptimizerKeepsItBeginsAnew) {
  Trainer trainer = makeTrainer();
  takeSteps(trainer, 0, 3);
  std::map<std::string, Tensor> weights = trainer.model().states();
  for (auto it = weights.begin(); it != weights.end();)
    it = it->first.compare(0, 10, "optimizer.") == 0 ? weights.erase(it)
                                                     : std::next(it);
  ASSERT_TRUE(bool(trainer.setScalar("lr", 0.01)));
  ASSERT_TRUE(bool(trainer.model().bindWeights(weights)));
  EXPECT_EQ(trainer.steps(), 0);
  EXPECT_EQ(*trainer.scalar("lr"), double(0.05f));
  std::map<std::string, Tensor> states = trainer.model().states();
  EXPECT_EQ(elements<float>(states.at("optimizer.out.bias.exp_avg")),
            std::vector<float>(3, 0));
  for (const auto &[name, tensor] : weights)
    EXPECT_TRUE(sameBits(tensor, states.at(name))) << name;
  // A parameter may not be missing.
  weights.erase("out.bias");
  EXPECT_FALSE(bool(trainer.model().bindWeights(weights)));
  expectSame(states, trainer.model().states());
}

TEST_F(TrainerFileTest, AModelThatIsNotTrainedTakesTheWeights) {
  Trainer trainer = makeTrainer();
  takeSteps(trainer, 0, 3);
  ASSERT_TRUE(bool(trainer.model().saveWeights(path)));
  Model model = compile(kTrained);
  ASSERT_TRUE(bool(model.loadWeights(path)));
  std::map<std::string, Tensor> states = trainer.model().states();
  for (const auto &[name, tensor] : model.weights())
    EXPECT_TRUE(sameBits(tensor, states.at(name))) << name;
  for (const auto &[name, tensor] : model.states())
    EXPECT_TRUE(sameBits(tensor, states.at(name))) << name;
  // And what it saves is a start for training.
  ASSERT_TRUE(bool(model.saveWeights(path)));
  ASSERT_TRUE(bool(trainer.model().loadWeights(path)));
  EXPECT_EQ(trainer.steps(), 0);
  // Names of an optimizer's that the trained model does not have are wrong.
  auto tensors = readSafetensors(path);
  ASSERT_TRUE(bool(tensors));
  tensors->emplace("optimizer.out.bias.momentum_buffer",
                   tensor<float>({3}, {0, 0, 0}));
  EXPECT_EQ(errorOf(trainer.model().bindWeights(*tensors)),
            "the weights do not fit model 'Classifier'\n"
            "  'optimizer.out.bias.momentum_buffer', f32[3], is not in the "
            "model");
  EXPECT_TRUE(bool(model.bindWeights(*tensors)));
}
