//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `x[1:, 0, ::2, ..., none]`: a slice, and a reshape for the axes that go and
// come.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "llvm/ADT/STLExtras.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;
using dlc::graph::Dimension;
using dlc::graph::Dimensions;

namespace {
/// What is taken of one axis: `size` elements from `start` on.
struct AxisRange {
  Dimension start, size;
  int64_t stride = 1;
};
} // namespace

/// Counted from the end where it is a negative number; `size` is that of the
/// axis.
static std::optional<Dimension> fromStart(const Dimension &position,
                                          const Dimension &size) {
  std::optional<int64_t> number = position.constant();
  return number && *number < 0 ? size.add(position) : position;
}

/// An int or an expression over dimensions; reported where it is neither.
std::optional<Dimension>
GraphGenerator::evaluatePosition(const Expression &expression) {
  Value value = evaluate(expression);
  if (std::optional<Dimension> position = value.asDimension())
    return position;
  if (value.isTensor())
    error(expression.range, "a tensor is indexed by constants; 'take' and "
                            "'gather' index by tensors");
  else if (!value.isError())
    error(expression.range, "an index is an int, got " + value.describe());
  return std::nullopt;
}

/// One element: a slice of size 1, whose axis goes.
bool GraphGenerator::indexAxis(const Subscript &subscript, mlir::Value tensor,
                               size_t axis, Dimension &start) {
  std::optional<Dimension> position = evaluatePosition(*subscript.index);
  if (!position)
    return false;
  Dimension size = graph::dimensionsOf(tensor)[axis];
  std::optional<Dimension> first = fromStart(*position, size);
  std::optional<int64_t> at = first ? first->constant() : std::nullopt;
  std::optional<int64_t> limit = size.constant();
  // Against named dimensions it is checked when they are bound.
  if (!first || (at && (*at < 0 || (limit && *at >= *limit)))) {
    Diagnostic &diagnostic = error(
        subscript.range, "index " + position->str() + " is outside axis " +
                             llvm::Twine(axis) + " of " + Value(tensor).str());
    noteOrigin(diagnostic, tensor, size);
    return false;
  }
  start = *first;
  return true;
}

/// As in Python: a negative position counts from the end, and what lies
/// outside is left out as far as sizes are known.
bool GraphGenerator::sliceAxis(const Subscript &subscript, mlir::Value tensor,
                               size_t axis, Dimension &start, Dimension &extent,
                               int64_t &stride) {
  Dimension size = graph::dimensionsOf(tensor)[axis];
  if (subscript.step) {
    Value step = evaluate(*subscript.step);
    const auto *number = step.as<int64_t>();
    if (!number || *number == 0) {
      if (!step.isError())
        error(subscript.step->range,
              number ? "the step of a slice is not 0"
                     : "the step of a slice is an int, got " + step.describe());
      return false;
    }
    stride = *number;
  }
  // The first position, and the one before which the slice ends.
  Dimension last = *size.subtract(Dimension(1));
  Dimension lowest(stride > 0 ? 0 : -1), highest = stride > 0 ? size : last;
  start = stride > 0 ? lowest : highest;
  Dimension stop = stride > 0 ? highest : lowest;
  for (auto [node, bound] : {std::pair(&subscript.start, &start),
                             std::pair(&subscript.stop, &stop)}) {
    if (!*node)
      continue;
    std::optional<Dimension> position = evaluatePosition(**node);
    if (position)
      position = fromStart(*position, size);
    if (!position) {
      return false;
    }
    std::optional<int64_t> number = position->constant();
    if (number && *number < *lowest.constant())
      position = lowest;
    if (number && highest.constant() && *number > *highest.constant())
      position = highest;
    *bound = *position;
  }
  // ceil((stop - start) / stride)
  std::optional<Dimension> distance =
      stride > 0 ? stop.subtract(start) : start.subtract(stop);
  uint64_t step = stride > 0 ? stride : -static_cast<uint64_t>(stride);
  if (distance && distance->constant()) {
    int64_t length = std::max<int64_t>(*distance->constant(), 0);
    extent = Dimension(length / step + (length % step != 0));
    return true;
  }
  std::optional<Dimension> count =
      distance && step <= INT64_MAX
          ? distance->divideExactly(Dimension(static_cast<int64_t>(step)))
          : std::nullopt;
  if (!count) {
    Diagnostic &diagnostic = error(
        subscript.range, "the size of this slice of axis " + llvm::Twine(axis) +
                             " of " + Value(tensor).str() +
                             " is no polynomial of its named dimensions");
    noteOrigin(diagnostic, tensor, size);
    return false;
  }
  extent = *count;
  return true;
}

Value GraphGenerator::indexTensor(const ast::Index &node, const Value &base) {
  mlir::Value tensor = asTensor(base);
  Dimensions dimensions = graph::dimensionsOf(tensor);
  auto isNewAxis = [](const Subscript &subscript) {
    return subscript.kind == Subscript::Kind::Index &&
           llvm::isa<NoneLiteral>(subscript.index.get());
  };
  size_t taken = 0, ellipses = 0;
  for (const Subscript &subscript : node.subscripts) {
    ellipses += subscript.kind == Subscript::Kind::Ellipsis;
    taken +=
        subscript.kind != Subscript::Kind::Ellipsis && !isNewAxis(subscript);
  }
  if (ellipses > 1)
    return fail(node.range, "'...' stands for all other axes and occurs once");
  if (taken > dimensions.size()) {
    Diagnostic &diagnostic = error(
        node.range, llvm::Twine(taken) + " indices for " + Value(tensor).str() +
                        ", which has " + llvm::Twine(dimensions.size()) +
                        (dimensions.size() == 1 ? " axis" : " axes"));
    noteOperand(diagnostic, "", tensor);
    return Value();
  }

  std::vector<Dimension> starts, sizes, shape;
  llvm::SmallVector<int64_t> strides;
  auto takeWhole = [&](size_t count) {
    for (; count > 0; --count) {
      shape.push_back(dimensions[starts.size()]);
      sizes.push_back(dimensions[starts.size()]);
      starts.push_back(Dimension(0));
      strides.push_back(1);
    }
  };
  for (const Subscript &subscript : node.subscripts) {
    if (subscript.kind == Subscript::Kind::Ellipsis) {
      takeWhole(dimensions.size() - taken);
      continue;
    }
    if (isNewAxis(subscript)) {
      shape.push_back(Dimension(1));
      continue;
    }
    AxisRange range;
    size_t axis = starts.size();
    if (subscript.kind == Subscript::Kind::Index) {
      range.size = Dimension(1);
      if (!indexAxis(subscript, tensor, axis, range.start))
        return Value();
    } else {
      if (!sliceAxis(subscript, tensor, axis, range.start, range.size,
                     range.stride))
        return Value();
      shape.push_back(range.size);
    }
    starts.push_back(range.start);
    sizes.push_back(range.size);
    strides.push_back(range.stride);
  }
  takeWhole(dimensions.size() - starts.size());

  mlir::Value result = tensor;
  bool isWhole = llvm::ArrayRef<Dimension>(sizes) ==
                     llvm::ArrayRef<Dimension>(dimensions) &&
                 llvm::all_of(strides, [](int64_t s) { return s == 1; });
  if (!isWhole)
    result = build(
        "slice", tensor,
        {builder.getNamedAttr("starts", graph::DimsAttr::get(&context, starts)),
         builder.getNamedAttr("sizes", graph::DimsAttr::get(&context, sizes)),
         builder.getNamedAttr("strides",
                              builder.getDenseI64ArrayAttr(strides))},
        node.range);
  if (result && shape != sizes)
    result = build(
        "reshape", result,
        builder.getNamedAttr("shape", graph::DimsAttr::get(&context, shape)),
        node.range);
  return result ? Value(result) : Value();
}
