//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Running sums and sorting as row operations.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Combiners.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

template <typename Op> static int64_t axisOf(Op op) {
  return op.getAxis() < 0 ? op.getAxis() + op.getType().getRank()
                          : op.getAxis();
}

//===----------------------------------------------------------------------===//
// cumsum, cumprod
//===----------------------------------------------------------------------===//

/// The type that runs along a row. A running sum is as long as its row, and it
/// waits for the addition before, not for conversions: f64 costs little.
static Type runningType(Type elementType) {
  if (elementType.isF32())
    return Float64Type::get(elementType.getContext());
  return accumulatorType(elementType);
}

static Value convert(ElementEmitter &emitter, Value value, Type type) {
  if (value.getType() == type)
    return value;
  if (value.getType().getIntOrFloatBitWidth() < type.getIntOrFloatBitWidth())
    return emitter.builder.create<arith::ExtFOp>(emitter.location, type, value);
  return emitter.builder.create<arith::TruncFOp>(emitter.location, type, value);
}

namespace {
template <typename Op, Combiner combine, bool startsWithOne>
struct CumulativeModel
    : RowOpInterface::ExternalModel<CumulativeModel<Op, combine, startsWithOne>,
                                    Op> {
  int64_t getRowAxis(Operation *op) const { return axisOf(cast<Op>(op)); }

  void emitRows(Operation *op, RowEmitter &rows) const {
    if (rows.lower)
      emitRowsTogether(cast<Op>(op), rows);
    else
      emitRow(cast<Op>(op), rows);
  }

private:
  static Value initial(Op op, ElementEmitter &emitter) {
    return emitter.number(runningType(op.getType().getElementType()),
                          startsWithOne ? 1 : 0);
  }

  /// Adds the next element to the running value and stores it.
  static Value advance(Op op, RowEmitter &rows, Value running) {
    ElementEmitter &emitter = rows.elements;
    Type elementType = registerType(op.getType().getElementType());
    Value element = emitter.element(op.getOperand(), rows.indices);
    Value next =
        combine(emitter, running, convert(emitter, element, running.getType()),
                /*isUnsigned=*/false);
    emitter.store(convert(emitter, next, elementType), rows.output,
                  rows.indices);
    return next;
  }

  /// One row, with its running value in a register.
  static void emitRow(Op op, RowEmitter &rows) {
    ElementEmitter &emitter = rows.elements;
    int64_t axis = axisOf(op);
    emitter.reduce(op.getType().getDimSize(axis), initial(op, emitter),
                   [&](Value index, ValueRange running) -> SmallVector<Value> {
                     rows.indices[axis] = index;
                     return {advance(op, rows, running.front())};
                   });
  }

  /// Rows side by side: all advance by one element, then by the next.
  static void emitRowsTogether(Op op, RowEmitter &rows) {
    ElementEmitter &emitter = rows.elements;
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    int64_t axis = axisOf(op), last = op.getType().getRank() - 1;
    Value running = emitter.scratch(kColumnsOfTile,
                                    runningType(op.getType().getElementType()));
    Value zero = emitter.index(0);
    emitter.forEach(
        zero, builder.create<arith::SubIOp>(location, rows.upper, rows.lower),
        [&](Value index) {
          emitter.store(initial(op, emitter), running, index);
        });
    emitter.forEach(
        zero, emitter.index(op.getType().getDimSize(axis)), [&](Value index) {
          rows.indices[axis] = index;
          emitter.forEach(rows.lower, rows.upper, [&](Value column) {
            rows.indices[last] = column;
            Value place =
                builder.create<arith::SubIOp>(location, column, rows.lower);
            Value before =
                builder.create<memref::LoadOp>(location, running, place);
            emitter.store(advance(op, rows, before), running, place);
          });
        });
  }
};

//===----------------------------------------------------------------------===//
// argsort
//===----------------------------------------------------------------------===//

/// A call of the runtime; layout assignment made the axis the last one.
struct ArgsortModel : RowOpInterface::ExternalModel<ArgsortModel, ArgsortOp> {
  int64_t getRowAxis(Operation *op) const {
    return axisOf(cast<ArgsortOp>(op));
  }
  bool needsOperandsInMemory(Operation *) const { return true; }

  void emitRows(Operation *op, RowEmitter &rows) const {
    auto argsort = cast<ArgsortOp>(op);
    assert(!rows.lower && "sorts along the last axis");
    ElementEmitter &emitter = rows.elements;
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    int64_t axis = axisOf(argsort);
    rows.indices[axis] = emitter.index(0);
    auto dtype = dtypeOf(tensorOf(argsort.getOperand()).getElementType());
    auto constant = [&](int64_t value, unsigned width) -> Value {
      return builder.create<arith::ConstantIntOp>(location, value, width);
    };
    SmallVector<Value> arguments = {
        constant(static_cast<int64_t>(*dtype), 32),
        addressOf(emitter, rows.memory(argsort.getOperand()), rows.indices),
        constant(tensorOf(argsort.getOperand()).getDimSize(axis), 64),
        constant(argsort.getDescending(), 32)};
    StringRef name = "dlc_rt_argsort";
    if (std::optional<int64_t> count = argsort.getCount()) {
      name = "dlc_rt_argsort_first";
      arguments.push_back(constant(*count, 64));
    }
    arguments.push_back(addressOf(emitter, rows.output, rows.indices));
    builder.create<func::CallOp>(location, declare(builder, name, arguments),
                                 arguments);
  }

private:
  /// The address of an element of a dense buffer.
  static Value addressOf(ElementEmitter &emitter, Value buffer,
                         ValueRange indices) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    auto type = cast<MemRefType>(buffer.getType());
    Value offset = emitter.index(0);
    for (auto [index, size] : llvm::zip(indices, type.getShape())) {
      offset =
          builder.create<arith::MulIOp>(location, offset, emitter.index(size));
      offset = builder.create<arith::AddIOp>(location, offset, index);
    }
    offset = builder.create<arith::MulIOp>(
        location, offset,
        emitter.index(llvm::divideCeil(type.getElementTypeBitWidth(), 8)));
    Value start = builder.create<memref::ExtractAlignedPointerAsIndexOp>(
        location, buffer);
    Value address = builder.create<arith::IndexCastOp>(
        location, builder.getI64Type(),
        builder.create<arith::AddIOp>(location, start, offset));
    return builder.create<LLVM::IntToPtrOp>(
        location, LLVM::LLVMPointerType::get(builder.getContext()), address);
  }

  static func::FuncOp declare(OpBuilder &builder, StringRef name,
                              ValueRange arguments) {
    auto module =
        builder.getBlock()->getParentOp()->getParentOfType<ModuleOp>();
    if (auto function = module.lookupSymbol<func::FuncOp>(name))
      return function;
    OpBuilder outside(module.getBodyRegion());
    auto function = outside.create<func::FuncOp>(
        module.getLoc(), name,
        builder.getFunctionType(arguments.getTypes(), {}));
    function.setPrivate();
    return function;
  }
};
} // namespace

void dlc::codegen::attachOrdering(MLIRContext *context) {
  CumsumOp::attachInterface<CumulativeModel<CumsumOp, sumOf, false>>(*context);
  CumprodOp::attachInterface<CumulativeModel<CumprodOp, productOf, true>>(
      *context);
  ArgsortOp::attachInterface<ArgsortModel>(*context);
}
