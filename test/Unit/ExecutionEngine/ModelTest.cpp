//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Making models: what they tell of themselves, and what keeps one from being
// made.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kLinear = R"(
import nn

model Small(outputs: int = 2) {
  linear = nn.Linear(3, outputs)

  fn forward(x: real[N, 3]) -> scores: real[N, outputs] { return linear(x) }
  fn pairs(a: u8[N, 2], b: real[T, N + 1]) -> (real[N, 2], real[T, N + 1]) {
    return (cast(a, real), b)
  }
}
)";

TEST(ModelTest, TellsParametersAndFunctions) {
  Model model = compile(kLinear);
  EXPECT_EQ(model.name(), "Small");
  ASSERT_EQ(model.parameters().size(), 2u);
  EXPECT_EQ(model.parameters()[0].name, "linear.weight");
  EXPECT_EQ(model.parameters()[0].shape, (Shape{2, 3}));
  EXPECT_EQ(model.parameters()[1].name, "linear.bias");
  EXPECT_EQ(model.parameters()[1].dtype, DType::F32);

  ASSERT_EQ(model.functions().size(), 2u);
  EXPECT_EQ(model.findFunction("backward"), nullptr);
  const FunctionInfo *forward = model.findFunction("forward");
  ASSERT_NE(forward, nullptr);
  EXPECT_EQ(forward->inputs[0].name, "x");
  EXPECT_EQ(forward->inputs[0].sizes, (std::vector<std::string>{"N", "3"}));
  EXPECT_EQ(forward->outputs[0].name, "scores");
  EXPECT_EQ(forward->dimensions, std::vector<std::string>{"N"});

  const FunctionInfo *pairs = model.findFunction("pairs");
  EXPECT_EQ(pairs->inputs[0].dtype, DType::U8);
  EXPECT_EQ(pairs->inputs[1].sizes, (std::vector<std::string>{"T", "N + 1"}));
  EXPECT_EQ(pairs->outputs[1].name, "output1");
  EXPECT_EQ(pairs->dimensions, (std::vector<std::string>{"N", "T"}));
}

TEST(ModelTest, TakesConstantsAndElementType) {
  ModelOptions options;
  options.constants["outputs"] = "5";
  options.real = DType::F64;
  Model model = compile(kLinear, options);
  EXPECT_EQ(model.parameters()[0].shape, (Shape{5, 3}));
  EXPECT_EQ(model.parameters()[0].dtype, DType::F64);
  auto outputs =
      model.call("forward", {view(tensor<double>({1, 3}, {1, 2, 3}))});
  ASSERT_TRUE(bool(outputs));
  EXPECT_EQ((*outputs)[0].dtype(), DType::F64);
}

TEST(ModelTest, RendersErrorsInTheFile) {
  auto model = Model::fromString("model M {\n  fn forward(x: real[N]) -> "
                                 "real[N] { return y }\n}\n",
                                 "test.dl");
  ASSERT_FALSE(bool(model));
  EXPECT_TRUE(model.error().isDiagnostics());
  EXPECT_EQ(model.error().message().find("test.dl:2:46: error: "), 0u)
      << model.error().message();
}

TEST(ModelTest, ReportsMissingFile) {
  std::string message = errorOf(Model::fromFile("no/such/file.dl"));
  EXPECT_NE(message.find("no/such/file.dl"), std::string::npos) << message;
}

TEST(ModelTest, ChoosesAmongModels) {
  const char *two = "model A { fn f(x: real[N]) -> real[N] { return x } }\n"
                    "model B { fn g(x: real[N]) -> real[N] { return x } }\n";
  EXPECT_NE(errorOf(Model::fromString(two)).find("'A', 'B'"),
            std::string::npos);
  ModelOptions options;
  options.model = "B";
  EXPECT_EQ(compile(two, options).name(), "B");
}

TEST(ModelTest, RefusesOptionsThatCannotBe) {
  ModelOptions options;
  options.real = DType::I64;
  EXPECT_EQ(errorOf(Model::fromString(kLinear, "test.dl", options)),
            "'real' can be f32 or f64, not i64");
  options.real = DType::F32;
  options.cpu = "z80";
  EXPECT_EQ(errorOf(Model::fromString(kLinear, "test.dl", options))
                .find("unknown processor 'z80' for '"),
            0u);
}

TEST(ModelTest, RefusesParametersThatNoMachineHolds) {
  ModelOptions options;
  options.constants["outputs"] = "1000000000000";
  std::string message = errorOf(Model::fromString(kLinear, "test.dl", options));
  EXPECT_EQ(message.find("test.dl:5:12: error: the weights of 'Small' take "
                         "14.6 TiB of memory, this machine has "),
            0u)
      << message;
}

TEST(ModelTest, MovesWithItsCompiledFunctions) {
  Model first = compile(kLinear);
  Tensor x = random({2, 3});
  auto before = first.call("forward", {view(x)});
  ASSERT_TRUE(bool(before));
  Model second = std::move(first);
  auto after = second.call("forward", {view(x)});
  ASSERT_TRUE(bool(after));
  EXPECT_TRUE(sameBits((*before)[0], (*after)[0]));
  EXPECT_EQ(second.compiledCount(), 1u);
}
