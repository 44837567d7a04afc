//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds and makes values that are one number everywhere.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Splats.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"

#include <cmath>

using namespace mlir;
using namespace dlc::graph;

TypedAttr dlc::graph::splatOf(Value value) {
  // Chains of movement are short once canonical; long ones are not worth it.
  for (int step = 0; step < 8; ++step) {
    Operation *op = value.getDefiningOp();
    if (isa_and_nonnull<BroadcastOp, ReshapeOp, TransposeOp, SliceOp>(op)) {
      value = op->getOperand(0);
      continue;
    }
    auto constant = dyn_cast_if_present<ConstantOp>(op);
    auto elements =
        constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : nullptr;
    if (!elements || !elements.isSplat() || elements.getNumElements() == 0)
      return {};
    return cast<TypedAttr>(elements.getSplatValue<Attribute>());
  }
  return {};
}

std::optional<double> dlc::graph::splatNumber(Value value) {
  TypedAttr element = splatOf(value);
  if (auto real = dyn_cast_if_present<FloatAttr>(element))
    return real.getValueAsDouble();
  auto integer = dyn_cast_if_present<IntegerAttr>(element);
  if (!integer)
    return std::nullopt;
  bool isUnsigned =
      integer.getType().isUnsignedInteger() || integer.getType().isInteger(1);
  const APInt &bits = integer.getValue();
  int64_t number = isUnsigned ? bits.getZExtValue() : bits.getSExtValue();
  constexpr int64_t exact = int64_t(1) << 53;
  if (number < -exact || number > exact)
    return std::nullopt;
  return static_cast<double>(number);
}

bool dlc::graph::isSplat(Value value, double number) {
  return splatNumber(value) == number;
}

Value dlc::graph::createSplat(OpBuilder &builder, Location location,
                              RankedTensorType type, TypedAttr element) {
  RankedTensorType stored =
      type.hasStaticShape() ? type
                            : RankedTensorType::get({}, type.getElementType());
  Value constant = builder.create<ConstantOp>(
      location, stored, DenseElementsAttr::get(stored, Attribute(element)));
  if (stored == type)
    return constant;
  return builder.create<BroadcastOp>(location, type, constant, dimsAttrOf(type),
                                     builder.getDenseI64ArrayAttr({}));
}

Value dlc::graph::createSplat(OpBuilder &builder, Location location,
                              RankedTensorType type, double number) {
  Type element = type.getElementType();
  if (isa<FloatType>(element))
    return createSplat(builder, location, type,
                       cast<TypedAttr>(FloatAttr::get(element, number)));
  unsigned width = element.getIntOrFloatBitWidth();
  APInt bits(width, static_cast<uint64_t>(static_cast<int64_t>(number)),
             /*isSigned=*/true);
  return createSplat(builder, location, type,
                     cast<TypedAttr>(IntegerAttr::get(element, bits)));
}
