//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values in blocks.
//
//===----------------------------------------------------------------------===//

#include "BlockLayout.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

using namespace mlir;
using namespace dlc::graph;

SmallVector<int64_t> BlockLayout::shapeOf(ArrayRef<int64_t> shape) const {
  SmallVector<int64_t> packed(shape);
  packed[axis] = blocks();
  packed.push_back(block);
  return packed;
}

/// What `value` was unpacked from, if it had this layout.
static Value unpackedFrom(Value value, const BlockLayout &layout) {
  auto unpack = value.getDefiningOp<UnpackOp>();
  return unpack && BlockLayout::of(unpack) == layout ? unpack.getOperand()
                                                     : Value();
}

/// The axis of a broadcast's operand that becomes axis `layout.axis`, unless
/// all elements along that are one and the same.
static std::optional<int64_t> variedAxis(BroadcastOp broadcast,
                                         const BlockLayout &layout) {
  RankedTensorType source = tensorOf(broadcast.getOperand());
  for (auto [position, axis] : llvm::enumerate(broadcast.getResultAxes()))
    if (axis == layout.axis && source.getDimSize(position) == layout.size)
      return position;
  return std::nullopt;
}

Value dlc::graph::packAs(OpBuilder &builder, Location location, Value value,
                         const BlockLayout &layout) {
  RankedTensorType type = tensorOf(value);
  if (Value packed = unpackedFrom(value, layout))
    return packed;
  SmallVector<int64_t> shape = layout.shapeOf(type.getShape());
  if (TypedAttr number = splatOf(value))
    return createSplat(builder, location,
                       RankedTensorType::get(shape, type.getElementType()),
                       number);
  // pack(broadcast(x)) is broadcast(pack(x)), with the block as a new last
  // axis where x varies along the packed axis.
  if (auto broadcast = value.getDefiningOp<BroadcastOp>()) {
    SmallVector<int64_t> axes = broadcast.getResultAxes();
    Value source = broadcast.getOperand();
    if (std::optional<int64_t> axis = variedAxis(broadcast, layout)) {
      source = packAs(builder, location, source, layout.onAxis(*axis));
      axes.push_back(type.getRank());
    }
    return builder.create<BroadcastOp>(location, source,
                                       staticDims(builder.getContext(), shape),
                                       builder.getDenseI64ArrayAttr(axes));
  }
  auto inOrder = llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()));
  return builder.create<PackOp>(location, value, layout.axis, layout.block,
                                inOrder);
}

Value dlc::graph::packedBy(Value value, const BlockLayout &layout) {
  if (unpackedFrom(value, layout) || splatOf(value))
    return {};
  if (auto broadcast = value.getDefiningOp<BroadcastOp>()) {
    std::optional<int64_t> axis = variedAxis(broadcast, layout);
    return axis ? packedBy(broadcast.getOperand(), layout.onAxis(*axis))
                : Value();
  }
  return value;
}
