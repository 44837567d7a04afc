//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reference evaluator against values computed by hand, above all where the
// definitions say something that is easy to get wrong: NaN, saturation,
// wrapping, empty axes. That every operation is evaluated at all is in
// CompletenessTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "SampleCases.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/Runtime/BFloat16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace dlc;

namespace {

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

/// A tensor of any element type from numbers.
Tensor make(DType dtype, Shape shape, std::vector<double> values) {
  Tensor tensor(dtype, std::move(shape));
  EXPECT_EQ(tensor.elementCount(), int64_t(values.size()));
  for (size_t i = 0; i < values.size(); ++i)
    switch (dtype) {
    case DType::Bool:
      tensor.as<bool>()[i] = values[i] != 0;
      break;
    case DType::U8:
      tensor.as<uint8_t>()[i] = values[i];
      break;
    case DType::I8:
      tensor.as<int8_t>()[i] = values[i];
      break;
    case DType::I32:
      tensor.as<int32_t>()[i] = values[i];
      break;
    case DType::I64:
      tensor.as<int64_t>()[i] = values[i];
      break;
    case DType::BF16:
      tensor.as<BFloat16>()[i] = BFloat16(values[i]);
      break;
    case DType::F32:
      tensor.as<float>()[i] = values[i];
      break;
    case DType::F64:
      tensor.as<double>()[i] = values[i];
      break;
    }
  return tensor;
}

double numberAt(const Tensor &tensor, int64_t i) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return tensor.as<bool>()[i];
  case DType::U8:
    return tensor.as<uint8_t>()[i];
  case DType::I8:
    return tensor.as<int8_t>()[i];
  case DType::I32:
    return tensor.as<int32_t>()[i];
  case DType::I64:
    return double(tensor.as<int64_t>()[i]);
  case DType::BF16:
    return tensor.as<BFloat16>()[i];
  case DType::F32:
    return tensor.as<float>()[i];
  case DType::F64:
    return tensor.as<double>()[i];
  }
  return NaN;
}

/// "tensor<2x3xf32>", as written in IR.
std::string typeOf(const Tensor &tensor) {
  auto context = test::makeContext();
  std::string text;
  llvm::raw_string_ostream(text) << mlir::RankedTensorType::get(
      tensor.shape(), graph::elementType(context.get(), tensor.dtype()));
  return text;
}

class ReferenceTest : public testing::Test {
protected:
  /// Evaluates the first function of a module.
  Expected<std::vector<Tensor>> evaluate(llvm::StringRef text,
                                         llvm::ArrayRef<Tensor> arguments) {
    auto module = test::parseText(*context, text);
    if (!module)
      return Error("the module does not parse");
    return graph::evaluateFunction(
        *module->getOps<mlir::func::FuncOp>().begin(), arguments);
  }

  /// Evaluates `graph.<operation>`, whose operands are %0, %1.., and expects
  /// these values of that type. `{types}` stands for a functional type of all
  /// operands and the result, `{type}` for the first operand's.
  void expectResult(std::string operation, llvm::ArrayRef<Tensor> arguments,
                    const Tensor &expected) {
    SCOPED_TRACE(operation);
    std::string parameters, types;
    for (auto [index, argument] : llvm::enumerate(arguments)) {
      std::string separator = index ? ", " : "";
      types += separator + typeOf(argument);
      parameters +=
          separator + "%" + std::to_string(index) + ": " + typeOf(argument);
    }
    auto substitute = [&](const std::string &name, const std::string &value) {
      for (size_t at; (at = operation.find(name)) != std::string::npos;)
        operation.replace(at, name.size(), value);
    };
    substitute("{types}", "(" + types + ") -> " + typeOf(expected));
    if (!arguments.empty())
      substitute("{type}", typeOf(arguments.front()));
    std::string text = "func.func @f(" + parameters + ") -> " +
                       typeOf(expected) + " {\n  %r = graph." + operation +
                       "\n  return %r : " + typeOf(expected) + "\n}\n";
    auto results = evaluate(text, arguments);
    ASSERT_TRUE(bool(results)) << results.error().message() << '\n' << text;
    ASSERT_EQ(results->size(), 1u);
    const Tensor &result = results->front();
    ASSERT_EQ(describe(result.dtype(), result.shape()),
              describe(expected.dtype(), expected.shape()));
    for (int64_t i = 0; i < expected.elementCount(); ++i) {
      double a = numberAt(result, i), b = numberAt(expected, i);
      EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b)))
          << "element " << i << " is " << a << ", not " << b;
    }
  }

  /// Expects an error that contains all of `parts`.
  void expectError(llvm::StringRef text, llvm::ArrayRef<Tensor> arguments,
                   std::vector<std::string> parts) {
    auto results = evaluate(text, arguments);
    ASSERT_FALSE(bool(results));
    for (const std::string &part : parts)
      EXPECT_NE(results.error().message().find(part), std::string::npos)
          << results.error().message();
  }

  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
};

Tensor f32(std::vector<double> values) {
  return make(DType::F32, {int64_t(values.size())}, values);
}
Tensor f64(std::vector<double> values) {
  return make(DType::F64, {int64_t(values.size())}, values);
}
Tensor i8(std::vector<double> values) {
  return make(DType::I8, {int64_t(values.size())}, values);
}
Tensor u8(std::vector<double> values) {
  return make(DType::U8, {int64_t(values.size())}, values);
}
Tensor i32(std::vector<double> values) {
  return make(DType::I32, {int64_t(values.size())}, values);
}
Tensor i64(std::vector<double> values) {
  return make(DType::I64, {int64_t(values.size())}, values);
}
Tensor bools(std::vector<double> values) {
  return make(DType::Bool, {int64_t(values.size())}, values);
}

} // namespace

//===----------------------------------------------------------------------===//
// Pointwise
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, Arithmetic) {
  expectResult("add %0, %1 : {type}", {f32({1, 2}), f32({0.5, -2})},
               f32({1.5, 0}));
  expectResult("sub %0, %1 : {type}", {f32({1, 2}), f32({0.5, -2})},
               f32({0.5, 4}));
  expectResult("mul %0, %1 : {type}", {f64({3, inf}), f64({0.5, 0})},
               f64({1.5, NaN}));
  expectResult("div %0, %1 : {type}", {f32({3, 1, 0, -1}), f32({2, 0, 0, 0})},
               f32({1.5, inf, NaN, -inf}));
  expectResult("neg %0 : {type}", {f32({1, -inf, NaN})}, f32({-1, inf, NaN}));
  expectResult("abs %0 : {type}", {f32({-1, -inf, NaN, -0.0})},
               f32({1, inf, NaN, 0}));
}

TEST_F(ReferenceTest, IntegersWrap) {
  expectResult("add %0, %1 : {type}", {i8({127, -128}), i8({1, -1})},
               i8({-128, 127}));
  expectResult("sub %0, %1 : {type}", {u8({0, 200}), u8({1, 100})},
               u8({255, 100}));
  expectResult("mul %0, %1 : {type}", {i32({65536, 3}), i32({65536, -5})},
               i32({0, -15}));
  Tensor lowest = i64({0});
  lowest.as<int64_t>()[0] = std::numeric_limits<int64_t>::min();
  expectResult("neg %0 : {type}", {lowest}, lowest);
  expectResult("abs %0 : {type}", {lowest}, lowest);
  expectResult("add %0, %0 : {type}", {lowest}, i64({0}));
  expectResult("mul %0, %0 : {type}", {lowest}, i64({0}));
  expectResult("neg %0 : {type}", {u8({1})}, u8({255}));
  expectResult("abs %0 : {type}", {i8({-128, -5})}, i8({-128, 5}));
}

TEST_F(ReferenceTest, NaNPassesThroughTheLargerAndTheSmaller) {
  Tensor lhs = f32({1, NaN, 1, -inf, 5}), rhs = f32({2, 1, NaN, inf, 5});
  expectResult("maximum %0, %1 : {type}", {lhs, rhs},
               f32({2, NaN, NaN, inf, 5}));
  expectResult("minimum %0, %1 : {type}", {lhs, rhs},
               f32({1, NaN, NaN, -inf, 5}));
  expectResult("maximum %0, %1 : {type}", {u8({200}), u8({100})}, u8({200}));
  expectResult("minimum %0, %1 : {type}", {i8({-56}), i8({100})}, i8({-56}));
  expectResult("relu %0 : {type}", {f32({-1, 2, NaN, inf, -inf})},
               f32({0, 2, NaN, inf, 0}));
  expectResult("relu %0 : {type}", {i8({-128, 7})}, i8({0, 7}));
  expectResult("relu %0 : {type}", {u8({255, 7})}, u8({255, 7}));
}

TEST_F(ReferenceTest, Functions) {
  expectResult("exp %0 : {type}", {f64({0, 1, -inf, inf, NaN})},
               f64({1, std::exp(1.0), 0, inf, NaN}));
  expectResult("exp %0 : {type}", {f32({100})}, f32({inf}));
  expectResult("log %0 : {type}", {f64({1, 0, -1, inf})},
               f64({0, -inf, NaN, inf}));
  expectResult("sqrt %0 : {type}", {f64({4, 0, -1, inf})},
               f64({2, 0, NaN, inf}));
  expectResult("tanh %0 : {type}", {f64({0, inf, -inf, NaN})},
               f64({0, 1, -1, NaN}));
  expectResult("rsqrt %0 : {type}", {f64({4, 0, -0.0, inf, -1})},
               f64({0.5, inf, -inf, 0, NaN}));
  expectResult("sin %0 : {type}", {f64({0, 1, inf, NaN})},
               f64({0, std::sin(1.0), NaN, NaN}));
  expectResult("cos %0 : {type}", {f64({0, 1, -inf, NaN})},
               f64({1, std::cos(1.0), NaN, NaN}));
  expectResult("floor %0 : {type}", {f32({1.5, -1.5, 2, -0.5, inf, NaN})},
               f32({1, -2, 2, -1, inf, NaN}));
  expectResult("sigmoid %0 : {type}", {f64({0, -1000, 1000, NaN})},
               f64({0.5, 0, 1, NaN}));
}

TEST_F(ReferenceTest, Comparisons) {
  Tensor lhs = f32({1, 2, 2, NaN, 1, NaN}), rhs = f32({2, 1, 2, 1, NaN, NaN});
  std::vector<Tensor> both = {lhs, rhs};
  expectResult("equal %0, %1 : {type}", both, bools({0, 0, 1, 0, 0, 0}));
  expectResult("not_equal %0, %1 : {type}", both, bools({1, 1, 0, 1, 1, 1}));
  expectResult("less %0, %1 : {type}", both, bools({1, 0, 0, 0, 0, 0}));
  expectResult("less_equal %0, %1 : {type}", both, bools({1, 0, 1, 0, 0, 0}));
  expectResult("greater %0, %1 : {type}", both, bools({0, 1, 0, 0, 0, 0}));
  expectResult("greater_equal %0, %1 : {type}", both,
               bools({0, 1, 1, 0, 0, 0}));
  expectResult("less %0, %1 : {type}", {u8({100}), u8({200})}, bools({1}));
  expectResult("less %0, %1 : {type}", {i8({-56}), i8({100})}, bools({1}));
  expectResult("less %0, %1 : {type}", {bools({0, 1}), bools({1, 0})},
               bools({1, 0}));
}

TEST_F(ReferenceTest, SelectKeepsWhatItDoesNotChoose) {
  Tensor condition = bools({1, 0});
  expectResult("select %0, %1, %2 : {type}, tensor<2xf32>",
               {condition, f32({1, NaN}), f32({NaN, 2})}, f32({1, 2}));
  expectResult("select %0, %1, %2 : {type}, tensor<2xi1>",
               {condition, bools({0, 0}), bools({1, 1})}, bools({0, 1}));
}

TEST_F(ReferenceTest, CastSaturates) {
  Tensor floats =
      f32({1.9, -1.9, 127.5, 300, -300, inf, -inf, NaN, -128.9, -0.5});
  expectResult("cast %0 to i8 : {types}", {floats},
               i8({1, -1, 127, 127, -128, 127, -128, 0, -128, 0}));
  expectResult("cast %0 to ui8 : {types}", {floats},
               u8({1, 0, 127, 255, 0, 255, 0, 0, 0, 0}));
  Tensor limits = i64({0, 0, 0});
  limits.as<int64_t>()[0] = std::numeric_limits<int64_t>::max();
  limits.as<int64_t>()[1] = std::numeric_limits<int64_t>::min();
  expectResult("cast %0 to i64 : {types}", {f64({1e300, -1e300, NaN})}, limits);
  expectResult("cast %0 to i32 : {types}", {f64({2147483647.9, -2147483649.0})},
               i32({2147483647, -2147483648.0}));
  expectResult("cast %0 to i1 : {types}", {f32({0, -0.0, 0.5, NaN, inf})},
               bools({0, 0, 1, 1, 1}));
  expectResult("cast %0 to i1 : {types}", {i32({0, 256})}, bools({0, 1}));
  expectResult("cast %0 to f32 : {types}", {bools({0, 1})}, f32({0, 1}));
}

TEST_F(ReferenceTest, CastRoundsOnce) {
  expectResult("cast %0 to i8 : {types}", {i32({300, -129, 5})},
               i8({44, 127, 5}));
  expectResult("cast %0 to ui8 : {types}", {i8({-1})}, u8({255}));
  // Halfway between two f32 but for the last bit, which f64 cannot hold.
  Tensor wide = i64({0, 0});
  wide.as<int64_t>()[0] = (int64_t(1) << 60) + (int64_t(1) << 36) + 1;
  wide.as<int64_t>()[1] = -wide.as<int64_t>()[0];
  double above = std::ldexp(1, 60) + std::ldexp(1, 37);
  expectResult("cast %0 to f32 : {types}", {wide}, f32({above, -above}));
  // Ties to even; beyond the highest, infinity; NaN stays NaN.
  expectResult("cast %0 to bf16 : {types}",
               {f32({1 + 1.0 / 256, 1 + 3.0 / 256, 3.4e38, NaN})},
               make(DType::BF16, {4}, {1, 1 + 4.0 / 256, inf, NaN}));
  // Once from f64: through f32 it would round to the tie, then down.
  expectResult("cast %0 to bf16 : {types}",
               {f64({1 + 1.0 / 256 + std::ldexp(1, -40)})},
               make(DType::BF16, {1}, {1 + 2.0 / 256}));
}

TEST_F(ReferenceTest, BFloat16IsComputedExactlyAndRounded) {
  expectResult(
      "add %0, %1 : {type}",
      {make(DType::BF16, {2}, {256, 1}), make(DType::BF16, {2}, {1, 0.5})},
      make(DType::BF16, {2}, {256, 1.5}));
}

//===----------------------------------------------------------------------===//
// Contractions
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, Matmul) {
  Tensor lhs = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor rhs = make(DType::F32, {3, 2}, {1, 0, 0, 1, 2, 3});
  Tensor transposed = make(DType::F32, {2, 3}, {1, 0, 2, 0, 1, 3});
  Tensor product = make(DType::F32, {2, 2}, {7, 11, 16, 23});
  expectResult("matmul %0, %1 : {types}", {lhs, rhs}, product);
  expectResult("matmul %0, %1 {transpose_rhs = true} : {types}",
               {lhs, transposed}, product);
  expectResult("matmul %0, %1 : {types}",
               {make(DType::F32, {2, 1, 3}, {1, 2, 3, 4, 5, 6}), rhs},
               make(DType::F32, {2, 1, 2}, {7, 11, 16, 23}));
  expectResult("matmul %0, %1 : {types}",
               {make(DType::F32, {2, 0}, {}), make(DType::F32, {0, 1}, {})},
               make(DType::F32, {2, 1}, {0, 0}));
  expectResult(
      "matmul %0, %1 : {types}",
      {make(DType::I8, {1, 2}, {100, 100}), make(DType::I8, {2, 1}, {1, 1})},
      make(DType::I8, {1, 1}, {-56}));
}

TEST_F(ReferenceTest, MatmulAccumulatesInDouble) {
  // In f32 the ones would vanish beside 2^24.
  expectResult("matmul %0, %1 : {types}",
               {make(DType::F32, {1, 4}, {16777216, 1, 1, -16777216}),
                make(DType::F32, {4, 1}, {1, 1, 1, 1})},
               make(DType::F32, {1, 1}, {2}));
}

TEST_F(ReferenceTest, PackedMatmul) {
  // Columns (1, 0, 2), (0, 1, 3), (1, 1, 1) in panels of two.
  Tensor panels =
      make(DType::F32, {2, 3, 2}, {1, 0, 0, 1, 2, 3, 1, 0, 1, 0, 1, 0});
  expectResult("packed_matmul %0, %1 {columns = 3 : i64} : {types}",
               {make(DType::F32, {1, 3}, {1, 2, 3}), panels},
               make(DType::F32, {1, 3}, {7, 11, 6}));
}

TEST_F(ReferenceTest, Conv2d) {
  Tensor image = make(DType::F32, {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  Tensor filter = make(DType::F32, {1, 1, 2, 2}, {1, 2, 3, 4});
  // Not flipped: 1*1 + 2*2 + 3*4 + 4*5.
  expectResult("conv2d %0, %1 : {types}", {image, filter},
               make(DType::F32, {1, 1, 2, 2}, {37, 47, 67, 77}));
  expectResult(
      "conv2d %0, %1 {padding = array<i64: 1, 0>} : {types}", {image, filter},
      make(DType::F32, {1, 1, 4, 2}, {11, 18, 37, 47, 67, 77, 23, 26}));
  expectResult("conv2d %0, %1 {strides = array<i64: 1, 2>, "
               "padding = array<i64: 0, 1>} : {types}",
               {image, filter},
               make(DType::F32, {1, 1, 2, 2}, {18, 47, 36, 77}));
  expectResult(
      "conv2d %0, %1 {dilations = array<i64: 2, 1>} : {types}", {image, filter},
      make(DType::F32, {1, 1, 1, 2}, {1 + 4 + 21 + 32, 2 + 6 + 24 + 36}));
}

TEST_F(ReferenceTest, Conv2dOfChannelsAndGroups) {
  Tensor image = make(DType::F32, {1, 4, 1, 1}, {1, 2, 3, 4});
  expectResult(
      "conv2d %0, %1 : {types}",
      {image, make(DType::F32, {2, 4, 1, 1}, {1, 1, 1, 1, 1, 0, 0, 2})},
      make(DType::F32, {1, 2, 1, 1}, {10, 9}));
  // Outputs 0 and 1 see inputs 0 and 1, outputs 2 and 3 the others.
  expectResult(
      "conv2d %0, %1 {groups = 2 : i64} : {types}",
      {image, make(DType::F32, {4, 2, 1, 1}, {1, 0, 0, 1, 1, 0, 10, 1})},
      make(DType::F32, {1, 4, 1, 1}, {1, 2, 3, 34}));
}

TEST_F(ReferenceTest, Conv2dBesideTheImage) {
  // An infinite weight that multiplies nothing.
  float infinity = std::numeric_limits<float>::infinity();
  expectResult("conv2d %0, %1 {padding = array<i64: 0, 1>} : {types}",
               {make(DType::F32, {1, 1, 1, 1}, {2}),
                make(DType::F32, {1, 1, 1, 3}, {infinity, 5, infinity})},
               make(DType::F32, {1, 1, 1, 1}, {10}));
}

TEST_F(ReferenceTest, BlockedConv2d) {
  Tensor image = make(DType::F32, {1, 1, 1, 2}, {1, 2});
  // Four channels in one panel of the filter, blocks of two in the result.
  Tensor filter = make(DType::F32, {1, 1, 1, 1, 4}, {1, 10, 100, 1000});
  expectResult(
      "blocked_conv2d %0, %1 {inputs = 1 : i64, outputs = 4 : i64, "
      "channel_block = 2 : i64} : {types}",
      {image, filter},
      make(DType::F32, {1, 2, 1, 2, 2}, {1, 10, 2, 20, 100, 1000, 200, 2000}));
  // One zero before the image.
  expectResult("blocked_conv2d %0, %1 {inputs = 1 : i64, outputs = 2 : i64, "
               "channel_block = 1 : i64, low = array<i64: 0, 1>} : {types}",
               {image, make(DType::F32, {1, 1, 1, 2, 2}, {1, 10, 100, 1000})},
               make(DType::F32, {1, 2, 1, 2, 1}, {100, 201, 1000, 2010}));
  // Three channels in blocks of two, the fourth of which is none.
  float nan = std::numeric_limits<float>::quiet_NaN();
  expectResult(
      "blocked_conv2d %0, %1 {inputs = 3 : i64, outputs = 2 : i64, "
      "channel_block = 2 : i64} : {types}",
      {make(DType::F32, {1, 2, 1, 1, 2}, {1, 2, 3, nan}),
       make(DType::F32, {1, 2, 1, 1, 2, 2}, {1, 10, 2, 20, 3, 30, 4, 40})},
      make(DType::F32, {1, 1, 1, 1, 2}, {14, 140}));
}

TEST_F(ReferenceTest, Conv2dFilterGradient) {
  Tensor image = make(DType::F32, {1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor gradient = make(DType::F32, {1, 1, 1, 2}, {1, 10});
  // A window of 2 x 2 has the elements 1, 2, 4, 5, then 2, 3, 5, 6.
  expectResult(
      "conv2d_filter_gradient %0, %1 {kernel = array<i64: 2, 2>} : {types}",
      {image, gradient}, make(DType::F32, {1, 1, 2, 2}, {21, 32, 54, 65}));
  // Beside the image, infinity multiplies nothing.
  float infinity = std::numeric_limits<float>::infinity();
  expectResult("conv2d_filter_gradient %0, %1 {kernel = array<i64: 1, 2>, "
               "padding = array<i64: 0, 1>, strides = array<i64: 1, 2>} : "
               "{types}",
               {make(DType::F32, {1, 1, 1, 1}, {3}),
                make(DType::F32, {1, 1, 1, 1}, {infinity})},
               make(DType::F32, {1, 1, 1, 2}, {0, infinity}));
  // Two images are summed, and groups have inputs of their own.
  expectResult("conv2d_filter_gradient %0, %1 {kernel = array<i64: 1, 1>, "
               "groups = 2 : i64} : {types}",
               {make(DType::F32, {2, 2, 1, 1}, {1, 2, 3, 4}),
                make(DType::F32, {2, 2, 1, 1}, {10, 100, 1000, 10000})},
               make(DType::F32, {2, 1, 1, 1}, {3010, 40200}));
}

TEST_F(ReferenceTest, BlockedConv2dFilterGradient) {
  // Three channels in blocks of two, the fourth of which is none.
  float nan = std::numeric_limits<float>::quiet_NaN();
  expectResult("blocked_conv2d_filter_gradient %0, %1 {inputs = 3 : i64, "
               "outputs = 2 : i64, kernel = array<i64: 1, 1>} : {types}",
               {make(DType::F32, {1, 2, 1, 1, 2}, {1, 2, 3, nan}),
                make(DType::F32, {1, 1, 1, 1, 2}, {10, 100})},
               make(DType::F32, {1, 3, 1, 1, 2}, {10, 100, 20, 200, 30, 300}));
  // Planes, with windows that begin before the image.
  expectResult("blocked_conv2d_filter_gradient %0, %1 {inputs = 1 : i64, "
               "outputs = 1 : i64, kernel = array<i64: 1, 2>, "
               "low = array<i64: 0, 1>} : {types}",
               {make(DType::F32, {1, 1, 1, 2}, {1, 2}),
                make(DType::F32, {1, 1, 1, 2, 1}, {10, 100})},
               make(DType::F32, {1, 1, 1, 2, 1}, {100, 210}));
}

TEST_F(ReferenceTest, BlockedDepthwiseConv2d) {
  expectResult("blocked_depthwise_conv2d %0, %1 {low = array<i64: 0, 1>} : "
               "{types}",
               {make(DType::F32, {1, 1, 1, 2, 2}, {1, 2, 3, 4}),
                make(DType::F32, {1, 1, 2, 2}, {10, 100, 1, 1000})},
               make(DType::F32, {1, 1, 1, 2, 2}, {1, 2000, 13, 4200}));
}

TEST_F(ReferenceTest, BlockedDepthwiseConv2dFilterGradient) {
  // Two images; the window begins before the row.
  expectResult(
      "blocked_depthwise_conv2d_filter_gradient %0, %1 {kernel = "
      "array<i64: 1, 2>, low = array<i64: 0, 1>} : {types}",
      {make(DType::F32, {2, 1, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}),
       make(DType::F32, {2, 1, 1, 2, 2}, {10, 100, 20, 200, 30, 300, 40, 400})},
      make(DType::F32, {1, 1, 2, 2}, {220, 2800, 500, 6000}));
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, ReductionAxes) {
  Tensor matrix = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  expectResult("sum %0 : {types}", {matrix}, make(DType::F32, {}, {21}));
  expectResult("sum %0 {axes = array<i64: 0>} : {types}", {matrix},
               f32({5, 7, 9}));
  expectResult("sum %0 {axes = array<i64: -1>} : {types}", {matrix},
               f32({6, 15}));
  expectResult("sum %0 {axes = array<i64: 1>, keep_dims = true} : {types}",
               {matrix}, make(DType::F32, {2, 1}, {6, 15}));
  expectResult("mean %0 {axes = array<i64: 0>} : {types}", {matrix},
               f32({2.5, 3.5, 4.5}));
  expectResult("max %0 {axes = array<i64: 1>} : {types}", {matrix},
               f32({3, 6}));
  expectResult("min %0 {axes = array<i64: 0, 1>, keep_dims = true} : {types}",
               {matrix}, make(DType::F32, {1, 1}, {1}));
  expectResult("sum %0 {axes = array<i64: 0>} : {types}", {i8({100, 100})},
               make(DType::I8, {}, {-56}));
}

TEST_F(ReferenceTest, ReductionsOverNothing) {
  Tensor nothing = make(DType::F32, {2, 0}, {});
  std::string axes = " %0 {axes = array<i64: 1>} : {types}";
  expectResult("sum" + axes, {nothing}, f32({0, 0}));
  expectResult("mean" + axes, {nothing}, f32({NaN, NaN}));
  expectResult("max" + axes, {nothing}, f32({-inf, -inf}));
  expectResult("min" + axes, {nothing}, f32({inf, inf}));
  expectResult("max" + axes, {make(DType::I8, {2, 0}, {})}, i8({-128, -128}));
  expectResult("min" + axes, {make(DType::I8, {2, 0}, {})}, i8({127, 127}));
  expectResult("max" + axes, {make(DType::U8, {2, 0}, {})}, u8({0, 0}));
  expectResult("min" + axes, {make(DType::U8, {2, 0}, {})}, u8({255, 255}));
}

TEST_F(ReferenceTest, ReductionsLetNaNThrough) {
  Tensor rows = make(DType::F32, {2, 3}, {1, NaN, 3, -inf, -inf, -inf});
  std::string axes = " %0 {axes = array<i64: 1>} : {types}";
  expectResult("sum" + axes, {rows}, f32({NaN, -inf}));
  expectResult("mean" + axes, {rows}, f32({NaN, -inf}));
  expectResult("max" + axes, {rows}, f32({NaN, -inf}));
  expectResult("min" + axes, {rows}, f32({NaN, -inf}));
}

TEST_F(ReferenceTest, ArgmaxTakesTheFirst) {
  Tensor rows = make(DType::F32, {4, 3},
                     {1, 3, 3, 5, NaN, NaN, -inf, -inf, -inf, inf, NaN, 7});
  std::string last = "argmax %0 {axis = 1 : i64} : {types}";
  expectResult(last, {rows}, i64({1, 1, 0, 1}));
  expectResult("argmax %0 {axis = -1 : i64, keep_dims = true} : {types}",
               {rows}, make(DType::I64, {4, 1}, {1, 1, 0, 1}));
  expectResult("argmax %0 {axis = 0 : i64} : {types}",
               {make(DType::I8, {2, 2}, {-5, 4, -5, 9})}, i64({0, 1}));
}

TEST_F(ReferenceTest, MaxPool2d) {
  Tensor image = make(DType::F32, {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, NaN});
  std::string pool = "max_pool2d %0 {kernel = array<i64: 2, 2>, strides = ";
  expectResult(pool + "array<i64: 1, 1>} : {types}", {image},
               make(DType::F32, {1, 1, 2, 2}, {5, 6, 8, NaN}));
  expectResult(pool + "array<i64: 2, 2>} : {types}", {image},
               make(DType::F32, {1, 1, 1, 1}, {5}));
  // Padding is below every number.
  expectResult(pool + "array<i64: 2, 2>, padding = array<i64: 1, 1>} : {types}",
               {make(DType::F32, {1, 1, 2, 2}, {-1, -2, -3, -4})},
               make(DType::F32, {1, 1, 2, 2}, {-1, -2, -3, -4}));
}

TEST_F(ReferenceTest, MaxPool2dIndices) {
  std::string pool = "max_pool2d_indices %0 {kernel = array<i64: 2, 2>";
  double least = -std::numeric_limits<double>::infinity();
  // The first of several, NaN before numbers.
  expectResult(pool + "} : {types}",
               {make(DType::F32, {1, 1, 2, 8},
                     {1, 2, 3, 3, 9, NaN, least, least, 2, 1, 3, 0, NaN, 9,
                      least, least})},
               make(DType::I64, {1, 1, 1, 4}, {1, 2, 5, 6}));
  // Positions are those without padding.
  expectResult(pool + ", padding = array<i64: 1, 1>} : {types}",
               {make(DType::F32, {1, 1, 2, 2}, {-1, -2, -3, -4})},
               make(DType::I64, {1, 1, 2, 2}, {0, 1, 2, 3}));
  // Of the window's positions, -1 and 2, none is in the image.
  expectResult(
      pool + ", padding = array<i64: 1, 1>, dilations = array<i64: 3, 3>} "
             ": {types}",
      {make(DType::F32, {1, 1, 2, 2}, {1, 2, 3, 4})},
      make(DType::I64, {1, 1, 1, 1}, {3}));
  expectResult("max_pool2d_indices %0 {kernel = array<i64: 2, 1>, axes = "
               "array<i64: 0, 1>} : {types}",
               {make(DType::F32, {2, 2, 1}, {1, 6, 3, 4})},
               make(DType::I64, {1, 2, 1}, {2, 1}));
  expectResult("adaptive_max_pool2d_indices %0 {output_size = array<i64: 1, "
               "2>} : {types}",
               {make(DType::F32, {1, 1, 2, 3}, {1, 2, 3, 4, 5, 3})},
               make(DType::I64, {1, 1, 1, 2}, {4, 4}));
}

//===----------------------------------------------------------------------===//
// Shape
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, MovingElements) {
  Tensor matrix = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  expectResult("reshape %0 {shape = #graph.dims<3, -1>} : {types}", {matrix},
               make(DType::F32, {3, 2}, {1, 2, 3, 4, 5, 6}));
  expectResult("transpose %0 {permutation = array<i64: 1, 0>} : {types}",
               {matrix}, make(DType::F32, {3, 2}, {1, 4, 2, 5, 3, 6}));
  // Axis i of the result is axis permutation[i] of the operand.
  expectResult("transpose %0 {permutation = array<i64: 1, 2, 0>} : {types}",
               {make(DType::I32, {2, 3, 1}, {1, 2, 3, 4, 5, 6})},
               make(DType::I32, {3, 1, 2}, {1, 4, 2, 5, 3, 6}));
  expectResult("broadcast %0 {shape = #graph.dims<2, 3>} : {types}",
               {f32({1, 2, 3})}, make(DType::F32, {2, 3}, {1, 2, 3, 1, 2, 3}));
  expectResult("broadcast %0 {shape = #graph.dims<2, 2>, axes = array<i64: 0>} "
               ": {types}",
               {f32({1, 2})}, make(DType::F32, {2, 2}, {1, 1, 2, 2}));
  expectResult("concat %0, %1 {axis = 1 : i64} : {types}",
               {matrix, make(DType::F32, {2, 1}, {7, 8})},
               make(DType::F32, {2, 4}, {1, 2, 3, 7, 4, 5, 6, 8}));
  expectResult("slice %0 {starts = #graph.dims<0, 0>, sizes = "
               "#graph.dims<2, 2>, strides = array<i64: 1, 2>} : {types}",
               {matrix}, make(DType::F32, {2, 2}, {1, 3, 4, 6}));
  expectResult("slice %0 {starts = #graph.dims<1, 2>, sizes = "
               "#graph.dims<2, 2>, strides = array<i64: -1, -2>} : {types}",
               {matrix}, make(DType::F32, {2, 2}, {6, 4, 3, 1}));
}

TEST_F(ReferenceTest, Pad) {
  expectResult(
      "pad %0 {low = array<i64: 1>, high = array<i64: 2>, value = -1.0 "
      ": f64} : {types}",
      {f32({5, 6})}, f32({-1, 5, 6, -1, -1}));
  expectResult("pad %0 {low = array<i64: 1>, high = array<i64: 0>, value = "
               "-7.0 : f64} : {types}",
               {i8({5})}, i8({-7, 5}));
}

TEST_F(ReferenceTest, PackAndUnpack) {
  Tensor matrix = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  // Column panels of two: panel, row, column.
  Tensor panels = make(DType::F32, {2, 2, 2}, {1, 2, 4, 5, 3, 0, 6, 0});
  expectResult("pack %0 {axis = 1 : i64, block = 2 : i64, outer_permutation = "
               "array<i64: 1, 0>} : {types}",
               {matrix}, panels);
  expectResult("unpack %0 {axis = 1 : i64, size = 3 : i64} : {types}",
               {make(DType::F32, {2, 2, 2}, {1, 2, 3, 0, 4, 5, 6, 0})}, matrix);
}

//===----------------------------------------------------------------------===//
// Indexing
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, PickAndOneHot) {
  Tensor matrix = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  expectResult("pick %0, %1 {axis = 1 : i64} : {types}", {matrix, i64({2, 0})},
               f32({3, 4}));
  expectResult("pick %0, %1 {axis = 0 : i64} : {types}",
               {matrix, i32({1, 0, 1})}, f32({4, 2, 6}));
  expectResult("one_hot %0 {classes = 3 : i64, dtype = f32} : {types}",
               {i64({2, 0})}, make(DType::F32, {2, 3}, {0, 0, 1, 1, 0, 0}));
}

TEST_F(ReferenceTest, ScatterAdd) {
  Tensor matrix = make(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor places = make(DType::I64, {2, 3}, {3, 0, 3, 1, 1, 1});
  expectResult("scatter_add %0, %1 {size = #graph.dims<4>, axis = 1 : i64} "
               ": {types}",
               {matrix, places},
               make(DType::F32, {2, 4}, {2, 0, 0, 4, 0, 15, 0, 0}));
  expectResult("scatter_add %0, %1 {size = #graph.dims<4>, axis = 0 : i64} "
               ": {types}",
               {matrix, places},
               make(DType::F32, {4, 3}, {0, 2, 0, 4, 5, 6, 0, 0, 0, 1, 0, 3}));
}

TEST_F(ReferenceTest, Constants) {
  expectResult("constant dense<[1.5, -2.0]> : tensor<2xf32>", {},
               f32({1.5, -2}));
  expectResult("constant dense<255> : tensor<2xui8>", {}, u8({255, 255}));
  expectResult("constant dense<[-128, 127]> : tensor<2xi8>", {},
               i8({-128, 127}));
  expectResult("constant dense<[true, false]> : tensor<2xi1>", {},
               bools({1, 0}));
  expectResult("constant dense<1.5> : tensor<2xbf16>", {},
               make(DType::BF16, {2}, {1.5, 1.5}));
}

TEST_F(ReferenceTest, ConstantsFromResources) {
  const char *text = R"(
    func.func @f() -> tensor<2xf32> {
      %0 = graph.constant dense_resource<weights> : tensor<2xf32>
      return %0 : tensor<2xf32>
    }
    {-# dialect_resources: { builtin: {
      weights: "0x040000000000803F00000040" } } #-})";
  auto results = evaluate(text, {});
  ASSERT_TRUE(bool(results)) << results.error().message();
  EXPECT_EQ(results->front().as<float>()[0], 1);
  EXPECT_EQ(results->front().as<float>()[1], 2);

  expectError(R"(
    func.func @f() -> tensor<3xf32> {
      %0 = graph.constant dense_resource<weights> : tensor<3xf32>
      return %0 : tensor<3xf32>
    })",
              {},
              {"constant: resource 'weights", "does not hold the 12 bytes"});
  expectError(R"(
    func.func @f() -> tensor<3xf32> {
      %0 = graph.constant sparse<[[0]], [1.0]> : tensor<3xf32>
      return %0 : tensor<3xf32>
    })",
              {}, {"constant: only dense elements"});
}

TEST_F(ReferenceTest, IndexOutOfRangeNamesValueLimitAndPlace) {
  const char *pick = R"(
    func.func @loss(%x: tensor<2x3xf32>, %i: tensor<2xi64>) -> tensor<2xf32> {
      %0 = graph.pick %x, %i {axis = 1 : i64}
          : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2xf32>
          loc("LeNet5.loss: cross_entropy"(callsite("nn.dl":7:9 at "a.dl":3:4)))
      return %0 : tensor<2xf32>
    })";
  Tensor matrix(DType::F32, {2, 3});
  expectError(pick, {matrix, i64({1, 3})},
              {"nn.dl:7:9: pick: index 3 is out of range for size 3",
               "(in LeNet5.loss: cross_entropy)"});
  expectError(pick, {matrix, i64({-1, 9})},
              {"index -1 is out of range for size 3"});
  expectError(R"(
    func.func @f(%i: tensor<2xi32>) -> tensor<2x5xf32> {
      %0 = graph.one_hot %i {classes = 5 : i64, dtype = f32}
          : (tensor<2xi32>) -> tensor<2x5xf32>
      return %0 : tensor<2x5xf32>
    })",
              {i32({4, 5})}, {"one_hot: index 5 is out of range for size 5"});
  expectError(R"(
    func.func @f(%u: tensor<2x3xf32>, %i: tensor<2x3xi64>) -> tensor<2x2xf32> {
      %0 = graph.scatter_add %u, %i {size = #graph.dims<2>, axis = 1 : i64}
          : (tensor<2x3xf32>, tensor<2x3xi64>) -> tensor<2x2xf32>
      return %0 : tensor<2x2xf32>
    })",
              {matrix, make(DType::I64, {2, 3}, {0, 1, 1, 0, -2, 7})},
              {"scatter_add: index -2 is out of range for size 2"});
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

TEST_F(ReferenceTest, ValuesOfManyUses) {
  auto results = evaluate(R"(
    func.func @f(%x: tensor<2xf32>)
        -> (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) {
      %unused = graph.exp %x : tensor<2xf32>
      %0 = graph.add %x, %x : tensor<2xf32>
      %1 = graph.mul %0, %0 : tensor<2xf32>
      %2 = graph.sub %1, %0 : tensor<2xf32>
      return %2, %2, %x : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    })",
                          {f32({1, 3})});
  ASSERT_TRUE(bool(results)) << results.error().message();
  ASSERT_EQ(results->size(), 3u);
  EXPECT_EQ((*results)[0].as<float>()[1], 30);
  EXPECT_EQ((*results)[1].as<float>()[1], 30);
  EXPECT_EQ((*results)[2].as<float>()[1], 3);
}

TEST_F(ReferenceTest, ArgumentsAreChecked) {
  const char *text = R"(
    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      return %x : tensor<2xf32>
    })";
  expectError(text, {}, {"'f' takes 1 arguments, got 0"});
  expectError(text, {f32({1, 2, 3})},
              {"argument 0 of 'f' is f32[2], got f32[3]"});
  expectError(text, {f64({1, 2})}, {"argument 0 of 'f' is f32[2], got f64[2]"});
}

TEST_F(ReferenceTest, WhatCannotBeEvaluatedIsAnError) {
  expectError(R"(
    func.func @f(%x: tensor<?xf32, #graph.dims<N>>) -> tensor<2xf32> {
      %0 = graph.constant dense<1.0> : tensor<2xf32>
      return %0 : tensor<2xf32>
    })",
              {f32({1})}, {"cannot evaluate f32[N]: its dimensions"});
  expectError("func.func private @f(tensor<2xf32>)", {f32({1, 2})},
              {"'f' must have one block"});
  expectError(R"(
    func.func @f() -> i32 {
      %0 = "test.unknown"() : () -> i32
      return %0 : i32
    })",
              {}, {"'test.unknown' has no reference evaluation"});
  expectError(R"(
    func.func @f(%x: index) {
      return
    })",
              {f32({1})}, {"cannot evaluate values of type 'index'"});
  expectError(R"(
    func.func @f(%x: tensor<1xf32>) {
      %0 = graph.broadcast %x {shape = #graph.dims<4611686018427387904>}
          : (tensor<1xf32>) -> tensor<4611686018427387904xf32>
      return
    })",
              {f32({1})}, {"f32[4611686018427387904]: it is too large"});
  expectError(R"(
    func.func @f() {
      %0 = graph.constant dense<1.0> : tensor<1099511627776xf32>
      return
    })",
              {}, {"f32[1099511627776]: it is too large"});
}

TEST(ElementTypesTest, CorrespondBothWays) {
  auto context = test::makeContext();
  for (DType dtype : {DType::Bool, DType::U8, DType::I8, DType::I32, DType::I64,
                      DType::BF16, DType::F32, DType::F64})
    EXPECT_EQ(graph::dtypeOf(graph::elementType(context.get(), dtype)), dtype);
  EXPECT_EQ(graph::dtypeOf(mlir::IndexType::get(context.get())), std::nullopt);
  EXPECT_EQ(graph::dtypeOf(mlir::IntegerType::get(context.get(), 16)),
            std::nullopt);
  EXPECT_EQ(graph::dtypeOf(mlir::IntegerType::get(context.get(), 32,
                                                  mlir::IntegerType::Unsigned)),
            std::nullopt);
  EXPECT_EQ(graph::dtypeOf(mlir::Float16Type::get(context.get())),
            std::nullopt);
}
