//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory that the launches of a block take, as far as it is known before
// there are kernels: which values have a buffer, of how many bytes, and which
// launches use it. The plan of the workspace (WorkspacePlan.h) comes close to
// it, but for gaps between buffers.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_BLOCKMEMORY_H
#define DLC_LIB_CODEGEN_BLOCKMEMORY_H

#include "Schedule.h"

#include "llvm/ADT/DenseSet.h"

#include <optional>
#include <vector>

namespace dlc::codegen {

/// Memory that a value lies in, with those that are parts of it.
struct Buffer {
  /// The value without the addresses into it.
  mlir::Value value;
  /// In the workspace: 0 for what lies elsewhere.
  int64_t bytes = 0;
  /// The step that computes it; of arguments, none.
  std::optional<size_t> step = std::nullopt;
  /// The steps that read it, in order.
  std::vector<int64_t> uses = {};
  /// Whether it is an argument or an output and there for good.
  bool isElsewhere = false;
  /// Whether no copy of one operation can compute it again: an extern call
  /// does, or several operations do.
  bool isPinned = false;
};

/// A launch, or a scan with all of its launches.
struct Step {
  mlir::Operation *op;
  size_t number;
  /// Buffers, each once.
  std::vector<size_t> inputs = {};
  /// One a result.
  std::vector<size_t> results = {};
  /// The input, read for the last time, whose memory the result takes.
  llvm::SmallVector<size_t, 1> replaced = {};
  /// What the steps of a scan take beside its results.
  int64_t scratch = 0;
};

class BlockMemory {
public:
  /// A block whose placed parts are normal (PlacedParts.h).
  explicit BlockMemory(mlir::Block &block);

  llvm::ArrayRef<Buffer> buffers() const { return known; }
  llvm::ArrayRef<Step> steps() const { return launches; }
  /// Nothing for a value from outside of the block.
  std::optional<size_t> bufferOf(mlir::Value value) const;
  /// The largest sum of bytes in use at once.
  int64_t peak() const;

private:
  void findParts();
  void addStep(mlir::Operation *op);
  void placeResults();
  void findReplaced(Step &step, llvm::DenseSet<size_t> &outputs);
  size_t addBuffer(mlir::Value value);
  mlir::Value rootOf(mlir::Value value) const;

  mlir::Block &block;
  std::vector<Buffer> known;
  std::vector<Step> launches;
  llvm::DenseMap<mlir::Value, mlir::Value> wholes;
  llvm::DenseMap<mlir::Value, size_t> numbers;
};

/// The name of the operation that a launch is known by: that of what is stored.
llvm::StringRef nameOfRoot(mlir::Operation *op);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_BLOCKMEMORY_H
