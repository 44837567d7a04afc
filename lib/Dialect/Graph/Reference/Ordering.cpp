//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of running sums and sorting.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"

#include <algorithm>
#include <numeric>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// Calls `visit` with each row of a tensor along `axis`: the offset of its
/// first element and the distance of two neighbours.
static void
forEachRow(const dlc::Shape &shape, int64_t axis,
           llvm::function_ref<void(int64_t offset, int64_t stride)> visit) {
  if (axis < 0)
    axis += shape.size();
  dlc::Shape starts = shape;
  starts[axis] = std::min<int64_t>(shape[axis], 1);
  int64_t stride =
      dlc::elementCount(dlc::Shape(shape.begin() + axis + 1, shape.end()));
  forEachPosition(starts, [&](ArrayRef<int64_t> position) {
    visit(offsetOf(shape, position), stride);
  });
}

template <typename Combine>
static void accumulate(const dlc::Tensor &operand, int64_t axis,
                       double identity, Combine combine, dlc::Tensor &result) {
  int64_t size =
      operand.shape()[axis < 0 ? axis + operand.shape().size() : axis];
  withComputeType(operand.dtype(), [&](auto zero) {
    using T = decltype(zero);
    forEachRow(operand.shape(), axis, [&](int64_t offset, int64_t stride) {
      T value = static_cast<T>(identity);
      for (int64_t i = 0; i < size; ++i) {
        value = combine(value, read<T>(operand, offset + i * stride));
        write(result, offset + i * stride, value);
      }
    });
  });
}

static LogicalResult cumsum(CumsumOp op, Operands operands, Results results) {
  auto combine = [](auto lhs, auto rhs) { return add(lhs, rhs); };
  accumulate(*operands[0], op.getAxis(), 0, combine, results[0]);
  return success();
}

static LogicalResult cumprod(CumprodOp op, Operands operands, Results results) {
  auto combine = [](auto lhs, auto rhs) { return multiply(lhs, rhs); };
  accumulate(*operands[0], op.getAxis(), 1, combine, results[0]);
  return success();
}

/// NaN comes after every number.
static bool isLess(double lhs, double rhs) {
  return std::isnan(rhs) ? !std::isnan(lhs) : lhs < rhs;
}
static bool isLess(int64_t lhs, int64_t rhs) { return lhs < rhs; }

static LogicalResult argsort(ArgsortOp op, Operands operands, Results results) {
  const dlc::Tensor &operand = *operands[0];
  int64_t axis = op.getAxis();
  int64_t size =
      operand.shape()[axis < 0 ? axis + operand.shape().size() : axis];
  int64_t count = op.getCount().value_or(size);
  withComputeType(operand.dtype(), [&](auto zero) {
    using T = decltype(zero);
    forEachRow(operand.shape(), axis, [&](int64_t offset, int64_t stride) {
      std::vector<int64_t> order(size);
      std::iota(order.begin(), order.end(), 0);
      llvm::stable_sort(order, [&](int64_t lhs, int64_t rhs) {
        T first = read<T>(operand, offset + lhs * stride);
        T second = read<T>(operand, offset + rhs * stride);
        return op.getDescending() ? isLess(second, first)
                                  : isLess(first, second);
      });
      int64_t row = offset / (size * stride) * (count * stride) +
                    offset % (size * stride);
      for (int64_t i = 0; i < count; ++i)
        write(results[0], row + i * stride, order[i]);
    });
  });
  return success();
}

void dlc::graph::reference::attachOrdering(MLIRContext *context) {
  attach<CumsumOp, cumsum>(context);
  attach<CumprodOp, cumprod>(context);
  attach<ArgsortOp, argsort>(context);
}
