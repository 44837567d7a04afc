//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Combining elements in accumulators.
//
//===----------------------------------------------------------------------===//

#include "Combiners.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <limits>

using namespace mlir;
using namespace dlc::codegen;

static constexpr auto kReorder =
    arith::FastMathFlags::reassoc | arith::FastMathFlags::contract;

Type dlc::codegen::accumulatorType(Type elementType) {
  if (elementType.isBF16())
    return Float32Type::get(elementType.getContext());
  return registerType(elementType);
}

Value dlc::codegen::widen(ElementEmitter &emitter, Value element) {
  Type type = accumulatorType(element.getType());
  if (type == element.getType())
    return element;
  return emitter.builder.create<arith::ExtFOp>(emitter.location, type, element);
}

Value dlc::codegen::narrow(ElementEmitter &emitter, Value accumulator,
                           Type elementType) {
  Type type = registerType(elementType);
  if (type == accumulator.getType())
    return accumulator;
  return emitter.builder.create<arith::TruncFOp>(emitter.location, type,
                                                 accumulator);
}

//===----------------------------------------------------------------------===//
// Combiners
//===----------------------------------------------------------------------===//

Value dlc::codegen::sumOf(ElementEmitter &emitter, Value lhs, Value rhs, bool) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::AddFOp>(emitter.location, lhs, rhs,
                                                 kReorder);
  return emitter.builder.create<arith::AddIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::productOf(ElementEmitter &emitter, Value lhs, Value rhs,
                              bool) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::MulFOp>(emitter.location, lhs, rhs,
                                                 kReorder);
  return emitter.builder.create<arith::MulIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::largerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                             bool isUnsigned) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::MaximumFOp>(emitter.location, lhs,
                                                     rhs);
  if (isUnsigned)
    return emitter.builder.create<arith::MaxUIOp>(emitter.location, lhs, rhs);
  return emitter.builder.create<arith::MaxSIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::smallerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                              bool isUnsigned) {
  if (isa<FloatType>(lhs.getType()))
    return emitter.builder.create<arith::MinimumFOp>(emitter.location, lhs,
                                                     rhs);
  if (isUnsigned)
    return emitter.builder.create<arith::MinUIOp>(emitter.location, lhs, rhs);
  return emitter.builder.create<arith::MinSIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::eitherOf(ElementEmitter &emitter, Value lhs, Value rhs,
                             bool) {
  return emitter.builder.create<arith::OrIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::bothOf(ElementEmitter &emitter, Value lhs, Value rhs,
                           bool) {
  return emitter.builder.create<arith::AndIOp>(emitter.location, lhs, rhs);
}

//===----------------------------------------------------------------------===//
// Identities
//===----------------------------------------------------------------------===//

Value dlc::codegen::zero(ElementEmitter &emitter, Type elementType) {
  return emitter.number(accumulatorType(elementType), 0);
}

Value dlc::codegen::one(ElementEmitter &emitter, Type elementType) {
  return emitter.number(accumulatorType(elementType), 1);
}

static Value extreme(ElementEmitter &emitter, Type elementType, bool lowest) {
  Type type = accumulatorType(elementType);
  if (isa<FloatType>(type)) {
    double infinity = std::numeric_limits<double>::infinity();
    return emitter.number(type, lowest ? -infinity : infinity);
  }
  unsigned width = type.getIntOrFloatBitWidth();
  bool isUnsigned = elementType.isUnsignedInteger();
  APInt value = lowest ? (isUnsigned ? APInt::getMinValue(width)
                                     : APInt::getSignedMinValue(width))
                       : (isUnsigned ? APInt::getMaxValue(width)
                                     : APInt::getSignedMaxValue(width));
  return emitter.builder.create<arith::ConstantOp>(
      emitter.location, emitter.builder.getIntegerAttr(type, value));
}

Value dlc::codegen::lowest(ElementEmitter &emitter, Type elementType) {
  return extreme(emitter, elementType, /*lowest=*/true);
}

Value dlc::codegen::highest(ElementEmitter &emitter, Type elementType) {
  return extreme(emitter, elementType, /*lowest=*/false);
}
