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

#ifndef DLC_RUNTIME_MEMORY_H
#define DLC_RUNTIME_MEMORY_H

#include <cstddef>
#include <memory>
#include <new>

namespace dlc {

struct FreeMemory {
  std::align_val_t alignment{};
  void operator()(void *memory) const { ::operator delete(memory, alignment); }
};

/// Memory that is freed at the end.
using Memory = std::unique_ptr<void, FreeMemory>;

/// `bytes` of memory, uninitialized and aligned to DLC_BUFFER_ALIGNMENT. What
/// is as large as a huge page is aligned to one, and the system is asked for
/// such pages: kernels walk over many rows at once, and a processor knows the
/// addresses of few small pages.
Memory allocateMemory(size_t bytes);
/// Null where there is not that much.
Memory allocateMemory(size_t bytes, const std::nothrow_t &) noexcept;

} // namespace dlc

#endif // DLC_RUNTIME_MEMORY_H
