//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types and folds of the shape operations.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace dlc::graph;

LogicalResult dlc::graph::checkSizes(std::optional<Location> location,
                                     StringRef name,
                                     ArrayRef<Dimension> dimensions) {
  for (const Dimension &dimension : dimensions)
    if (dimension.constant().value_or(0) < 0)
      return inferenceError(location, name + ": negative size in " +
                                          toString(dimensions));
  if (!product(dimensions))
    return inferenceError(location, name + ": the size of " +
                                        toString(dimensions) + " overflows");
  return success();
}

static bool isPermutation(ArrayRef<int64_t> permutation, int64_t rank) {
  SmallVector<bool> seen(rank, false);
  for (int64_t axis : permutation) {
    if (axis < 0 || axis >= rank || seen[axis])
      return false;
    seen[axis] = true;
  }
  return static_cast<int64_t>(permutation.size()) == rank;
}

//===----------------------------------------------------------------------===//
// reshape
//===----------------------------------------------------------------------===//

/// What remains of `from` when the `to` dimensions other than `unknown` are
/// divided out. Equal factors cancel first, so that zero sizes and factors
/// that no polynomial division finds do no harm.
static std::optional<Dimension>
remainingDimension(Dimensions from, Dimensions to, size_t unknown) {
  to.erase(to.begin() + unknown);
  for (const Dimension &dimension : llvm::to_vector(to)) {
    auto *match = llvm::find(from, dimension);
    if (match == from.end())
      continue;
    from.erase(match);
    to.erase(llvm::find(to, dimension));
  }
  std::optional<Dimension> numerator = product(from);
  std::optional<Dimension> denominator = product(to);
  if (!numerator || !denominator)
    return std::nullopt;
  return numerator->divideExactly(*denominator);
}

LogicalResult ReshapeOp::inferReturnTypes(MLIRContext *,
                                          std::optional<Location> location,
                                          Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  Dimensions shape(adaptor.getShape());
  const Dimension unknown(-1);
  if (llvm::count(shape, unknown) > 1)
    return inferenceError(location,
                          "reshape: only one dimension may be -1 in " +
                              toString(shape));
  Dimensions from = dimensionsOf(operand);
  auto *inferred = llvm::find(shape, unknown);
  if (inferred != shape.end()) {
    std::optional<Dimension> rest =
        remainingDimension(from, shape, inferred - shape.begin());
    if (!rest)
      return inferenceError(location, "reshape: " + describe(operand) +
                                          " does not divide into " +
                                          toString(shape));
    *inferred = *rest;
  }
  if (failed(checkSizes(location, "reshape", shape)))
    return failure();
  if (product(shape) != product(from))
    return inferenceError(location, "reshape: " + describe(operand) +
                                        " does not have the elements of " +
                                        toString(shape));
  types.push_back(tensorType(shape, operand.getElementType()));
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getType() == getOperand().getType())
    return getOperand();
  auto inner = getOperand().getDefiningOp<ReshapeOp>();
  if (inner && inner.getOperand().getType() == getType())
    return inner.getOperand();
  return {};
}

//===----------------------------------------------------------------------===//
// transpose
//===----------------------------------------------------------------------===//

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  ArrayRef<int64_t> permutation = adaptor.getPermutation();
  if (!isPermutation(permutation, operand.getRank()))
    return inferenceError(location,
                          "transpose: 'permutation' must name each axis of " +
                              describe(operand) + " once");
  Dimensions dimensions = dimensionsOf(operand), result;
  for (int64_t axis : permutation)
    result.push_back(dimensions[axis]);
  types.push_back(tensorType(result, operand.getElementType()));
  return success();
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  auto isIdentity = [](ArrayRef<int64_t> permutation) {
    return llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size()));
  };
  if (isIdentity(getPermutation()))
    return getOperand();
  auto inner = getOperand().getDefiningOp<TransposeOp>();
  if (!inner)
    return {};
  SmallVector<int64_t> composed;
  for (int64_t axis : getPermutation())
    composed.push_back(inner.getPermutation()[axis]);
  if (isIdentity(composed))
    return inner.getOperand();
  setPermutation(composed);
  getOperandMutable().assign(inner.getOperand());
  return getResult();
}

//===----------------------------------------------------------------------===//
// broadcast
//===----------------------------------------------------------------------===//

static SmallVector<int64_t> resultAxes(std::optional<ArrayRef<int64_t>> axes,
                                       int64_t operandRank,
                                       int64_t resultRank) {
  if (axes)
    return SmallVector<int64_t>(*axes);
  return llvm::to_vector(
      llvm::seq<int64_t>(resultRank - operandRank, resultRank));
}

SmallVector<int64_t> BroadcastOp::getResultAxes() {
  return resultAxes(getAxes(), getOperand().getType().getRank(),
                    getType().getRank());
}

LogicalResult BroadcastOp::inferReturnTypes(MLIRContext *,
                                            std::optional<Location> location,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  ArrayRef<Dimension> shape = adaptor.getShape();
  if (failed(checkSizes(location, "broadcast", shape)))
    return failure();
  int64_t rank = operand.getRank(), resultRank = shape.size();
  SmallVector<int64_t> axes = resultAxes(adaptor.getAxes(), rank, resultRank);
  bool ascends = std::is_sorted(axes.begin(), axes.end()) &&
                 std::adjacent_find(axes.begin(), axes.end()) == axes.end();
  if (static_cast<int64_t>(axes.size()) != rank || !ascends ||
      (rank > 0 && (axes.front() < 0 || axes.back() >= resultRank)))
    return inferenceError(location, "broadcast: 'axes' must name an ascending "
                                    "axis of " +
                                        toString(shape) + " for each axis of " +
                                        describe(operand));
  for (auto [dimension, axis] : llvm::zip(dimensionsOf(operand), axes))
    if (dimension != shape[axis] && dimension != Dimension(1))
      return inferenceError(
          location, "broadcast: " + describe(operand) + " does not expand to " +
                        toString(shape) + ": " + dimension.str() + " is not " +
                        shape[axis].str());
  types.push_back(tensorType(shape, operand.getElementType()));
  return success();
}

OpFoldResult BroadcastOp::fold(FoldAdaptor) {
  if (getType() == getOperand().getType())
    return getOperand();
  return {};
}

//===----------------------------------------------------------------------===//
// concat, slice, pad
//===----------------------------------------------------------------------===//

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (adaptor.getOperands().empty())
    return inferenceError(location, "concat needs at least one operand");
  RankedTensorType first = tensorOf(adaptor.getOperands().front());
  std::optional<int64_t> axis =
      normalizeAxis(adaptor.getAxis(), first.getRank());
  if (!axis)
    return inferenceError(location, "concat: axis " + Twine(adaptor.getAxis()) +
                                        " is not an axis of " +
                                        describe(first));
  Dimensions result = dimensionsOf(first);
  for (Value value : adaptor.getOperands().drop_front()) {
    RankedTensorType operand = tensorOf(value);
    Dimensions dimensions = dimensionsOf(operand);
    bool fits = operand.getElementType() == first.getElementType() &&
                dimensions.size() == result.size();
    for (size_t i = 0; fits && i < result.size(); ++i)
      fits = static_cast<int64_t>(i) == *axis || dimensions[i] == result[i];
    if (!fits)
      return inferenceError(
          location, "concat: " + describe(operand) + " does not continue " +
                        describe(first) + " along axis " + Twine(*axis));
    std::optional<Dimension> sum = result[*axis].add(dimensions[*axis]);
    if (!sum)
      return inferenceError(location, "concat: the size overflows");
    result[*axis] = *sum;
  }
  types.push_back(tensorType(result, first.getElementType()));
  return success();
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  if (getOperands().size() == 1)
    return getOperands().front();
  return {};
}

/// Whether all `count` positions from `start` on, `stride` apart, are known to
/// lie in an axis of `size` elements, or may lie there once names are bound.
static bool mayFit(const Dimension &size, const Dimension &start,
                   const Dimension &count, int64_t stride) {
  if (count == Dimension(0))
    return true;
  std::optional<Dimension> steps = count.subtract(1);
  std::optional<Dimension> distance =
      steps ? steps->multiply(stride) : std::nullopt;
  std::optional<Dimension> last =
      distance ? start.add(*distance) : std::nullopt;
  std::optional<Dimension> highest = size.subtract(1);
  if (!last || !highest)
    return false;
  for (const Dimension &position : {start, *last}) {
    std::optional<Dimension> above = highest->subtract(position);
    if (!above || above->constant().value_or(0) < 0 ||
        position.constant().value_or(0) < 0)
      return false;
  }
  return true;
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *,
                                        std::optional<Location> location,
                                        Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  size_t rank = operand.getRank();
  ArrayRef<Dimension> starts = adaptor.getStarts(), sizes = adaptor.getSizes();
  ArrayRef<int64_t> strides = adaptor.getStrides();
  if (starts.size() != rank || sizes.size() != rank || strides.size() != rank)
    return inferenceError(location, "slice: 'starts', 'sizes' and 'strides' "
                                    "need one entry for each axis of " +
                                        describe(operand));
  if (failed(checkSizes(location, "slice", sizes)))
    return failure();
  Dimensions dimensions = dimensionsOf(operand);
  for (size_t axis = 0; axis < rank; ++axis) {
    if (strides[axis] == 0)
      return inferenceError(location, "slice: the stride of axis " +
                                          Twine(axis) + " is 0");
    if (!mayFit(dimensions[axis], starts[axis], sizes[axis], strides[axis]))
      return inferenceError(location,
                            "slice: " + sizes[axis].str() + " elements from " +
                                starts[axis].str() + " on by " +
                                Twine(strides[axis]) + " do not lie in axis " +
                                Twine(axis) + " of " + describe(operand));
  }
  types.push_back(tensorType(sizes, operand.getElementType()));
  return success();
}

/// A slice of everything is its operand; a slice of a slice is one slice.
OpFoldResult SliceOp::fold(FoldAdaptor) {
  auto isWhole = [&](size_t axis) {
    const Dimension &size = getSizes()[axis];
    return size == Dimension(0) ||
           (getStarts()[axis] == Dimension(0) &&
            (getStrides()[axis] == 1 || size == Dimension(1)));
  };
  if (getType() == getOperand().getType() &&
      llvm::all_of(llvm::seq<size_t>(0, getSizes().size()), isWhole))
    return getOperand();

  auto inner = getOperand().getDefiningOp<SliceOp>();
  if (!inner)
    return {};
  std::vector<Dimension> starts;
  SmallVector<int64_t> strides;
  for (auto [start, stride, innerStart, innerStride] : llvm::zip(
           getStarts(), getStrides(), inner.getStarts(), inner.getStrides())) {
    std::optional<Dimension> offset = start.multiply(innerStride);
    std::optional<Dimension> sum =
        offset ? innerStart.add(*offset) : std::nullopt;
    int64_t product;
    if (!sum || llvm::MulOverflow(stride, innerStride, product))
      return {};
    starts.push_back(std::move(*sum));
    strides.push_back(product);
  }
  setStartsAttr(DimsAttr::get(getContext(), starts));
  setStrides(strides);
  getOperandMutable().assign(inner.getOperand());
  return getResult();
}

/// Whether an element of this type can hold the number. Floating point types
/// round.
static bool holdsNumber(Type element, double value) {
  auto integer = dyn_cast<IntegerType>(element);
  if (!integer)
    return true;
  bool isSigned = !integer.isUnsigned() && integer.getWidth() > 1;
  double limit = std::ldexp(1.0, integer.getWidth() - isSigned);
  double lowest = isSigned ? -limit : 0;
  return value == std::trunc(value) && value >= lowest && value < limit;
}

LogicalResult PadOp::inferReturnTypes(MLIRContext *,
                                      std::optional<Location> location,
                                      Adaptor adaptor,
                                      SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  ArrayRef<int64_t> low = adaptor.getLow(), high = adaptor.getHigh();
  Dimensions dimensions = dimensionsOf(operand);
  if (low.size() != dimensions.size() || high.size() != dimensions.size())
    return inferenceError(location, "pad: 'low' and 'high' need one entry for "
                                    "each axis of " +
                                        describe(operand));
  for (auto [dimension, before, after] : llvm::zip(dimensions, low, high)) {
    std::optional<Dimension> grown =
        before < 0 || after < 0 || before > INT32_MAX || after > INT32_MAX
            ? std::nullopt
            : dimension.add(before + after);
    if (!grown)
      return inferenceError(location, "pad: amounts must be 0 or more, got " +
                                          Twine(before) + " and " +
                                          Twine(after));
    dimension = *grown;
  }
  if (failed(checkSizes(location, "pad", dimensions)))
    return failure();
  if (!holdsNumber(operand.getElementType(),
                   adaptor.getValue().convertToDouble()))
    return inferenceError(location,
                          "pad: 'value' is no " +
                              describeElement(operand.getElementType()));
  types.push_back(tensorType(dimensions, operand.getElementType()));
  return success();
}

OpFoldResult PadOp::fold(FoldAdaptor) {
  if (getType() == getOperand().getType())
    return getOperand();
  return {};
}

//===----------------------------------------------------------------------===//
// pack, unpack
//===----------------------------------------------------------------------===//

LogicalResult PackOp::inferReturnTypes(MLIRContext *,
                                       std::optional<Location> location,
                                       Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  int64_t axis = adaptor.getAxis(), block = adaptor.getBlock();
  ArrayRef<int64_t> permutation = adaptor.getOuterPermutation();
  if (axis < 0 || axis >= operand.getRank() || block < 1 ||
      !operand.hasStaticShape() ||
      !isPermutation(permutation, operand.getRank()))
    return inferenceError(location, "pack: cannot cut axis " + Twine(axis) +
                                        " of " + describe(operand) +
                                        " into blocks of " + Twine(block));
  SmallVector<int64_t> outer(operand.getShape());
  outer[axis] = static_cast<int64_t>(llvm::divideCeil(
      static_cast<uint64_t>(outer[axis]), static_cast<uint64_t>(block)));
  SmallVector<int64_t> shape;
  for (int64_t index : permutation)
    shape.push_back(outer[index]);
  shape.push_back(block);
  types.push_back(RankedTensorType::get(shape, operand.getElementType()));
  return success();
}

LogicalResult UnpackOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType operand = tensorOf(adaptor.getOperand());
  int64_t axis = adaptor.getAxis(), size = adaptor.getSize(), capacity = 0;
  if (axis < 0 || axis >= operand.getRank() - 1 || size < 0 ||
      !operand.hasStaticShape() ||
      llvm::MulOverflow(operand.getDimSize(axis), operand.getShape().back(),
                        capacity) ||
      size > capacity)
    return inferenceError(location, "unpack: " + describe(operand) +
                                        " does not hold " + Twine(size) +
                                        " elements along axis " + Twine(axis));
  SmallVector<int64_t> shape(operand.getShape().drop_back());
  shape[axis] = size;
  types.push_back(RankedTensorType::get(shape, operand.getElementType()));
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphShapeOps.cpp.inc"

void GraphDialect::addShapeOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphShapeOps.cpp.inc"
      >();
}
