//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One object from kernels that are compiled apart, and what is timed of it.
//
//===----------------------------------------------------------------------===//

#include "TestModel.h"

#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/Parser/Parser.h"
#include "llvm/Object/ELFObjectFile.h"

#include <set>

using namespace dlc;
using namespace dlc::test;

/// Two kernels, one with a constant in memory of its own, and a check.
static constexpr const char *kSource = R"mlir(
module attributes {graph.model = "Parts"} {
  func.func @forward(%x: tensor<6xf32> {graph.input = "x"},
                     %i: tensor<3xi64> {graph.input = "i"})
      -> (tensor<3xf32> {graph.output = "y"}) {
    %c = graph.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]> : tensor<6xf32>
    %0 = graph.add %x, %c : tensor<6xf32>
    %1 = graph.cumsum %0 {axis = 0 : i64} : (tensor<6xf32>) -> tensor<6xf32>
    %2 = graph.take %1, %i {axis = 0 : i64}
       : (tensor<6xf32>, tensor<3xi64>) -> tensor<3xf32>
    return %2 : tensor<3xf32>
  }
}
)mlir";

static ObjectFile compileParts(Timings *timings = nullptr,
                               const char *source = kSource) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  Expected<Target> target = Target::create();
  EXPECT_TRUE(bool(target));
  auto module = mlir::parseSourceString<mlir::ModuleOp>(source, context.get());
  EXPECT_TRUE(bool(module));
  EXPECT_TRUE(succeeded(lower(*module, Phase::Kernels, {}, *target)));
  auto object = compileObject(*module, *target, {false, timings});
  EXPECT_TRUE(bool(object));
  return std::move(*object);
}

TEST(ObjectCompiler, IsTheSameEachTime) {
  ObjectFile first = compileParts();
  for (int run = 0; run < 5; ++run)
    EXPECT_EQ(compileParts().bytes, first.bytes);
}

TEST(ObjectCompiler, ExportsNoKernel) {
  ObjectFile object = compileParts();
  auto file = llvm::object::ELFObjectFile<llvm::object::ELF64LE>::create(
      llvm::MemoryBufferRef(
          llvm::StringRef(object.bytes.data(), object.bytes.size()), "parts"));
  ASSERT_TRUE(bool(file));
  std::set<std::string> defined, needed;
  size_t kernels = 0;
  for (const auto &symbol : file->symbols()) {
    std::string name = llvm::cantFail(symbol.getName()).str();
    uint32_t flags = llvm::cantFail(symbol.getFlags());
    if (flags & llvm::object::SymbolRef::SF_Undefined)
      needed.insert(name);
    else if (flags & llvm::object::SymbolRef::SF_Global)
      defined.insert(name);
    else
      kernels += llvm::StringRef(name).starts_with("kernel_");
  }
  EXPECT_EQ(defined, (std::set<std::string>{"dlc_Parts_forward",
                                            "dlc_Parts_forward_descriptor",
                                            "dlc_Parts_forward_prepare"}));
  EXPECT_EQ(needed.count("dlc_rt_index_error"), 1u);
  EXPECT_EQ(needed.count("dlc_rt_parallel"), 1u);
  EXPECT_GE(kernels, 2u);
}

/// Packing of weights is not compiled, but left to the run-time library.
TEST(ObjectCompiler, LeavesPackingToTheRuntime) {
  Timings timings;
  ObjectFile object = compileParts(&timings, R"mlir(
module attributes {graph.model = "Linear"} {
  func.func @forward(%w: tensor<3x40xf32> {graph.parameter = "w"},
                     %x: tensor<7x3xf32> {graph.input = "x"})
      -> (tensor<7x40xf32> {graph.output = "y"}) {
    %0 = graph.matmul %x, %w
       : (tensor<7x3xf32>, tensor<3x40xf32>) -> tensor<7x40xf32>
    return %0 : tensor<7x40xf32>
  }
}
)mlir");
  std::vector<std::string> compiled;
  for (const Timings::Kernel &kernel : timings.kernels())
    compiled.push_back(kernel.name);
  EXPECT_EQ(compiled,
            (std::vector<std::string>{"schedule", "kernel_packed_matmul"}));
  std::vector<float> w(3 * 40), x(7 * 3), y(7 * 40);
  for (size_t i = 0; i < w.size(); ++i)
    w[i] = float(i % 7);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = float(i % 5);
  auto function = CompiledFunction::load(object.bytes, object.descriptor);
  ASSERT_TRUE(bool(function)) << function.error().message();
  auto prepared = (*function)->prepare({w.data()}, 2);
  ASSERT_TRUE(bool(prepared));
  ASSERT_TRUE(bool((*function)->run(*prepared, {x.data()}, {y.data()}, 2)));
  for (size_t row = 0; row < 7; ++row)
    for (size_t column = 0; column < 40; ++column) {
      float sum = 0;
      for (size_t k = 0; k < 3; ++k)
        sum += x[row * 3 + k] * w[k * 40 + column];
      EXPECT_EQ(y[row * 40 + column], sum);
    }
}

TEST(ObjectCompiler, RunsWhatItMerged) {
  ObjectFile object = compileParts();
  auto function = CompiledFunction::load(object.bytes, object.descriptor);
  ASSERT_TRUE(bool(function)) << function.error().message();
  float x[6] = {0, 0, 0, 0, 0, 1}, y[3];
  int64_t i[3] = {5, 0, 2};
  ASSERT_TRUE(bool((*function)->run(Buffer(), {x, i}, {y}, 2)));
  EXPECT_EQ(y[0], 22);
  EXPECT_EQ(y[1], 1);
  EXPECT_EQ(y[2], 6);
  i[1] = 6;
  auto failed = (*function)->run(Buffer(), {x, i}, {y}, 2);
  ASSERT_FALSE(bool(failed));
  EXPECT_NE(failed.error().message().find("index 6 is out of range"),
            std::string::npos);
}

TEST(ObjectCompiler, TimesStepsAndKernels) {
  Timings timings;
  compileParts(&timings);
  std::set<std::string> steps, kernels;
  for (const Timings::Step &step : timings.steps()) {
    steps.insert(step.name);
    EXPECT_GE(step.seconds, 0);
  }
  for (const Timings::Kernel &kernel : timings.kernels()) {
    kernels.insert(kernel.name);
    EXPECT_GT(kernel.seconds(), 0);
  }
  for (const char *step :
       {"kernels to code", "LLVM passes", "code generation", "merge objects"})
    EXPECT_EQ(steps.count(step), 1u) << step;
  EXPECT_EQ(kernels.count("schedule"), 1u);
  EXPECT_GE(kernels.size(), 3u);
}

TEST(ObjectCompiler, ComputesTheSameOnThreadsOfTheHost) {
  Model model = compileLeNet();
  Tensor x(DType::F32, {8, 1, 28, 28});
  for (int64_t i = 0; i < x.elementCount(); ++i)
    x.as<float>()[i] = float(i % 255) / 255;
  CallOptions options;
  options.threads = 1;
  auto expected = model.call("forward", {std::as_const(x).view()}, options);
  ASSERT_TRUE(bool(expected));
  dlc_threads host{
      [](void *, void (*work)(void *), void *state, int32_t count) {
        for (int32_t i = 0; i < count; ++i)
          work(state);
      },
      nullptr};
  options.threads = 3;
  options.hostThreads = &host;
  auto found = model.call("forward", {std::as_const(x).view()}, options);
  ASSERT_TRUE(bool(found));
  EXPECT_EQ(std::memcmp(expected->front().data(), found->front().data(),
                        size_t(expected->front().bytes())),
            0);
}
