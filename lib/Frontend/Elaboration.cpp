//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elaboration. A layer is constructed where its call is evaluated, before it
// has a place in the tree; the member that holds it gives it one. Names of
// parameters are made last, when the whole tree stands.
//
//===----------------------------------------------------------------------===//

#include "Elaboration.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <utility>

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// A model of a thousand layers has a few thousand instances.
static constexpr size_t maximumInstances = 65'536;
static constexpr unsigned maximumNesting = 64;
/// Every operation of a graph is called by the path of its layer.
static constexpr size_t maximumPath = 1024;

std::unique_ptr<ModuleTree> Elaborator::elaborate(
    const LayerClass &model,
    llvm::ArrayRef<std::pair<std::string, ExpressionPtr>> constants,
    const Train *train) {
  tree = std::make_unique<ModuleTree>();
  unsigned errorsBefore = diagnostics.errorCount();
  Frame outermost;
  FrameGuard guard(*this, outermost);
  std::vector<ArgumentValue> arguments;
  for (const auto &[name, expression] : constants)
    arguments.push_back({name, expression->range, evaluate(*expression)});
  if (diagnostics.errorCount() != errorsBefore)
    return nullptr;
  instantiate(model, arguments, llvm::SMRange());
  if (aborted || !tree->root().isBound)
    return nullptr;
  nameAll(*tree->instances.front(), "");
  if (train && diagnostics.errorCount() == errorsBefore)
    elaborateTraining(*train);
  return std::move(tree);
}

Value Elaborator::construct(const LayerClass &layer,
                            llvm::ArrayRef<ArgumentValue> arguments,
                            llvm::SMRange range) {
  if (layer.declaration->isOptimizer() && !optimized)
    return fail(range, "'" + layer.declaration->name.text +
                           "' is an optimizer, which 'train' takes");
  if (layer.declaration->isOptimizer() && std::exchange(hasOptimizer, true))
    return fail(range, "each parameter has one optimizer; '" +
                           layer.declaration->name.text + "' is a second one");
  LayerInstance *instance = instantiate(layer, arguments, range);
  return instance ? Value(instance) : Value();
}

LayerInstance *Elaborator::instantiate(const LayerClass &layer,
                                       llvm::ArrayRef<ArgumentValue> arguments,
                                       llvm::SMRange range) {
  llvm::StringRef name = layer.declaration->name.text;
  if (frameDepth >= maximumNesting) {
    error(range, "layers are nested too deeply: more than " +
                     llvm::Twine(maximumNesting) + " levels at '" + name +
                     "'; does it contain itself?");
    abort();
    return nullptr;
  }
  if (tree->instances.size() >= maximumInstances) {
    error(range, "the model has more than " + llvm::Twine(maximumInstances) +
                     " layers");
    abort();
    return nullptr;
  }
  // Each member is an entry of a map.
  if (!spend(2 * elementWork * layer.declaration->members.size(), range))
    return nullptr;
  tree->instances.push_back(std::make_unique<LayerInstance>());
  LayerInstance &instance = *tree->instances.back();
  instance.declaration = layer.declaration;
  instance.file = layer.file;
  instance.constructed = range;

  unsigned errorsBefore = diagnostics.errorCount();
  std::vector<ArgumentValue> constants;
  for (const ArgumentValue &argument : arguments) {
    if (argument.name != "training") {
      constants.push_back(argument);
      continue;
    }
    if (const auto *mode = argument.value.as<bool>())
      instance.training = *mode;
    else
      error(argument.range,
            "'training' is a bool, got " + argument.value.describe());
  }
  instance.isBound = bindConstants(instance, constants, range);
  if (!instance.isBound)
    return nullptr;
  if (layer.declaration->isOptimizer() && !makeScalars(instance))
    return nullptr;
  Frame inner;
  inner.callSite = range;
  inner.file = layer.file;
  inner.self = &instance;
  FrameGuard guard(*this, inner);

  for (const DeclarationPtr &member : layer.declaration->members) {
    if (auto *function = llvm::dyn_cast<Function>(member.get()))
      instance.names[function->name.text] =
          Value(FunctionReference{function, layer.file, &instance});
    declareAbsent(instance, *member);
  }
  elaborateMembers(instance, layer.declaration->members);

  // A layer that was passed in and that no member holds is held by its
  // constant: `layer Residual(body: layer)` has the sublayer `body`.
  for (const LayerInstance::Constant &constant : instance.constants)
    if (auto *child = constant.value.as<LayerInstance *>();
        child && !(*child)->parent)
      adopt(instance, constant.value, constant.name, constant.declared);
    else if (const auto *elements = constant.value.elements())
      for (auto [index, element] : llvm::enumerate(*elements))
        if (auto *child = element.as<LayerInstance *>();
            child && !(*child)->parent)
          adopt(instance, element, constant.name + "." + std::to_string(index),
                constant.declared);
  return diagnostics.errorCount() == errorsBefore ? &instance : nullptr;
}

bool Elaborator::bindConstants(LayerInstance &layer,
                               llvm::ArrayRef<ArgumentValue> arguments,
                               llvm::SMRange range) {
  const Layer &declaration = *layer.declaration;
  std::vector<FormalInfo> infos;
  for (const Formal &formal : declaration.constants) {
    auto *type = llvm::cast_or_null<ConstantType>(formal.type.get());
    infos.push_back({formal.name.text, formal.defaultValue != nullptr,
                     type && type->isVariadic});
  }
  llvm::SMRange place = range;
  if (!place.isValid())
    place = declaration.name.range();
  std::string name = ("'" + declaration.name.text + "'").str();
  std::optional<BoundArguments> bound =
      bindArguments(infos, arguments, place, name, declaration.name.range());
  if (!bound)
    return false;

  bool whole = true;
  for (auto [formal, given] : llvm::zip(declaration.constants, *bound)) {
    auto *type = llvm::cast_or_null<ConstantType>(formal.type.get());
    auto convert = [&, &formal = formal](const Value &value,
                                         llvm::SMRange origin) {
      return type ? convertConstant(value, *type, formal, origin) : value;
    };
    LayerInstance::Constant constant;
    constant.name = formal.name.text.str();
    constant.declared = formal.name.range();
    constant.origin = given.empty() ? place : given.front()->range;
    if (type && type->isVariadic) {
      std::vector<Value> elements;
      for (const ArgumentValue *argument : given) {
        elements.push_back(convert(argument->value, argument->range));
        whole &= !elements.back().isError();
      }
      constant.value = Value::list(std::move(elements));
    } else if (!given.empty()) {
      constant.value = convert(given.front()->value, constant.origin);
    } else {
      // Defaults may use the constants before them.
      constant.origin = formal.defaultValue->range;
      Frame inner;
      inner.callSite = range;
      inner.file = layer.file;
      inner.self = &layer;
      FrameGuard guard(*this, inner);
      Value value = evaluate(*formal.defaultValue);
      constant.value =
          value.isError() ? Value() : convert(value, constant.origin);
    }
    whole &= !constant.value.isError();
    layer.names[constant.name] = constant.value;
    layer.constants.push_back(std::move(constant));
  }
  return whole;
}

/// Members under an `if` are `none` unless it holds.
void Elaborator::declareAbsent(LayerInstance &layer,
                               const Declaration &member) {
  auto *conditional = llvm::dyn_cast<ConditionalDeclaration>(&member);
  if (!conditional)
    return;
  for (const auto *members :
       {&conditional->thenMembers, &conditional->elseMembers})
    for (const DeclarationPtr &inner : *members) {
      if (!spend(elementWork, inner->range))
        return;
      Identifier name = nameOf(*inner);
      if (!name.empty())
        layer.names[name.text] = Value::none();
      declareAbsent(layer, *inner);
    }
}

/// Uses of members under a condition that failed are no errors of their own.
void Elaborator::declareUnknown(LayerInstance &layer,
                                const ConditionalDeclaration &conditional) {
  for (const auto *members :
       {&conditional.thenMembers, &conditional.elseMembers})
    for (const DeclarationPtr &member : *members) {
      Identifier name = nameOf(*member);
      if (!name.empty())
        layer.names[name.text] = Value();
      if (auto *inner = llvm::dyn_cast<ConditionalDeclaration>(member.get()))
        declareUnknown(layer, *inner);
    }
}

void Elaborator::elaborateMembers(LayerInstance &layer,
                                  const std::vector<DeclarationPtr> &members) {
  for (const DeclarationPtr &member : members)
    if (!aborted)
      elaborateMember(layer, *member);
}

void Elaborator::elaborateMember(LayerInstance &layer,
                                 const Declaration &member) {
  llvm::TypeSwitch<const Declaration *>(&member)
      .Case([&](const Function *node) {
        layer.names[node->name.text] =
            Value(FunctionReference{node, layer.file, &layer});
      })
      .Case([&](const ParameterDeclaration *node) {
        elaborateParameter(layer, *node);
      })
      .Case([&](const SublayerDeclaration *node) {
        frame->member = node->name.text;
        elaborateSublayer(layer, *node);
        frame->member = "";
      })
      .Case([&](const ConstantDeclaration *node) {
        Value value = evaluate(*node->value);
        if (auto *held = value.as<LayerInstance *>(); held && !(*held)->parent)
          fail(node->range, "a layer held by 'let' has no place in the model; "
                            "write '" +
                                node->name.text + " = ...'");
        layer.names[node->name.text] = std::move(value);
      })
      .Case([&](const ConditionalDeclaration *node) {
        std::optional<bool> condition = evaluateCondition(*node->condition);
        if (condition)
          elaborateMembers(layer,
                           *condition ? node->thenMembers : node->elseMembers);
        else
          declareUnknown(layer, *node);
      });
}

std::optional<std::vector<int64_t>>
Elaborator::evaluateShape(const TensorType &type, const Identifier &name) {
  std::vector<int64_t> shape;
  bool whole = true;
  auto add = [&](const Value &value, llvm::SMRange range) {
    std::optional<graph::Dimension> dimension = dimensionOf(value, range);
    whole &= dimension.has_value();
    shape.push_back(dimension ? dimension->constant().value_or(0) : 0);
  };
  for (const ExpressionPtr &expression : type.dimensions) {
    Value value = evaluate(*expression);
    if (!type.spreads.contains(expression.get())) {
      add(value, expression->range);
      continue;
    }
    const std::vector<Value> *elements = value.elements();
    if (!elements && !value.isError())
      fail(expression->range,
           "'...' takes the dimensions of a list, got " + value.describe());
    whole &= elements != nullptr;
    if (elements && elements->size() > maximumAxes) {
      fail(expression->range,
           "a tensor has at most " + llvm::Twine(maximumAxes) + " axes");
      return std::nullopt;
    }
    for (size_t i = 0; elements && i < elements->size(); ++i)
      add((*elements)[i], expression->range);
  }
  int64_t bytes = 8;
  for (int64_t size : shape)
    // Zeros elsewhere do not make a huge dimension harmless.
    if (llvm::MulOverflow(bytes, std::max<int64_t>(size, 1), bytes)) {
      fail(type.range,
           "'" + name.text + "' has more elements than memory can hold");
      return std::nullopt;
    }
  return whole ? std::optional(shape) : std::nullopt;
}

void Elaborator::elaborateParameter(LayerInstance &layer,
                                    const ParameterDeclaration &declaration) {
  auto parameter = std::make_unique<Parameter>();
  parameter->declaration = &declaration;
  parameter->declared = declaration.name.range();
  parameter->isState = declaration.isState();
  parameter->isTrained = !declaration.isState();
  parameter->owner = &layer;
  // Whatever goes wrong, uses of the name are not errors of their own.
  layer.names[declaration.name.text] = Value();

  bool whole = true;
  if (!declaration.type) {
    parameter->dtype = optimized->dtype;
    parameter->shape = optimized->shape;
    parameter->isOptimizers = true;
  } else {
    const auto &type = llvm::cast<TensorType>(*declaration.type);
    if (std::optional<DType> dtype = evaluateElementType(type))
      parameter->dtype = *dtype;
    else
      whole = false;
    if (std::optional<std::vector<int64_t>> shape =
            evaluateShape(type, declaration.name))
      parameter->shape = std::move(*shape);
    else
      whole = false;
  }
  // Where the shape has errors, the initialiser has them as a consequence.
  std::vector<Value> shape;
  for (int64_t size : parameter->shape)
    shape.push_back(Value::integer(size));
  Value initializer = evaluateInitializer(
      *declaration.initializer,
      {"", declaration.range, whole ? Value::list(shape) : Value()});
  if (const auto *value = initializer.as<Initializer>())
    parameter->initializer = *value;
  else if (!initializer.isError())
    fail(declaration.initializer->range,
         "a parameter is initialised by a function such as 'init.zeros' or "
         "'init.uniform', got " +
             initializer.describe());
  std::optional<std::string> name =
      outsideName(declaration.outsideName.get(), declaration.name,
                  /*mayBeEmpty=*/false);
  if (!whole || initializer.isError() || !name ||
      !claimName(layer, *name, declaration.name.range()))
    return;
  parameter->localName = std::move(*name);
  layer.names[declaration.name.text] = Value(parameter.get());
  layer.parameters.push_back(std::move(parameter));
}

/// A function whose first parameter is called `shape` is given that of the
/// parameter, as `x |> f(y)` gives x to f; and one that is named is called.
Value Elaborator::evaluateInitializer(const Expression &expression,
                                      const ArgumentValue &shape) {
  if (auto *conditional = llvm::dyn_cast<Conditional>(&expression)) {
    std::optional<bool> condition = evaluateCondition(*conditional->condition);
    if (!condition)
      return Value();
    return evaluateInitializer(
        *condition ? *conditional->value : *conditional->otherwise, shape);
  }
  auto *node = llvm::dyn_cast<Call>(&expression);
  const Expression &calleeExpression = node ? *node->callee : expression;
  Value callee = evaluate(calleeExpression);
  std::vector<ArgumentValue> arguments;
  if ((node && !collectArguments(*node, arguments)) || callee.isError())
    return Value();
  auto *function = callee.as<FunctionReference>();
  if (!node && !function)
    return callee;
  auto isShape = [](const ArgumentValue &argument) {
    return argument.name == "shape";
  };
  if (function && !function->declaration->formals.empty() &&
      function->declaration->formals.front().name.text == "shape" &&
      llvm::none_of(arguments, isShape)) {
    if (shape.value.isError())
      return Value();
    arguments.insert(arguments.begin(), shape);
  }
  return call(callee, std::move(arguments), calleeExpression, expression.range);
}

std::optional<std::string> Elaborator::outsideName(const Expression *expression,
                                                   Identifier name,
                                                   bool mayBeEmpty) {
  if (!expression)
    return name.text.str();
  std::optional<std::string> text = evaluateText(*expression);
  if (!text || (mayBeEmpty && text->empty()))
    return text;
  llvm::StringRef ref(*text);
  bool wellFormed = !ref.empty() && !ref.starts_with(".") &&
                    !ref.ends_with(".") && !ref.contains("..") &&
                    llvm::all_of(ref, [](unsigned char c) {
                      return c > ' ' && c != 0x7F && c != '"' && c != '\\';
                    });
  if (wellFormed)
    return text;
  fail(expression->range, "'" + ref +
                              "' cannot be the name of a parameter or "
                              "layer in a file of weights");
  return std::nullopt;
}

void Elaborator::elaborateSublayer(LayerInstance &layer,
                                   const SublayerDeclaration &declaration) {
  layer.names[declaration.name.text] = Value();
  // The outside name may use the variable of a comprehension.
  auto *comprehension = llvm::dyn_cast<Comprehension>(declaration.value.get());
  if (comprehension && declaration.outsideName) {
    layer.names[declaration.name.text] =
        evaluateSublayers(layer, *comprehension, declaration);
    return;
  }
  Value value = evaluate(*declaration.value);
  std::optional<std::string> name =
      outsideName(declaration.outsideName.get(), declaration.name,
                  /*mayBeEmpty=*/true);
  if (value.isError() || !name ||
      !adopt(layer, value, *name, declaration.value->range))
    return;
  layer.names[declaration.name.text] = std::move(value);
}

Value Elaborator::evaluateSublayers(LayerInstance &layer,
                                    const Comprehension &comprehension,
                                    const SublayerDeclaration &declaration) {
  std::vector<Value> elements;
  bool whole = true;
  whole &= forEach(comprehension.clauses, [&] {
    Value element = evaluate(*comprehension.element);
    std::optional<std::string> name =
        outsideName(declaration.outsideName.get(), declaration.name,
                    /*mayBeEmpty=*/true);
    if (element.isError() || !name ||
        !adopt(layer, element, *name, comprehension.element->range))
      whole = false;
    elements.push_back(std::move(element));
    return true;
  });
  return whole ? Value::list(std::move(elements)) : Value();
}

/// Makes the layers in `value` sublayers of `parent`.
bool Elaborator::adopt(LayerInstance &parent, const Value &value,
                       std::string name, llvm::SMRange range) {
  if (value.is<Value::None>())
    return true;
  if (const std::vector<Value> *elements = value.elements()) {
    for (auto [index, element] : llvm::enumerate(*elements))
      if (!spend(1, range) ||
          !adopt(parent, element,
                 name.empty() ? "" : name + "." + std::to_string(index), range))
        return false;
    return true;
  }
  auto *layer = value.as<LayerInstance *>();
  if (!layer) {
    error(range, "a member is a layer or a list of layers, got " +
                     value.describe() + "; constants are declared by 'let'");
    return false;
  }
  LayerInstance &child = **layer;
  if (child.parent)
    return true; // used twice: one set of weights, under the first name
  // Layers without a name share their parent's: what they hold must not meet.
  if (!name.empty() && !claimName(parent, name, range))
    return false;
  child.parent = &parent;
  parent.children.push_back({std::move(name), &child});
  return true;
}

bool Elaborator::claimName(LayerInstance &layer, llvm::StringRef name,
                           llvm::SMRange range) {
  auto [entry, fresh] = claimed[&layer].try_emplace(name, range);
  if (!fresh)
    error(range, "two members of '" + layer.className() +
                     "' have the outside name '" + name + "'")
        .note(entry->second, "the first one");
  return fresh;
}

/// Paths and parameter names, from the root down.
void Elaborator::nameAll(LayerInstance &layer, const std::string &path) {
  layer.path = path;
  std::string prefix = path.empty() ? "" : path + ".";
  for (const auto &parameter : layer.parameters)
    addParameter(*parameter, prefix + parameter->localName);
  for (const LayerInstance::Child &child : layer.children)
    nameAll(*child.layer, child.name.empty() ? path : prefix + child.name);
}

void Elaborator::addParameter(Parameter &parameter, std::string name) {
  parameter.name = std::move(name);
  if (parameter.name.size() > maximumPath) {
    diagnostics.error(parameter.declared,
                      "the parameter's name in the model is longer than " +
                          llvm::Twine(maximumPath) + " characters");
    return;
  }
  // Outside names with points can meet across layers.
  auto [entry, fresh] =
      claimed[nullptr].try_emplace(parameter.name, parameter.declared);
  if (!fresh)
    diagnostics
        .error(parameter.declared, "two parameters of the model have the name "
                                   "'" +
                                       parameter.name + "'")
        .note(entry->second, "the first one");
  tree->ordered.push_back(&parameter);
}
