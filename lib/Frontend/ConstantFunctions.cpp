//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions over constants: sqrt, min, max, len, int, float, shape, kind,
// error, and what the initialisers of the library are made of.
//
//===----------------------------------------------------------------------===//

#include "Prelude.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Frontend/ModuleTree.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace dlc::frontend;
using Arguments = llvm::ArrayRef<Value>;

static Value numberExpected(const Value &found, std::string &error) {
  error = "expects a number, got " + found.describe();
  return Value();
}

static Value finite(double value, std::string &error) {
  if (std::isfinite(value))
    return Value(value);
  error = "has no finite result";
  return Value();
}

static Value evaluateSqrt(Arguments arguments, std::string &error) {
  std::optional<double> x = arguments[0].number();
  if (!x)
    return numberExpected(arguments[0], error);
  if (*x < 0) {
    error = "of the negative number " + arguments[0].str();
    return Value();
  }
  return finite(std::sqrt(*x), error);
}

template <bool Largest>
static Value evaluateExtremum(Arguments arguments, std::string &error) {
  if (arguments.size() == 1 && arguments[0].elements())
    arguments = *arguments[0].elements();
  if (arguments.empty()) {
    error = "of an empty list";
    return Value();
  }
  const Value *best = nullptr;
  for (const Value &argument : arguments) {
    std::optional<double> x = argument.number();
    if (!x)
      return numberExpected(argument, error);
    bool better = !best;
    if (best && best->is<int64_t>() && argument.is<int64_t>())
      better = Largest ? *argument.as<int64_t>() > *best->as<int64_t>()
                       : *argument.as<int64_t>() < *best->as<int64_t>();
    else if (best)
      better = Largest ? *x > *best->number() : *x < *best->number();
    if (better)
      best = &argument;
  }
  return *best;
}

static Value evaluateLen(Arguments arguments, std::string &error) {
  if (const std::vector<Value> *elements = arguments[0].elements())
    return Value::integer(elements->size());
  if (const auto *text = arguments[0].as<std::string>())
    return Value::integer(text->size());
  error = "expects a list, got " + arguments[0].describe();
  return Value();
}

static Value evaluateSum(Arguments arguments, std::string &error) {
  const std::vector<Value> *elements = arguments[0].elements();
  if (!elements) {
    error = "of constants expects a list, got " + arguments[0].describe();
    return Value();
  }
  int64_t whole = 0;
  double total = 0;
  bool isWhole = true;
  for (const Value &element : *elements) {
    std::optional<double> x = element.number();
    if (!x)
      return numberExpected(element, error);
    total += *x;
    isWhole &= element.is<int64_t>();
    if (isWhole && llvm::AddOverflow(whole, *element.as<int64_t>(), whole)) {
      error = "overflows 64 bits";
      return Value();
    }
  }
  return isWhole ? Value::integer(whole) : finite(total, error);
}

static Value evaluateZip(Arguments arguments, std::string &error) {
  std::vector<const std::vector<Value> *> lists;
  for (const Value &argument : arguments) {
    lists.push_back(argument.elements());
    if (!lists.back()) {
      error = "expects lists, got " + argument.describe();
      return Value();
    }
    if (lists.back()->size() != lists.front()->size()) {
      error = "expects lists of one length, got " +
              std::to_string(lists.front()->size()) + " and " +
              std::to_string(lists.back()->size()) + " elements";
      return Value();
    }
  }
  std::vector<Value> tuples;
  for (size_t i = 0; i < lists.front()->size(); ++i) {
    std::vector<Value> tuple;
    for (const std::vector<Value> *list : lists)
      tuple.push_back((*list)[i]);
    tuples.push_back(Value::list(std::move(tuple), /*isTuple=*/true));
  }
  return Value::list(std::move(tuples));
}

static Value evaluateEnumerate(Arguments arguments, std::string &error) {
  const std::vector<Value> *elements = arguments[0].elements();
  if (!elements) {
    error = "expects a list, got " + arguments[0].describe();
    return Value();
  }
  std::vector<Value> tuples;
  for (size_t i = 0; i < elements->size(); ++i)
    tuples.push_back(
        Value::list({Value::integer(i), (*elements)[i]}, /*isTuple=*/true));
  return Value::list(std::move(tuples));
}

static Value evaluateFloat(Arguments arguments, std::string &error) {
  std::optional<double> x = arguments[0].number();
  if (x)
    return Value(*x);
  if (!arguments[0].is<dlc::graph::Dimension>())
    return numberExpected(arguments[0], error);
  error = "converts constants, and the named dimension " + arguments[0].str() +
          " has no number while compiling; 'cast(" + arguments[0].str() +
          ", real)' makes a tensor of it";
  return Value();
}

static Value evaluateInt(Arguments arguments, std::string &error) {
  if (arguments[0].is<int64_t>())
    return arguments[0];
  std::optional<double> x = arguments[0].number();
  if (!x)
    return numberExpected(arguments[0], error);
  double whole = std::trunc(*x);
  // 2^63 is the first double beyond; the comparison also rejects NaN.
  if (!(whole >= -9223372036854775808.0 && whole < 9223372036854775808.0)) {
    error = "of " + arguments[0].str() + ", which does not fit 64 bits";
    return Value();
  }
  return Value::integer(static_cast<int64_t>(whole));
}

static Value evaluateShape(Arguments arguments, std::string &error) {
  std::vector<Value> dimensions;
  if (const auto *tensor = arguments[0].as<mlir::Value>()) {
    for (const dlc::graph::Dimension &dimension :
         dlc::graph::dimensionsOf(*tensor))
      dimensions.push_back(Value::dimension(dimension));
  } else if (Parameter *const *parameter = arguments[0].as<Parameter *>()) {
    for (int64_t size : (*parameter)->shape)
      dimensions.push_back(Value::integer(size));
  } else {
    error = "expects a tensor, got " + arguments[0].describe();
    return Value();
  }
  return Value::list(std::move(dimensions));
}

/// "list", "int" and so on: how a function without types tells its arguments
/// apart.
static Value evaluateKind(Arguments arguments, std::string &) {
  return Value::string(arguments[0].kind());
}

/// `initializer(kind, numbers...)`: init.dl checks the numbers.
static Value evaluateInitializer(Arguments arguments, std::string &error) {
  const auto *name = arguments[0].as<std::string>();
  std::optional<dlc::Initializer> initializer;
  if (name)
    initializer = makeInitializer(*name);
  if (!initializer) {
    error = "expects the name of a kind, got " + arguments[0].describe();
    return Value();
  }
  double *fields[] = {&initializer->a, &initializer->b, &initializer->c,
                      &initializer->d};
  for (size_t i = 1; i < arguments.size(); ++i) {
    std::optional<double> x = arguments[i].number();
    if (!x)
      return numberExpected(arguments[i], error);
    if (std::isinf(*x)) {
      error = "expects finite numbers";
      return Value();
    }
    *fields[i - 1] = *x;
  }
  return Value(*initializer);
}

static Value evaluateError(Arguments arguments, std::string &error) {
  const auto *text = arguments[0].as<std::string>();
  error = text ? *text : arguments[0].str();
  return Value();
}

static constexpr unsigned unlimited = ~0u;

static constexpr ConstantFunction functions[] = {
    {"sqrt", "x", 1, 1, evaluateSqrt},
    {"min", "numbers", 1, unlimited, evaluateExtremum<false>},
    {"max", "numbers", 1, unlimited, evaluateExtremum<true>},
    {"sum", "list", 1, 1, evaluateSum},
    {"len", "list", 1, 1, evaluateLen},
    {"zip", "lists", 1, unlimited, evaluateZip},
    {"enumerate", "list", 1, 1, evaluateEnumerate},
    {"int", "x", 1, 1, evaluateInt},
    {"float", "x", 1, 1, evaluateFloat},
    {"shape", "tensor", 1, 1, evaluateShape},
    {"kind", "value", 1, 1, evaluateKind},
    {"error", "message", 1, 1, evaluateError},
    {"initializer", "kind, numbers...", 1, 5, evaluateInitializer},
};

const ConstantFunction *
dlc::frontend::findConstantFunction(llvm::StringRef name) {
  for (const ConstantFunction &function : functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

std::vector<llvm::StringRef> dlc::frontend::constantFunctionNames() {
  std::vector<llvm::StringRef> names;
  for (const ConstantFunction &function : functions)
    if (function.evaluate != evaluateInitializer)
      names.push_back(function.name);
  return names;
}
