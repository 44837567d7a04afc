//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The thread team of the process: workers that spin between the runs of one
// call and sleep between calls. Private to the runtime.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_RUNTIME_THREADTEAM_H
#define DLC_LIB_RUNTIME_THREADTEAM_H

#include "dlc-c/ABI.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace dlc {

/// What a cache line is assumed to hold: values of different writers lie this
/// far apart.
constexpr size_t cacheLine = 64;

/// A sense-reversing barrier. The sense is a counter, so that a thread needs
/// no flag of its own.
class SpinBarrier {
public:
  /// Sets how many threads take part. Only while none waits.
  void reset(int32_t count) {
    threads = count;
    arrived.store(0, std::memory_order_relaxed);
  }
  void arriveAndWait();

private:
  alignas(cacheLine) std::atomic<int32_t> arrived{0};
  int32_t threads = 1;
  alignas(cacheLine) std::atomic<uint32_t> phase{0};
};

/// One team a process. It starts its workers when they are first needed, and
/// more of them when a call asks for more. They are never joined: a run ends
/// before its caller goes on, so that none is in a body when the process exits
/// in good order, and the team has no destructor that they could outlive. (The
/// library they run in must therefore not be unloaded.)
///
/// A child made by fork has no workers and starts its own when it first needs
/// them. Forking inside a body is not supported.
class ThreadTeam {
public:
  static constexpr int32_t maxThreads = 512;

  static ThreadTeam &instance();

  /// Calls `body` with every thread index below `threads` and returns when
  /// all calls have. With a single index, on the calling thread, where the team
  /// is at another call's work or the caller is inside a body. Where the system
  /// grants fewer threads, `body` is told of fewer.
  void run(dlc_rt_body body, void *arguments, int32_t threads);

  /// The barrier of the body that the calling thread is in.
  static void arriveAndWait();

private:
  /// A worker's mailbox, and the futex it sleeps on.
  struct alignas(cacheLine) Worker {
    std::atomic<uint32_t> signal{0};

    void start();
    /// Returns whether the worker slept meanwhile.
    bool waitForStart();
  };

  constexpr ThreadTeam() = default;

  static void *runWorker(void *worker);
  static void forgetWorkers();
  bool startWorker();

  /// Whether a call has the team. The rest is its property.
  alignas(cacheLine) std::atomic<bool> busy{false};
  int32_t workerCount = 0;
  bool handlesFork = false;

  dlc_rt_body body = nullptr;
  void *arguments = nullptr;
  int32_t threads = 1;
  int callerProcessor = -1;

  SpinBarrier barrier;
  /// Workers that have not finished the current body.
  alignas(cacheLine) std::atomic<int32_t> pending{0};
  std::array<Worker, maxThreads - 1> workers;
};

/// Calls `body` once on each of the host's threads that come in time, at most
/// `threads`, and returns when all calls have. On the calling thread alone
/// where it is inside a body, or none come.
void runOnHostThreads(const dlc_threads &host, dlc_rt_body body,
                      void *arguments, int32_t threads);

} // namespace dlc

#endif // DLC_LIB_RUNTIME_THREADTEAM_H
