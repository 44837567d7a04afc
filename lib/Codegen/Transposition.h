//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels that only move axes, among them the last one.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_TRANSPOSITION_H
#define DLC_LIB_CODEGEN_TRANSPOSITION_H

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {

/// A kernel of a `transpose`, or a `pack` of one, of a slice or all of an
/// argument, after which another axis is
/// innermost: elements that are neighbours in the result are strided in the
/// source. Squares of `lanes` x `lanes` elements are transposed in registers.
class Transposition {
public:
  /// Nothing where a kernel is another one, or too small to gain.
  static std::optional<Transposition> match(kernel::FuncOp kernel,
                                            const graph::VectorTarget &target);

  int64_t grid() const;
  void emitTile(ElementEmitter &emitter, mlir::Value source, mlir::Value output,
                mlir::Value tile) const;

  /// The kernel's argument that is read.
  mlir::BlockArgument source() const { return argument; }

private:
  void emitSquare(ElementEmitter &emitter, mlir::Value source,
                  mlir::Value output, llvm::ArrayRef<mlir::Value> indices,
                  mlir::Value firstRow) const;
  int64_t columnBlocks() const;
  int64_t rowBlocks() const;

  mlir::BlockArgument argument;
  llvm::SmallVector<int64_t> shape;
  /// The result axis that says the position on each source axis.
  llvm::SmallVector<int64_t> axes;
  /// Where it begins on each source axis.
  llvm::SmallVector<int64_t> starts;
  /// The source axis that becomes the last one, and its size.
  int64_t rowAxis = 0, rows = 0;
  /// Of a pack: each position on `axes[rowAxis]` is so many rows.
  int64_t block = 0;
  /// The result axis that was the last one.
  int64_t columnAxis = 0;
  int64_t lanes = 0;
};

/// Transposes a square whose rows are vectors of as many elements: interleaving
/// row i with row i + lanes/2 rotates the bits of positions.
void transposeSquare(ElementEmitter &emitter,
                     llvm::SmallVector<mlir::Value> &rows);

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_TRANSPOSITION_H
