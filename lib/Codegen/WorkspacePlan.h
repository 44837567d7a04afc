//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where values lie.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_WORKSPACEPLAN_H
#define DLC_LIB_CODEGEN_WORKSPACEPLAN_H

#include "Addresses.h"
#include "InPlace.h"

namespace dlc::codegen {

/// Gives every argument and every value that a launch stores a place in
/// `addresses`: an output, the prepared arena, or the workspace by the memory
/// plan. Launches that update a value in place get a kernel that does. Returns
/// the size of the workspace.
int64_t placeValues(mlir::func::FuncOp function,
                    std::vector<ScheduleItem> &items, Addresses &addresses,
                    KernelVariants &variants);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_WORKSPACEPLAN_H
