//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From kernels and schedules to one object file.
//
// Each kernel is a module of its own, which one thread takes all the way from
// graph operations to machine code: LLVM's contexts are for one thread each,
// and MLIR's context is shared. The schedules, which only call kernels, are
// one more such part. Which thread takes which part changes nothing in it.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/ObjectCompiler.h"

#include "MergeObjects.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Codegen/SplitKernels.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/Runtime/Context.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"

#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>

using namespace mlir;
using namespace dlc;

namespace {
/// What is compiled by itself.
struct Part {
  ModuleOp module;
  bool isSchedule = false;
  llvm::SmallVector<char, 0> object;
  Timings::Kernel timing;
  std::string error;
};

/// Measures one step after another.
class Stopwatch {
public:
  /// Since the last call, in seconds.
  double lap() {
    Clock::time_point now = Clock::now();
    std::chrono::duration<double> time = now - begin;
    begin = now;
    return time.count();
  }

private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin = Clock::now();
};

/// Compiles parts on one thread. Passes and the code generator are made once
/// for all of them, since that takes as long as a small kernel.
class PartCompiler {
public:
  PartCompiler(MLIRContext *context, const Target &target,
               const ObjectOptions &options)
      : machine(target.machine()), kernels(context), schedules(context) {
    PipelineOptions pipeline{/*binding=*/"", target.vector(),
                             target.description(), options.profile};
    kernels.enableVerifier(false);
    buildKernelPipeline(kernels, pipeline);
    schedules.enableVerifier(false);
    buildSchedulePipeline(schedules, pipeline);
  }

  void compile(Part &part);

private:
  std::unique_ptr<llvm::TargetMachine> machine;
  PassManager kernels, schedules;
};
} // namespace

/// Scalar loops get what the code generator can do. Contractions are in
/// register form and gain nothing from the half of it that takes the time, nor
/// does what runs once. A schedule that launches kernels one after the other,
/// each once a call, is as fast without any of it, and compiles several times
/// as fast: it had been a third of the time of a ResNet-152.
static llvm::CodeGenOptLevel levelOf(const llvm::Module &module,
                                     bool isStraightSchedule) {
  if (isStraightSchedule)
    return llvm::CodeGenOptLevel::None;
  bool hasScalarLoops =
      llvm::any_of(module, [](const llvm::Function &function) {
        return function.hasFnAttribute(codegen::kVectorizeAttr);
      });
  return hasScalarLoops ? llvm::CodeGenOptLevel::Default
                        : llvm::CodeGenOptLevel::Less;
}

static bool hasLoop(ModuleOp schedules) {
  return schedules
      .walk([](kernel::RepeatOp) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

void PartCompiler::compile(Part &part) {
  Stopwatch watch;
  PassManager &passes = part.isSchedule ? schedules : kernels;
  bool isStraightSchedule = part.isSchedule && !hasLoop(part.module);
  if (failed(passes.run(part.module)) || failed(verify(part.module))) {
    part.error = "compilation failed";
    return;
  }
  if (!part.isSchedule)
    codegen::exportKernel(part.module);
  part.timing.lowering = watch.lap();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code =
      translateToLLVM(part.module, context, *machine);
  if (!code) {
    part.error = "translation to LLVM IR failed";
    return;
  }
  part.timing.optimizing = watch.lap();
  machine->setOptLevel(levelOf(*code, isStraightSchedule));
  // The lowest level leaves this behind, with which kernels would be others.
  machine->setFastISel(isStraightSchedule);
  part.object =
      emitMachineCode(*code, *machine, llvm::CodeGenFileType::ObjectFile);
  part.timing.generating = watch.lap();
}

/// Calls `work` on as many threads as there are processors and parts for, this
/// one among them.
static void runOnThreads(size_t parts, llvm::function_ref<void()> work) {
  size_t count = std::min<size_t>(hardwareThreads(), parts);
  std::vector<std::thread> helpers;
  while (helpers.size() + 1 < count) {
    // Where the system grants no more, fewer do the same.
    try {
      helpers.emplace_back(work);
    } catch (const std::system_error &) {
      break;
    }
  }
  work();
  for (std::thread &helper : helpers)
    helper.join();
}

static void compileParts(std::vector<Part> &parts, MLIRContext *context,
                         const Target &target, const ObjectOptions &options) {
  std::atomic<size_t> next{0};
  bool isParallel = parts.size() > 1 && hardwareThreads() > 1;
  if (isParallel)
    context->enableMultithreading();
  runOnThreads(parts.size(), [&] {
    std::optional<PartCompiler> compiler;
    for (size_t i = next++; i < parts.size(); i = next++) {
      if (!compiler)
        compiler.emplace(context, target, options);
      compiler->compile(parts[i]);
    }
  });
  if (isParallel)
    context->disableMultithreading();
}

static void addTimings(Timings &timings, const std::vector<Part> &parts) {
  Timings::Kernel sum;
  for (const Part &part : parts) {
    sum.lowering += part.timing.lowering;
    sum.optimizing += part.timing.optimizing;
    sum.generating += part.timing.generating;
    timings.add(part.timing);
  }
  auto add = [&](const char *name, double seconds) {
    timings.add(name, seconds, "kernels to code", /*isSumOfThreads=*/true);
  };
  add("lower to the LLVM dialect", sum.lowering);
  add("LLVM passes", sum.optimizing);
  add("code generation", sum.generating);
}

/// The exported descriptor of a compiled module.
static std::string descriptorName(ModuleOp module) {
  for (auto global : module.getOps<LLVM::GlobalOp>())
    if (global.getLinkage() == LLVM::Linkage::External &&
        global.getSymName().ends_with("_descriptor"))
      return global.getSymName().str();
  llvm_unreachable("every compiled module has a descriptor");
}

Expected<ObjectFile> dlc::compileObject(ModuleOp module, const Target &target,
                                        const ObjectOptions &options) {
  std::vector<Part> parts;
  auto add = [&](ModuleOp part, bool isSchedule, StringRef name) {
    parts.emplace_back();
    parts.back().module = part;
    parts.back().isSchedule = isSchedule;
    parts.back().timing.name = name.str();
  };
  std::vector<OwningOpRef<ModuleOp>> kernels = codegen::splitKernels(module);
  // The longest part of small models comes first.
  add(module, /*isSchedule=*/true, "schedule");
  for (OwningOpRef<ModuleOp> &kernel : kernels)
    add(*kernel, /*isSchedule=*/false,
        (*kernel->getOps<kernel::FuncOp>().begin()).getName());
  {
    TimedStep step(options.timings, "kernels to code");
    compileParts(parts, module.getContext(), target, options);
  }
  for (const Part &part : parts)
    if (!part.error.empty())
      return Error(part.error);
  if (options.timings)
    addTimings(*options.timings, parts);

  TimedStep step(options.timings, "merge objects");
  std::vector<llvm::ArrayRef<char>> objects;
  for (const Part &part : parts)
    objects.emplace_back(part.object.data(), part.object.size());
  auto merged = mergeObjects(objects);
  if (!merged)
    return Error(llvm::toString(merged.takeError()));
  return ObjectFile{std::move(*merged), descriptorName(module)};
}
