//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the reductions and of pooling.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include <algorithm>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// Which axes of a tensor of `rank` are reduced: those named, counted from the
/// end where negative, or all.
static SmallVector<bool> reducedAxes(ArrayRef<int64_t> axes, int64_t rank) {
  SmallVector<bool> reduced(rank, axes.empty());
  for (int64_t axis : axes)
    reduced[axis < 0 ? axis + rank : axis] = true;
  return reduced;
}

/// Combines the elements along the reduced axes in row-major order, starting
/// from `initial`; returns one value for each position of the others.
template <typename T, typename Combine>
static std::vector<T> reduce(const dlc::Tensor &operand, ArrayRef<int64_t> axes,
                             T initial, Combine combine) {
  SmallVector<bool> reduced = reducedAxes(axes, operand.shape().size());
  dlc::Shape kept = operand.shape();
  for (size_t axis = 0; axis < kept.size(); ++axis)
    if (reduced[axis])
      kept[axis] = 1;
  std::vector<T> accumulators(dlc::elementCount(kept), initial);
  forEachPosition(operand.shape(), [&](ArrayRef<int64_t> position) {
    SmallVector<int64_t> target(position);
    for (size_t axis = 0; axis < target.size(); ++axis)
      if (reduced[axis])
        target[axis] = 0;
    T &accumulator = accumulators[offsetOf(kept, target)];
    accumulator = combine(
        accumulator, read<T>(operand, offsetOf(operand.shape(), position)));
  });
  return accumulators;
}

template <typename T>
static void writeAll(const std::vector<T> &values, dlc::Tensor &result) {
  for (size_t i = 0; i < values.size(); ++i)
    write(result, i, values[i]);
}

static LogicalResult sum(SumOp op, Operands operands, Results results) {
  withComputeType(results[0].dtype(), [&](auto zero) {
    auto combine = [](auto lhs, auto rhs) { return add(lhs, rhs); };
    writeAll(reduce(*operands[0], op.getAxes(), zero, combine), results[0]);
  });
  return success();
}

static LogicalResult mean(MeanOp op, Operands operands, Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  double count = 1;
  for (auto [size, reduced] :
       llvm::zip_equal(shape, reducedAxes(op.getAxes(), shape.size())))
    if (reduced)
      count *= static_cast<double>(size);
  auto combine = [](double lhs, double rhs) { return lhs + rhs; };
  std::vector<double> sums =
      reduce(*operands[0], op.getAxes(), double(0), combine);
  for (double &sum : sums)
    sum /= count;
  writeAll(sums, results[0]);
  return success();
}

static LogicalResult max(MaxOp op, Operands operands, Results results) {
  withComputeType(results[0].dtype(), [&](auto zero) {
    auto initial = lowest<decltype(zero)>(results[0].dtype());
    auto combine = [](auto lhs, auto rhs) { return larger(lhs, rhs); };
    writeAll(reduce(*operands[0], op.getAxes(), initial, combine), results[0]);
  });
  return success();
}

static LogicalResult min(MinOp op, Operands operands, Results results) {
  withComputeType(results[0].dtype(), [&](auto zero) {
    auto initial = highest<decltype(zero)>(results[0].dtype());
    auto combine = [](auto lhs, auto rhs) { return smaller(lhs, rhs); };
    writeAll(reduce(*operands[0], op.getAxes(), initial, combine), results[0]);
  });
  return success();
}

/// NaN is larger than every number, and equal to itself.
static bool exceeds(double lhs, double rhs) {
  return std::isnan(lhs) ? !std::isnan(rhs) : lhs > rhs;
}
static bool exceeds(int64_t lhs, int64_t rhs) { return lhs > rhs; }

static LogicalResult argmax(ArgmaxOp op, Operands operands, Results results) {
  const dlc::Tensor &operand = *operands[0];
  int64_t rank = operand.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  // Whether the axis is kept or not, the results lie in the same order.
  dlc::Shape outer = operand.shape();
  outer[axis] = 1;
  withComputeType(operand.dtype(), [&](auto zero) {
    using T = decltype(zero);
    forEachPosition(outer, [&](ArrayRef<int64_t> position) {
      SmallVector<int64_t> source(position);
      auto elementAt = [&](int64_t index) {
        source[axis] = index;
        return read<T>(operand, offsetOf(operand.shape(), source));
      };
      int64_t best = 0;
      for (int64_t index = 1; index < operand.shape()[axis]; ++index)
        if (exceeds(elementAt(index), elementAt(best)))
          best = index;
      write(results[0], offsetOf(outer, position), best);
    });
  });
  return success();
}

static LogicalResult maxPool2d(MaxPool2dOp op, Operands operands,
                               Results results) {
  const dlc::Tensor &input = *operands[0];
  const dlc::Shape &shape = input.shape();
  forEachPosition(results[0].shape(), [&](ArrayRef<int64_t> position) {
    // The part of the window inside the input; padding never wins.
    int64_t begin[2], end[2];
    for (unsigned axis : {0u, 1u}) {
      int64_t start =
          position[2 + axis] * op.getStrides()[axis] - op.getPadding()[axis];
      begin[axis] = std::max<int64_t>(start, 0);
      end[axis] = std::min(start + op.getKernel()[axis], shape[2 + axis]);
    }
    double largest = lowest<double>(input.dtype());
    for (int64_t y = begin[0]; y < end[0]; ++y)
      for (int64_t x = begin[1]; x < end[1]; ++x)
        largest = larger(
            largest, read<double>(input, offsetOf(shape, {position[0],
                                                          position[1], y, x})));
    write(results[0], offsetOf(results[0].shape(), position), largest);
  });
  return success();
}

void dlc::graph::reference::attachReduction(MLIRContext *context) {
  attach<SumOp, sum>(context);
  attach<MeanOp, mean>(context);
  attach<MaxOp, max>(context);
  attach<MinOp, min>(context);
  attach<ArgmaxOp, argmax>(context);
  attach<MaxPool2dOp, maxPool2d>(context);
}
