//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Name resolution.
//
//===----------------------------------------------------------------------===//

#include "NameResolution.h"

#include "DimensionBinding.h"

#include "dlc/Frontend/AST/Declaration.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

namespace {
/// A declared name and what may be done with it.
struct Binding {
  llvm::SMRange place;
  bool isVariable = false;
  bool isState = false;
  /// Members of layers are evaluated in order: not before its turn.
  bool isReady = true;
};

struct NameScope {
  llvm::StringMap<Binding> names;
};

class Resolver {
public:
  Resolver(const File &file, const Prelude &prelude,
           DiagnosticEngine &diagnostics)
      : file(file), prelude(prelude), diagnostics(diagnostics) {}

  void resolveFile();

private:
  /// Names of one pair of braces, gone with the guard.
  struct Guard {
    explicit Guard(Resolver &resolver) : resolver(resolver) {
      resolver.scopes.emplace_back();
    }
    ~Guard() { resolver.scopes.pop_back(); }
    Resolver &resolver;
  };

  Binding *find(llvm::StringRef name) {
    for (NameScope &scope : llvm::reverse(scopes))
      if (auto found = scope.names.find(name); found != scope.names.end())
        return &found->second;
    return nullptr;
  }
  void declare(Identifier name, Binding binding = {});
  void declareValue(Identifier name, Binding binding = {});
  void declarePattern(const Pattern &pattern, Binding binding = {});
  void declareCapital(Identifier name, llvm::StringRef kind);

  void resolveLayer(const Layer &layer);
  void checkScalars(const std::vector<Formal> &formals, bool isOptimizer);
  void checkTrain(const Train &train);
  void resolveTrain(const Train &train);
  void checkMember(const Layer &layer, const Declaration &member);
  void resolveFormals(const std::vector<Formal> &formals);
  void declareMembers(const std::vector<DeclarationPtr> &members);
  void resolveMembers(const std::vector<DeclarationPtr> &members);
  void resolveMember(const Declaration &member);
  void setReady(Identifier name);
  void resolveFunction(const Function &function);
  void checkExtern(const Function &function);
  void declareDimensions(const Function &function);
  void resolveType(const Type &type);
  void resolveStatements(const std::vector<StatementPtr> &body);
  void resolve(const Statement &statement);
  void resolveAssign(const Assign &node);
  void resolveRebind(const Rebind &node);
  void resolveScan(const Scan &node);
  void resolve(const Iterable &iterable);
  void resolveClauses(llvm::ArrayRef<Comprehension::Clause> clauses,
                      llvm::function_ref<void()> element);
  void resolve(const Subscript &subscript);
  void resolve(const Expression *expression);
  void resolveName(const Name &node);
  void reportUnknown(Identifier use);
  void reportMisspeltDeclarations();
  void resolveMemberAccess(const Member &node);
  void resolveInModule(const File &module, const Member &node);
  std::vector<llvm::StringRef> visibleNames() const;

  const File &file;
  const Prelude &prelude;
  DiagnosticEngine &diagnostics;
  std::vector<NameScope> scopes;
  /// The places of declarations that are used.
  llvm::DenseSet<const char *> used;
  /// How many declarations have a name, in all scopes.
  llvm::StringMap<unsigned> declarations;
  /// Names without a declaration that resemble a declared one.
  struct Unknown {
    Identifier declared;
    std::vector<Identifier> uses;
  };
  llvm::MapVector<std::pair<const char *, llvm::StringRef>, Unknown> unknown;
  /// How many scopes lie outside the innermost body of a `scan`.
  size_t outsideScan = 0;
  /// Null while members are constructed.
  const Function *currentFunction = nullptr;
};
} // namespace

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
// Training
//===----------------------------------------------------------------------===//

void Resolver::checkTrain(const Train &train) {
  auto *model = llvm::dyn_cast_or_null<Layer>(file.find(train.model.text));
  if (!model || !model->isModel())
    diagnostics.error(train.model.range(),
                      "this file has no model '" + train.model.text + "'");
  for (const DeclarationPtr &declaration : file.declarations) {
    if (declaration.get() == &train)
      break;
    auto *earlier = llvm::dyn_cast<Train>(declaration.get());
    if (earlier && earlier->model.text == train.model.text) {
      diagnostics
          .error(train.model.range(),
                 "'" + train.model.text + "' is trained in two ways")
          .note(earlier->model.range(), "the first one");
      return;
    }
  }
  std::pair<llvm::StringRef, bool> items[] = {
      {"'batch (...)'", !train.step.formals.empty()},
      {"'loss = ...'", train.loss != nullptr},
      {"'optimizer = ...'", train.optimizer != nullptr}};
  llvm::SmallVector<llvm::StringRef> missing;
  for (auto [item, isThere] : items)
    if (!isThere)
      missing.push_back(item);
  if (!missing.empty())
    diagnostics.error(train.model.range(),
                      "'train' needs " + llvm::join(missing, " and "));
  for (const Formal &formal : train.step.formals)
    if (!llvm::isa_and_nonnull<TensorType>(formal.type.get()))
      diagnostics.error(formal.name.range(),
                        "'" + formal.name.text +
                            "' of a batch needs the type of a tensor");
}

void Resolver::resolveTrain(const Train &train) {
  Guard guard(*this);
  currentFunction = &train.step;
  declareDimensions(train.step);
  resolveFormals(train.step.formals);
  for (const StatementPtr &statement : train.step.body)
    resolve(*statement);
  resolve(train.loss.get());
  llvm::StringMap<llvm::SMRange> names;
  for (const Train::Metric &metric : train.metrics) {
    resolve(metric.value.get());
    if (metric.name.text == "loss" || metric.name.text == "grad_norm")
      diagnostics.error(metric.name.range(),
                        "every step tells '" + metric.name.text +
                            "'; a metric needs another name");
    auto [entry, fresh] =
        names.try_emplace(metric.name.text, metric.name.range());
    if (!fresh)
      diagnostics
          .error(metric.name.range(),
                 "two metrics are called '" + metric.name.text + "'")
          .note(entry->second, "the first one");
  }
  for (const Expression *setting :
       {train.optimizer.get(), train.clipNorm.get(), train.clipValue.get()})
    resolve(setting);
  currentFunction = nullptr;
}

void Resolver::resolveFormals(const std::vector<Formal> &formals) {
  for (const Formal &formal : formals) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    if (type && type->isVariadic && &formal != &formals.back())
      diagnostics.error(type->range, "only the last parameter takes any "
                                     "number of arguments");
    if (type && type->isVariadic && formal.defaultValue)
      diagnostics.error(formal.defaultValue->range,
                        "a parameter that takes any number of arguments has "
                        "no default");
    if (formal.type)
      resolveType(*formal.type);
    // A default sees the parameters before it.
    resolve(formal.defaultValue.get());
    declareValue(formal.name);
  }
}

void Resolver::declareMembers(const std::vector<DeclarationPtr> &members) {
  for (const DeclarationPtr &member : members) {
    auto *conditional = llvm::dyn_cast<ConditionalDeclaration>(member.get());
    if (!conditional) {
      Binding binding;
      binding.isReady = llvm::isa<Function>(member.get());
      if (auto *tensor = llvm::dyn_cast<ParameterDeclaration>(member.get()))
        binding.isState = tensor->isState();
      declareValue(nameOf(*member), binding);
      continue;
    }
    // The two branches exclude each other and may declare the same members.
    declareMembers(conditional->thenMembers);
    std::vector<std::pair<std::string, Binding>> hidden;
    for (const DeclarationPtr &inner : conditional->thenMembers) {
      llvm::StringRef name = nameOf(*inner).text;
      auto found = scopes.back().names.find(name);
      if (found == scopes.back().names.end())
        continue;
      hidden.emplace_back(name.str(), found->second);
      scopes.back().names.erase(found);
    }
    declareMembers(conditional->elseMembers);
    for (auto &[name, binding] : hidden)
      scopes.back().names.try_emplace(name, binding);
  }
}

void Resolver::setReady(Identifier name) {
  if (auto found = scopes.back().names.find(name.text);
      found != scopes.back().names.end())
    found->second.isReady = true;
}

/// Values of members in their order, then the functions, which see all.
void Resolver::resolveMembers(const std::vector<DeclarationPtr> &members) {
  for (const DeclarationPtr &member : members)
    if (!llvm::isa<Function>(member.get()))
      resolveMember(*member);
  for (const DeclarationPtr &member : members)
    if (auto *function = llvm::dyn_cast<Function>(member.get()))
      resolveFunction(*function);
}

void Resolver::resolveMember(const Declaration &member) {
  llvm::TypeSwitch<const Declaration *>(&member)
      .Case([&](const ParameterDeclaration *node) {
        if (!node->type) {
          // A slot is like its parameter.
        } else if (auto *type = llvm::dyn_cast<TensorType>(node->type.get())) {
          if (type->anyLeading)
            diagnostics.error(type->range,
                              "the shape of a parameter is fixed: no '...'");
          resolve(type->element.get());
          for (const ExpressionPtr &dimension : type->dimensions) {
            auto *name = llvm::dyn_cast<Name>(dimension.get());
            if (!name || !name->name.isCapital())
              resolve(dimension.get());
            else
              diagnostics.error(name->range,
                                "'" + name->name.text +
                                    "' is a named dimension; the shape of a "
                                    "parameter is made of constants");
          }
        } else {
          diagnostics.error(node->type->range,
                            "a parameter is a tensor: 'real[...]'");
        }
        resolve(node->outsideName.get());
        resolve(node->initializer.get());
        setReady(node->name);
      })
      .Case([&](const SublayerDeclaration *node) {
        auto *comprehension = llvm::dyn_cast<Comprehension>(node->value.get());
        if (comprehension && node->outsideName) {
          // The outside name sees the variables.
          resolveClauses(comprehension->clauses, [&] {
            resolve(comprehension->element.get());
            resolve(node->outsideName.get());
          });
        } else {
          resolve(node->outsideName.get());
          resolve(node->value.get());
        }
        setReady(node->name);
      })
      .Case([&](const ConstantDeclaration *node) {
        resolve(node->value.get());
        setReady(node->name);
      })
      .Case([&](const ConditionalDeclaration *node) {
        resolve(node->condition.get());
        resolveMembers(node->thenMembers);
        resolveMembers(node->elseMembers);
      });
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

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

void Resolver::resolve(const Iterable &iterable) {
  resolve(iterable.first.get());
  resolve(iterable.last.get());
}

void Resolver::resolve(const Subscript &subscript) {
  resolve(subscript.index.get());
  resolve(subscript.start.get());
  resolve(subscript.stop.get());
  resolve(subscript.step.get());
}

/// Calls `element` with the variables of all clauses declared.
void Resolver::resolveClauses(llvm::ArrayRef<Comprehension::Clause> clauses,
                              llvm::function_ref<void()> element) {
  size_t outside = scopes.size();
  for (const Comprehension::Clause &clause : clauses) {
    resolve(clause.condition.get());
    resolve(clause.iterable);
    scopes.emplace_back();
    if (!clause.condition)
      declarePattern(clause.variable);
  }
  element();
  scopes.resize(outside);
}

void Resolver::resolveScan(const Scan &node) {
  resolve(node.initial.get());
  resolve(node.sequence.get());
  Guard guard(*this);
  llvm::SaveAndRestore<size_t> outside(outsideScan, scopes.size() - 1);
  declarePattern(node.carried);
  declarePattern(node.element);
  resolveStatements(node.body);
}

void Resolver::resolve(const Expression *expression) {
  if (!expression)
    return;
  llvm::TypeSwitch<const Expression *>(expression)
      .Case([&](const StringLiteral *node) {
        for (const StringLiteral::Piece &piece : node->pieces)
          resolve(piece.expression.get());
      })
      .Case([&](const Name *node) { resolveName(*node); })
      .Case([&](const Member *node) { resolveMemberAccess(*node); })
      .Case([&](const ast::Index *node) {
        resolve(node->base.get());
        for (const Subscript &subscript : node->subscripts)
          resolve(subscript);
      })
      .Case([&](const Call *node) {
        resolve(node->callee.get());
        for (const Argument &argument : node->arguments)
          resolve(argument.value.get());
      })
      .Case([&](const Pipe *node) {
        resolve(node->value.get());
        resolve(node->function.get());
      })
      .Case([&](const Unary *node) { resolve(node->operand.get()); })
      .Case([&](const Binary *node) {
        resolve(node->lhs.get());
        resolve(node->rhs.get());
      })
      .Case<ListLiteral, TupleLiteral>([&](const auto *node) {
        for (const ExpressionPtr &element : node->elements)
          resolve(element.get());
      })
      .Case([&](const Comprehension *node) {
        resolveClauses(node->clauses, [&] { resolve(node->element.get()); });
      })
      .Case([&](const Conditional *node) {
        resolve(node->condition.get());
        resolve(node->value.get());
        resolve(node->otherwise.get());
      })
      .Case([&](const Training *node) {
        if (!currentFunction)
          diagnostics.error(node->range,
                            "parameters, states and layers do not depend on "
                            "'training'; functions do");
      })
      .Case([&](const Scan *node) { resolveScan(*node); });
}

std::vector<llvm::StringRef> Resolver::visibleNames() const {
  std::vector<llvm::StringRef> names;
  // The more there are, the less a suggestion is worth its time.
  constexpr size_t maximumNames = 10'000;
  size_t count = 0;
  for (const NameScope &scope : scopes)
    count += scope.names.size();
  if (count > maximumNames || diagnostics.isFull())
    return names;
  for (const NameScope &scope : llvm::reverse(scopes))
    for (const auto &entry : scope.names)
      names.push_back(entry.getKey());
  llvm::sort(names); // the map's order is not stable
  return names;
}

void Resolver::resolveName(const Name &node) {
  llvm::StringRef name = node.name.text;
  if (Binding *binding = find(name)) {
    used.insert(binding->place.Start.getPointer());
    if (binding->isReady)
      return;
    diagnostics
        .error(node.range, "'" + name + "' is used before its declaration")
        .note(binding->place, "declared here");
    binding->isReady = true; // say it once
    return;
  }
  if (!prelude.lookup(name))
    reportUnknown(node.name);
}

void Resolver::reportUnknown(Identifier use) {
  llvm::StringRef name = use.text;
  if (diagnostics.isFull()) {
    diagnostics.error(use.range(), "unknown name '" + name + "'");
    return;
  }
  std::vector<llvm::StringRef> candidates = visibleNames();
  llvm::append_range(candidates, prelude.names());
  std::string hint = name == "range" ? "; a range of ints is written '0..n'"
                                     : didYouMean(name, candidates);
  if (hint.empty() && use.isCapital())
    hint = "; a named dimension is bound where it is the only unknown of a "
           "dimension in the type of a parameter";
  if (std::optional<llvm::StringRef> closest = closestName(name, candidates))
    if (const Binding *binding = find(*closest)) {
      // Which of the two is misspelt shows when all uses are known.
      const char *place = binding->place.Start.getPointer();
      Unknown &entry = unknown[{place, name}];
      entry.declared = {llvm::StringRef(place, closest->size())};
      entry.uses.push_back(use);
      return;
    }
  diagnostics.error(use.range(), "unknown name '" + name + "'" + hint);
}

/// A declaration that nobody uses is itself the mistake where a name like it is
/// used several times, or is the name of other things in the file.
void Resolver::reportMisspeltDeclarations() {
  for (const auto &[key, entry] : unknown) {
    llvm::StringRef declared = entry.declared.text;
    const std::vector<Identifier> &uses = entry.uses;
    bool isEstablished = uses.size() > 1 || declarations.lookup(key.second) >=
                                                declarations.lookup(declared);
    if (isEstablished && !used.contains(declared.begin())) {
      diagnostics
          .error(entry.declared.range(), "unused name '" + declared +
                                             "'; did you mean '" + key.second +
                                             "'?")
          .note(uses.front().range(), "'" + key.second + "' is used here");
      continue;
    }
    for (Identifier use : uses)
      diagnostics.error(use.range(), "unknown name '" + key.second +
                                         "'; did you mean '" + declared + "'?");
  }
}

/// Members of modules are known here, members of layers depend on the
/// instance.
void Resolver::resolveInModule(const File &module, const Member &node) {
  llvm::StringRef name = node.name.text;
  if (module.find(name))
    return;
  std::vector<llvm::StringRef> candidates;
  for (const DeclarationPtr &declaration : module.declarations)
    candidates.push_back(nameOf(*declaration).text);
  diagnostics.error(node.name.range(), "module '" + module.moduleName +
                                           "' has no '" + name + "'" +
                                           didYouMean(name, candidates));
}

void Resolver::resolveMemberAccess(const Member &node) {
  auto *base = llvm::dyn_cast<Name>(node.base.get());
  const Import *import = nullptr;
  if (base)
    for (const Import &candidate : file.imports)
      if (candidate.name.text == base->name.text)
        import = &candidate;
  if (import) {
    // A module that was not found has been reported.
    if (import->file)
      resolveInModule(*import->file, node);
    return;
  }
  const File *module = base && !find(base->name.text)
                           ? prelude.findModule(base->name.text)
                           : nullptr;
  if (module)
    return resolveInModule(*module, node);
  resolve(node.base.get());
}
