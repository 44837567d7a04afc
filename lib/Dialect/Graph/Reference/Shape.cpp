//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the shape operations: each result element is copied from the
// operand's element that the definition names.
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include <cstring>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// Copies to each result position from the operand position that `sourceOf`
/// makes of it. Positions for which it returns false stay as they are.
static void gather(const dlc::Tensor &operand, dlc::Tensor &result,
                   llvm::function_ref<bool(ArrayRef<int64_t> position,
                                           MutableArrayRef<int64_t> source)>
                       sourceOf) {
  SmallVector<int64_t> source(operand.shape().size());
  forEachPosition(result.shape(), [&](ArrayRef<int64_t> position) {
    if (sourceOf(position, source))
      copyElement(operand, offsetOf(operand.shape(), source), result,
                  offsetOf(result.shape(), position));
  });
}

static LogicalResult reshape(ReshapeOp, Operands operands, Results results) {
  std::memcpy(results[0].data(), operands[0]->data(), results[0].bytes());
  return success();
}

static LogicalResult transpose(TransposeOp op, Operands operands,
                               Results results) {
  ArrayRef<int64_t> permutation = op.getPermutation();
  gather(*operands[0], results[0], [&](auto position, auto source) {
    for (size_t axis = 0; axis < position.size(); ++axis)
      source[permutation[axis]] = position[axis];
    return true;
  });
  return success();
}

static LogicalResult broadcast(BroadcastOp op, Operands operands,
                               Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  SmallVector<int64_t> resultAxes = op.getResultAxes();
  gather(*operands[0], results[0], [&](auto position, auto source) {
    for (size_t axis = 0; axis < shape.size(); ++axis)
      source[axis] = shape[axis] == 1 ? 0 : position[resultAxes[axis]];
    return true;
  });
  return success();
}

static LogicalResult concat(ConcatOp op, Operands operands, Results results) {
  dlc::Tensor &result = results[0];
  int64_t rank = result.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  int64_t start = 0;
  for (const dlc::Tensor *operand : operands) {
    forEachPosition(operand->shape(), [&](ArrayRef<int64_t> position) {
      SmallVector<int64_t> target(position);
      target[axis] += start;
      copyElement(*operand, offsetOf(operand->shape(), position), result,
                  offsetOf(result.shape(), target));
    });
    start += operand->shape()[axis];
  }
  return success();
}

static LogicalResult slice(SliceOp op, Operands operands, Results results) {
  gather(*operands[0], results[0], [&](auto position, auto source) {
    for (size_t axis = 0; axis < position.size(); ++axis)
      source[axis] = *op.getStarts()[axis].constant() +
                     position[axis] * op.getStrides()[axis];
    return true;
  });
  return success();
}

static LogicalResult pad(PadOp op, Operands operands, Results results) {
  dlc::Tensor &result = results[0];
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i)
    writeConverted(result, i, op.getValue().convertToDouble());
  const dlc::Shape &shape = operands[0]->shape();
  gather(*operands[0], result, [&](auto position, auto source) {
    for (size_t axis = 0; axis < position.size(); ++axis) {
      source[axis] = position[axis] - op.getLow()[axis];
      if (source[axis] < 0 || source[axis] >= shape[axis])
        return false;
    }
    return true;
  });
  return success();
}

//===----------------------------------------------------------------------===//
// pack, unpack
//===----------------------------------------------------------------------===//

/// Positions beyond the operand's stay zero, as tensors are made.
static LogicalResult pack(PackOp op, Operands operands, Results results) {
  const dlc::Shape &shape = operands[0]->shape();
  int64_t cut = op.getAxis();
  gather(*operands[0], results[0], [&](auto position, auto source) {
    for (size_t outer = 0; outer < shape.size(); ++outer)
      source[op.getOuterPermutation()[outer]] = position[outer];
    source[cut] = source[cut] * op.getBlock() + position.back();
    return source[cut] < shape[cut];
  });
  return success();
}

static LogicalResult unpack(UnpackOp op, Operands operands, Results results) {
  int64_t cut = op.getAxis(), block = operands[0]->shape().back();
  gather(*operands[0], results[0], [&](auto position, auto source) {
    llvm::copy(position, source.begin());
    source[cut] = position[cut] / block;
    source.back() = position[cut] % block;
    return true;
  });
  return success();
}

void dlc::graph::reference::attachShape(MLIRContext *context) {
  attach<ReshapeOp, reshape>(context);
  attach<TransposeOp, transpose>(context);
  attach<BroadcastOp, broadcast>(context);
  attach<ConcatOp, concat>(context);
  attach<SliceOp, slice>(context);
  attach<PadOp, pad>(context);
  attach<PackOp, pack>(context);
  attach<UnpackOp, unpack>(context);
}
