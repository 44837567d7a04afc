//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Building operations from their names.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/OpSignature.h"

#include "mlir/Interfaces/InferTypeOpInterface.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace dlc::graph;

OpArgument::Constant OpArgument::constant() const {
  return llvm::StringSwitch<Constant>(storage.trim())
      .Case("::mlir::IntegerAttr", Constant::Int)
      .Case("::mlir::DenseI64ArrayAttr", Constant::IntList)
      .Case("::mlir::FloatAttr", Constant::Float)
      .Case("::mlir::BoolAttr", Constant::Bool)
      .Case("::mlir::StringAttr", Constant::String)
      .Case("::mlir::TypeAttr", Constant::DType)
      .Case("::dlc::graph::DimsAttr", Constant::Shape)
      .Default(Constant::None);
}

static std::optional<RegisteredOperationName>
lookupOperation(MLIRContext *context, StringRef name) {
  return RegisteredOperationName::lookup(("graph." + name).str(), context);
}

std::optional<ArrayRef<OpArgument>>
dlc::graph::lookupSignature(MLIRContext *context, StringRef name) {
  std::optional<RegisteredOperationName> operation =
      lookupOperation(context, name);
  if (!operation)
    return std::nullopt;
  auto *language = operation->getInterface<LanguageOpInterface>();
  if (!language)
    return std::nullopt;
  return language->getSignature();
}

std::vector<std::string> dlc::graph::callableOperations(MLIRContext *context) {
  std::vector<std::string> names;
  for (RegisteredOperationName operation : context->getRegisteredOperations())
    if (operation.hasInterface<LanguageOpInterface>())
      names.push_back(
          operation.getStringRef().drop_front(strlen("graph.")).str());
  llvm::sort(names);
  return names;
}

/// Inference reads operands and required attributes without looking whether
/// they are there.
static LogicalResult checkArguments(Location location, StringRef name,
                                    ValueRange operands,
                                    ArrayRef<NamedAttribute> attributes) {
  size_t wanted = 0;
  bool variadic = false;
  ArrayRef<OpArgument> signature =
      *lookupSignature(location.getContext(), name);
  for (const OpArgument &argument : signature) {
    if (argument.kind == OpArgument::Kind::Operand)
      ++wanted;
    variadic |= argument.kind == OpArgument::Kind::Variadic;
    bool required =
        argument.kind == OpArgument::Kind::Attribute && !argument.optional;
    if (required && llvm::none_of(attributes, [&](NamedAttribute attribute) {
          return attribute.getName() == argument.name;
        }))
      return emitError(location)
             << "'" << name << "' needs '" << argument.name << "'";
  }
  if (operands.size() < wanted || (operands.size() > wanted && !variadic))
    return emitError(location) << "'" << name << "' takes " << wanted
                               << " tensors, got " << operands.size();
  for (Value operand : operands)
    if (!isa<RankedTensorType>(operand.getType()))
      return emitError(location) << "'" << name << "' takes tensors";
  return success();
}

Operation *dlc::graph::createOperation(OpBuilder &builder, Location location,
                                       StringRef name, ValueRange operands,
                                       ArrayRef<NamedAttribute> attributes) {
  MLIRContext *context = builder.getContext();
  std::optional<RegisteredOperationName> operation =
      lookupOperation(context, name);
  assert(operation && "look the operation up first");

  if (failed(checkArguments(location, name, operands, attributes)))
    return nullptr;

  // Properties hold the attributes with the defaults filled in, which
  // inference reads.
  constexpr size_t alignment = 16;
  SmallVector<char> storage(operation->getOpPropertyByteSize() + alignment);
  OpaqueProperties properties(reinterpret_cast<void *>(
      llvm::alignAddr(storage.data(), llvm::Align(alignment))));
  operation->initOpProperties(properties, OpaqueProperties(nullptr));
  auto destroy = llvm::make_scope_exit(
      [&] { operation->destroyOpProperties(properties); });
  DictionaryAttr dictionary = DictionaryAttr::get(context, attributes);
  auto emitError = [&] { return mlir::emitError(location); };
  if (operation->getOpPropertyByteSize() != 0 &&
      failed(operation->setOpPropertiesFromAttribute(*operation, properties,
                                                     dictionary, emitError)))
    return nullptr;

  OperationState state(location, *operation);
  state.addOperands(operands);
  auto *inference = operation->getInterface<InferTypeOpInterface>();
  assert(inference && "operations called by name infer their types");
  if (failed(inference->inferReturnTypes(context, location, operands,
                                         dictionary, properties, {},
                                         state.types)))
    return nullptr;
  state.addAttributes(attributes);

  Operation *op = builder.create(state);
  // The verifier checks what inference does not look at: element types.
  if (failed(op->getName().verifyInvariants(op))) {
    op->erase();
    return nullptr;
  }
  return op;
}
