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

std::string dlc::frontend::describe(const Initializer &initializer) {
  std::string a = formatFloat(initializer.a), b = formatFloat(initializer.b);
  switch (initializer.kind) {
  case Initializer::Kind::Zeros:
    return "zeros";
  case Initializer::Kind::Ones:
    return "ones";
  case Initializer::Kind::Constant:
    return "constant(" + a + ")";
  case Initializer::Kind::Uniform:
    return "uniform(" + a + ", " + b + ")";
  case Initializer::Kind::Normal:
    return "normal(" + a + ", " + b + ")";
  }
  return "";
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
        << (parameter->isState ? "state " : "param ") << parameter->localName
        << ": " << std::string(dlc::name(parameter->dtype)) << '[';
    llvm::interleaveComma(parameter->shape, stream);
    stream << "] = " << describe(parameter->initializer) << '\n';
  }
  for (const LayerInstance::Child &child : layer.children)
    print(*child.layer, child.name, level + 1, stream);
}

void ModuleTree::print(llvm::raw_ostream &stream) const {
  ::print(root(), "", 0, stream);
}
