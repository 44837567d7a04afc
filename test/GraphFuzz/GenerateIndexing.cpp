//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Indexing, random numbers, calls of C functions.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

#include "dlc/Dialect/Graph/IR/OpSignature.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// Indices below `limit`: an argument, or computed.
static Value makeIndices(GraphBuilder &g, llvm::ArrayRef<int64_t> sizes,
                         int64_t limit) {
  RankedTensorType type = g.type(sizes, g.bits(g.random.coin() ? 64 : 32));
  if (g.random.coin())
    return g.indices(type, limit);
  return g.op("remainder", {g.ofType(type), g.splat(type, double(limit))});
}

static void pick(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  Sizes sizes = GraphBuilder::sizesOf(x);
  int64_t axis = g.random.integer(0, sizes.size() - 1), limit = sizes[axis];
  NamedAttribute along = g.number("axis", axis);
  if (g.random.coin())
    x = g.op("tanh", x);
  Value y;
  switch (g.random.integer(0, 4)) {
  case 0:
    sizes.erase(sizes.begin() + axis);
    y = g.op("pick", {x, makeIndices(g, sizes, limit)}, along);
    break;
  case 1:
    sizes[axis] = g.size();
    y = g.op("gather", {x, makeIndices(g, sizes, limit)}, along);
    break;
  case 2:
    y = g.op("take",
             {x, makeIndices(g, g.sizes(g.random.integer(0, 2)), limit)},
             along);
    break;
  case 3: {
    // The same places for all of a row, as take's adjoint has them, or others.
    int64_t size = g.size();
    Value indices;
    if (g.random.coin()) {
      Sizes places(sizes.size(), 1);
      places[axis] = limit;
      indices = makeIndices(g, places, size);
      indices = indices ? g.broadcast(indices, sizes) : Value();
    } else {
      indices = makeIndices(g, sizes, size);
    }
    if (indices)
      y = g.op("scatter_add", {x, indices}, {g.shape("size", size), along});
    break;
  }
  default: {
    // The largest element, by its position.
    Value position = g.op("argmax", x, along);
    y = g.op("pick", {x, position}, along);
  }
  }
  if (y && g.random.coin())
    activation(g, y);
}

static void oneHot(GraphBuilder &g) {
  int64_t classes = g.size();
  Value indices = makeIndices(g, g.sizes(g.random.integer(0, 2)), classes);
  Value hot = g.op("one_hot", indices,
                   {g.number("classes", classes), g.dtype(g.element)});
  if (hot && g.random.coin())
    g.op("matmul", {hot, g.parameter(g.type({classes, g.size()}))});
}

static void count(GraphBuilder &g) {
  int64_t length = g.size();
  Value iota = g.op("iota", {},
                    {g.shape("length", length),
                     g.dtype(g.random.coin() ? Type(g.bits(64)) : g.element)});
  if (!iota)
    return;
  Sizes sizes = {g.size(), length};
  Value grid = g.broadcast(iota, sizes);
  if (grid && g.random.coin())
    g.op("less", {grid, g.ofType(GraphBuilder::typeOf(grid))});
  g.lowOp("dimension", {}, {g.shape("value", g.size()), g.dtype(g.element)});
}

static void randomNumbers(GraphBuilder &g) {
  Value key = g.randomKey();
  if (g.random.coin())
    key = g.op("random_fold", key, g.number("data", g.random.integer(0, 9)));
  if (g.random.coin() && key) {
    int64_t count = g.random.integer(1, 3);
    Value keys = g.op("random_split", key, g.shape("count", count));
    if (keys)
      key = g.reshape(g.slice(keys, 0, g.random.integer(0, count - 1), 1), {2});
  }
  bool wide = g.element.isF64();
  Type type = wide ? Type(g.builder.getF64Type()) : g.builder.getF32Type();
  Value x =
      g.op("random_uniform", key,
           {g.shape("shape", g.sizes(g.random.integer(0, 3))), g.dtype(type)});
  if (x)
    g.op("mul", {x, g.ofType(GraphBuilder::typeOf(x))});
}

/// Any operation that the language can call, on anything: seldom right, but it
/// needs no knowledge of the operation.
static void anything(GraphBuilder &g) {
  static const std::vector<std::string> names =
      graph::callableOperations(g.context());
  const std::string &name = g.random.pickName(names);
  llvm::ArrayRef<graph::OpArgument> signature =
      *graph::lookupSignature(g.context(), name);
  auto small = [&] { return g.random.integer(-1, 3); };
  for (int attempt = 0; attempt < 4; ++attempt) {
    Values operands;
    llvm::SmallVector<NamedAttribute> attributes;
    Value first = g.find([](RankedTensorType) { return true; });
    if (!first)
      first = g.ofRank(2);
    for (const graph::OpArgument &argument : signature) {
      if (argument.kind != graph::OpArgument::Kind::Attribute) {
        Value other = g.find([](RankedTensorType) { return true; });
        operands.push_back(operands.empty() ? first
                           : g.random.coin()
                               ? g.ofType(GraphBuilder::typeOf(first))
                               : other);
        continue;
      }
      if (argument.optional && g.random.coin())
        continue;
      using Constant = graph::OpArgument::Constant;
      Sizes list = {small(), small()};
      list.resize(g.random.integer(0, 2));
      switch (argument.constant()) {
      case Constant::Int:
        attributes.push_back(g.number(argument.name, small()));
        break;
      case Constant::IntList:
        attributes.push_back(g.numbers(argument.name, list));
        break;
      case Constant::Float:
        attributes.push_back(g.real(argument.name, double(small())));
        break;
      case Constant::Bool:
        attributes.push_back(g.flag(argument.name, g.random.coin()));
        break;
      case Constant::DType:
        attributes.push_back(
            g.builder.getNamedAttr(argument.name, TypeAttr::get(g.element)));
        break;
      case Constant::Shape:
        attributes.push_back(
            g.shape(argument.name, g.sizes(g.random.integer(0, 3))));
        break;
      default:
        break;
      }
    }
    if (g.op(name, operands, attributes))
      return;
  }
}

llvm::ArrayRef<Family> fuzz::indexingFamilies() {
  static constexpr Family families[] = {
      {"pick", 4, pick},         {"one-hot", 2, oneHot},
      {"count", 2, count},       {"random", 2, randomNumbers},
      {"anything", 3, anything},
  };
  return families;
}
