//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The descriptor of an artefact: what an object says of its entry points.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_DESCRIPTOR_H
#define DLC_LIB_CODEGEN_DESCRIPTOR_H

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace dlc::codegen {

/// "dlc_<model>_<function>_<binding>", the symbol of the function's entry.
std::string entryName(mlir::ModuleOp module, kernel::ScheduleOp run);

/// Defines `<base>_descriptor` as dlc-c/ABI.h declares it.
void emitDescriptor(mlir::ModuleOp module, kernel::ScheduleOp prepare,
                    kernel::ScheduleOp run, llvm::StringRef base,
                    llvm::StringRef target);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_DESCRIPTOR_H
