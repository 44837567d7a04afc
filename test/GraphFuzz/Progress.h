//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a process that checks graphs is doing, in memory that its parent shares:
// when it crashes, the parent knows where.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_PROGRESS_H
#define DLC_TEST_GRAPHFUZZ_PROGRESS_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>

namespace dlc::fuzz {

/// One process's.
struct Progress {
  uint64_t run;
  char stage[128];
};

/// Memory that processes forked from here on share.
Progress *shareProgress();

/// Where this process reports to.
void reportTo(Progress *progress);
void setRun(uint64_t run);
void setStage(llvm::StringRef stage);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_PROGRESS_H
