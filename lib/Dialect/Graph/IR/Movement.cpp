//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds operations that move elements.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

DimsAttr dlc::graph::dimsAttrOf(Type type) {
  Dimensions dimensions = dimensionsOf(cast<RankedTensorType>(type));
  return DimsAttr::get(
      type.getContext(),
      std::vector<Dimension>(dimensions.begin(), dimensions.end()));
}

DimsAttr dlc::graph::staticDims(MLIRContext *context, ArrayRef<int64_t> shape) {
  return DimsAttr::get(context,
                       std::vector<Dimension>(shape.begin(), shape.end()));
}

Value dlc::graph::reshapeTo(OpBuilder &builder, Location location, Value value,
                            RankedTensorType type) {
  if (auto inner = value.getDefiningOp<ReshapeOp>())
    value = inner.getOperand();
  if (value.getType() == type)
    return value;
  return builder.create<ReshapeOp>(location, type, value, dimsAttrOf(type));
}

Value dlc::graph::reshapeTo(OpBuilder &builder, Location location, Value value,
                            ArrayRef<Dimension> shape) {
  return reshapeTo(builder, location, value,
                   tensorType(shape, tensorOf(value).getElementType()));
}

Value dlc::graph::reshapeTo(OpBuilder &builder, Location location, Value value,
                            ArrayRef<int64_t> shape) {
  if (tensorOf(value).getShape() == shape)
    return value;
  return builder.create<ReshapeOp>(location, value,
                                   staticDims(builder.getContext(), shape));
}

Value dlc::graph::transposeBy(OpBuilder &builder, Location location,
                              Value value, ArrayRef<int64_t> permutation) {
  if (llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size())))
    return value;
  return builder.create<TransposeOp>(location, value, permutation);
}

Value dlc::graph::broadcastTo(OpBuilder &builder, Location location,
                              Value value, ArrayRef<Dimension> shape,
                              ArrayRef<int64_t> axes) {
  RankedTensorType type = tensorType(shape, tensorOf(value).getElementType());
  if (value.getType() == type)
    return value;
  return builder.create<BroadcastOp>(location, type, value, dimsAttrOf(type),
                                     builder.getDenseI64ArrayAttr(axes));
}

SmallVector<int64_t>
dlc::graph::inversePermutation(ArrayRef<int64_t> permutation) {
  SmallVector<int64_t> inverse(permutation.size());
  for (auto [index, axis] : llvm::enumerate(permutation))
    inverse[axis] = index;
  return inverse;
}

std::optional<SmallVector<int64_t>>
dlc::graph::matchUnitAxes(ArrayRef<Dimension> from, ArrayRef<Dimension> to) {
  const Dimension one(1);
  SmallVector<int64_t> axes;
  size_t next = 0;
  auto skipUnits = [&] {
    while (next < to.size() && to[next] == one)
      ++next;
  };
  for (const Dimension &dimension : from) {
    if (dimension == one) {
      axes.push_back(-1);
      continue;
    }
    skipUnits();
    if (next == to.size() || to[next] != dimension)
      return std::nullopt;
    axes.push_back(next++);
  }
  skipUnits();
  if (next != to.size())
    return std::nullopt;
  return axes;
}
