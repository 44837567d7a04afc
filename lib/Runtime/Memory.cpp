//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Memory for the elements of tensors.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Memory.h"

#include "dlc-c/ABI.h"

#include <sys/mman.h>

using namespace dlc;

/// A huge page of x86-64, and of AArch64 with small pages of 4 kB.
static constexpr size_t kHugePage = size_t(2) << 20;

static std::align_val_t alignmentFor(size_t bytes) {
  return std::align_val_t(bytes < kHugePage ? DLC_BUFFER_ALIGNMENT : kHugePage);
}

static Memory own(void *memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
  // A page that is not used as a whole stays a small one. Where there are no
  // huge pages, nothing changes.
  if (memory && bytes >= kHugePage)
    madvise(memory, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  return Memory(memory, FreeMemory{alignmentFor(bytes)});
}

Memory dlc::allocateMemory(size_t bytes) {
  return own(::operator new(bytes, alignmentFor(bytes)), bytes);
}

Memory dlc::allocateMemory(size_t bytes, const std::nothrow_t &) noexcept {
  return own(::operator new(bytes, alignmentFor(bytes), std::nothrow), bytes);
}
