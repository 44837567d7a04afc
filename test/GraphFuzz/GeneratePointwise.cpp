//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointwise operations: chains, several users, comparisons, conversions.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// All pointwise operations without attributes, by their number of operands.
static llvm::ArrayRef<std::string> pointwiseNames(MLIRContext *context,
                                                  size_t operands) {
  static const auto names = [&] {
    std::array<std::vector<std::string>, 4> names;
    for (const std::string &name : graph::callableOperations(context)) {
      auto signature = *graph::lookupSignature(context, name);
      auto isOperand = [](const graph::OpArgument &argument) {
        return argument.kind == graph::OpArgument::Kind::Operand;
      };
      OperationName operation("graph." + name, context);
      if (operation.hasTrait<graph::Pointwise>() &&
          llvm::all_of(signature, isOperand) && signature.size() < 4)
        names[signature.size()].push_back(name);
    }
    return names;
  }();
  return names[operands];
}

/// Some value, mostly a floating point one.
static Value anything(GraphBuilder &g) {
  if (g.random.oneIn(6))
    if (Value value = g.find([](RankedTensorType) { return true; }))
      return value;
  return g.ofRank(g.random.integer(0, 4));
}

Value fuzz::sigmoid(GraphBuilder &g, Value x) {
  if (!x)
    return {};
  switch (g.random.integer(0, 5)) {
  case 0: {
    Value e = g.op("exp", g.op("neg", x));
    Value one = g.splatLike(x, 1);
    Value sum = g.random.coin() ? g.op("add", {one, e}) : g.op("add", {e, one});
    return g.op("div", {one, sum});
  }
  case 1: {
    // (1 + tanh(x / 2)) / 2
    Value half = g.splatLike(x, 0.5);
    Value t = g.op("tanh", g.op("mul", {x, half}));
    return g.op("mul", {g.op("add", {t, g.splatLike(x, 1)}), half});
  }
  case 2: {
    // exp(x) / (1 + exp(x))
    Value e = g.op("exp", x);
    return g.op("div", {e, g.op("add", {e, g.splatLike(x, 1)})});
  }
  default:
    return g.op("sigmoid", x);
  }
}

Value fuzz::activation(GraphBuilder &g, Value x) {
  switch (g.random.integer(0, 7)) {
  case 0:
    return sigmoid(g, x);
  case 1:
    return g.op("tanh", x);
  case 2:
    return g.op("mul", {x, sigmoid(g, x)});
  case 3:
    return g.op("maximum", {x, g.splatLike(x, 0)});
  case 4:
    return x;
  default:
    return g.op("relu", x);
  }
}

/// A chain, each operation on the one before and something else.
static void chain(GraphBuilder &g) {
  Value x = anything(g);
  for (int64_t i = g.random.integer(1, 6); i > 0 && x; --i) {
    Value next;
    if (g.random.oneIn(3)) {
      next = g.op(g.random.pickName(pointwiseNames(g.context(), 1)), x);
    } else {
      Value y = g.random.oneIn(8) ? x : g.ofType(GraphBuilder::typeOf(x));
      std::array<Value, 2> operands = {x, y};
      if (g.random.coin())
        std::swap(operands[0], operands[1]);
      next =
          g.op(g.random.oneIn(2)
                   ? llvm::StringRef(g.random.pick(std::array<const char *, 4>{
                         "add", "mul", "sub", "maximum"}))
                   : llvm::StringRef(
                         g.random.pickName(pointwiseNames(g.context(), 2))),
               operands);
    }
    if (next && !g.random.oneIn(10))
      x = next;
  }
}

/// Operations that are sound on positive numbers only.
static void positiveFunction(GraphBuilder &g) {
  Value x = g.ofRank(g.random.integer(0, 3));
  Value eps = g.splatLike(x, g.random.pick(std::array<double, 2>{0.125, 1}));
  Value above =
      g.op("add", {g.op(g.random.coin() ? "abs" : "sigmoid", x), eps});
  Value y = g.op(g.random.pick(std::array<const char *, 5>{
                     "log", "sqrt", "rsqrt", "log1p", "neg"}),
                 above);
  switch (g.random.integer(0, 3)) {
  case 0:
    g.op("div", {x, above});
    break;
  case 1:
    g.op("pow", {above, g.splatLike(x, g.random.pick(std::array<double, 6>{
                                           -1, -0.5, 0, 0.5, 2, 3}))});
    break;
  case 2:
    g.op("div", {g.splatLike(x, 1), g.op("sqrt", above)});
    break;
  default:
    g.op("mul", {x, y});
  }
}

static Value comparison(GraphBuilder &g, Value x) {
  static constexpr const char *names[] = {
      "less", "less_equal", "equal", "greater", "not_equal", "greater_equal"};
  Value y =
      g.random.oneIn(4) ? g.splatLike(x, 0) : g.ofType(GraphBuilder::typeOf(x));
  return g.op(g.random.pick(names), {x, y});
}

static void choose(GraphBuilder &g) {
  Value x = anything(g);
  Value condition = comparison(g, x);
  if (condition && g.random.coin())
    condition = g.op(g.random.pick(std::array<const char *, 3>{
                         "logical_and", "logical_or", "logical_xor"}),
                     {condition, comparison(g, x)});
  if (g.random.oneIn(4))
    condition = g.op("logical_not", condition);
  Value y = g.ofType(GraphBuilder::typeOf(x));
  if (condition)
    g.op("select", {condition, g.random.coin() ? x : y, y});
}

static void convert(GraphBuilder &g) {
  Value x = anything(g);
  Type i8 = g.bits(8), i32 = g.bits(32), i64 = g.bits(64), i1 = g.bits(1);
  Type u8 = IntegerType::get(g.context(), 8, IntegerType::Unsigned);
  Type f32 = g.builder.getF32Type(), f64 = g.builder.getF64Type();
  std::array<Type, 8> all = {i32, i64, f32, f64, i1, i8, u8, g.element};
  for (int64_t i = g.random.integer(1, 3); i > 0 && x; --i)
    x = g.op("cast", x, g.dtype(g.random.pick(all)));
}

static void integers(GraphBuilder &g) {
  Type type = g.bits(g.random.coin() ? 32 : 64);
  Value x = g.ofType(g.type(g.sizes(g.random.integer(0, 3)), type));
  for (int64_t i = g.random.integer(1, 4); i > 0 && x; --i)
    x = g.op(g.random.pickName(pointwiseNames(g.context(), 2)),
             {x, g.random.coin() ? g.splatLike(x, g.random.integer(-3, 3))
                                 : g.ofType(GraphBuilder::typeOf(x))});
}

/// What is there already, once more.
static void repeat(GraphBuilder &g) {
  Value value = g.find([](RankedTensorType) { return true; });
  Operation *op = value ? value.getDefiningOp() : nullptr;
  // A value that is visible here has visible operands.
  if (op && op->getNumRegions() == 0)
    g.accept(g.builder.clone(*op));
}

/// Of parameters alone.
static void parameterExpression(GraphBuilder &g) {
  Value x = g.parameter(g.type(g.sizes(g.random.integer(1, 3))));
  Value y = g.parameter(GraphBuilder::typeOf(x));
  x = g.op(g.random.coin() ? "mul" : "add", {x, y});
  if (g.random.coin())
    x = g.op("tanh", x);
  if (g.random.coin()) {
    Value length =
        g.op("sqrt", g.op("add", {g.op("mul", {x, x}), g.splatLike(x, 1)}));
    x = g.op("div", {x, length});
  }
  if (x)
    g.op("mul", {x, g.ofType(GraphBuilder::typeOf(x))});
}

llvm::ArrayRef<Family> fuzz::pointwiseFamilies() {
  static constexpr Family families[] = {
      {"chain", 12, chain},
      {"positive", 4, positiveFunction},
      {"choose", 4, choose},
      {"convert", 4, convert},
      {"integers", 3, integers},
      {"repeat", 4, repeat},
      {"parameters", 5, parameterExpression},
  };
  return families;
}
