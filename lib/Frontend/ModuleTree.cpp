//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Printing the module tree.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/ModuleTree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc::frontend;

std::string LayerInstance::displayPath() const {
  const LayerInstance *top = this;
  while (top->parent)
    top = top->parent;
  std::string text = top->className().str();
  if (!path.empty())
    text += "." + path;
  if (top != this)
    text += ": " + className().str();
  return text;
}

const LayerInstance::Constant *
LayerInstance::findConstant(llvm::StringRef name) const {
  for (const Constant &constant : constants)
    if (constant.name == name)
      return &constant;
  return nullptr;
}

namespace {
struct InitializerKind {
  dlc::Initializer::Kind kind;
  llvm::StringLiteral name;
  unsigned numbers; ///< how many it has
};
} // namespace

static constexpr InitializerKind initializerKinds[] = {
    {dlc::Initializer::Kind::Zeros, "zeros", 0},
    {dlc::Initializer::Kind::Ones, "ones", 0},
    {dlc::Initializer::Kind::Constant, "constant", 1},
    {dlc::Initializer::Kind::Uniform, "uniform", 2},
    {dlc::Initializer::Kind::Normal, "normal", 2},
    {dlc::Initializer::Kind::TruncatedNormal, "truncated_normal", 4},
    {dlc::Initializer::Kind::Orthogonal, "orthogonal", 1},
    {dlc::Initializer::Kind::Identity, "identity", 0},
    {dlc::Initializer::Kind::Dirac, "dirac", 1},
    {dlc::Initializer::Kind::NormalTable, "normal_table", 3},
};

std::optional<dlc::Initializer>
dlc::frontend::makeInitializer(llvm::StringRef kind) {
  for (const InitializerKind &entry : initializerKinds)
    if (entry.name == kind)
      return Initializer{entry.kind};
  return std::nullopt;
}

std::string dlc::frontend::describe(const Initializer &initializer) {
  const InitializerKind *entry =
      llvm::find_if(initializerKinds, [&](const InitializerKind &entry) {
        return entry.kind == initializer.kind;
      });
  std::string text = entry->name.str();
  if (entry->numbers == 0)
    return text;
  double numbers[] = {initializer.a, initializer.b, initializer.c,
                      initializer.d};
  llvm::ListSeparator separator;
  text += '(';
  for (double number : llvm::ArrayRef(numbers).take_front(entry->numbers)) {
    text += llvm::StringRef(separator);
    text += formatFloat(number);
  }
  return text + ')';
}

/// Layers as constants are shown as children.
static bool holdsLayers(const Value &value) {
  if (value.is<LayerInstance *>())
    return true;
  const std::vector<Value> *elements = value.elements();
  return elements && llvm::any_of(*elements, holdsLayers);
}

static void print(const LayerInstance &layer, llvm::StringRef name,
                  unsigned level, llvm::raw_ostream &stream) {
  stream.indent(2 * level) << name << (name.empty() ? "" : ": ")
                           << layer.className();
  llvm::ListSeparator separator;
  bool any = false;
  for (const LayerInstance::Constant &constant : layer.constants) {
    if (holdsLayers(constant.value))
      continue;
    if (const auto *elements = constant.value.elements();
        elements && elements->empty())
      continue;
    stream << (any ? "" : "(") << separator << constant.name << " = "
           << constant.value.str();
    any = true;
  }
  if (layer.training) {
    stream << (any ? "" : "(") << separator
           << "training = " << (*layer.training ? "true" : "false");
    any = true;
  }
  stream << (any ? ")\n" : "\n");
  for (const auto &parameter : layer.parameters) {
    stream.indent(2 * level + 2)
        << (parameter->isTrained ? "param " : "state ") << parameter->localName
        << ": " << std::string(dlc::name(parameter->dtype)) << '[';
    llvm::interleaveComma(parameter->shape, stream);
    stream << "] = " << describe(parameter->initializer) << '\n';
  }
  for (const LayerInstance::Child &child : layer.children)
    print(*child.layer, child.name, level + 1, stream);
}

void ModuleTree::print(llvm::raw_ostream &stream) const {
  ::print(root(), "", 0, stream);
  for (const TrainedParameter &target : trained)
    ::print(*target.optimizer, target.optimizer->path, 1, stream);
}
