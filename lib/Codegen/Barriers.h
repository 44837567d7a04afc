//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where threads wait for each other.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_BARRIERS_H
#define DLC_LIB_CODEGEN_BARRIERS_H

#include "Addresses.h"

namespace dlc::codegen {

/// Marks the items of a schedule before which threads must wait: a launch that
/// reads what was written since the last barrier, or writes what was read or
/// written. All buffers have places.
void placeBarriers(std::vector<ScheduleItem> &items, Addresses &addresses);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_BARRIERS_H
