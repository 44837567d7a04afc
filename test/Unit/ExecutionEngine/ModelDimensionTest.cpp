//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Named dimensions of calls: bound by shapes or numbers, checked everywhere.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

using namespace dlc;
using namespace dlc::test;

static constexpr const char *kShapes = R"(
model Shapes {
  fn forward(x: real[N, 1, 4, 4]) -> y: real[N, 1, 4, 4] { return x }
  fn loss(logits: real[N, C], labels: i64[N]) -> real[N] {
    return pick(logits, labels, axis = 1)
  }
  fn twice(x: real[N], y: real[2*N]) -> real[2*N] { return y }
  fn square(x: real[N]) -> real[N, N, N, N] {
    return broadcast(x, [N, N, N, N])
  }
  fn halves(x: real[2 * H - 1, H * W]) -> real[H, W] {
    return x[0:H, 0:W]
  }
  fn filter(x: real[1, 1, H, H], w: real[1, 1, 5, 5])
      -> real[1, 1, H - 4, H - 4] {
    return conv2d(x, w)
  }
}
)";

namespace {
class ModelDimensionTest : public testing::Test {
protected:
  std::string error(const std::string &function,
                    const std::vector<Tensor> &inputs,
                    const CallOptions &options = {}) {
    std::vector<TensorView> views;
    for (const Tensor &input : inputs)
      views.push_back(input.view());
    return errorOf(model.call(function, views, options));
  }
  Tensor zeros(Shape shape, DType dtype = DType::F32) {
    return Tensor(dtype, std::move(shape));
  }

  Model model = compile(kShapes);
};
} // namespace

TEST_F(ModelDimensionTest, BindsEachSizeAnew) {
  for (int64_t n : {1, 2, 7, 0}) {
    Tensor x = random({n, 1, 4, 4});
    auto outputs = model.call("forward", {view(x)});
    ASSERT_TRUE(bool(outputs)) << outputs.error().message();
    EXPECT_TRUE(sameBits((*outputs)[0], x));
  }
  EXPECT_EQ(model.compiledCount(), 4u);
}

TEST_F(ModelDimensionTest, ShowsBothShapes) {
  EXPECT_EQ(error("forward", {zeros({4, 3, 4, 4})}),
            "input 'x' of 'forward' wants f32[N, 1, 4, 4], got "
            "f32[4, 3, 4, 4]: dimension 1 must be 1");
  EXPECT_EQ(error("forward", {zeros({4, 16})}),
            "input 'x' of 'forward' wants f32[N, 1, 4, 4], got f32[4, 16]: "
            "its rank must be 4");
  EXPECT_EQ(error("forward", {zeros({4, 1, 4, 4}, DType::F64)}),
            "input 'x' of 'forward' wants f32[N, 1, 4, 4], got "
            "f64[4, 1, 4, 4]: its element type must be f32");
  EXPECT_EQ(model.compiledCount(), 0u);
}

TEST_F(ModelDimensionTest, SaysWhereANumberCameFrom) {
  EXPECT_EQ(error("loss", {zeros({4, 10}), zeros({3}, DType::I64)}),
            "input 'labels' of 'loss' wants i64[N], got i64[3]: dimension 0 "
            "must be N = 4 from input 'logits'");
  EXPECT_EQ(error("twice", {zeros({3}), zeros({7})}),
            "input 'y' of 'twice' wants f32[2*N], got f32[7]: dimension 0 "
            "must be 2*N = 6 with N = 3 from input 'x'");
  CallOptions options;
  options.dimensions["N"] = 5;
  EXPECT_EQ(error("forward", {zeros({4, 1, 4, 4})}, options),
            "input 'x' of 'forward' wants f32[N, 1, 4, 4], got "
            "f32[4, 1, 4, 4]: dimension 0 must be N = 5 as given");
}

TEST_F(ModelDimensionTest, CountsInputs) {
  EXPECT_EQ(error("forward", {}), "'forward' takes 1 input, got 0");
  EXPECT_EQ(error("loss", {zeros({4, 10})}), "'loss' takes 2 inputs, got 1");
}

TEST_F(ModelDimensionTest, RefusesNumbersThatCannotBe) {
  CallOptions options;
  options.dimensions = {{"M", 3}};
  EXPECT_EQ(error("twice", {zeros({4}), zeros({8})}, options),
            "'twice' has no dimension 'M'");
  options.dimensions = {{"N", -1}};
  EXPECT_EQ(error("twice", {zeros({4}), zeros({8})}, options),
            "dimension 'N' of 'twice' must not be negative, got -1");
  options.dimensions = {{"N", int64_t(1) << 60}};
  EXPECT_EQ(error("twice", {zeros({4}), zeros({8})}, options),
            "dimension 'N' of 'twice' is too large: 1152921504606846976 is "
            "over the limit of 1099511627776");
}

TEST_F(ModelDimensionTest, RefusesOutputsThatNoMachineHolds) {
  std::string message = error("square", {zeros({100000})});
  EXPECT_EQ(message.find("output 'output' of 'square', f32[N, N, N, N], has "
                         "more elements than can be counted with N=100000"),
            0u)
      << message;
  message = error("square", {zeros({2000})});
  EXPECT_NE(message.find("takes 58.2 TiB and this machine has"),
            std::string::npos)
      << message;
}

TEST_F(ModelDimensionTest, RefusesViewsOfNothing) {
  TensorView nowhere{DType::F32, {1, 1, 4, 4}, nullptr};
  EXPECT_EQ(errorOf(model.call("forward", {nowhere})),
            "input 'x' of 'forward' wants f32[N, 1, 4, 4], got "
            "f32[1, 1, 4, 4]: its elements are at address 0");
  Tensor bytes = zeros({100}, DType::U8);
  TensorView crooked{DType::F32, {1, 1, 4, 4}, bytes.as<uint8_t>() + 1};
  EXPECT_NE(errorOf(model.call("forward", {crooked})).find("not aligned"),
            std::string::npos);
  TensorView negative{DType::F32, {-1, 1, 4, 4}, bytes.data()};
  EXPECT_NE(errorOf(model.call("forward", {negative})).find("no shape"),
            std::string::npos);
}

TEST_F(ModelDimensionTest, ReportsBindingsThatCannotWorkInTheFile) {
  auto outputs = model.call(
      "filter", {view(zeros({1, 1, 3, 3})), view(zeros({1, 1, 5, 5}))});
  std::string message = errorOf(outputs);
  EXPECT_EQ(message.find("output 'output' of 'filter'"), 0u) << message;
  // What only the verifier of an operation can tell names the line.
  auto model = compile("model M {\n"
                       "  fn f(x: real[1, 1, H, 8]) -> real[] {\n"
                       "    return sum(max_pool2d(x, kernel = [5, 5],\n"
                       "                          strides = [1, 1]),\n"
                       "               axes = [0, 1, 2, 3])\n"
                       "  }\n"
                       "}\n");
  auto result = model.call("f", {view(zeros({1, 1, 3, 8}))});
  ASSERT_FALSE(bool(result));
  EXPECT_TRUE(result.error().isDiagnostics());
  EXPECT_EQ(result.error().message().find("test.dl:3:16: error: "), 0u)
      << result.error().message();
}

TEST_F(ModelDimensionTest, SolvesForTheOnlyUnknown) {
  auto outputs = model.call("halves", {view(random({5, 12}))});
  ASSERT_TRUE(bool(outputs)) << outputs.error().message();
  EXPECT_EQ((*outputs)[0].shape(), (Shape{3, 4}));
  EXPECT_EQ(error("halves", {zeros({4, 12})}),
            "input 'x' of 'halves' wants f32[2*H - 1, H*W], got f32[4, 12]: "
            "dimension 0 cannot be 2*H - 1");
  EXPECT_EQ(error("halves", {zeros({5, 7})}),
            "input 'x' of 'halves' wants f32[2*H - 1, H*W], got f32[5, 7]: "
            "dimension 1 cannot be H*W");
  CallOptions options;
  options.dimensions["H"] = 2;
  EXPECT_EQ(error("halves", {zeros({5, 12})}, options),
            "input 'x' of 'halves' wants f32[2*H - 1, H*W], got f32[5, 12]: "
            "dimension 0 must be 2*H - 1 = 3 with H = 2 as given");
}
