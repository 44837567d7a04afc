//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constants: description, printing, equality.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Value.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Frontend/ModuleTree.h"

#include "llvm/ADT/StringExtras.h"

#include <charconv>
#include <cmath>

using namespace dlc::frontend;

std::string dlc::frontend::formatFloat(double value) {
  char buffer[40];
  std::to_chars_result result =
      std::to_chars(buffer, buffer + sizeof(buffer), value);
  std::string text(buffer, result.ptr);
  // 2.0 must not read like an int.
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos)
    text += ".0";
  return text;
}

Value Value::dimension(const graph::Dimension &dimension) {
  if (std::optional<int64_t> number = dimension.constant())
    return Value(*number);
  return Value(dimension);
}

Value Value::list(std::vector<Value> elements, bool isTuple) {
  Sequence sequence;
  sequence.isTuple = isTuple;
  for (const Value &element : elements) {
    const auto *inner = element.as<Sequence>();
    uint64_t weight = inner ? inner->weight : 1;
    if (inner)
      sequence.nesting = std::max(sequence.nesting, inner->nesting + 1);
    // Saturates far above every limit.
    sequence.weight += std::min<uint64_t>(weight, uint64_t(1) << 32);
  }
  sequence.elements =
      std::make_shared<const std::vector<Value>>(std::move(elements));
  return Value(std::move(sequence));
}

const std::vector<Value> *Value::elements() const {
  const auto *sequence = as<Sequence>();
  return sequence ? sequence->elements.get() : nullptr;
}

std::optional<double> Value::number() const {
  if (const auto *integer = as<int64_t>())
    return static_cast<double>(*integer);
  if (const auto *real = as<double>())
    return *real;
  return std::nullopt;
}

std::optional<dlc::graph::Dimension> Value::asDimension() const {
  if (const auto *integer = as<int64_t>())
    return graph::Dimension(*integer);
  if (const auto *dimension = as<graph::Dimension>())
    return *dimension;
  return std::nullopt;
}

/// Long lists are cut off.
static constexpr size_t shownElements = 16;

namespace {
template <typename... Ts> struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts> Overloaded(Ts...) -> Overloaded<Ts...>;
} // namespace

static std::string print(const Sequence &sequence) {
  std::string text = sequence.isTuple ? "(" : "[";
  size_t count = 0;
  for (const Value &element : *sequence.elements) {
    if (count != 0)
      text += ", ";
    if (count++ == shownElements || text.size() > 200) {
      text += "...";
      break;
    }
    text += element.str();
  }
  return text + (sequence.isTuple ? ")" : "]");
}

std::string Value::str() const {
  return std::visit(
      Overloaded{
          [](const Error &) -> std::string { return "<error>"; },
          [](const None &) -> std::string { return "none"; },
          [](bool value) -> std::string { return value ? "true" : "false"; },
          [](int64_t value) { return std::to_string(value); },
          [](double value) { return formatFloat(value); },
          [](const std::string &text) {
            std::string quoted = "\"";
            for (char c : text) {
              if (llvm::StringRef("\"\\{}").contains(c))
                quoted += '\\';
              quoted += c == '\n' ? "\\n" : std::string(1, c);
            }
            return quoted + '"';
          },
          [](DType type) { return std::string(name(type)); },
          [](const graph::Dimension &value) { return value.str(); },
          [](const Sequence &sequence) { return print(sequence); },
          [](const Initializer &value) {
            return "init." + frontend::describe(value);
          },
          [](LayerInstance *layer) { return layer->className().str(); },
          [](Parameter *parameter) { return parameter->localName; },
          [](const LayerClass &value) {
            return value.declaration->name.text.str();
          },
          [](const FunctionReference &value) {
            return value.declaration->name.text.str();
          },
          [](const ModuleReference &value) { return value.file->moduleName; },
          [](const Primitive &value) { return value.name; },
          [](mlir::Value value) {
            return graph::describe(
                llvm::cast<mlir::RankedTensorType>(value.getType()));
          }},
      content);
}

llvm::StringRef Value::kind() const {
  return std::visit(
      Overloaded{[](const Error &) { return ""; },
                 [](const None &) { return "none"; },
                 [](bool) { return "bool"; }, [](int64_t) { return "int"; },
                 [](double) { return "float"; },
                 [](const std::string &) { return "str"; },
                 [](DType) { return "dtype"; },
                 [](const graph::Dimension &) { return "dimension"; },
                 [](const Sequence &sequence) {
                   return sequence.isTuple ? "tuple" : "list";
                 },
                 [](const Initializer &) { return "initializer"; },
                 [](LayerInstance *) { return "layer"; },
                 [](Parameter *) { return "tensor"; },
                 [](const LayerClass &) { return "layer class"; },
                 [](const FunctionReference &) { return "function"; },
                 [](const ModuleReference &) { return "module"; },
                 [](const Primitive &) { return "function"; },
                 [](mlir::Value) { return "tensor"; }},
      content);
}

std::string Value::describe() const {
  llvm::StringRef kind = std::visit(
      Overloaded{[](const Error &) { return ""; },
                 [](const None &) { return ""; }, [](bool) { return "bool "; },
                 [](int64_t) { return "int "; },
                 [](double) { return "float "; },
                 [](const std::string &) { return "str "; },
                 [](DType) { return "dtype "; },
                 [](const graph::Dimension &) { return "dimension "; },
                 [](const Sequence &sequence) {
                   return sequence.isTuple ? "tuple " : "list ";
                 },
                 [](const Initializer &) { return ""; },
                 [](LayerInstance *) { return "layer "; },
                 [](Parameter *parameter) {
                   return !parameter->isOptimizers ? "param "
                          : parameter->declaration ? "slot "
                                                   : "scalar ";
                 },
                 [](const LayerClass &) { return "layer class "; },
                 [](const FunctionReference &) { return "function "; },
                 [](const ModuleReference &) { return "module "; },
                 [](const Primitive &) { return "function "; },
                 [](mlir::Value) { return "tensor "; }},
      content);
  return (kind + str()).str();
}

namespace dlc::frontend {
bool operator==(const Value &lhs, const Value &rhs) {
  if (std::optional<double> left = lhs.number()) {
    // Integers compare exactly, mixed pairs as floats.
    if (lhs.is<int64_t>() && rhs.is<int64_t>())
      return *lhs.as<int64_t>() == *rhs.as<int64_t>();
    std::optional<double> right = rhs.number();
    return right && *left == *right;
  }
  if (const std::vector<Value> *left = lhs.elements()) {
    const std::vector<Value> *right = rhs.elements();
    return right && (left == right || *left == *right);
  }
  auto equalAs = [&](auto *left) {
    using T = std::decay_t<decltype(*left)>;
    const T *right = rhs.as<T>();
    return right && *left == *right;
  };
  if (auto *left = lhs.as<bool>())
    return equalAs(left);
  if (auto *left = lhs.as<std::string>())
    return equalAs(left);
  if (auto *left = lhs.as<DType>())
    return equalAs(left);
  if (auto *left = lhs.as<graph::Dimension>())
    return equalAs(left);
  if (auto *left = lhs.as<LayerInstance *>())
    return equalAs(left);
  if (auto *left = lhs.as<Parameter *>())
    return equalAs(left);
  return lhs.is<Value::None>() && rhs.is<Value::None>();
}
} // namespace dlc::frontend
