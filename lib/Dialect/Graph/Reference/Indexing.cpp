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

#include "ElementAccess.h"
#include "ReferenceModel.h"

#include "mlir/IR/DialectResourceBlobManager.h"

#include <cstring>

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
  attach<OneHotOp, oneHot>(context);
  attach<ConstantOp, constant>(context);
}
