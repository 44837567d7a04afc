//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes sums apart.
//
// The gradient of a mean that a normalisation subtracts is a sum over
//
//   -(g scale + 2 (x - mean) k)
//
// where `scale` and `k` are the same for all elements that become one: they are
// factors of the sums of g and of x - mean. The former is there already, as the
// gradient of a bias. So what is summed need not be in memory, and the gradient
// of a normalisation's input is one expression of g and x, as it is in print
// (Ioffe and Szegedy, 2015, section 3).
//
// The sum of x - mean is not taken for 0: it is how far the mean was rounded,
// which counts where x is far from 0.
//
// Types of 16 bits stay as they are: a factor may be what keeps their sums
// finite.
//
//===----------------------------------------------------------------------===//

#include "FactoredSum.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

/// Of expressions that are looked into.
static constexpr unsigned kMostDepth = 16;

namespace {
class Factoring {
public:
  Factoring(AdjointBuilder &adjoints, Value value, ArrayRef<int64_t> axes)
      : a(adjoints), axes(axes) {
    RankedTensorType type = tensorOf(value);
    for (int64_t axis = 0; axis < type.getRank(); ++axis)
      if (!isSummed(axis))
        kept.push_back(type.getDimSize(axis));
    resultType = type.clone(kept);
  }

  /// Whether the sum can be taken apart.
  bool gains(Value value, unsigned depth = 0);
  Value sum(Value value, unsigned depth = 0);

private:
  bool isSummed(int64_t axis) const { return llvm::is_contained(axes, axis); }
  bool isConstant(Value value) const;
  Value constantPart(Value value);

  AdjointBuilder &a;
  /// Ascending.
  ArrayRef<int64_t> axes;
  SmallVector<int64_t> kept;
  RankedTensorType resultType;
  /// Expressions may share parts.
  DenseMap<Value, bool> gaining;
  DenseMap<Value, Value> sums;
};
} // namespace

/// Whether the value's elements are the same along all summed axes.
bool Factoring::isConstant(Value value) const {
  if (splatOf(value))
    return true;
  auto broadcast = value.getDefiningOp<BroadcastOp>();
  return broadcast &&
         llvm::all_of(llvm::zip(tensorOf(broadcast.getOperand()).getShape(),
                                broadcast.getResultAxes()),
                      [&](auto sizeAndAxis) {
                        auto [size, axis] = sizeAndAxis;
                        return size == 1 || !isSummed(axis);
                      });
}

/// What such a value repeats.
Value Factoring::constantPart(Value value) {
  if (TypedAttr element = splatOf(value))
    return createSplat(a.builder, a.location, resultType, element);
  auto broadcast = value.getDefiningOp<BroadcastOp>();
  // Where the axes of the operand go among those that stay.
  SmallVector<int64_t> shape, places;
  ArrayRef<int64_t> from = tensorOf(broadcast.getOperand()).getShape();
  for (auto [size, axis] : llvm::zip(from, broadcast.getResultAxes()))
    if (!isSummed(axis)) {
      shape.push_back(size);
      places.push_back(axis - (llvm::lower_bound(axes, axis) - axes.begin()));
    }
  return a.broadcast(a.reshape(broadcast.getOperand(), shape), kept, places);
}

bool Factoring::gains(Value value, unsigned depth) {
  Operation *op = value.getDefiningOp();
  if (!op || depth == kMostDepth)
    return false;
  if (auto known = gaining.find(value); known != gaining.end())
    return known->second;
  bool result = false;
  if (isa<MulOp>(op))
    result = llvm::any_of(op->getOperands(),
                          [&](Value operand) { return isConstant(operand); });
  else if (isa<NegOp, AddOp>(op))
    result = llvm::all_of(op->getOperands(), [&](Value operand) {
      return gains(operand, depth + 1);
    });
  return gaining[value] = result;
}

Value Factoring::sum(Value value, unsigned depth) {
  if (Value known = sums.lookup(value))
    return known;
  Operation *op = value.getDefiningOp();
  auto ofOperand = [&](unsigned i) {
    return sum(op->getOperand(i), depth + 1);
  };
  Value result;
  if (!gains(value, depth)) {
    result = a.create<SumOp>(value, axes, /*keep_dims=*/false);
  } else if (isa<NegOp>(op)) {
    result = a.create<NegOp>(ofOperand(0));
  } else if (isa<AddOp>(op)) {
    Value first = ofOperand(0);
    result = a.create<AddOp>(first, ofOperand(1));
  } else {
    unsigned factor = isConstant(op->getOperand(1));
    result = a.create<MulOp>(ofOperand(1 - factor),
                             constantPart(op->getOperand(factor)));
  }
  return sums[value] = result;
}

Value dlc::graph::adjoint::factoredSum(AdjointBuilder &adjoints, Value value,
                                       ArrayRef<int64_t> axes) {
  if (tensorOf(value).getElementTypeBitWidth() < 32)
    return {};
  SmallVector<int64_t> ascending(axes);
  llvm::sort(ascending);
  Factoring factoring(adjoints, value, ascending);
  return factoring.gains(value) ? factoring.sum(value) : Value();
}
