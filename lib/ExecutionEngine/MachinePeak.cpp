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
// Loops are compiled for the target and run on every thread at once: one over
// independent accumulators, as many as hide the latency of a fused multiply-add
// and still fit in registers with its two factors, and one that reads memory.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/MachinePeak.h"
#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/Runtime/Context.h"

#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <unistd.h>

using namespace dlc;

/// Two units with a latency of 4 cycles need 8; 12 leave room for others and
/// fit in 16 registers.
static constexpr unsigned kAccumulators = 12;
/// Each accumulator so many times an iteration, to hide the loop.
static constexpr unsigned kUnroll = 4;
static constexpr unsigned kRounds = 5;
static constexpr double kSecondsPerRound = 0.01, kSecondsOfMoment = 2e-4;

/// Loads an iteration of the loop that reads memory.
static constexpr unsigned kLoads = 8;
/// More than the last cache of most machines, all threads together.
static constexpr int64_t kMemoryBytes = int64_t(128) << 20;

namespace {
/// What a machine's loop is told: so many iterations, on memory of its own.
using Loop = double (*)(int64_t iterations, const char *memory);

/// A loop in the target's code.
class LoopBuilder {
public:
  LoopBuilder(const Target &target, DType dtype)
      : machine(target.machine()),
        lanes(target.vector().lanes(int64_t(byteSize(dtype)))),
        module(std::make_unique<llvm::Module>("peak", context)),
        builder(context) {
    module->setTargetTriple(machine->getTargetTriple().str());
    module->setDataLayout(machine->createDataLayout());
    scalar = dtype == DType::F64 ? builder.getDoubleTy() : builder.getFloatTy();
    vector = llvm::FixedVectorType::get(scalar, unsigned(lanes));
  }

  int64_t vectorElements() const { return lanes; }
  /// accumulator = accumulator * a + b, for all accumulators in turn.
  Expected<void> buildMultiplyAdd();
  /// Adds up what lies in memory, vector by vector.
  Expected<void> buildRead();
  Loop loop() const { return compiled; }

private:
  using Step = llvm::function_ref<void(
      llvm::Value *step, llvm::MutableArrayRef<llvm::Value *> sums)>;
  Expected<void> build(unsigned sums, llvm::function_ref<void()> prologue,
                       Step step);
  llvm::Value *constant(double value) {
    return llvm::ConstantFP::get(scalar, value);
  }

  std::unique_ptr<llvm::TargetMachine> machine;
  int64_t lanes;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module;
  llvm::IRBuilder<> builder;
  llvm::Type *scalar = nullptr;
  llvm::FixedVectorType *vector = nullptr;
  llvm::Function *function = nullptr;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  Loop compiled = nullptr;
};
} // namespace

/// double peak(i64 iterations, ptr memory): carries sums through a loop. The
/// total that it returns keeps the loop alive.
Expected<void> LoopBuilder::build(unsigned count,
                                  llvm::function_ref<void()> prologue,
                                  Step emitStep) {
  llvm::Type *i64 = builder.getInt64Ty();
  function = llvm::Function::Create(
      llvm::FunctionType::get(builder.getDoubleTy(), {i64, builder.getPtrTy()},
                              false),
      llvm::GlobalValue::ExternalLinkage, "peak", *module);
  auto *entry = llvm::BasicBlock::Create(context, "entry", function);
  auto *loop = llvm::BasicBlock::Create(context, "loop", function);
  auto *exit = llvm::BasicBlock::Create(context, "exit", function);
  builder.SetInsertPoint(entry);
  prologue();
  builder.CreateBr(loop);

  builder.SetInsertPoint(loop);
  llvm::PHINode *step = builder.CreatePHI(i64, 2);
  std::vector<llvm::PHINode *> carried;
  for (unsigned i = 0; i < count; ++i) {
    carried.push_back(builder.CreatePHI(vector, 2));
    carried.back()->addIncoming(llvm::ConstantFP::get(vector, double(i)),
                                entry);
  }
  std::vector<llvm::Value *> sums(carried.begin(), carried.end());
  emitStep(step, sums);
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
  total = builder.CreateFAddReduce(constant(0), total);
  builder.CreateRet(builder.CreateFPExt(total, builder.getDoubleTy()));

  llvm::SmallVector<char, 0> object =
      emitMachineCode(*module, *machine, llvm::CodeGenFileType::ObjectFile);
  auto made = llvm::orc::LLJITBuilder().create();
  if (!made)
    return Error(llvm::toString(made.takeError()));
  jit = std::move(*made);
  if (llvm::Error error =
          jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(
              llvm::StringRef(object.data(), object.size()), "peak")))
    return Error(llvm::toString(std::move(error)));
  auto symbol = jit->lookup("peak");
  if (!symbol)
    return Error(llvm::toString(symbol.takeError()));
  compiled = symbol->toPtr<Loop>();
  return {};
}

Expected<void> LoopBuilder::buildMultiplyAdd() {
  llvm::Value *factor = nullptr, *addend = nullptr;
  auto prologue = [&] {
    // From the argument, so that nothing is known while compiling. It is
    // small: accumulators stay normal numbers.
    llvm::Value *seed = builder.CreateFDiv(
        builder.CreateSIToFP(function->getArg(0), scalar), constant(1e20));
    factor = builder.CreateVectorSplat(unsigned(lanes),
                                       builder.CreateFAdd(seed, constant(0.5)));
    addend = builder.CreateVectorSplat(unsigned(lanes),
                                       builder.CreateFAdd(seed, constant(1)));
  };
  return build(kAccumulators, prologue, [&](llvm::Value *, auto sums) {
    for (unsigned round = 0; round < kUnroll; ++round)
      for (llvm::Value *&sum : sums)
        sum = builder.CreateIntrinsic(llvm::Intrinsic::fma, {vector},
                                      {sum, factor, addend});
  });
}

Expected<void> LoopBuilder::buildRead() {
  return build(
      kLoads, [] {},
      [&](llvm::Value *step, auto sums) {
        llvm::Value *first =
            builder.CreateMul(step, builder.getInt64(int64_t(kLoads)));
        for (unsigned i = 0; i < kLoads; ++i) {
          llvm::Value *address = builder.CreateGEP(
              vector, function->getArg(1),
              builder.CreateAdd(first, builder.getInt64(int64_t(i))));
          sums[i] = builder.CreateFAdd(
              sums[i],
              builder.CreateAlignedLoad(vector, address, llvm::Align(64)));
        }
      });
}

namespace {
struct Round {
  Loop loop;
  int64_t iterations;
  /// So many times, by each thread.
  int64_t repeats;
  /// Each thread's memory, side by side.
  const char *memory;
  int64_t bytes;
  /// How many take part.
  int32_t threads = 1;
};
} // namespace

static void computeShare(void *arguments, int32_t thread, int32_t threads) {
  Round &round = *static_cast<Round *>(arguments);
  if (thread == 0)
    round.threads = threads;
  for (int64_t i = 0; i < round.repeats; ++i) [[maybe_unused]]
    volatile double result =
        round.loop(round.iterations, round.memory + thread * round.bytes);
}

/// Iterations a second of all threads together.
static double measure(Round round, unsigned threads) {
  dlc_context context(threads);
  auto begin = std::chrono::steady_clock::now();
  dlc_rt_parallel(&context, &computeShare, &round,
                  std::numeric_limits<int32_t>::max());
  std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  return double(round.iterations * round.repeats) * round.threads /
         time.count();
}

/// The best of several rounds, each long enough for the clock. Its first rounds
/// warm up.
/// Repeats a round as often as takes `seconds`, about.
static Round lasting(Round round, double seconds, unsigned threads) {
  while (double(round.iterations * round.repeats) / measure(round, threads) <
         seconds / 2)
    round.repeats *= 2;
  return round;
}

static double measureBest(const Round &round, unsigned threads) {
  double rate = 0;
  for (unsigned i = 0; i <= kRounds; ++i)
    rate = std::max(rate, measure(round, threads));
  return rate;
}

struct PeakMeter::Implementation {
  Implementation(const Target &target, DType dtype, unsigned threads)
      : code(target, dtype), threads(threads) {}

  LoopBuilder code;
  unsigned threads;
  /// Of about kSecondsOfMoment.
  Round moment{};

  /// Multiply-adds are two operations.
  double operations() const {
    return double(kAccumulators * kUnroll * 2 * code.vectorElements());
  }
};

PeakMeter::PeakMeter(std::unique_ptr<Implementation> implementation)
    : implementation(std::move(implementation)) {}
PeakMeter::PeakMeter(PeakMeter &&) noexcept = default;
PeakMeter::~PeakMeter() = default;

Expected<PeakMeter> PeakMeter::create(const Target &target, DType dtype,
                                      unsigned threads) {
  if (Expected<void> runs = target.checkRunsHere(); !runs)
    return runs.takeError();
  auto made = std::make_unique<Implementation>(target, dtype, threads);
  if (Expected<void> built = made->code.buildMultiplyAdd(); !built)
    return built.takeError();
  // Many at a time: a call of the loop costs half a microsecond besides, where
  // vectors are wide.
  constexpr int64_t iterations = 16384;
  Round once{made->code.loop(), iterations, /*repeats=*/1, nullptr, 0};
  made->moment = lasting(once, kSecondsOfMoment, threads);
  return PeakMeter(std::move(made));
}

double PeakMeter::measure() const {
  const Implementation &meter = *implementation;
  return ::measure(meter.moment, meter.threads) * meter.operations();
}

double PeakMeter::measureBest() const {
  const Implementation &meter = *implementation;
  Round round = lasting(meter.moment, kSecondsPerRound, meter.threads);
  return ::measureBest(round, meter.threads) * meter.operations();
}

Expected<double> dlc::measurePeakFlops(const Target &target, DType dtype,
                                       unsigned threads) {
  Expected<PeakMeter> meter = PeakMeter::create(target, dtype, threads);
  if (!meter)
    return meter.takeError();
  return meter->measureBest();
}

static int64_t cacheBytes(int name, int64_t fallback) {
  long bytes = sysconf(name);
  return bytes > 0 ? bytes : fallback;
}

int64_t dlc::privateCacheBytes() {
  return cacheBytes(_SC_LEVEL2_CACHE_SIZE, 512 << 10);
}

Expected<Bandwidth> dlc::measureBandwidth(const Target &target,
                                          unsigned threads) {
  if (Expected<void> runs = target.checkRunsHere(); !runs)
    return runs.takeError();
  LoopBuilder code(target, DType::F32);
  if (Expected<void> built = code.buildRead(); !built)
    return built.takeError();
  if (threads == 0)
    threads = hardwareThreads();
  const int64_t stepBytes = kLoads * code.vectorElements() * 4;
  Expected<Buffer> memory = Buffer::allocate(kMemoryBytes);
  if (!memory)
    return memory.takeError();
  auto *bytes = static_cast<char *>(memory->data());
  std::fill_n(bytes, kMemoryBytes, 0);
  auto rate = [&](int64_t bytesPerThread) {
    int64_t iterations = std::max<int64_t>(1, bytesPerThread / stepBytes);
    Round round{code.loop(), iterations, /*repeats=*/1, bytes,
                iterations * stepBytes};
    round = lasting(round, kSecondsPerRound, threads);
    return measureBest(round, threads) * double(stepBytes);
  };
  // Half of it: the rest of the machine wants some, too.
  int64_t inCache = std::min(privateCacheBytes() / 2, kMemoryBytes / threads);
  return Bandwidth{rate(inCache), rate(kMemoryBytes / threads)};
}
