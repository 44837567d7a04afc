//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Name resolution: declarations, layers and functions.
//
//===----------------------------------------------------------------------===//

#include "Resolver.h"

#include "DimensionBinding.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

void dlc::frontend::resolveNames(const File &file, const Prelude &prelude,
                                 DiagnosticEngine &diagnostics) {
  // One cause may be found by way of another; readers expect the file's order.
  DiagnosticEngine found(diagnostics.sourceManager());
  Resolver(file, prelude, found).resolveFile();
  diagnostics.append(std::move(found));
}

//===----------------------------------------------------------------------===//
// Declaring
//===----------------------------------------------------------------------===//

void Resolver::declare(Identifier name, Binding binding) {
  binding.place = name.range();
  if (name.text == "_")
    return;
  if (const Binding *earlier = find(name.text)) {
    bool sameScope = scopes.back().names.count(name.text);
    diagnostics
        .error(name.range(),
               sameScope ? "'" + name.text.str() + "' is declared twice"
                         : "'" + name.text.str() + "' shadows an outer name")
        .note(earlier->place, "declared before here");
    return;
  }
  scopes.back().names[name.text] = binding;
  ++declarations[name.text];
}

void Resolver::declareValue(Identifier name, Binding binding) {
  if (name.isCapital())
    diagnostics.error(name.range(),
                      "'" + name.text +
                          "' begins with a capital, as only layers and "
                          "dimensions do");
  declare(name, binding);
}

void Resolver::declarePattern(const Pattern &pattern, Binding binding) {
  if (!pattern.isTuple)
    return declareValue(pattern.name, binding);
  for (const Pattern &element : pattern.elements)
    declarePattern(element, binding);
}

void Resolver::declareCapital(Identifier name, llvm::StringRef kind) {
  if (!name.isCapital())
    diagnostics.error(name.range(),
                      "the name of " +
                          llvm::Twine(kind == "optimizer" ? "an " : "a ") +
                          kind + " begins with a capital");
  declare(name);
}

void Resolver::resolveFile() {
  Guard guard(*this);
  for (const Import &import : file.imports)
    declare(import.name);
  for (const DeclarationPtr &declaration : file.declarations)
    if (auto *layer = llvm::dyn_cast<Layer>(declaration.get()))
      declareCapital(layer->name, layer->keyword());
    else if (auto *train = llvm::dyn_cast<Train>(declaration.get()))
      checkTrain(*train);
    else
      declareValue(nameOf(*declaration));
  for (const DeclarationPtr &declaration : file.declarations)
    if (auto *layer = llvm::dyn_cast<Layer>(declaration.get()))
      resolveLayer(*layer);
    else if (auto *function = llvm::dyn_cast<Function>(declaration.get()))
      resolveFunction(*function);
  reportMisspeltDeclarations();
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

void Resolver::resolveLayer(const Layer &layer) {
  Guard guard(*this);
  for (const Formal &formal : layer.constants)
    // Without a type, it is any constant.
    if (formal.type && !llvm::isa<ConstantType>(formal.type.get()))
      diagnostics.error(formal.type->range,
                        "layers are constructed from constants; tensors are "
                        "parameters of 'fn'");
  checkScalars(layer.constants, layer.isOptimizer());
  if (layer.isOptimizer()) {
    if (const Binding *other = find("step"))
      diagnostics
          .error(other->place, "in optimizers 'step' is the number of the step")
          .note(layer.name.range(), "as in this one");
    scopes.back().names["step"] = Binding{layer.name.range()};
  }
  resolveFormals(layer.constants);
  for (const DeclarationPtr &member : layer.members)
    checkMember(layer, *member);
  declareMembers(layer.members);
  resolveMembers(layer.members);
  // They see what the model's functions see.
  for (const DeclarationPtr &declaration : file.declarations)
    if (auto *train = llvm::dyn_cast<Train>(declaration.get());
        train && layer.isModel() && train->model.text == layer.name.text)
      resolveTrain(*train);
}

void Resolver::checkScalars(const std::vector<Formal> &formals,
                            bool isOptimizer) {
  for (const Formal &formal : formals) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    if (!type || type->base != ConstantType::Base::Scalar)
      continue;
    if (!isOptimizer)
      diagnostics.error(type->range, "only optimizers have scalars");
    else if (type->isList || type->isVariadic)
      diagnostics.error(type->range, "a scalar is one number, no list");
  }
}

/// Optimizers have slots, which are like a parameter, and nothing else that
/// calls would carry.
void Resolver::checkMember(const Layer &layer, const Declaration &member) {
  if (auto *conditional = llvm::dyn_cast<ConditionalDeclaration>(&member))
    for (const auto *members :
         {&conditional->thenMembers, &conditional->elseMembers})
      for (const DeclarationPtr &inner : *members)
        checkMember(layer, *inner);
  auto *tensor = llvm::dyn_cast<ParameterDeclaration>(&member);
  bool isSlot = tensor && tensor->role == ParameterDeclaration::Role::Slot;
  if (isSlot && !layer.isOptimizer())
    diagnostics.error(member.range, "only optimizers have slots; a layer has "
                                    "'param' and 'state'");
  if (layer.isOptimizer() &&
      ((tensor && !isSlot) || llvm::isa<SublayerDeclaration>(&member)))
    diagnostics.error(member.range, "an optimizer has slots, 'let', 'if' and "
                                    "'fn', no parameters, states or layers");
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// A dimension is bound by the type of a parameter. Every other use must be of
/// a bound one.
void Resolver::declareDimensions(const Function &function) {
  for (const DimensionBinder &binder : findDimensionBinders(function.formals))
    // The same dimension may occur often, but no layer is called so.
    if (!scopes.back().names.count(binder.name->name.text))
      declare(binder.name->name);
}

void Resolver::resolveFunction(const Function &function) {
  Guard guard(*this);
  currentFunction = &function;
  declareDimensions(function);
  checkScalars(function.formals, /*isOptimizer=*/false);
  resolveFormals(function.formals);
  for (const Result &result : function.results)
    resolveType(*result.type);
  llvm::StringMap<llvm::SMRange> resultNames;
  for (const Result &result : function.results) {
    if (result.name.empty())
      continue;
    auto [entry, fresh] =
        resultNames.try_emplace(result.name.text, result.name.range());
    if (!fresh)
      diagnostics
          .error(result.name.range(),
                 "two results are called '" + result.name.text + "'")
          .note(entry->second, "the first one");
  }
  resolve(function.symbol.get());
  resolve(function.adjoint.get());
  if (function.isExtern())
    checkExtern(function);
  resolveStatements(function.body);
  currentFunction = nullptr;
}

static bool isIdentifierOfC(const StringLiteral &literal) {
  if (literal.pieces.size() != 1 || literal.pieces.front().expression)
    return false;
  llvm::StringRef text = literal.pieces.front().text;
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// What a C function can be called with.
void Resolver::checkExtern(const Function &function) {
  for (const Formal &formal : function.formals) {
    auto *constant = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    using Base = ConstantType::Base;
    bool fits =
        llvm::isa_and_nonnull<TensorType>(formal.type.get()) ||
        (constant && !constant->isList && !constant->isVariadic &&
         (constant->base == Base::Int || constant->base == Base::Float ||
          constant->base == Base::Bool || constant->base == Base::String));
    if (!fits)
      diagnostics.error(formal.name.range(),
                        "'" + formal.name.text +
                            "' of an extern function needs the type of a "
                            "tensor, or 'int', 'float', 'bool' or 'str'");
  }
  for (const Expression *symbol :
       {function.symbol.get(), function.adjoint.get()})
    if (symbol && !isIdentifierOfC(llvm::cast<StringLiteral>(*symbol)))
      diagnostics.error(symbol->range,
                        "the symbol of an extern function is a name of C");
  bool fits = !function.results.empty();
  for (const Result &result : function.results) {
    auto *tensor = llvm::dyn_cast<TensorType>(result.type.get());
    fits &= tensor && !tensor->anyLeading;
  }
  if (!fits)
    diagnostics.error(function.signatureRange,
                      "an extern function says which tensors it returns: "
                      "'-> real[...]'");
}

void Resolver::resolveType(const Type &type) {
  if (auto *tuple = llvm::dyn_cast<TupleType>(&type))
    for (const TypePtr &element : tuple->elements)
      resolveType(*element);
  if (auto *tensor = llvm::dyn_cast<TensorType>(&type)) {
    resolve(tensor->element.get());
    for (const ExpressionPtr &dimension : tensor->dimensions) {
      resolve(dimension.get());
      if (tensor->spreads.contains(dimension.get()))
        diagnostics.error(dimension->range,
                          "only parameters and states have a list of "
                          "dimensions, '...', in their types");
    }
  }
}

void Resolver::resolveStatements(const std::vector<StatementPtr> &body) {
  Guard guard(*this);
  for (const StatementPtr &statement : body)
    resolve(*statement);
}

void Resolver::resolve(const Statement &statement) {
  llvm::TypeSwitch<const Statement *>(&statement)
      .Case([&](const Let *node) {
        resolve(node->value.get());
        Binding binding;
        binding.isVariable = node->isVariable;
        declarePattern(node->pattern, binding);
      })
      .Case([&](const Assign *node) { resolveAssign(*node); })
      .Case([&](const Rebind *node) { resolveRebind(*node); })
      .Case([&](const If *node) {
        resolve(node->condition.get());
        resolveStatements(node->thenBody);
        resolveStatements(node->elseBody);
      })
      .Case([&](const For *node) {
        resolve(node->iterable);
        Guard guard(*this);
        declarePattern(node->variable);
        resolveStatements(node->body);
      })
      .Case([&](const Return *node) { resolve(node->value.get()); })
      .Case([&](const Next *node) {
        resolve(node->value.get());
        resolve(node->emitted.get());
      });
}

void Resolver::resolveAssign(const Assign &node) {
  resolve(node.value.get());
  llvm::StringRef name = node.name.text;
  const Binding *target = find(name);
  if (!target) {
    if (closestName(name, visibleNames()))
      reportUnknown(node.name);
    else
      diagnostics.error(node.name.range(),
                        "unknown name '" + name +
                            "'; 'let' or 'var' introduces one");
    return;
  }
  if (!target->isVariable) {
    diagnostics
        .error(node.name.range(),
               "'" + name + "' cannot be assigned: " +
                   (target->isState ? "a state is rebound by '<-'"
                                    : "only a 'var' can"))
        .note(target->place, "declared here");
    return;
  }
  for (const NameScope &scope : llvm::ArrayRef(scopes).take_front(outsideScan))
    if (scope.names.count(name))
      diagnostics
          .error(node.name.range(),
                 "'" + name +
                     "' cannot be assigned by the steps of a 'scan'; what "
                     "changes from step to step is carried")
          .note(target->place, "declared here");
}

void Resolver::resolveRebind(const Rebind &node) {
  resolve(node.value.get());
  llvm::StringRef name = node.name.text;
  const Binding *target = find(name);
  if (target && target->isState)
    return;
  if (!target) {
    std::vector<llvm::StringRef> states;
    for (const NameScope &scope : scopes)
      for (const auto &entry : scope.names)
        if (entry.getValue().isState)
          states.push_back(entry.getKey());
    llvm::sort(states);
    diagnostics.error(node.name.range(),
                      "unknown name '" + name + "'" + didYouMean(name, states));
    return;
  }
  diagnostics
      .error(node.name.range(),
             "'" + name +
                 "' is not a state of this layer; '<-' rebinds states" +
                 (target->isVariable ? ", '=' assigns to variables" : ""))
      .note(target->place, "declared here");
}
