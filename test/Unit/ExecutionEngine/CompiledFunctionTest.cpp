//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled functions below the model: objects that are not what they should be
// are refused, not run; states, frozen ones and random keys go where the
// calling convention says.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/Parser/Parser.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/SourceMgr.h"

#include <gtest/gtest.h>

using namespace dlc;

namespace {

/// The object file of a module in LLVM IR.
llvm::SmallVector<char, 0> objectOf(llvm::StringRef source) {
  Expected<Target> target = Target::create();
  EXPECT_TRUE(bool(target));
  std::unique_ptr<llvm::TargetMachine> machine = target->machine();
  llvm::LLVMContext context;
  llvm::SMDiagnostic diagnostic;
  std::unique_ptr<llvm::Module> module =
      llvm::parseAssemblyString(source, diagnostic, context);
  EXPECT_TRUE(module) << diagnostic.getMessage().str();
  module->setTargetTriple(machine->getTargetTriple().str());
  module->setDataLayout(machine->createDataLayout());
  return emitMachineCode(*module, *machine, llvm::CodeGenFileType::ObjectFile);
}

TEST(CompiledFunction, RefusesAnotherConvention) {
  // Only the first field is looked at before the rest is believed.
  llvm::SmallVector<char, 0> object =
      objectOf("@model_descriptor = constant {i32, [512 x i8]} "
               "{i32 999, [512 x i8] zeroinitializer}");
  auto function = CompiledFunction::load(object, "model_descriptor");
  ASSERT_FALSE(function);
  EXPECT_EQ(function.error().message(),
            "the object speaks version 999 of the calling convention, this is "
            "version " +
                std::to_string(DLC_ABI_VERSION));
}

TEST(CompiledFunction, RefusesAnObjectWithoutDescriptor) {
  auto function =
      CompiledFunction::load(objectOf("@other = constant i32 1"), "descriptor");
  ASSERT_FALSE(function);
  EXPECT_NE(function.error().message().find("descriptor"), std::string::npos);
}

TEST(CompiledFunction, RefusesWhatIsNoObject) {
  std::string text = "this is not an object file";
  auto function = CompiledFunction::load(
      llvm::ArrayRef<char>(text.data(), text.size()), "descriptor");
  ASSERT_FALSE(function);
  EXPECT_FALSE(function.error().message().empty());
}

/// Two states that it rebinds and one that it does not; adds its random key,
/// so that a test sees it arrive.
constexpr const char *kStates = R"(
module attributes {graph.model = "Net"} {
  func.func @f(%w: tensor<2xf32> {graph.parameter = "weight"},
               %mean: tensor<2xf32> {graph.state = "mean"},
               %scale: tensor<2xf32> {graph.state = "scale"},
               %calls: tensor<2xi32> {graph.state = "calls"},
               %x: tensor<2xf32> {graph.input = "x"},
               %key: tensor<2xi32> {graph.random_key})
      -> (tensor<2xf32> {graph.output = "y"},
          tensor<2xi32> {graph.state = "calls"},
          tensor<2xf32> {graph.state = "mean"}) {
    %0 = graph.mul %w, %scale : tensor<2xf32>
    %1 = graph.mul %0, %x : tensor<2xf32>
    %2 = graph.add %calls, %key : tensor<2xi32>
    %3 = graph.add %mean, %1 : tensor<2xf32>
    return %1, %2, %3 : tensor<2xf32>, tensor<2xi32>, tensor<2xf32>
  }
})";

std::unique_ptr<CompiledFunction> compile(mlir::MLIRContext &context,
                                          const char *source) {
  Expected<Target> target = Target::create();
  EXPECT_TRUE(bool(target));
  auto function = CompiledFunction::compile(
      mlir::parseSourceString<mlir::ModuleOp>(source, &context), {}, *target);
  EXPECT_TRUE(bool(function)) << function.error().message();
  return std::move(*function);
}

TEST(CompiledFunction, DescribesStates) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  auto function = compile(*context, kStates);
  const dlc_descriptor &descriptor = function->descriptor();
  EXPECT_EQ(descriptor.parameter_count, 2);
  EXPECT_STREQ(descriptor.parameters[0].name, "weight");
  EXPECT_EQ(descriptor.frozen_count, 1);
  EXPECT_STREQ(descriptor.parameters[1].name, "scale");
  EXPECT_EQ(descriptor.input_count, 1);
  EXPECT_EQ(descriptor.output_count, 1);
  EXPECT_EQ(descriptor.random_key, 1);
  ASSERT_EQ(descriptor.state_count, 2);
  EXPECT_STREQ(descriptor.states[0].name, "calls");
  EXPECT_EQ(descriptor.states[0].dtype, int32_t(DType::I32));
  EXPECT_STREQ(descriptor.states[1].name, "mean");
  EXPECT_EQ(descriptor.states[1].shape[0], 2);
  EXPECT_STREQ(descriptor.model, "Net");
  EXPECT_STREQ(descriptor.function, "f");
}

TEST(CompiledFunction, ReadsOldStatesAndWritesNewOnes) {
  std::unique_ptr<mlir::MLIRContext> context = createContext();
  auto function = compile(*context, kStates);
  const float weight[] = {2, 3}, scale[] = {10, 100}, x[] = {1, -1};
  const float mean[] = {0.5, 0.25};
  const int32_t calls[] = {7, 8}, key[] = {1000, 2000};
  auto prepared = function->prepare({weight, scale}, 1);
  ASSERT_TRUE(bool(prepared));
  float y[2], newMean[2];
  int32_t newCalls[2];
  ASSERT_TRUE(bool(function->run(*prepared, {x, key}, {y, newCalls, newMean}, 1,
                                 {calls, mean})));
  EXPECT_EQ(y[0], 20);
  EXPECT_EQ(y[1], -300);
  EXPECT_EQ(newCalls[0], 1007);
  EXPECT_EQ(newCalls[1], 2008);
  EXPECT_EQ(newMean[0], 20.5);
  EXPECT_EQ(newMean[1], -299.75);
  EXPECT_EQ(mean[0], 0.5);
  EXPECT_EQ(calls[0], 7);
}

TEST(Buffer, MoreThanThereIsIsAnError) {
  Expected<Buffer> buffer = Buffer::allocate(size_t(1) << 62);
  ASSERT_FALSE(buffer);
  EXPECT_EQ(buffer.error().message(),
            "out of memory: a call needs 4611686018427387904 bytes");
}

TEST(Buffer, NothingNeedsNoMemory) {
  Expected<Buffer> buffer = Buffer::allocate(0);
  ASSERT_TRUE(bool(buffer));
  EXPECT_EQ(buffer->data(), nullptr);
}

} // namespace
