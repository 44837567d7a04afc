//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Objects that are not what they should be are refused, not run.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CompiledFunction.h"

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
