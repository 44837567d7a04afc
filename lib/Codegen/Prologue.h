//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointwise operations that a convolution computes of its input itself.
//
// Where activation comes before convolution, as in DenseNet (Huang et al.,
// 2017) and in residual units with preactivation (He et al., 2016), a
// normalised and rectified copy of all channels would go to memory and back. A
// convolution of one tap reads each of its elements once for each panel of the
// filter: its kernel computes a chunk of the copy, uses it for all panels, and
// forgets it. With more taps chunks overlap, and there is so much to compute
// with the copy that it costs little.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_PROLOGUE_H
#define DLC_LIB_CODEGEN_PROLOGUE_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "llvm/ADT/SetVector.h"

namespace dlc::codegen {

/// What a thread keeps on its stack of a value that a contraction computes for
/// itself. It stays in the second cache, too.
inline constexpr int64_t kMostKeptBytes = 64 * 1024;

/// Pointwise operations that a convolution computes besides: at most.
inline constexpr size_t kMostInside = 16;

/// The pointwise operations of the block that lead to the input of a
/// convolution, and to nothing else: users first. Those that have constants and
/// broadcasts as operands take them along.
llvm::SetVector<mlir::Operation *> prologueOf(graph::BlockedConv2dOp op);

/// Whether the kernel of the convolution can compute its input: each element is
/// read for one position, and the input of a register tile does not take more
/// than is kept.
bool canComputeInput(graph::BlockedConv2dOp op,
                     const graph::VectorTarget &target);

/// Whether that is faster than a kernel of its own, as a chunk is used for all
/// panels of the filter, which the second cache has. Threads that share a chunk
/// compute it each for themselves, and where tiles are computed in reverse, in
/// loops, each panel does.
bool isWorthComputing(graph::BlockedConv2dOp op,
                      const graph::VectorTarget &target);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_PROLOGUE_H
