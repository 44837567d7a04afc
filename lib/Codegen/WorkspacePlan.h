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

namespace dlc::codegen {

/// Gives every argument and every value that a launch stores a place in
/// `addresses`: an output, the prepared arena, or the workspace by the memory
/// plan. Returns the size of the workspace.
int64_t placeValues(mlir::func::FuncOp function,
                    llvm::ArrayRef<ScheduleItem> items, Addresses &addresses);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_WORKSPACEPLAN_H
