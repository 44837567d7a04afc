//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The context of a call, and the functions compiled code imports.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Context.h"

#include "ThreadTeam.h"

#include <algorithm>
#include <sched.h>
#include <unistd.h>

using namespace dlc;

static unsigned countProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails only on machines of more processors than the set has room for.
  if (sched_getaffinity(0, sizeof(set), &set) == 0)
    return std::max(1, CPU_COUNT(&set));
  return static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

unsigned dlc::hardwareThreads() {
  static const unsigned count = countProcessors();
  return count;
}

dlc_context::dlc_context(unsigned threads, const dlc_threads *hostThreads)
    : threads(threads), hostThreads(hostThreads) {}

ErrorRecord dlc_context::error() const {
  std::lock_guard<std::mutex> guard(lock);
  return record;
}

void dlc_context::recordError(const ErrorRecord &error) {
  std::lock_guard<std::mutex> guard(lock);
  if (record.status != DLC_SUCCESS)
    return;
  record = error;
  firstStatus.store(error.status, std::memory_order_release);
}

void dlc_rt_parallel(dlc_context *context, dlc_rt_body body, void *arguments,
                     int32_t max_threads) {
  unsigned allowed = context->threads ? context->threads : hardwareThreads();
  unsigned wanted = static_cast<unsigned>(std::max(max_threads, 1));
  auto threads = static_cast<int32_t>(
      std::min<unsigned>({allowed, wanted, ThreadTeam::maxThreads}));
  if (context->hostThreads && threads > 1)
    runOnHostThreads(*context->hostThreads, body, arguments, threads);
  else
    ThreadTeam::instance().run(body, arguments, threads);
}

void dlc_rt_barrier(dlc_context *) { ThreadTeam::arriveAndWait(); }

void dlc_rt_index_error(dlc_context *context, int32_t site, int64_t value,
                        int64_t limit) {
  context->recordError({DLC_INDEX_OUT_OF_RANGE, site, value, limit});
}

void dlc_rt_extern_error(dlc_context *context, int32_t site, int32_t status) {
  context->recordError({DLC_EXTERN_FAILED, site, status, 0});
}

int32_t dlc_rt_status(dlc_context *context) { return context->status(); }
