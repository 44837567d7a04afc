//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions as element code: loops over axes.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Combiners.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

#include <type_traits>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

//===----------------------------------------------------------------------===//
// Sums, products, extrema
//===----------------------------------------------------------------------===//

namespace {
/// Which operand axes an operation reduces, and where the others stand in the
/// result.
struct ReducedAxes {
  SmallVector<bool> reduced;
  int64_t count = 1;
  /// Whether nothing in the kernel changes the order of axes.
  bool keepsOrder = false;

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
} // namespace

static Value combineElement(ElementEmitter &emitter, Value operand,
                            ValueRange source, Value carried,
                            Combiner combine) {
  return combine(emitter, carried,
                 widen(emitter, emitter.element(operand, source)),
                 tensorOf(operand).getElementType().isUnsignedInteger());
}

/// One loop over the axes from `axis` on, which are all reduced: a long one
/// where each axis may be too short for vectors.
static Value combineFlat(ElementEmitter &emitter, Value operand, size_t axis,
                         SmallVector<Value> &source, Value carried,
                         Combiner combine) {
  ArrayRef<int64_t> sizes = tensorOf(operand).getShape().drop_front(axis);
  int64_t count = 1;
  for (int64_t size : sizes)
    count *= size;
  return emitter
      .reduce(count, carried,
              [&](Value position, ValueRange inner) -> SmallVector<Value> {
                Value rest = position;
                for (size_t i = source.size(); i-- > axis;) {
                  Value size = emitter.index(sizes[i - axis]);
                  source[i] = emitter.remainder(rest, size);
                  rest = emitter.divide(rest, size);
                }
                emitter.setPosition(position,
                                    ValueRange(source).drop_front(axis), sizes);
                Value next = combineElement(emitter, operand, source,
                                            inner.front(), combine);
                emitter.setPosition(Value());
                return {next};
              })
      .front();
}

/// Loops over the reduced axes from `axis` on, outermost first.
static Value combineFrom(ElementEmitter &emitter, Value operand,
                         const ReducedAxes &axes, size_t axis,
                         SmallVector<Value> &source, Value carried,
                         Combiner combine) {
  while (axis < source.size() && !axes.reduced[axis])
    ++axis;
  RankedTensorType type = tensorOf(operand);
  if (axis == source.size())
    return combineElement(emitter, operand, source, carried, combine);
  ArrayRef<bool> rest = ArrayRef(axes.reduced).drop_front(axis);
  if (rest.size() > 1 && axes.count > 0 && axes.keepsOrder &&
      llvm::all_of(rest, [](bool reduced) { return reduced; }))
    return combineFlat(emitter, operand, axis, source, carried, combine);
  return emitter
      .reduce(type.getDimSize(axis), carried,
              [&](Value index, ValueRange inner) -> SmallVector<Value> {
                source[axis] = index;
                return {combineFrom(emitter, operand, axes, axis + 1, source,
                                    inner.front(), combine)};
              })
      .front();
}

/// Vectors that are combined independently of one another, so that none waits
/// for the last sum; and steps of the innermost loop that are unrolled.
static constexpr int64_t kChains = 4;
static constexpr int64_t kUnrolled = 16;

/// As combineFrom, for vectors: the innermost loop goes around the chains.
static void combineLanes(ElementEmitter &emitter, Value operand,
                         const ReducedAxes &axes, size_t axis,
                         SmallVector<Value> &source,
                         MutableArrayRef<Accumulation> chains) {
  while (!axes.reduced[axis])
    ++axis;
  int64_t size = tensorOf(operand).getDimSize(axis);
  if (llvm::is_contained(ArrayRef(axes.reduced).drop_front(axis + 1), true)) {
    Accumulation::loop(
        chains, emitter.index(0), emitter.index(size), [&](Value index) {
          source[axis] = index;
          combineLanes(emitter, operand, axes, axis + 1, source, chains);
        });
    return;
  }
  auto steps = [&](Value first, int64_t count) {
    for (int64_t step = 0; step < count; ++step) {
      source[axis] = emitter.add(first, step);
      chains[step % chains.size()].add(emitter.element(operand, source));
    }
  };
  int64_t whole = size <= kUnrolled ? 0 : size / kUnrolled;
  if (whole > 0)
    Accumulation::loop(chains, emitter.index(0), emitter.index(whole),
                       [&](Value index) {
                         steps(emitter.multiply(index, kUnrolled), kUnrolled);
                       });
  steps(emitter.index(whole * kUnrolled), size - whole * kUnrolled);
}

/// As combineFrom, for the columns [lower, upper) of the last axis, which is
/// not reduced: each has an accumulator in memory, and the loop over columns is
/// the innermost.
static void combineColumns(ElementEmitter &emitter, Value operand,
                           const ReducedAxes &axes, size_t axis,
                           SmallVector<Value> &source, Value lower, Value upper,
                           Value accumulators, Combiner combine) {
  RankedTensorType type = tensorOf(operand);
  while (axis + 1 < source.size() && !axes.reduced[axis])
    ++axis;
  if (axis + 1 < source.size()) {
    emitter.forEach(emitter.index(0), emitter.index(type.getDimSize(axis)),
                    [&](Value index) {
                      source[axis] = index;
                      combineColumns(emitter, operand, axes, axis + 1, source,
                                     lower, upper, accumulators, combine);
                    });
    return;
  }
  emitter.forEach(lower, upper, [&](Value column) {
    source.back() = column;
    Value place = emitter.subtract(column, lower);
    Value before = emitter.load(accumulators, place,
                                accumulatorType(type.getElementType()));
    emitter.store(combineElement(emitter, operand, source, before, combine),
                  accumulators, place);
  });
}

/// With fewer columns than a vector has lanes, one is reduced after the other.
static constexpr int64_t kFewColumns = 8;

namespace {
template <typename Op, Combiner combine, Identity identity>
struct ReductionModel
    : ElementOpInterface::ExternalModel<ReductionModel<Op, combine, identity>,
                                        Op> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto reduction = cast<Op>(op);
    Value operand = reduction.getOperand();
    Type elementType = reduction.getType().getElementType();
    ReducedAxes axes(tensorOf(operand), reduction.getAxes());
    axes.keepsOrder = llvm::all_of(*op->getBlock(), [&](Operation &other) {
      return &other == op || other.hasTrait<OpTrait::IsTerminator>() ||
             isa<PayloadOpInterface, BroadcastOp, ConstantOp>(other);
    });
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());
    Value initial = identity(emitter, elementType);
    if (!emitter.hasLanes() || axes.count < 2)
      return finish(
          reduction, emitter,
          combineFrom(emitter, operand, axes, 0, source, initial, combine),
          axes);
    SmallVector<Accumulation> chains(
        std::min(axes.count, kChains),
        Accumulation(emitter, tensorOf(operand).getElementType(), combine,
                     identity));
    combineLanes(emitter, operand, axes, 0, source, chains);
    for (size_t count = chains.size(); count > 1; count = (count + 1) / 2)
      for (size_t i = 0; i < count / 2; ++i)
        chains[i].add(chains[(count + 1) / 2 + i]);
    return finish(reduction, emitter, chains.front().result(), axes);
  }
  bool keepsLanes(Operation *op) const {
    auto reduction = cast<Op>(op);
    RankedTensorType type = tensorOf(reduction.getOperand());
    return type.getRank() > 0 &&
           !ReducedAxes(type, reduction.getAxes()).reduced.back();
  }
  bool hasColumns(Operation *op) const {
    auto reduction = cast<Op>(op);
    RankedTensorType type = tensorOf(reduction.getOperand());
    ReducedAxes axes(type, reduction.getAxes());
    return axes.count > 1 && type.getRank() > 0 && !axes.reduced.back() &&
           type.getShape().back() >= kFewColumns;
  }
  void emitColumns(Operation *op, ElementEmitter &emitter, ValueRange indices,
                   Value lower, Value upper,
                   function_ref<void(Value, Value)> visit) const {
    auto reduction = cast<Op>(op);
    Value operand = reduction.getOperand();
    Type elementType = reduction.getType().getElementType();
    Type accumulator = accumulatorType(elementType);
    ReducedAxes axes(tensorOf(operand), reduction.getAxes());
    Value accumulators =
        emitter.scratch(kColumnsOfTile, memoryType(accumulator));
    Value count = emitter.subtract(upper, lower);
    emitter.forEach(emitter.index(0), count, [&](Value place) {
      emitter.store(identity(emitter, elementType), accumulators, place);
    });
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());
    combineColumns(emitter, operand, axes, 0, source, lower, upper,
                   accumulators, combine);
    emitter.forEach(lower, upper, [&](Value column) {
      Value place = emitter.subtract(column, lower);
      Value result = emitter.load(accumulators, place, accumulator);
      visit(column, finish(reduction, emitter, result, axes));
    });
  }
  int64_t getElementsRead(Operation *op) const {
    auto reduction = cast<Op>(op);
    return ReducedAxes(tensorOf(reduction.getOperand()), reduction.getAxes())
        .count;
  }

private:
  static Value finish(Op op, ElementEmitter &emitter, Value result,
                      const ReducedAxes &axes) {
    if (isa<MeanOp>(op))
      result = emitter.builder.create<arith::DivFOp>(
          emitter.location, result,
          emitter.number(result.getType(), static_cast<double>(axes.count)));
    return narrow(emitter, result, op.getType().getElementType());
  }
};

//===----------------------------------------------------------------------===//
// argmax, argmin
//===----------------------------------------------------------------------===//

template <typename Op>
struct ArgReductionModel
    : ElementOpInterface::ExternalModel<ArgReductionModel<Op>, Op> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto reduction = cast<Op>(op);
    OpBuilder &builder = emitter.builder;
    Value operand = reduction.getOperand();
    RankedTensorType type = tensorOf(operand);
    int64_t axis = axisOf(reduction);
    ReducedAxes axes(type, axis);
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());

    // The extremum, then the first place of it: two loops that LLVM
    // vectorises where they are scalar, unlike one that carries a place and its
    // element.
    auto loop = [&](Value initial, function_ref<Value(Value, Value)> body) {
      return emitter
          .reduce(type.getDimSize(axis), initial,
                  [&](Value index, ValueRange carried) -> SmallVector<Value> {
                    source[axis] = index;
                    return {body(emitter.element(operand, source),
                                 carried.front())};
                  })
          .front();
    };
    Value best =
        loop(kWorst(emitter, type.getElementType()),
             [&](Value element, Value carried) {
               return kBetter(emitter, carried, widen(emitter, element),
                              type.getElementType().isUnsignedInteger());
             });
    Value none = emitter.number(emitter.laneType(builder.getI64Type()),
                                static_cast<double>(type.getDimSize(axis)));
    return loop(none, [&](Value element, Value first) {
      return firstPlace(emitter, element, best, source[axis], first, none);
    });
  }

  bool keepsLanes(Operation *op) const {
    return axisOf(cast<Op>(op)) + 1 < tensorOf(op->getOperand(0)).getRank();
  }
  bool hasColumns(Operation *op) const {
    RankedTensorType type = tensorOf(op->getOperand(0));
    int64_t axis = axisOf(cast<Op>(op));
    return axis + 1 < type.getRank() && type.getDimSize(axis) > 1 &&
           type.getShape().back() >= kFewColumns;
  }
  void emitColumns(Operation *op, ElementEmitter &emitter, ValueRange indices,
                   Value lower, Value upper,
                   function_ref<void(Value, Value)> visit) const {
    auto reduction = cast<Op>(op);
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    Value operand = reduction.getOperand();
    RankedTensorType type = tensorOf(operand);
    int64_t axis = axisOf(reduction), size = type.getDimSize(axis);
    ReducedAxes axes(type, axis);
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());
    Type i64 = builder.getI64Type();
    Type accumulator = accumulatorType(type.getElementType());
    Value bests = emitter.scratch(kColumnsOfTile, accumulator);
    Value places = emitter.scratch(kColumnsOfTile, i64);
    Value none = builder.create<arith::ConstantIntOp>(location, size, 64);
    auto forEachColumn =
        [&](function_ref<void(Value column, Value place)> body) {
          emitter.forEach(lower, upper, [&](Value column) {
            body(column, emitter.subtract(column, lower));
          });
        };

    forEachColumn([&](Value, Value place) {
      emitter.store(kWorst(emitter, type.getElementType()), bests, place);
      emitter.store(none, places, place);
    });
    combineColumns(emitter, operand, axes, 0, source, lower, upper, bests,
                   kBetter);
    emitter.forEach(emitter.index(0), emitter.index(size), [&](Value index) {
      source[axis] = index;
      forEachColumn([&](Value column, Value place) {
        source.back() = column;
        Value found = firstPlace(emitter, emitter.element(operand, source),
                                 emitter.load(bests, place, accumulator), index,
                                 emitter.load(places, place, i64), none);
        emitter.store(found, places, place);
      });
    });
    forEachColumn([&](Value column, Value place) {
      visit(column, emitter.load(places, place, i64));
    });
  }
  int64_t getElementsRead(Operation *op) const {
    auto reduction = cast<Op>(op);
    return tensorOf(reduction.getOperand()).getDimSize(axisOf(reduction));
  }
  bool readsElementsAgain(Operation *) const { return true; }

private:
  static constexpr bool kLargest = std::is_same_v<Op, ArgmaxOp>;
  static constexpr Combiner kBetter = kLargest ? largerOf : smallerOf;
  static constexpr Identity kWorst = kLargest ? lowest : highest;

  static int64_t axisOf(Op op) {
    int64_t rank = tensorOf(op.getOperand()).getRank();
    return op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  }

  /// `index` if that is before `first` and has the extremum, which is NaN if
  /// some element is.
  static Value firstPlace(ElementEmitter &emitter, Value element, Value best,
                          Value index, Value first, Value none) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    element = widen(emitter, element);
    Value found;
    if (isa<FloatType>(getElementTypeOrSelf(element))) {
      Value equal = builder.create<arith::CmpFOp>(
          location, arith::CmpFPredicate::OEQ, element, best);
      Value isNaN = builder.create<arith::CmpFOp>(
          location, arith::CmpFPredicate::UNO, element, element);
      found = builder.create<arith::OrIOp>(location, equal, isNaN);
    } else {
      found = builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::eq,
                                            element, best);
    }
    Value place = builder.create<arith::IndexCastOp>(
        location, builder.getI64Type(), index);
    if (emitter.hasLanes())
      place =
          builder.create<vector::BroadcastOp>(location, none.getType(), place);
    place = builder.create<arith::SelectOp>(location, found, place, none);
    return builder.create<arith::MinSIOp>(location, first, place);
  }
};
} // namespace

template <typename Op, Combiner combine, Identity identity>
static void attach(MLIRContext *context) {
  Op::template attachInterface<ReductionModel<Op, combine, identity>>(*context);
}

void dlc::codegen::attachReduction(MLIRContext *context) {
  attach<SumOp, sumOf, zero>(context);
  attach<ProdOp, productOf, one>(context);
  attach<MeanOp, sumOf, zero>(context);
  attach<MaxOp, largerOf, lowest>(context);
  attach<MinOp, smallerOf, highest>(context);
  attach<AnyOp, eitherOf, zero>(context);
  attach<AllOp, bothOf, one>(context);
  ArgmaxOp::attachInterface<ArgReductionModel<ArgmaxOp>>(*context);
  ArgminOp::attachInterface<ArgReductionModel<ArgminOp>>(*context);
}
