//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that were unpacked from blocks, and what may be computed on these:
// images of channels between convolutions.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

#include <algorithm>

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// [N, C, H, W] unpacked from blocks of channels, of which the last one holds
/// anything beyond C.
static Value unpacked(GraphBuilder &g, const Sizes &sizes, int64_t block) {
  Sizes blocks = sizes;
  blocks[1] = (sizes[1] + block - 1) / block;
  blocks.push_back(block);
  return g.lowOp("unpack", g.input(g.type(blocks)),
                 {g.number("axis", 1), g.number("size", sizes[1])});
}

static int64_t blockSize(GraphBuilder &g) {
  static constexpr int64_t blocks[] = {4, 8, 16};
  return g.random.pick(blocks);
}

/// Full blocks as often as not.
static Sizes imageSizes(GraphBuilder &g, int64_t block) {
  int64_t channels = g.random.coin() ? block * g.random.integer(1, 3)
                                     : g.random.integer(1, 2 * block);
  return {g.random.integer(1, 2), channels, g.random.integer(1, 6),
          g.random.integer(1, 6)};
}

/// y with the shape of x, in one layout or the other.
static Value partner(GraphBuilder &g, Value x, int64_t block) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  switch (g.random.integer(0, 4)) {
  case 0:
    return g.parameter(g.type(sizes));
  case 1:
    return g.input(g.type(sizes));
  case 2:
    return g.broadcast(g.parameter(g.type(sizes[1])), sizes, 1);
  case 3: {
    // As squeeze and excitation does.
    Value scale = g.op("mean", x, g.numbers("axes", {2, 3}));
    return scale ? g.broadcast(scale, sizes, {0, 1}) : scale;
  }
  default:
    return unpacked(g, sizes, block);
  }
}

static Value pool(GraphBuilder &g, Value x) {
  Sizes kernel = {g.random.integer(1, 3), g.random.integer(1, 3)};
  llvm::SmallVector<NamedAttribute> attributes;
  if (g.random.oneIn(4))
    attributes.push_back(g.numbers("axes", {1, 3}));
  if (g.random.oneIn(3)) {
    attributes.push_back(g.numbers("output_size", kernel));
    return g.op(g.random.coin() ? "adaptive_avg_pool2d" : "adaptive_max_pool2d",
                x, attributes);
  }
  attributes.push_back(g.numbers("kernel", kernel));
  if (g.random.coin())
    attributes.push_back(
        g.numbers("strides", {g.random.integer(1, 2), g.random.integer(1, 2)}));
  if (g.random.coin())
    attributes.push_back(g.numbers("padding", {kernel[0] / 2, kernel[1] / 2}));
  return g.op(g.random.coin() ? "avg_pool2d" : "max_pool2d", x, attributes);
}

/// Part of the channels, or of a row, from a block's beginning or not.
static Value part(GraphBuilder &g, Value x, int64_t block) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  int64_t axis = g.random.integer(1, 2), size = sizes[axis];
  int64_t start = g.random.integer(0, size - 1);
  if (axis == 1 && g.random.coin())
    start -= start % block;
  return g.slice(x, axis, start, g.random.integer(1, size - start));
}

static Value padded(GraphBuilder &g, Value x, int64_t block) {
  Sizes low = {0, 0, 0, 0}, high = low;
  int64_t axis = g.random.integer(1, 3);
  low[axis] = axis == 1 && g.random.coin() ? block : g.random.integer(0, 2);
  high[axis] = g.random.integer(0, 2);
  return g.op("pad", x,
              {g.numbers("low", low), g.numbers("high", high),
               g.real("value", g.random.integer(-1, 1))});
}

static Value step(GraphBuilder &g, Value x, int64_t block) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  switch (g.random.integer(0, 9)) {
  case 0:
  case 1: {
    Value y = partner(g, x, block);
    if (g.random.coin())
      std::swap(x, y);
    static constexpr llvm::StringLiteral ops[] = {"add", "mul", "maximum"};
    return g.op(g.random.pick(ops), {x, y});
  }
  case 2:
    return pool(g, x);
  case 3:
    return part(g, x, block);
  case 4:
    return padded(g, x, block);
  case 5: {
    Values operands = {x, partner(g, x, block)};
    if (g.random.coin())
      std::swap(operands[0], operands[1]);
    return g.op("concat", operands, g.number("axis", g.random.integer(0, 3)));
  }
  case 6: {
    // A softmax over channels begins like this.
    Value top = g.op("max", x, {g.numbers("axes", 1), g.flag("keep_dims")});
    return top ? g.op("sub", {x, g.broadcast(top, sizes)}) : top;
  }
  case 7:
    return g.op("cumsum", x, g.number("axis", g.random.integer(-1, 3)));
  case 8: {
    int64_t axis = g.random.integer(2, 3);
    Value where =
        g.indices(g.type({g.random.integer(1, 4)}, g.bits(64)), sizes[axis]);
    return g.op("take", {x, where}, g.number("axis", axis));
  }
  default:
    return activation(g, x);
  }
}

/// What makes something else of an image than another image.
static void end(GraphBuilder &g, Value x) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  static constexpr llvm::StringLiteral reductions[] = {"mean", "max", "sum"};
  switch (g.random.integer(0, 5)) {
  case 0:
    g.op(g.random.pick(reductions), x,
         {g.numbers("axes", {2, 3}), g.flag("keep_dims", g.random.coin())});
    return;
  case 1:
    g.op(g.random.pick(reductions), x);
    return;
  case 2:
    g.op("argmax", x,
         {g.number("axis", g.random.integer(0, 3)),
          g.flag("keep_dims", g.random.coin())});
    return;
  case 3: {
    Value rows = g.reshape(x, {sizes[0], sizes[1], sizes[2] * sizes[3]});
    if (rows && g.random.coin())
      linear(g, g.transpose(rows, {0, 2, 1}), g.random.integer(1, 5));
    return;
  }
  case 4:
    linear(g, g.reshape(x, {sizes[0], sizes[1] * sizes[2] * sizes[3]}), 3);
    return;
  default: {
    // Groups of channels.
    int64_t groups = g.random.integer(1, 3);
    Value rows =
        g.reshape(x, {sizes[0], groups, sizes[1] / groups, sizes[2], sizes[3]});
    g.op("mean", rows, g.numbers("axes", {2, 3, 4}));
  }
  }
}

static void blocks(GraphBuilder &g) {
  int64_t block = blockSize(g);
  Value x = unpacked(g, imageSizes(g, block), block);
  for (int64_t i = g.random.integer(1, 5); i > 0 && x; --i) {
    Value y = step(g, x, block);
    if (y)
      x = y;
  }
  if (x && g.random.coin())
    end(g, x);
}

llvm::ArrayRef<Family> fuzz::blockFamilies() {
  static constexpr Family families[] = {{"blocks", 8, blocks}};
  return families;
}
