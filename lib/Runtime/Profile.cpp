//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// When each thread computed which launch.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Profile.h"

#include "dlc/Runtime/Context.h"

#include <chrono>

using namespace dlc;

static int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Profile::mark(int32_t thread, int32_t launch, bool ends) {
  std::vector<ProfileEvent> &list = lists.at(thread);
  if (ends)
    list.back().end = now();
  else
    list.push_back({launch, now(), 0});
}

void Profile::clear() {
  for (std::vector<ProfileEvent> &list : lists)
    list.clear();
}

void dlc_rt_mark(dlc_context *context, int32_t thread, int32_t launch,
                 int32_t ends) {
  if (context->profile)
    context->profile->mark(thread, launch, ends != 0);
}
