//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Floor division and its remainder: exact, without a trap, and for all but i64
// and f64 without a call or an instruction that vectors lack.
//
// Quotients of integers of 32 bits and of f32 are taken in f64: a quotient that
// is no whole number is further from the next one than f64 rounds.
//
//===----------------------------------------------------------------------===//

#include "PayloadBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <cmath>

using namespace mlir;
using namespace dlc::codegen;
using F = arith::CmpFPredicate;
using I = arith::CmpIPredicate;

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

namespace {
struct Division {
  Value quotient, remainder;
};
} // namespace

/// The floor of a quotient of at most 32 bits.
static Value narrowQuotient(PayloadBuilder &b, Value lhs, Value rhs) {
  Type type = lhs.getType();
  Type i32 = b.sameLength(lhs, b.builder.getI32Type());
  Type f64 = b.sameLength(lhs, b.builder.getF64Type());
  bool isUnsigned = b.isUnsigned();
  auto widen = [&](Value value) -> Value {
    if (type == i32)
      return b.create<arith::SIToFPOp>(f64, value);
    value = isUnsigned ? b.create<arith::ExtUIOp>(i32, value)
                       : b.create<arith::ExtSIOp>(i32, value);
    return b.create<arith::SIToFPOp>(f64, value);
  };
  Value quotient =
      b.create<math::FloorOp>(b.create<arith::DivFOp>(widen(lhs), widen(rhs)));
  quotient = b.create<arith::FPToSIOp>(i32, quotient);
  return type == i32 ? quotient : b.create<arith::TruncIOp>(type, quotient);
}

static Value wideQuotient(PayloadBuilder &b, Value lhs, Value rhs) {
  Value quotient = b.create<arith::DivSIOp>(lhs, rhs);
  Value rest =
      b.create<arith::SubIOp>(lhs, b.create<arith::MulIOp>(quotient, rhs));
  Value below = b.create<arith::AndIOp>(
      b.compare(I::ne, rest, int64_t(0)),
      b.compare(I::slt, b.create<arith::XOrIOp>(rest, rhs), int64_t(0)));
  return b.create<arith::SelectOp>(
      below, b.create<arith::SubIOp>(quotient, b.constant(lhs.getType(), 1)),
      quotient);
}

/// By 0 and -1 is divided as by 1, which leaves no remainder, either: the first
/// has no quotient, that of the smallest number and -1 overflows.
static Division divideIntegers(PayloadBuilder &b, Value lhs, Value rhs) {
  Type type = lhs.getType();
  Value zero = b.constant(type, 0), one = b.constant(type, 1);
  Value byZero = b.compare(I::eq, rhs, int64_t(0));
  Value special = byZero, byMinusOne;
  if (!b.isUnsigned()) {
    byMinusOne = b.compare(I::eq, rhs, int64_t(-1));
    special = b.create<arith::OrIOp>(byZero, byMinusOne);
  }
  Value divisor = b.create<arith::SelectOp>(special, one, rhs);
  Value quotient = getElementTypeOrSelf(type).isInteger(64)
                       ? wideQuotient(b, lhs, divisor)
                       : narrowQuotient(b, lhs, divisor);
  Value remainder =
      b.create<arith::SubIOp>(lhs, b.create<arith::MulIOp>(quotient, divisor));
  if (byMinusOne)
    quotient = b.create<arith::SelectOp>(
        byMinusOne, b.create<arith::SubIOp>(zero, lhs), quotient);
  return {b.create<arith::SelectOp>(byZero, zero, quotient), remainder};
}

//===----------------------------------------------------------------------===//
// f64
//===----------------------------------------------------------------------===//

/// Whether `rest` is not zero and its sign not that of the divisor.
static Value isBelow(PayloadBuilder &b, Value rest, Value rhs) {
  Value differs = b.create<arith::XOrIOp>(b.compare(F::OLT, rest, 0.0),
                                          b.compare(F::OLT, rhs, 0.0));
  return b.create<arith::AndIOp>(b.compare(F::UNE, rest, 0.0), differs);
}

static Value quotientInF64(PayloadBuilder &b, Value lhs, Value rhs) {
  Value plain = b.create<arith::DivFOp>(lhs, rhs);
  Value rest = b.create<arith::RemFOp>(lhs, rhs);
  Value quotient =
      b.create<arith::DivFOp>(b.create<arith::SubFOp>(lhs, rest), rhs);
  quotient = b.create<arith::SelectOp>(
      isBelow(b, rest, rhs),
      b.create<arith::SubFOp>(quotient, b.constant(lhs.getType(), 1)),
      quotient);
  Value zero = b.create<math::CopySignOp>(b.constant(lhs.getType(), 0), plain);
  Value whole = b.create<math::RoundEvenOp>(quotient);
  whole =
      b.create<arith::SelectOp>(b.compare(F::OEQ, quotient, 0.0), zero, whole);
  return b.create<arith::SelectOp>(b.compare(F::OEQ, rhs, 0.0), plain, whole);
}

static Value remainderInF64(PayloadBuilder &b, Value lhs, Value rhs) {
  Value rest = b.create<arith::RemFOp>(lhs, rhs);
  return b.create<arith::SelectOp>(isBelow(b, rest, rhs),
                                   b.create<arith::AddFOp>(rest, rhs), rest);
}

//===----------------------------------------------------------------------===//
// f32
//===----------------------------------------------------------------------===//

/// In place of an infinite divisor: far beyond every dividend.
static constexpr double kBeyond = 0x1p200;

static Value quotientInF32(PayloadBuilder &b, Value lhs, Value rhs) {
  Value finite = b.create<arith::SelectOp>(
      b.compare(F::OEQ, b.create<math::AbsFOp>(rhs), HUGE_VAL),
      b.create<math::CopySignOp>(b.constant(rhs.getType(), kBeyond), rhs), rhs);
  Value quotient =
      b.create<math::FloorOp>(b.create<arith::DivFOp>(lhs, finite));
  Value undefined = b.create<arith::AndIOp>(
      b.compare(F::OEQ, b.create<math::AbsFOp>(lhs), HUGE_VAL),
      b.compare(F::UNE, rhs, 0.0));
  return b.create<arith::SelectOp>(
      undefined, b.constant(lhs.getType(), std::nan("")), quotient);
}

/// Takes the nearest multiples of the divisor times 2^252, 2^224, .. 1 away
/// until what is left is at most half of the divisor. Each product is exact, as
/// a count has at most 28 bits; each difference is, as it is a multiple of the
/// operands' last bits and smaller than both.
static Value remainderInF32(PayloadBuilder &b, Value lhs, Value rhs) {
  Type type = lhs.getType();
  Value size = b.create<math::AbsFOp>(rhs);
  size = b.create<arith::SelectOp>(b.compare(F::OEQ, size, HUGE_VAL),
                                   b.constant(type, kBeyond), size);
  Value inverse = b.create<arith::DivFOp>(b.constant(type, 1), size);
  Value rest = lhs;
  for (int exponent = 252; exponent >= 0; exponent -= 28) {
    auto scaled = [&](Value value, int by) {
      return b.create<arith::MulFOp>(value,
                                     b.constant(type, std::ldexp(1.0, by)));
    };
    Value count = b.create<math::RoundEvenOp>(
        b.create<arith::MulFOp>(rest, scaled(inverse, -exponent)));
    rest = b.create<arith::SubFOp>(
        rest, b.create<arith::MulFOp>(count, scaled(size, exponent)));
  }
  Value positive = b.create<arith::SelectOp>(
      isBelow(b, rest, rhs), b.create<arith::AddFOp>(rest, rhs), rest);
  return b.create<arith::SelectOp>(
      b.compare(F::OEQ, rest, 0.0),
      b.create<math::CopySignOp>(b.constant(type, 0), lhs), positive);
}

template <Value (*inF32)(PayloadBuilder &, Value, Value),
          Value (*inF64)(PayloadBuilder &, Value, Value)>
static Value divideFloats(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  if (getElementTypeOrSelf(type).isF64())
    return inF64(b, v[0], v[1]);
  Type f64 = b.sameLength(v[0], b.builder.getF64Type());
  Type f32 = b.sameLength(v[0], b.builder.getF32Type());
  Value result = inF32(b, b.create<arith::ExtFOp>(f64, v[0]),
                       b.create<arith::ExtFOp>(f64, v[1]));
  result = b.create<arith::TruncFOp>(f32, result);
  return type == f32 ? result : b.create<arith::TruncFOp>(type, result);
}

Value dlc::codegen::buildFloorDivide(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return divideFloats<quotientInF32, quotientInF64>(b, v);
  return divideIntegers(b, v[0], v[1]).quotient;
}

Value dlc::codegen::buildRemainder(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return divideFloats<remainderInF32, remainderInF64>(b, v);
  return divideIntegers(b, v[0], v[1]).remainder;
}
