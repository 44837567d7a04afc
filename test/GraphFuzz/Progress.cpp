//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Progress in shared memory.
//
//===----------------------------------------------------------------------===//

#include "Progress.h"

#include "llvm/Support/ErrorHandling.h"

#include <cstring>
#include <sys/mman.h>

using namespace dlc::fuzz;

static Progress local;
static Progress *progress = &local;

Progress *dlc::fuzz::shareProgress() {
  void *memory = mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    llvm::report_fatal_error("cannot share memory");
  return new (memory) Progress();
}

void dlc::fuzz::reportTo(Progress *to) { progress = to; }

void dlc::fuzz::setRun(uint64_t run) { progress->run = run; }

void dlc::fuzz::setStage(llvm::StringRef stage) {
  size_t size = std::min(stage.size(), sizeof(progress->stage) - 1);
  std::memcpy(progress->stage, stage.data(), size);
  progress->stage[size] = 0;
}
