//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a schedule is made of before it becomes operations: launches and loops.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_SCHEDULE_H
#define DLC_LIB_CODEGEN_SCHEDULE_H

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <optional>
#include <vector>

namespace dlc::codegen {

/// One launch of a kernel, or a call of an extern function, before its memory
/// is known.
struct Launch {
  kernel::FuncOp kernel;
  graph::ExternOp call;
  llvm::SmallVector<mlir::Value> results;
  llvm::SmallVector<mlir::Value> inputs;
  mlir::Location location;
  /// The number of its first check in the table of sites.
  int64_t site;
  /// Of a kernel by rows.
  std::optional<int64_t> rows;
  /// Of the kernel's tiles, if that is estimated.
  std::optional<int64_t> cost;
};

/// A launch, or a scan as a loop of launches.
struct ScheduleItem {
  std::optional<Launch> launch;
  graph::ScanOp scan;
  std::vector<ScheduleItem> body;
  /// Launches are numbered in order; a loop has the numbers of its body.
  int64_t first = 0, last = 0;
  /// Whether threads wait for each other before it.
  bool barrier = false;

  /// Whether there is nothing to compute.
  bool isEmpty() const {
    if (launch)
      return launch->rows == 0 ||
             (launch->kernel && kernel::FuncOp(launch->kernel).getGrid() == 0);
    return llvm::all_of(
        body, [](const ScheduleItem &item) { return item.isEmpty(); });
  }
};

/// The value whose memory `value` is: reshapes only count it anew.
inline mlir::Value storedValue(mlir::Value value) {
  while (auto reshape = value.getDefiningOp<graph::ReshapeOp>())
    value = reshape.getOperand();
  return value;
}

/// Whether all tensors of an operation, or of a function with a body of one
/// block, have numbers for sizes.
bool hasStaticTypes(mlir::Operation *op);
bool isStatic(mlir::func::FuncOp function);

/// The memory of a value of the graph.
mlir::MemRefType memoryOf(mlir::Value value);
int64_t bytesOf(mlir::Value value);
int64_t elementBytesOf(mlir::Value value);

/// Elements that lie side by side.
mlir::Value createSlice(mlir::OpBuilder &builder, mlir::Location location,
                        mlir::Value value, llvm::ArrayRef<int64_t> starts,
                        llvm::ArrayRef<int64_t> sizes);

/// A copy of the value, in memory of its own: a slice of the whole.
mlir::Value createCopy(mlir::OpBuilder &builder, mlir::Location location,
                       mlir::Value value);

/// The number of steps, which is static.
inline int64_t stepsOf(graph::ScanOp scan) {
  return *scan.getSteps().constant();
}

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_SCHEDULE_H
