//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions, argmax and pooling as element code: loops over axes or windows.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <limits>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Sums may be reordered, which lets LLVM vectorise them. The order is fixed
/// when the kernel is compiled, so results stay the same in every run.
static constexpr auto kReorder =
    arith::FastMathFlags::reassoc | arith::FastMathFlags::contract;

static Value largerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                      bool isUnsigned) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::MaximumFOp>(emitter.location, lhs,
                                                     rhs);
  if (isUnsigned)
    return emitter.builder.create<arith::MaxUIOp>(emitter.location, lhs, rhs);
  return emitter.builder.create<arith::MaxSIOp>(emitter.location, lhs, rhs);
}

static Value smallerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                       bool isUnsigned) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::MinimumFOp>(emitter.location, lhs,
                                                     rhs);
  if (isUnsigned)
    return emitter.builder.create<arith::MinUIOp>(emitter.location, lhs, rhs);
  return emitter.builder.create<arith::MinSIOp>(emitter.location, lhs, rhs);
}

/// The identity of max (`lowest`) or min.
static Value extreme(ElementEmitter &emitter, Type elementType, bool lowest) {
  Type type = registerType(elementType);
  if (isa<FloatType>(type)) {
    double infinity = std::numeric_limits<double>::infinity();
    return emitter.number(type, lowest ? -infinity : infinity);
  }
  unsigned width = type.getIntOrFloatBitWidth();
  bool isUnsigned = elementType.isUnsignedInteger();
  APInt value = lowest ? (isUnsigned ? APInt::getMinValue(width)
                                     : APInt::getSignedMinValue(width))
                       : (isUnsigned ? APInt::getMaxValue(width)
                                     : APInt::getSignedMaxValue(width));
  return emitter.builder.create<arith::ConstantOp>(
      emitter.location, emitter.builder.getIntegerAttr(type, value));
}

//===----------------------------------------------------------------------===//
// sum, mean, max, min
//===----------------------------------------------------------------------===//

namespace {
/// Which operand axes an operation reduces, and where the others stand in the
/// result.
struct ReducedAxes {
  SmallVector<bool> reduced;
  int64_t count = 1;

  ReducedAxes(RankedTensorType operand, ArrayRef<int64_t> axes)
      : reduced(operand.getRank(), axes.empty()) {
    for (int64_t axis : axes)
      reduced[axis < 0 ? axis + operand.getRank() : axis] = true;
    for (auto [size, gone] : llvm::zip(operand.getShape(), reduced))
      if (gone)
        count *= size;
  }

  /// Operand indices with the result's filled in and the reduced ones empty.
  SmallVector<Value> spread(ValueRange indices, bool keptDims) const {
    SmallVector<Value> source(reduced.size());
    size_t next = 0;
    for (auto [position, gone] : llvm::enumerate(reduced)) {
      if (!gone)
        source[position] = indices[next];
      if (!gone || keptDims)
        ++next;
    }
    return source;
  }
};

using Combine = Value (*)(ElementEmitter &, Value, Value, bool isUnsigned);
} // namespace

/// Loops over the reduced axes from `axis` on, outermost first.
static Value combineFrom(ElementEmitter &emitter, Value operand,
                         const ReducedAxes &axes, size_t axis,
                         SmallVector<Value> &source, Value carried,
                         Combine combine) {
  while (axis < source.size() && !axes.reduced[axis])
    ++axis;
  RankedTensorType type = tensorOf(operand);
  if (axis == source.size())
    return combine(emitter, carried, emitter.element(operand, source),
                   type.getElementType().isUnsignedInteger());
  return emitter
      .reduce(type.getDimSize(axis), carried,
              [&](Value index, ValueRange inner) -> SmallVector<Value> {
                source[axis] = index;
                return {combineFrom(emitter, operand, axes, axis + 1, source,
                                    inner.front(), combine)};
              })
      .front();
}

static Value addUp(ElementEmitter &emitter, Value lhs, Value rhs, bool) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::AddFOp>(emitter.location, lhs, rhs,
                                                 kReorder);
  return emitter.builder.create<arith::AddIOp>(emitter.location, lhs, rhs);
}

template <typename Op, Combine combine>
static Value emitReduction(Op op, ElementEmitter &emitter, ValueRange indices,
                           Value initial) {
  Value operand = op.getOperand();
  ReducedAxes axes(tensorOf(operand), op.getAxes());
  SmallVector<Value> source = axes.spread(indices, op.getKeepDims());
  return combineFrom(emitter, operand, axes, 0, source, initial, combine);
}

namespace {
template <typename Concrete, typename Op>
struct ReductionModel : ElementOpInterface::ExternalModel<Concrete, Op> {
  int64_t getElementsRead(Operation *op) const {
    auto reduction = cast<Op>(op);
    return ReducedAxes(tensorOf(reduction.getOperand()), reduction.getAxes())
        .count;
  }
};

struct SumModel : ReductionModel<SumModel, SumOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto sum = cast<SumOp>(op);
    Type type = registerType(sum.getType().getElementType());
    return emitReduction<SumOp, addUp>(sum, emitter, indices,
                                       emitter.number(type, 0));
  }
};

struct MeanModel : ReductionModel<MeanModel, MeanOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto mean = cast<MeanOp>(op);
    Type type = registerType(mean.getType().getElementType());
    Value sum = emitReduction<MeanOp, addUp>(mean, emitter, indices,
                                             emitter.number(type, 0));
    double count = static_cast<double>(getElementsRead(op));
    return emitter.builder.create<arith::DivFOp>(emitter.location, sum,
                                                 emitter.number(type, count));
  }
};

struct MaxModel : ReductionModel<MaxModel, MaxOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto max = cast<MaxOp>(op);
    return emitReduction<MaxOp, largerOf>(
        max, emitter, indices,
        extreme(emitter, max.getType().getElementType(), /*lowest=*/true));
  }
};

struct MinModel : ReductionModel<MinModel, MinOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto min = cast<MinOp>(op);
    return emitReduction<MinOp, smallerOf>(
        min, emitter, indices,
        extreme(emitter, min.getType().getElementType(), /*lowest=*/false));
  }
};

//===----------------------------------------------------------------------===//
// argmax
//===----------------------------------------------------------------------===//

struct ArgmaxModel : ElementOpInterface::ExternalModel<ArgmaxModel, ArgmaxOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto argmax = cast<ArgmaxOp>(op);
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    Value operand = argmax.getOperand();
    RankedTensorType type = tensorOf(operand);
    int64_t axis = axisOf(argmax);
    ReducedAxes axes(type, axis);
    SmallVector<Value> source = axes.spread(indices, argmax.getKeepDims());

    source[axis] = emitter.index(0);
    Value first = emitter.element(operand, source);
    Value zero = emitter.index(0);
    SmallVector<Value> last = emitter.reduce(
        type.getDimSize(axis), {first, zero},
        [&](Value index, ValueRange best) -> SmallVector<Value> {
          source[axis] = index;
          Value value = emitter.element(operand, source);
          Value better;
          if (isa<FloatType>(value.getType())) {
            // The first NaN beats every number and is never beaten.
            Value ordered = builder.create<arith::CmpFOp>(
                location, arith::CmpFPredicate::ORD, best[0], best[0]);
            Value larger = builder.create<arith::CmpFOp>(
                location, arith::CmpFPredicate::UGT, value, best[0]);
            better = builder.create<arith::AndIOp>(location, ordered, larger);
          } else {
            bool isUnsigned = type.getElementType().isUnsignedInteger();
            better = builder.create<arith::CmpIOp>(
                location,
                isUnsigned ? arith::CmpIPredicate::ugt
                           : arith::CmpIPredicate::sgt,
                value, best[0]);
          }
          return {
              builder.create<arith::SelectOp>(location, better, value, best[0]),
              builder.create<arith::SelectOp>(location, better, index,
                                              best[1])};
        });
    return builder.create<arith::IndexCastOp>(location, builder.getI64Type(),
                                              last[1]);
  }
  int64_t getElementsRead(Operation *op) const {
    auto argmax = cast<ArgmaxOp>(op);
    return tensorOf(argmax.getOperand()).getDimSize(axisOf(argmax));
  }

private:
  static int64_t axisOf(ArgmaxOp op) {
    int64_t rank = tensorOf(op.getOperand()).getRank();
    return op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  }
};

//===----------------------------------------------------------------------===//
// max_pool2d
//===----------------------------------------------------------------------===//

struct MaxPool2dModel
    : ElementOpInterface::ExternalModel<MaxPool2dModel, MaxPool2dOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<MaxPool2dOp>(op);
    Type element = pool.getType().getElementType();
    Value lowest = extreme(emitter, element, /*lowest=*/true);
    ArrayRef<int64_t> kernel = pool.getKernel();
    return emitter
        .reduce(kernel[0], lowest,
                [&](Value dy, ValueRange outer) -> SmallVector<Value> {
                  return emitter.reduce(
                      kernel[1], outer,
                      [&](Value dx, ValueRange inner) -> SmallVector<Value> {
                        Value value =
                            window(pool, emitter, indices, dy, dx, lowest);
                        return {largerOf(emitter, inner.front(), value,
                                         /*isUnsigned=*/false)};
                      });
                })
        .front();
  }
  int64_t getElementsRead(Operation *op) const {
    ArrayRef<int64_t> kernel = cast<MaxPool2dOp>(op).getKernel();
    return kernel[0] * kernel[1];
  }
  bool readsElementsAgain(Operation *op) const {
    auto pool = cast<MaxPool2dOp>(op);
    return pool.getStrides()[0] < pool.getKernel()[0] ||
           pool.getStrides()[1] < pool.getKernel()[1];
  }

private:
  /// The input at window position (dy, dx), minus infinity in the padding.
  static Value window(MaxPool2dOp pool, ElementEmitter &emitter,
                      ValueRange indices, Value dy, Value dx, Value lowest) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    SmallVector<Value> source(indices);
    Value offsets[] = {dy, dx};
    Value inside;
    for (unsigned axis : {0u, 1u}) {
      Value start = builder.create<arith::MulIOp>(
          location, indices[2 + axis], emitter.index(pool.getStrides()[axis]));
      Value position =
          builder.create<arith::AddIOp>(location, start, offsets[axis]);
      if (int64_t padding = pool.getPadding()[axis]; padding != 0) {
        position = builder.create<arith::SubIOp>(location, position,
                                                 emitter.index(padding));
        Value fits = builder.create<arith::CmpIOp>(
            location, arith::CmpIPredicate::ult, position,
            emitter.index(tensorOf(pool.getInput()).getDimSize(2 + axis)));
        inside = inside ? builder.create<arith::AndIOp>(location, inside, fits)
                        : fits;
      }
      source[2 + axis] = position;
    }
    if (!inside)
      return emitter.element(pool.getInput(), source);
    return emitter.guarded(inside, lowest, [&] {
      return emitter.element(pool.getInput(), source);
    });
  }
};
} // namespace

void dlc::codegen::attachReduction(MLIRContext *context) {
  SumOp::attachInterface<SumModel>(*context);
  MeanOp::attachInterface<MeanModel>(*context);
  MaxOp::attachInterface<MaxModel>(*context);
  MinOp::attachInterface<MinModel>(*context);
  ArgmaxOp::attachInterface<ArgmaxModel>(*context);
  MaxPool2dOp::attachInterface<MaxPool2dModel>(*context);
}
