//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a function that builds a payload becomes an operation's interface.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_LOOPS_PAYLOADBUILDER_H
#define DLC_LIB_CODEGEN_LOOPS_PAYLOADBUILDER_H

#include "../Lowerings.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

namespace dlc::codegen {

/// What a payload is built with. Values are scalars or vectors of one length.
struct PayloadBuilder {
  mlir::OpBuilder &builder;
  mlir::Location location;
  mlir::Operation *op;

  template <typename Op, typename... Args> mlir::Value create(Args &&...args) {
    return builder.create<Op>(location, std::forward<Args>(args)...);
  }
  /// A number in the scalar or vector type `type`.
  mlir::Value constant(mlir::Type type, double value) {
    mlir::Type element = mlir::getElementTypeOrSelf(type);
    mlir::TypedAttr attribute =
        llvm::isa<mlir::FloatType>(element)
            ? mlir::TypedAttr(builder.getFloatAttr(element, value))
            : builder.getIntegerAttr(element, static_cast<int64_t>(value));
    if (auto vector = llvm::dyn_cast<mlir::VectorType>(type))
      attribute =
          mlir::DenseElementsAttr::get(vector, mlir::Attribute(attribute));
    return create<mlir::arith::ConstantOp>(attribute);
  }
  /// sum + lhs * rhs, rounded once where there is an instruction for it.
  mlir::Value multiplyAdd(mlir::Value lhs, mlir::Value rhs, mlir::Value sum) {
    constexpr auto contract = mlir::arith::FastMathFlags::contract;
    mlir::Value product = create<mlir::arith::MulFOp>(lhs, rhs, contract);
    return create<mlir::arith::AddFOp>(product, sum, contract);
  }
  /// The sum of coefficients[i] * z^i.
  mlir::Value polynomial(llvm::ArrayRef<double> coefficients, mlir::Value z) {
    mlir::Value result = constant(z.getType(), coefficients.back());
    for (double coefficient : llvm::reverse(coefficients.drop_back()))
      result = multiplyAdd(result, z, constant(z.getType(), coefficient));
    return result;
  }
  mlir::Value compare(mlir::arith::CmpFPredicate predicate, mlir::Value value,
                      double bound) {
    return create<mlir::arith::CmpFOp>(predicate, value,
                                       constant(value.getType(), bound));
  }
  mlir::Value compare(mlir::arith::CmpIPredicate predicate, mlir::Value value,
                      int64_t bound) {
    return create<mlir::arith::CmpIOp>(
        predicate, value, constant(value.getType(), double(bound)));
  }
  /// `element`, or vectors of it as long as `value` is.
  static mlir::Type sameLength(mlir::Value value, mlir::Type element) {
    auto vector = llvm::dyn_cast<mlir::VectorType>(value.getType());
    return vector ? mlir::Type(vector.clone(element)) : element;
  }
  static bool isFloat(mlir::Value value) {
    return llvm::isa<mlir::FloatType>(
        mlir::getElementTypeOrSelf(value.getType()));
  }
  mlir::Type operandElement() {
    return graph::tensorOf(op->getOperand(0)).getElementType();
  }
  bool isUnsigned() {
    return operandElement().isUnsignedInteger() ||
           operandElement().isInteger(1);
  }
};

using Payload = mlir::Value (*)(PayloadBuilder &, mlir::ValueRange);

/// Sine and cosine (Trigonometry.cpp).
mlir::Value buildSine(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildCosine(PayloadBuilder &b, mlir::ValueRange v);

/// Sigmoid.cpp
mlir::Value buildSigmoid(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildTanh(PayloadBuilder &b, mlir::ValueRange v);

/// Exponential.cpp
mlir::Value buildExpm1(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildLog1p(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildPower(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildErrorFunction(PayloadBuilder &b, mlir::ValueRange v);

/// Division.cpp
mlir::Value buildFloorDivide(PayloadBuilder &b, mlir::ValueRange v);
mlir::Value buildRemainder(PayloadBuilder &b, mlir::ValueRange v);

/// A payload that `inF32` states for f32; bf16 is computed in f32.
template <Payload inF32>
mlir::Value buildInF32(PayloadBuilder &b, mlir::ValueRange v) {
  if (mlir::getElementTypeOrSelf(v[0].getType()).isF32())
    return inF32(b, v);
  llvm::SmallVector<mlir::Value> wide;
  for (mlir::Value value : v)
    wide.push_back(b.create<mlir::arith::ExtFOp>(
        b.sameLength(value, b.builder.getF32Type()), value));
  return b.create<mlir::arith::TruncFOp>(v[0].getType(), inF32(b, wide));
}

/// The same, but f64 is computed by `Op`.
template <typename Op, Payload inF32>
mlir::Value buildByWidth(PayloadBuilder &b, mlir::ValueRange v) {
  if (mlir::getElementTypeOrSelf(v[0].getType()).isF64())
    return b.create<Op>(v);
  return buildInF32<inF32>(b, v);
}

template <typename Op, Payload payload>
struct PayloadModel
    : PayloadOpInterface::ExternalModel<PayloadModel<Op, payload>, Op> {
  mlir::Value buildPayload(mlir::Operation *op, mlir::OpBuilder &builder,
                           mlir::ValueRange operands) const {
    PayloadBuilder payloadBuilder{builder, op->getLoc(), op};
    return payload(payloadBuilder, operands);
  }
};

template <typename Op, Payload payload>
void attach(mlir::MLIRContext *context) {
  Op::template attachInterface<PayloadModel<Op, payload>>(*context);
}

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_LOOPS_PAYLOADBUILDER_H
