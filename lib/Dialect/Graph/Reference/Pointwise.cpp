//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the pointwise operations.
//
//===----------------------------------------------------------------------===//

#include "Arithmetic.h"
#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

#include <functional>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

template <typename T> static T negate(T x) { return subtract(T(0), x); }
template <> double negate(double x) { return -x; }

template <typename T> static T absolute(T x) { return x < 0 ? negate(x) : x; }
template <> double absolute(double x) { return std::fabs(x); }

/// Written so that NaN, which compares false, stays.
template <typename T> static T relu(T x) { return x < 0 ? T(0) : x; }

static double exponential(double x) { return std::exp(x); }
static double logarithm(double x) { return std::log(x); }
static double squareRoot(double x) { return std::sqrt(x); }
static double reciprocalSquareRoot(double x) { return 1 / std::sqrt(x); }
static double sine(double x) { return std::sin(x); }
static double cosine(double x) { return std::cos(x); }
static double roundDown(double x) { return std::floor(x); }
static double hyperbolicTangent(double x) { return std::tanh(x); }
static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

template <typename T, T (*function)(T)>
static void mapUnary(const dlc::Tensor &operand, dlc::Tensor &result) {
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i)
    write(result, i, function(read<T>(operand, i)));
}

template <typename OpTy, double (*function)(double)>
static LogicalResult floatUnary(OpTy, Operands operands, Results results) {
  mapUnary<double, function>(*operands[0], results[0]);
  return success();
}

template <typename OpTy, double (*onFloats)(double),
          int64_t (*onIntegers)(int64_t)>
static LogicalResult unary(OpTy, Operands operands, Results results) {
  if (isFloat(results[0].dtype()))
    mapUnary<double, onFloats>(*operands[0], results[0]);
  else
    mapUnary<int64_t, onIntegers>(*operands[0], results[0]);
  return success();
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

static double divide(double lhs, double rhs) { return lhs / rhs; }

template <typename T, T (*function)(T, T)>
static void mapBinary(const dlc::Tensor &lhs, const dlc::Tensor &rhs,
                      dlc::Tensor &result) {
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i)
    write(result, i, function(read<T>(lhs, i), read<T>(rhs, i)));
}

static LogicalResult division(DivOp, Operands operands, Results results) {
  mapBinary<double, divide>(*operands[0], *operands[1], results[0]);
  return success();
}

template <typename OpTy, double (*onFloats)(double, double),
          int64_t (*onIntegers)(int64_t, int64_t)>
static LogicalResult binary(OpTy, Operands operands, Results results) {
  if (isFloat(results[0].dtype()))
    mapBinary<double, onFloats>(*operands[0], *operands[1], results[0]);
  else
    mapBinary<int64_t, onIntegers>(*operands[0], *operands[1], results[0]);
  return success();
}

/// `Predicate` is one of the standard library's; they treat NaN as IEEE 754
/// demands.
template <typename OpTy, typename Predicate>
static LogicalResult compare(OpTy, Operands operands, Results results) {
  withComputeType(operands[0]->dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i) {
      bool holds =
          Predicate()(read<T>(*operands[0], i), read<T>(*operands[1], i));
      write(results[0], i, int64_t(holds));
    }
  });
  return success();
}

//===----------------------------------------------------------------------===//
// select, cast
//===----------------------------------------------------------------------===//

static LogicalResult selectElements(SelectOp, Operands operands,
                                    Results results) {
  for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i) {
    bool condition = read<int64_t>(*operands[0], i) != 0;
    copyElement(condition ? *operands[1] : *operands[2], i, results[0], i);
  }
  return success();
}

static LogicalResult castElements(CastOp, Operands operands, Results results) {
  withComputeType(operands[0]->dtype(), [&](auto zero) {
    using T = decltype(zero);
    for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i)
      writeConverted(results[0], i, read<T>(*operands[0], i));
  });
  return success();
}

void dlc::graph::reference::attachPointwise(MLIRContext *context) {
  attach<NegOp, unary<NegOp, negate, negate>>(context);
  attach<AbsOp, unary<AbsOp, absolute, absolute>>(context);
  attach<ReluOp, unary<ReluOp, relu, relu>>(context);
  attach<ExpOp, floatUnary<ExpOp, exponential>>(context);
  attach<LogOp, floatUnary<LogOp, logarithm>>(context);
  attach<SqrtOp, floatUnary<SqrtOp, squareRoot>>(context);
  attach<RsqrtOp, floatUnary<RsqrtOp, reciprocalSquareRoot>>(context);
  attach<SinOp, floatUnary<SinOp, sine>>(context);
  attach<CosOp, floatUnary<CosOp, cosine>>(context);
  attach<FloorOp, floatUnary<FloorOp, roundDown>>(context);
  attach<TanhOp, floatUnary<TanhOp, hyperbolicTangent>>(context);
  attach<SigmoidOp, floatUnary<SigmoidOp, sigmoid>>(context);
  attach<AddOp, binary<AddOp, add, add>>(context);
  attach<SubOp, binary<SubOp, subtract, subtract>>(context);
  attach<MulOp, binary<MulOp, multiply, multiply>>(context);
  attach<DivOp, division>(context);
  attach<MaximumOp, binary<MaximumOp, larger, larger>>(context);
  attach<MinimumOp, binary<MinimumOp, smaller, smaller>>(context);
  attach<EqualOp, compare<EqualOp, std::equal_to<>>>(context);
  attach<NotEqualOp, compare<NotEqualOp, std::not_equal_to<>>>(context);
  attach<LessOp, compare<LessOp, std::less<>>>(context);
  attach<LessEqualOp, compare<LessEqualOp, std::less_equal<>>>(context);
  attach<GreaterOp, compare<GreaterOp, std::greater<>>>(context);
  attach<GreaterEqualOp, compare<GreaterEqualOp, std::greater_equal<>>>(
      context);
  attach<SelectOp, selectElements>(context);
  attach<CastOp, castElements>(context);
}
