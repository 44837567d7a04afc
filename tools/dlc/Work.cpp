//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How much a schedule computes and moves.
//
//===----------------------------------------------------------------------===//

#include "Work.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/SymbolTable.h"

using namespace dlc;
using namespace dlc::tool;

uint64_t dlc::tool::bytesOf(mlir::Value memory) {
  auto type = llvm::cast<mlir::MemRefType>(memory.getType());
  return uint64_t(type.getNumElements()) *
         ((type.getElementTypeBitWidth() + 7) / 8);
}

Work dlc::tool::countWork(kernel::ScheduleOp schedule) {
  Work work;
  schedule.walk([&](mlir::Operation *op) {
    auto launch = llvm::dyn_cast<kernel::LaunchOp>(op);
    if (!launch && !llvm::isa<kernel::ExternOp>(op))
      return;
    uint64_t times = 1;
    for (auto loop = op->getParentOfType<kernel::RepeatOp>(); loop;
         loop = loop->getParentOfType<kernel::RepeatOp>())
      times *= loop.getCount();
    for (mlir::Value memory : op->getOperands())
      work.bytes += times * bytesOf(memory);
    if (!launch)
      return;
    auto kernel = mlir::SymbolTable::lookupNearestSymbolFrom<kernel::FuncOp>(
        schedule, launch.getKernelAttr());
    work.launches += times;
    work.flops += times * kernel.getFlops().value_or(0);
  });
  return work;
}
