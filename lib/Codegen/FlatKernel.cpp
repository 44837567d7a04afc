//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointwise kernels as one long row.
//
//===----------------------------------------------------------------------===//

#include "FlatKernel.h"
#include "KernelGrid.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static bool isSingle(Value value) {
  return graph::tensorOf(value).getNumElements() == 1;
}

/// Whether all that a kernel computes has the shape of its results, or is one
/// element.
static bool isPointwise(kernel::FuncOp kernel) {
  ArrayRef<int64_t> shape = kernel.getResultShape();
  auto hasShape = [&](Value value) {
    return isSingle(value) || graph::tensorOf(value).getShape() == shape;
  };
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (auto constant = dyn_cast<graph::ConstantOp>(op)) {
      auto dense = dyn_cast<DenseElementsAttr>(constant.getValue());
      if (!dense || !dense.isSplat())
        return false;
    } else if (auto broadcast = dyn_cast<graph::BroadcastOp>(op)) {
      if (!isSingle(broadcast.getOperand()))
        return false;
    } else if (!isa<PayloadOpInterface>(op)) {
      return false;
    }
    if (!llvm::all_of(op.getResults(), hasShape))
      return false;
  }
  return llvm::all_of(kernel.getBody().getArguments(), hasShape) &&
         llvm::all_of(kernel.getResultValues(), [&](Value result) {
           return graph::tensorOf(result).getShape() == shape;
         });
}

/// The elements of rows of whole vectors of the widest type that so many
/// elements make up; 0 if there are none.
static int64_t widthOfRows(kernel::FuncOp kernel, int64_t count,
                           const graph::VectorTarget &target) {
  int64_t lanes = target.lanes(widestElementOf(kernel));
  for (int64_t width = kMostVectors * lanes; width >= lanes; width /= 2)
    if (count % width == 0)
      return width;
  return 0;
}

std::optional<int64_t>
dlc::codegen::flattenPointwise(kernel::FuncOp kernel,
                               const graph::VectorTarget &target) {
  if (!isPointwise(kernel))
    return std::nullopt;
  ArrayRef<int64_t> shape = kernel.getResultShape();
  int64_t count = ShapedType::getNumElements(shape);
  std::optional<int64_t> rows;
  SmallVector<int64_t> flat;
  if (count != 1)
    flat = {count};
  if (int64_t width = widthOfRows(kernel, count, target); count != 1 && width) {
    flat = {1, width};
    rows = count / width;
    kernel.setByRows(true);
  }
  auto retype = [&](Value value) {
    RankedTensorType type = graph::tensorOf(value);
    value.setType(RankedTensorType::get(
        isSingle(value) ? ArrayRef<int64_t>() : ArrayRef<int64_t>(flat),
        type.getElementType()));
  };

  Block &body = kernel.getBody().front();
  llvm::for_each(body.getArguments(), retype);
  OpBuilder builder(kernel);
  for (Operation &op : llvm::make_early_inc_range(body.without_terminator())) {
    llvm::for_each(op.getResults(), retype);
    if (auto constant = dyn_cast<graph::ConstantOp>(op))
      constant.setValueAttr(
          cast<DenseElementsAttr>(constant.getValue())
              .resizeSplat(cast<ShapedType>(constant.getResult().getType())));
    auto broadcast = dyn_cast<graph::BroadcastOp>(op);
    if (!broadcast)
      continue;
    // Of one element to another one nothing is left.
    if (isSingle(broadcast)) {
      broadcast.replaceAllUsesWith(broadcast.getOperand());
      broadcast.erase();
      continue;
    }
    broadcast.setShapeAttr(graph::DimsAttr::get(
        kernel.getContext(),
        std::vector<graph::Dimension>(flat.begin(), flat.end())));
    broadcast.setAxesAttr(builder.getDenseI64ArrayAttr({}));
  }
  kernel.setFunctionType(
      builder.getFunctionType(TypeRange(body.getArguments()),
                              TypeRange(ValueRange(kernel.getResultValues()))));
  return rows;
}
