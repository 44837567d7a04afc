//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Products and convolutions, alone, in company, with what follows them.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

Value fuzz::maybeBias(GraphBuilder &g, Value x, int64_t axis) {
  if (!x || g.random.oneIn(3))
    return x;
  Sizes sizes = GraphBuilder::sizesOf(x);
  if (axis < 0)
    axis += sizes.size();
  Value bias = g.parameter(
      g.type(sizes[axis], GraphBuilder::typeOf(x).getElementType()));
  Value wide;
  if (axis + 1 == int64_t(sizes.size()) && g.random.coin()) {
    wide = g.broadcast(bias, sizes);
  } else if (g.random.oneIn(3)) {
    // As [C, 1, 1], whose trailing axes align.
    Sizes column(sizes.size() - axis, 1);
    column[0] = sizes[axis];
    wide = g.broadcast(g.reshape(bias, column), sizes);
  } else {
    wide = g.broadcast(bias, sizes, axis);
  }
  return g.random.coin() ? g.op("add", {x, wide}) : g.op("add", {wide, x});
}

Value fuzz::linear(GraphBuilder &g, Value x, int64_t columns) {
  if (!x)
    return {};
  int64_t depth = GraphBuilder::sizesOf(x).back();
  Type element = GraphBuilder::typeOf(x).getElementType();
  switch (g.random.integer(0, 3)) {
  case 0:
    return g.op("matmul", {x, g.ofType(g.type({columns, depth}, element))},
                g.flag("transpose_rhs"));
  case 1: {
    Value weight = g.parameter(g.type({columns, depth}, element));
    return g.op("matmul", {x, g.transpose(weight, {1, 0})});
  }
  case 2:
    return g.op("matmul", {x, g.parameter(g.type({columns, depth}, element))},
                g.flag("transpose_rhs"));
  default:
    return g.op("matmul", {x, g.ofType(g.type({depth, columns}, element))});
  }
}

/// Products with one left operand, and what becomes of them.
static void productsOfOneInput(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(2, 3));
  int64_t columns = g.size();
  Values products;
  for (int64_t i = g.random.integer(2, 4); i > 0; --i) {
    if (g.random.oneIn(3))
      columns = g.size();
    Value y = maybeBias(g, linear(g, x, columns), -1);
    if (y)
      products.push_back(g.random.coin() ? activation(g, y) : y);
  }
  llvm::erase_if(products, [](Value value) { return !value; });
  if (products.size() < 2)
    return;
  if (g.random.oneIn(3))
    g.op("concat", products, g.number("axis", -1));
  else if (products[0].getType() == products[1].getType())
    g.op(g.random.coin() ? "mul" : "add", {products[0], products[1]});
}

/// Products W x of parameters with one vector or matrix of columns.
static void productsOfOneColumn(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 2));
  int64_t depth = GraphBuilder::sizesOf(x)[0], rows = g.size();
  Values products;
  for (int64_t i = g.random.integer(2, 4); i > 0; --i) {
    if (g.random.oneIn(3))
      rows = g.size();
    Value y = g.op("matmul", {g.parameter(g.type({rows, depth})), x});
    y = maybeBias(g, y, 0);
    if (y)
      products.push_back(activation(g, y));
  }
  llvm::erase_if(products, [](Value value) { return !value; });
  if (products.size() > 1 && g.random.coin())
    g.op("concat", products, g.number("axis", 0));
}

/// Linear layers in a row, some with a residual.
static void layers(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  for (int64_t i = g.random.integer(1, 3); i > 0 && x; --i) {
    Value y = maybeBias(g, linear(g, x, g.size()), -1);
    if (y && g.random.oneIn(3))
      y = g.op("add", {y, g.ofType(GraphBuilder::typeOf(y))});
    if (y)
      y = activation(g, y);
    if (y)
      x = y;
  }
}

static void batchedProduct(GraphBuilder &g) {
  Sizes batch = g.sizes(g.random.integer(0, 2));
  int64_t rows = g.size(), depth = g.size(), columns = g.size();
  auto matrix = [&](int64_t m, int64_t n) {
    Sizes sizes = batch;
    if (g.random.oneIn(4))
      sizes.clear();
    sizes.append({m, n});
    return g.ofType(g.type(sizes));
  };
  Value lhs = matrix(rows, depth);
  bool transposed = g.random.coin();
  Value rhs = transposed ? matrix(columns, depth) : matrix(depth, columns);
  g.op("matmul", {lhs, rhs}, g.flag("transpose_rhs", transposed));
  if (g.random.oneIn(3))
    g.op("matmul", {lhs, g.ofType(g.type({depth}))});
  if (g.random.oneIn(3))
    g.op("matmul", {g.ofType(g.type({rows})), lhs});
}

/// Queries, keys and values of one input, the attention itself.
static void attention(GraphBuilder &g) {
  int64_t length = g.random.integer(1, 5), width = g.random.integer(1, 6);
  Value x = g.ofType(g.type({length, width}));
  Value q = maybeBias(g, linear(g, x, width), -1);
  Value k = maybeBias(g, linear(g, x, width), -1);
  Value v = maybeBias(g, linear(g, x, width), -1);
  Value scores = g.random.coin()
                     ? g.op("matmul", {q, k}, g.flag("transpose_rhs"))
                     : (k ? g.op("matmul", {q, g.transpose(k, {1, 0})}) : k);
  if (!scores)
    return;
  scores = g.op("mul", {scores, g.splatLike(scores, 0.5)});
  Value top = g.op("max", scores, {g.numbers("axes", -1), g.flag("keep_dims")});
  Value e =
      g.op("exp", g.op("sub", {scores, g.broadcast(top, {length, length})}));
  Value sum = g.op("sum", e, {g.numbers("axes", -1), g.flag("keep_dims")});
  Value share = g.op("div", {e, g.broadcast(sum, {length, length})});
  linear(g, g.op("matmul", {share, v}), width);
}

static void packedProduct(GraphBuilder &g) {
  int64_t depth = g.size(), columns = g.size(), block = 8;
  Value weight = g.parameter(g.type({depth, columns}));
  Value packed = g.lowOp("pack", weight,
                         {g.number("axis", 1), g.number("block", block),
                          g.numbers("outer_permutation", {1, 0})});
  Value x = g.ofType(g.type({g.size(), depth}));
  g.lowOp("packed_matmul", {x, packed}, g.number("columns", columns));
}

/// Integer products keep their plain form.
static void integerProduct(GraphBuilder &g) {
  Type type = g.bits(g.random.coin() ? 32 : 64);
  int64_t depth = g.size();
  g.op("matmul", {g.ofType(g.type({g.size(), depth}, type)),
                  g.ofType(g.type({depth, g.size()}, type))});
}

llvm::ArrayRef<Family> fuzz::contractionFamilies() {
  static constexpr Family families[] = {
      {"products-of-one-input", 7, productsOfOneInput},
      {"products-of-one-column", 3, productsOfOneColumn},
      {"layers", 6, layers},
      {"batched-product", 3, batchedProduct},
      {"attention", 3, attention},
      {"packed-product", 1, packedProduct},
      {"integer-product", 1, integerProduct},
  };
  return families;
}
