//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls of extern functions: tables of tensors on the stack, of shapes and
// constants in read-only memory, laid out as dlc-c/Extern.h says.
//
//===----------------------------------------------------------------------===//

#include "ExternCall.h"
#include "dlc-c/Extern.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

LLVM::LLVMFuncOp dlc::codegen::declareFunction(ModuleOp module,
                                               StringRef symbol, Type result,
                                               ArrayRef<Type> arguments) {
  if (auto function = module.lookupSymbol<LLVM::LLVMFuncOp>(symbol))
    return function;
  OpBuilder outside(module.getBodyRegion());
  return outside.create<LLVM::LLVMFuncOp>(
      module.getLoc(), symbol, LLVM::LLVMFunctionType::get(result, arguments));
}

namespace {
class ExternCallEmitter {
public:
  ExternCallEmitter(kernel::ExternOp call, StringRef name)
      : call(call), name(name), module(call->getParentOfType<ModuleOp>()),
        builder(call->getParentOfType<kernel::ScheduleOp>()),
        location(call.getLoc()),
        pointer(LLVM::LLVMPointerType::get(call.getContext())),
        nothing(LLVM::LLVMVoidType::get(call.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {}

  LLVM::LLVMFuncOp run();

private:
  Value number(OpBuilder &at, Type type, int64_t value) {
    return at.create<LLVM::ConstantOp>(location,
                                       at.getIntegerAttr(type, value));
  }
  Type structOf(ArrayRef<Type> fields) {
    return LLVM::LLVMStructType::getLiteral(call.getContext(), fields);
  }
  /// Stores `value` in a field of entry `index` of the table at `base`.
  void store(Value base, Type entry, int32_t index, int32_t field,
             Value value) {
    Value slot = builder.create<LLVM::GEPOp>(
        location, pointer, entry, base,
        ArrayRef<LLVM::GEPArg>{LLVM::GEPArg(index), LLVM::GEPArg(field)});
    builder.create<LLVM::StoreOp>(location, value, slot);
  }
  Value stack(Type type, size_t count);
  Value define(Type type, StringRef suffix,
               function_ref<Value(OpBuilder &)> initializer);
  Value shapeOf(MemRefType type);
  Value constants();
  Value constantOf(OpBuilder &at, Attribute attribute);
  Value tensors(TypeRange types, ValueRange memory);

  kernel::ExternOp call;
  StringRef name;
  ModuleOp module;
  OpBuilder builder;
  Location location;
  Type pointer, nothing, i32, i64;
  unsigned globals = 0;
};
} // namespace

Value ExternCallEmitter::stack(Type type, size_t count) {
  return builder.create<LLVM::AllocaOp>(location, pointer, type,
                                        number(builder, i64, count));
}

/// The address of a new global that is never written.
Value ExternCallEmitter::define(Type type, StringRef suffix,
                                function_ref<Value(OpBuilder &)> initializer) {
  OpBuilder outside(module.getBodyRegion());
  auto global = outside.create<LLVM::GlobalOp>(
      location, type, /*isConstant=*/true, LLVM::Linkage::Private,
      (name + "_" + suffix + "_" + Twine(globals++)).str(), Attribute());
  OpBuilder at(call.getContext());
  at.createBlock(&global.getInitializerRegion());
  Value value = initializer(at);
  at.create<LLVM::ReturnOp>(location, value);
  return builder.create<LLVM::AddressOfOp>(location, global);
}

Value ExternCallEmitter::shapeOf(MemRefType type) {
  if (type.getRank() == 0)
    return builder.create<LLVM::ZeroOp>(location, pointer);
  auto array = LLVM::LLVMArrayType::get(i64, type.getRank());
  return define(array, "shape", [&](OpBuilder &at) {
    Value sizes = at.create<LLVM::UndefOp>(location, array);
    for (auto [axis, size] : llvm::enumerate(type.getShape()))
      sizes = at.create<LLVM::InsertValueOp>(location, sizes,
                                             number(at, i64, size), axis);
    return sizes;
  });
}

/// dlc_extern_tensor: data, shape, rank, dtype.
Value ExternCallEmitter::tensors(TypeRange types, ValueRange memory) {
  Type entry = structOf({pointer, pointer, i32, i32});
  Value table = stack(entry, types.size());
  for (auto [index, type] : llvm::enumerate(types)) {
    auto buffer = cast<MemRefType>(type);
    auto dtype = static_cast<int64_t>(*graph::dtypeOf(buffer.getElementType()));
    store(table, entry, index, 0, memory[index]);
    store(table, entry, index, 1, shapeOf(buffer));
    store(table, entry, index, 2, number(builder, i32, buffer.getRank()));
    store(table, entry, index, 3, number(builder, i32, dtype));
  }
  return table;
}

/// dlc_extern_constant: a kind and a union of 8 bytes.
Value ExternCallEmitter::constantOf(OpBuilder &at, Attribute attribute) {
  int64_t kind = DLC_EXTERN_CONSTANT_INTEGER;
  Value value;
  if (auto real = dyn_cast<FloatAttr>(attribute)) {
    kind = DLC_EXTERN_CONSTANT_REAL;
    value = at.create<LLVM::ConstantOp>(location, real);
  } else if (auto text = dyn_cast<StringAttr>(attribute)) {
    kind = DLC_EXTERN_CONSTANT_STRING;
    std::string terminated = text.str();
    terminated.push_back('\0');
    OpBuilder outside(module.getBodyRegion());
    auto global = outside.create<LLVM::GlobalOp>(
        location, LLVM::LLVMArrayType::get(at.getI8Type(), terminated.size()),
        /*isConstant=*/true, LLVM::Linkage::Private,
        (name + "_string_" + Twine(globals++)).str(),
        at.getStringAttr(terminated));
    value = at.create<LLVM::AddressOfOp>(location, global);
  } else if (auto dims = dyn_cast<graph::DimsAttr>(attribute)) {
    value = number(at, i64, *dims.getDimensions().front().constant());
  } else if (auto truth = dyn_cast<BoolAttr>(attribute)) {
    kind = DLC_EXTERN_CONSTANT_BOOL;
    value = number(at, i64, truth.getValue());
  } else {
    value = number(at, i64, cast<IntegerAttr>(attribute).getInt());
  }
  Value entry =
      at.create<LLVM::UndefOp>(location, structOf({i32, value.getType()}));
  entry =
      at.create<LLVM::InsertValueOp>(location, entry, number(at, i32, kind), 0);
  return at.create<LLVM::InsertValueOp>(location, entry, value, 1);
}

/// A struct of structs: entries differ in type, not in size.
Value ExternCallEmitter::constants() {
  ArrayRef<Attribute> attributes = call.getConstants().getValue();
  if (attributes.empty())
    return builder.create<LLVM::ZeroOp>(location, pointer);
  SmallVector<Type> types;
  for (Attribute attribute : attributes)
    types.push_back(
        structOf({i32, isa<FloatAttr>(attribute)    ? Type(builder.getF64Type())
                       : isa<StringAttr>(attribute) ? pointer
                                                    : i64}));
  Type table = structOf(types);
  return define(table, "constants", [&](OpBuilder &at) {
    Value entries = at.create<LLVM::UndefOp>(location, table);
    for (auto [index, attribute] : llvm::enumerate(attributes))
      entries = at.create<LLVM::InsertValueOp>(
          location, entries, constantOf(at, attribute), index);
    return entries;
  });
}

LLVM::LLVMFuncOp ExternCallEmitter::run() {
  size_t inputs = call.getInputs().size(), outputs = call.getOutputs().size();
  SmallVector<Type> types = {pointer, i64, i32};
  types.append(inputs + outputs, pointer);
  auto function = builder.create<LLVM::LLVMFuncOp>(
      location, name, LLVM::LLVMFunctionType::get(nothing, types),
      LLVM::Linkage::Internal);
  Region &body = function.getBody();
  Block *entry = function.addEntryBlock(builder);
  Block *check = builder.createBlock(&body, body.end());
  Block *make = builder.createBlock(&body, body.end());
  Block *fail = builder.createBlock(&body, body.end());
  Block *done = builder.createBlock(&body, body.end());
  Value context = entry->getArgument(0), site = entry->getArgument(2);
  auto isZero = [&](Value value) -> Value {
    return builder.create<LLVM::ICmpOp>(location, LLVM::ICmpPredicate::eq,
                                        value,
                                        number(builder, value.getType(), 0));
  };

  builder.setInsertionPointToEnd(entry);
  Value isFirst = isZero(entry->getArgument(1));
  builder.create<LLVM::CondBrOp>(location, isFirst, check, done);

  builder.setInsertionPointToEnd(check);
  Value before =
      builder
          .create<LLVM::CallOp>(
              location, declareFunction(module, "dlc_rt_status", i32, pointer),
              ValueRange(context))
          .getResult();
  builder.create<LLVM::CondBrOp>(location, isZero(before), make, done);

  builder.setInsertionPointToEnd(make);
  ValueRange memory = ValueRange(entry->getArguments()).drop_front(3);
  Type record = structOf({pointer, pointer, pointer, i32, i32, i32});
  Value argument = stack(record, 1);
  store(argument, record, 0, 0,
        tensors(call.getInputs().getTypes(), memory.take_front(inputs)));
  store(argument, record, 0, 1,
        tensors(call.getOutputs().getTypes(), memory.drop_front(inputs)));
  store(argument, record, 0, 2, constants());
  store(argument, record, 0, 3, number(builder, i32, inputs));
  store(argument, record, 0, 4, number(builder, i32, outputs));
  store(argument, record, 0, 5,
        number(builder, i32, call.getConstants().size()));
  // Through its address: the module may know the symbol with another type.
  Value address = builder.create<LLVM::AddressOfOp>(
      location, declareFunction(module, call.getSymbol(), i32, pointer));
  Value status = builder
                     .create<LLVM::CallOp>(
                         location, LLVM::LLVMFunctionType::get(i32, pointer),
                         ValueRange{address, argument})
                     .getResult();
  builder.create<LLVM::CondBrOp>(location, isZero(status), done, fail);

  builder.setInsertionPointToEnd(fail);
  builder.create<LLVM::CallOp>(location,
                               declareFunction(module, "dlc_rt_extern_error",
                                               nothing, {pointer, i32, i32}),
                               ValueRange{context, site, status});
  builder.create<LLVM::BrOp>(location, done);

  builder.setInsertionPointToEnd(done);
  builder.create<LLVM::ReturnOp>(location, ValueRange());
  return function;
}

LLVM::LLVMFuncOp dlc::codegen::emitExternCall(kernel::ExternOp call,
                                              StringRef name) {
  return ExternCallEmitter(call, name).run();
}
