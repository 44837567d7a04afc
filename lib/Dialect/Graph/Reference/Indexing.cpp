//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of indexing operations and constants.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "mlir/IR/DialectResourceBlobManager.h"

#include <cstring>
#include <vector>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// The error of an index from a tensor; compiled code reports the same value
/// and limit at the same location.
static LogicalResult indexError(Operation *op, StringRef name, int64_t index,
                                int64_t limit) {
  return emitError(op->getLoc()) << name << ": index " << index
                                 << " is out of range for size " << limit;
}

static LogicalResult pick(PickOp op, Operands operands, Results results) {
  const dlc::Tensor &operand = *operands[0], &indices = *operands[1];
  int64_t rank = operand.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  int64_t limit = operand.shape()[axis];
  LogicalResult status = success();
  forEachPosition(indices.shape(), [&](ArrayRef<int64_t> position) {
    int64_t offset = offsetOf(indices.shape(), position);
    int64_t index = read<int64_t>(indices, offset);
    if (index < 0 || index >= limit) {
      if (succeeded(status))
        status = indexError(op, "pick", index, limit);
      return;
    }
    SmallVector<int64_t> source(position);
    source.insert(source.begin() + axis, index);
    copyElement(operand, offsetOf(operand.shape(), source), results[0], offset);
  });
  return status;
}

/// Copies operand elements that `sourceOf` finds from an index and a position
/// of the result; the index stands at `indexOf(position)` of `indices`.
template <typename IndexPosition, typename Source>
static LogicalResult
copyIndexed(Operation *op, StringRef name, const dlc::Tensor &operand,
            const dlc::Tensor &indices, dlc::Tensor &result, int64_t axis,
            IndexPosition indexOf, Source sourceOf) {
  int64_t limit = operand.shape()[axis];
  LogicalResult status = success();
  forEachPosition(result.shape(), [&](ArrayRef<int64_t> position) {
    int64_t index =
        read<int64_t>(indices, offsetOf(indices.shape(), indexOf(position)));
    if (index < 0 || index >= limit) {
      if (succeeded(status))
        status = indexError(op, name, index, limit);
      return;
    }
    copyElement(operand, offsetOf(operand.shape(), sourceOf(position, index)),
                result, offsetOf(result.shape(), position));
  });
  return status;
}

static LogicalResult take(TakeOp op, Operands operands, Results results) {
  const dlc::Tensor &operand = *operands[0], &indices = *operands[1];
  int64_t rank = operand.shape().size(), inserted = indices.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  return copyIndexed(
      op, "take", operand, indices, results[0], axis,
      [&](ArrayRef<int64_t> position) {
        return position.slice(axis, inserted);
      },
      [&](ArrayRef<int64_t> position, int64_t index) {
        SmallVector<int64_t> source(position.take_front(axis));
        source.push_back(index);
        llvm::append_range(source, position.drop_front(axis + inserted));
        return source;
      });
}

static LogicalResult gather(GatherOp op, Operands operands, Results results) {
  const dlc::Tensor &operand = *operands[0], &indices = *operands[1];
  int64_t rank = operand.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  return copyIndexed(
      op, "gather", operand, indices, results[0], axis,
      [](ArrayRef<int64_t> position) { return position; },
      [&](ArrayRef<int64_t> position, int64_t index) {
        SmallVector<int64_t> source(position);
        source[axis] = index;
        return source;
      });
}

static LogicalResult scatterAdd(ScatterAddOp op, Operands operands,
                                Results results) {
  const dlc::Tensor &updates = *operands[0], &indices = *operands[1];
  dlc::Tensor &result = results[0];
  int64_t rank = updates.shape().size();
  int64_t axis = op.getAxis() < 0 ? op.getAxis() + rank : op.getAxis();
  int64_t limit = result.shape()[axis];
  return withComputeType(result.dtype(), [&](auto zero) {
    std::vector<decltype(zero)> sums(result.elementCount(), zero);
    LogicalResult status = success();
    forEachPosition(updates.shape(), [&](ArrayRef<int64_t> position) {
      int64_t offset = offsetOf(updates.shape(), position);
      int64_t index = read<int64_t>(indices, offset);
      if (index < 0 || index >= limit) {
        if (succeeded(status))
          status = indexError(op, "scatter_add", index, limit);
        return;
      }
      SmallVector<int64_t> target(position);
      target[axis] = index;
      auto &sum = sums[offsetOf(result.shape(), target)];
      sum = add(sum, read<decltype(zero)>(updates, offset));
    });
    for (auto [offset, sum] : llvm::enumerate(sums))
      write(result, offset, sum);
    return status;
  });
}

static LogicalResult oneHot(OneHotOp op, Operands operands, Results results) {
  const dlc::Tensor &indices = *operands[0];
  int64_t classes = op.getClasses();
  for (int64_t i = 0, count = indices.elementCount(); i < count; ++i) {
    int64_t index = read<int64_t>(indices, i);
    if (index < 0 || index >= classes)
      return indexError(op, "one_hot", index, classes);
    writeConverted(results[0], i * classes + index, int64_t(1));
  }
  return success();
}

//===----------------------------------------------------------------------===//
// iota, dimension
//===----------------------------------------------------------------------===//

static LogicalResult iota(IotaOp, Operands, Results results) {
  for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i)
    writeConverted(results[0], i, i);
  return success();
}

static LogicalResult dimension(DimensionOp op, Operands, Results results) {
  std::optional<int64_t> number = op.getValue().front().constant();
  if (!number)
    return emitError(op.getLoc())
           << "dimension: " << op.getValue().front().str() << " is not bound";
  writeConverted(results[0], 0, *number);
  return success();
}

//===----------------------------------------------------------------------===//
// constant
//===----------------------------------------------------------------------===//

static LogicalResult constant(ConstantOp op, Operands, Results results) {
  dlc::Tensor &result = results[0];
  if (auto elements = dyn_cast<DenseIntOrFPElementsAttr>(op.getValue())) {
    int64_t offset = 0;
    if (isFloat(result.dtype()))
      for (APFloat value : elements.getValues<APFloat>())
        write(result, offset++, value.convertToDouble());
    else
      for (const APInt &value : elements.getValues<APInt>())
        write(result, offset++, value.getSExtValue());
    return success();
  }
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(op.getValue())) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob || blob->getData().size() != result.bytes())
      return emitError(op.getLoc())
             << "constant: resource '" << resource.getRawHandle().getKey()
             << "' does not hold the " << result.bytes() << " bytes of "
             << describe(op.getType());
    std::memcpy(result.data(), blob->getData().data(), result.bytes());
    return success();
  }
  return emitError(op.getLoc())
         << "constant: only dense elements can be evaluated";
}

void dlc::graph::reference::attachIndexing(MLIRContext *context) {
  attach<PickOp, pick>(context);
  attach<TakeOp, take>(context);
  attach<GatherOp, gather>(context);
  attach<IotaOp, iota>(context);
  attach<DimensionOp, dimension>(context);
  attach<ScatterAddOp, scatterAdd>(context);
  attach<OneHotOp, oneHot>(context);
  attach<ConstantOp, constant>(context);
}
