//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the work of a kernel is cut into tiles.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_KERNELGRID_H
#define DLC_LIB_CODEGEN_KERNELGRID_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {

/// The contraction of a kernel, or null: the last one, where it computes what
/// it reads by another.
ContractionOpInterface contractionOf(kernel::FuncOp kernel);

/// The row operation of a kernel, or null; it is the kernel's root.
RowOpInterface rowOpOf(kernel::FuncOp kernel);

/// The operations that a kernel without contraction computes at the positions
/// of its result, but for pointwise ones.
llvm::SmallVector<ElementOpInterface, 2> alignedOpsOf(kernel::FuncOp kernel);

/// Of these, the one that computes neighbours together, or null.
ElementOpInterface columnOpOf(kernel::FuncOp kernel);

/// Bytes of an element of the widest type that a kernel computes with.
int64_t widestElementOf(kernel::FuncOp kernel);

/// Vectors of the last axis at most where a kernel computes vectors.
inline constexpr int64_t kMostVectors = 4;

/// How many neighbours along the last axis a kernel of loops computes as one
/// vector of the target; 0 where it computes scalars. The last axis is short
/// then, such as the channels of a block: what is long is left to LLVM's
/// vectoriser, which unrolls it.
int64_t lanesOf(kernel::FuncOp kernel, const graph::VectorTarget &target);

/// The tiles of a kernel without contraction: its result's first `leading`
/// axes, or chunks of the last axis where that alone is long.
struct LoopGrid {
  int64_t leading = 0;
  /// Elements of a chunk of the last axis; 0 where it is not cut.
  int64_t chunk = 0;
  int64_t tiles = 1;
};
LoopGrid loopGrid(kernel::FuncOp kernel, const graph::VectorTarget &target);

/// The number of tiles of a kernel without contraction.
int64_t gridOf(kernel::FuncOp kernel, const graph::VectorTarget &target);

/// Says on a function that a kernel becomes, or is declared as, what launches
/// of it need to know: its number of tiles, its cost, and whether it can go
/// through its tiles in either direction.
void setLaunchAttributes(mlir::Operation *function, kernel::FuncOp kernel);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_KERNELGRID_H
