//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks all operations of the graph dialect and fails where one lacks a part:
// sample cases, a printed form that reads back, a reference evaluation. A new
// operation is found here by being registered; nothing here names any.
//
//===----------------------------------------------------------------------===//

#include "SampleCases.h"

#include "dlc/Dialect/Graph/Reference/Reference.h"

#include "llvm/Support/FileSystem.h"

#include <gtest/gtest.h>

#include <functional>

using namespace dlc;

namespace {

/// One way to compute a sample case.
using Engine = std::function<Expected<std::vector<Tensor>>(
    mlir::func::FuncOp, llvm::ArrayRef<Tensor>)>;

class OperationTest : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    ASSERT_TRUE(llvm::sys::fs::exists(test::samplePath(GetParam())))
        << "graph." << GetParam() << " has no sample cases in "
        << test::samplePath(GetParam());
    module = test::loadSamples(*context, GetParam());
    ASSERT_TRUE(module) << "the sample cases do not parse";
  }

  /// Calls `check` with each case, its inputs and what the reference evaluator
  /// makes of them.
  void forEachCase(
      test::Inputs kind,
      llvm::function_ref<void(mlir::func::FuncOp, llvm::ArrayRef<Tensor>,
                              llvm::ArrayRef<Tensor>)>
          check) {
    for (auto sample : module->getOps<mlir::func::FuncOp>()) {
      SCOPED_TRACE(sample.getName().str());
      std::vector<Tensor> inputs = test::makeInputs(sample, kind);
      auto results = graph::evaluateFunction(sample, inputs);
      ASSERT_TRUE(bool(results)) << results.error().message();
      check(sample, inputs, *results);
    }
  }

  /// Demands of an engine what the reference evaluator computes.
  void expectAgreement(const Engine &engine, test::Inputs kind) {
    forEachCase(kind,
                [&](mlir::func::FuncOp sample, llvm::ArrayRef<Tensor> inputs,
                    llvm::ArrayRef<Tensor> expected) {
                  auto actual = engine(sample, inputs);
                  ASSERT_TRUE(bool(actual)) << actual.error().message();
                  ASSERT_EQ(actual->size(), expected.size());
                  for (auto [result, reference] : llvm::zip(*actual, expected))
                    test::expectClose(result, reference);
                });
  }

  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

} // namespace

static std::string print(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream);
  return text;
}

TEST_P(OperationTest, HasReferenceModel) {
  mlir::OperationName name("graph." + GetParam(), context.get());
  EXPECT_TRUE(name.hasInterface<graph::ReferenceOpInterface>());
}

TEST_P(OperationTest, CasesHoldTheOperation) {
  auto samples = module->getOps<mlir::func::FuncOp>();
  EXPECT_FALSE(samples.empty());
  for (auto sample : samples) {
    unsigned count = 0;
    sample.walk([&](mlir::Operation *op) {
      count += op->getName().stripDialect() == GetParam();
    });
    EXPECT_NE(count, 0u) << sample.getName().str();
  }
}

TEST_P(OperationTest, PrintedCasesReadBack) {
  std::string text = print(*module);
  auto again = test::parseText(*context, text);
  ASSERT_TRUE(again) << text;
  EXPECT_EQ(print(*again), text);
}

/// Results have the types that the function says, and the same bits each time.
TEST_P(OperationTest, IsInterpreted) {
  for (test::Inputs kind : {test::Inputs::Finite, test::Inputs::NonFinite})
    forEachCase(kind, [&](mlir::func::FuncOp sample,
                          llvm::ArrayRef<Tensor> inputs,
                          llvm::ArrayRef<Tensor> results) {
      ASSERT_EQ(results.size(), sample.getNumResults());
      for (auto [type, result] : llvm::zip(sample.getResultTypes(), results))
        EXPECT_EQ(Shape(llvm::cast<mlir::RankedTensorType>(type).getShape()),
                  result.shape());
      auto again = graph::evaluateFunction(sample, inputs);
      ASSERT_TRUE(bool(again));
      for (auto [first, second] : llvm::zip(results, *again))
        test::expectIdentical(second, first);
    });
}

INSTANTIATE_TEST_SUITE_P(Graph, OperationTest,
                         testing::ValuesIn(test::graphOperations()),
                         [](const testing::TestParamInfo<std::string> &info) {
                           return info.param;
                         });

TEST(CompletenessTest, SampleFilesBelongToOperations) {
  EXPECT_EQ(test::sampledOperations(), test::graphOperations());
}
