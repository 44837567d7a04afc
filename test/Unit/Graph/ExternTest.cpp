//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Extern calls: what the function is told, and what becomes of its status.
// Numbers are in the samples of graph.extern.
//
//===----------------------------------------------------------------------===//

#include "CompiledSample.h"
#include "SampleCases.h"

#include "dlc-c/Extern.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"

#include <gtest/gtest.h>

using namespace dlc;

namespace {

class ExternTest : public testing::Test {
protected:
  mlir::func::FuncOp parse(llvm::StringRef text) {
    module = test::parseText(*context, text);
    EXPECT_TRUE(module);
    return *module->getOps<mlir::func::FuncOp>().begin();
  }

  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

} // namespace

TEST_F(ExternTest, DescribesTheCall) {
  module = test::loadSamples(*context, "extern");
  ASSERT_TRUE(module);
  auto function = module->lookupSymbol<mlir::func::FuncOp>("description");
  auto results = graph::evaluateFunction(
      function, test::makeInputs(function, test::Inputs::Finite));
  ASSERT_TRUE(bool(results)) << results.error().message();
  const std::vector<int64_t> expected = {
      3,
      1,
      7, // counts
      DLC_EXTERN_U8,
      2,
      2,
      3, // 2x3xui8
      DLC_EXTERN_BOOL,
      0, // i1
      DLC_EXTERN_F64,
      1,
      4, // 4xf64
      DLC_EXTERN_CONSTANT_INTEGER,
      -7, //
      DLC_EXTERN_CONSTANT_REAL,
      2500, //
      DLC_EXTERN_CONSTANT_BOOL,
      1, //
      DLC_EXTERN_CONSTANT_BOOL,
      0, //
      DLC_EXTERN_CONSTANT_STRING,
      4, //
      DLC_EXTERN_CONSTANT_INTEGER,
      11, // a dimension
      DLC_EXTERN_CONSTANT_STRING,
      0,
      0,
      0,
      0, //
  };
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(results->front().as<int64_t>()[i], expected[i]) << i;
}

TEST_F(ExternTest, StatusFailsTheCall) {
  mlir::func::FuncOp function = parse(R"(
    func.func @f(%x: tensor<4xf32>, %w: tensor<4xf32>)
        -> (tensor<4xf32>, tensor<4xf32>) {
      %0 = graph.extern "sample_fail"(%x) {constants = [0]}
          : (tensor<4xf32>) -> tensor<4xf32> loc("net.dl":7:9)
      %1 = graph.extern "sample_fail"(%w) {constants = [-3]}
          : (tensor<4xf32>) -> tensor<4xf32> loc("Net.layer"("net.dl":8:5))
      %2 = graph.extern "sample_fail"(%1) {constants = [5]}
          : (tensor<4xf32>) -> tensor<4xf32> loc("net.dl":9:5)
      return %0, %2 : tensor<4xf32>, tensor<4xf32>
    })");
  std::vector<Tensor> inputs = test::makeInputs(function, test::Inputs::Finite);
  auto evaluated = graph::evaluateFunction(function, inputs);
  ASSERT_FALSE(bool(evaluated));
  EXPECT_EQ(evaluated.error().message(),
            "net.dl:8:5: extern function 'sample_fail' failed with status -3 "
            "(in Net.layer)");
  using Roles = test::CompiledSample::Roles;
  for (Roles roles : {Roles::Inputs, Roles::Parameters}) {
    auto compiled = test::CompiledSample::compile(function, roles);
    ASSERT_TRUE(bool(compiled)) << compiled.error().message();
    for (unsigned threads : {1, 2}) {
      auto ran = compiled->run(inputs, threads);
      ASSERT_FALSE(bool(ran));
      EXPECT_EQ(ran.error().message(),
                "net.dl:8:5 (Net.layer): extern function 'sample_fail' failed "
                "with status -3");
    }
  }
}

TEST_F(ExternTest, MissingFunctionIsNamed) {
  mlir::func::FuncOp function = parse(R"(
    func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %0 = graph.extern "sample_missing"(%x)
          : (tensor<4xf32>) -> tensor<4xf32> loc("net.dl":7:9)
      return %0 : tensor<4xf32>
    })");
  auto evaluated = graph::evaluateFunction(
      function, test::makeInputs(function, test::Inputs::Finite));
  ASSERT_FALSE(bool(evaluated));
  EXPECT_EQ(evaluated.error().message(),
            "net.dl:7:9: extern function 'sample_missing' is not in this "
            "process");
  auto compiled = test::CompiledSample::compile(
      function, test::CompiledSample::Roles::Inputs);
  ASSERT_FALSE(bool(compiled));
  EXPECT_EQ(compiled.error().message(),
            "the model calls functions that this process does not have: "
            "'sample_missing'; '--load' (ModelOptions::libraries) names a "
            "library with them");
}
