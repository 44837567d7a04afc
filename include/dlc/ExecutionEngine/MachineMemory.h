//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How much memory there is, for errors before an allocation rather than after
// it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_MACHINEMEMORY_H
#define DLC_EXECUTIONENGINE_MACHINEMEMORY_H

#include <cstdint>
#include <optional>
#include <string>

namespace dlc {

/// In bytes: what the machine has, or what is left of a limited address space.
uint64_t availableMemory();

/// "1.5 GiB".
std::string describeBytes(uint64_t bytes);

/// Reads "0", "512", "64K", "1G": powers of 1024; nothing for other texts.
std::optional<uint64_t> parseBytes(const std::string &text);

/// How many bytes may be used.
class MemoryLimit {
public:
  /// `maximum`: 0, or more than there is, for what the machine has.
  explicit MemoryLimit(uint64_t maximum = 0);
  /// Whatever this machine has: for what is not going to run here.
  static MemoryLimit exactly(uint64_t bytes);

  uint64_t bytes() const { return limit; }
  /// "the limit is 1.5 GiB" or "this machine has 1.5 GiB".
  std::string describe() const;

private:
  uint64_t limit;
  bool isGiven;
};

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MACHINEMEMORY_H
