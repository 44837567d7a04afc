//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layouts in blocks, and values in them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKLAYOUT_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKLAYOUT_H

#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

#include "mlir/IR/PatternMatch.h"

namespace dlc::graph {

/// The layout that `unpack` undoes: axis `axis`, of `size` elements, is cut
/// into blocks, whose positions are a new last axis. Where `size` leaves a part
/// of the last block over, its elements are unspecified: nothing that a program
/// can see may depend on them.
struct BlockLayout {
  int64_t axis, size, block;

  /// Nothing where `unpack` drops whole blocks, too.
  static std::optional<BlockLayout> of(UnpackOp unpack) {
    llvm::ArrayRef<int64_t> packed = tensorOf(unpack.getOperand()).getShape();
    BlockLayout layout{static_cast<int64_t>(unpack.getAxis()),
                       static_cast<int64_t>(unpack.getSize()), packed.back()};
    if (packed[layout.axis] != layout.blocks())
      return std::nullopt;
    return layout;
  }
  bool operator==(const BlockLayout &other) const {
    return axis == other.axis && size == other.size && block == other.block;
  }
  /// Whether no element is left over.
  bool isWhole() const { return size % block == 0; }
  int64_t blocks() const { return llvm::divideCeil(size, block); }
  /// The same blocks of another axis, or another number of elements.
  BlockLayout onAxis(int64_t other) const { return {other, size, block}; }
  BlockLayout ofSize(int64_t other) const { return {axis, other, block}; }
  /// The shape in this layout of what has `shape` in the plain one.
  llvm::SmallVector<int64_t> shapeOf(llvm::ArrayRef<int64_t> shape) const;
};

/// `value` in the layout: what it was unpacked from; a constant or broadcast
/// made anew; else packed.
mlir::Value packAs(mlir::OpBuilder &builder, mlir::Location location,
                   mlir::Value value, const BlockLayout &layout);

/// The value that packAs would have to pack, or null: nothing is moved then.
mlir::Value packedBy(mlir::Value value, const BlockLayout &layout);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_BLOCKLAYOUT_H
