//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What two snapshots have in common, and their texts side by side.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXPLAIN_COMPARISON_H
#define DLC_LIB_EXPLAIN_COMPARISON_H

#include "dlc/Explain/Explanation.h"

namespace dlc::explain {

/// What became of a node, from the least to the most.
enum class Change : char {
  Same = ' ',
  /// Reads something else than before.
  Rewired = 'i',
  /// Is in another function or scan.
  Moved = 'm',
  /// Has other attributes or another type.
  Changed = '~',
  /// Is on one side only: removed, or new.
  Alone = '!',
};

/// One side of a comparison, by node.
struct ComparedSide {
  std::vector<Change> changes;
  /// The node of the other side, or -1.
  std::vector<int> partners;
};

struct Comparison {
  ComparedSide before, after;
};

Comparison compare(const Snapshot &before, const Snapshot &after);

/// A run of lines that stand side by side.
struct AlignedLines {
  int before, after, count;
};

/// In order; lines between runs are on one side only.
std::vector<AlignedLines> alignLines(const Snapshot &before,
                                     const Snapshot &after,
                                     const Comparison &comparison);

/// What became of each line: that of its node, a character of `Change`.
std::string changesByLine(const Snapshot &snapshot, const ComparedSide &side);

} // namespace dlc::explain

#endif // DLC_LIB_EXPLAIN_COMPARISON_H
