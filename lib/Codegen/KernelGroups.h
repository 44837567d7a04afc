//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which operations of a block are computed together.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_KERNELGROUPS_H
#define DLC_LIB_CODEGEN_KERNELGROUPS_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/Block.h"
#include "llvm/ADT/SetVector.h"

#include <memory>
#include <vector>

namespace dlc::codegen {

struct GroupingOptions {
  graph::VectorTarget target;
  /// Operations of a group at most, but for what is recomputed, and for what a
  /// convolution computes of its input.
  size_t largestGroup;
  /// Bytes from which on a depthwise convolution computes its input itself.
  int64_t leastExpansion;
};

/// The operations of one kernel. The results of `root` and of `others` are
/// stored; the rest is computed inside.
struct KernelGroup {
  mlir::Operation *root = nullptr;
  /// From the root on, as members.
  llvm::SmallVector<mlir::Operation *, 1> others;
  mlir::Operation *contraction = nullptr;
  /// An operation that loops over an axis or window, or checks indices.
  mlir::Operation *loop = nullptr;
  /// Contains an operation that remaps indices.
  bool remaps = false;
  /// From the root on, users before what they use.
  llvm::SetVector<mlir::Operation *> members;
  /// Why the root is computed no further on, where it might be: it need not be
  /// in memory.
  llvm::StringRef obstacle;
};

/// Groups the operations of a block, whose types are static and all of which
/// have users. Groups come in the order of their roots. Scans, reshapes and
/// what is fused already are no part of any.
std::vector<std::unique_ptr<KernelGroup>>
groupOperations(mlir::Block &block, const GroupingOptions &options);

/// Constants and broadcasts: computed wherever they are used.
bool isRecomputed(mlir::Operation *op);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_KERNELGROUPS_H
