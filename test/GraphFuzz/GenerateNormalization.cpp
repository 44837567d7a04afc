//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions followed by what is folded into them or fused with them:
// batchnorm spelled out, scales and shifts, activations, residuals; and
// normalizations over other axes.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// A vector along the channels, of parameters or frozen state, spread over
/// `like`.
static Value perChannel(GraphBuilder &g, Value vector, Value like,
                        int64_t axis) {
  if (!vector || !like)
    return {};
  Sizes sizes = GraphBuilder::sizesOf(like);
  if (g.random.coin())
    return g.broadcast(vector, sizes, axis);
  Sizes column(sizes.size() - axis, 1);
  column[0] = sizes[axis];
  return g.broadcast(g.reshape(vector, column), sizes);
}

Value fuzz::batchNorm(GraphBuilder &g, Value x, int64_t axis) {
  if (!x)
    return {};
  RankedTensorType channels = g.type(GraphBuilder::sizesOf(x)[axis],
                                     GraphBuilder::typeOf(x).getElementType());
  bool asState = g.random.coin();
  Value mean = asState ? g.state(channels) : g.parameter(channels);
  Value variance =
      asState ? g.state(channels, /*isPositive=*/true) : g.positive(channels);
  Value scale = g.random.oneIn(4) ? Value() : g.positive(channels);
  Value shift = g.random.oneIn(4) ? Value() : g.parameter(channels);
  if (asState && g.random.oneIn(8))
    g.rebind(mean, g.op("mul", {mean, g.splatLike(mean, 0.5)}));
  Value above = g.op("add", {variance, g.splatLike(variance, 0.125)});
  auto spread = [&](Value vector) { return perChannel(g, vector, x, axis); };

  if (g.random.oneIn(3)) {
    // The factors first: x * a + b.
    Value a = g.op("rsqrt", above);
    if (scale)
      a = g.op("mul", {a, scale});
    Value b = g.op("neg", g.op("mul", {mean, a}));
    if (shift)
      b = g.op("add", {b, shift});
    return g.op("add", {g.op("mul", {x, spread(a)}), spread(b)});
  }
  Value y = g.op("sub", {x, spread(mean)});
  switch (g.random.integer(0, 2)) {
  case 0:
    y = g.op("mul", {y, spread(g.op("rsqrt", above))});
    break;
  case 1:
    y = g.op("div", {y, spread(g.op("sqrt", above))});
    break;
  default: {
    Value wide = spread(variance);
    y = g.op("div",
             {y, g.op("sqrt", g.op("add", {wide, g.splatLike(wide, 0.125)}))});
  }
  }
  if (scale)
    y = g.op("mul", {y, spread(scale)});
  if (shift)
    y = g.op("add", {y, spread(shift)});
  return y;
}

/// One or two scales and shifts along the channels.
static Value scaleAndShift(GraphBuilder &g, Value x, int64_t axis) {
  for (int64_t i = g.random.integer(1, 3); i > 0 && x; --i) {
    RankedTensorType channels =
        g.type(GraphBuilder::sizesOf(x)[axis],
               GraphBuilder::typeOf(x).getElementType());
    Value vector = g.random.oneIn(8) ? g.input(channels) : g.positive(channels);
    Value wide = g.random.oneIn(5) ? g.splatLike(x, 1.5)
                                   : perChannel(g, vector, x, axis);
    static constexpr const char *names[] = {"mul", "add", "sub", "div"};
    x = g.op(g.random.pick(names), {x, wide});
  }
  return x;
}

struct Convolution {
  Value result;
  bool padded;
};

/// Of any window into so many channels.
static Convolution convolution(GraphBuilder &g, Value x, int64_t outputs,
                               int64_t groups) {
  int64_t channels = GraphBuilder::sizesOf(x)[1];
  Sizes kernel = {g.random.integer(1, 3), g.random.integer(1, 3)};
  Value filter =
      g.ofType(g.type({outputs, channels / std::max<int64_t>(groups, 1),
                       kernel[0], kernel[1]}));
  llvm::SmallVector<NamedAttribute> attributes;
  Sizes padding = {g.random.integer(0, 1), g.random.integer(0, 1)};
  if (g.random.oneIn(3))
    attributes.push_back(
        g.numbers("strides", {g.random.integer(1, 2), g.random.integer(1, 2)}));
  bool padded = g.random.coin() && padding[0] + padding[1] > 0;
  if (padded)
    attributes.push_back(g.numbers("padding", padding));
  if (g.random.oneIn(4))
    attributes.push_back(g.numbers(
        "dilations", {g.random.integer(1, 2), g.random.integer(1, 2)}));
  if (groups != 1)
    attributes.push_back(g.number("groups", groups));
  Value result = g.op("conv2d", {x, filter}, attributes);
  if (result && g.random.oneIn(6)) {
    // What the filter would get, were this its convolution.
    attributes.push_back(g.numbers("kernel", kernel));
    g.op("conv2d_filter_gradient", {x, g.ofType(GraphBuilder::typeOf(result))},
         attributes);
  }
  return {result, padded};
}

static Convolution convolution(GraphBuilder &g, Value x) {
  if (!x)
    return {};
  int64_t channels = GraphBuilder::sizesOf(x)[1];
  int64_t outputs = g.random.integer(1, 6), groups = 1;
  if (g.random.oneIn(3) && channels > 0) {
    // Grouped, or depthwise.
    groups = channels % 2 == 0 && g.random.coin() ? 2 : channels;
    outputs = groups * g.random.integer(1, 2);
  }
  return convolution(g, x, outputs, groups);
}

static Value image(GraphBuilder &g) {
  if (g.random.coin())
    return g.ofRank(4);
  return g.input(g.type({g.random.integer(1, 2), g.random.integer(1, 4),
                         g.random.integer(1, 7), g.random.integer(1, 7)}));
}

/// Now and then somebody else needs the value, too.
static void maybeUse(GraphBuilder &g, Value x) {
  if (x && g.random.oneIn(8))
    g.op("tanh", x);
}

/// [N, C, H, W] with the channels last or everything behind them one axis;
/// what `work` makes of it, moved back.
static Value
moved(GraphBuilder &g, Value x,
      llvm::function_ref<Value(Value moved, int64_t channelAxis)> work) {
  if (!x || g.random.coin())
    return work(x, 1);
  if (g.random.coin()) {
    Value y = work(g.transpose(x, {0, 2, 3, 1}), 3);
    return y ? g.transpose(y, {0, 3, 1, 2}) : y;
  }
  Sizes sizes = GraphBuilder::sizesOf(x);
  Value y = work(g.reshape(x, {sizes[0], sizes[1], sizes[2] * sizes[3]}), 1);
  return y ? g.reshape(y, sizes) : y;
}

static void convolutionBlock(GraphBuilder &g) {
  Value x = image(g);
  if (g.random.oneIn(5))
    x = g.random.coin() ? batchNorm(g, x, 1) : scaleAndShift(g, x, 1);
  if (g.random.oneIn(6) && x)
    x = activation(g, x);
  Value y = convolution(g, x).result;
  maybeUse(g, y);
  y = maybeBias(g, y, 1);
  maybeUse(g, y);
  if (!g.random.oneIn(4))
    y = moved(g, y, [&](Value x, int64_t axis) {
      return g.random.oneIn(4) ? scaleAndShift(g, x, axis)
                               : batchNorm(g, x, axis);
    });
  if (y && g.random.oneIn(4))
    y = g.op("add", {y, g.ofType(GraphBuilder::typeOf(y))});
  if (y)
    y = activation(g, y);
  if (y && g.random.oneIn(4))
    convolution(g, y);
}

static bool hasElements(Value x) {
  return x && GraphBuilder::typeOf(x).getNumElements() != 0;
}

/// Channels are expanded, convolved each by itself, and projected.
static void invertedResidual(GraphBuilder &g) {
  Value x = image(g);
  int64_t wide = g.random.integer(1, 36);
  if (!hasElements(x))
    return;
  int64_t channels = GraphBuilder::sizesOf(x)[1];
  Value y =
      g.random.coin()
          ? g.op("conv2d", {x, g.parameter(g.type({wide, channels, 1, 1}))})
          : convolution(g, x, wide, /*groups=*/1).result;
  for (int64_t groups : {wide, int64_t(1)}) {
    y = maybeBias(g, y, 1);
    if (y && g.random.coin())
      y = activation(g, y);
    if (y && g.random.oneIn(4))
      y = g.op("add", {y, g.ofType(GraphBuilder::typeOf(y))});
    maybeUse(g, y);
    if (!hasElements(y))
      return;
    y = convolution(g, y, groups == 1 ? channels : wide, groups).result;
  }
  if (y && GraphBuilder::typeOf(y) == GraphBuilder::typeOf(x))
    g.op("add", {x, y});
}

/// A residual unit with preactivation: what is in memory is normalised and
/// activated for a convolution of one tap.
static void preactivation(GraphBuilder &g) {
  Value x = image(g);
  if (!hasElements(x))
    return;
  int64_t wide = g.random.integer(1, 40);
  Value y = convolution(g, x, wide, /*groups=*/1).result;
  y = maybeBias(g, y, 1);
  if (!hasElements(y))
    return;
  Value z = g.random.coin() ? batchNorm(g, y, 1) : scaleAndShift(g, y, 1);
  if (z)
    z = activation(g, z);
  if (z && g.random.oneIn(4))
    z = g.op("mul", {z, g.ofType(GraphBuilder::typeOf(z))});
  maybeUse(g, z);
  if (!z)
    return;
  int64_t outputs = g.random.coin() ? wide : g.random.integer(1, 40);
  z = g.op("conv2d", {z, g.parameter(g.type({outputs, wide, 1, 1}))});
  z = maybeBias(g, z, 1);
  if (z && g.random.coin())
    z = activation(g, z);
  if (z && GraphBuilder::typeOf(z) == GraphBuilder::typeOf(y))
    g.op("add", {y, z});
  else
    g.op("tanh", y);
}

/// Branches of one input, put together along the channels.
static void inception(GraphBuilder &g) {
  Value x = image(g);
  Sizes sizes = GraphBuilder::sizesOf(x);
  Values branches;
  for (int64_t i = g.random.integer(2, 3); i > 0; --i) {
    Value filter =
        g.parameter(g.type({g.random.integer(1, 4), sizes[1], 1, 1}));
    Value y = maybeBias(g, g.op("conv2d", {x, filter}), 1);
    if (y && g.random.coin())
      y = batchNorm(g, y, 1);
    if (y)
      y = activation(g, y);
    if (y)
      branches.push_back(y);
  }
  if (branches.size() > 1)
    g.op("concat", branches, g.number("axis", 1));
}

/// What each layer makes is put beside what it was made of.
static void denseBlock(GraphBuilder &g) {
  Value x = g.random.coin() ? image(g) : g.ofRank(2);
  for (int64_t i = g.random.integer(1, 3); i > 0 && x; --i) {
    Sizes sizes = GraphBuilder::sizesOf(x);
    Value y = g.random.coin() ? batchNorm(g, x, 1) : x;
    y = y ? activation(g, y) : x;
    int64_t growth = g.random.integer(1, 3);
    y = sizes.size() == 2
            ? linear(g, y, growth)
            : g.op("conv2d",
                   {y, g.parameter(g.type({growth, sizes[1], 1, 1}))});
    y = maybeBias(g, y, 1);
    x = g.op("concat", g.random.coin() ? ValueRange{x, y} : ValueRange{y, x},
             g.number("axis", 1));
  }
}

static void productNorm(GraphBuilder &g) {
  Value y = maybeBias(g, linear(g, g.ofRank(2), g.size()), 1);
  maybeUse(g, y);
  if (y && g.random.oneIn(4)) {
    // Through an axis of size 1 behind the channels.
    Sizes sizes = GraphBuilder::sizesOf(y);
    sizes.append({1, 1});
    y = g.reshape(y, sizes);
  }
  y = g.random.coin() ? batchNorm(g, y, 1) : scaleAndShift(g, y, 1);
  if (y)
    activation(g, y);
}

/// Mean and variance of the value itself: layer, group and training batchnorm.
static void normalize(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 4));
  Sizes sizes = GraphBuilder::sizesOf(x);
  llvm::SmallVector<NamedAttribute> attributes = {
      g.numbers("axes", g.random.coin() ? -1 : 0), g.flag("keep_dims")};
  Value mean = g.broadcast(g.op("mean", x, attributes), sizes);
  Value centred = g.op("sub", {x, mean});
  Value square = g.random.coin() ? g.op("mul", {centred, centred})
                                 : g.op("pow", {centred, g.splatLike(x, 2)});
  Value variance = g.op("mean", square, attributes);
  Value above = g.op("add", {variance, g.splatLike(variance, 0.25)});
  Value scale = g.broadcast(g.op("rsqrt", above), sizes);
  Value y = g.op("mul", {centred, scale});
  if (y && g.random.coin())
    y = g.op("mul", {y, g.broadcast(g.parameter(g.type(sizes.back())), sizes)});
  if (y && g.random.coin())
    y = maybeBias(g, y, -1);
}

static void softmax(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(1, 3));
  Sizes sizes = GraphBuilder::sizesOf(x);
  llvm::SmallVector<NamedAttribute> attributes = {g.numbers("axes", -1),
                                                  g.flag("keep_dims")};
  if (g.random.coin())
    x = g.op("sub", {x, g.broadcast(g.op("max", x, attributes), sizes)});
  Value e = g.op("exp", x);
  Value sum = g.broadcast(g.op("sum", e, attributes), sizes);
  if (g.random.coin())
    g.op("div", {e, sum});
  else
    g.op("sub", {x, g.op("log", sum)});
}

llvm::ArrayRef<Family> fuzz::normalizationFamilies() {
  static constexpr Family families[] = {
      {"convolution-block", 10, convolutionBlock},
      {"inception", 3, inception},
      {"inverted-residual", 6, invertedResidual},
      {"preactivation", 4, preactivation},
      {"dense-block", 4, denseBlock},
      {"product-norm", 4, productNorm},
      {"normalize", 3, normalize},
      {"softmax", 3, softmax},
  };
  return families;
}
