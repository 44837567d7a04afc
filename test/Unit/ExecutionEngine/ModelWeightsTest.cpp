//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Weights: drawn, bound, widened, refused.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include "dlc/Data/Safetensors.h"
#include "dlc/Runtime/BFloat16.h"

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kAffine = R"(
import nn

model Affine {
  linear = nn.Linear(2, 2)

  fn forward(x: real[N, 2]) -> real[N, 2] { return linear(x) }
}
)";

static TensorMap weights(std::vector<float> weight, std::vector<float> bias) {
  TensorMap map;
  map.emplace("linear.weight", tensor<float>({2, 2}, weight));
  map.emplace("linear.bias", tensor<float>({2}, bias));
  return map;
}

static std::vector<float> forward(const Model &model) {
  Tensor x = tensor<float>({1, 2}, {10, 100});
  auto outputs = model.call("forward", {view(x)});
  EXPECT_TRUE(bool(outputs));
  return outputs ? elements<float>((*outputs)[0]) : std::vector<float>();
}

TEST(ModelWeightsTest, DrawsTheSameFromTheSameSeed) {
  Model first = compile(kAffine), second = compile(kAffine);
  EXPECT_EQ(forward(first), forward(second));
  second.initialize(1);
  EXPECT_NE(forward(first), forward(second));
  second.initialize(0);
  EXPECT_EQ(forward(first), forward(second));
  EXPECT_TRUE(sameBits(first.weights().at("linear.weight"),
                       second.weights().at("linear.weight")));
}

TEST(ModelWeightsTest, RebindingTakesEffect) {
  Model model = compile(kAffine);
  ASSERT_TRUE(bool(model.bindWeights(weights({1, 0, 0, 1}, {0, 0}))));
  EXPECT_EQ(forward(model), (std::vector<float>{10, 100}));
  ASSERT_TRUE(bool(model.bindWeights(weights({0, 1, 2, 0}, {1, 2}))));
  EXPECT_EQ(forward(model), (std::vector<float>{101, 22}));
  EXPECT_EQ(model.compiledCount(), 1u);
}

TEST(ModelWeightsTest, KeepsWeightsAfterAnError) {
  Model model = compile(kAffine);
  ASSERT_TRUE(bool(model.bindWeights(weights({1, 0, 0, 1}, {0, 0}))));
  EXPECT_FALSE(bool(model.bindWeights({})));
  EXPECT_EQ(forward(model), (std::vector<float>{10, 100}));
}

TEST(ModelWeightsTest, NamesEverythingThatDoesNotFit) {
  Model model = compile(kAffine);
  TensorMap wrong;
  wrong.emplace("linear.weight", tensor<float>({4}, {1, 2, 3, 4}));
  wrong.emplace("linear.bais", tensor<float>({2}, {1, 2}));
  EXPECT_EQ(errorOf(model.bindWeights(std::move(wrong))),
            "the weights do not fit model 'Affine'\n"
            "  'linear.weight' is f32[4], the model has f32[2, 2]\n"
            "  'linear.bias', f32[2], is missing\n"
            "  'linear.bais', f32[2], is not in the model; did you mean "
            "'linear.bias'?");
}

TEST(ModelWeightsTest, WidensExactly) {
  ModelOptions options;
  options.real = DType::F64;
  Model model = compile(kAffine, options);
  ASSERT_TRUE(bool(model.bindWeights(weights({0.1f, 0, 0, 1}, {0, 0}))));
  EXPECT_EQ(model.weights().at("linear.weight").as<double>()[0], double(0.1f));

  for (DType real : {DType::F32, DType::F64}) {
    options.real = real;
    Model wide = compile(kAffine, options);
    TensorMap narrow = weights({1, 0, 0, 1}, {0, 0});
    Tensor bias(DType::BF16, {2});
    bias.as<BFloat16>()[0] = BFloat16(0.1);
    bias.as<BFloat16>()[1] = BFloat16(-3);
    narrow.insert_or_assign("linear.bias", bias);
    ASSERT_TRUE(bool(wide.bindWeights(std::move(narrow))));
    const Tensor &bound = wide.weights().at("linear.bias");
    EXPECT_EQ(bound.dtype(), real);
    double first =
        real == DType::F32 ? bound.as<float>()[0] : bound.as<double>()[0];
    EXPECT_EQ(first, double(float(BFloat16(0.1))));
  }
}

TEST(ModelWeightsTest, DoesNotRound) {
  Model model = compile(kAffine);
  TensorMap wide = weights({1, 0, 0, 1}, {0, 0});
  wide.insert_or_assign("linear.bias", tensor<double>({2}, {1, 2}));
  EXPECT_EQ(errorOf(model.bindWeights(wide)),
            "the weights do not fit model 'Affine'\n"
            "  'linear.bias' is f64[2], the model has f32[2]");
  wide.insert_or_assign("linear.bias", tensor<int32_t>({2}, {1, 2}));
  EXPECT_NE(errorOf(model.bindWeights(wide)).find("is i32[2]"),
            std::string::npos);
}

TEST(ModelWeightsTest, NamesTheFile) {
  Model model = compile(kAffine);
  std::string other = DLC_EXAMPLES "/mlp/mlp.safetensors";
  EXPECT_EQ(
      errorOf(model.loadWeights(other))
          .find("the weights in '" + other + "' do not fit model 'Affine'\n"),
      0u);
  EXPECT_NE(errorOf(model.loadWeights("no/such/file")).find("no/such/file"),
            std::string::npos);
}
