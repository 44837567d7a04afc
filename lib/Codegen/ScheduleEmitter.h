//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes the operations of a schedule from its items.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_SCHEDULEEMITTER_H
#define DLC_LIB_CODEGEN_SCHEDULEEMITTER_H

#include "Addresses.h"

namespace dlc::codegen {

class ScheduleEmitter {
public:
  /// Operations go where `builder` stands, in the body of a schedule.
  ScheduleEmitter(mlir::OpBuilder builder, Addresses &addresses);

  void emit(llvm::ArrayRef<ScheduleItem> items);

private:
  /// The body of the schedule, or of a loop that is being emitted.
  struct Level {
    mlir::OpBuilder builder;
    graph::ScanOp scan;
    mlir::Value row;
    std::map<std::pair<const Address *, const void *>, mlir::Value> memory;
  };

  void emitLaunch(const Launch &launch);
  void emitLoop(const ScheduleItem &item);
  /// Memory of `type` at `address`, computed in the outermost loop that it
  /// depends on.
  mlir::Value memory(const Address *address, mlir::MemRefType type,
                     mlir::Location location);
  Level &levelOf(const Address *address);

  Addresses &addresses;
  std::vector<Level> levels;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_SCHEDULEEMITTER_H
