//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scalar payloads of the pointwise operations. Each builds on scalars and on
// vectors alike.
//
//===----------------------------------------------------------------------===//

#include "PayloadBuilder.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

#include <cmath>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Multiplication and addition may contract to one rounding, nothing else
/// changes.
static constexpr auto kContract = arith::FastMathFlags::contract;

template <typename FloatOp, typename IntOp>
static Value arithmetic(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return b.create<FloatOp>(v[0], v[1], kContract);
  return b.create<IntOp>(v[0], v[1]);
}

template <typename FloatOp, typename SignedOp, typename UnsignedOp>
static Value extremum(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return b.create<FloatOp>(v[0], v[1]);
  if (b.isUnsigned())
    return b.create<UnsignedOp>(v[0], v[1]);
  return b.create<SignedOp>(v[0], v[1]);
}

static Value divide(PayloadBuilder &b, ValueRange v) {
  return b.create<arith::DivFOp>(v[0], v[1]);
}

static Value negate(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return b.create<arith::NegFOp>(v[0]);
  return b.create<arith::SubIOp>(b.constant(v[0].getType(), 0), v[0]);
}

static Value absolute(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return b.create<math::AbsFOp>(v[0]);
  return b.isUnsigned() ? v[0] : b.create<math::AbsIOp>(v[0]);
}

/// (x > 0) - (x < 0).
static Value sign(PayloadBuilder &b, ValueRange v) {
  Type type = v[0].getType();
  Value zero = b.constant(type, 0), one = b.constant(type, 1);
  if (b.isFloat(v[0])) {
    Value negative = b.compare(arith::CmpFPredicate::OLT, v[0], 0.0);
    Value positive = b.compare(arith::CmpFPredicate::OGT, v[0], 0.0);
    Value atMostZero =
        b.create<arith::SelectOp>(negative, b.constant(type, -1), zero);
    return b.create<arith::SelectOp>(positive, one, atMostZero);
  }
  if (b.isUnsigned())
    return b.create<arith::MinUIOp>(v[0], one);
  return b.create<arith::MaxSIOp>(b.create<arith::MinSIOp>(v[0], one),
                                  b.constant(type, -1));
}

template <typename Op> static Value logical(PayloadBuilder &b, ValueRange v) {
  return b.create<Op>(v[0], v[1]);
}

static Value logicalNot(PayloadBuilder &b, ValueRange v) {
  return b.create<arith::CmpIOp>(arith::CmpIPredicate::eq, v[0],
                                 b.constant(v[0].getType(), 0));
}

template <typename Op> static Value function(PayloadBuilder &b, ValueRange v) {
  return b.create<Op>(v[0]);
}

static Value reciprocalSquareRoot(PayloadBuilder &b, ValueRange v) {
  return b.create<arith::DivFOp>(b.constant(v[0].getType(), 1),
                                 b.create<math::SqrtOp>(v[0]));
}

/// maximum(x, 0), in the form that selects one instruction for vectors; a
/// comparison with NaN is false, so NaN stays.
static Value relu(PayloadBuilder &b, ValueRange v) {
  Value zero = b.constant(v[0].getType(), 0);
  Value negative;
  if (b.isFloat(v[0]))
    negative = b.create<arith::CmpFOp>(arith::CmpFPredicate::OLT, v[0], zero);
  else if (b.isUnsigned())
    return v[0];
  else
    negative = b.create<arith::CmpIOp>(arith::CmpIPredicate::slt, v[0], zero);
  return b.create<arith::SelectOp>(negative, zero, v[0]);
}

template <arith::CmpFPredicate onFloat, arith::CmpIPredicate onSigned,
          arith::CmpIPredicate onUnsigned>
static Value compare(PayloadBuilder &b, ValueRange v) {
  if (b.isFloat(v[0]))
    return b.create<arith::CmpFOp>(onFloat, v[0], v[1]);
  return b.create<arith::CmpIOp>(b.isUnsigned() ? onUnsigned : onSigned, v[0],
                                 v[1]);
}

static Value choose(PayloadBuilder &b, ValueRange v) {
  return b.create<arith::SelectOp>(v[0], v[1], v[2]);
}

//===----------------------------------------------------------------------===//
// cast
//===----------------------------------------------------------------------===//

/// Truncates towards zero and saturates; NaN becomes 0. The bounds are
/// compared as floating point numbers, since a conversion out of range is
/// poison.
static Value floatToInt(PayloadBuilder &b, Value value, Type to,
                        bool isUnsigned) {
  unsigned width = getElementTypeOrSelf(to).getIntOrFloatBitWidth();
  double lowest = isUnsigned ? 0 : -std::ldexp(1.0, width - 1);
  double beyond = std::ldexp(1.0, isUnsigned ? width : width - 1);
  Type type = value.getType();
  auto bound = [&](double limit) { return b.constant(type, limit); };
  auto extreme = [&](bool upper) {
    APInt limit = isUnsigned ? (upper ? APInt::getMaxValue(width)
                                      : APInt::getMinValue(width))
                             : (upper ? APInt::getSignedMaxValue(width)
                                      : APInt::getSignedMinValue(width));
    TypedAttr attribute =
        b.builder.getIntegerAttr(getElementTypeOrSelf(to), limit);
    if (auto vector = dyn_cast<VectorType>(to))
      attribute = DenseElementsAttr::get(vector, Attribute(attribute));
    return b.create<arith::ConstantOp>(attribute);
  };
  Value below =
      b.create<arith::CmpFOp>(arith::CmpFPredicate::OLT, value, bound(lowest));
  Value above =
      b.create<arith::CmpFOp>(arith::CmpFPredicate::OGE, value, bound(beyond));
  Value unordered =
      b.create<arith::CmpFOp>(arith::CmpFPredicate::UNO, value, value);
  Value outside =
      b.create<arith::OrIOp>(b.create<arith::OrIOp>(below, above), unordered);
  Value inside = b.create<arith::SelectOp>(outside, bound(0), value);
  Value result = isUnsigned ? b.create<arith::FPToUIOp>(to, inside)
                            : b.create<arith::FPToSIOp>(to, inside);
  result = b.create<arith::SelectOp>(below, extreme(false), result);
  return b.create<arith::SelectOp>(above, extreme(true), result);
}

static Value cast(PayloadBuilder &b, ValueRange v) {
  Type fromElement = b.operandElement();
  Type toElement = llvm::cast<RankedTensorType>(b.op->getResult(0).getType())
                       .getElementType();
  Type to = registerType(toElement);
  if (auto vector = dyn_cast<VectorType>(v[0].getType()))
    to = vector.clone(to);
  bool fromFloat = isa<FloatType>(fromElement);
  bool toFloat = isa<FloatType>(toElement);
  bool fromUnsigned = b.isUnsigned();
  unsigned fromWidth = registerType(fromElement).getIntOrFloatBitWidth();
  unsigned toWidth = registerType(toElement).getIntOrFloatBitWidth();

  if (toElement.isInteger(1)) {
    Value zero = b.constant(v[0].getType(), 0);
    if (fromFloat)
      return b.create<arith::CmpFOp>(arith::CmpFPredicate::UNE, v[0], zero);
    return b.create<arith::CmpIOp>(arith::CmpIPredicate::ne, v[0], zero);
  }
  if (fromFloat && toFloat) {
    if (fromWidth == toWidth)
      return v[0];
    if (fromWidth < toWidth)
      return b.create<arith::ExtFOp>(to, v[0]);
    return b.create<arith::TruncFOp>(to, v[0]);
  }
  if (fromFloat)
    return floatToInt(b, v[0], to, toElement.isUnsignedInteger());
  if (toFloat)
    return fromUnsigned ? b.create<arith::UIToFPOp>(to, v[0])
                        : b.create<arith::SIToFPOp>(to, v[0]);
  if (fromWidth == toWidth)
    return v[0];
  if (fromWidth > toWidth)
    return b.create<arith::TruncIOp>(to, v[0]);
  return fromUnsigned ? b.create<arith::ExtUIOp>(to, v[0])
                      : b.create<arith::ExtSIOp>(to, v[0]);
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

void dlc::codegen::attachPointwise(MLIRContext *context) {
  attach<AddOp, arithmetic<arith::AddFOp, arith::AddIOp>>(context);
  attach<SubOp, arithmetic<arith::SubFOp, arith::SubIOp>>(context);
  attach<MulOp, arithmetic<arith::MulFOp, arith::MulIOp>>(context);
  attach<DivOp, divide>(context);
  attach<FloorDivideOp, buildFloorDivide>(context);
  attach<RemainderOp, buildRemainder>(context);
  attach<PowOp, buildPower>(context);
  attach<MaximumOp,
         extremum<arith::MaximumFOp, arith::MaxSIOp, arith::MaxUIOp>>(context);
  attach<MinimumOp,
         extremum<arith::MinimumFOp, arith::MinSIOp, arith::MinUIOp>>(context);
  attach<NegOp, negate>(context);
  attach<AbsOp, absolute>(context);
  attach<SignOp, sign>(context);
  attach<ExpOp, function<math::ExpOp>>(context);
  attach<Expm1Op, buildExpm1>(context);
  attach<LogOp, function<math::LogOp>>(context);
  attach<Log1pOp, buildLog1p>(context);
  attach<ErfOp, buildErrorFunction>(context);
  attach<SqrtOp, function<math::SqrtOp>>(context);
  attach<RsqrtOp, reciprocalSquareRoot>(context);
  attach<SinOp, buildSine>(context);
  attach<CosOp, buildCosine>(context);
  attach<FloorOp, function<math::FloorOp>>(context);
  attach<CeilOp, function<math::CeilOp>>(context);
  attach<RoundOp, function<math::RoundEvenOp>>(context);
  attach<TruncOp, function<math::TruncOp>>(context);
  attach<TanhOp, buildTanh>(context);
  attach<SigmoidOp, buildSigmoid>(context);
  attach<ReluOp, relu>(context);

  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  attach<EqualOp, compare<F::OEQ, I::eq, I::eq>>(context);
  attach<NotEqualOp, compare<F::UNE, I::ne, I::ne>>(context);
  attach<LessOp, compare<F::OLT, I::slt, I::ult>>(context);
  attach<LessEqualOp, compare<F::OLE, I::sle, I::ule>>(context);
  attach<GreaterOp, compare<F::OGT, I::sgt, I::ugt>>(context);
  attach<GreaterEqualOp, compare<F::OGE, I::sge, I::uge>>(context);
  attach<LogicalAndOp, logical<arith::AndIOp>>(context);
  attach<LogicalOrOp, logical<arith::OrIOp>>(context);
  attach<LogicalXorOp, logical<arith::XOrIOp>>(context);
  attach<LogicalNotOp, logicalNot>(context);
  attach<SelectOp, choose>(context);
  attach<CastOp, cast>(context);
}
