//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the reductions.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"

#include <cmath>

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

static LogicalResult prod(ProdOp op, Operands operands, Results results) {
  withComputeType(results[0].dtype(), [&](auto zero) {
    auto combine = [](auto lhs, auto rhs) { return multiply(lhs, rhs); };
    auto one = static_cast<decltype(zero)>(1);
    writeAll(reduce(*operands[0], op.getAxes(), one, combine), results[0]);
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

static LogicalResult any(AnyOp op, Operands operands, Results results) {
  auto combine = [](int64_t lhs, int64_t rhs) { return lhs | rhs; };
  writeAll(reduce(*operands[0], op.getAxes(), int64_t(0), combine), results[0]);
  return success();
}

static LogicalResult all(AllOp op, Operands operands, Results results) {
  auto combine = [](int64_t lhs, int64_t rhs) { return lhs & rhs; };
  writeAll(reduce(*operands[0], op.getAxes(), int64_t(1), combine), results[0]);
  return success();
}

/// Whether argmax (or argmin) takes `lhs` rather than `rhs`: NaN comes before
/// every number, and ties with itself.
static bool wins(double lhs, double rhs, bool largest) {
  if (std::isnan(lhs))
    return !std::isnan(rhs);
  return largest ? lhs > rhs : lhs < rhs;
}
static bool wins(int64_t lhs, int64_t rhs, bool largest) {
  return largest ? lhs > rhs : lhs < rhs;
}

static void findExtremum(const dlc::Tensor &operand, int64_t axis, bool largest,
                         dlc::Tensor &result) {
  if (axis < 0)
    axis += operand.shape().size();
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
        if (wins(elementAt(index), elementAt(best), largest))
          best = index;
      write(result, offsetOf(outer, position), best);
    });
  });
}

static LogicalResult argmax(ArgmaxOp op, Operands operands, Results results) {
  findExtremum(*operands[0], op.getAxis(), /*largest=*/true, results[0]);
  return success();
}

static LogicalResult argmin(ArgminOp op, Operands operands, Results results) {
  findExtremum(*operands[0], op.getAxis(), /*largest=*/false, results[0]);
  return success();
}

void dlc::graph::reference::attachReduction(MLIRContext *context) {
  attach<SumOp, sum>(context);
  attach<ProdOp, prod>(context);
  attach<MeanOp, mean>(context);
  attach<MaxOp, max>(context);
  attach<MinOp, min>(context);
  attach<AnyOp, any>(context);
  attach<AllOp, all>(context);
  attach<ArgmaxOp, argmax>(context);
  attach<ArgminOp, argmin>(context);
}
