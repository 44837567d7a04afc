//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What this machine can do at most, measured.
//
// A loop over independent accumulators, as many as hide the latency of a fused
// multiply-add and still fit in registers with its two factors, is compiled for
// the target and run on every thread at once.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/MachinePeak.h"
#include "dlc/Runtime/Context.h"

#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"

#include <algorithm>
#include <chrono>
#include <limits>

using namespace dlc;

/// Two units with a latency of 4 cycles need 8; 12 leave room for others and
/// fit in 16 registers.
static constexpr unsigned kAccumulators = 12;
/// Each accumulator so many times an iteration, to hide the loop.
static constexpr unsigned kUnroll = 4;
static constexpr unsigned kRounds = 5;
static constexpr double kSecondsPerRound = 0.02;

using Loop = double (*)(int64_t iterations);

/// double peak(i64 n): n iterations of accumulator = accumulator * a + b. The
/// sum that it returns keeps the loop alive.
static std::unique_ptr<llvm::Module> buildLoop(llvm::LLVMContext &context,
                                               llvm::TargetMachine &machine,
                                               int64_t lanes, bool isDouble) {
  auto module = std::make_unique<llvm::Module>("peak", context);
  module->setTargetTriple(machine.getTargetTriple().str());
  module->setDataLayout(machine.createDataLayout());
  llvm::IRBuilder<> builder(context);
  llvm::Type *i64 = builder.getInt64Ty();
  llvm::Type *scalar = isDouble ? builder.getDoubleTy() : builder.getFloatTy();
  auto *vector = llvm::FixedVectorType::get(scalar, lanes);
  auto *function = llvm::Function::Create(
      llvm::FunctionType::get(builder.getDoubleTy(), {i64}, false),
      llvm::GlobalValue::ExternalLinkage, "peak", *module);
  auto *entry = llvm::BasicBlock::Create(context, "entry", function);
  auto *loop = llvm::BasicBlock::Create(context, "loop", function);
  auto *exit = llvm::BasicBlock::Create(context, "exit", function);

  builder.SetInsertPoint(entry);
  // From the argument, so that nothing is known while compiling. It is small:
  // accumulators stay normal numbers.
  llvm::Value *seed =
      builder.CreateFDiv(builder.CreateSIToFP(function->getArg(0), scalar),
                         llvm::ConstantFP::get(scalar, 1e20));
  llvm::Value *factor = builder.CreateVectorSplat(
      lanes, builder.CreateFAdd(seed, llvm::ConstantFP::get(scalar, 0.5)));
  llvm::Value *addend = builder.CreateVectorSplat(
      lanes, builder.CreateFAdd(seed, llvm::ConstantFP::get(scalar, 1)));
  builder.CreateBr(loop);

  builder.SetInsertPoint(loop);
  llvm::PHINode *step = builder.CreatePHI(i64, 2);
  std::vector<llvm::PHINode *> carried;
  for (unsigned i = 0; i < kAccumulators; ++i) {
    carried.push_back(builder.CreatePHI(vector, 2));
    carried.back()->addIncoming(llvm::ConstantFP::get(vector, double(i)),
                                entry);
  }
  std::vector<llvm::Value *> sums(carried.begin(), carried.end());
  for (unsigned round = 0; round < kUnroll; ++round)
    for (llvm::Value *&sum : sums)
      sum = builder.CreateIntrinsic(llvm::Intrinsic::fma, {vector},
                                    {sum, factor, addend});
  llvm::Value *next = builder.CreateAdd(step, builder.getInt64(1));
  step->addIncoming(builder.getInt64(0), entry);
  step->addIncoming(next, loop);
  for (auto [phi, sum] : llvm::zip_equal(carried, sums))
    phi->addIncoming(sum, loop);
  builder.CreateCondBr(builder.CreateICmpSLT(next, function->getArg(0)), loop,
                       exit);

  builder.SetInsertPoint(exit);
  llvm::Value *total = sums.front();
  for (llvm::Value *sum : llvm::ArrayRef(sums).drop_front())
    total = builder.CreateFAdd(total, sum);
  llvm::Value *result =
      builder.CreateFAddReduce(llvm::ConstantFP::get(scalar, 0), total);
  builder.CreateRet(builder.CreateFPExt(result, builder.getDoubleTy()));
  return module;
}

namespace {
struct Round {
  Loop loop;
  int64_t iterations;
  /// How many take part.
  int32_t threads = 1;
};
} // namespace

static void computeShare(void *arguments, int32_t thread, int32_t threads) {
  Round &round = *static_cast<Round *>(arguments);
  if (thread == 0)
    round.threads = threads;
  [[maybe_unused]] volatile double result = round.loop(round.iterations);
}

/// Iterations a second of all threads together.
static double measure(Loop loop, int64_t iterations, unsigned threads) {
  Round round{loop, iterations};
  dlc_context context(threads);
  auto begin = std::chrono::steady_clock::now();
  dlc_rt_parallel(&context, &computeShare, &round,
                  std::numeric_limits<int32_t>::max());
  std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  return double(iterations) * round.threads / time.count();
}

Expected<double> dlc::measurePeakFlops(const Target &target, DType dtype,
                                       unsigned threads) {
  if (std::string missing = target.missingHere(); !missing.empty())
    return Error("code for '" + target.processor() +
                 "' cannot run here: this machine has no '" + missing + "'");
  bool isDouble = dtype == DType::F64;
  int64_t lanes = target.vector().lanes(isDouble ? 8 : 4);
  std::unique_ptr<llvm::TargetMachine> machine = target.machine();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module =
      buildLoop(context, *machine, lanes, isDouble);
  llvm::SmallVector<char, 0> object =
      emitMachineCode(*module, *machine, llvm::CodeGenFileType::ObjectFile);
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return Error(llvm::toString(jit.takeError()));
  if (llvm::Error error =
          (*jit)->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(
              llvm::StringRef(object.data(), object.size()), "peak")))
    return Error(llvm::toString(std::move(error)));
  auto symbol = (*jit)->lookup("peak");
  if (!symbol)
    return Error(llvm::toString(symbol.takeError()));
  auto loop = symbol->toPtr<Loop>();

  // Finds out how many iterations a round takes; this warms up, too.
  int64_t iterations = 1000;
  double rate = measure(loop, iterations, 1);
  while (double(iterations) / rate < kSecondsPerRound / 4) {
    iterations *= 4;
    rate = measure(loop, iterations, 1);
  }
  iterations = int64_t(rate * kSecondsPerRound);
  double best = 0;
  for (unsigned i = 0; i < kRounds; ++i)
    best = std::max(best, measure(loop, iterations, threads));
  return best * kAccumulators * kUnroll * double(lanes) * 2;
}
