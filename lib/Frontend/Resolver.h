//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Goes through a file and checks its names: that each is declared once, before
// it is used, and used for what it may be. NameResolution.cpp has declarations,
// layers and functions, ResolveTraining.cpp training, ResolveExpressions.cpp
// expressions.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_RESOLVER_H
#define DLC_LIB_FRONTEND_RESOLVER_H

#include "NameResolution.h"

#include "dlc/Frontend/AST/Declaration.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

namespace dlc::frontend {

/// A declared name and what may be done with it.
struct Binding {
  llvm::SMRange place;
  bool isVariable = false;
  bool isState = false;
  /// Members of layers are evaluated in order: not before its turn.
  bool isReady = true;
};

struct NameScope {
  llvm::StringMap<Binding> names;
};

class Resolver {
public:
  Resolver(const ast::File &file, const Prelude &prelude,
           DiagnosticEngine &diagnostics)
      : file(file), prelude(prelude), diagnostics(diagnostics) {}

  void resolveFile();

private:
  /// Names of one pair of braces, gone with the guard.
  struct Guard {
    explicit Guard(Resolver &resolver) : resolver(resolver) {
      resolver.scopes.emplace_back();
    }
    ~Guard() { resolver.scopes.pop_back(); }
    Resolver &resolver;
  };

  Binding *find(llvm::StringRef name) {
    for (NameScope &scope : llvm::reverse(scopes))
      if (auto found = scope.names.find(name); found != scope.names.end())
        return &found->second;
    return nullptr;
  }
  void declare(ast::Identifier name, Binding binding = {});
  void declareValue(ast::Identifier name, Binding binding = {});
  void declarePattern(const ast::Pattern &pattern, Binding binding = {});
  void declareCapital(ast::Identifier name, llvm::StringRef kind);

  void resolveLayer(const ast::Layer &layer);
  void checkScalars(const std::vector<ast::Formal> &formals, bool isOptimizer);
  void checkTrain(const ast::Train &train);
  void resolveTrain(const ast::Train &train);
  void resolveSettings(const ast::TrainSettings &settings);
  void resolveGroups(const std::vector<ast::ParameterGroup> &groups);
  void checkMember(const ast::Layer &layer, const ast::Declaration &member);
  void resolveFormals(const std::vector<ast::Formal> &formals);
  void declareMembers(const std::vector<ast::DeclarationPtr> &members);
  void resolveMembers(const std::vector<ast::DeclarationPtr> &members);
  void resolveMember(const ast::Declaration &member);
  void setReady(ast::Identifier name);
  void resolveFunction(const ast::Function &function);
  void checkExtern(const ast::Function &function);
  void declareDimensions(const ast::Function &function);
  void resolveType(const ast::Type &type);
  void resolveStatements(const std::vector<ast::StatementPtr> &body);
  void resolve(const ast::Statement &statement);
  void resolveAssign(const ast::Assign &node);
  void resolveRebind(const ast::Rebind &node);
  void resolveScan(const ast::Scan &node);
  void resolve(const ast::Iterable &iterable);
  void resolveClauses(llvm::ArrayRef<ast::Comprehension::Clause> clauses,
                      llvm::function_ref<void()> element);
  void resolve(const ast::Subscript &subscript);
  void resolve(const ast::Expression *expression);
  void resolveName(const ast::Name &node);
  void reportUnknown(ast::Identifier use);
  void reportMisspeltDeclarations();
  void resolveMemberAccess(const ast::Member &node);
  void resolveInModule(const ast::File &module, const ast::Member &node);
  std::vector<llvm::StringRef> visibleNames() const;

  const ast::File &file;
  const Prelude &prelude;
  DiagnosticEngine &diagnostics;
  std::vector<NameScope> scopes;
  /// The places of declarations that are used.
  llvm::DenseSet<const char *> used;
  /// How many declarations have a name, in all scopes.
  llvm::StringMap<unsigned> declarations;
  /// Names without a declaration that resemble a declared one.
  struct Unknown {
    ast::Identifier declared;
    std::vector<ast::Identifier> uses;
  };
  llvm::MapVector<std::pair<const char *, llvm::StringRef>, Unknown> unknown;
  /// How many scopes lie outside the innermost body of a `scan`.
  size_t outsideScan = 0;
  /// Null while members are constructed.
  const ast::Function *currentFunction = nullptr;
};

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_RESOLVER_H
