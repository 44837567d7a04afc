//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scans with bodies of anything, nested and reversed, of few steps or none.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

static int64_t randomSteps(GraphBuilder &g) {
  static constexpr int64_t steps[] = {1, 2, 2, 3, 3, 4, 5};
  return g.mayBeEmpty && g.random.oneIn(3) ? 0 : g.random.pick(steps);
}

/// A sequence of `steps` elements.
static Value sequence(GraphBuilder &g, int64_t steps,
                      llvm::ArrayRef<int64_t> element) {
  Sizes sizes = {steps};
  sizes.append(element.begin(), element.end());
  return g.ofType(g.type(sizes));
}

static void scan(GraphBuilder &g) {
  if (g.depth >= 2)
    return;
  int64_t steps = randomSteps(g);
  Values inits, sequences;
  for (int64_t i = g.random.integer(0, 3); i > 0; --i)
    inits.push_back(g.ofRank(g.random.integer(0, 2)));
  if (inits.size() > 1 && g.random.oneIn(3))
    inits[1] = g.ofType(GraphBuilder::typeOf(inits[0]));
  for (int64_t i = g.random.integer(1, 2); i > 0; --i)
    sequences.push_back(sequence(g, steps, g.sizes(g.random.integer(0, 2))));
  unsigned wanted = g.count + g.random.integer(2, 10);
  g.scan(inits, sequences, g.random.oneIn(3),
         [&](ValueRange carried, ValueRange elements) {
           for (int attempt = 0; attempt < 8 && g.count < wanted; ++attempt)
             generateSomething(g);
           GraphBuilder::Step step;
           for (Value value : carried) {
             // Next is often what this one became, sometimes another value or
             // itself.
             Value next = g.ofType(GraphBuilder::typeOf(value));
             if (g.random.coin())
               next = g.op("tanh", g.op("add", {next, value}));
             step.carried.push_back(next ? next : value);
           }
           for (int64_t i = g.random.integer(carried.empty(), 2); i > 0; --i)
             step.emitted.push_back(g.find([](RankedTensorType type) {
               return type.getNumElements() < 256;
             }));
           return step;
         });
}

/// What each step computes anew though it need not.
static void invariant(GraphBuilder &g) {
  if (g.depth >= 2)
    return;
  int64_t width = g.random.integer(1, 6);
  Value xs = sequence(g, randomSteps(g), width);
  Value h0 = g.ofType(g.type(width));
  Value a = g.ofType(g.type({width, width}));
  Value b = g.ofType(g.type({width, width}));
  g.scan(h0, xs, g.random.coin(), [&](ValueRange carried, ValueRange elements) {
    Value w = g.op(g.random.coin() ? "add" : "matmul", {a, b});
    if (g.random.coin())
      w = g.op("tanh", w);
    Value h = g.op("matmul", {carried[0], w});
    if (g.random.coin())
      h = g.op("add", {h, g.op("matmul", {elements[0], a})});
    h = g.op("tanh", h);
    return GraphBuilder::Step{{h}, {g.random.coin() ? h : w}};
  });
}

llvm::ArrayRef<Family> fuzz::scanFamilies() {
  static constexpr Family families[] = {
      {"scan", 6, scan},
      {"invariant", 3, invariant},
  };
  return families;
}
