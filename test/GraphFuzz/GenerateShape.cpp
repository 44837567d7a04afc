//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shape operations, and pointwise ones between them.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static Sizes randomPermutation(GraphBuilder &g, int64_t rank) {
  Sizes permutation;
  for (int64_t i = 0; i < rank; ++i)
    permutation.push_back(i);
  g.random.shuffle(permutation);
  return permutation;
}

/// Another shape for as many elements.
static Sizes randomFactors(GraphBuilder &g, int64_t elements) {
  Sizes sizes;
  if (elements == 0)
    return {g.size(), 0};
  while (elements > 1 && sizes.size() < 3) {
    Sizes divisors;
    for (int64_t d = 1; d <= elements; ++d)
      if (elements % d == 0)
        divisors.push_back(d);
    sizes.push_back(g.random.pick(divisors));
    elements /= sizes.back();
  }
  sizes.push_back(elements);
  return sizes;
}

static Value move(GraphBuilder &g, Value x) {
  if (!x)
    return {};
  Sizes sizes = GraphBuilder::sizesOf(x);
  int64_t rank = sizes.size();
  switch (g.random.integer(0, 6)) {
  case 0:
  case 1:
    return g.transpose(x, randomPermutation(g, rank));
  case 2:
  case 3:
    return g.reshape(
        x, randomFactors(g, GraphBuilder::typeOf(x).getNumElements()));
  case 4: {
    // A new leading axis, or axes of size 1 that grow.
    for (int64_t &size : sizes)
      if (size == 1 && g.random.coin())
        size = g.size();
    if (g.random.coin())
      sizes.insert(sizes.begin(), g.size());
    return g.broadcast(x, sizes);
  }
  case 5: {
    Sizes low, high;
    for (int64_t i = 0; i < rank; ++i) {
      low.push_back(g.random.oneIn(3) ? g.random.integer(0, 2) : 0);
      high.push_back(g.random.oneIn(3) ? g.random.integer(0, 2) : 0);
    }
    return g.op("pad", x,
                {g.numbers("low", low), g.numbers("high", high),
                 g.real("value", double(g.random.integer(-1, 1)))});
  }
  default: {
    Sizes starts, counts, strides;
    for (int64_t size : sizes) {
      bool whole = g.random.coin() || size == 0;
      bool backwards = g.random.oneIn(4);
      int64_t stride = whole || g.random.coin() ? 1 : 2;
      int64_t start = whole ? 0 : g.random.integer(0, size - 1);
      int64_t most = (size - start + stride - 1) / stride;
      counts.push_back(whole ? size : g.random.integer(1, most));
      strides.push_back(backwards ? -stride : stride);
      starts.push_back(backwards ? start + (counts.back() - 1) * stride
                                 : start);
    }
    return g.op("slice", x,
                {g.shape("starts", starts), g.shape("sizes", counts),
                 g.numbers("strides", strides)});
  }
  }
}

static Value someTensor(GraphBuilder &g) {
  if (g.random.oneIn(6))
    if (Value value = g.find([](RankedTensorType) { return true; }))
      return value;
  return g.ofRank(g.random.integer(1, 4));
}

/// Moves with pointwise operations between them.
static void moves(GraphBuilder &g) {
  Value x = someTensor(g);
  for (int64_t i = g.random.integer(1, 5); i > 0 && x; --i) {
    Value next = move(g, x);
    if (!next)
      continue;
    x = next;
    if (g.random.oneIn(3))
      if (Value y = g.op(
              g.random.pick(std::array<const char *, 3>{"relu", "tanh", "neg"}),
              x))
        x = y;
    if (g.random.oneIn(4))
      if (Value y = g.op("add", {x, g.ofType(GraphBuilder::typeOf(x))}))
        x = y;
  }
}

/// There and back again, with something pointwise on the way.
static void roundTrip(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(2, 4));
  Sizes sizes = GraphBuilder::sizesOf(x);
  auto between = [&](Value value) {
    if (value && g.random.coin())
      value = g.op("add", {value, g.ofType(GraphBuilder::typeOf(value))});
    return value && g.random.coin() ? activation(g, value) : value;
  };
  if (g.random.coin()) {
    Sizes there = randomPermutation(g, sizes.size()), back(sizes.size());
    for (size_t i = 0; i < there.size(); ++i)
      back[there[i]] = i;
    Value y = between(g.transpose(x, there));
    if (y)
      g.transpose(y, g.random.oneIn(6) ? there : back);
    return;
  }
  Value y = between(
      g.reshape(x, randomFactors(g, GraphBuilder::typeOf(x).getNumElements())));
  if (y)
    g.reshape(y, sizes);
}

/// Parts of one value, put together again: all of it, in order or not, or only
/// some.
static void concatOfSlices(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  Sizes sizes = GraphBuilder::sizesOf(x);
  int64_t axis = g.random.integer(0, sizes.size() - 1);
  Values parts;
  for (int64_t at = 0; at < sizes[axis];) {
    int64_t size = g.random.integer(1, sizes[axis] - at);
    if (Value part = g.slice(x, axis, at, size))
      parts.push_back(part);
    at += size;
  }
  if (parts.empty())
    return;
  for (Value &part : parts)
    if (g.random.oneIn(6))
      if (Value other = g.op("neg", part))
        part = other;
  if (g.random.oneIn(4))
    g.random.shuffle(parts);
  if (parts.size() > 1 && g.random.oneIn(6))
    parts.pop_back();
  g.op("concat", parts, g.number("axis", axis));
}

/// `x` from its end to its beginning along an axis.
static Value reverse(GraphBuilder &g, Value x, int64_t axis) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  Sizes starts(sizes.size(), 0), strides(sizes.size(), 1);
  starts[axis] = sizes[axis] - 1;
  strides[axis] = -1;
  return g.op("slice", x,
              {g.shape("starts", starts), g.shape("sizes", sizes),
               g.numbers("strides", strides)});
}

/// What was put together, read at two places at once.
static void concatReadTwice(GraphBuilder &g) {
  int64_t rank = g.random.integer(1, 3);
  Sizes sizes = g.sizes(rank);
  int64_t axis = g.random.integer(0, rank - 1);
  Values parts;
  for (int64_t i = g.random.integer(2, 4); i > 0; --i) {
    sizes[axis] = g.random.integer(1, 9);
    Value part = g.ofType(g.type(sizes));
    parts.push_back(g.random.oneIn(3) ? activation(g, part) : part);
  }
  Value all = g.op("concat", parts, g.number("axis", axis));
  if (!all)
    return;
  // Along the seams, and perhaps across them.
  Value other = reverse(g, all, axis);
  int64_t across = g.random.integer(0, rank - 1);
  if (across != axis && GraphBuilder::sizesOf(all)[across] > 0)
    other = reverse(g, other, across);
  Value both = g.op(g.random.coin() ? "add" : "mul", {all, other});
  if (g.random.oneIn(3))
    g.op("sub", {both, other});
}

/// The parts of what was put together: along the seams or across them.
static void slicesOfConcat(GraphBuilder &g) {
  int64_t rank = g.random.integer(1, 3);
  Sizes sizes = g.sizes(rank);
  int64_t axis = g.random.integer(0, rank - 1);
  Values parts;
  Sizes seams = {0};
  for (int64_t i = g.random.integer(1, 4); i > 0; --i) {
    sizes[axis] = g.size();
    parts.push_back(g.ofType(g.type(sizes)));
    seams.push_back(seams.back() + sizes[axis]);
  }
  Value all = g.op("concat", parts, g.number("axis", axis));
  if (g.random.oneIn(3) && all)
    all = activation(g, all);
  for (int64_t i = g.random.integer(1, 3); i > 0 && all; --i) {
    int64_t from = g.random.pick(seams), to = g.random.pick(seams);
    if (g.random.oneIn(3))
      from = g.random.integer(0, seams.back());
    if (from > to)
      std::swap(from, to);
    if (from < to)
      g.slice(all, axis, from, to - from);
  }
}

static void pack(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  int64_t rank = GraphBuilder::sizesOf(x).size();
  int64_t axis = g.random.integer(0, rank - 1);
  int64_t block = g.random.pick(std::array<int64_t, 4>{1, 2, 4, 8});
  Sizes order;
  for (int64_t i = 0; i < rank; ++i)
    order.push_back(i);
  Value packed = g.lowOp("pack", x,
                         {g.number("axis", axis), g.number("block", block),
                          g.numbers("outer_permutation", order)});
  if (packed && g.random.coin())
    packed = g.op("relu", packed);
  g.lowOp("unpack", packed,
          {g.number("axis", axis),
           g.number("size", GraphBuilder::sizesOf(x)[axis])});
}

llvm::ArrayRef<Family> fuzz::shapeFamilies() {
  static constexpr Family families[] = {
      {"moves", 8, moves},
      {"round-trip", 6, roundTrip},
      {"concat-of-slices", 4, concatOfSlices},
      {"slices-of-concat", 4, slicesOfConcat},
      {"concat-read-twice", 3, concatReadTwice},
      {"pack", 1, pack},
  };
  return families;
}
