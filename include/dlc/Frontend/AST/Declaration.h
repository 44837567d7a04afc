//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declarations: imports, functions, layers and models with their members, and
// the file that holds them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_AST_DECLARATION_H
#define DLC_FRONTEND_AST_DECLARATION_H

#include "dlc/Frontend/AST/Statement.h"
#include "dlc/Frontend/AST/Type.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

namespace dlc::frontend::ast {

/// What a file or a layer body holds.
enum class DeclarationKind : uint8_t {
  Function,
  Layer,
  Parameter,
  Sublayer,
  Constant,
  Conditional,
  Train,
};

class Declaration : public Node<DeclarationKind> {
public:
  /// The `///` lines before it, without the slashes.
  std::string documentation;

protected:
  using Node::Node;
};
using DeclarationPtr = std::unique_ptr<Declaration>;

/// A value that a call passes: to a function, or to a layer's construction.
struct Formal {
  Identifier name;
  TypePtr type;               ///< null: generic
  ExpressionPtr defaultValue; ///< null: must be passed
};

struct Result {
  Identifier name; ///< empty: unnamed
  TypePtr type;
};

class Function : public Declaration {
public:
  DLC_AST_KIND(Declaration, Function)
  Function(llvm::SMRange range, Identifier name)
      : Declaration(Kind::Function, range), name(name) {}

  /// Are all parameters tensors of a stated type, and the results, too? Such
  /// a function of a model is an entry point.
  bool isFullyTyped() const;

  Identifier name;
  std::vector<Formal> formals;
  std::vector<Result> results; ///< none: inferred
  bool returnsTuple = false;   ///< -> (a, b), even with one element
  /// From `fn` to the end of the result, what diagnostics point at.
  llvm::SMRange signatureRange;
  std::vector<StatementPtr> body;
  /// The C symbol of an `extern fn`, which has no body, and of its adjoint;
  /// null for other functions, and without an adjoint.
  ExpressionPtr symbol;
  ExpressionPtr adjoint;

  bool isExtern() const { return symbol != nullptr; }
};

/// param name as "outside name": type = initializer, the same with `state`, or
/// slot name = initializer
class ParameterDeclaration : public Declaration {
public:
  DLC_AST_KIND(Declaration, Parameter)
  enum class Role : uint8_t {
    Parameter, ///< trained
    State,     ///< carried from call to call by `<-`
    Slot,      ///< a state of an optimizer, for each parameter
  };
  ParameterDeclaration(llvm::SMRange range, Role role, Identifier name)
      : Declaration(Kind::Parameter, range), role(role), name(name) {}
  bool isState() const { return role != Role::Parameter; }
  /// "param", "state", "slot"
  llvm::StringRef keyword() const;

  Role role;
  Identifier name;
  ExpressionPtr outsideName; ///< null: the name itself
  TypePtr type;              ///< null: a slot, which is like its parameter
  ExpressionPtr initializer;
};

/// name as "outside name" = layer
class SublayerDeclaration : public Declaration {
public:
  DLC_AST_KIND(Declaration, Sublayer)
  SublayerDeclaration(llvm::SMRange range, Identifier name)
      : Declaration(Kind::Sublayer, range), name(name) {}
  Identifier name;
  ExpressionPtr outsideName; ///< null: the name itself
  ExpressionPtr value;
};

/// let name = constant
class ConstantDeclaration : public Declaration {
public:
  DLC_AST_KIND(Declaration, Constant)
  ConstantDeclaration(llvm::SMRange range, Identifier name, ExpressionPtr value)
      : Declaration(Kind::Constant, range), name(name),
        value(std::move(value)) {}
  Identifier name;
  ExpressionPtr value;
};

/// if condition { members } else { members }
class ConditionalDeclaration : public Declaration {
public:
  DLC_AST_KIND(Declaration, Conditional)
  ConditionalDeclaration(llvm::SMRange range, ExpressionPtr condition)
      : Declaration(Kind::Conditional, range), condition(std::move(condition)) {
  }
  ExpressionPtr condition;
  std::vector<DeclarationPtr> thenMembers;
  std::vector<DeclarationPtr> elseMembers;
};

/// A layer, a model: the layer that a compilation starts from, or an optimizer:
/// the layer that goes with each trained parameter.
class Layer : public Declaration {
public:
  DLC_AST_KIND(Declaration, Layer)
  enum class Role : uint8_t { Layer, Model, Optimizer };
  Layer(llvm::SMRange range, Role role, Identifier name)
      : Declaration(Kind::Layer, range), role(role), name(name) {}
  bool isModel() const { return role == Role::Model; }
  bool isOptimizer() const { return role == Role::Optimizer; }
  /// "layer", "model", "optimizer"
  llvm::StringRef keyword() const;

  Role role;
  Identifier name;
  std::vector<Formal> constants;
  std::vector<DeclarationPtr> members;
};

/// What makes parameters anew, and the limits of their gradients.
struct TrainSettings {
  bool hasLimit() const { return clipNorm || clipValue; }

  ExpressionPtr optimizer;
  ExpressionPtr clipNorm;  ///< null: gradients are not clipped by their norm
  ExpressionPtr clipValue; ///< null: nor by value
};

/// Parameters that are trained in a way of their own.
struct ParameterGroup {
  Identifier name;
  /// Of the names of its parameters.
  std::vector<ExpressionPtr> patterns;
  TrainSettings settings;
};

/// How a model is trained: one step.
///   train name { batch (...) let ... loss = ... metric name = ... ... }
class Train : public Declaration {
public:
  DLC_AST_KIND(Declaration, Train)
  Train(llvm::SMRange range, Identifier model)
      : Declaration(Kind::Train, range), model(model), step(range, model) {}

  struct Metric {
    Identifier name;
    ExpressionPtr value;
  };

  Identifier model;
  /// The batch as formals, and what both loss and metrics use as statements.
  Function step;
  ExpressionPtr loss;
  std::vector<Metric> metrics;
  /// Of parameters that are in no group.
  TrainSettings settings;
  std::vector<ParameterGroup> groups;
};

struct File;

struct Import {
  Identifier name;
  const File *file = nullptr; ///< set once the module is loaded
};

/// One parsed source.
struct File {
  /// What other files import it as: "nn" for nn.dl or nn/*.dl.
  std::string moduleName;
  /// Part of the compiler's own library: errors prefer the user's files.
  bool isLibrary = false;
  /// The `///` lines before the imports, or above an empty line at the top.
  std::string documentation;
  std::vector<Import> imports;
  std::vector<DeclarationPtr> declarations;
  /// The first one of each name.
  llvm::StringMap<const Declaration *> declarationsByName;

  void add(DeclarationPtr declaration);
  /// Adds all of another file of the module.
  void append(File other);
  /// The layer, model or function of that name, or null.
  const Declaration *find(llvm::StringRef name) const;
};

/// The name of a declaration; empty for a conditional.
Identifier nameOf(const Declaration &declaration);

/// Writes the tree, a node a line, for `dlc emit --stage ast`.
void dump(const File &file, llvm::raw_ostream &stream);

} // namespace dlc::frontend::ast

#endif // DLC_FRONTEND_AST_DECLARATION_H
