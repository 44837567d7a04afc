//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensor elements on demand.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

#include "dlc/Codegen/LoweringInterfaces.cpp.inc"

Type dlc::codegen::registerType(Type elementType) {
  if (auto integer = dyn_cast<IntegerType>(elementType))
    return IntegerType::get(integer.getContext(), integer.getWidth());
  return elementType;
}

Type dlc::codegen::memoryType(Type elementType) {
  if (elementType.isInteger(1))
    return IntegerType::get(elementType.getContext(), 8);
  return registerType(elementType);
}

void ElementEmitter::bind(Value tensor, Value buffer) {
  memory[tensor] = buffer;
}

void ElementEmitter::setElement(Value tensor, ValueRange indices, Value value) {
  scopes.back()[keyOf(tensor, indices)] = value;
}

void ElementEmitter::setVector(Value tensor, Value value) {
  vectors[tensor] = value;
}

Value ElementEmitter::lookup(const Key &key) const {
  for (const auto &scope : llvm::reverse(scopes))
    if (auto found = scope.find(key); found != scope.end())
      return found->second;
  return {};
}

Value ElementEmitter::index(int64_t value) {
  return builder.create<arith::ConstantIndexOp>(location, value);
}

Value ElementEmitter::add(Value lhs, Value rhs) {
  return builder.createOrFold<arith::AddIOp>(location, lhs, rhs);
}

Value ElementEmitter::subtract(Value lhs, Value rhs) {
  return builder.createOrFold<arith::SubIOp>(location, lhs, rhs);
}

Value ElementEmitter::multiply(Value lhs, int64_t rhs) {
  return builder.createOrFold<arith::MulIOp>(location, lhs, index(rhs));
}

Value ElementEmitter::divide(Value lhs, Value rhs) {
  return builder.createOrFold<arith::DivUIOp>(location, lhs, rhs);
}

Value ElementEmitter::remainder(Value lhs, Value rhs) {
  return builder.createOrFold<arith::RemUIOp>(location, lhs, rhs);
}

Value ElementEmitter::smaller(Value lhs, Value rhs) {
  return builder.createOrFold<arith::MinUIOp>(location, lhs, rhs);
}

Value ElementEmitter::takeRemainder(Value &number, int64_t count) {
  if (count == 1)
    return index(0);
  Value size = index(count), all = number;
  number = divide(all, size);
  return remainder(all, size);
}

void ElementEmitter::delinearize(Value number, ArrayRef<int64_t> sizes,
                                 SmallVectorImpl<Value> &indices) {
  if (sizes.empty())
    return;
  size_t first = indices.size();
  for (int64_t size : llvm::reverse(sizes.drop_front()))
    indices.insert(indices.begin() + first, takeRemainder(number, size));
  indices.insert(indices.begin() + first, number);
}

Value ElementEmitter::number(Type type, double value) {
  Type scalar = getElementTypeOrSelf(type);
  TypedAttr attribute;
  if (isa<FloatType>(scalar))
    attribute = builder.getFloatAttr(scalar, value);
  else
    attribute = builder.getIntegerAttr(scalar, static_cast<int64_t>(value));
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return builder.create<arith::ConstantOp>(location, attribute);
}

Type ElementEmitter::laneType(Type scalar) const {
  return lanes == 0 ? scalar : VectorType::get({lanes}, scalar);
}

Value ElementEmitter::scalar(Value tensor, ValueRange indices) {
  llvm::SaveAndRestore<int64_t> none(lanes, 0);
  return element(tensor, indices);
}

/// The attribute of a constant's element where all are alike.
static TypedAttr splatOf(ConstantOp constant, Type type) {
  auto elements = dyn_cast<SplatElementsAttr>(constant.getValue());
  if (!elements)
    return {};
  Attribute value = elements.getSplatValue<Attribute>();
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return IntegerAttr::get(type, integer.getValue());
  return cast<TypedAttr>(value);
}

ElementEmitter::Key ElementEmitter::keyOf(Value tensor, ValueRange indices) {
  Key key{tensor.getAsOpaquePointer(), {}};
  for (Value index : indices)
    key.second.push_back(index.getAsOpaquePointer());
  return key;
}

void ElementEmitter::setPosition(Value value, ValueRange indices,
                                 ArrayRef<int64_t> sizes) {
  position = value;
  positionIndices.assign(indices.begin(), indices.end());
  positionSizes.assign(sizes.begin(), sizes.end());
}

Value ElementEmitter::reshape(Value memory, ArrayRef<int64_t> sizes) {
  auto type = cast<MemRefType>(memory.getType());
  if (type.getShape() == sizes)
    return memory;
  SmallVector<int64_t> strides(sizes.size(), 1);
  for (size_t axis = sizes.size() - 1; axis-- > 0;)
    strides[axis] = strides[axis + 1] * sizes[axis + 1];
  return builder.create<memref::ReinterpretCastOp>(
      location, MemRefType::get(sizes, type.getElementType()), memory,
      /*offset=*/0, sizes, strides);
}

/// From memory, by the position where that is known.
Value ElementEmitter::loadElement(Value tensor, Value buffer,
                                  ValueRange indices) {
  auto type = tensorOf(tensor);
  Type scalar = registerType(type.getElementType());
  size_t axes = positionIndices.size();
  if (!position || indices.size() < axes ||
      !llvm::equal(indices.take_back(axes), positionIndices) ||
      type.getShape().take_back(axes) != ArrayRef(positionSizes))
    return load(buffer, indices, scalar);
  SmallVector<int64_t> shape(type.getShape().drop_back(axes));
  int64_t count = 1;
  for (int64_t size : positionSizes)
    count *= size;
  shape.push_back(count);
  SmallVector<Value> flatIndices(indices.drop_back(axes));
  flatIndices.push_back(position);
  return load(reshape(buffer, shape), flatIndices, scalar);
}

Value ElementEmitter::element(Value tensor, ValueRange indices) {
  if (hasLanes())
    return vector(tensor, indices, lanes, laneMask);
  Key key = keyOf(tensor, indices);
  if (Value known = lookup(key))
    return known;

  auto type = tensorOf(tensor);
  Type scalar = registerType(type.getElementType());
  Value result;
  if (auto buffer = memory.find(tensor); buffer != memory.end()) {
    result = loadElement(tensor, buffer->second, indices);
  } else if (auto constant = tensor.getDefiningOp<ConstantOp>()) {
    // Constants that are not splats are bound to memory.
    result =
        builder.create<arith::ConstantOp>(location, splatOf(constant, scalar));
  } else if (auto payload = tensor.getDefiningOp<PayloadOpInterface>()) {
    SmallVector<Value> operands;
    for (Value operand : payload->getOperands())
      operands.push_back(element(operand, indices));
    result = payload.buildPayload(builder, operands);
  } else {
    auto op = cast<ElementOpInterface>(tensor.getDefiningOp());
    result = op.emitElement(*this, indices);
  }
  scopes.back()[key] = result;
  return result;
}

Value ElementEmitter::loadVector(Value tensor, Value buffer, ValueRange indices,
                                 int64_t count, Value mask) {
  Type element = tensorOf(tensor).getElementType();
  auto inMemory = VectorType::get({count}, memoryType(element));
  auto zero = [&] { return number(inMemory, 0); };
  Value result;
  if (mask)
    result = builder.create<vector::MaskedLoadOp>(location, inMemory, buffer,
                                                  indices, mask, zero());
  else
    result =
        builder.create<vector::LoadOp>(location, inMemory, buffer, indices);
  if (!registerType(element).isInteger(1))
    return result;
  return builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::ne,
                                       result, zero());
}

Value ElementEmitter::broadcastVector(BroadcastOp broadcast, ValueRange indices,
                                      int64_t count, Value mask) {
  Value source = broadcast.getOperand();
  auto sourceType = tensorOf(source);
  int64_t last = broadcast.getType().getRank() - 1;
  SmallVector<Value> sourceIndices;
  bool contiguous = false;
  for (auto [position, axis] : llvm::enumerate(broadcast.getResultAxes())) {
    bool repeated = sourceType.getDimSize(position) == 1;
    sourceIndices.push_back(repeated ? index(0) : indices[axis]);
    contiguous |= !repeated && axis == last;
  }
  if (contiguous)
    return vector(source, sourceIndices, count, mask);
  Type element = registerType(sourceType.getElementType());
  return builder.create<vector::BroadcastOp>(location,
                                             VectorType::get({count}, element),
                                             scalar(source, sourceIndices));
}

Value ElementEmitter::vector(Value tensor, ValueRange indices, int64_t count,
                             Value mask) {
  if (auto known = vectors.find(tensor); known != vectors.end())
    return known->second;
  Key key = keyOf(tensor, indices);
  key.second.push_back(nullptr); // apart from the scalar at these indices
  if (Value known = lookup(key))
    return known;
  Value result;
  if (auto buffer = memory.find(tensor); buffer != memory.end()) {
    result = loadVector(tensor, buffer->second, indices, count, mask);
  } else if (auto constant = tensor.getDefiningOp<ConstantOp>()) {
    Type scalar = registerType(tensorOf(tensor).getElementType());
    result = builder.create<arith::ConstantOp>(
        location, DenseElementsAttr::get(VectorType::get({count}, scalar),
                                         splatOf(constant, scalar)));
  } else if (auto broadcast = tensor.getDefiningOp<BroadcastOp>()) {
    result = broadcastVector(broadcast, indices, count, mask);
  } else if (auto payload = tensor.getDefiningOp<PayloadOpInterface>()) {
    SmallVector<Value> operands;
    for (Value operand : payload->getOperands())
      operands.push_back(vector(operand, indices, count, mask));
    result = payload.buildPayload(builder, operands);
  } else {
    llvm::SaveAndRestore<int64_t> inLanes(lanes, count);
    llvm::SaveAndRestore<Value> underMask(laneMask, mask);
    result = cast<ElementOpInterface>(tensor.getDefiningOp())
                 .emitElement(*this, indices);
  }
  scopes.back()[key] = result;
  return result;
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

Value ElementEmitter::branch(Value condition, Type type,
                             function_ref<Value()> onTrue,
                             function_ref<Value()> onFalse) {
  auto op = builder.create<scf::IfOp>(location, type, condition,
                                      /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(op.thenBlock());
  inScope([&] { builder.create<scf::YieldOp>(location, onTrue()); });
  builder.setInsertionPointToEnd(op.elseBlock());
  inScope([&] { builder.create<scf::YieldOp>(location, onFalse()); });
  return op.getResult(0);
}

Value ElementEmitter::guarded(Value inside, Value otherwise,
                              function_ref<Value()> element) {
  return branch(inside, otherwise.getType(), element,
                [&] { return otherwise; });
}

void ElementEmitter::inScope(function_ref<void()> body) {
  scopes.emplace_back();
  body();
  scopes.pop_back();
}

void ElementEmitter::regularly(int64_t axis, function_ref<void()> body) {
  regularAxes.insert(axis);
  body();
  regularAxes.erase(axis);
}

void ElementEmitter::inSegment(Operation *op, int64_t number, Value index,
                               function_ref<void()> body) {
  segment = Segment{op, number, index};
  body();
  segment.reset();
}

SmallVector<Value> ElementEmitter::reduce(int64_t count, ValueRange initial,
                                          LoopBody body) {
  return reduce(index(0), index(count), initial, body);
}

SmallVector<Value> ElementEmitter::reduce(Value lower, Value upper,
                                          ValueRange initial, LoopBody body) {
  auto loop =
      builder.create<scf::ForOp>(location, lower, upper, index(1), initial);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(loop.getBody());
  SmallVector<Value> next;
  inScope(
      [&] { next = body(loop.getInductionVar(), loop.getRegionIterArgs()); });
  builder.create<scf::YieldOp>(location, next);
  return SmallVector<Value>(loop.getResults());
}

void ElementEmitter::either(Value condition, function_ref<void()> onTrue,
                            function_ref<void()> onFalse) {
  auto op = builder.create<scf::IfOp>(location, condition,
                                      /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(op.thenBlock()->getTerminator());
  inScope(onTrue);
  builder.setInsertionPoint(op.elseBlock()->getTerminator());
  inScope(onFalse);
}

void ElementEmitter::forEach(Value lower, Value upper,
                             function_ref<void(Value)> body) {
  auto loop = builder.create<scf::ForOp>(location, lower, upper, index(1));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(loop.getBody()->getTerminator());
  inScope([&] { body(loop.getInductionVar()); });
}

Value ElementEmitter::scratch(int64_t count, Type type) {
  OpBuilder::InsertionGuard guard(builder);
  auto function =
      builder.getBlock()->getParentOp()->getParentOfType<func::FuncOp>();
  builder.setInsertionPointToStart(&function.getBody().front());
  constexpr int64_t lineBytes = 64;
  return builder.create<memref::AllocaOp>(
      location, MemRefType::get({count}, type), /*dynamicSizes=*/ValueRange(),
      /*symbolOperands=*/ValueRange(), builder.getI64IntegerAttr(lineBytes));
}

Value ElementEmitter::load(Value buffer, ValueRange indices, Type type) {
  Value element = builder.create<memref::LoadOp>(location, buffer, indices);
  if (!type.isInteger(1))
    return element;
  return builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::ne,
                                       element, number(element.getType(), 0));
}

void ElementEmitter::store(Value element, Value buffer, ValueRange indices,
                           Value mask) {
  Type stored = cast<MemRefType>(buffer.getType()).getElementType();
  auto type = dyn_cast<VectorType>(element.getType());
  if (getElementTypeOrSelf(element).isInteger(1) && !stored.isInteger(1))
    element = builder.create<arith::ExtUIOp>(
        location, type ? type.clone(stored) : stored, element);
  if (!type)
    builder.create<memref::StoreOp>(location, element, buffer, indices);
  else if (mask)
    builder.create<vector::MaskedStoreOp>(location, buffer, indices, mask,
                                          element);
  else
    builder.create<vector::StoreOp>(location, element, buffer, indices);
}

//===----------------------------------------------------------------------===//
// Checked indices
//===----------------------------------------------------------------------===//

void ElementEmitter::setErrorSink(Value callContext, Value firstSite) {
  context = callContext;
  site = firstSite;
}

Value ElementEmitter::checkedIndex(Operation *op, Value value, int64_t limit) {
  Key key = {op, {value.getAsOpaquePointer()}};
  if (Value known = lookup(key))
    return known;
  int64_t ordinal = checks.try_emplace(op, checks.size()).first->second;
  Type i64 = builder.getI64Type();
  if (value.getType() != i64)
    value = builder.create<arith::ExtSIOp>(location, i64, value);
  Value bound = number(i64, limit);
  // Negative values are large as unsigned ones.
  Value outside = builder.create<arith::CmpIOp>(
      location, arith::CmpIPredicate::uge, value, bound);
  builder.create<scf::IfOp>(location, outside, [&](OpBuilder &then, Location) {
    Value number = then.create<arith::AddIOp>(
        location, site,
        then.create<arith::ConstantIntOp>(location, ordinal, 32));
    then.create<func::CallOp>(location, "dlc_rt_index_error", TypeRange(),
                              ValueRange{context, number, value, bound});
    then.create<scf::YieldOp>(location);
  });
  // The call fails; until it returns, element 0 stands in. An axis of size 0
  // has no element at all, and none of its results is used.
  Value safe =
      builder.create<arith::SelectOp>(location, outside, number(i64, 0), value);
  Value index = builder.create<arith::IndexCastOp>(
      location, builder.getIndexType(), safe);
  scopes.back()[key] = index;
  return index;
}
