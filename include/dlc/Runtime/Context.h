//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The run-time side of the calling convention (dlc-c/ABI.h): the context of a
// call and the process-wide thread team behind it. The team itself is private
// to the runtime; hosts and compiled code reach it through dlc_rt_parallel.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_CONTEXT_H
#define DLC_RUNTIME_CONTEXT_H

#include "dlc-c/ABI.h"

#include <atomic>
#include <cstdint>
#include <mutex>

namespace dlc {

class Profile;

/// What the first failing check of a call recorded.
struct ErrorRecord {
  int32_t status = DLC_SUCCESS;
  int32_t site = -1;
  int64_t value = 0;
  int64_t limit = 0;
};

/// The processors this process may run on (at least 1), as they were when first
/// asked for.
unsigned hardwareThreads();

} // namespace dlc

/// One call's context; lives on the caller's stack. Not shared between
/// concurrent calls, nor used for another call after an error.
struct dlc_context {
  /// `threads`: at most so many take part in the call; 0 for one a processor.
  /// They are those of dlc's team, or of the host where it gives any, which
  /// must live as long as the context.
  explicit dlc_context(unsigned threads = 0,
                       const dlc_threads *hostThreads = nullptr);
  dlc_context(const dlc_context &) = delete;
  dlc_context &operator=(const dlc_context &) = delete;

  /// The first error recorded by any thread of the call.
  dlc::ErrorRecord error() const;
  /// That error's status.
  int32_t status() const { return firstStatus.load(std::memory_order_acquire); }

  /// Keeps the first error of the call. Any thread of the call may ask.
  void recordError(const dlc::ErrorRecord &error);

  const unsigned threads;
  const dlc_threads *const hostThreads;
  /// Where profiled code records; null: nowhere.
  dlc::Profile *profile = nullptr;

private:
  /// Beside the record, because every call asks.
  std::atomic<int32_t> firstStatus{DLC_SUCCESS};
  /// A plain lock: errors are rare.
  mutable std::mutex lock;
  dlc::ErrorRecord record;
};

#endif // DLC_RUNTIME_CONTEXT_H
