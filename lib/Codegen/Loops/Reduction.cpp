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
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

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

/// Loops over the reduced axes from `axis` on, outermost first.
static Value combineFrom(ElementEmitter &emitter, Value operand,
                         const ReducedAxes &axes, size_t axis,
                         SmallVector<Value> &source, Value carried,
                         Combiner combine) {
  while (axis < source.size() && !axes.reduced[axis])
    ++axis;
  RankedTensorType type = tensorOf(operand);
  if (axis == source.size())
    return combine(emitter, carried,
                   widen(emitter, emitter.element(operand, source)),
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
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());
    Value result = combineFrom(emitter, operand, axes, 0, source,
                               identity(emitter, elementType), combine);
    if (isa<MeanOp>(op))
      result = emitter.builder.create<arith::DivFOp>(
          emitter.location, result,
          emitter.number(result.getType(), static_cast<double>(axes.count)));
    return narrow(emitter, result, elementType);
  }
  int64_t getElementsRead(Operation *op) const {
    auto reduction = cast<Op>(op);
    return ReducedAxes(tensorOf(reduction.getOperand()), reduction.getAxes())
        .count;
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
    Location location = emitter.location;
    Value operand = reduction.getOperand();
    RankedTensorType type = tensorOf(operand);
    int64_t axis = axisOf(reduction);
    ReducedAxes axes(type, axis);
    SmallVector<Value> source = axes.spread(indices, reduction.getKeepDims());

    source[axis] = emitter.index(0);
    Value first = emitter.element(operand, source);
    Value start = emitter.index(0);
    SmallVector<Value> last = emitter.reduce(
        type.getDimSize(axis), {first, start},
        [&](Value index, ValueRange best) -> SmallVector<Value> {
          source[axis] = index;
          Value value = emitter.element(operand, source);
          Value wins = emitWins(emitter, value, best[0],
                                type.getElementType().isUnsignedInteger());
          return {
              builder.create<arith::SelectOp>(location, wins, value, best[0]),
              builder.create<arith::SelectOp>(location, wins, index, best[1])};
        });
    return builder.create<arith::IndexCastOp>(location, builder.getI64Type(),
                                              last[1]);
  }
  int64_t getElementsRead(Operation *op) const {
    auto reduction = cast<Op>(op);
    return tensorOf(reduction.getOperand()).getDimSize(axisOf(reduction));
  }

private:
  static constexpr bool kLargest = std::is_same_v<Op, ArgmaxOp>;

  static int64_t axisOf(Op op) {
    int64_t rank = tensorOf(op.getOperand()).getRank();
    return op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  }

  /// Whether `value` replaces `best`, which stands before it.
  static Value emitWins(ElementEmitter &emitter, Value value, Value best,
                        bool isUnsigned) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    if (isa<FloatType>(value.getType())) {
      // The first NaN beats every number and is never beaten.
      Value ordered = builder.create<arith::CmpFOp>(
          location, arith::CmpFPredicate::ORD, best, best);
      Value better = builder.create<arith::CmpFOp>(
          location,
          kLargest ? arith::CmpFPredicate::UGT : arith::CmpFPredicate::ULT,
          value, best);
      return builder.create<arith::AndIOp>(location, ordered, better);
    }
    auto larger =
        isUnsigned ? arith::CmpIPredicate::ugt : arith::CmpIPredicate::sgt;
    auto smaller =
        isUnsigned ? arith::CmpIPredicate::ult : arith::CmpIPredicate::slt;
    return builder.create<arith::CmpIOp>(location, kLargest ? larger : smaller,
                                         value, best);
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
