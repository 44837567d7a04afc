//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reductions, orders, pooling.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static Sizes randomAxes(GraphBuilder &g, int64_t rank) {
  Sizes axes;
  for (int64_t i = 0; i < rank; ++i)
    if (g.random.coin())
      axes.push_back(g.random.oneIn(4) ? i - rank : i);
  return axes;
}

static Value reduceBy(GraphBuilder &g, llvm::StringRef name, Value x) {
  if (!x)
    return {};
  llvm::SmallVector<NamedAttribute> attributes;
  Sizes axes = randomAxes(g, GraphBuilder::sizesOf(x).size());
  if (!axes.empty())
    attributes.push_back(g.numbers("axes", axes));
  if (g.random.coin())
    attributes.push_back(g.flag("keep_dims"));
  return g.op(name, x, attributes);
}

static constexpr const char *kReductions[] = {"sum", "sum", "mean", "mean",
                                              "max", "min", "prod"};

static void reduce(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 4));
  if (g.random.oneIn(6))
    x = g.ofType(g.type(g.sizes(2), g.bits(32)));
  if (g.random.coin())
    x = activation(g, x);
  x = reduceBy(g, g.random.pick(kReductions), x);
  if (x && g.random.coin())
    g.op("mul", {x, g.ofType(GraphBuilder::typeOf(x))});
  if (x && g.random.oneIn(4))
    reduceBy(g, g.random.pick(kReductions), x);
}

static void reduceBroadcast(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(0, 3));
  Sizes sizes = GraphBuilder::sizesOf(x);
  for (int64_t &size : sizes)
    if (size == 1)
      size = g.size();
  sizes.insert(sizes.begin(), g.size());
  Value y = g.broadcast(x, sizes);
  if (y && g.random.oneIn(3))
    y = g.op("neg", y);
  reduceBy(g, g.random.pick(kReductions), y);
}

static void logic(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  Value condition = g.op("less", {x, g.splatLike(x, 0.5)});
  reduceBy(g, g.random.coin() ? "any" : "all", condition);
}

static void order(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  NamedAttribute axis = g.number(
      "axis", g.random.integer(-1, GraphBuilder::sizesOf(x).size() - 1));
  switch (g.random.integer(0, 4)) {
  case 0:
    g.op("argmax", x, {axis, g.flag("keep_dims", g.random.coin())});
    break;
  case 1:
    g.op("argmin", x, {axis, g.flag("keep_dims", g.random.coin())});
    break;
  case 2:
    g.op("argsort", x, {axis, g.flag("descending", g.random.coin())});
    break;
  case 3:
    g.op("cumprod", x, axis);
    break;
  default:
    g.op("cumsum", x, axis);
  }
}

static void pool(GraphBuilder &g) {
  Value x = g.ofRank(4);
  Sizes kernel = {g.random.integer(1, 3), g.random.integer(1, 3)};
  llvm::SmallVector<NamedAttribute> attributes;
  if (g.random.oneIn(4)) {
    static const std::vector<std::string> names = {
        "adaptive_avg_pool2d", "adaptive_max_pool2d",
        "adaptive_max_pool2d_indices"};
    g.op(g.random.pickName(names), x, g.numbers("output_size", kernel));
    return;
  }
  attributes.push_back(g.numbers("kernel", kernel));
  if (g.random.coin())
    attributes.push_back(
        g.numbers("strides", {g.random.integer(1, 2), g.random.integer(1, 2)}));
  if (g.random.coin())
    attributes.push_back(g.numbers("padding", {kernel[0] / 2, kernel[1] / 2}));
  if (g.random.oneIn(3))
    attributes.push_back(g.flag("ceil_mode"));
  bool average = g.random.coin();
  if (average && g.random.coin())
    attributes.push_back(g.flag("count_include_pad", g.random.coin()));
  if (!average && g.random.oneIn(3)) {
    g.op("max_pool2d_indices", x, attributes);
    return;
  }
  Value y = g.op(average ? "avg_pool2d" : "max_pool2d", x, attributes);
  if (y && g.random.coin())
    activation(g, y);
}

llvm::ArrayRef<Family> fuzz::reductionFamilies() {
  static constexpr Family families[] = {
      {"reduce", 6, reduce}, {"reduce-broadcast", 3, reduceBroadcast},
      {"logic", 2, logic},   {"order", 4, order},
      {"pool", 3, pool},
  };
  return families;
}
