//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluation of expressions other than operators and calls.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Frontend/ModuleTree.h"

#include "mlir/IR/BuiltinTypes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// Bounds the stack: each level is a few native frames.
static constexpr unsigned maximumDepth = 2048;
/// Bounds the time of `for` loops and recursive instantiation.
static constexpr uint64_t maximumSteps = 10'000'000;
/// Bounds memory.
static constexpr uint64_t maximumListWeight = 1'000'000;
static constexpr size_t maximumTextLength = 65'536;

Diagnostic &Evaluator::error(llvm::SMRange range, const llvm::Twine &message) {
  steps += 100; // none is free
  if (diagnostics.isFull())
    abort();
  llvm::SMRange place = range;
  llvm::SmallVector<llvm::SMRange> inLibrary;
  Frame *at = frame;
  while (at && at->file && at->file->isLibrary && at->callSite.isValid()) {
    inLibrary.push_back(place);
    place = at->callSite;
    at = at->caller;
  }
  Diagnostic &diagnostic = diagnostics.error(place, message);
  diagnostic.layerPath = sublayerPath();
  // The way down into the library, then the way up in the user's files.
  for (llvm::SMRange inner : llvm::reverse(inLibrary))
    diagnostic.note(inner, "in the library, here");
  constexpr unsigned shownCallers = 5;
  for (unsigned i = 0; at && at->callSite.isValid() && i < shownCallers; ++i) {
    diagnostic.note(at->callSite,
                    at->function ? "called here" : "constructed here");
    at = at->caller;
  }
  return diagnostic;
}

std::string Evaluator::sublayerPath() const {
  std::string path = currentLayerPath();
  return llvm::StringRef(path).contains(": ") ? path : "";
}

std::string Evaluator::currentLayerPath() const {
  const Frame *at = frame;
  while (at && !at->self)
    at = at->caller;
  if (!at)
    return "";
  if (at->function)
    return at->self->displayPath();
  // While layers are constructed, their place in the tree is where the values
  // of members are being computed.
  std::string path;
  const Frame *outermost = at;
  for (const Frame *up = at->caller; up; up = up->caller) {
    if (!up->self)
      continue;
    outermost = up;
    if (!up->member.empty())
      path = path.empty() ? up->member.str() : up->member.str() + "." + path;
  }
  std::string text = outermost->self->className().str();
  if (!path.empty())
    text += "." + path;
  if (outermost != at)
    text += ": " + at->self->className().str();
  return text;
}

bool Evaluator::spend(uint64_t work, llvm::SMRange range) {
  steps += work;
  if (steps > maximumSteps && !aborted) {
    error(range,
          "evaluation takes more than " + llvm::Twine(maximumSteps) + " steps");
    abort();
  }
  return !aborted;
}

bool Evaluator::enter(llvm::SMRange range) {
  if (depth >= maximumDepth) {
    error(range, "calls are nested too deeply");
    abort();
    return false;
  }
  ++depth;
  return true;
}

Value Evaluator::evaluate(const Expression &expression) {
  if (aborted || !spend(1, expression.range) || !enter(expression.range))
    return Value();
  Value value = evaluateNode(expression);
  --depth;
  return value;
}

Value Evaluator::evaluateNode(const Expression &expression) {
  return llvm::TypeSwitch<const Expression *, Value>(&expression)
      .Case([](const IntegerLiteral *node) { return Value(node->value); })
      .Case([](const FloatLiteral *node) { return Value(node->value); })
      .Case([](const BoolLiteral *node) { return Value(node->value); })
      .Case([](const NoneLiteral *) { return Value::none(); })
      .Case([&](const StringLiteral *node) { return evaluateString(*node); })
      .Case([&](const Name *node) { return evaluateName(*node); })
      .Case([&](const Member *node) { return evaluateMember(*node); })
      .Case([&](const ast::Index *node) { return evaluateIndex(*node); })
      .Case([&](const Call *node) { return evaluateCall(*node); })
      .Case([&](const Pipe *node) { return evaluatePipe(*node); })
      .Case([&](const Unary *node) { return evaluateUnary(*node); })
      .Case([&](const Binary *node) { return evaluateBinary(*node); })
      .Case<ListLiteral, TupleLiteral>([&](const auto *node) {
        std::vector<Value> elements;
        for (const ExpressionPtr &element : node->elements)
          elements.push_back(evaluate(*element));
        return makeList(std::move(elements), llvm::isa<TupleLiteral>(node),
                        node->range);
      })
      .Case([&](const Comprehension *node) {
        return evaluateComprehension(*node);
      })
      .Case([&](const Conditional *node) {
        std::optional<bool> condition = evaluateCondition(*node->condition);
        if (!condition)
          return Value();
        return evaluate(*condition ? *node->value : *node->otherwise);
      })
      .Case([&](const Training *node) { return evaluateTraining(*node); })
      .Case([&](const Scan *node) { return evaluateScan(*node); });
}

Value Evaluator::evaluateName(const Name &node) {
  llvm::StringRef name = node.name.text;
  if (frame) {
    if (frame->scope) {
      // A name may be looked for in many scopes.
      if (!spend(frame->scope->depth / 8, node.range))
        return Value();
      if (Value *variable = frame->scope->find(name))
        return *variable;
    }
    if (auto found = frame->dimensions.find(name);
        found != frame->dimensions.end())
      return Value::dimension(found->second);
    if (frame->self)
      if (const Value *value = frame->self->find(name))
        return readMember(*value);
    if (frame->file) {
      if (const Declaration *declaration = frame->file->find(name)) {
        if (auto *layer = llvm::dyn_cast<Layer>(declaration))
          return Value(LayerClass{layer, frame->file});
        return Value(FunctionReference{llvm::cast<Function>(declaration),
                                       frame->file, nullptr});
      }
      for (const Import &import : frame->file->imports)
        if (import.name.text == name && import.file)
          return Value(ModuleReference{import.file});
    }
  }
  if (std::optional<Value> value = prelude.lookup(name))
    return *value;
  // Names in files are resolved before evaluation; this is one given with -D,
  // or a member used before its turn.
  return fail(node.range, "'" + name + "' has no value here");
}

static Value elementTypeOf(const Value &tensor) {
  if (Parameter *const *parameter = tensor.as<Parameter *>())
    return Value((*parameter)->dtype);
  auto type =
      llvm::cast<mlir::RankedTensorType>(tensor.as<mlir::Value>()->getType());
  return Value(*dlc::graph::dtypeOf(type.getElementType()));
}

Value Evaluator::evaluateMember(const Member &node) {
  Value base = evaluate(*node.base);
  llvm::StringRef name = node.name.text;
  if (base.isError())
    return Value();
  if (auto *module = base.as<ModuleReference>()) {
    if (const Declaration *declaration = module->file->find(name)) {
      if (auto *layer = llvm::dyn_cast<Layer>(declaration))
        return Value(LayerClass{layer, module->file});
      return Value(FunctionReference{llvm::cast<Function>(declaration),
                                     module->file, nullptr});
    }
    return fail(node.name.range(), "module '" + module->file->moduleName +
                                       "' has no '" + name + "'");
  }
  if (auto *layer = base.as<LayerInstance *>()) {
    if (const Value *value = (*layer)->find(name))
      return readMember(*value);
    std::vector<llvm::StringRef> candidates;
    for (const auto &entry : (*layer)->names)
      candidates.push_back(entry.getKey());
    llvm::sort(candidates);
    error(node.name.range(), "layer '" + (*layer)->className() +
                                 "' has no member '" + name + "'" +
                                 didYouMean(name, candidates))
        .note((*layer)->declaration->name.range(), "declared here");
    return Value();
  }
  if (base.isTensor() && name == "shape")
    return callConstantFunction(*findConstantFunction("shape"),
                                ArgumentValue{"", node.base->range, base},
                                node.range);
  if (base.isTensor() && name == "dtype")
    return elementTypeOf(base);
  return fail(node.name.range(),
              base.describe() + " has no member '" + name + "'");
}

Value Evaluator::evaluateIndex(const ast::Index &node) {
  Value base = evaluate(*node.base);
  if (base.isError())
    return Value();
  if (base.isTensor())
    return indexTensor(node, base);
  const std::vector<Value> *elements = base.elements();
  if (!elements)
    return fail(node.base->range,
                "only tensors, lists and tuples are indexed, not " +
                    base.describe());
  const Subscript &subscript = node.subscripts.front();
  if (node.subscripts.size() != 1 ||
      subscript.kind == Subscript::Kind::Ellipsis)
    return fail(node.range, "a list takes one index or one slice");
  if (subscript.kind == Subscript::Kind::Slice)
    return evaluateListSlice(subscript, base);
  Value index = evaluate(*subscript.index);
  if (index.isError())
    return Value();
  const auto *position = index.as<int64_t>();
  if (!position)
    return fail(subscript.range, "an index is an int, got " + index.describe());
  int64_t size = elements->size();
  if (*position < -size || *position >= size)
    return fail(subscript.range, "index " + llvm::Twine(*position) +
                                     " is outside a list of " +
                                     llvm::Twine(size));
  return (*elements)[*position < 0 ? *position + size : *position];
}

/// As in Python: a negative position counts from the end, and what lies
/// outside is left out.
Value Evaluator::evaluateListSlice(const Subscript &subscript,
                                   const Value &list) {
  const auto &sequence = *list.as<Sequence>();
  int64_t size = sequence.elements->size();
  auto part = [&](const ExpressionPtr &node) -> std::optional<int64_t> {
    Value value = evaluate(*node);
    if (const auto *number = value.as<int64_t>())
      return *number;
    if (!value.isError())
      error(node->range, "a slice takes ints, got " + value.describe());
    return std::nullopt;
  };
  int64_t step = 1;
  if (subscript.step) {
    std::optional<int64_t> given = part(subscript.step);
    if (!given)
      return Value();
    if (*given == 0)
      return fail(subscript.step->range, "the step of a slice is not 0");
    step = *given;
  }
  // Forwards from first to before size, backwards from last to before -1.
  int64_t lowest = step > 0 ? 0 : -1, highest = step > 0 ? size : size - 1;
  int64_t start = step > 0 ? lowest : highest;
  int64_t stop = step > 0 ? highest : lowest;
  for (auto [node, bound] : {std::pair(&subscript.start, &start),
                             std::pair(&subscript.stop, &stop)}) {
    if (!*node)
      continue;
    std::optional<int64_t> given = part(*node);
    if (!given)
      return Value();
    int64_t position = *given < 0 && *given >= -size ? *given + size
                       : *given < 0                  ? lowest
                                                     : *given;
    *bound = std::clamp(position, lowest, highest);
  }
  std::vector<Value> elements;
  // A step beyond the list takes one element; it must not overflow.
  step = std::clamp(step, -size - 1, size + 1);
  for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step)
    elements.push_back((*sequence.elements)[i]);
  return makeList(std::move(elements), sequence.isTuple, subscript.range);
}

/// A layer inherits the mode of the one that holds it, unless it was
/// constructed with `training = ...`.
Value Evaluator::evaluateTraining(const Training &node) {
  const Frame *at = frame;
  while (at && !at->self)
    at = at->caller;
  const LayerInstance *layer = at ? at->self : nullptr;
  for (; layer; layer = layer->parent)
    if (layer->training)
      return Value(*layer->training);
  readsTraining = true;
  return Value(prelude.training);
}

Value Evaluator::evaluateString(const StringLiteral &node) {
  std::string text;
  for (const StringLiteral::Piece &piece : node.pieces) {
    if (!piece.expression) {
      text += piece.text;
      continue;
    }
    Value value = evaluate(*piece.expression);
    if (value.isError())
      return Value();
    const auto *string = value.as<std::string>();
    if (!string && !value.number() && !value.is<bool>())
      return fail(piece.expression->range,
                  "a string takes numbers, bools and strings, not " +
                      value.describe());
    text += string ? *string : value.str();
    if (text.size() > maximumTextLength)
      return fail(node.range, "the string becomes too long");
  }
  if (!spend(textWork(text.size()), node.range))
    return Value();
  return Value(std::move(text));
}

Value Evaluator::makeList(std::vector<Value> elements, bool isTuple,
                          llvm::SMRange range) {
  if (llvm::any_of(elements, [](const Value &v) { return v.isError(); }))
    return Value();
  if (!spend(elementWork * elements.size(), range))
    return Value();
  Value list = Value::list(std::move(elements), isTuple);
  constexpr unsigned maximumNesting = 64;
  if (list.as<Sequence>()->nesting > maximumNesting)
    return fail(range, "lists are nested too deeply: more than " +
                           llvm::Twine(maximumNesting) + " levels");
  if (list.as<Sequence>()->weight > maximumListWeight)
    return fail(range, "the list becomes too long: more than " +
                           llvm::Twine(maximumListWeight) + " elements");
  return list;
}

Value Evaluator::evaluateComprehension(const Comprehension &node) {
  std::vector<Value> elements;
  bool whole = forEach(node.clauses, [&] {
    elements.push_back(evaluate(*node.element));
    // Found before memory is exhausted, not after.
    return elements.size() <= maximumListWeight;
  });
  if (elements.size() > maximumListWeight)
    return makeList(std::move(elements), /*isTuple=*/false, node.range);
  if (!whole)
    return Value();
  return makeList(std::move(elements), /*isTuple=*/false, node.range);
}

bool Evaluator::bind(const Pattern &pattern, const Value &value,
                     llvm::SMRange range) {
  if (!pattern.isTuple) {
    frame->scope->variables[pattern.name.text] = value;
    return true;
  }
  const std::vector<Value> *elements = value.elements();
  size_t wanted = pattern.elements.size();
  bool whole = elements && elements->size() == wanted;
  if (!whole && !value.isError())
    error(range, "a tuple of " + llvm::Twine(wanted) +
                     " is taken apart here, got " +
                     (elements ? "one of " + std::to_string(elements->size())
                               : value.describe()))
        .note(pattern.range, "the names");
  // What failed is bound as well, lest its uses be errors, too.
  for (auto [index, element] : llvm::enumerate(pattern.elements))
    whole &= bind(element, whole ? (*elements)[index] : Value(), range);
  return whole;
}

bool Evaluator::forEach(llvm::ArrayRef<Comprehension::Clause> clauses,
                        llvm::function_ref<bool()> body) {
  if (clauses.empty())
    return body();
  const Comprehension::Clause &clause = clauses.front();
  if (!clause.condition)
    return forEach(clause.iterable, clause.variable,
                   [&](size_t) { return forEach(clauses.drop_front(), body); });
  std::optional<bool> condition = evaluateCondition(*clause.condition);
  if (!condition)
    return false;
  return !*condition || forEach(clauses.drop_front(), body);
}

bool Evaluator::forEach(const Iterable &iterable, const Pattern &variable,
                        llvm::function_ref<bool(size_t)> body) {
  auto bindAndRun = [&](Value element, size_t index) {
    ScopeGuard guard(*frame);
    return bind(variable, element, iterable.first->range) && body(index) &&
           !aborted;
  };
  Value first = evaluate(*iterable.first);
  if (!iterable.last) {
    if (first.isError())
      return false;
    const std::vector<Value> *elements = first.elements();
    if (!elements) {
      error(iterable.first->range,
            "'for' runs over a list or a range, not " + first.describe());
      return false;
    }
    for (auto [index, element] : llvm::enumerate(*elements))
      if (!spend(1, iterable.first->range) || !bindAndRun(element, index))
        return false;
    return true;
  }
  Value last = evaluate(*iterable.last);
  if (first.isError() || last.isError())
    return false;
  for (auto [value, node] :
       {std::pair(&first, &iterable.first), std::pair(&last, &iterable.last)})
    if (!value->is<int64_t>()) {
      error((*node)->range,
            "a range goes from int to int, got " + value->describe());
      return false;
    }
  int64_t begin = *first.as<int64_t>(), end = *last.as<int64_t>();
  size_t index = 0;
  for (int64_t i = begin; i < end; ++i) {
    // A loop with an empty body takes steps, too.
    if (!spend(1, iterable.first->range) || !bindAndRun(Value(i), index++))
      return false;
  }
  return true;
}

std::optional<bool> Evaluator::evaluateCondition(const Expression &expression) {
  Value value = evaluate(expression);
  if (value.isError())
    return std::nullopt;
  if (const auto *condition = value.as<bool>())
    return *condition;
  if (value.isTensor())
    error(expression.range,
          "a condition is known while compiling; 'select' chooses between "
          "elements of tensors");
  else
    error(expression.range, "a condition is a bool, got " + value.describe());
  return std::nullopt;
}

std::optional<std::string>
Evaluator::evaluateText(const Expression &expression) {
  Value value = evaluate(expression);
  if (const auto *text = value.as<std::string>())
    return *text;
  return std::nullopt;
}

std::optional<dlc::graph::Dimension>
Evaluator::evaluateDimension(const Expression &expression) {
  return dimensionOf(evaluate(expression), expression.range);
}

std::optional<dlc::graph::Dimension>
Evaluator::dimensionOf(const Value &value, llvm::SMRange range) {
  if (value.isError())
    return std::nullopt;
  std::optional<graph::Dimension> dimension = value.asDimension();
  if (!dimension) {
    error(range, "a dimension is an int, got " + value.describe());
    return std::nullopt;
  }
  if (dimension->constant() && *dimension->constant() < 0) {
    error(range, "negative dimension " + dimension->str());
    return std::nullopt;
  }
  return dimension;
}

std::optional<dlc::DType>
Evaluator::evaluateElementType(const TensorType &type) {
  Value value = evaluate(*type.element);
  if (value.isError())
    return std::nullopt;
  if (const auto *dtype = value.as<DType>())
    return *dtype;
  error(type.element->range, "the element type of a tensor is a dtype such as "
                             "'real' or 'i64', got " +
                                 value.describe());
  return std::nullopt;
}
