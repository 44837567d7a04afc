//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pooling as element code: loops over the elements of a window.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Combiners.h"
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
/// The elements of a window along one axis: begin + i * dilation for i in
/// [lower, upper), or in [0, count) where that is the same for all windows.
struct Span {
  Value begin;
  int64_t dilation = 1;
  std::optional<int64_t> count;
  Value lower, upper;
};

/// Arithmetic of positions, which may lie before the first one.
struct PositionBuilder {
  ElementEmitter &emitter;

  Value smaller(Value lhs, Value rhs) {
    return emitter.builder.create<arith::MinSIOp>(emitter.location, lhs, rhs);
  }
  Value larger(Value lhs, Value rhs) {
    return emitter.builder.create<arith::MaxSIOp>(emitter.location, lhs, rhs);
  }
  Value divideCeil(Value lhs, int64_t rhs) {
    return emitter.divide(emitter.add(lhs, rhs - 1), rhs);
  }
  Value toNumber(Value index, Type type) {
    OpBuilder &builder = emitter.builder;
    Value integer = builder.create<arith::IndexCastOp>(
        emitter.location, builder.getI64Type(), index);
    Value number = builder.create<arith::SIToFPOp>(
        emitter.location, getElementTypeOrSelf(type), integer);
    if (isa<VectorType>(type))
      number =
          builder.create<vector::BroadcastOp>(emitter.location, type, number);
    return number;
  }
};

/// The windows along one axis of a pooling operation.
struct Windows {
  int64_t size, count, kernel, stride, padding, dilation = 1;

  /// Whether each window lies in the input as a whole.
  bool fit() const {
    return padding == 0 &&
           (count - 1) * stride + (kernel - 1) * dilation < size;
  }

  /// The windows that do.
  std::pair<int64_t, int64_t> regularRange() const {
    int64_t last = size - 1 - (kernel - 1) * dilation + padding;
    return {llvm::divideCeil(padding, stride),
            last < 0 ? 0 : last / stride + 1};
  }

  /// Elements outside the input are left out.
  Span span(ElementEmitter &emitter, Value index, bool isRegular) const {
    PositionBuilder b{emitter};
    Span span;
    span.begin = emitter.subtract(emitter.multiply(index, stride), padding);
    span.dilation = dilation;
    if (isRegular || fit()) {
      span.count = kernel;
      return span;
    }
    Value zero = emitter.index(0);
    span.lower = b.divideCeil(
        b.larger(emitter.subtract(zero, span.begin), zero), dilation);
    span.upper = b.smaller(
        b.divideCeil(emitter.subtract(emitter.index(size), span.begin),
                     dilation),
        emitter.index(kernel));
    return span;
  }

  /// How many elements a window has within the padded input.
  Value paddedCount(ElementEmitter &emitter, const Span &span) const {
    PositionBuilder b{emitter};
    return b.smaller(
        emitter.subtract(emitter.index(size + padding), span.begin),
        emitter.index(kernel));
  }
};
} // namespace

/// Steps of a span that are unrolled where they are vectors. (Loops of scalars
/// are LLVM's matter.)
static constexpr int64_t kUnrolled = 8;

/// Visits the positions of a span.
static void forSpan(ElementEmitter &emitter, Accumulation &accumulation,
                    const Span &span,
                    function_ref<void(Value position)> visit) {
  auto step = [&](Value index) {
    visit(emitter.add(span.begin, emitter.multiply(index, span.dilation)));
  };
  if (span.count && emitter.hasLanes() && *span.count <= kUnrolled) {
    for (int64_t index = 0; index < *span.count; ++index)
      step(emitter.index(index));
    return;
  }
  Accumulation::loop(accumulation, span.count ? emitter.index(0) : span.lower,
                     span.count ? emitter.index(*span.count) : span.upper,
                     step);
}

/// Combines the elements of a window that has these spans along `axes` and lies
/// at `indices` elsewhere.
static Value reduceWindow(ElementEmitter &emitter, Value input,
                          ValueRange indices, const WindowAxes &axes,
                          const Span &rows, const Span &columns,
                          Identity identity, Combiner combine) {
  Accumulation window(emitter, tensorOf(input).getElementType(), combine,
                      identity);
  SmallVector<Value> source(indices);
  forSpan(emitter, window, rows, [&](Value y) {
    source[axes[0]] = y;
    forSpan(emitter, window, columns, [&](Value x) {
      source[axes[1]] = x;
      window.add(emitter.element(input, source));
    });
  });
  return window.result();
}

/// Visits the positions of a span with values that are carried from one to the
/// next.
static SmallVector<Value> carryAlong(ElementEmitter &emitter, const Span &span,
                                     ValueRange initial,
                                     ElementEmitter::LoopBody visit) {
  auto step = [&](Value index, ValueRange carried) {
    return visit(
        emitter.add(span.begin, emitter.multiply(index, span.dilation)),
        carried);
  };
  if (span.count && emitter.hasLanes() && *span.count <= kUnrolled) {
    SmallVector<Value> carried(initial);
    for (int64_t index = 0; index < *span.count; ++index)
      carried = step(emitter.index(index), carried);
    return carried;
  }
  return emitter.reduce(span.count ? emitter.index(0) : span.lower,
                        span.count ? emitter.index(*span.count) : span.upper,
                        initial, step);
}

/// Whether an element is larger than the largest so far, where NaN is larger
/// than numbers.
static Value isLarger(ElementEmitter &emitter, Value element, Value largest,
                      bool isUnsigned) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  if (!isa<FloatType>(getElementTypeOrSelf(element)))
    return builder.create<arith::CmpIOp>(location,
                                         isUnsigned ? arith::CmpIPredicate::ugt
                                                    : arith::CmpIPredicate::sgt,
                                         element, largest);
  Value larger = builder.create<arith::CmpFOp>(
      location, arith::CmpFPredicate::UGT, element, largest);
  Value isNumber = builder.create<arith::CmpFOp>(
      location, arith::CmpFPredicate::ORD, largest, largest);
  return builder.create<arith::AndIOp>(location, larger, isNumber);
}

/// The position y * width + x of the first of the largest elements in a window,
/// an i64.
static Value placeOfLargest(ElementEmitter &emitter, Value input,
                            ValueRange indices, const WindowAxes &axes,
                            const Span &rows, const Span &columns) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  RankedTensorType type = tensorOf(input);
  Type elementType = type.getElementType();
  int64_t height = type.getDimSize(axes[0]), width = type.getDimSize(axes[1]);
  // As wide as most elements, so that vectors of both have as many lanes.
  bool isShort = height == 0 || width <= INT32_MAX / height;
  Type placeType = isShort ? builder.getI32Type() : builder.getI64Type();
  auto placeOf = [&](Value y, Value x) -> Value {
    Value place = builder.create<arith::IndexCastOp>(
        location, placeType, emitter.add(emitter.multiply(y, width), x));
    if (emitter.hasLanes())
      place = builder.create<vector::BroadcastOp>(
          location, emitter.laneType(placeType), place);
    return place;
  };
  // Where elements are as small as can be, the first stays; without elements,
  // one near the window does.
  auto first = [&](const Span &span, int64_t size) -> Value {
    if (span.count)
      return span.begin;
    PositionBuilder b{emitter};
    Value position =
        emitter.add(span.begin, emitter.multiply(span.lower, span.dilation));
    return b.smaller(position, emitter.index(std::max<int64_t>(size - 1, 0)));
  };
  SmallVector<Value> carried = {
      lowest(emitter, elementType),
      placeOf(first(rows, height), first(columns, width))};
  SmallVector<Value> source(indices);
  carried =
      carryAlong(emitter, rows, carried, [&](Value y, ValueRange carried) {
        source[axes[0]] = y;
        return carryAlong(
            emitter, columns, carried,
            [&](Value x, ValueRange carried) -> SmallVector<Value> {
              source[axes[1]] = x;
              Value element = widen(emitter, emitter.element(input, source));
              Value larger = isLarger(emitter, element, carried[0],
                                      elementType.isUnsignedInteger());
              return {builder.create<arith::SelectOp>(location, larger, element,
                                                      carried[0]),
                      builder.create<arith::SelectOp>(
                          location, larger, placeOf(y, x), carried[1])};
            });
      });
  if (!isShort)
    return carried[1];
  return builder.create<arith::ExtSIOp>(
      location, emitter.laneType(builder.getI64Type()), carried[1]);
}

/// sum / (rows * columns)
static Value divide(ElementEmitter &emitter, Value sum, Value rows,
                    Value columns) {
  PositionBuilder b{emitter};
  Value count = emitter.builder.create<arith::MulFOp>(
      emitter.location, b.toNumber(rows, sum.getType()),
      b.toNumber(columns, sum.getType()));
  return emitter.builder.create<arith::DivFOp>(emitter.location, sum, count);
}

static ArrayRef<int64_t> dilationsOf(MaxPool2dOp op) {
  return op.getDilations();
}
static ArrayRef<int64_t> dilationsOf(MaxPool2dIndicesOp op) {
  return op.getDilations();
}
static ArrayRef<int64_t> dilationsOf(AvgPool2dOp) {
  static constexpr int64_t none[] = {1, 1};
  return none;
}

template <typename Op> static bool slidesOver(Op op, int64_t axis) {
  return llvm::is_contained(op.getWindowAxes(), axis);
}

/// Whether windows slide over other axes than the last.
template <typename Op> static bool keepLastAxis(Op op) {
  return !slidesOver(op, op.getType().getRank() - 1);
}

template <typename Op> static Windows windowsOf(Op op, unsigned axis) {
  int64_t along = op.getWindowAxes()[axis];
  return {tensorOf(op.getInput()).getDimSize(along),
          op.getType().getDimSize(along),
          op.getKernel()[axis],
          op.getSteps()[axis],
          op.getPadding()[axis],
          dilationsOf(op)[axis]};
}

namespace {
template <typename Concrete, typename Op>
struct WindowPoolModel : ElementOpInterface::ExternalModel<Concrete, Op> {
  int64_t getElementsRead(Operation *op) const {
    int64_t count = 1;
    for (unsigned axis : {0u, 1u}) {
      Windows windows = windowsOf(cast<Op>(op), axis);
      count *= std::max<int64_t>(std::min(windows.kernel, windows.size), 1);
    }
    // More than one, so that a window of one element in padding is a loop.
    return std::max<int64_t>(count, 2);
  }
  bool readsElementsAgain(Operation *op) const {
    auto pool = cast<Op>(op);
    auto overlaps = [&](unsigned axis) {
      return pool.getSteps()[axis] <
             (pool.getKernel()[axis] - 1) * dilationsOf(pool)[axis] + 1;
    };
    return overlaps(0) || overlaps(1);
  }
  std::pair<int64_t, int64_t> getRegularRange(Operation *op,
                                              int64_t axis) const {
    auto pool = cast<Op>(op);
    if (!slidesOver(pool, axis))
      return {0, INT64_MAX};
    return windowsOf(pool, axis == pool.getWindowAxes()[1]).regularRange();
  }
  bool keepsLanes(Operation *op) const { return keepLastAxis(cast<Op>(op)); }

protected:
  /// The window for the result's `indices` along one of the two axes.
  static Span span(Op op, ElementEmitter &emitter, unsigned axis,
                   ValueRange indices) {
    int64_t along = op.getWindowAxes()[axis];
    return windowsOf(op, axis).span(emitter, indices[along],
                                    emitter.isRegular(along));
  }
};

struct MaxPool2dModel : WindowPoolModel<MaxPool2dModel, MaxPool2dOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<MaxPool2dOp>(op);
    Span rows = span(pool, emitter, 0, indices);
    Span columns = span(pool, emitter, 1, indices);
    Value largest =
        reduceWindow(emitter, pool.getInput(), indices, pool.getWindowAxes(),
                     rows, columns, lowest, largerOf);
    return narrow(emitter, largest, pool.getType().getElementType());
  }
};

struct MaxPool2dIndicesModel
    : WindowPoolModel<MaxPool2dIndicesModel, MaxPool2dIndicesOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<MaxPool2dIndicesOp>(op);
    return placeOfLargest(emitter, pool.getInput(), indices,
                          pool.getWindowAxes(), span(pool, emitter, 0, indices),
                          span(pool, emitter, 1, indices));
  }
};

struct AvgPool2dModel : WindowPoolModel<AvgPool2dModel, AvgPool2dOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<AvgPool2dOp>(op);
    Span rows = span(pool, emitter, 0, indices);
    Span columns = span(pool, emitter, 1, indices);
    Value sum = reduceWindow(emitter, pool.getInput(), indices,
                             pool.getWindowAxes(), rows, columns, zero, sumOf);
    Value mean;
    if (std::optional<int64_t> divisor = pool.getDivisor())
      mean = emitter.builder.create<arith::DivFOp>(
          emitter.location, sum,
          emitter.number(sum.getType(), static_cast<double>(*divisor)));
    else
      mean = divide(emitter, sum, countOf(pool, emitter, 0, rows),
                    countOf(pool, emitter, 1, columns));
    return narrow(emitter, mean, pool.getType().getElementType());
  }

private:
  /// The elements of a window along one axis that its mean counts.
  static Value countOf(AvgPool2dOp pool, ElementEmitter &emitter, unsigned axis,
                       const Span &span) {
    if (span.count)
      return emitter.index(*span.count);
    if (pool.getCountIncludePad())
      return windowsOf(pool, axis).paddedCount(emitter, span);
    // At least 1: without any element, the mean is 0.
    PositionBuilder b{emitter};
    return b.larger(emitter.subtract(span.upper, span.lower), emitter.index(1));
  }
};

//===----------------------------------------------------------------------===//
// Adaptive pooling
//===----------------------------------------------------------------------===//

template <typename Concrete, typename Op>
struct AdaptivePoolModel : ElementOpInterface::ExternalModel<Concrete, Op> {
  int64_t getElementsRead(Operation *op) const {
    int64_t count = 1;
    for (unsigned axis : {0u, 1u})
      if (int64_t windows = windowCount(cast<Op>(op), axis))
        count *= (size(cast<Op>(op), axis) + windows - 1) / windows;
    return std::max<int64_t>(count, 2);
  }
  bool readsElementsAgain(Operation *op) const {
    return !isEven(cast<Op>(op), 0) || !isEven(cast<Op>(op), 1);
  }
  bool keepsLanes(Operation *op) const { return keepLastAxis(cast<Op>(op)); }

protected:
  static int64_t size(Op op, unsigned axis) {
    return tensorOf(op.getInput()).getDimSize(op.getWindowAxes()[axis]);
  }
  static int64_t windowCount(Op op, unsigned axis) {
    return op.getType().getDimSize(op.getWindowAxes()[axis]);
  }
  static bool isEven(Op op, unsigned axis) {
    int64_t count = windowCount(op, axis);
    return count == 0 || size(op, axis) % count == 0;
  }
  /// The window for the result's `indices` along one of the two axes.
  static Span span(Op op, ElementEmitter &emitter, unsigned axis,
                   ValueRange indices) {
    int64_t elements = size(op, axis), count = windowCount(op, axis);
    Value index = indices[op.getWindowAxes()[axis]];
    PositionBuilder b{emitter};
    Span span;
    if (isEven(op, axis)) {
      span.count = elements / count;
      span.begin = emitter.multiply(index, *span.count);
      return span;
    }
    span.begin = emitter.divide(emitter.multiply(index, elements), count);
    Value next = emitter.add(index, 1);
    span.lower = emitter.index(0);
    span.upper = emitter.subtract(
        b.divideCeil(emitter.multiply(next, elements), count), span.begin);
    return span;
  }
};

struct AdaptiveAvgPool2dModel
    : AdaptivePoolModel<AdaptiveAvgPool2dModel, AdaptiveAvgPool2dOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<AdaptiveAvgPool2dOp>(op);
    Span rows = span(pool, emitter, 0, indices);
    Span columns = span(pool, emitter, 1, indices);
    Value mean = reduceWindow(emitter, pool.getInput(), indices,
                              pool.getWindowAxes(), rows, columns, zero, sumOf);
    auto count = [&](const Span &span) {
      return span.count ? emitter.index(*span.count) : span.upper;
    };
    mean = divide(emitter, mean, count(rows), count(columns));
    return narrow(emitter, mean, pool.getType().getElementType());
  }
};

struct AdaptiveMaxPool2dModel
    : AdaptivePoolModel<AdaptiveMaxPool2dModel, AdaptiveMaxPool2dOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<AdaptiveMaxPool2dOp>(op);
    Value largest =
        reduceWindow(emitter, pool.getInput(), indices, pool.getWindowAxes(),
                     span(pool, emitter, 0, indices),
                     span(pool, emitter, 1, indices), lowest, largerOf);
    return narrow(emitter, largest, pool.getType().getElementType());
  }
};

struct AdaptiveMaxPool2dIndicesModel
    : AdaptivePoolModel<AdaptiveMaxPool2dIndicesModel,
                        AdaptiveMaxPool2dIndicesOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pool = cast<AdaptiveMaxPool2dIndicesOp>(op);
    return placeOfLargest(emitter, pool.getInput(), indices,
                          pool.getWindowAxes(), span(pool, emitter, 0, indices),
                          span(pool, emitter, 1, indices));
  }
};
} // namespace

void dlc::codegen::attachPooling(MLIRContext *context) {
  MaxPool2dOp::attachInterface<MaxPool2dModel>(*context);
  AvgPool2dOp::attachInterface<AvgPool2dModel>(*context);
  AdaptiveAvgPool2dOp::attachInterface<AdaptiveAvgPool2dModel>(*context);
  AdaptiveMaxPool2dOp::attachInterface<AdaptiveMaxPool2dModel>(*context);
  MaxPool2dIndicesOp::attachInterface<MaxPool2dIndicesModel>(*context);
  AdaptiveMaxPool2dIndicesOp::attachInterface<AdaptiveMaxPool2dIndicesModel>(
      *context);
}
