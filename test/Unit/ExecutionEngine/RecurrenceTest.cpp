//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled scans, where the samples of the operation do not reach: errors in a
// step, states, threads that depend on one another in every step, and code that
// does not grow with the number of steps.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/Parser/Parser.h"
#include "llvm/Target/TargetMachine.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace dlc;

namespace {

std::unique_ptr<CompiledFunction> compile(const std::string &source) {
  static const std::unique_ptr<mlir::MLIRContext> context = createContext();
  Expected<Target> target = Target::create();
  EXPECT_TRUE(bool(target));
  auto function = CompiledFunction::compile(
      mlir::parseSourceString<mlir::ModuleOp>(source, context.get(), "net.dl"),
      {}, *target, /*done=*/{},
      {/*profile=*/false, /*timings=*/nullptr, /*asIfLarge=*/true});
  EXPECT_TRUE(bool(function)) << function.error().message();
  return std::move(*function);
}

TEST(Recurrence, AnIndexErrorInAStepNamesItsPosition) {
  auto function = compile(R"(
module attributes {graph.model = "Net"} {
  func.func @f(%ids: tensor<4x1xi64> {graph.input = "ids"},
               %row: tensor<1x3xf32> {graph.input = "row"},
               %h0: tensor<1xf32> {graph.input = "h0"})
      -> (tensor<1xf32> {graph.output = "y"}) {
    %0 = graph.scan (%h = %h0 : tensor<1xf32>) over (%id in %ids : tensor<4x1xi64>) {
      %1 = graph.pick %row, %id {axis = 1 : i64}
          : (tensor<1x3xf32>, tensor<1xi64>) -> tensor<1xf32>
      %2 = graph.add %h, %1 : tensor<1xf32>
      graph.next %2 : tensor<1xf32>
    }
    return %0 : tensor<1xf32>
  }
})");
  auto prepared = function->prepare({}, 1);
  ASSERT_TRUE(bool(prepared));
  const float row[] = {1, 2, 4}, h0[] = {8};
  float y[1];
  const int64_t good[] = {0, 2, 1, 1}, bad[] = {0, 2, 3, 1};
  ASSERT_TRUE(bool(function->run(*prepared, {good, row, h0}, {y}, 1)));
  EXPECT_EQ(y[0], 17);
  auto ran = function->run(*prepared, {bad, row, h0}, {y}, 1);
  ASSERT_FALSE(ran);
  EXPECT_NE(ran.error().message().find("net.dl:8:12"), std::string::npos)
      << ran.error().message();
  EXPECT_NE(ran.error().message().find("3"), std::string::npos);
}

TEST(Recurrence, AStateIsCarriedThroughAScan) {
  auto function = compile(R"(
module attributes {graph.model = "Net"} {
  func.func @f(%s: tensor<2xf32> {graph.state = "s"},
               %xs: tensor<3x2xf32> {graph.input = "xs"})
      -> (tensor<3x2xf32> {graph.output = "ys"}, tensor<2xf32> {graph.state = "s"}) {
    %0, %1 = graph.scan (%h = %s : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
      %2 = graph.add %h, %x : tensor<2xf32>
      graph.next %2 : tensor<2xf32> emit %h : tensor<2xf32>
    }
    return %1, %0 : tensor<3x2xf32>, tensor<2xf32>
  }
})");
  auto prepared = function->prepare({}, 1);
  ASSERT_TRUE(bool(prepared));
  const float state[] = {1, 2}, xs[] = {10, 20, 30, 40, 50, 60};
  float ys[6], newState[2];
  ASSERT_TRUE(bool(function->run(*prepared, {xs}, {ys, newState}, 1, {state})));
  EXPECT_EQ(std::vector<float>(ys, ys + 6),
            (std::vector<float>{1, 2, 11, 22, 41, 62}));
  EXPECT_EQ(newState[0], 91);
  EXPECT_EQ(newState[1], 122);
  EXPECT_EQ(state[0], 1);
}

/// Each step moves every element to another thread's share, twice: through a
/// value of the step and through the carried value.
std::string rotation(int64_t steps) {
  std::string t = std::to_string(steps);
  std::string rotate =
      R"({starts = #graph.dims<1>, sizes = #graph.dims<8999>, strides = array<i64: 1>}
          : (tensor<9000xf32>) -> tensor<8999xf32>)";
  std::string head =
      R"({starts = #graph.dims<0>, sizes = #graph.dims<1>, strides = array<i64: 1>}
          : (tensor<9000xf32>) -> tensor<1xf32>)";
  return R"(
module attributes {graph.model = "Net"} {
  func.func @f(%h0: tensor<9000xf32> {graph.input = "h0"},
               %xs: tensor<)" +
         t + R"(xf32> {graph.input = "xs"})
      -> (tensor<9000xf32> {graph.output = "y"}) {
    %0 = graph.scan (%h = %h0 : tensor<9000xf32>) over (%x in %xs : tensor<)" +
         t + R"(xf32>) {
      %1 = graph.slice %h )" +
         rotate + R"(
      %2 = graph.slice %h )" +
         head + R"(
      %3 = graph.concat %1, %2 {axis = 0 : i64}
          : (tensor<8999xf32>, tensor<1xf32>) -> tensor<9000xf32>
      %4 = graph.reshape %3 {shape = #graph.dims<90, 100>}
          : (tensor<9000xf32>) -> tensor<90x100xf32>
      %5 = graph.transpose %4 {permutation = array<i64: 1, 0>}
          : (tensor<90x100xf32>) -> tensor<100x90xf32>
      %6 = graph.reshape %5 {shape = #graph.dims<9000>}
          : (tensor<100x90xf32>) -> tensor<9000xf32>
      graph.next %6 : tensor<9000xf32>
    }
    return %0 : tensor<9000xf32>
  }
})";
}

TEST(Recurrence, ThreadsWaitForOneAnother) {
  constexpr int64_t steps = 301;
  auto function = compile(rotation(steps));
  auto prepared = function->prepare({}, 1);
  ASSERT_TRUE(bool(prepared));
  std::vector<float> h(9000), xs(steps), y(9000), next(9000);
  std::iota(h.begin(), h.end(), 0.0F);
  std::vector<float> expected = h;
  for (int64_t step = 0; step < steps; ++step) {
    for (int64_t i = 0; i < 9000; ++i)
      next[i] = expected[(i % 90 * 100 + i / 90 + 1) % 9000];
    std::swap(expected, next);
  }
  for (int run = 0; run < 50; ++run) {
    ASSERT_TRUE(
        bool(function->run(*prepared, {h.data(), xs.data()}, {y.data()}, 2)));
    ASSERT_EQ(y, expected) << "in run " << run;
  }
}

size_t objectSize(const std::string &source) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  Expected<Target> target = Target::create();
  auto module = mlir::parseSourceString<mlir::ModuleOp>(source, context.get());
  EXPECT_TRUE(mlir::succeeded(lower(*module, Phase::LLVM, {}, *target)));
  std::unique_ptr<llvm::TargetMachine> machine = target->machine();
  llvm::LLVMContext llvmContext;
  auto code = translateToLLVM(*module, llvmContext, *machine);
  return emitMachineCode(*code, *machine, llvm::CodeGenFileType::ObjectFile)
      .size();
}

TEST(Recurrence, MemoryAndCodeDoNotGrowWithSteps) {
  std::string few = rotation(10), many = rotation(10000);
  EXPECT_EQ(compile(few)->descriptor().workspace_bytes,
            compile(many)->descriptor().workspace_bytes);
  EXPECT_NEAR(double(objectSize(few)), double(objectSize(many)), 64);
}

} // namespace
