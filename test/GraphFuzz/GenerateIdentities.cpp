//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations that do nothing, or undo one another: what canonicalization
// removes.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static Value neutral(GraphBuilder &g, Value x) {
  Value zero = g.splatLike(x, 0), one = g.splatLike(x, 1);
  switch (g.random.integer(0, 13)) {
  case 0:
    return g.op("add", {x, zero});
  case 1:
    return g.op("add", {zero, x});
  case 2:
    return g.op("sub", {x, zero});
  case 3:
    return g.op("mul", {x, one});
  case 4:
    return g.op("mul", {one, x});
  case 5:
    return g.op("div", {x, one});
  case 6:
    return g.op("pow", {x, one});
  case 7:
    return g.op("neg", g.op("neg", x));
  case 8:
    return g.op("maximum", {x, x});
  case 9:
    return g.op("relu", g.op("relu", x));
  case 10:
    return g.op("abs", g.op("abs", x));
  case 11:
    return g.op("select", {g.op("less", {x, zero}), x, x});
  case 12:
    return g.op("cast", x, g.dtype(GraphBuilder::typeOf(x).getElementType()));
  default:
    return g.op("minimum", {x, g.op("maximum", {x, x})});
  }
}

/// Those that fold to a constant or to something simpler.
static void absorbing(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(0, 3));
  Value zero = g.splatLike(x, 0), two = g.splatLike(x, 2);
  switch (g.random.integer(0, 7)) {
  case 0:
    g.op("mul", {x, zero});
    break;
  case 1:
    g.op("sub", {x, x});
    break;
  case 2:
    g.op("sub", {zero, x});
    break;
  case 3:
    g.op("mul", {x, g.splatLike(x, -1)});
    break;
  case 4:
    g.op("pow", {x, two});
    break;
  case 5:
    g.op("add", {x, x});
    break;
  case 6:
    g.op("div", {g.op("mul", {x, two}), two});
    break;
  default:
    g.op("equal", {x, x});
  }
}

static void constants(GraphBuilder &g) {
  RankedTensorType type = g.type(g.sizes(g.random.integer(0, 2)));
  SmallVector<Attribute> elements;
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    elements.push_back(
        FloatAttr::get(g.element, double(g.random.integer(-8, 8)) / 4));
  Value a = g.constant(DenseElementsAttr::get(type, elements));
  Value b = g.splat(type, 0.5);
  Value c = g.op(g.random.coin() ? "add" : "mul", {a, b});
  if (g.random.coin())
    c = g.op("tanh", c);
  if (c)
    g.op("sub", {g.ofType(type), c});
}

static void identity(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(0, 3));
  for (int64_t i = g.random.integer(1, 3); i > 0 && x; --i)
    x = neutral(g, x);
  if (x)
    activation(g, x);
}

/// Scales and shifts in a row, by scalars.
static void affine(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(0, 3));
  for (int64_t i = g.random.integer(2, 4); i > 0 && x; --i) {
    Value c = g.splatLike(x, double(g.random.integer(-6, 6)) / 4);
    static constexpr const char *names[] = {"add", "mul", "sub", "mul"};
    x = g.random.coin() ? g.op(g.random.pick(names), {x, c})
                        : g.op(g.random.pick(names), {c, x});
  }
}

llvm::ArrayRef<Family> fuzz::identityFamilies() {
  static constexpr Family families[] = {
      {"identity", 5, identity},
      {"absorbing", 3, absorbing},
      {"constants", 3, constants},
      {"affine", 3, affine},
  };
  return families;
}
