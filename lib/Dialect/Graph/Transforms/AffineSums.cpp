//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes values of affine forms.
//
//===----------------------------------------------------------------------===//

#include "AffineSums.h"
#include "Parts.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

using namespace mlir;
using namespace dlc::graph;

AffineSums::AffineSums(OpBuilder &builder, OpBuilder &outside,
                       Location location, Dependence &dependence,
                       ArrayRef<int64_t> rows, int64_t width, Type elementType)
    : builder(builder), outside(outside), location(location),
      dependence(dependence), rows(rows), width(width),
      elementType(elementType) {}

SmallVector<int64_t> AffineSums::shape(int64_t columns) const {
  SmallVector<int64_t> shape(rows);
  shape.push_back(columns);
  return shape;
}

Value AffineSums::constant(OpBuilder &builder, double number,
                           ArrayRef<int64_t> shape) {
  auto scalar = RankedTensorType::get({}, elementType);
  Attribute attribute = builder.getFloatAttr(elementType, number);
  Value value = builder.create<ConstantOp>(
      location, scalar, DenseElementsAttr::get(scalar, attribute));
  if (shape.empty())
    return value;
  return builder.create<BroadcastOp>(location, value,
                                     staticDims(builder.getContext(), shape),
                                     DenseI64ArrayAttr());
}

Value AffineSums::zeros(int64_t count) {
  return constant(builder, 0, shape(count * width));
}

/// What is known before may still be computed in the step.
Value AffineSums::cut(OpBuilder &builder, const MatrixView &view,
                      ArrayRef<int64_t> shape) {
  if (&builder == &outside)
    moveKnown(view.base, &*outside.getInsertionPoint());
  return materialize(builder, location, view, shape);
}

Value AffineSums::scaled(OpBuilder &builder, Value value, double scale) {
  if (scale == 1)
    return value;
  if (scale == -1)
    return builder.create<NegOp>(location, value);
  return builder.create<MulOp>(
      location, value, constant(builder, scale, tensorOf(value).getShape()));
}

Value AffineSums::add(OpBuilder &builder, Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return lhs ? lhs : rhs;
  return builder.create<AddOp>(location, lhs, rhs);
}

/// Columns from several views, zeros where there is none. Views that are
/// neighbours are cut out as one, so that parts of one value become it again.
Value AffineSums::sideBySide(OpBuilder &builder, const Columns &columns,
                             ArrayRef<int64_t> rows) {
  SmallVector<std::optional<AffineAddend>> runs;
  SmallVector<int64_t> widths;
  for (const std::optional<AffineAddend> &part : columns) {
    if (part && !runs.empty() && runs.back() &&
        runs.back()->scale == part->scale) {
      if (std::optional<MatrixView> both =
              joinColumns(runs.back()->view, part->view)) {
        runs.back()->view = *both;
        widths.back() = both->columns;
        continue;
      }
    }
    runs.push_back(part);
    widths.push_back(part ? part->view.columns : width);
  }
  SmallVector<Value> values;
  for (auto [run, size] : llvm::zip(runs, widths)) {
    SmallVector<int64_t> shape(rows);
    shape.push_back(size);
    values.push_back(
        run ? scaled(builder, cut(builder, run->view, shape), run->scale)
            : constant(builder, 0, shape));
  }
  if (values.size() == 1)
    return values.front();
  return builder.create<ConcatOp>(location, values,
                                  static_cast<int64_t>(rows.size()));
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

Value AffineSums::weight(ArrayRef<AffineProduct> products) {
  // One above the other is side by side of the transposed.
  SmallVector<AffineAddend> runs;
  for (const AffineProduct &product : products) {
    if (!runs.empty() && runs.back().scale == product.scale)
      if (std::optional<MatrixView> both =
              joinColumns(runs.back().view, product.right)) {
        runs.back().view = *both;
        continue;
      }
    runs.push_back({product.right, product.scale});
  }
  SmallVector<Value> values;
  for (const AffineAddend &run : runs) {
    MatrixView view = run.view.transposed();
    values.push_back(scaled(
        outside, cut(outside, view, {view.rows, view.columns}), run.scale));
  }
  if (values.size() == 1)
    return values.front();
  return outside.create<ConcatOp>(location, values, 0);
}

/// The products of two left factors side by side as one, where their right
/// factors lie one above the other in one value.
static std::optional<AffineProduct> joinDepth(const AffineProduct &first,
                                              const AffineProduct &second) {
  std::optional<MatrixView> right = joinRows(first.right, second.right);
  if (!right || first.scale != second.scale)
    return std::nullopt;
  return AffineProduct{first.left, *right, first.scale};
}

AffineSums::Product AffineSums::takeCommon(MutableArrayRef<AffineForm> sums,
                                           Known when) {
  // By left factor, the product of each sum.
  SmallVector<SmallVector<AffineProduct>> common;
  auto findLeft = [](AffineForm &sum, const MatrixView &left) {
    return llvm::find_if(sum.products, [&](const AffineProduct &product) {
      return product.left == left;
    });
  };
  SmallVector<AffineProduct> candidates(sums.front().products);
  for (const AffineProduct &candidate : candidates) {
    const MatrixView left = candidate.left;
    if (dependence.of(left.base) != when ||
        !llvm::all_of(sums, [&](AffineForm &sum) {
          return findLeft(sum, left) != sum.products.end();
        }))
      continue;
    SmallVector<AffineProduct> &products = common.emplace_back();
    for (AffineForm &sum : sums) {
      auto *found = findLeft(sum, left);
      products.push_back(*found);
      sum.products.erase(found);
    }
  }
  if (common.empty())
    return {};

  Columns lefts;
  for (const auto &products : common)
    lefts.push_back(AffineAddend{products.front().left, 1});
  Value left = sideBySide(builder, lefts, rows);
  // Where one parameter has the rows for all left factors, they stay together.
  SmallVector<AffineProduct> joined(common.front());
  bool allJoined = true;
  for (const auto &products : llvm::drop_begin(common))
    for (auto [whole, product] : llvm::zip(joined, products)) {
      std::optional<AffineProduct> both = joinDepth(whole, product);
      allJoined &= both.has_value();
      whole = both.value_or(whole);
    }
  if (allJoined)
    return {left, weight(joined)};
  SmallVector<Value> weights;
  for (const auto &products : common)
    weights.push_back(weight(products));
  return {left, outside.create<ConcatOp>(location, weights, 1)};
}

/// Products that not all sums share become addends.
void AffineSums::makeOwnProducts(MutableArrayRef<AffineForm> sums) {
  for (AffineForm &sum : sums) {
    while (!sum.products.empty()) {
      AffineForm own[1];
      Known when = dependence.of(sum.products.front().left.base);
      own[0].products = sum.products;
      Product product = takeCommon(own, when);
      sum.products = own[0].products;
      Value value =
          builder.create<MatmulOp>(location, product.left, product.right, true);
      sum.addends.push_back({MatrixView::whole(value), 1});
    }
  }
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

Value AffineSums::vector(ArrayRef<AffineAddend> addends) {
  Value sum;
  for (const AffineAddend &addend : addends)
    sum = add(outside, sum,
              scaled(outside, cut(outside, addend.view.rowRange(0, 1), {width}),
                     addend.scale));
  return sum;
}

/// All biases, one vector side by side, repeated to rows.
Value AffineSums::biases(MutableArrayRef<AffineForm> sums) {
  SmallVector<SmallVector<AffineAddend>> vectors;
  size_t most = 0;
  auto isVector = [&](const AffineAddend &addend) {
    return dependence.of(addend.view.base) == Known::Before &&
           addend.view.rowStride == 0;
  };
  for (AffineForm &sum : sums) {
    SmallVector<AffineAddend> &own = vectors.emplace_back();
    llvm::copy_if(sum.addends, std::back_inserter(own), isVector);
    llvm::erase_if(sum.addends, isVector);
    most = std::max(most, own.size());
  }
  if (most == 0)
    return nullptr;
  // The first of each sum side by side, then the second: so the parts of one
  // parameter become it again.
  Value total;
  for (size_t i = 0; i < most; ++i) {
    Columns columns;
    for (const auto &own : vectors)
      columns.push_back(i < own.size()
                            ? std::optional(AffineAddend{
                                  own[i].view.rowRange(0, 1), own[i].scale})
                            : std::nullopt);
    total = add(outside, total, sideBySide(outside, columns, {}));
  }
  if (rows.empty())
    return total;
  return builder.create<BroadcastOp>(
      location, total,
      staticDims(builder.getContext(), shape(sums.size() * width)),
      DenseI64ArrayAttr());
}

/// An addend of each sum that is known at this time, of one value where there
/// is one in all; none for a sum without.
AffineSums::Columns AffineSums::takeColumns(MutableArrayRef<AffineForm> sums,
                                            Known when) {
  auto isCandidate = [&](const AffineAddend &addend) {
    return dependence.of(addend.view.base) == when;
  };
  auto take = [&](auto matches) {
    Columns columns;
    for (AffineForm &sum : sums) {
      auto *found = llvm::find_if(sum.addends, matches);
      columns.push_back(found == sum.addends.end() ? std::nullopt
                                                   : std::optional(*found));
      if (found != sum.addends.end())
        sum.addends.erase(found);
    }
    return columns;
  };
  for (AffineForm &sum : sums)
    for (const AffineAddend &addend : sum.addends) {
      if (!isCandidate(addend))
        continue;
      Value base = addend.view.base;
      auto fromBase = [&](const AffineAddend &other) {
        return other.view.base == base;
      };
      if (llvm::all_of(sums, [&](AffineForm &other) {
            return llvm::any_of(other.addends, fromBase);
          }))
        return take(fromBase);
    }
  return take(isCandidate);
}

Value AffineSums::make(SmallVector<AffineForm, 4> sums) {
  auto multiply = [&](const Product &product) {
    return builder.create<MatmulOp>(location, product.left, product.right,
                                    true);
  };
  SmallVector<Value> shared[3];
  for (Known known : {Known::Before, Known::WithElements, Known::InStep})
    while (true) {
      Product product = takeCommon(sums, known);
      if (!product.left)
        break;
      shared[static_cast<size_t>(known)].push_back(multiply(product));
    }
  makeOwnProducts(sums);
  // What is known earlier comes first, so that it can be had before.
  Value total = biases(sums);
  for (Known known : {Known::Before, Known::WithElements, Known::InStep}) {
    Value sum;
    for (Value product : shared[static_cast<size_t>(known)])
      sum = add(builder, sum, product);
    while (llvm::any_of(sums, [&](const AffineForm &form) {
      return llvm::any_of(form.addends, [&](const AffineAddend &addend) {
        return dependence.of(addend.view.base) == known;
      });
    }))
      sum = add(builder, sum,
                sideBySide(builder, takeColumns(sums, known), rows));
    // The products first: their epilogue adds the rest.
    total = add(builder, sum, total);
  }
  return total;
}
