//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Queries on the syntax tree.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/AST/Declaration.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace dlc::frontend::ast;

llvm::StringRef dlc::frontend::ast::spelling(BinaryOperator op) {
  switch (op) {
  case BinaryOperator::Add:
    return "+";
  case BinaryOperator::Subtract:
    return "-";
  case BinaryOperator::Multiply:
    return "*";
  case BinaryOperator::MatrixMultiply:
    return "@";
  case BinaryOperator::Divide:
    return "/";
  case BinaryOperator::Remainder:
    return "%";
  case BinaryOperator::Equal:
    return "==";
  case BinaryOperator::NotEqual:
    return "!=";
  case BinaryOperator::Less:
    return "<";
  case BinaryOperator::LessEqual:
    return "<=";
  case BinaryOperator::Greater:
    return ">";
  case BinaryOperator::GreaterEqual:
    return ">=";
  case BinaryOperator::And:
    return "and";
  case BinaryOperator::Or:
    return "or";
  }
  return "";
}

llvm::StringRef dlc::frontend::ast::spelling(UnaryOperator op) {
  return op == UnaryOperator::Negate ? "-" : "not";
}

std::string ConstantType::str() const {
  llvm::StringRef name;
  switch (base) {
  case Base::Int:
    name = "int";
    break;
  case Base::Float:
    name = "float";
    break;
  case Base::Bool:
    name = "bool";
    break;
  case Base::String:
    name = "str";
    break;
  case Base::DType:
    name = "dtype";
    break;
  case Base::Layer:
    name = "layer";
    break;
  case Base::Scalar:
    name = "scalar";
    break;
  case Base::Pair:
    name = "pair";
    break;
  }
  if (isList)
    return ("[" + name + "]").str();
  return (name + (isVariadic ? "..." : "")).str();
}

Scan::Scan(llvm::SMRange range) : Expression(Kind::Scan, range) {}
Scan::~Scan() = default;

llvm::StringRef ParameterDeclaration::keyword() const {
  switch (role) {
  case Role::Parameter:
    return "param";
  case Role::State:
    return "state";
  case Role::Slot:
    return "slot";
  }
  return "";
}

llvm::StringRef Layer::keyword() const {
  switch (role) {
  case Role::Layer:
    return "layer";
  case Role::Model:
    return "model";
  case Role::Optimizer:
    return "optimizer";
  }
  return "";
}

bool Function::isFullyTyped() const {
  return !isExtern() && !results.empty() &&
         llvm::all_of(formals,
                      [](const Formal &formal) {
                        return llvm::isa_and_nonnull<TensorType>(
                                   formal.type.get()) &&
                               !formal.defaultValue;
                      }) &&
         llvm::all_of(results, [](const Result &result) {
           return llvm::isa<TensorType>(result.type.get());
         });
}

Identifier dlc::frontend::ast::nameOf(const Declaration &declaration) {
  return llvm::TypeSwitch<const Declaration *, Identifier>(&declaration)
      .Case<Function, Layer, ParameterDeclaration, SublayerDeclaration,
            ConstantDeclaration>([](auto *node) { return node->name; })
      .Default(Identifier());
}

void File::add(DeclarationPtr declaration) {
  declarationsByName.try_emplace(nameOf(*declaration).text, declaration.get());
  declarations.push_back(std::move(declaration));
}

void File::append(File other) {
  llvm::append_range(imports, other.imports);
  for (DeclarationPtr &declaration : other.declarations)
    add(std::move(declaration));
}

const Declaration *File::find(llvm::StringRef name) const {
  return declarationsByName.lookup(name);
}
