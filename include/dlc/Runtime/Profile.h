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

#ifndef DLC_RUNTIME_PROFILE_H
#define DLC_RUNTIME_PROFILE_H

#include <cstdint>
#include <vector>

namespace dlc {

/// One thread's share of one launch; nanoseconds of the steady clock.
struct ProfileEvent {
  int32_t launch;
  int64_t begin;
  int64_t end;
};

/// What profiled code records during calls, one after another. Each thread
/// writes to a list of its own.
class Profile {
public:
  /// `threads`: at most so many take part in a call.
  explicit Profile(unsigned threads) : lists(threads) {}

  void mark(int32_t thread, int32_t launch, bool ends);
  /// Forgets what was recorded; keeps the memory.
  void clear();

  /// By thread, each in the order of time.
  const std::vector<std::vector<ProfileEvent>> &events() const { return lists; }

private:
  std::vector<std::vector<ProfileEvent>> lists;
};

} // namespace dlc

#endif // DLC_RUNTIME_PROFILE_H
