//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a compilation pass by pass.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXPLAIN_RECORDER_H
#define DLC_EXPLAIN_RECORDER_H

#include "dlc/Explain/Explanation.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

#include <functional>

namespace dlc::explain {

/// Fills in the snapshots and steps of an explanation, and what the schedule
/// launches in the end.
class Recorder {
public:
  /// `isLibrary` tells the compiler's own files, which no node is placed in as
  /// long as a call in a user's file led there.
  Recorder(Explanation &explanation,
           std::function<bool(llvm::StringRef)> isLibrary)
      : explanation(explanation), isLibrary(std::move(isLibrary)) {}

  /// To be called once all passes are added. `stageOf` tells the stage that
  /// the phase of the i-th pass ends in. The recorder must outlive the manager.
  void attach(mlir::PassManager &passes,
              std::function<std::string(size_t)> stageOf);

  /// A remark of the pass that runs.
  void remark(const Remark &remark);

  /// What the module's schedules launch.
  void recordSchedules(mlir::ModuleOp module);

private:
  class Instrumentation;

  Explanation &explanation;
  std::function<bool(llvm::StringRef)> isLibrary;
  std::function<std::string(size_t)> stageOf;
};

} // namespace dlc::explain

#endif // DLC_EXPLAIN_RECORDER_H
