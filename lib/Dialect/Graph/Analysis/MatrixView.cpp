//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Matrices within tensors.
//
// To look through a shape operation, the steps that rows and columns take in
// row-major order are taken apart into steps along axes, and put together again
// with the strides that the axes have in the operand.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/MatrixView.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

static MatrixView normalized(MatrixView view) {
  if (view.rows == 1)
    view.rowStride = 0;
  if (view.columns == 1)
    view.columnStride = 0;
  return view;
}

MatrixView MatrixView::whole(Value value) {
  ArrayRef<int64_t> shape = tensorOf(value).getShape();
  MatrixView view;
  view.base = value;
  view.columns = shape.empty() ? 1 : shape.back();
  view.rows = 1;
  for (int64_t size : shape.drop_back(shape.empty() ? 0 : 1))
    view.rows *= size;
  view.rowStride = view.columns;
  view.columnStride = 1;
  return normalized(view);
}

MatrixView MatrixView::transposed() const {
  return {base, offset, columns, columnStride, rows, rowStride};
}

MatrixView MatrixView::columnRange(int64_t first, int64_t count) const {
  return normalized({base, offset + first * columnStride, rows, rowStride,
                     count, columnStride});
}

MatrixView MatrixView::rowRange(int64_t first, int64_t count) const {
  return transposed().columnRange(first, count).transposed();
}

MatrixView MatrixView::of(Value value) const {
  MatrixView view = *this;
  view.base = value;
  return view;
}

bool MatrixView::operator==(const MatrixView &other) const {
  return base == other.base && offset == other.offset && rows == other.rows &&
         rowStride == other.rowStride && columns == other.columns &&
         columnStride == other.columnStride;
}

//===----------------------------------------------------------------------===//
// Steps along axes
//===----------------------------------------------------------------------===//

namespace {
/// `count` positions along an axis, `step` apart.
struct AxisStep {
  int64_t axis, count, step;
};

/// A view in terms of the axes of a shape: where it begins, and the axes along
/// which its rows and columns lie, innermost first.
struct AxisSteps {
  SmallVector<int64_t> start;
  SmallVector<AxisStep> rows, columns;
};
} // namespace

static SmallVector<int64_t> stridesOf(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (size_t axis = shape.size(); axis-- > 1;)
    strides[axis - 1] = strides[axis] * shape[axis];
  return strides;
}

/// Takes `count` positions, `stride` apart, apart into axes; adds to `extent`
/// how far they reach along each.
static bool takeApart(int64_t count, int64_t stride, ArrayRef<int64_t> shape,
                      ArrayRef<int64_t> start, MutableArrayRef<int64_t> extent,
                      SmallVectorImpl<AxisStep> &steps) {
  if (count == 1 || stride == 0)
    return true;
  SmallVector<int64_t> strides = stridesOf(shape);
  for (int64_t axis = shape.size() - 1; axis >= 0; --axis) {
    if (shape[axis] == 1 || stride >= strides[axis] * shape[axis])
      continue;
    if (stride % strides[axis] != 0)
      return false;
    int64_t step = stride / strides[axis];
    if (start[axis] + extent[axis] + (count - 1) * step < shape[axis]) {
      extent[axis] += (count - 1) * step;
      steps.push_back({axis, count, step});
      return true;
    }
    // All of this axis, and on along the next outer one.
    if (step != 1 || start[axis] != 0 || extent[axis] != 0 ||
        count % shape[axis] != 0)
      return false;
    extent[axis] = shape[axis] - 1;
    steps.push_back({axis, shape[axis], 1});
    count /= shape[axis];
    stride *= shape[axis];
    if (count == 1)
      return true;
  }
  return false;
}

static std::optional<AxisSteps> takeApart(const MatrixView &view,
                                          ArrayRef<int64_t> shape) {
  AxisSteps steps;
  int64_t rest = view.offset;
  for (int64_t stride : stridesOf(shape)) {
    steps.start.push_back(rest / stride);
    rest %= stride;
  }
  SmallVector<int64_t> extent(shape.size(), 0);
  // The smaller stride first: where both lie along one axis, it is inside.
  bool columnsFirst = view.columnStride <= view.rowStride;
  for (bool columns : {columnsFirst, !columnsFirst})
    if (!takeApart(columns ? view.columns : view.rows,
                   columns ? view.columnStride : view.rowStride, shape,
                   steps.start, extent, columns ? steps.columns : steps.rows))
      return std::nullopt;
  return steps;
}

/// The stride of the positions, where one step along an axis is `gains[axis]`.
static std::optional<int64_t> putTogether(ArrayRef<AxisStep> steps,
                                          ArrayRef<int64_t> gains) {
  if (steps.empty())
    return 0;
  int64_t stride = gains[steps.front().axis] * steps.front().step;
  int64_t next = stride;
  for (const AxisStep &step : steps) {
    if (gains[step.axis] * step.step != next)
      return std::nullopt;
    next *= step.count;
  }
  return stride;
}

/// The view of `base` with the same positions, where position p along an axis
/// of the shape is gains[axis] * p elements from `offset` on.
static std::optional<MatrixView> reindex(const MatrixView &view,
                                         ArrayRef<int64_t> shape, Value base,
                                         int64_t offset,
                                         ArrayRef<int64_t> gains) {
  std::optional<AxisSteps> steps = takeApart(view, shape);
  if (!steps)
    return std::nullopt;
  std::optional<int64_t> rowStride = putTogether(steps->rows, gains);
  std::optional<int64_t> columnStride = putTogether(steps->columns, gains);
  if (!rowStride || !columnStride)
    return std::nullopt;
  for (auto [start, gain] : llvm::zip(steps->start, gains))
    offset += start * gain;
  return MatrixView{base,       offset,       view.rows,
                    *rowStride, view.columns, *columnStride};
}

//===----------------------------------------------------------------------===//
// Looking through shape operations
//===----------------------------------------------------------------------===//

static ArrayRef<int64_t> shapeOf(Value value) {
  return tensorOf(value).getShape();
}

static std::optional<MatrixView> throughTranspose(const MatrixView &view,
                                                  TransposeOp op) {
  SmallVector<int64_t> strides = stridesOf(shapeOf(op.getOperand())), gains;
  for (int64_t axis : op.getPermutation())
    gains.push_back(strides[axis]);
  return reindex(view, shapeOf(op), op.getOperand(), 0, gains);
}

static std::optional<MatrixView> throughBroadcast(const MatrixView &view,
                                                  BroadcastOp op) {
  ArrayRef<int64_t> from = shapeOf(op.getOperand());
  SmallVector<int64_t> strides = stridesOf(from);
  SmallVector<int64_t> gains(shapeOf(op).size(), 0);
  for (auto [position, axis] : llvm::enumerate(op.getResultAxes()))
    if (from[position] != 1)
      gains[axis] = strides[position];
  return reindex(view, shapeOf(op), op.getOperand(), 0, gains);
}

static std::optional<MatrixView> throughSlice(const MatrixView &view,
                                              SliceOp op) {
  int64_t offset = 0;
  SmallVector<int64_t> gains;
  for (auto [start, step, stride] :
       llvm::zip(op.getStarts(), op.getStrides(),
                 stridesOf(shapeOf(op.getOperand())))) {
    if (step < 0 || !start.constant())
      return std::nullopt;
    offset += *start.constant() * stride;
    gains.push_back(step * stride);
  }
  return reindex(view, shapeOf(op), op.getOperand(), offset, gains);
}

/// Where all of the view lies in one operand.
static std::optional<MatrixView> throughConcat(const MatrixView &view,
                                               ConcatOp op) {
  ArrayRef<int64_t> shape = shapeOf(op);
  int64_t axis = op.getAxis();
  axis += axis < 0 ? shape.size() : 0;
  std::optional<AxisSteps> steps = takeApart(view, shape);
  if (!steps)
    return std::nullopt;
  int64_t first = steps->start[axis], last = first, begin = 0;
  for (const auto &part : {steps->rows, steps->columns})
    for (const AxisStep &step : part)
      if (step.axis == axis)
        last += (step.count - 1) * step.step;
  for (Value operand : op.getOperands()) {
    int64_t end = begin + shapeOf(operand)[axis];
    if (begin <= first && last < end) {
      SmallVector<int64_t> gains = stridesOf(shapeOf(operand));
      return reindex(view, shape, operand, -begin * gains[axis], gains);
    }
    begin = end;
  }
  return std::nullopt;
}

/// Whether all elements lie along axes of the base or of a plain reshape of it,
/// so that slices can cut them out.
static std::optional<std::pair<SmallVector<int64_t>, AxisSteps>>
findSlice(const MatrixView &view) {
  auto isSeparate = [](const AxisSteps &steps) {
    return llvm::none_of(steps.rows, [&](const AxisStep &row) {
      return llvm::any_of(steps.columns, [&](const AxisStep &column) {
        return row.axis == column.axis;
      });
    });
  };
  SmallVector<int64_t> shape(shapeOf(view.base));
  std::optional<AxisSteps> steps = takeApart(view, shape);
  if (steps && isSeparate(*steps))
    return std::pair(shape, *steps);
  int64_t outer = std::max(view.rowStride, view.columnStride);
  int64_t elements = tensorOf(view.base).getNumElements();
  if (outer == 0 || elements % outer != 0)
    return std::nullopt;
  shape = {elements / outer, outer};
  steps = takeApart(view, shape);
  if (!steps || !isSeparate(*steps))
    return std::nullopt;
  return std::pair(shape, *steps);
}

std::optional<MatrixView> dlc::graph::joinColumns(const MatrixView &first,
                                                  const MatrixView &second) {
  int64_t distance = second.offset - first.offset;
  if (first.base != second.base || first.rows != second.rows ||
      first.rowStride != second.rowStride || first.columns == 0 ||
      distance <= 0 || distance % first.columns != 0)
    return std::nullopt;
  int64_t stride = distance / first.columns;
  if ((first.columns > 1 && first.columnStride != stride) ||
      (second.columns > 1 && second.columnStride != stride))
    return std::nullopt;
  MatrixView both = first;
  both.columns += second.columns;
  both.columnStride = stride;
  return findSlice(both) ? std::optional(both) : std::nullopt;
}

std::optional<MatrixView> dlc::graph::joinRows(const MatrixView &first,
                                               const MatrixView &second) {
  std::optional<MatrixView> both =
      joinColumns(first.transposed(), second.transposed());
  return both ? std::optional(both->transposed()) : std::nullopt;
}

MatrixView dlc::graph::lookThrough(MatrixView view, PassedOperations *passed,
                                   llvm::function_ref<bool(Operation *)> stop) {
  MatrixView known = view;
  SmallVector<Operation *> pending;
  if (tensorOf(view.base).getNumElements() == 0)
    return known;
  while (Operation *op = view.base.getDefiningOp()) {
    if (stop && stop(op))
      break;
    std::optional<MatrixView> source;
    if (auto reshape = dyn_cast<ReshapeOp>(op))
      source = view.of(reshape.getOperand());
    else if (auto transpose = dyn_cast<TransposeOp>(op))
      source = throughTranspose(view, transpose);
    else if (auto broadcast = dyn_cast<BroadcastOp>(op))
      source = throughBroadcast(view, broadcast);
    else if (auto slice = dyn_cast<SliceOp>(op))
      source = throughSlice(view, slice);
    else if (auto concat = dyn_cast<ConcatOp>(op))
      source = throughConcat(view, concat);
    if (!source || !tensorOf(source->base).hasStaticShape())
      break;
    view = *source;
    pending.push_back(op);
    if (!findSlice(view))
      continue;
    known = view;
    if (passed)
      passed->append(pending.begin(), pending.end());
    pending.clear();
  }
  return known;
}

/// Where the columns lie along the axis that a concatenation joins, the number
/// of them that its operand has from the first column on.
static std::optional<int64_t> columnsOfFirstOperand(const MatrixView &view,
                                                    ConcatOp op) {
  ArrayRef<int64_t> shape = shapeOf(op);
  int64_t axis = op.getAxis();
  axis += axis < 0 ? shape.size() : 0;
  std::optional<AxisSteps> steps = takeApart(view, shape);
  if (!steps || steps->columns.size() != 1 ||
      steps->columns.front().axis != axis)
    return std::nullopt;
  int64_t first = steps->start[axis], step = steps->columns.front().step;
  int64_t end = 0;
  for (Value operand : op.getOperands()) {
    end += shapeOf(operand)[axis];
    if (first < end)
      return std::min<int64_t>(view.columns, (end - 1 - first) / step + 1);
  }
  return std::nullopt;
}

/// Concatenations in one another that are cut; more is no spelling of anything.
static constexpr unsigned kDeepestConcat = 16;

static void splitColumns(const MatrixView &view, PassedOperations *passed,
                         llvm::function_ref<bool(Operation *)> stop,
                         unsigned depth, SmallVectorImpl<MatrixView> &pieces) {
  MatrixView source = lookThrough(view, passed, stop);
  auto concat = source.base.getDefiningOp<ConcatOp>();
  while (concat && !(stop && stop(concat)) && depth < kDeepestConcat &&
         tensorOf(source.base).getNumElements() > 0) {
    std::optional<int64_t> count = columnsOfFirstOperand(source, concat);
    if (!count || *count == source.columns)
      break;
    splitColumns(source.columnRange(0, *count), passed, stop, depth + 1,
                 pieces);
    source = source.columnRange(*count, source.columns - *count);
    MatrixView rest = lookThrough(source, passed, stop);
    if (rest.base != source.base)
      return splitColumns(rest, passed, stop, depth + 1, pieces);
  }
  pieces.push_back(source);
}

SmallVector<MatrixView>
dlc::graph::splitColumns(const MatrixView &view, PassedOperations *passed,
                         llvm::function_ref<bool(Operation *)> stop) {
  SmallVector<MatrixView> pieces;
  ::splitColumns(view, passed, stop, 0, pieces);
  return pieces;
}

std::optional<ProductView>
dlc::graph::lookThroughProduct(const MatrixView &view, bool fromLeft) {
  auto product = view.base.getDefiningOp<MatmulOp>();
  if (!product || !tensorOf(product.getLhs()).hasStaticShape() ||
      !tensorOf(product.getRhs()).hasStaticShape())
    return std::nullopt;
  ArrayRef<int64_t> shape = shapeOf(product);
  ArrayRef<int64_t> left = shapeOf(product.getLhs());
  ArrayRef<int64_t> right = shapeOf(product.getRhs());
  SmallVector<int64_t> leftStrides = stridesOf(left);
  SmallVector<int64_t> rightStrides = stridesOf(right);
  // Matrices may be numbered on the left only, so that one on the right is for
  // all.
  int64_t depth = left.back();
  if (right.size() > 2 || (fromLeft && left.size() > 2) || depth == 0 ||
      tensorOf(product).getNumElements() == 0)
    return std::nullopt;
  bool transposed = product.getTransposeRhs() || right.size() == 1;
  int64_t rightDepth = transposed ? rightStrides.back() : rightStrides.front();
  // How far each axis of the result reaches in either operand.
  SmallVector<int64_t> leftGains(shape.size(), 0), rightGains(shape.size(), 0);
  for (size_t axis = 0; axis + 1 < left.size(); ++axis)
    leftGains[axis] = leftStrides[axis];
  if (right.size() == 2)
    rightGains.back() = transposed ? rightStrides.front() : rightStrides.back();

  std::optional<MatrixView> inLeft =
      reindex(view, shape, product.getLhs(), 0, leftGains);
  std::optional<MatrixView> inRight =
      reindex(view, shape, product.getRhs(), 0, rightGains);
  if (!inLeft || !inRight)
    return std::nullopt;
  // Rows of the view step through one operand only, columns through the other.
  const MatrixView &byRow = fromLeft ? *inRight : *inLeft;
  const MatrixView &byColumn = fromLeft ? *inLeft : *inRight;
  if (byRow.columnStride != 0 || byColumn.rowStride != 0)
    return std::nullopt;
  int64_t leftDepth = 1;
  ProductView result;
  result.left =
      normalized({byRow.base, byRow.offset, view.rows, byRow.rowStride, depth,
                  fromLeft ? rightDepth : leftDepth});
  result.right = normalized({byColumn.base, byColumn.offset, depth,
                             fromLeft ? leftDepth : rightDepth, view.columns,
                             byColumn.columnStride});
  if (!findSlice(result.left) || !findSlice(result.right))
    return std::nullopt;
  return result;
}

std::optional<double> dlc::graph::constantOf(const MatrixView &view) {
  MatrixView source = lookThrough(view);
  auto constant = source.base.getDefiningOp<ConstantOp>();
  auto elements =
      constant ? dyn_cast<DenseFPElementsAttr>(constant.getValue()) : nullptr;
  if (!elements || !elements.isSplat())
    return std::nullopt;
  return elements.getSplatValue<APFloat>().convertToDouble();
}

//===----------------------------------------------------------------------===//
// Making a view a value
//===----------------------------------------------------------------------===//

/// A view without repeated rows or columns.
static Value cutOut(OpBuilder &builder, Location location,
                    const MatrixView &view, ArrayRef<int64_t> shape) {
  auto [from, steps] = *findSlice(view);
  MLIRContext *context = builder.getContext();
  Value value = reshapeTo(builder, location, view.base, from);
  SmallVector<int64_t> sizes(from.size(), 1), strides(from.size(), 1);
  for (const auto &part : {steps.rows, steps.columns})
    for (const AxisStep &step : part) {
      sizes[step.axis] = step.count;
      strides[step.axis] = step.step;
    }
  if (sizes != from)
    value = builder.create<SliceOp>(location, value,
                                    staticDims(context, steps.start),
                                    staticDims(context, sizes), strides);
  bool columnsFirst = !steps.rows.empty() && !steps.columns.empty() &&
                      steps.columns.front().axis < steps.rows.front().axis;
  if (columnsFirst) {
    value = reshapeTo(builder, location, value,
                      ArrayRef<int64_t>{view.columns, view.rows});
    value =
        builder.create<TransposeOp>(location, value, ArrayRef<int64_t>{1, 0});
  }
  return reshapeTo(builder, location, value, shape);
}

Value dlc::graph::materialize(OpBuilder &builder, Location location,
                              const MatrixView &view, ArrayRef<int64_t> shape) {
  bool repeatsRows = view.rows > 1 && view.rowStride == 0;
  bool repeatsColumns = view.columns > 1 && view.columnStride == 0;
  if (!repeatsRows && !repeatsColumns)
    return cutOut(builder, location, view, shape);
  MatrixView once = view;
  SmallVector<int64_t> small(shape);
  if (repeatsRows) {
    once.rows = 1;
    std::fill(small.begin(), small.end() - 1, 1);
  }
  if (repeatsColumns) {
    once.columns = 1;
    small.back() = 1;
  }
  // A vector that is repeated to rows needs no axes of size 1.
  ArrayRef<int64_t> core = small;
  while (!core.empty() && core.front() == 1)
    core = core.drop_front();
  Value value = cutOut(builder, location, once, core);
  return builder.create<BroadcastOp>(location, value,
                                     staticDims(builder.getContext(), shape),
                                     DenseI64ArrayAttr());
}
