//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks all operations of the graph dialect and compares their derivatives with
// finite differences, on the sample cases with all floating point types as f64.
// A new operation is found here by being registered; nothing here names any.
//
//===----------------------------------------------------------------------===//

#include "CompiledSample.h"
#include "DoublePrecision.h"
#include "SampleCases.h"

#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace dlc;

//===----------------------------------------------------------------------===//
// Functions to differentiate
//===----------------------------------------------------------------------===//

static bool isFloat(mlir::Type type) {
  return llvm::isa<mlir::FloatType>(
      llvm::cast<mlir::RankedTensorType>(type).getElementType());
}

/// Makes the function compute a number, the sum of all elements of its floating
/// point results by weights that are arguments behind the others, and that
/// number's gradients with respect to its floating point arguments. False where
/// it has no such results or arguments.
static bool addGradients(mlir::func::FuncOp function) {
  mlir::Operation *end = function.getBody().front().getTerminator();
  mlir::OpBuilder builder(end);
  mlir::Location location = function.getLoc();
  llvm::SmallVector<mlir::Value> variables;
  for (mlir::Value argument : function.getArguments())
    if (isFloat(argument.getType()))
      variables.push_back(argument);
  mlir::Value total;
  for (mlir::Value result : end->getOperands()) {
    if (!isFloat(result.getType()))
      continue;
    function.insertArgument(function.getNumArguments(), result.getType(), {},
                            location);
    mlir::Value weighted = builder.create<graph::MulOp>(
        location, result, function.getArguments().back());
    mlir::Value sum = builder.create<graph::SumOp>(
        location, weighted, llvm::ArrayRef<int64_t>(), false);
    total = total ? builder.create<graph::AddOp>(location, total, sum) : sum;
  }
  if (!total || variables.empty())
    return false;
  auto gradients = builder.create<graph::GradientsOp>(
      location, mlir::ValueRange(variables).getTypes(), total, variables);
  llvm::SmallVector<mlir::Value> results{total};
  llvm::append_range(results, gradients.getResults());
  end->setOperands(results);
  function.setFunctionType(builder.getFunctionType(
      function.getArgumentTypes(), mlir::ValueRange(results).getTypes()));
  return true;
}

//===----------------------------------------------------------------------===//
// Finite differences
//===----------------------------------------------------------------------===//

/// Floating point arguments anew, in [low, high]: no two are equal, so that no
/// function is at a point where it has no derivative.
static void drawNumbers(std::vector<Tensor> &arguments, double low,
                        double high) {
  std::mt19937_64 generator(2026);
  std::uniform_real_distribution<double> number(low, high);
  for (Tensor &argument : arguments)
    if (argument.dtype() == DType::F64)
      for (int64_t i = 0; i < argument.elementCount(); ++i)
        static_cast<double *>(argument.data())[i] = number(generator);
}

static double evaluate(mlir::func::FuncOp function,
                       const std::vector<Tensor> &arguments) {
  auto results = graph::evaluateFunction(function, arguments);
  if (!results) {
    ADD_FAILURE() << results.error().message();
    return 0;
  }
  return *static_cast<const double *>((*results)[0].data());
}

/// Compares some elements of a gradient with central differences: at most
/// 1e-6 of the largest element apart. Of large tensors, whose functions take
/// long, they are a few.
static void expectDifferences(mlir::func::FuncOp function,
                              std::vector<Tensor> &arguments, size_t index,
                              const Tensor &gradient) {
  auto *values = static_cast<double *>(arguments[index].data());
  auto *slopes = static_cast<const double *>(gradient.data());
  int64_t count = gradient.elementCount();
  int64_t checked = count > 100 ? 4 : 12;
  double largest = 1;
  for (int64_t i = 0; i < count; ++i)
    largest = std::max(largest, std::abs(slopes[i]));
  int64_t step = std::max<int64_t>(count / checked, 1);
  for (int64_t i = 0; i < count; i += step) {
    const double value = values[i], h = 1e-5;
    values[i] = value + h;
    double above = evaluate(function, arguments);
    values[i] = value - h;
    double below = evaluate(function, arguments);
    values[i] = value;
    EXPECT_NEAR(slopes[i], (above - below) / (2 * h), 1e-6 * largest)
        << "argument " << index << ", element " << i;
  }
}

namespace {
class GradientTest : public testing::TestWithParam<std::string> {};
class DifferencesTest : public testing::TestWithParam<test::CaseRange> {};
} // namespace

/// Whether a derivative is not that of the function that is computed: it is
/// stopped, or the host's functions know f32 only.
static bool isNoFunction(mlir::func::FuncOp function) {
  return function
      .walk([](mlir::Operation *op) {
        return llvm::isa<graph::StopGradientOp, graph::ExternOp>(op)
                   ? mlir::WalkResult::interrupt()
                   : mlir::WalkResult::advance();
      })
      .wasInterrupted();
}

static bool isDifferentiated(const std::string &operation) {
  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  return !mlir::OperationName("graph." + operation, context.get())
              .hasTrait<graph::BehindDifferentiation>();
}

TEST_P(DifferencesTest, EqualGradients) {
  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> samples =
      test::loadSamples(*context, GetParam());
  ASSERT_TRUE(samples);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      test::parseText(*samples->getContext(), test::printInF64(*samples));
  ASSERT_TRUE(module);
  for (auto function :
       llvm::make_early_inc_range(module->getOps<mlir::func::FuncOp>()))
    if (isNoFunction(function) || !addGradients(function))
      function.erase();
  ASSERT_TRUE(test::differentiate(*module));
  for (auto function : module->getOps<mlir::func::FuncOp>()) {
    SCOPED_TRACE(function.getName().str());
    std::vector<Tensor> arguments =
        test::makeInputs(function, test::Inputs::Finite);
    // Some functions know positive numbers only, others infinite ones.
    drawNumbers(arguments, -1, 3);
    if (!std::isfinite(evaluate(function, arguments)))
      drawNumbers(arguments, 0.5, 2);
    if (!std::isfinite(evaluate(function, arguments)))
      continue;
    auto results = graph::evaluateFunction(function, arguments);
    ASSERT_TRUE(bool(results)) << results.error().message();
    auto gradient = results->begin() + 1;
    for (size_t i = 0; gradient != results->end(); ++i)
      if (isFloat(function.getArgumentTypes()[i]))
        expectDifferences(function, arguments, i, *gradient++);
  }
}

/// Compiled gradients are those of the reference, with the same bits on one
/// thread and on two.
TEST_P(GradientTest, CompiledGradientsAgree) {
  std::unique_ptr<mlir::MLIRContext> context = test::makeContext();
  mlir::OwningOpRef<mlir::ModuleOp> samples =
      test::loadSamples(*context, GetParam());
  ASSERT_TRUE(samples);
  for (auto function :
       llvm::make_early_inc_range(samples->getOps<mlir::func::FuncOp>())) {
    SCOPED_TRACE(function.getName().str());
    if (!addGradients(function))
      continue;
    auto compiled = test::CompiledSample::compile(
        function, test::CompiledSample::Roles::Inputs);
    ASSERT_TRUE(bool(compiled)) << compiled.error().message();
    std::vector<Tensor> arguments =
        test::makeInputs(function, test::Inputs::Finite);
    ASSERT_TRUE(test::differentiate(*samples));
    auto expected = graph::evaluateFunction(function, arguments);
    ASSERT_TRUE(bool(expected)) << expected.error().message();
    auto results = compiled->run(arguments, /*threads=*/1);
    ASSERT_TRUE(bool(results)) << results.error().message();
    auto again = compiled->run(arguments, /*threads=*/2);
    ASSERT_TRUE(bool(again)) << again.error().message();
    for (auto [index, result] : llvm::enumerate(*results)) {
      test::expectClose(result, (*expected)[index]);
      test::expectIdentical((*again)[index], result);
    }
    // One is enough: what is compiled has tests of its own.
    return;
  }
}

static std::vector<std::string> differentiatedOperations() {
  std::vector<std::string> names = test::graphOperations();
  llvm::erase_if(
      names, [](const std::string &name) { return !isDifferentiated(name); });
  return names;
}

INSTANTIATE_TEST_SUITE_P(
    Graph, DifferencesTest,
    testing::ValuesIn(test::caseRanges(differentiatedOperations())),
    test::nameOf);

INSTANTIATE_TEST_SUITE_P(Graph, GradientTest,
                         testing::ValuesIn(differentiatedOperations()),
                         [](const testing::TestParamInfo<std::string> &info) {
                           return info.param;
                         });
