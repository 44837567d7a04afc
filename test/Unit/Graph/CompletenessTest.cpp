//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks all operations of the graph dialect and fails where one lacks a part:
// sample cases, a printed form that reads back, a reference evaluation,
// compiled code that agrees with it. A new operation is found here by being
// registered; nothing here names any.
//
//===----------------------------------------------------------------------===//

#include "CompiledSample.h"
#include "SampleCases.h"

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"

#include "llvm/Support/FileSystem.h"

#include <gtest/gtest.h>

using namespace dlc;

namespace {

class OperationTest : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    ASSERT_TRUE(llvm::sys::fs::exists(test::samplePath(GetParam())))
        << "graph." << GetParam() << " has no sample cases in "
        << test::samplePath(GetParam());
    module = test::loadSamples(*context, GetParam());
    ASSERT_TRUE(module) << "the sample cases do not parse";
    evaluated = module->clone();
    ASSERT_TRUE(test::differentiate(*evaluated));
  }

  /// Calls `check` with each case, its inputs and what the reference evaluator
  /// makes of them.
  void forEachCase(
      test::Inputs kind,
      llvm::function_ref<void(mlir::func::FuncOp, llvm::ArrayRef<Tensor>,
                              llvm::ArrayRef<Tensor>)>
          check) {
    for (auto sample : evaluated->getOps<mlir::func::FuncOp>()) {
      SCOPED_TRACE(sample.getName().str());
      std::vector<Tensor> inputs = test::makeInputs(sample, kind);
      auto results = graph::evaluateFunction(sample, inputs);
      ASSERT_TRUE(bool(results)) << results.error().message();
      check(sample, inputs, *results);
    }
  }

  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module;
  /// The same with gradients as operations.
  mlir::OwningOpRef<mlir::ModuleOp> evaluated;
};

} // namespace

static void expectAgreement(mlir::func::FuncOp sample,
                            const test::CompiledSample &compiled,
                            llvm::ArrayRef<Tensor> inputs) {
  auto expected = graph::evaluateFunction(sample, inputs);
  ASSERT_TRUE(bool(expected)) << expected.error().message();
  auto results = compiled.run(inputs, /*threads=*/1);
  ASSERT_TRUE(bool(results)) << results.error().message();
  auto again = compiled.run(inputs, /*threads=*/2);
  ASSERT_TRUE(bool(again)) << again.error().message();
  ASSERT_EQ(results->size(), expected->size());
  for (size_t i = 0; i < expected->size(); ++i) {
    test::expectClose((*results)[i], (*expected)[i]);
    test::expectIdentical((*again)[i], (*results)[i]);
  }
}

static std::string print(mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream);
  return text;
}

TEST_P(OperationTest, HasReferenceModel) {
  mlir::OperationName name("graph." + GetParam(), context.get());
  EXPECT_NE(name.hasInterface<graph::ReferenceOpInterface>(),
            name.hasTrait<graph::ReplacedByDifferentiation>());
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

namespace {
class CompiledCasesTest : public testing::TestWithParam<test::CaseRange> {};
} // namespace

/// Compiled code computes what the reference evaluator does, whether arguments
/// are inputs or parameters, with the same bits on one thread and on two.
TEST_P(CompiledCasesTest, Agree) {
  using Roles = test::CompiledSample::Roles;
  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      test::loadSamples(*context, GetParam());
  ASSERT_TRUE(module);
  // The same with gradients as operations.
  mlir::OwningOpRef<mlir::ModuleOp> evaluated = module->clone();
  ASSERT_TRUE(test::differentiate(*evaluated));
  for (auto sample : module->getOps<mlir::func::FuncOp>())
    for (Roles roles : {Roles::Inputs, Roles::Parameters}) {
      if (roles == Roles::Parameters && sample.getNumArguments() < 2)
        continue;
      SCOPED_TRACE(sample.getName().str() +
                   (roles == Roles::Parameters ? ", with parameters" : ""));
      auto compiled = test::CompiledSample::compile(sample, roles);
      if (!compiled) {
        ADD_FAILURE() << compiled.error().message();
        continue;
      }
      for (test::Inputs kind : {test::Inputs::Finite, test::Inputs::NonFinite})
        expectAgreement(
            evaluated->lookupSymbol<mlir::func::FuncOp>(sample.getName()),
            *compiled, test::makeInputs(sample, kind));
    }
}

INSTANTIATE_TEST_SUITE_P(Graph, OperationTest,
                         testing::ValuesIn(test::graphOperations()),
                         [](const testing::TestParamInfo<std::string> &info) {
                           return info.param;
                         });

INSTANTIATE_TEST_SUITE_P(
    Graph, CompiledCasesTest,
    testing::ValuesIn(test::caseRanges(test::graphOperations())), test::nameOf);

TEST(CompletenessTest, SampleFilesBelongToOperations) {
  EXPECT_EQ(test::sampledOperations(), test::graphOperations());
}
