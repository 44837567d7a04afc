//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of a schedule in terms of the model file.
//
//===----------------------------------------------------------------------===//

#include "MemoryReport.h"

#include "dlc/Frontend/MLIRDiagnostics.h"

#include "llvm/Support/Path.h"

using namespace dlc;
using namespace dlc::tool;

codegen::ScheduleMemory
dlc::tool::describeMemory(kernel::ScheduleOp schedule,
                          const frontend::Compilation &compilation) {
  codegen::ScheduleMemory memory = codegen::readMemory(schedule);
  for (size_t i = 0; i < memory.records.size(); ++i) {
    frontend::SourceLocation location =
        frontend::decodeLocation(memory.locations[i]);
    memory.records[i].layer = location.layerPath;
    for (mlir::FileLineColLoc position : location.positions) {
      llvm::StringRef file = position.getFilename().getValue();
      memory.records[i].position = (llvm::sys::path::filename(file) + ":" +
                                    llvm::Twine(position.getLine()) + ":" +
                                    llvm::Twine(position.getColumn()))
                                       .str();
      if (!compilation.isLibraryFile(file))
        break;
    }
  }
  return memory;
}
