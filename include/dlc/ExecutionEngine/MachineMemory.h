//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of this machine, for errors before an allocation rather than
// after it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_MACHINEMEMORY_H
#define DLC_EXECUTIONENGINE_MACHINEMEMORY_H

#include <cstdint>
#include <string>

namespace dlc {

/// In bytes.
uint64_t physicalMemory();

/// "1.5 GiB".
std::string describeBytes(uint64_t bytes);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MACHINEMEMORY_H
