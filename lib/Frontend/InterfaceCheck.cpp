//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types of parameters and results: named dimensions bind anew at each call,
// everything else must agree, and a mismatch says where both sides came from.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;
using dlc::graph::Dimension;
using dlc::graph::Dimensions;

/// The axes that `...` stands for are kept under a name no program can write.
static constexpr llvm::StringLiteral leadingAxis = "...";

static std::string leadingName(size_t axis) {
  return leadingAxis.str() + std::to_string(axis);
}

/// The trailing axes of a tensor that a type with `...` talks about.
static size_t leadingAxes(const TensorType &type, size_t rank) {
  return type.anyLeading && rank > type.dimensions.size()
             ? rank - type.dimensions.size()
             : 0;
}

//===----------------------------------------------------------------------===//
// Binding and matching
//===----------------------------------------------------------------------===//

/// What the name is where the dimension is `size`: the expression undone from
/// the outside in. Nothing where no whole number does it.
std::optional<Dimension>
GraphGenerator::solveDimension(const Expression &expression, const Name &name,
                               const Dimension &size) {
  if (&expression == &name)
    return size;
  auto contains = [&](const Expression &side) {
    bool found = false;
    forEachDimensionName(side,
                         [&](const Name &use) { found |= &use == &name; });
    return found;
  };
  const auto &binary = llvm::cast<Binary>(expression);
  bool isLeft = contains(*binary.lhs);
  const Expression &inner = isLeft ? *binary.lhs : *binary.rhs;
  std::optional<Dimension> other =
      evaluate(isLeft ? *binary.rhs : *binary.lhs).asDimension();
  if (!other)
    return std::nullopt;
  std::optional<Dimension> rest;
  if (binary.op == BinaryOperator::Multiply)
    rest = size.divideExactly(*other);
  else if (binary.op == BinaryOperator::Add)
    rest = size.subtract(*other);
  else
    rest = isLeft ? size.add(*other) : other->subtract(size);
  return rest ? solveDimension(inner, name, *rest) : std::nullopt;
}

/// Whether all names of the dimension but `unknown` have a value.
bool GraphGenerator::hasValues(const Expression &dimension,
                               const Name *unknown) const {
  bool known = true;
  forEachDimensionName(dimension, [&](const Name &name) {
    known &= &name == unknown || frame->dimensions.count(name.name.text);
  });
  return known;
}

/// Binds what the dimension tells, unless that is bound already.
void GraphGenerator::bindDimension(const DimensionBinder &binder,
                                   mlir::Value tensor, llvm::SMRange argument) {
  Dimensions actual = graph::dimensionsOf(tensor);
  size_t axis = leadingAxes(*binder.type, actual.size()) + binder.axis;
  llvm::StringRef name = binder.name->name.text;
  if (actual.size() != axis + binder.type->dimensions.size() - binder.axis ||
      frame->dimensions.count(name) ||
      !hasValues(binder.expression(), binder.name))
    return; // reported by the comparison
  std::optional<Dimension> value =
      solveDimension(binder.expression(), *binder.name, actual[axis]);
  if (!value || value->constant().value_or(0) < 0)
    return;
  frame->dimensions.emplace(name, *value);
  frame->binders[name] = argument;
}

std::optional<GraphGenerator::Interface>
GraphGenerator::evaluateInterface(const TensorType &type) {
  std::optional<DType> dtype = evaluateElementType(type);
  if (!dtype)
    return std::nullopt;
  Interface interface{*dtype, type.anyLeading, {}};
  for (const ExpressionPtr &expression : type.dimensions) {
    // A name is unbound where ranks differ, which is reported on its own, or
    // where no number makes the dimension what it is.
    if (!hasValues(*expression)) {
      interface.dimensions.push_back(std::nullopt);
      continue;
    }
    std::optional<Dimension> dimension = evaluateDimension(*expression);
    if (!dimension)
      return std::nullopt;
    interface.dimensions.push_back(*dimension);
  }
  return interface;
}

bool GraphGenerator::matches(const Interface &interface,
                             mlir::Value tensor) const {
  auto type = llvm::cast<mlir::RankedTensorType>(tensor.getType());
  Dimensions actual = graph::dimensionsOf(tensor);
  if (graph::dtypeOf(type.getElementType()) != interface.dtype)
    return false;
  size_t count = interface.dimensions.size();
  if (interface.anyLeading ? actual.size() < count : actual.size() != count)
    return false;
  size_t skip = actual.size() - count;
  for (auto [axis, dimension] : llvm::enumerate(interface.dimensions))
    if (!dimension || *dimension != actual[skip + axis])
      return false;
  return true;
}

/// A dimension without a value, as it is written; a name is any number.
static std::string sourceText(const Expression &dimension) {
  if (llvm::isa<Name>(dimension))
    return "_";
  const char *begin = dimension.range.Start.getPointer();
  return std::string(begin, dimension.range.End.getPointer());
}

std::string GraphGenerator::describe(const TensorType &type,
                                     const Interface &interface) const {
  std::string text(name(interface.dtype));
  llvm::raw_string_ostream stream(text);
  stream << '[';
  llvm::ListSeparator separator;
  if (interface.anyLeading)
    stream << separator << "...";
  for (auto [axis, dimension] : llvm::enumerate(interface.dimensions)) {
    stream << separator;
    if (dimension)
      stream << *dimension;
    else
      stream << sourceText(*type.dimensions[axis]);
  }
  stream << ']';
  return text;
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

bool GraphGenerator::checkTensorArguments(
    const Function &function, llvm::ArrayRef<llvm::SMRange> arguments) {
  bool whole = true;
  // Bind first: a dimension may use a name that a later parameter binds.
  for (auto [formal, range] : llvm::zip(function.formals, arguments)) {
    auto *type = llvm::dyn_cast_or_null<TensorType>(formal.type.get());
    if (!type)
      continue;
    Value &variable = frame->scope->variables[formal.name.text];
    mlir::Value tensor = asTensor(variable);
    if (tensor) {
      Dimensions actual = graph::dimensionsOf(tensor);
      for (size_t axis = 0; axis < leadingAxes(*type, actual.size()); ++axis)
        frame->dimensions.emplace(leadingName(axis), actual[axis]);
      continue;
    }
    Frame *callee = frame;
    frame = frame->caller;
    error(range, "'" + formal.name.text + "' takes a tensor, got " +
                     variable.describe())
        .note(formal.name.range(), "declared here");
    frame = callee;
    whole = false;
  }
  if (!whole)
    return false;
  for (const DimensionBinder &binder : findDimensionBinders(function.formals))
    for (auto [formal, range] : llvm::zip(function.formals, arguments))
      if (formal.type.get() == binder.type)
        bindDimension(
            binder, asTensor(frame->scope->variables[formal.name.text]), range);
  for (auto [formal, range] : llvm::zip(function.formals, arguments)) {
    if (!llvm::isa_and_nonnull<TensorType>(formal.type.get()))
      continue;
    mlir::Value tensor = asTensor(frame->scope->variables[formal.name.text]);
    whole &= checkArgument(function, formal, tensor, range);
  }
  return whole;
}

bool GraphGenerator::checkArgument(const Function &function,
                                   const Formal &formal, mlir::Value tensor,
                                   llvm::SMRange argument) {
  const auto &type = llvm::cast<TensorType>(*formal.type);
  std::optional<Interface> interface = evaluateInterface(type);
  if (!interface)
    return false;
  if (matches(*interface, tensor))
    return true;
  std::string callee = "'" + function.name.text.str() + "'";
  if (frame->self && function.name.text == "forward")
    callee = "layer '" + frame->self->className().str() + "'";
  std::string path = sublayerPath();
  Frame *calleeFrame = frame;
  // The mistake is the caller's.
  frame = frame->caller;
  Diagnostic &diagnostic = error(
      argument, callee + " takes " + describe(type, *interface) + " as '" +
                    formal.name.text + "', got " + Value(tensor).str());
  frame = calleeFrame;
  diagnostic.layerPath = path;
  explainMismatch(diagnostic, type, *interface, tensor);
  return false;
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

Value GraphGenerator::checkResult(const Function &function, Value result,
                                  llvm::SMRange range) {
  if (function.results.empty())
    return result;
  llvm::SMRange place =
      frame->returned.isValid() ? frame->returned : function.name.range();
  const std::vector<Value> *elements = result.elements();
  size_t wanted = function.results.size();
  if (!function.returnsTuple)
    return checkOneResult(function, function.results.front(), result) ? result
                                                                      : Value();
  if (!elements || elements->size() != wanted) {
    error(place,
          "'" + function.name.text + "' returns " + llvm::Twine(wanted) +
              " values, got " +
              (elements ? std::to_string(elements->size()) : result.describe()))
        .note(function.signatureRange, "declared here");
    return Value();
  }
  bool whole = true;
  for (auto [declared, value] : llvm::zip(function.results, *elements))
    whole &= checkOneResult(function, declared, value);
  return whole ? result : Value();
}

bool GraphGenerator::checkOneResult(const Function &function,
                                    const Result &result, const Value &value) {
  llvm::SMRange place =
      frame->returned.isValid() ? frame->returned : function.name.range();
  auto *type = llvm::dyn_cast<TensorType>(result.type.get());
  if (!type) {
    // Constants and tuples within tuples are what they are.
    return true;
  }
  mlir::Value tensor = asTensor(value);
  if (!tensor) {
    error(place, "'" + function.name.text + "' returns a tensor, got " +
                     value.describe())
        .note(type->range, "declared here");
    return false;
  }
  std::optional<Interface> interface = evaluateInterface(*type);
  if (!interface)
    return false;
  bool fits = matches(*interface, tensor);
  // `...` in a result is the `...` of the parameters.
  Dimensions actual = graph::dimensionsOf(tensor);
  for (size_t axis = 0; fits && axis < leadingAxes(*type, actual.size());
       ++axis) {
    auto bound = frame->dimensions.find(leadingName(axis));
    fits = bound != frame->dimensions.end() && bound->second == actual[axis];
  }
  if (fits)
    return true;
  Diagnostic &diagnostic = error(
      place, "'" + function.name.text + "' returns " +
                 describe(*type, *interface) + ", got " + Value(tensor).str());
  explainMismatch(diagnostic, *type, *interface, tensor);
  return false;
}

//===----------------------------------------------------------------------===//
// Notes
//===----------------------------------------------------------------------===//

void GraphGenerator::explainMismatch(Diagnostic &diagnostic,
                                     const TensorType &type,
                                     const Interface &interface,
                                     mlir::Value tensor) {
  Dimensions actual = graph::dimensionsOf(tensor);
  size_t count = interface.dimensions.size();
  bool sameRank =
      interface.anyLeading ? actual.size() >= count : actual.size() == count;
  if (!sameRank) {
    diagnostic.note(type.range, "declared here with " + llvm::Twine(count) +
                                    (count == 1 ? " axis" : " axes"));
    noteOperand(diagnostic, "", tensor);
    return;
  }
  bool any = false;
  size_t skip = actual.size() - count;
  for (auto [axis, dimension] : llvm::enumerate(interface.dimensions)) {
    const Expression &expression = *type.dimensions[axis];
    if (!dimension) {
      // In a result, or where ranks differ, other notes tell.
      if (llvm::isa<Binary>(expression)) {
        any = true;
        diagnostic.note(expression.range, "no whole number makes this " +
                                              actual[skip + axis].str());
        noteOrigin(diagnostic, tensor, actual[skip + axis]);
      }
      continue;
    }
    if (*dimension == actual[skip + axis])
      continue;
    any = true;
    noteDeclaration(diagnostic, expression, *dimension, "declared here");
    noteConstants(diagnostic, expression, frame->self);
    noteOrigin(diagnostic, tensor, actual[skip + axis]);
  }
  if (any)
    return;
  diagnostic.note(type.range, "declared here");
  noteOperand(diagnostic, "", tensor);
}

void GraphGenerator::noteDeclaration(Diagnostic &diagnostic,
                                     const Expression &dimension,
                                     const Dimension &size,
                                     llvm::StringRef what) {
  diagnostic.note(dimension.range, size.str() + " is " + what);
  auto *name = llvm::dyn_cast<Name>(&dimension);
  if (!name)
    return;
  if (auto binder = frame->binders.find(name->name.text);
      binder != frame->binders.end())
    diagnostic.note(binder->second, "'" + name->name.text + "' is bound to " +
                                        size.str() + " by this argument");
}

/// Where the constants in an expression were set: `400` in
/// `nn.Linear(400, 120)`.
void GraphGenerator::noteConstants(Diagnostic &diagnostic,
                                   const Expression &expression,
                                   const LayerInstance *layer) {
  if (auto *binary = llvm::dyn_cast<Binary>(&expression)) {
    noteConstants(diagnostic, *binary->lhs, layer);
    noteConstants(diagnostic, *binary->rhs, layer);
  } else if (auto *index = llvm::dyn_cast<ast::Index>(&expression)) {
    noteConstants(diagnostic, *index->base, layer);
  } else if (auto *name = llvm::dyn_cast<Name>(&expression); name && layer) {
    if (const LayerInstance::Constant *constant =
            layer->findConstant(name->name.text))
      diagnostic.note(constant->origin, "'" + constant->name + "' is " +
                                            constant->value.str() + " here");
  }
}

void GraphGenerator::noteOrigin(Diagnostic &diagnostic, mlir::Value tensor,
                                const Dimension &dimension) {
  // Up the graph while an operand still has the dimension.
  while (mlir::Operation *op = tensor.getDefiningOp()) {
    mlir::Value source;
    for (mlir::Value operand : op->getOperands())
      if (llvm::is_contained(graph::dimensionsOf(operand), dimension)) {
        source = operand;
        break;
      }
    if (!source)
      break;
    tensor = source;
  }
  const Origin &origin = origins[tensor];
  std::string made;
  if (mlir::Operation *op = tensor.getDefiningOp()) {
    llvm::ListSeparator separator;
    llvm::raw_string_ostream stream(made);
    for (mlir::Value operand : op->getOperands())
      stream << separator << Value(operand).str();
    stream << " -> ";
  }
  made += Value(tensor).str();
  diagnostic.note(origin.range,
                  dimension.str() + " comes from " + origin.what + ": " + made);
  if (!origin.parameter || !origin.parameter->declaration ||
      !origin.parameter->declaration->type)
    return;
  const auto &type =
      llvm::cast<TensorType>(*origin.parameter->declaration->type);
  Dimensions sizes = graph::dimensionsOf(tensor);
  for (auto [expression, size] : llvm::zip(type.dimensions, sizes))
    if (size == dimension)
      noteConstants(diagnostic, *expression, origin.parameter->owner);
}

void GraphGenerator::noteOperand(Diagnostic &diagnostic, llvm::StringRef name,
                                 mlir::Value tensor) {
  const Origin &origin = origins[tensor];
  std::string subject = name.empty() ? "" : "'" + name.str() + "' is ";
  diagnostic.note(origin.range,
                  subject + Value(tensor).str() + " from " + origin.what);
}
