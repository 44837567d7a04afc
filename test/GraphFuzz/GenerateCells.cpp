//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrent cells as people write them: gates in any order and spelling.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

namespace {
/// How the gates of a cell get their products; fixed for a cell, or chosen for
/// each gate anew.
struct Spelling {
  enum Product { ConcatXH, ConcatHX, Separate } product;
  bool transposed;
  int biases;
};

/// A cell: its sizes, and its parameters, which exist before the scan.
struct Cell {
  int64_t inputs, hidden;
  struct Gate {
    Spelling spelling;
    Value joint, fromInput, fromHidden;
    Values biases;
  };
  std::vector<Gate> gates;
};
} // namespace

static Spelling randomSpelling(GraphBuilder &g) {
  return {Spelling::Product(g.random.integer(0, 2)), g.random.coin(),
          int(g.random.integer(0, 2))};
}

static Cell makeCell(GraphBuilder &g, int64_t inputs, int64_t hidden,
                     int count) {
  Cell cell{inputs, hidden, {}};
  Spelling spelling = randomSpelling(g);
  bool mixed = g.random.oneIn(5);
  for (int i = 0; i < count; ++i) {
    Cell::Gate gate;
    gate.spelling = mixed ? randomSpelling(g) : spelling;
    auto weight = [&](int64_t depth) {
      return g.parameter(gate.spelling.transposed ? g.type({hidden, depth})
                                                  : g.type({depth, hidden}));
    };
    if (gate.spelling.product == Spelling::Separate) {
      gate.fromInput = weight(inputs);
      gate.fromHidden = weight(hidden);
    } else {
      gate.joint = weight(inputs + hidden);
    }
    for (int b = 0; b < gate.spelling.biases; ++b)
      gate.biases.push_back(g.parameter(g.type(hidden)));
    cell.gates.push_back(std::move(gate));
  }
  return cell;
}

static Value product(GraphBuilder &g, Value x, Value weight, bool transposed) {
  if (!transposed)
    return g.op("matmul", {x, weight});
  if (g.random.coin())
    return g.op("matmul", {x, g.transpose(weight, {1, 0})});
  return g.op("matmul", {x, weight}, g.flag("transpose_rhs"));
}

/// The gate before its activation.
static Value evaluate(GraphBuilder &g, const Cell::Gate &gate, Value x,
                      Value h) {
  bool transposed = gate.spelling.transposed;
  Value sum;
  auto addBias = [&](Value value, Value bias) {
    return g.op("add",
                {value, g.broadcast(bias, value ? GraphBuilder::sizesOf(value)
                                                : Sizes())});
  };
  if (gate.joint) {
    bool inputFirst = gate.spelling.product == Spelling::ConcatXH;
    Value both = inputFirst ? g.op("concat", {x, h}, g.number("axis", 1))
                            : g.op("concat", {h, x}, g.number("axis", -1));
    sum = product(g, both, gate.joint, transposed);
    for (Value bias : gate.biases)
      sum = addBias(sum, bias);
    return sum;
  }
  Value fromInput = product(g, x, gate.fromInput, transposed);
  Value fromHidden = product(g, h, gate.fromHidden, transposed);
  if (gate.biases.size() == 2 && g.random.coin()) {
    fromInput = addBias(fromInput, gate.biases[0]);
    fromHidden = addBias(fromHidden, gate.biases[1]);
    return g.op("add", {fromInput, fromHidden});
  }
  sum = g.random.coin() ? g.op("add", {fromInput, fromHidden})
                        : g.op("add", {fromHidden, fromInput});
  for (Value bias : gate.biases)
    sum = addBias(sum, bias);
  return sum;
}

/// A gate that somebody looks at, or that is not like the others.
static Value disturb(GraphBuilder &g, Value gate) {
  if (gate && g.random.oneIn(24))
    return g.op("mul", {gate, g.ofType(GraphBuilder::typeOf(gate))});
  return gate;
}

static Values lstm(GraphBuilder &g, const Cell &cell, Value x, Value h,
                   Value c) {
  Values gates(4);
  llvm::SmallVector<int> order = {0, 1, 2, 3};
  g.random.shuffle(order);
  for (int i : order) {
    Value sum = disturb(g, evaluate(g, cell.gates[i], x, h));
    gates[i] = i == 2 ? g.op("tanh", sum) : sigmoid(g, sum);
  }
  Value kept =
      g.random.coin() ? g.op("mul", {gates[1], c}) : g.op("mul", {c, gates[1]});
  Value fresh = g.op("mul", {gates[0], gates[2]});
  Value next =
      g.random.coin() ? g.op("add", {kept, fresh}) : g.op("add", {fresh, kept});
  return {g.op("mul", {gates[3], g.op("tanh", next)}), next};
}

static Value gru(GraphBuilder &g, const Cell &cell, Value x, Value h) {
  Value z = sigmoid(g, evaluate(g, cell.gates[0], x, h));
  Value r = sigmoid(g, evaluate(g, cell.gates[1], x, h));
  Value n;
  const Cell::Gate &gate = cell.gates[2];
  if (!gate.joint && g.random.coin()) {
    // The reset gate after the product.
    Value fromHidden = product(g, h, gate.fromHidden, gate.spelling.transposed);
    n = g.op("add", {product(g, x, gate.fromInput, gate.spelling.transposed),
                     g.op("mul", {r, fromHidden})});
  } else {
    n = evaluate(g, gate, x, g.op("mul", {r, h}));
  }
  n = g.op("tanh", n);
  if (g.random.coin())
    // h + (1 - z) (n - h), or the same as a sum of shares.
    return g.op("add", {n, g.op("mul", {z, g.op("sub", {h, n})})});
  Value rest = g.op("sub", {g.splatLike(z, 1), z});
  return g.op("add", {g.op("mul", {rest, n}), g.op("mul", {z, h})});
}

static Value plain(GraphBuilder &g, const Cell &cell, Value x, Value h) {
  return g.op(g.random.coin() ? "tanh" : "relu",
              evaluate(g, cell.gates[0], x, h));
}

/// The library's form: one product for all gates, cut into parts.
static Values fusedLstm(GraphBuilder &g, Value weightX, Value weightH,
                        Value bias, Value x, Value h, Value c) {
  int64_t hidden = GraphBuilder::sizesOf(h)[1];
  Value all =
      g.op("add", {g.op("matmul", {x, weightX}, g.flag("transpose_rhs")),
                   g.op("matmul", {h, weightH}, g.flag("transpose_rhs"))});
  if (!all)
    return {{}, {}};
  all = g.op("add", {all, g.broadcast(bias, GraphBuilder::sizesOf(all))});
  auto part = [&](int i) { return g.slice(all, 1, i * hidden, hidden); };
  Value kept = g.op("mul", {g.op("sigmoid", part(1)), c});
  Value fresh = g.op("mul", {g.op("sigmoid", part(0)), g.op("tanh", part(2))});
  Value next = g.op("add", {kept, fresh});
  return {g.op("mul", {g.op("sigmoid", part(3)), g.op("tanh", next)}), next};
}

void fuzz::recur(
    GraphBuilder &g, llvm::ArrayRef<int64_t> element,
    llvm::ArrayRef<int64_t> state, int states,
    llvm::function_ref<Values(Value element, ValueRange states)> step) {
  RankedTensorType type = g.type(state);
  Values start;
  for (int i = 0; i < states; ++i)
    start.push_back(g.random.coin() ? g.splat(type, 0) : g.ofType(type));
  if (g.depth >= 2 || g.random.oneIn(6)) {
    step(g.ofType(g.type(element)), start);
    return;
  }
  Sizes sequence = {g.mayBeEmpty && g.random.oneIn(4) ? 0
                                                      : g.random.integer(1, 4)};
  sequence.append(element.begin(), element.end());
  Value xs = g.ofType(g.type(sequence));
  bool emits = !g.random.oneIn(5);
  g.scan(start, xs, g.random.oneIn(4),
         [&](ValueRange carried, ValueRange elements) {
           GraphBuilder::Step result;
           result.carried = step(elements[0], carried);
           if (emits)
             result.emitted.push_back(result.carried[0]);
           return result;
         });
}

static void recurrentCell(GraphBuilder &g) {
  int64_t inputs = g.random.integer(1, 5), hidden = g.random.integer(1, 5);
  int64_t batch = g.random.integer(1, 3);
  Sizes element = {batch, inputs}, state = {batch, hidden};
  switch (g.random.integer(0, 5)) {
  case 0: {
    Cell cell = makeCell(g, inputs, hidden, 1);
    return recur(g, element, state, 1, [&](Value x, ValueRange states) {
      return Values{plain(g, cell, x, states[0])};
    });
  }
  case 1: {
    Cell cell = makeCell(g, inputs, hidden, 3);
    return recur(g, element, state, 1, [&](Value x, ValueRange states) {
      return Values{gru(g, cell, x, states[0])};
    });
  }
  case 2: {
    Value weightX = g.parameter(g.type({4 * hidden, inputs}));
    Value weightH = g.parameter(g.type({4 * hidden, hidden}));
    Value bias = g.parameter(g.type(4 * hidden));
    return recur(g, element, state, 2, [&](Value x, ValueRange states) {
      return fusedLstm(g, weightX, weightH, bias, x, states[0], states[1]);
    });
  }
  default: {
    Cell cell = makeCell(g, inputs, hidden, 4);
    return recur(g, element, state, 2, [&](Value x, ValueRange states) {
      return lstm(g, cell, x, states[0], states[1]);
    });
  }
  }
}

llvm::ArrayRef<Family> fuzz::cellFamilies() {
  static constexpr Family families[] = {{"recurrent-cell", 10, recurrentCell}};
  return families;
}
