//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names in expressions, and what is reported of those that are unknown.
//
//===----------------------------------------------------------------------===//

#include "Resolver.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

void Resolver::resolve(const Iterable &iterable) {
  resolve(iterable.first.get());
  resolve(iterable.last.get());
}

void Resolver::resolve(const Subscript &subscript) {
  resolve(subscript.index.get());
  resolve(subscript.start.get());
  resolve(subscript.stop.get());
  resolve(subscript.step.get());
}

/// Calls `element` with the variables of all clauses declared.
void Resolver::resolveClauses(llvm::ArrayRef<Comprehension::Clause> clauses,
                              llvm::function_ref<void()> element) {
  size_t outside = scopes.size();
  for (const Comprehension::Clause &clause : clauses) {
    resolve(clause.condition.get());
    resolve(clause.iterable);
    scopes.emplace_back();
    if (!clause.condition)
      declarePattern(clause.variable);
  }
  element();
  scopes.resize(outside);
}

void Resolver::resolveScan(const Scan &node) {
  resolve(node.initial.get());
  resolve(node.sequence.get());
  Guard guard(*this);
  llvm::SaveAndRestore<size_t> outside(outsideScan, scopes.size() - 1);
  declarePattern(node.carried);
  declarePattern(node.element);
  resolveStatements(node.body);
}

void Resolver::resolve(const Expression *expression) {
  if (!expression)
    return;
  llvm::TypeSwitch<const Expression *>(expression)
      .Case([&](const StringLiteral *node) {
        for (const StringLiteral::Piece &piece : node->pieces)
          resolve(piece.expression.get());
      })
      .Case([&](const Name *node) { resolveName(*node); })
      .Case([&](const Member *node) { resolveMemberAccess(*node); })
      .Case([&](const ast::Index *node) {
        resolve(node->base.get());
        for (const Subscript &subscript : node->subscripts)
          resolve(subscript);
      })
      .Case([&](const Call *node) {
        resolve(node->callee.get());
        for (const Argument &argument : node->arguments)
          resolve(argument.value.get());
      })
      .Case([&](const Pipe *node) {
        resolve(node->value.get());
        resolve(node->function.get());
      })
      .Case([&](const Unary *node) { resolve(node->operand.get()); })
      .Case([&](const Binary *node) {
        resolve(node->lhs.get());
        resolve(node->rhs.get());
      })
      .Case<ListLiteral, TupleLiteral>([&](const auto *node) {
        for (const ExpressionPtr &element : node->elements)
          resolve(element.get());
      })
      .Case([&](const Comprehension *node) {
        resolveClauses(node->clauses, [&] { resolve(node->element.get()); });
      })
      .Case([&](const Conditional *node) {
        resolve(node->condition.get());
        resolve(node->value.get());
        resolve(node->otherwise.get());
      })
      .Case([&](const Training *node) {
        if (!currentFunction)
          diagnostics.error(node->range,
                            "parameters, states and layers do not depend on "
                            "'training'; functions do");
      })
      .Case([&](const Scan *node) { resolveScan(*node); });
}

std::vector<llvm::StringRef> Resolver::visibleNames() const {
  std::vector<llvm::StringRef> names;
  // The more there are, the less a suggestion is worth its time.
  constexpr size_t maximumNames = 10'000;
  size_t count = 0;
  for (const NameScope &scope : scopes)
    count += scope.names.size();
  if (count > maximumNames || diagnostics.isFull())
    return names;
  for (const NameScope &scope : llvm::reverse(scopes))
    for (const auto &entry : scope.names)
      names.push_back(entry.getKey());
  llvm::sort(names); // the map's order is not stable
  return names;
}

void Resolver::resolveName(const Name &node) {
  llvm::StringRef name = node.name.text;
  if (Binding *binding = find(name)) {
    used.insert(binding->place.Start.getPointer());
    if (binding->isReady)
      return;
    diagnostics
        .error(node.range, "'" + name + "' is used before its declaration")
        .note(binding->place, "declared here");
    binding->isReady = true; // say it once
    return;
  }
  if (!prelude.lookup(name))
    reportUnknown(node.name);
}

void Resolver::reportUnknown(Identifier use) {
  llvm::StringRef name = use.text;
  if (diagnostics.isFull()) {
    diagnostics.error(use.range(), "unknown name '" + name + "'");
    return;
  }
  std::vector<llvm::StringRef> candidates = visibleNames();
  llvm::append_range(candidates, prelude.names());
  std::string hint = name == "range" ? "; a range of ints is written '0..n'"
                                     : didYouMean(name, candidates);
  if (hint.empty() && use.isCapital())
    hint = "; a named dimension is bound where it is the only unknown of a "
           "dimension in the type of a parameter";
  if (std::optional<llvm::StringRef> closest = closestName(name, candidates))
    if (const Binding *binding = find(*closest)) {
      // Which of the two is misspelt shows when all uses are known.
      const char *place = binding->place.Start.getPointer();
      Unknown &entry = unknown[{place, name}];
      entry.declared = {llvm::StringRef(place, closest->size())};
      entry.uses.push_back(use);
      return;
    }
  diagnostics.error(use.range(), "unknown name '" + name + "'" + hint);
}

/// A declaration that nobody uses is itself the mistake where a name like it is
/// used several times, or is the name of other things in the file.
void Resolver::reportMisspeltDeclarations() {
  for (const auto &[key, entry] : unknown) {
    llvm::StringRef declared = entry.declared.text;
    const std::vector<Identifier> &uses = entry.uses;
    bool isEstablished = uses.size() > 1 || declarations.lookup(key.second) >=
                                                declarations.lookup(declared);
    if (isEstablished && !used.contains(declared.begin())) {
      diagnostics
          .error(entry.declared.range(), "unused name '" + declared +
                                             "'; did you mean '" + key.second +
                                             "'?")
          .note(uses.front().range(), "'" + key.second + "' is used here");
      continue;
    }
    for (Identifier use : uses)
      diagnostics.error(use.range(), "unknown name '" + key.second +
                                         "'; did you mean '" + declared + "'?");
  }
}

/// Members of modules are known here, members of layers depend on the
/// instance.
void Resolver::resolveInModule(const File &module, const Member &node) {
  llvm::StringRef name = node.name.text;
  if (module.find(name))
    return;
  std::vector<llvm::StringRef> candidates;
  for (const DeclarationPtr &declaration : module.declarations)
    candidates.push_back(nameOf(*declaration).text);
  diagnostics.error(node.name.range(), "module '" + module.moduleName +
                                           "' has no '" + name + "'" +
                                           didYouMean(name, candidates));
}

void Resolver::resolveMemberAccess(const Member &node) {
  auto *base = llvm::dyn_cast<Name>(node.base.get());
  const Import *import = nullptr;
  if (base)
    for (const Import &candidate : file.imports)
      if (candidate.name.text == base->name.text)
        import = &candidate;
  if (import) {
    // A module that was not found has been reported.
    if (import->file)
      resolveInModule(*import->file, node);
    return;
  }
  const File *module = base && !find(base->name.text)
                           ? prelude.findModule(base->name.text)
                           : nullptr;
  if (module)
    return resolveInModule(*module, node);
  resolve(node.base.get());
}
