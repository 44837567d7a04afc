//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What must hold of a graph, whichever it is:
//
// - its gradients are those that finite differences show;
// - it verifies; printed, parsed and printed again it is the same text;
// - each pass over it, and each pass of the phase in its order, succeeds, gives
//   a graph that verifies, computes the same and keeps its locations; run again
//   from the same graph it gives the same text; run over its own result it
//   changes nothing;
// - compiled, it computes the same, bit for bit alike on one thread and on two.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_ORACLE_H
#define DLC_TEST_GRAPHFUZZ_ORACLE_H

#include "Comparison.h"
#include "PassList.h"

namespace dlc::fuzz {

struct Failure {
  /// "different results", "crash", ...
  std::string kind;
  /// Where: "graph-foo alone", "phase, pass 3 (cse)", "compiled code".
  std::string stage;
  /// For people.
  std::string detail;

  /// Two failures with one cause, as far as anyone can tell.
  bool isLike(const Failure &other) const {
    return kind == other.kind && stage == other.stage;
  }
};

struct CheckOptions {
  bool compile = false;
  /// Counts ill-conditioned elements.
  bool sample = false;
  /// Runs passes again, from the same graph and over their results.
  bool repeat = true;
  /// Prints and parses.
  bool text = true;
  /// The one stage that is checked; empty for all.
  std::string only;
};

/// Checks one graph. Statistics count what was done: "fired <pass>", ...
std::optional<Failure> checkGraph(mlir::ModuleOp graph,
                                  const CheckOptions &options,
                                  Statistics &statistics);

/// Counts the operations of the graph as "<prefix><name>".
void countOperations(mlir::ModuleOp graph, const std::string &prefix,
                     Statistics &statistics);

/// Text for people and for comparing.
std::string print(mlir::ModuleOp module);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_ORACLE_H
