//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random numbers, interpreted and compiled, against those of JAX 0.10.2 with
// jax_threefry_partitionable: bit for bit.
//
//===----------------------------------------------------------------------===//

#include "CompiledSample.h"
#include "SampleCases.h"

#include "dlc/Dialect/Graph/Reference/Reference.h"

#include <gtest/gtest.h>

using namespace dlc;

namespace {

class RandomTest : public testing::Test {
protected:
  /// What `graph.<operation>` makes of the key, evaluated and compiled.
  std::vector<Tensor> draw(const std::string &operation,
                           const std::string &type) {
    SCOPED_TRACE(operation);
    std::string text = "func.func @f(%k: tensor<2xi32>) -> " + type +
                       " {\n  %0 = graph." + operation +
                       " : (tensor<2xi32>) -> " + type +
                       "\n  return %0 : " + type + "\n}\n";
    auto module = test::parseText(*context, text);
    EXPECT_TRUE(module) << text;
    if (!module)
      return {};
    auto function = *module->getOps<mlir::func::FuncOp>().begin();
    Tensor key(DType::I32, {2});
    key.as<int32_t>()[0] = 0x12345678;
    key.as<int32_t>()[1] = static_cast<int32_t>(0x9abcdef0);
    auto evaluated = graph::evaluateFunction(function, {key});
    auto compiled = test::CompiledSample::compile(
        function, test::CompiledSample::Roles::Inputs);
    if (!evaluated || !compiled) {
      ADD_FAILURE()
          << (evaluated ? compiled.error() : evaluated.error()).message();
      return {};
    }
    auto ran = compiled->run({key}, /*threads=*/2);
    if (!ran) {
      ADD_FAILURE() << ran.error().message();
      return {};
    }
    return {std::move(evaluated->front()), std::move(ran->front())};
  }

  template <typename Word>
  void expectBits(const std::string &operation, const std::string &type,
                  const std::vector<Word> &expected) {
    for (const Tensor &tensor : draw(operation, type)) {
      ASSERT_EQ(tensor.bytes(), expected.size() * sizeof(Word));
      auto *words = static_cast<const Word *>(tensor.data());
      for (size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(words[i], expected[i]) << operation << ", word " << i;
    }
  }

  /// The exclusive or of all words, and the last ones.
  template <typename Word>
  void expectParity(const std::string &operation, const std::string &type,
                    Word parity, const std::vector<Word> &last) {
    for (const Tensor &tensor : draw(operation, type)) {
      auto *words = static_cast<const Word *>(tensor.data());
      size_t count = tensor.elementCount();
      Word sum = 0;
      for (size_t i = 0; i < count; ++i)
        sum ^= words[i];
      EXPECT_EQ(sum, parity);
      for (size_t i = 0; i < last.size(); ++i)
        EXPECT_EQ(words[count - last.size() + i], last[i]);
    }
  }

  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
};

} // namespace

TEST_F(RandomTest, Fold) {
  auto expectKey = [&](const std::string &data, uint32_t x0, uint32_t x1) {
    expectBits<uint32_t>("random_fold %k {data = " + data + " : i64}",
                         "tensor<2xi32>", {x0, x1});
  };
  expectKey("0", 0xed280379, 0xa0bb73c3);
  expectKey("1", 0x7c4d1fd5, 0x595dd64b);
  expectKey("7", 0x3ab29d8e, 0x13e8830e);
  expectKey("4294967295", 0x90ba5556, 0xa9112a39);
}

TEST_F(RandomTest, Split) {
  expectBits<uint32_t>(
      "random_split %k {count = #graph.dims<3>}", "tensor<3x2xi32>",
      {0xed280379, 0xa0bb73c3, 0x7c4d1fd5, 0x595dd64b, 0x612ee2fd, 0xa86e0e45});
}

TEST_F(RandomTest, Uniform) {
  expectBits<uint32_t>(
      "random_uniform %k {shape = #graph.dims<2, 3>, dtype = f32}",
      "tensor<2x3xf32>",
      {0x3e9b26e0, 0x3e144320, 0x3f4940ec, 0x3f0bff38, 0x3ddaec10, 0x3f44597e});
  expectBits<uint64_t>(
      "random_uniform %k {shape = #graph.dims<2, 2>, dtype = f64}",
      "tensor<2x2xf64>",
      {0x3feda5006f34176e, 0x3fdf1347f5565774, 0x3fd84bb8bf6a1b80,
       0x3fc6be67bcd341f8});
}

TEST_F(RandomTest, ManyNumbers) {
  expectParity<uint32_t>(
      "random_uniform %k {shape = #graph.dims<1000003>, dtype = f32}",
      "tensor<1000003xf32>", 0x0606b552, {0x3f41dd0c, 0x3d80c2a0, 0x3eedeba8});
  expectParity<uint64_t>(
      "random_uniform %k {shape = #graph.dims<100003>, dtype = f64}",
      "tensor<100003xf64>", 0x3f85465955ffd3d0,
      {0x3fe3822a734901f4, 0x3fc16093897de3c0});
}
