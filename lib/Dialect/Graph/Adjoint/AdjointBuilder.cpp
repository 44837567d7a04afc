//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Derivatives of a block of operations, and the operations that rules are made
// of.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Adjoint/AdjointBuilder.h"
#include "AdjointModel.h"
#include "FactoredSum.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Splats.h"

#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc::graph;

#include "dlc/Dialect/Graph/Adjoint/AdjointInterface.cpp.inc"

//===----------------------------------------------------------------------===//
// Going through a block
//===----------------------------------------------------------------------===//

static bool isFloat(Value value) {
  return isa<FloatType>(tensorOf(value).getElementType());
}

void AdjointBuilder::activate(Value value) {
  if (isFloat(value))
    active.insert(value);
}

/// Whether the operation reads an active value, in its regions or outside.
static bool readsActive(Operation *op, const AdjointBuilder &adjoints) {
  auto isActive = [&](Value value) { return adjoints.isActive(value); };
  if (llvm::any_of(op->getOperands(), isActive))
    return true;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  return llvm::any_of(captured, isActive);
}

void AdjointBuilder::activate(ArrayRef<Operation *> operations) {
  for (Operation *op : operations)
    if (!isa<StopGradientOp>(op) && readsActive(op, *this))
      for (Value result : op->getResults())
        activate(result);
}

LogicalResult AdjointBuilder::visit(ArrayRef<Operation *> operations) {
  for (Operation *op : llvm::reverse(operations)) {
    auto hasGradient = [&](Value result) { return bool(gradient(result)); };
    if (llvm::none_of(op->getResults(), hasGradient))
      continue;
    auto differentiable = dyn_cast<AdjointOpInterface>(op);
    if (!differentiable)
      return op->emitError()
             << "'" << op->getName().stripDialect() << "' has no derivative";
    location = op->getLoc();
    if (failed(differentiable.buildAdjoint(*this)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

Value AdjointBuilder::gradientOrZero(Value value) {
  Value sum = gradient(value);
  return sum ? sum : splat(tensorOf(value), 0);
}

void AdjointBuilder::add(Value value, Value contribution) {
  if (!isActive(value))
    return;
  assert(value.getType() == contribution.getType() &&
         "a gradient has the type of its value");
  Value &sum = gradients[value];
  sum = sum ? create<AddOp>(sum, contribution) : contribution;
}

void AdjointBuilder::replace(Value value, Value replacement) {
  if (active.erase(value))
    active.insert(replacement);
  if (Value sum = gradient(value)) {
    gradients.erase(value);
    gradients[replacement] = sum;
  }
}

//===----------------------------------------------------------------------===//
// Operations that rules are made of
//===----------------------------------------------------------------------===//

static bool isZero(int64_t number) { return number == 0; }

Value AdjointBuilder::splat(RankedTensorType type, double number) {
  return createSplat(builder, location, type, number);
}

Value AdjointBuilder::reshape(Value value, ArrayRef<int64_t> shape) {
  return reshapeTo(builder, location, value, shape);
}

Value AdjointBuilder::transpose(Value value, ArrayRef<int64_t> permutation) {
  return transposeBy(builder, location, value, permutation);
}

Value AdjointBuilder::broadcast(Value value, ArrayRef<int64_t> shape,
                                ArrayRef<int64_t> axes) {
  return broadcastTo(builder, location, value,
                     Dimensions(shape.begin(), shape.end()), axes);
}

Value AdjointBuilder::sum(Value value, ArrayRef<int64_t> axes) {
  if (axes.empty())
    return value;
  if (Value sum = adjoint::factoredSum(*this, value, axes))
    return sum;
  return create<SumOp>(value, axes, /*keep_dims=*/false);
}

Value AdjointBuilder::slice(Value value, ArrayRef<int64_t> starts,
                            ArrayRef<int64_t> sizes,
                            ArrayRef<int64_t> strides) {
  if (tensorOf(value).getShape() == sizes && llvm::all_of(starts, isZero) &&
      llvm::all_of(strides, [](int64_t stride) { return stride == 1; }))
    return value;
  MLIRContext *context = builder.getContext();
  return create<SliceOp>(value, staticDims(context, starts),
                         staticDims(context, sizes), strides);
}

Value AdjointBuilder::flip(Value value, ArrayRef<int64_t> axes) {
  SmallVector<int64_t> sizes(tensorOf(value).getShape());
  SmallVector<int64_t> starts(sizes.size(), 0), strides(sizes.size(), 1);
  for (int64_t axis : axes)
    if (sizes[axis] > 1) {
      starts[axis] = sizes[axis] - 1;
      strides[axis] = -1;
    }
  return slice(value, starts, sizes, strides);
}

Value AdjointBuilder::pad(Value value, ArrayRef<int64_t> low,
                          ArrayRef<int64_t> high, double number) {
  SmallVector<int64_t> starts, sizes, before, after;
  for (auto [size, first, last] :
       llvm::zip(tensorOf(value).getShape(), low, high)) {
    starts.push_back(std::max<int64_t>(-first, 0));
    sizes.push_back(size - starts.back() - std::max<int64_t>(-last, 0));
    before.push_back(std::max<int64_t>(first, 0));
    after.push_back(std::max<int64_t>(last, 0));
  }
  value = slice(value, starts, sizes, SmallVector<int64_t>(sizes.size(), 1));
  if (llvm::all_of(before, isZero) && llvm::all_of(after, isZero))
    return value;
  return create<PadOp>(value, before, after, llvm::APFloat(number));
}

Value AdjointBuilder::scatterSlice(Value value, ArrayRef<int64_t> shape,
                                   ArrayRef<int64_t> starts,
                                   ArrayRef<int64_t> strides) {
  if (tensorOf(value).getNumElements() == 0)
    return splat(tensorOf(value).clone(shape), 0);
  int64_t rank = static_cast<int64_t>(shape.size());
  SmallVector<int64_t> sizes(tensorOf(value).getShape());
  // Backwards is forwards from the other end.
  SmallVector<int64_t> first(starts), steps(strides), backwards;
  for (int64_t axis = 0; axis < rank; ++axis)
    if (steps[axis] < 0) {
      first[axis] += (sizes[axis] - 1) * steps[axis];
      steps[axis] = -steps[axis];
      backwards.push_back(axis);
    }
  value = flip(value, backwards);
  // Zeros between the elements: each becomes a row of its step's length.
  if (llvm::any_of(llvm::zip(steps, sizes), [](auto pair) {
        return std::get<0>(pair) > 1 && std::get<1>(pair) > 1;
      })) {
    SmallVector<int64_t> apart, gaps;
    for (int64_t axis = 0; axis < rank; ++axis) {
      int64_t step = sizes[axis] > 1 ? steps[axis] : 1;
      llvm::append_values(apart, sizes[axis], int64_t(1));
      llvm::append_values(gaps, int64_t(0), step - 1);
      sizes[axis] *= step;
    }
    value = reshape(value, apart);
    value = pad(value, SmallVector<int64_t>(apart.size(), 0), gaps);
    value = reshape(value, sizes);
  }
  SmallVector<int64_t> rest;
  for (int64_t axis = 0; axis < rank; ++axis)
    rest.push_back(shape[axis] - first[axis] - sizes[axis]);
  return pad(value, first, rest);
}

Value AdjointBuilder::sumToShape(Value value, ArrayRef<int64_t> shape) {
  ArrayRef<int64_t> from = tensorOf(value).getShape();
  int64_t missing = static_cast<int64_t>(from.size() - shape.size());
  SmallVector<int64_t> axes;
  for (int64_t axis = 0; axis < static_cast<int64_t>(from.size()); ++axis)
    if (axis < missing || from[axis] != shape[axis - missing])
      axes.push_back(axis);
  return reshape(sum(value, axes), shape);
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

void dlc::graph::registerAdjointModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, GraphDialect *) {
    adjoint::attachPointwise(context);
    adjoint::attachContraction(context);
    adjoint::attachReduction(context);
    adjoint::attachPooling(context);
    adjoint::attachOrdering(context);
    adjoint::attachShape(context);
    adjoint::attachIndexing(context);
    adjoint::attachExtern(context);
    adjoint::attachControl(context);
    adjoint::attachCustomGradient(context);
  });
}
