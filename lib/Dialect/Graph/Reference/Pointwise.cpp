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

/// Comparisons with NaN are false.
template <typename T> static T sign(T x) { return T(x > 0) - T(x < 0); }

/// In the default rounding mode.
static double roundToEven(double x) { return std::nearbyint(x); }

static double exponential(double x) { return std::exp(x); }
static double exponentialMinusOne(double x) { return std::expm1(x); }
static double logarithm(double x) { return std::log(x); }
static double logarithmOfOnePlus(double x) { return std::log1p(x); }
static double squareRoot(double x) { return std::sqrt(x); }
static double reciprocalSquareRoot(double x) { return 1 / std::sqrt(x); }
static double sine(double x) { return std::sin(x); }
static double cosine(double x) { return std::cos(x); }
static double roundDown(double x) { return std::floor(x); }
static double roundUp(double x) { return std::ceil(x); }
static double truncate(double x) { return std::trunc(x); }
static double errorFunction(double x) { return std::erf(x); }
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
static double power(double lhs, double rhs) { return std::pow(lhs, rhs); }
static int64_t power(int64_t lhs, int64_t rhs) {
  if (rhs < 0)
    return lhs == 1 ? 1 : lhs == -1 ? (rhs % 2 == 0 ? 1 : -1) : 0;
  int64_t result = 1;
  for (; rhs > 0; rhs /= 2) {
    if (rhs % 2 == 1)
      result = multiply(result, lhs);
    lhs = multiply(lhs, lhs);
  }
  return result;
}

static double floorRemainder(double lhs, double rhs) {
  double rest = std::fmod(lhs, rhs);
  return rest != 0 && (rest < 0) != (rhs < 0) ? rest + rhs : rest;
}
static int64_t floorRemainder(int64_t lhs, int64_t rhs) {
  if (rhs == 0 || rhs == -1)
    return 0;
  int64_t rest = lhs % rhs;
  return rest != 0 && (rest < 0) != (rhs < 0) ? rest + rhs : rest;
}

static double floorQuotient(double lhs, double rhs) {
  if (rhs == 0)
    return lhs / rhs;
  double rest = std::fmod(lhs, rhs);
  double quotient = (lhs - rest) / rhs;
  if (rest != 0 && (rest < 0) != (rhs < 0))
    quotient -= 1;
  return quotient == 0 ? std::copysign(0.0, lhs / rhs)
                       : std::nearbyint(quotient);
}
static int64_t floorQuotient(int64_t lhs, int64_t rhs) {
  if (rhs == 0)
    return 0;
  if (rhs == -1)
    return subtract(int64_t(0), lhs);
  bool below = lhs % rhs != 0 && (lhs < 0) != (rhs < 0);
  return lhs / rhs - below;
}

template <typename T, T (*function)(T, T)>
static void mapBinary(const dlc::Tensor &lhs, const dlc::Tensor &rhs,
                      dlc::Tensor &result) {
  for (int64_t i = 0, count = result.elementCount(); i < count; ++i)
    write(result, i, function(read<T>(lhs, i), read<T>(rhs, i)));
}

template <typename OpTy, double (*function)(double, double)>
static LogicalResult floatBinary(OpTy, Operands operands, Results results) {
  mapBinary<double, function>(*operands[0], *operands[1], results[0]);
  return success();
}

template <typename OpTy, bool (*function)(bool, bool)>
static LogicalResult logical(OpTy, Operands operands, Results results) {
  for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i) {
    bool lhs = read<int64_t>(*operands[0], i) != 0;
    bool rhs = read<int64_t>(*operands[1], i) != 0;
    write(results[0], i, int64_t(function(lhs, rhs)));
  }
  return success();
}

static bool both(bool lhs, bool rhs) { return lhs && rhs; }
static bool either(bool lhs, bool rhs) { return lhs || rhs; }
static bool oneOf(bool lhs, bool rhs) { return lhs != rhs; }

static LogicalResult logicalNot(LogicalNotOp, Operands operands,
                                Results results) {
  for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i)
    write(results[0], i, int64_t(read<int64_t>(*operands[0], i) == 0));
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
  attach<SignOp, unary<SignOp, sign, sign>>(context);
  attach<ExpOp, floatUnary<ExpOp, exponential>>(context);
  attach<Expm1Op, floatUnary<Expm1Op, exponentialMinusOne>>(context);
  attach<Log1pOp, floatUnary<Log1pOp, logarithmOfOnePlus>>(context);
  attach<ErfOp, floatUnary<ErfOp, errorFunction>>(context);
  attach<CeilOp, floatUnary<CeilOp, roundUp>>(context);
  attach<RoundOp, floatUnary<RoundOp, roundToEven>>(context);
  attach<TruncOp, floatUnary<TruncOp, truncate>>(context);
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
  attach<DivOp, floatBinary<DivOp, divide>>(context);
  attach<PowOp, binary<PowOp, power, power>>(context);
  attach<FloorDivideOp, binary<FloorDivideOp, floorQuotient, floorQuotient>>(
      context);
  attach<RemainderOp, binary<RemainderOp, floorRemainder, floorRemainder>>(
      context);
  attach<LogicalAndOp, logical<LogicalAndOp, both>>(context);
  attach<LogicalOrOp, logical<LogicalOrOp, either>>(context);
  attach<LogicalXorOp, logical<LogicalXorOp, oneOf>>(context);
  attach<LogicalNotOp, logicalNot>(context);
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
