//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls: of functions, layers, and the prelude; binding arguments to
// parameters.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include "llvm/ADT/STLExtras.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// Calls and constructions inside one another.
static constexpr unsigned maximumFrames = 100;

bool Evaluator::collectArguments(const Call &node,
                                 std::vector<ArgumentValue> &arguments) {
  // All are evaluated even if one fails: their errors are independent.
  for (const Argument &argument : node.arguments) {
    llvm::SMRange range = argument.value->range;
    Value value = evaluate(*argument.value);
    if (!argument.isSpread || value.isError()) {
      arguments.push_back({argument.name.text, range, std::move(value)});
      continue;
    }
    if (const std::vector<Value> *elements = value.elements()) {
      if (!spend(2 * elementWork * elements->size(), range))
        return false;
      for (const Value &element : *elements)
        arguments.push_back({"", range, element});
    } else {
      arguments.push_back(
          {"", range,
           fail(range, "'...' spreads a list, got " + value.describe())});
    }
  }
  return llvm::none_of(arguments, [](const ArgumentValue &argument) {
    return argument.value.isError();
  });
}

Value Evaluator::evaluateCall(const Call &node) {
  Value callee = evaluate(*node.callee);
  std::vector<ArgumentValue> arguments;
  if (!collectArguments(node, arguments) || callee.isError())
    return Value();
  return call(callee, std::move(arguments), *node.callee, node.range);
}

Value Evaluator::evaluatePipe(const Pipe &node) {
  std::vector<ArgumentValue> arguments;
  arguments.push_back({"", node.value->range, evaluate(*node.value)});
  const Expression *calleeExpression = node.function.get();
  bool whole = !arguments.front().value.isError();
  if (auto *inner = llvm::dyn_cast<Call>(calleeExpression)) {
    calleeExpression = inner->callee.get();
    whole = collectArguments(*inner, arguments) && whole;
  }
  Value callee = evaluate(*calleeExpression);
  if (callee.isError() || !whole)
    return Value();
  return call(callee, std::move(arguments), *calleeExpression,
              node.function->range);
}

/// The function of a layer whose name resembles `name`; null for library
/// layers.
static const Function *findMisspelt(llvm::StringRef name,
                                    const LayerInstance &layer) {
  if (layer.file->isLibrary)
    return nullptr;
  std::vector<llvm::StringRef> names;
  for (const DeclarationPtr &member : layer.declaration->members)
    if (llvm::isa<Function>(member.get()))
      names.push_back(nameOf(*member).text);
  std::optional<llvm::StringRef> closest = closestName(name, names);
  for (const DeclarationPtr &member : layer.declaration->members)
    if (auto *function = llvm::dyn_cast<Function>(member.get()))
      if (closest && function->name.text == *closest)
        return function;
  return nullptr;
}

Value Evaluator::call(const Value &callee, std::vector<ArgumentValue> arguments,
                      const Expression &calleeExpression, llvm::SMRange range) {
  if (frameDepth >= maximumFrames) {
    error(range, "calls are nested too deeply: more than " +
                     llvm::Twine(maximumFrames) + " levels");
    abort();
    return Value();
  }
  if (auto *layer = callee.as<LayerClass>())
    return construct(*layer, arguments, range);
  if (auto *function = callee.as<FunctionReference>())
    return callFunction(*function, arguments, range);
  if (auto *layer = callee.as<LayerInstance *>()) {
    // It may stand under an `if`.
    const Value *forward = (*layer)->find("forward");
    if (forward && forward->is<FunctionReference>())
      return callFunction(*forward->as<FunctionReference>(), arguments, range);
    if (const Function *misspelt = findMisspelt("forward", **layer)) {
      diagnostics
          .error(misspelt->name.range(),
                 "layer '" + (*layer)->className() +
                     "' is called, but has no 'fn forward'; did you mean "
                     "'forward'?")
          .note(range, "called here");
      return Value();
    }
    error(calleeExpression.range,
          "layer '" + (*layer)->className() +
              "' cannot be called: it has no 'fn forward'")
        .note((*layer)->declaration->name.range(), "declared here");
    return Value();
  }
  if (auto *primitive = callee.as<Primitive>()) {
    // sqrt, min, max and sum are both: over tensors they are operations, and
    // `none` is more likely an absent tensor than a number.
    bool isOperation =
        prelude.isOperation(primitive->name) &&
        llvm::any_of(arguments, [](const ArgumentValue &argument) {
          return argument.value.isTensor() || argument.value.is<Value::None>();
        });
    const ConstantFunction *function = findConstantFunction(primitive->name);
    if (function && (primitive->name == "int" || primitive->name == "float") &&
        arguments.size() == 1 && arguments.front().value.isTensor())
      return fail(range, "'" + primitive->name +
                             "' converts constants; 'cast' converts tensors");
    if (function && !isOperation)
      return callConstantFunction(*function, arguments, range);
    return callOperation(primitive->name, arguments, range);
  }
  if (callee.is<Value::None>())
    return fail(calleeExpression.range,
                "this member is absent (none) and cannot be called");
  return fail(calleeExpression.range, callee.describe() + " cannot be called");
}

Value Evaluator::callConstantFunction(const ConstantFunction &function,
                                      llvm::ArrayRef<ArgumentValue> arguments,
                                      llvm::SMRange range) {
  std::vector<Value> values;
  for (const ArgumentValue &argument : arguments) {
    if (!argument.name.empty())
      return fail(argument.range,
                  "'" + function.name + "' takes its arguments by position");
    values.push_back(argument.value);
  }
  if (values.size() < function.minimumArguments ||
      values.size() > function.maximumArguments)
    return fail(range, "'" + function.name + "' takes (" + function.argument +
                           "), got " + llvm::Twine(values.size()) +
                           (values.size() == 1 ? " argument" : " arguments"));
  uint64_t elementCount = 0;
  for (const Value &value : values)
    if (const std::vector<Value> *elements = value.elements())
      elementCount += elements->size();
  if (!spend(elementWork * elementCount, range))
    return Value();
  std::string message;
  Value result = function.evaluate(values, message);
  if (!result.isError())
    return result;
  // The words of the program are the message.
  if (function.name == "error")
    return fail(range, message);
  return fail(range, "'" + function.name + "' " + message);
}

std::optional<BoundArguments> Evaluator::bindArguments(
    llvm::ArrayRef<FormalInfo> formals, llvm::ArrayRef<ArgumentValue> arguments,
    llvm::SMRange range, const llvm::Twine &callee, llvm::SMRange declared) {
  BoundArguments bound(formals.size());
  bool whole = true;
  auto report = [&](llvm::SMRange place, const llvm::Twine &message) {
    Diagnostic &diagnostic = error(place, message);
    if (declared.isValid())
      diagnostic.note(declared, "declared here");
    whole = false;
  };
  size_t next = 0;
  for (const ArgumentValue &argument : arguments) {
    if (argument.name.empty()) {
      if (next == formals.size()) {
        report(argument.range, "too many arguments for " + callee +
                                   ": it takes " + llvm::Twine(formals.size()));
        break;
      }
      bound[next].push_back(&argument);
      if (!formals[next].variadic)
        ++next;
      continue;
    }
    const FormalInfo *formal =
        llvm::find_if(formals, [&](const FormalInfo &formal) {
          return formal.name == argument.name;
        });
    llvm::SMRange place = ast::Identifier{argument.name}.range();
    if (formal == formals.end()) {
      std::vector<llvm::StringRef> names;
      for (const FormalInfo &formal : formals)
        names.push_back(formal.name);
      report(place, callee + " has no parameter '" + argument.name + "'" +
                        didYouMean(argument.name, names));
      continue;
    }
    auto &slot = bound[formal - formals.begin()];
    if (!slot.empty()) {
      report(place, "'" + argument.name + "' of " + callee + " is given twice");
      continue;
    }
    slot.push_back(&argument);
  }
  if (!whole)
    return std::nullopt;
  for (auto [formal, given] : llvm::zip(formals, bound))
    if (given.empty() && !formal.optional && !formal.variadic)
      report(range, callee + " needs '" + formal.name + "'");
  if (!whole)
    return std::nullopt;
  return bound;
}

static std::optional<Value> tryConvert(const Value &value,
                                       ConstantType::Base base) {
  switch (base) {
  case ConstantType::Base::Int:
    if (value.is<int64_t>())
      return value;
    break;
  case ConstantType::Base::Float:
  case ConstantType::Base::Scalar:
    if (std::optional<double> number = value.number())
      return Value(*number);
    break;
  case ConstantType::Base::Bool:
    if (value.is<bool>())
      return value;
    break;
  case ConstantType::Base::String:
    if (value.is<std::string>())
      return value;
    break;
  case ConstantType::Base::DType:
    if (value.is<dlc::DType>())
      return value;
    break;
  case ConstantType::Base::Layer:
    if (value.is<LayerInstance *>())
      return value;
    break;
  case ConstantType::Base::Pair: {
    if (value.is<int64_t>())
      return Value::list({value, value});
    const std::vector<Value> *elements = value.elements();
    if (elements && elements->size() == 2 &&
        llvm::all_of(*elements, [](const Value &v) { return v.is<int64_t>(); }))
      return Value::list(*elements);
    break;
  }
  }
  return std::nullopt;
}

Value Evaluator::convertConstant(const Value &value, const ConstantType &type,
                                 const Formal &formal, llvm::SMRange range) {
  std::optional<Value> converted;
  if (type.isList) {
    if (const std::vector<Value> *elements = value.elements()) {
      if (!spend(elementWork * elements->size(), range))
        return Value();
      std::vector<Value> list;
      for (const Value &element : *elements)
        if (std::optional<Value> item = tryConvert(element, type.base))
          list.push_back(*item);
      if (list.size() == elements->size())
        converted = Value::list(std::move(list));
    }
  } else {
    converted = tryConvert(value, type.base);
  }
  if (converted)
    return *converted;
  std::string wanted = type.base == ConstantType::Base::Pair && !type.isList
                           ? "an int or a list of two ints"
                           : type.str();
  if (type.isVariadic)
    wanted = "layer";
  error(range, "'" + formal.name.text + "' takes " + wanted + ", got " +
                   value.describe())
      .note(formal.name.range(), "declared here");
  return Value();
}

bool Evaluator::bindFormal(const Formal &formal,
                           llvm::ArrayRef<const ArgumentValue *> given,
                           llvm::SMRange range, llvm::SMRange &origin) {
  auto *constantType = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
  Value value;
  if (constantType && constantType->isVariadic) {
    std::vector<Value> elements;
    for (const ArgumentValue *argument : given)
      elements.push_back(convertConstant(argument->value, *constantType, formal,
                                         argument->range));
    origin = given.empty() ? range : given.front()->range;
    value = makeList(std::move(elements), /*isTuple=*/false, origin);
  } else {
    if (given.empty()) {
      origin = formal.defaultValue->range;
      value = evaluate(*formal.defaultValue);
    } else {
      origin = given.front()->range;
      value = given.front()->value;
    }
    if (constantType && !value.isError()) {
      // What was given is the caller's, and so is what is wrong with it.
      Frame *callee = frame;
      if (!given.empty())
        frame = callee->caller;
      value = convertConstant(value, *constantType, formal, origin);
      frame = callee;
    }
  }
  bool ok = !value.isError();
  frame->scope->variables[formal.name.text] = std::move(value);
  return ok;
}

Value Evaluator::callFunction(const FunctionReference &reference,
                              llvm::ArrayRef<ArgumentValue> arguments,
                              llvm::SMRange range) {
  const Function &function = *reference.declaration;
  std::vector<FormalInfo> infos;
  for (const Formal &formal : function.formals) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    infos.push_back({formal.name.text, formal.defaultValue != nullptr,
                     type && type->isVariadic});
  }
  std::string name = ("'" + function.name.text + "'").str();
  if (reference.self)
    name += (" of '" + reference.self->className() + "'").str();
  std::optional<BoundArguments> bound =
      bindArguments(infos, arguments, range, name, function.name.range());
  if (!bound)
    return Value();

  Frame inner;
  inner.callSite = range;
  inner.file = reference.file;
  inner.self = reference.self;
  inner.function = &function;
  Scope scope;
  inner.scope = &scope;
  FrameGuard guard(*this, inner);

  llvm::SmallVector<llvm::SMRange> origins;
  bool whole = true;
  for (auto [formal, given] : llvm::zip(function.formals, *bound)) {
    llvm::SMRange origin;
    whole &= bindFormal(formal, given, range, origin);
    origins.push_back(origin);
  }
  if (!whole || !checkTensorArguments(function, origins))
    return Value();
  if (function.isExtern())
    return callExtern(function, range);
  std::optional<Value> result = runBody(function.body);
  if (!result) {
    error(function.name.range(),
          "'" + function.name.text + "' ends without 'return'");
    return Value();
  }
  if (result->isError())
    return Value();
  Value checked = checkResult(function, std::move(*result), range);
  if (checked.isError() || !reference.self || function.name.text != "forward")
    return checked;
  return finishForward(function, std::move(checked), range);
}

//===----------------------------------------------------------------------===//
// Defaults: no tensors
//===----------------------------------------------------------------------===//

Value Evaluator::construct(const LayerClass &layer,
                           llvm::ArrayRef<ArgumentValue> arguments,
                           llvm::SMRange range) {
  error(range, "layer '" + layer.declaration->name.text +
                   "' is constructed while tensors are computed; make it a "
                   "member of the layer")
      .note(layer.declaration->name.range(), "declared here");
  return Value();
}

Value Evaluator::applyToTensor(const Unary &node, const Value &operand) {
  return fail(node.range, operand.describe() +
                              " has no value while layers are constructed");
}

Value Evaluator::applyToTensors(const Binary &node, const Value &lhs,
                                const Value &rhs) {
  return fail(node.range, (lhs.isTensor() ? lhs : rhs).describe() +
                              " has no value while layers are constructed");
}

Value Evaluator::callExtern(const Function &function, llvm::SMRange range) {
  return fail(range, "'" + function.name.text +
                         "' computes on tensors, which have no value while "
                         "layers are constructed");
}

Value Evaluator::indexTensor(const ast::Index &node, const Value &base) {
  return fail(node.range,
              base.describe() + " has no value while layers are constructed");
}

Value Evaluator::evaluateScan(const Scan &node) {
  return fail(node.headRange, "'scan' computes on tensors, which have no value "
                              "while layers are constructed");
}

bool Evaluator::rebind(const Rebind &node, const Value &value) {
  error(node.range, "states have no value while layers are constructed");
  return false;
}

Value Evaluator::callOperation(llvm::StringRef name,
                               llvm::ArrayRef<ArgumentValue> arguments,
                               llvm::SMRange range) {
  return fail(range, "'" + name +
                         "' computes on tensors, which have no value "
                         "while layers are constructed");
}

bool Evaluator::checkTensorArguments(const Function &function,
                                     llvm::ArrayRef<llvm::SMRange> arguments) {
  for (auto [formal, range] : llvm::zip(function.formals, arguments)) {
    if (!llvm::isa_and_nonnull<TensorType>(formal.type.get()))
      continue;
    error(range, "'" + formal.name.text +
                     "' takes a tensor, which has no value while layers are "
                     "constructed")
        .note(formal.name.range(), "declared here");
    return false;
  }
  return true;
}

Value Evaluator::checkResult(const Function &function, Value result,
                             llvm::SMRange range) {
  return result;
}
