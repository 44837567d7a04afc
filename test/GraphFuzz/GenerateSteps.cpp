//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scans whose steps do what need not be done there: products of elements that
// could be one of the sequence, sums of what is known early and late, values
// that are carried or emitted in vain.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// What a step makes of an element before it multiplies it.
static Value ofElement(GraphBuilder &g, Value x) {
  Sizes sizes = GraphBuilder::sizesOf(x);
  switch (g.random.integer(0, 5)) {
  case 0:
    return activation(g, x);
  case 1: {
    int64_t start = g.random.integer(0, sizes.back() - 1);
    return g.slice(x, sizes.size() - 1, start,
                   g.random.integer(1, sizes.back() - start));
  }
  case 2:
    return g.op("add", {x, g.ofType(GraphBuilder::typeOf(x))});
  default:
    return x;
  }
}

/// Products of elements, products of the state, and their sums.
static void projections(GraphBuilder &g) {
  Sizes element, state;
  int64_t inputs = g.random.integer(1, 6), hidden = g.random.integer(1, 6);
  if (!g.random.oneIn(4))
    element.push_back(g.random.integer(1, 3));
  state = element;
  element.push_back(inputs);
  state.push_back(hidden);
  recur(g, element, state, 1, [&](Value x, ValueRange states) {
    Values terms;
    for (int64_t i = g.random.integer(1, 3); i > 0; --i) {
      Value term = maybeBias(g, linear(g, ofElement(g, x), hidden), -1);
      terms.push_back(term && g.random.oneIn(3) ? activation(g, term) : term);
    }
    for (int64_t i = g.random.integer(0, 2); i > 0; --i)
      terms.push_back(maybeBias(g, linear(g, states[0], hidden), -1));
    if (g.random.oneIn(3))
      terms.push_back(states[0]);
    g.random.shuffle(terms);
    Value sum = terms.front();
    for (Value term : llvm::drop_begin(terms))
      sum = g.op(g.random.oneIn(6)   ? "mul"
                 : g.random.oneIn(6) ? "sub"
                                     : "add",
                 {sum, term});
    return Values{g.op("tanh", sum)};
  });
}

/// States that nobody reads, that never change, that are the same, that change
/// places; sequences and results twice.
static void idleStates(GraphBuilder &g) {
  if (g.depth >= 2)
    return;
  Sizes sizes = g.sizes(g.random.integer(0, 2));
  Sizes sequence = {g.random.integer(g.mayBeEmpty ? 0 : 1, 4)};
  sequence.append(sizes.begin(), sizes.end());
  Values inits, sequences;
  for (int64_t i = g.random.integer(1, 4); i > 0; --i)
    inits.push_back(!inits.empty() && g.random.oneIn(3)
                        ? inits[0]
                        : g.ofType(g.type(sizes)));
  for (int64_t i = g.random.integer(1, 2); i > 0; --i)
    sequences.push_back(g.ofType(g.type(sequence)));
  g.scan(inits, sequences, g.random.coin(),
         [&](ValueRange carried, ValueRange elements) {
           Values known(carried);
           known.append(elements.begin(), elements.end());
           for (int64_t i = g.random.integer(0, 3); i > 0; --i)
             if (Value value =
                     g.op(g.random.coin() ? "add" : "maximum",
                          {g.random.pick(known), g.random.pick(known)}))
               known.push_back(value);
           GraphBuilder::Step step;
           for (Value value : carried)
             step.carried.push_back(g.random.coin() ? value
                                                    : g.random.pick(known));
           for (int64_t i = g.random.integer(1, 3); i > 0; --i)
             step.emitted.push_back(g.random.oneIn(4) ? g.ofType(g.type(sizes))
                                                      : g.random.pick(known));
           return step;
         });
}

llvm::ArrayRef<Family> fuzz::stepFamilies() {
  static constexpr Family families[] = {
      {"projections", 5, projections},
      {"idle-states", 3, idleStates},
  };
  return families;
}
