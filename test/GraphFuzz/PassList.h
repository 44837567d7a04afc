//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The passes that graphs are checked with: all that are registered, so that a
// new one needs no edit here, and the order of the phase from bound to
// optimized graph.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_PASSLIST_H
#define DLC_TEST_GRAPHFUZZ_PASSLIST_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/Pass/PassManager.h"

#include <memory>
#include <string>
#include <vector>

namespace dlc::fuzz {

struct PassUnderTest {
  /// "graph-assign-layouts"
  std::string name;
  /// As dlc-opt's --pass-pipeline takes it, with options.
  std::string pipeline;
  /// Kept, because making one costs more than running it.
  std::unique_ptr<mlir::PassManager> manager;
};

struct PassList {
  PassList(mlir::MLIRContext *context, graph::VectorTarget vector);

  /// Each pass of the phase, in order.
  std::vector<PassUnderTest> phase;
  /// Each registered pass over graphs, and those of the phase that differ from
  /// them, each once.
  std::vector<PassUnderTest> alone;
};

/// Registers what the list is made of; once in a process. `planted` names a
/// wrong pass (PlantedPasses.h) to be found, or is empty.
void registerPassesUnderTest(llvm::StringRef planted);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_PASSLIST_H
