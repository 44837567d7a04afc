//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels that only move elements.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_MOVEMENT_H
#define DLC_LIB_CODEGEN_MOVEMENT_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include <memory>

namespace dlc::codegen {

/// A kernel that moves elements of one argument into its result, which has
/// neighbours that are no neighbours in the argument.
class Movement {
public:
  virtual ~Movement() = default;

  /// Null where a kernel does something else, or would not gain.
  static std::unique_ptr<Movement> match(kernel::FuncOp kernel,
                                         const graph::VectorTarget &target);

  /// The number of tiles.
  virtual int64_t grid() const = 0;
  /// Moves a tile from the memory of the argument to that of the result.
  virtual void emitTile(ElementEmitter &emitter, mlir::Value source,
                        mlir::Value output, mlir::Value tile) const = 0;

  /// The kernel's argument that is read.
  mlir::BlockArgument source() const { return argument; }

protected:
  mlir::BlockArgument argument;
};

// The kinds of movement: of kernels with one result, of which a vector has
// `lanes` elements, of 32 or 64 bits.

/// A `transpose`, or a `pack` of one, of a slice or all of an argument, after
/// which another axis is innermost. The other axes may be reversed. The `pack`
/// may be one of another that splits an axis.
std::unique_ptr<Movement> matchTransposition(kernel::FuncOp kernel,
                                             int64_t lanes);

/// Whether `inner`, which `outer` packs another axis of, packs whole blocks: it
/// then only splits an axis, and both are one transposition.
bool splitsAxis(graph::PackOp inner, graph::PackOp outer);

/// An `unpack` of an argument in blocks of one vector.
std::unique_ptr<Movement> matchUnpacking(kernel::FuncOp kernel, int64_t lanes);

/// A `pack` of an argument's last axis that moves other axes, too.
std::unique_ptr<Movement> matchPanelPacking(kernel::FuncOp kernel,
                                            int64_t lanes);

/// Transposes a square whose rows are vectors of as many elements: interleaving
/// row i with row i + lanes/2 rotates the bits of positions.
void transposeSquare(ElementEmitter &emitter,
                     llvm::SmallVector<mlir::Value> &rows);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_MOVEMENT_H
