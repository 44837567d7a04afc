//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One function, compiled and loaded: what an object's descriptor says, and
// calls of its entry points.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_COMPILEDFUNCTION_H
#define DLC_EXECUTIONENGINE_COMPILEDFUNCTION_H

#include "dlc-c/ABI.h"
#include "dlc/ExecutionEngine/ObjectCompiler.h"
#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Memory.h"
#include "dlc/Runtime/Profile.h"
#include "dlc/Runtime/Tensor.h"

#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <mutex>
#include <vector>

namespace dlc {

/// Memory of a call, aligned to DLC_BUFFER_ALIGNMENT.
class Buffer {
public:
  Buffer() = default;
  /// Uninitialized; an error where there is not that much memory.
  static Expected<Buffer> allocate(size_t bytes);
  void *data() const { return storage.get(); }

private:
  Memory storage;
};

/// Which threads compute.
struct CallThreads {
  /// At most so many; 0 for one a processor.
  unsigned count = 0;
  /// The host's own; null for dlc's team.
  const dlc_threads *host = nullptr;

  CallThreads(unsigned count, const dlc_threads *host = nullptr)
      : count(count), host(host) {}
};

/// Safe to call from many threads at once: each call takes a workspace of its
/// own from a pool that grows to the number of concurrent calls.
class CompiledFunction {
public:
  /// Compiles a module that holds one symbolic function, or what the phases up
  /// to `done`, at most Phase::Kernels, have made of it. On failure the
  /// context's diagnostic handler has heard why, or the error says so.
  static Expected<std::unique_ptr<CompiledFunction>>
  compile(mlir::OwningOpRef<mlir::ModuleOp> module, const Binding &binding,
          const Target &target, std::optional<Phase> done = {},
          const ObjectOptions &options = {});
  /// Links an object file in memory and looks for its descriptor.
  static Expected<std::unique_ptr<CompiledFunction>>
  load(llvm::ArrayRef<char> object, const std::string &descriptor);
  /// The same, or the error that kept the object from being made.
  static Expected<std::unique_ptr<CompiledFunction>>
  load(Expected<ObjectFile> object, Timings *timings = nullptr);
  ~CompiledFunction();

  const dlc_descriptor &descriptor() const { return *description; }

  /// Runs `prepare` on one pointer a parameter (frozen states are among them),
  /// in descriptor order.
  Expected<Buffer> prepare(const std::vector<const void *> &parameters,
                           CallThreads threads) const;
  /// The same into memory of the descriptor's size. Gaps between aligned
  /// tensors stay as they are.
  Expected<void> prepare(const std::vector<const void *> &parameters,
                         CallThreads threads, void *prepared) const;
  /// Runs the function. Inputs, with the random key behind them where there is
  /// one, outputs, with the new values of states behind them, and `states`,
  /// their old values, are in descriptor order and have its shapes and element
  /// types (checked by the caller). Where the code was compiled for it, it
  /// records in `profile`.
  Expected<void> run(const Buffer &prepared,
                     llvm::ArrayRef<const void *> inputs,
                     llvm::ArrayRef<void *> outputs, CallThreads threads,
                     llvm::ArrayRef<const void *> states = {},
                     Profile *profile = nullptr) const;

private:
  CompiledFunction();
  struct Session;
  std::unique_ptr<Session> session;
  const dlc_descriptor *description = nullptr;
  mutable std::mutex poolLock;
  mutable std::vector<Buffer> pool;
};

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_COMPILEDFUNCTION_H
