//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled functions: loading objects, calling entry points.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/Runtime/Context.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/Alignment.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace dlc;

//===----------------------------------------------------------------------===//
// Buffer
//===----------------------------------------------------------------------===//

Expected<Buffer> Buffer::allocate(size_t bytes) {
  Buffer buffer;
  size_t rounded = llvm::alignTo(bytes, DLC_BUFFER_ALIGNMENT);
  if (rounded == 0)
    return buffer;
  buffer.storage = allocateMemory(rounded, std::nothrow);
  if (!buffer.storage)
    return Error("out of memory: a call needs " + std::to_string(bytes) +
                 " bytes");
  return Expected<Buffer>(std::move(buffer));
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

struct CompiledFunction::Session {
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

CompiledFunction::CompiledFunction() : session(std::make_unique<Session>()) {}
CompiledFunction::~CompiledFunction() = default;

static Error toError(llvm::Error error) {
  return Error(llvm::toString(std::move(error)));
}

/// The run-time library's entry points, which objects import by name.
static llvm::orc::SymbolMap runtimeSymbols(llvm::orc::LLJIT &jit) {
  llvm::orc::SymbolMap symbols;
  auto add = [&](const char *name, auto *function) {
    symbols[jit.mangleAndIntern(name)] = {
        llvm::orc::ExecutorAddr::fromPtr(function),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  };
  add("dlc_rt_parallel", &dlc_rt_parallel);
  add("dlc_rt_barrier", &dlc_rt_barrier);
  add("dlc_rt_index_error", &dlc_rt_index_error);
  add("dlc_rt_extern_error", &dlc_rt_extern_error);
  add("dlc_rt_mark", &dlc_rt_mark);
  add("dlc_rt_status", &dlc_rt_status);
  add("dlc_rt_argsort", &dlc_rt_argsort);
  add("dlc_rt_argsort_first", &dlc_rt_argsort_first);
  add("dlc_rt_move", &dlc_rt_move);
  return symbols;
}

Expected<std::unique_ptr<CompiledFunction>>
CompiledFunction::load(llvm::ArrayRef<char> object,
                       const std::string &descriptor) {
  std::unique_ptr<CompiledFunction> function(new CompiledFunction());
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return toError(jit.takeError());
  // The error that a lookup returns says only that it failed.
  std::string missing;
  (*jit)->getExecutionSession().setErrorReporter([&](llvm::Error error) {
    llvm::handleAllErrors(
        std::move(error),
        [&](const llvm::orc::SymbolsNotFound &notFound) {
          for (const llvm::orc::SymbolStringPtr &name : notFound.getSymbols())
            missing += (missing.empty() ? "'" : ", '") + (*name).str() + "'";
        },
        [](const llvm::ErrorInfoBase &) {});
  });
  llvm::orc::JITDylib &library = (*jit)->getMainJITDylib();
  // libm, the memory functions that LLVM calls and the functions that the
  // model declares as extern come from this process.
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      (*jit)->getDataLayout().getGlobalPrefix());
  if (!process)
    return toError(process.takeError());
  library.addGenerator(std::move(*process));
  if (llvm::Error error =
          library.define(llvm::orc::absoluteSymbols(runtimeSymbols(**jit))))
    return toError(std::move(error));
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(
      llvm::StringRef(object.data(), object.size()), "dlc");
  if (llvm::Error error = (*jit)->addObjectFile(std::move(buffer)))
    return toError(std::move(error));
  auto symbol = (*jit)->lookup(descriptor);
  (*jit)->getExecutionSession().setErrorReporter(
      [](llvm::Error error) { llvm::consumeError(std::move(error)); });
  if (!symbol) {
    Error error = toError(symbol.takeError());
    if (missing.empty())
      return error;
    return Error(
        "the model calls functions that this process does not have: " +
        missing +
        "; '--load' (ModelOptions::libraries) names a library with them");
  }
  function->description = symbol->toPtr<const dlc_descriptor *>();
  if (function->description->abi_version != DLC_ABI_VERSION)
    return Error("the object speaks version " +
                 std::to_string(function->description->abi_version) +
                 " of the calling convention, this is version " +
                 std::to_string(DLC_ABI_VERSION));
  function->session->jit = std::move(*jit);
  return function;
}

Expected<std::unique_ptr<CompiledFunction>>
CompiledFunction::compile(mlir::OwningOpRef<mlir::ModuleOp> module,
                          const Binding &binding, const Target &target,
                          std::optional<Phase> done,
                          const ObjectOptions &options) {
  if (Expected<void> runs = target.checkRunsHere(); !runs)
    return runs.takeError();
  if (done != Phase::Kernels &&
      failed(lower(*module, Phase::Kernels, binding, target, done,
                   {false, {}, options.timings, options.asIfLarge})))
    return Error("compilation failed");
  return load(compileObject(*module, target, options), options.timings);
}

Expected<std::unique_ptr<CompiledFunction>>
CompiledFunction::load(Expected<ObjectFile> object, Timings *timings) {
  if (!object)
    return object.takeError();
  TimedStep step(timings, "load");
  return load(object->bytes, object->descriptor);
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// The error that a call's status and record stand for.
static Error callError(const dlc_descriptor &descriptor,
                       const ErrorRecord &record) {
  std::string site = record.site >= 0 && record.site < descriptor.site_count
                         ? descriptor.sites[record.site]
                         : descriptor.function;
  if (record.status == DLC_EXTERN_FAILED)
    return Error(site + " failed with status " + std::to_string(record.value));
  if (record.status != DLC_INDEX_OUT_OF_RANGE)
    return Error("call failed with status " + std::to_string(record.status));
  return Error(site + ": index " + std::to_string(record.value) +
               " is out of range for size " + std::to_string(record.limit));
}

Expected<Buffer>
CompiledFunction::prepare(const std::vector<const void *> &parameters,
                          CallThreads threads) const {
  Expected<Buffer> prepared = Buffer::allocate(description->prepared_bytes);
  if (!prepared)
    return prepared;
  if (Expected<void> done = prepare(parameters, threads, prepared->data());
      !done)
    return done.takeError();
  return prepared;
}

Expected<void>
CompiledFunction::prepare(const std::vector<const void *> &parameters,
                          CallThreads threads, void *prepared) const {
  Expected<Buffer> workspace =
      Buffer::allocate(description->prepare_workspace_bytes);
  if (!workspace)
    return workspace.takeError();
  dlc_context context(threads.count, threads.host);
  if (description->prepare(&context, prepared, nullptr, parameters.data(),
                           nullptr, workspace->data(), nullptr) != DLC_SUCCESS)
    return callError(*description, context.error());
  return {};
}

Expected<void> CompiledFunction::run(const Buffer &prepared,
                                     llvm::ArrayRef<const void *> inputs,
                                     llvm::ArrayRef<void *> outputs,
                                     CallThreads threads,
                                     llvm::ArrayRef<const void *> states,
                                     Profile *profile) const {
  Buffer workspace;
  {
    std::lock_guard<std::mutex> lock(poolLock);
    if (!pool.empty()) {
      workspace = std::move(pool.back());
      pool.pop_back();
    }
  }
  if (!workspace.data()) {
    Expected<Buffer> fresh = Buffer::allocate(description->workspace_bytes);
    if (!fresh)
      return fresh.takeError();
    workspace = std::move(*fresh);
  }
  dlc_context context(threads.count, threads.host);
  context.profile = profile;
  int32_t status =
      description->run(&context, prepared.data(), states.data(), inputs.data(),
                       outputs.data(), workspace.data(), nullptr);
  {
    std::lock_guard<std::mutex> lock(poolLock);
    pool.push_back(std::move(workspace));
  }
  if (status != DLC_SUCCESS)
    return callError(*description, context.error());
  return {};
}
