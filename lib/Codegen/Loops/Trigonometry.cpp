//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sine and cosine of f32 for every argument: without a branch or a call, so
// that loops of them are vectorised. f64 calls libm.
//
// The angle is counted in quarter turns, t = x * 2/pi. Only t modulo 4 matters,
// so 2/pi is cut into pieces whose products with x are exact in f64, and each
// product is reduced before they are added: what is lost is never more than
// the sum's last bits, for the largest x too. The nearest whole number is the
// quadrant; the rest, an angle of at most pi/4, goes through polynomials.
//
//===----------------------------------------------------------------------===//

#include "PayloadBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace dlc::codegen;

/// 2/pi in pieces of 28 bits; with the 24 of an f32 they fit into an f64. The
/// last ones matter for x near 2^128.
static constexpr double kTwoOverPi[] = {
    0x1.45f306cp-1,   0x1.c9c882ap-29, 0x1.4fe13a8p-59, 0x1.f47d4dp-86,
    0x1.bb81b6cp-113, 0x1.4acc9ep-143, 0x1.0e4107cp-170};
static constexpr double kHalfPi = 0x1.921fb54442d18p+0;
/// Adding it leaves a whole number in the low bits of the sum, rounded to
/// nearest; unlike a conversion it takes NaN.
static constexpr double kRounding = 0x1.8p52;

/// Minimax polynomials on [0, (pi/4)^2]: sin(r) = r + r z S(z), cos(r) =
/// 1 - z/2 + z^2 C(z) with z = r^2.
static constexpr double kSine[] = {-0.1666665485422974, 0.008332172283108133,
                                   -0.00019516479962243378};
static constexpr double kCosine[] = {
    0.04166664671528425, -0.0013887359791392433, 2.4437533006461223e-05};

/// x * 2/pi modulo 4, in [-2, 2] or a little beyond, as a sum of two.
static std::pair<Value, Value> quarterTurns(PayloadBuilder &b, Value x) {
  Type type = x.getType();
  Value first, rest;
  for (double piece : llvm::reverse(kTwoOverPi)) {
    first = b.create<arith::MulFOp>(x, b.constant(type, piece));
    Value turns = b.create<math::RoundEvenOp>(
        b.create<arith::MulFOp>(first, b.constant(type, 0.25)));
    first = b.multiplyAdd(turns, b.constant(type, -4), first);
    if (piece != kTwoOverPi[0])
      rest = rest ? b.create<arith::AddFOp>(first, rest) : first;
  }
  return {first, rest};
}

/// The sine of f32 `x` and `shift` quarter turns.
static Value sineOf(PayloadBuilder &b, Value x, int64_t shift) {
  Type f64 = b.sameLength(x, b.builder.getF64Type());
  Type i64 = b.sameLength(x, b.builder.getI64Type());
  Type i32 = b.sameLength(x, b.builder.getI32Type());
  Type f32 = x.getType();
  auto [first, rest] = quarterTurns(b, b.create<arith::ExtFOp>(f64, x));
  Value rounding = b.constant(f64, kRounding);
  Value shifted =
      b.create<arith::AddFOp>(b.create<arith::AddFOp>(first, rest), rounding);
  Value quadrant = b.create<arith::AddIOp>(
      b.create<arith::TruncIOp>(i32, b.create<arith::BitcastOp>(i64, shifted)),
      b.constant(i32, shift));
  Value whole = b.create<arith::SubFOp>(shifted, rounding);
  Value turns =
      b.create<arith::AddFOp>(b.create<arith::SubFOp>(first, whole), rest);
  Value r = b.create<arith::TruncFOp>(
      f32, b.create<arith::MulFOp>(turns, b.constant(f64, kHalfPi)));

  Value z = b.create<arith::MulFOp>(r, r);
  Value sine =
      b.multiplyAdd(b.create<arith::MulFOp>(r, z), b.polynomial(kSine, z), r);
  Value cosine = b.multiplyAdd(
      b.create<arith::MulFOp>(z, z), b.polynomial(kCosine, z),
      b.multiplyAdd(z, b.constant(f32, -0.5), b.constant(f32, 1)));

  // Odd quadrants take the cosine, the upper two the other sign.
  auto bit = [&](int64_t mask) {
    return b.create<arith::CmpIOp>(
        arith::CmpIPredicate::ne,
        b.create<arith::AndIOp>(quadrant, b.constant(i32, mask)),
        b.constant(i32, 0));
  };
  Value result = b.create<arith::SelectOp>(bit(1), cosine, sine);
  return b.create<arith::SelectOp>(bit(2), b.create<arith::NegFOp>(result),
                                   result);
}

template <int64_t shift>
static Value sineInF32(PayloadBuilder &b, ValueRange v) {
  return sineOf(b, v[0], shift);
}

Value dlc::codegen::buildSine(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::SinOp, sineInF32<0>>(b, v);
}

Value dlc::codegen::buildCosine(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::CosOp, sineInF32<1>>(b, v);
}
