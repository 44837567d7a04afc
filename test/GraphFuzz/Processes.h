//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checking graphs in processes of their own: a graph that crashes or hangs the
// compiler costs one of them, and is a failure like any other.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_PROCESSES_H
#define DLC_TEST_GRAPHFUZZ_PROCESSES_H

#include "Oracle.h"

#include "mlir/IR/OwningOpRef.h"

#include <functional>

namespace dlc::fuzz {

/// Where graphs come from.
struct Source {
  uint64_t seed = 1;
  /// A file with one graph; empty for random ones.
  std::string file;
  /// One in so many graphs has gradients; 0: none.
  unsigned differentiate = 4;

  /// Null where the file does not parse, with an error shown.
  mlir::OwningOpRef<mlir::ModuleOp> make(mlir::MLIRContext *context,
                                         uint64_t run) const;
};

struct Limits {
  /// Of one graph's checks, in seconds of the processor.
  double seconds = 10;
  unsigned jobs = 1;
  /// Each so many graphs are compiled; 0 for none.
  unsigned compileEvery = 10;
  /// No checks at all.
  bool generateOnly = false;
  /// All checks of each graph, not only of some.
  bool thorough = false;
};

struct FailedRun {
  uint64_t run;
  Failure failure;
};

/// Checks runs `first` up to `last`, exclusive. Failures are in the order of
/// their runs. Stops early after `enough` of them.
std::vector<FailedRun> checkRuns(const Source &source, uint64_t first,
                                 uint64_t last, const Limits &limits,
                                 size_t enough, Statistics &statistics);

/// The small graph that a failing run becomes: its text, empty where shrinking
/// itself does not end well, and what is wrong with it.
struct SmallGraph {
  std::string text;
  unsigned operations = 0;
  std::string detail;
};
SmallGraph shrinkRun(const Source &source, const FailedRun &failed,
                     const Limits &limits);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_PROCESSES_H
