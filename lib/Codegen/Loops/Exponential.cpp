//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exponentials, logarithms, powers and the error function in f32: without a
// branch or a call, so that loops of them are vectorised. f64 calls libm.
//
// Each reduces its argument to a short interval on which a polynomial (or a
// quotient of two) is as good as f32. Powers are computed in f64, as their
// exponents multiply what a logarithm is off by up to 128.
//
//===----------------------------------------------------------------------===//

#include "Exponential.h"
#include "PayloadBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include <cmath>

using namespace mlir;
using namespace dlc::codegen;
using F = arith::CmpFPredicate;
using I = arith::CmpIPredicate;

static constexpr double kInfinity = HUGE_VAL;

/// Adding it leaves a whole number in the low bits of the sum, rounded to
/// nearest; unlike a conversion it takes NaN.
static constexpr double kRoundingF32 = 0x1.8p23;
static constexpr double kRoundingF64 = 0x1.8p52;

//===----------------------------------------------------------------------===//
// exp, taken apart
//===----------------------------------------------------------------------===//

/// e^r - 1 = r + r^2 E(r) for |r| <= ln(2) / 2.
static constexpr double kExpm1[] = {0.49999998151015873, 0.1666654348935747,
                                    0.04166720046046029, 0.008366538290923545,
                                    0.0013882515615988693};
/// ln(2) in two pieces: a product of the first and a small number is exact.
static constexpr double kLn2High = 0x1.62e4p-1;
static constexpr double kLn2Low = 0x1.7f7d1cf79abcap-20;

ReducedExponential::ReducedExponential(PayloadBuilder &b, Value x,
                                       double multiple, bool exact)
    : b(b) {
  Type type = x.getType();
  Value rounding = b.constant(type, kRoundingF32);
  shifted = b.multiplyAdd(x, b.constant(type, multiple * M_LOG2E), rounding);
  n = b.create<arith::SubFOp>(shifted, rounding);
  Value r = multiple == 1
                ? x
                : b.create<arith::MulFOp>(x, b.constant(type, multiple));
  r = b.multiplyAdd(n, b.constant(type, exact ? -kLn2High : -M_LN2), r);
  if (exact)
    r = b.multiplyAdd(n, b.constant(type, -kLn2Low), r);
  p = b.multiplyAdd(b.create<arith::MulFOp>(r, r), b.polynomial(kExpm1, r), r);
}

Value ReducedExponential::power(int64_t more) const {
  Type i32 = b.sameLength(shifted, b.builder.getI32Type());
  Value exponent =
      b.create<arith::AddIOp>(b.create<arith::BitcastOp>(i32, shifted),
                              b.constant(i32, double(127 + more)));
  return b.create<arith::BitcastOp>(
      shifted.getType(),
      b.create<arith::ShLIOp>(exponent, b.constant(i32, 23)));
}

//===----------------------------------------------------------------------===//
// expm1
//===----------------------------------------------------------------------===//

/// With x = n ln(2) + r: 2^n (e^r - 1) + (2^n - 1), in halves, because 2^128
/// is too large.
static Value expm1InF32(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  // Beyond, the result is infinity or -1; NaN stays.
  Value x = b.create<arith::SelectOp>(b.compare(F::OGT, v[0], 89.0),
                                      b.constant(type, 89), v[0]);
  x = b.create<arith::SelectOp>(b.compare(F::OLT, x, -20.0),
                                b.constant(type, -20), x);
  ReducedExponential exponential(b, x, 1, /*exact=*/true);
  // Its sum has lost the sign of -0.
  Value small = b.create<math::CopySignOp>(exponential.p, x);
  Value half = exponential.power(-1);
  Value sum =
      b.multiplyAdd(half, exponential.p,
                    b.create<arith::SubFOp>(half, b.constant(type, 0.5)));
  return b.create<arith::SelectOp>(b.compare(F::OEQ, exponential.n, 0.0), small,
                                   b.create<arith::AddFOp>(sum, sum));
}

//===----------------------------------------------------------------------===//
// log1p
//===----------------------------------------------------------------------===//

/// log(1 + f) = f + f^2 L(f) for f in [-1/4, 1/2].
static constexpr double kLog1p[] = {
    -0.5000000082298969, 0.3333345444688576,  -0.25000054527947374,
    0.1999060650967129,  -0.1664776863142579, 0.1448206775917604,
    -0.1316222365887993, 0.10448277660065335, -0.04490909047114079};

/// With 1 + x = 2^k (1 + f): k ln(2) + log(1 + f). From f = 2^-k x + (2^-k - 1)
/// nothing is lost that 1 + x would round away.
static Value log1pInF32(PayloadBuilder &b, ValueRange v) {
  Value x = v[0];
  Type type = x.getType();
  Type i32 = b.sameLength(x, b.builder.getI32Type());
  Value one = b.constant(type, 1);
  Value bits = b.create<arith::BitcastOp>(i32, b.create<arith::AddFOp>(x, one));
  constexpr int64_t threeQuarters = 0x3f400000, four = 0x40800000;
  Value k = b.create<arith::ShRSIOp>(
      b.create<arith::SubIOp>(bits, b.constant(i32, threeQuarters)),
      b.constant(i32, 23));
  // 4 / 2^k is normal for each k, 2^-k is not.
  Value scale = b.create<arith::BitcastOp>(
      type,
      b.create<arith::SubIOp>(b.constant(i32, four),
                              b.create<arith::ShLIOp>(k, b.constant(i32, 23))));
  Value quarter = b.constant(type, 0.25);
  Value f = b.multiplyAdd(
      b.create<arith::MulFOp>(x, scale), quarter,
      b.create<arith::SubFOp>(b.create<arith::MulFOp>(scale, quarter), one));
  f = b.create<arith::SelectOp>(b.compare(I::eq, k, int64_t(0)), x, f);
  Value p =
      b.multiplyAdd(b.create<arith::MulFOp>(f, f), b.polynomial(kLog1p, f), f);
  Value sum = b.multiplyAdd(b.create<arith::SIToFPOp>(type, k),
                            b.constant(type, M_LN2), p);
  // Not zero times ln(2), which would lose the sign of -0.
  Value result =
      b.create<arith::SelectOp>(b.compare(I::eq, k, int64_t(0)), p, sum);
  // Infinity and NaN stay.
  result =
      b.create<arith::SelectOp>(b.compare(F::OLT, x, kInfinity), result, x);
  result = b.create<arith::SelectOp>(b.compare(F::OEQ, x, -1.0),
                                     b.constant(type, -kInfinity), result);
  return b.create<arith::SelectOp>(b.compare(F::OLT, x, -1.0),
                                   b.constant(type, std::nan("")), result);
}

//===----------------------------------------------------------------------===//
// pow
//===----------------------------------------------------------------------===//

/// log2(m) = s Q(s^2) with s = (m - 1) / (m + 1), for m in [sqrt(1/2),
/// sqrt(2)].
static constexpr double kLog2[] = {2.885390081790142, 0.9617966732662413,
                                   0.5770836003388476, 0.4116717453626847,
                                   0.34074898745893956};
/// 2^f for |f| <= 1/2.
static constexpr double kExp2[] = {
    0.999999999961622,      0.6931471807287243,    0.24022651198754408,
    0.05550410352815563,    0.009618027172717477,  0.00133339228655203,
    0.00015469317326109857, 1.5201899246574728e-05};

/// The logarithm of x >= 0 in f64, -infinity for 0.
static Value log2InF64(PayloadBuilder &b, Value x) {
  Type type = x.getType();
  Type i64 = b.sameLength(x, b.builder.getI64Type());
  Type i32 = b.sameLength(x, b.builder.getI32Type());
  Value bits = b.create<arith::BitcastOp>(i64, x);
  auto constant = [&](int64_t value) {
    TypedAttr attribute = b.builder.getI64IntegerAttr(value);
    if (auto vector = dyn_cast<VectorType>(i64))
      attribute = DenseElementsAttr::get(vector, Attribute(attribute));
    return b.create<arith::ConstantOp>(attribute);
  };
  // The exponent of x / sqrt(1/2), by which the bits of x are scaled.
  Value k = b.create<arith::ShRUIOp>(
      b.create<arith::SubIOp>(bits, constant(0x3fe6a09e667f3bcd)),
      constant(52));
  // Of 12 bits, with their sign.
  k = b.create<arith::TruncIOp>(i32, k);
  k = b.create<arith::ShRSIOp>(b.create<arith::ShLIOp>(k, b.constant(i32, 20)),
                               b.constant(i32, 20));
  Value shift =
      b.create<arith::ShLIOp>(b.create<arith::ExtSIOp>(i64, k), constant(52));
  Value m =
      b.create<arith::BitcastOp>(type, b.create<arith::SubIOp>(bits, shift));
  Value one = b.constant(type, 1);
  Value s = b.create<arith::DivFOp>(b.create<arith::SubFOp>(m, one),
                                    b.create<arith::AddFOp>(m, one));
  Value result =
      b.multiplyAdd(s, b.polynomial(kLog2, b.create<arith::MulFOp>(s, s)),
                    b.create<arith::SIToFPOp>(type, k));
  // Infinity and NaN stay.
  result =
      b.create<arith::SelectOp>(b.compare(F::OLT, x, kInfinity), result, x);
  return b.create<arith::SelectOp>(b.compare(F::OEQ, x, 0.0),
                                   b.constant(type, -kInfinity), result);
}

/// 2^z in f64, as far as f32 goes.
static Value exp2InF64(PayloadBuilder &b, Value z) {
  Type type = z.getType();
  Type i64 = b.sameLength(z, b.builder.getI64Type());
  z = b.create<arith::SelectOp>(b.compare(F::OGT, z, 200.0),
                                b.constant(type, 200), z);
  z = b.create<arith::SelectOp>(b.compare(F::OLT, z, -200.0),
                                b.constant(type, -200), z);
  Value rounding = b.constant(type, kRoundingF64);
  Value shifted = b.create<arith::AddFOp>(z, rounding);
  Value f =
      b.create<arith::SubFOp>(z, b.create<arith::SubFOp>(shifted, rounding));
  Value exponent = b.create<arith::AddIOp>(
      b.create<arith::BitcastOp>(i64, shifted), b.constant(i64, 1023));
  Value scale = b.create<arith::BitcastOp>(
      type, b.create<arith::ShLIOp>(exponent, b.constant(i64, 52)));
  return b.create<arith::MulFOp>(b.polynomial(kExp2, f), scale);
}

static Value powerInF32(PayloadBuilder &b, ValueRange v) {
  Value x = v[0], y = v[1];
  Type type = x.getType();
  Type f64 = b.sameLength(x, b.builder.getF64Type());
  Value size = b.create<math::AbsFOp>(x);
  Value z =
      b.create<arith::MulFOp>(log2InF64(b, b.create<arith::ExtFOp>(f64, size)),
                              b.create<arith::ExtFOp>(f64, y));
  Value result = b.create<arith::TruncFOp>(type, exp2InF64(b, z));

  auto isWhole = [&](Value value) {
    return b.create<arith::CmpFOp>(F::OEQ, b.create<math::TruncOp>(value),
                                   value);
  };
  auto both = [&](Value lhs, Value rhs) {
    return b.create<arith::AndIOp>(lhs, rhs);
  };
  Value one = b.constant(type, 1);
  Value whole = isWhole(y);
  Value truth = b.create<arith::ConstantOp>(b.builder.getBoolAttr(true));
  if (auto vector = dyn_cast<VectorType>(whole.getType()))
    truth = b.create<arith::ConstantOp>(DenseElementsAttr::get(vector, true));
  auto negate = [&](Value condition) {
    return b.create<arith::XOrIOp>(condition, truth);
  };

  // 1 to the power of infinity; for -1, too.
  result = b.create<arith::SelectOp>(
      both(b.compare(F::OEQ, size, 1.0), b.create<arith::CmpFOp>(F::OEQ, y, y)),
      one, result);
  // Odd powers of negative numbers, -0 and -infinity.
  Value odd =
      both(whole,
           negate(isWhole(b.create<arith::MulFOp>(y, b.constant(type, 0.5)))));
  Value sign = b.create<math::CopySignOp>(one, x);
  result = b.create<arith::MulFOp>(result,
                                   b.create<arith::SelectOp>(odd, sign, one));
  // Broken powers of negative numbers.
  Value undefined =
      both(both(b.compare(F::OLT, x, 0.0), b.compare(F::OGT, x, -kInfinity)),
           negate(whole));
  result = b.create<arith::SelectOp>(undefined, b.constant(type, std::nan("")),
                                     result);
  Value isOne = b.create<arith::OrIOp>(b.compare(F::OEQ, y, 0.0),
                                       b.compare(F::OEQ, x, 1.0));
  return b.create<arith::SelectOp>(isOne, one, result);
}

//===----------------------------------------------------------------------===//
// erf
//===----------------------------------------------------------------------===//

/// erf(x) = x P(x^2) / Q(x^2) as far as the result is not 1 in f32.
static constexpr double kErfP[] = {
    1.1283791437470483,   0.19155040138961915,   0.05287547176297388,
    0.003808168644042337, 0.0002846883391267334, 2.025913042774771e-06};
static constexpr double kErfQ[] = {1.0,
                                   0.503089799011276,
                                   0.11455967273209315,
                                   0.015055104388583275,
                                   0.001170728293721137,
                                   3.783188596790507e-05};
static constexpr double kErfIsOne = 3.92;

static Value errorFunctionInF32(PayloadBuilder &b, ValueRange v) {
  Value x = v[0];
  Value z = b.create<arith::MulFOp>(x, x);
  Value result = b.create<arith::DivFOp>(
      b.create<arith::MulFOp>(x, b.polynomial(kErfP, z)),
      b.polynomial(kErfQ, z));
  Value limit = b.create<arith::OrIOp>(
      b.compare(F::OGE, b.create<math::AbsFOp>(x), kErfIsOne),
      b.compare(F::OGT, b.create<math::AbsFOp>(result), 1.0));
  Value one = b.create<math::CopySignOp>(b.constant(x.getType(), 1), x);
  return b.create<arith::SelectOp>(limit, one, result);
}

//===----------------------------------------------------------------------===//

Value dlc::codegen::buildExpm1(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::ExpM1Op, expm1InF32>(b, v);
}

Value dlc::codegen::buildLog1p(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::Log1pOp, log1pInF32>(b, v);
}

/// By squaring, one bit of the exponent after the other.
static Value powerOfIntegers(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  int64_t bits = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  Value one = b.constant(type, 1), zero = b.constant(type, 0);
  auto isOdd = [one](PayloadBuilder &builder, Value exponent) {
    return builder.compare(arith::CmpIPredicate::ne,
                           builder.create<arith::AndIOp>(exponent, one), 0);
  };
  auto index = [&](int64_t value) {
    return b.create<arith::ConstantIndexOp>(value);
  };
  auto loop = b.builder.create<scf::ForOp>(
      b.location, index(0), index(bits), index(1), ValueRange{one, v[0], v[1]},
      [&](OpBuilder &builder, Location location, Value, ValueRange carried) {
        PayloadBuilder inner{builder, location, b.op};
        Value result = carried[0], square = carried[1], rest = carried[2];
        Value product = inner.create<arith::MulIOp>(result, square);
        Value next[] = {
            inner.create<arith::SelectOp>(isOdd(inner, rest), product, result),
            inner.create<arith::MulIOp>(square, square),
            inner.create<arith::ShRUIOp>(rest, one)};
        builder.create<scf::YieldOp>(location, next);
      });
  Value power = loop.getResult(0);
  if (b.isUnsigned())
    return power;
  // Of a negative exponent, the loop has seen bits that are none.
  Value isNegative = b.compare(arith::CmpIPredicate::slt, v[1], 0);
  Value isOne = b.compare(arith::CmpIPredicate::eq, v[0], 1);
  Value isMinusOne = b.compare(arith::CmpIPredicate::eq, v[0], -1);
  Value sign = b.create<arith::SelectOp>(isOdd(b, v[1]), v[0], one);
  Value inverse = b.create<arith::SelectOp>(
      isMinusOne, sign, b.create<arith::SelectOp>(isOne, one, zero));
  return b.create<arith::SelectOp>(isNegative, inverse, power);
}

Value dlc::codegen::buildPower(PayloadBuilder &b, ValueRange v) {
  if (!PayloadBuilder::isFloat(v[0]))
    return powerOfIntegers(b, v);
  return buildByWidth<math::PowFOp, powerInF32>(b, v);
}

Value dlc::codegen::buildErrorFunction(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::ErfOp, errorFunctionInF32>(b, v);
}
