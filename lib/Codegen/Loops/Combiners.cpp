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
#include "mlir/IR/TypeUtilities.h"

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
  Type scalar = getElementTypeOrSelf(element);
  Type type = accumulatorType(scalar);
  if (type == scalar)
    return element;
  type = emitter.laneType(type);
  return emitter.builder.create<arith::ExtFOp>(emitter.location, type, element);
}

Value dlc::codegen::narrow(ElementEmitter &emitter, Value accumulator,
                           Type elementType) {
  Type type = emitter.laneType(registerType(elementType));
  if (type == accumulator.getType())
    return accumulator;
  return emitter.builder.create<arith::TruncFOp>(emitter.location, type,
                                                 accumulator);
}

//===----------------------------------------------------------------------===//
// Combiners
//===----------------------------------------------------------------------===//

Value dlc::codegen::sumOf(ElementEmitter &emitter, Value lhs, Value rhs, bool) {
  if (isa<FloatType>(getElementTypeOrSelf(lhs)))
    return emitter.builder.create<arith::AddFOp>(emitter.location, lhs, rhs,
                                                 kReorder);
  return emitter.builder.create<arith::AddIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::productOf(ElementEmitter &emitter, Value lhs, Value rhs,
                              bool) {
  if (isa<FloatType>(getElementTypeOrSelf(lhs)))
    return emitter.builder.create<arith::MulFOp>(emitter.location, lhs, rhs,
                                                 kReorder);
  return emitter.builder.create<arith::MulIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::largerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                             bool isUnsigned) {
  if (isa<FloatType>(getElementTypeOrSelf(lhs)))
    return emitter.builder.create<arith::MaximumFOp>(emitter.location, lhs,
                                                     rhs);
  if (isUnsigned)
    return emitter.builder.create<arith::MaxUIOp>(emitter.location, lhs, rhs);
  return emitter.builder.create<arith::MaxSIOp>(emitter.location, lhs, rhs);
}

Value dlc::codegen::smallerOf(ElementEmitter &emitter, Value lhs, Value rhs,
                              bool isUnsigned) {
  if (isa<FloatType>(getElementTypeOrSelf(lhs)))
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
  return emitter.number(emitter.laneType(accumulatorType(elementType)), 0);
}

Value dlc::codegen::one(ElementEmitter &emitter, Type elementType) {
  return emitter.number(emitter.laneType(accumulatorType(elementType)), 1);
}

static Value extreme(ElementEmitter &emitter, Type elementType, bool lowest) {
  Type type = accumulatorType(elementType);
  if (isa<FloatType>(type)) {
    double infinity = std::numeric_limits<double>::infinity();
    return emitter.number(emitter.laneType(type),
                          lowest ? -infinity : infinity);
  }
  unsigned width = type.getIntOrFloatBitWidth();
  bool isUnsigned = elementType.isUnsignedInteger();
  APInt value = lowest ? (isUnsigned ? APInt::getMinValue(width)
                                     : APInt::getSignedMinValue(width))
                       : (isUnsigned ? APInt::getMaxValue(width)
                                     : APInt::getSignedMaxValue(width));
  TypedAttr number = emitter.builder.getIntegerAttr(type, value);
  if (auto vector = dyn_cast<VectorType>(emitter.laneType(type)))
    number = DenseElementsAttr::get(vector, value);
  return emitter.builder.create<arith::ConstantOp>(emitter.location, number);
}

Value dlc::codegen::lowest(ElementEmitter &emitter, Type elementType) {
  return extreme(emitter, elementType, /*lowest=*/true);
}

Value dlc::codegen::highest(ElementEmitter &emitter, Type elementType) {
  return extreme(emitter, elementType, /*lowest=*/false);
}

//===----------------------------------------------------------------------===//
// Accumulations
//===----------------------------------------------------------------------===//

Accumulation::Accumulation(ElementEmitter &emitter, Type elementType,
                           Combiner combine, Identity identity)
    : emitter(&emitter), combine(combine),
      isUnsigned(elementType.isUnsignedInteger()),
      value(identity(emitter, elementType)) {
  if (emitter.hasLanes() && isa<FloatType>(elementType) && isExtremum()) {
    Type flag = emitter.laneType(emitter.builder.getI1Type());
    foundNaN = emitter.number(flag, 0);
  }
}

void Accumulation::combineWith(Value element) {
  if (!foundNaN) {
    value = combine(*emitter, value, element, isUnsigned);
    return;
  }
  OpBuilder &builder = emitter->builder;
  Location location = emitter->location;
  if (!isChecked) {
    Value either = builder.create<arith::CmpFOp>(
        location, arith::CmpFPredicate::UNO, value, element);
    foundNaN = builder.create<arith::OrIOp>(location, foundNaN, either);
  }
  isChecked = !isChecked;
  Value stays = builder.create<arith::CmpFOp>(location,
                                              combine == largerOf
                                                  ? arith::CmpFPredicate::OGT
                                                  : arith::CmpFPredicate::OLT,
                                              value, element);
  value = builder.create<arith::SelectOp>(location, stays, value, element);
}

void Accumulation::add(Value element) { combineWith(widen(*emitter, element)); }

void Accumulation::add(const Accumulation &other) {
  combineWith(other.value);
  if (foundNaN)
    foundNaN = emitter->builder.create<arith::OrIOp>(emitter->location,
                                                     foundNaN, other.foundNaN);
}

Value Accumulation::result() const {
  if (!foundNaN)
    return value;
  Value nan = emitter->number(value.getType(),
                              std::numeric_limits<double>::quiet_NaN());
  return emitter->builder.create<arith::SelectOp>(emitter->location, foundNaN,
                                                  nan, value);
}

void Accumulation::loop(MutableArrayRef<Accumulation> accumulations,
                        Value lower, Value upper,
                        function_ref<void(Value)> body) {
  auto carried = [&] {
    SmallVector<Value> values;
    for (const Accumulation &accumulation : accumulations) {
      values.push_back(accumulation.value);
      if (accumulation.foundNaN)
        values.push_back(accumulation.foundNaN);
    }
    return values;
  };
  auto update = [&](ValueRange values) {
    for (Accumulation &accumulation : accumulations) {
      accumulation.value = values.front();
      values = values.drop_front();
      accumulation.isChecked = false;
      if (!accumulation.foundNaN)
        continue;
      accumulation.foundNaN = values.front();
      values = values.drop_front();
    }
  };
  ElementEmitter &emitter = *accumulations.front().emitter;
  update(emitter.reduce(lower, upper, carried(),
                        [&](Value index, ValueRange values) {
                          update(values);
                          body(index);
                          return carried();
                        }));
}
