//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Folds operations on constants by evaluating them.
//
// A fold of the dialect, so that it happens wherever operations are folded. An
// operation on splats that is pointwise or moves elements is evaluated for one
// element, whatever its size; others only where operands and result are small.
// A broadcast of different elements stays, since kernels read it for free.
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Interfaces/FoldInterfaces.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// Larger tensors are not worth the time and the space in the object file.
static constexpr int64_t kMostElements = 1024;

/// The first `count` elements of a constant as a tensor.
static dlc::Tensor tensorOf(DenseElementsAttr elements, dlc::DType dtype,
                            dlc::Shape shape) {
  dlc::Tensor tensor(dtype, std::move(shape));
  int64_t count = tensor.elementCount();
  if (isFloat(dtype)) {
    auto values = elements.getValues<APFloat>();
    for (int64_t i = 0; i < count; ++i)
      write(tensor, i, values[i].convertToDouble());
  } else {
    auto values = elements.getValues<APInt>();
    for (int64_t i = 0; i < count; ++i)
      write(tensor, i, values[i].getSExtValue());
  }
  return tensor;
}

/// A tensor as a constant of a type; one element is there for all.
static DenseElementsAttr constantOf(const dlc::Tensor &tensor,
                                    RankedTensorType type) {
  Type element = type.getElementType();
  SmallVector<Attribute> values;
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i) {
    if (isa<FloatType>(element))
      values.push_back(FloatAttr::get(element, read<double>(tensor, i)));
    else
      values.push_back(IntegerAttr::get(
          element, APInt(element.getIntOrFloatBitWidth(),
                         static_cast<uint64_t>(read<int64_t>(tensor, i)),
                         /*isSigned=*/true)));
  }
  return DenseElementsAttr::get(type, values);
}

namespace {
class ConstantFolding : public DialectFoldInterface {
public:
  using DialectFoldInterface::DialectFoldInterface;

  LogicalResult fold(Operation *op, ArrayRef<Attribute> operands,
                     SmallVectorImpl<OpFoldResult> &results) const final;
};
} // namespace

LogicalResult
ConstantFolding::fold(Operation *op, ArrayRef<Attribute> operands,
                      SmallVectorImpl<OpFoldResult> &results) const {
  auto reference = dyn_cast<ReferenceOpInterface>(op);
  if (operands.empty() || !reference || op->getNumResults() != 1 ||
      op->getNumRegions() > 0 || op->hasTrait<MayFail>())
    return failure();
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  if (!type.hasStaticShape() || type.getNumElements() == 0)
    return failure();
  SmallVector<DenseElementsAttr> constants;
  bool areSplats = true, areSmall = type.getNumElements() <= kMostElements;
  for (Attribute operand : operands) {
    auto elements = dyn_cast_if_present<DenseIntOrFPElementsAttr>(operand);
    if (!elements || elements.getNumElements() == 0)
      return failure();
    constants.push_back(elements);
    areSplats &= elements.isSplat();
    areSmall &= elements.getNumElements() <= kMostElements;
  }

  if (areSplats && isa<BroadcastOp, ReshapeOp, TransposeOp, SliceOp>(op)) {
    results.push_back(DenseElementsAttr::get(
        type, constants.front().getSplatValue<Attribute>()));
    return success();
  }
  bool isOneElement = areSplats && op->hasTrait<Pointwise>();
  if (isa<BroadcastOp>(op) || (!isOneElement && !areSmall))
    return failure();
  auto allocate = [&](RankedTensorType type) {
    dlc::Shape shape(type.getShape().begin(), type.getShape().end());
    return std::make_pair(*dtypeOf(type.getElementType()),
                          isOneElement ? dlc::Shape() : std::move(shape));
  };
  std::vector<dlc::Tensor> values;
  for (DenseElementsAttr elements : constants) {
    auto [dtype, shape] = allocate(cast<RankedTensorType>(elements.getType()));
    values.push_back(tensorOf(elements, dtype, std::move(shape)));
  }
  SmallVector<const dlc::Tensor *> pointers;
  for (const dlc::Tensor &value : values)
    pointers.push_back(&value);
  auto [dtype, shape] = allocate(type);
  dlc::Tensor result(dtype, std::move(shape));
  if (failed(reference.evaluate(pointers, result)))
    return failure();
  results.push_back(constantOf(result, type));
  return success();
}

void dlc::graph::reference::attachConstantFolding(GraphDialect *dialect) {
  dialect->addInterfaces<ConstantFolding>();
}
