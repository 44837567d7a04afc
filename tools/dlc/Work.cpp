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

Work dlc::tool::workOf(mlir::Operation *op) {
  Work work;
  auto launch = llvm::dyn_cast<kernel::LaunchOp>(op);
  if (!launch && !llvm::isa<kernel::ExternOp>(op))
    return work;
  work.launches = 1;
  for (auto loop = op->getParentOfType<kernel::RepeatOp>(); loop;
       loop = loop->getParentOfType<kernel::RepeatOp>())
    work.launches *= loop.getCount();
  for (mlir::Value memory : op->getOperands())
    work.bytes += work.launches * bytesOf(memory);
  if (!launch)
    return work;
  auto kernel = mlir::SymbolTable::lookupNearestSymbolFrom<kernel::FuncOp>(
      op, launch.getKernelAttr());
  work.flops = work.launches * kernel.getFlops().value_or(0);
  return work;
}

Work dlc::tool::countWork(kernel::ScheduleOp schedule) {
  Work sum;
  schedule.walk([&](mlir::Operation *op) {
    Work work = workOf(op);
    sum.launches += work.launches;
    sum.flops += work.flops;
    sum.bytes += work.bytes;
  });
  return sum;
}
