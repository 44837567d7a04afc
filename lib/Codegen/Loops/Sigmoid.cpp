//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sigmoid and the hyperbolic tangent in f32: without a branch or a call, on
// vectors and scalars. f64 calls libm.
//
// They are computed from the exponential, to 2.5 and 1.4 units in the last
// place.
//
//===----------------------------------------------------------------------===//

#include "Exponential.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <cmath>

using namespace mlir;
using namespace dlc::codegen;
using F = arith::CmpFPredicate;

/// 1 / (1 + e^-x), in halves, because 2^128 is too large: exact limits at both
/// infinities, and full relative accuracy in the tail, which the form through
/// tanh loses. Where the result is less than all normal numbers by far, e^-x is
/// made infinite by 2^129 (1 + p) with p > 0.
static Value sigmoidInF32(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  Value x = b.create<arith::SelectOp>(b.compare(F::OLT, v[0], -89.0),
                                      b.constant(type, -89.5), v[0]);
  x = b.create<arith::SelectOp>(b.compare(F::OGT, x, 20.0),
                                b.constant(type, 20), x);
  ReducedExponential exponential(b, x, -1, /*exact=*/true);
  Value power = exponential.power(-1), half = b.constant(type, 0.5);
  Value sum =
      b.multiplyAdd(power, exponential.p, b.create<arith::AddFOp>(power, half));
  return b.create<arith::DivFOp>(half, sum);
}

/// tanh(x) = x + x^3 T(x^2) for |x| <= 0.55.
static constexpr double kTanh[] = {-0.333333320452081, 0.13333117616680584,
                                   -0.05391006651325579, 0.021312744496237927,
                                   -0.006615754693238454};
static constexpr double kTanhBend = 0.55;

/// Beyond, 1 - 2 / (e^2|x| + 1), in which an error of the quotient counts half
/// at most.
static Value tanhInF32(PayloadBuilder &b, ValueRange v) {
  Value x = v[0];
  Type type = x.getType();
  Value square = b.create<arith::MulFOp>(x, x);
  Value small = b.multiplyAdd(b.create<arith::MulFOp>(x, square),
                              b.polynomial(kTanh, square), x);
  Value size = b.create<math::AbsFOp>(x);
  // From there on it is 1 in f32.
  Value bounded = b.create<arith::SelectOp>(b.compare(F::OGT, size, 9.2),
                                            b.constant(type, 9.2), size);
  ReducedExponential exponential(b, bounded, 2, /*exact=*/false);
  Value power = exponential.power(0), one = b.constant(type, 1);
  Value sum =
      b.multiplyAdd(power, exponential.p, b.create<arith::AddFOp>(power, one));
  Value large = b.create<arith::SubFOp>(
      one, b.create<arith::DivFOp>(b.constant(type, 2), sum));
  return b.create<arith::SelectOp>(b.compare(F::OLT, size, kTanhBend), small,
                                   b.create<math::CopySignOp>(large, x));
}

Value dlc::codegen::buildSigmoid(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  if (!getElementTypeOrSelf(type).isF64())
    return buildInF32<sigmoidInF32>(b, v);
  Value one = b.constant(type, 1);
  Value exponential = b.create<math::ExpOp>(b.create<arith::NegFOp>(v[0]));
  return b.create<arith::DivFOp>(one,
                                 b.create<arith::AddFOp>(one, exponential));
}

Value dlc::codegen::buildTanh(PayloadBuilder &b, ValueRange v) {
  return buildByWidth<math::TanhOp, tanhInF32>(b, v);
}
