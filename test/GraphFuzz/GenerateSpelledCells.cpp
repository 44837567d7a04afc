//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrent cells in spellings that nobody listed: on vectors, rows or columns;
// some gates from one product, cut apart in several ways; sums in any order
// and with signs that cancel; activations spelled out.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

namespace {
/// How the tensors of a cell lie, and what it is made of.
class Speller {
public:
  explicit Speller(GraphBuilder &g)
      : g(g), inputs(g.random.integer(1, 4)), hidden(g.random.integer(1, 5)),
        batch(g.random.integer(1, 3)),
        form(g.random.pick(
            std::array<Form, 5>{Rows, Rows, Rows, Vector, Columns})) {}

  Values step(Value element, ValueRange states);

  GraphBuilder &g;
  int64_t inputs, hidden;

  Sizes sizes(int64_t features) const {
    return form == Rows     ? Sizes{batch, features}
           : form == Vector ? Sizes{features}
                            : Sizes{features, batch};
  }

private:
  enum Form { Vector, Rows, Columns };

  int64_t axis() const { return form == Rows ? 1 : 0; }
  Value product(Value value, int64_t depth, int64_t features);
  Value bias(int64_t features);
  Value sum(Values terms);
  Value affine(int64_t features, Value state);
  Values gates(int count);
  Value part(Value all, int i, int count, int style);
  Value tanh(Value value);
  Value mul(Value a, Value b);
  Values lstm(Value c);
  Value gru();

  int64_t batch;
  Form form;
  Value x, h;
};
} // namespace

Value Speller::product(Value value, int64_t depth, int64_t features) {
  auto weight = [&](int64_t rows, int64_t columns) {
    return g.parameter(g.type({rows, columns}));
  };
  if (form == Columns || (form == Vector && g.random.oneIn(3)))
    return g.random.coin()
               ? g.op("matmul", {weight(features, depth), value})
               : g.op("matmul",
                      {g.transpose(weight(depth, features), {1, 0}), value});
  switch (g.random.integer(0, 2)) {
  case 0:
    return g.op("matmul", {value, weight(depth, features)});
  case 1:
    return g.op("matmul", {value, weight(features, depth)},
                g.flag("transpose_rhs"));
  default:
    return g.op("matmul",
                {value, g.transpose(weight(features, depth), {1, 0})});
  }
}

Value Speller::bias(int64_t features) {
  return g.broadcast(g.parameter(g.type(features)), sizes(features), axis());
}

/// Neighbours are added until one is left.
Value Speller::sum(Values terms) {
  while (terms.size() > 1) {
    size_t i = g.random.integer(0, terms.size() - 2);
    Value a = terms[i], b = terms[i + 1];
    terms[i] = g.random.oneIn(8) ? g.op("neg", g.op("sub", {g.op("neg", a), b}))
               : g.random.oneIn(8) ? g.op("sub", {a, g.op("neg", b)})
                                   : g.op("add", {a, b});
    terms.erase(terms.begin() + i + 1);
  }
  return terms.front();
}

/// What the activation of one gate, or several, is applied to.
Value Speller::affine(int64_t features, Value state) {
  Values terms;
  if (g.random.coin()) {
    Value both = g.op(
        "concat", g.random.coin() ? ValueRange{x, state} : ValueRange{state, x},
        g.number("axis", axis()));
    terms.push_back(product(both, inputs + hidden, features));
  } else {
    terms.push_back(product(x, inputs, features));
    terms.push_back(product(state, hidden, features));
  }
  static constexpr int biases[] = {0, 1, 1, 2};
  for (int i = g.random.pick(biases); i > 0; --i)
    terms.push_back(bias(features));
  if (g.random.oneIn(7))
    terms.push_back(g.splat(g.type(sizes(features)), 1));
  g.random.shuffle(terms);
  return sum(terms);
}

/// Part `i` of `count`: neighbours, every so many, or through a reshape.
Value Speller::part(Value all, int i, int count, int style) {
  if (!all || style == 0)
    return g.slice(all, axis(), i * hidden, hidden);
  Sizes starts(GraphBuilder::sizesOf(all).size(), 0), strides(starts.size(), 1);
  if (style == 1) {
    starts[axis()] = i;
    strides[axis()] = count;
    return g.op("slice", all,
                {g.shape("starts", starts), g.shape("sizes", sizes(hidden)),
                 g.numbers("strides", strides)});
  }
  Sizes apart = sizes(hidden);
  apart.insert(apart.begin() + axis(), count);
  return g.reshape(g.slice(g.reshape(all, apart), axis(), i, 1), sizes(hidden));
}

Values Speller::gates(int count) {
  Values result;
  while (int(result.size()) < count) {
    int left = count - result.size();
    int together = g.random.pick(std::array<int, 4>{1, 1, 2, left});
    if (together > left || together == 1) {
      result.push_back(affine(hidden, h));
      continue;
    }
    int style = g.random.integer(0, 3);
    Value all;
    if (style == 3) {
      Values parts;
      for (int i = 0; i < together; ++i)
        parts.push_back(affine(hidden, h));
      all = g.op("concat", parts, g.number("axis", axis()));
      style = 0;
    } else {
      all = affine(together * hidden, h);
    }
    for (int i = 0; i < together; ++i)
      result.push_back(part(all, i, together, style));
  }
  g.random.shuffle(result);
  // Normalised, watched, or otherwise not what a cell has.
  if (g.random.oneIn(12))
    if (Value other = g.op("mul", {result[0], g.ofType(g.type(sizes(hidden)))}))
      result[0] = other;
  return result;
}

Value Speller::tanh(Value value) {
  if (!value || !g.random.oneIn(4))
    return g.op("tanh", value);
  Value one = g.splatLike(value, 1), two = g.splatLike(value, 2);
  if (g.random.coin())
    return g.op("sub", {mul(two, g.op("sigmoid", mul(two, value))), one});
  Value e = g.op("exp", mul(two, value));
  return g.op("sub", {one, g.op("div", {two, g.op("add", {one, e})})});
}

Value Speller::mul(Value a, Value b) {
  if (g.random.coin())
    std::swap(a, b);
  return g.op("mul", {a, b});
}

Values Speller::lstm(Value c) {
  Values all = gates(4);
  Value f = sigmoid(g, all[1]), o = sigmoid(g, all[2]);
  // Coupled gates are no LSTM's.
  Value i = g.random.oneIn(16) ? g.op("sub", {g.splatLike(f, 1), f})
                               : sigmoid(g, all[0]);
  Value kept = mul(f, c), candidate = tanh(all[3]), next;
  switch (g.random.integer(0, 4)) {
  case 0:
    next = g.op("sub", {kept, mul(i, g.op("neg", candidate))});
    break;
  case 1:
    next = g.op("add", {mul(i, candidate), kept});
    break;
  default:
    next = g.op("add", {kept, mul(i, candidate)});
  }
  return {mul(o, tanh(next)), next};
}

Value Speller::gru() {
  Values both = gates(2);
  Value r = sigmoid(g, both[0]), z = sigmoid(g, both[1]), n;
  if (g.random.coin()) {
    n = affine(hidden, mul(r, h));
  } else {
    Values inside = {product(h, hidden, hidden)};
    if (g.random.coin())
      inside.push_back(bias(hidden));
    Values terms = {product(x, inputs, hidden), mul(r, sum(inside))};
    if (g.random.coin())
      terms.push_back(bias(hidden));
    g.random.shuffle(terms);
    n = sum(terms);
  }
  Value a = tanh(n), b = h;
  if (g.random.coin())
    std::swap(a, b);
  Value one = g.splatLike(z, 1);
  switch (g.random.integer(0, 3)) {
  case 0:
    return g.op("add", {mul(g.op("sub", {one, z}), a), mul(z, b)});
  case 1:
    return g.op("add", {a, mul(z, g.op("sub", {b, a}))});
  case 2:
    return g.op("sub", {a, mul(z, g.op("sub", {a, b}))});
  default:
    return g.op("sub", {mul(z, b), mul(a, g.op("sub", {z, one}))});
  }
}

Values Speller::step(Value element, ValueRange states) {
  x = element;
  h = states[0];
  if (states.size() == 2)
    return lstm(states[1]);
  if (g.random.oneIn(4))
    return {activation(g, affine(hidden, h))};
  return {gru()};
}

/// One cell, or a second one on the state of the first.
static void spelledCell(GraphBuilder &g) {
  Speller first(g), second(first);
  unsigned states = g.random.integer(1, 2);
  bool stacked = g.random.oneIn(4);
  second.inputs = first.hidden;
  recur(g, first.sizes(first.inputs), first.sizes(first.hidden),
        stacked ? 2 * states : states, [&](Value x, ValueRange carried) {
          Values next = first.step(x, carried.take_front(states));
          if (!stacked || !next[0])
            return next;
          next.append(second.step(next[0], carried.drop_front(states)));
          return next;
        });
}

llvm::ArrayRef<Family> fuzz::spelledCellFamilies() {
  static constexpr Family families[] = {{"spelled-cell", 8, spelledCell}};
  return families;
}
