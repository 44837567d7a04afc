//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Statements: `if` and `for` are decided while compiling.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// nullopt where the body ends without `return`; an error value where
/// something failed.
std::optional<Value> Evaluator::runBody(const std::vector<StatementPtr> &body) {
  Value result;
  switch (runAll(body, result)) {
  case Flow::Next:
    return std::nullopt;
  case Flow::Returned:
    return result;
  case Flow::Failed:
    return Value();
  }
  return Value();
}

Evaluator::Flow Evaluator::runAll(const std::vector<StatementPtr> &body,
                                  Value &result) {
  ScopeGuard guard(*frame);
  for (const StatementPtr &statement : body) {
    Flow flow = run(*statement, result);
    if (flow != Flow::Next)
      return flow;
  }
  return Flow::Next;
}

Evaluator::Flow Evaluator::run(const Statement &statement, Value &result) {
  if (aborted)
    return Flow::Failed;
  return llvm::TypeSwitch<const Statement *, Flow>(&statement)
      .Case([&](const Let *node) {
        Value value = evaluate(*node->value);
        auto &variables = frame->scope->variables;
        if (!node->pattern.isTuple) {
          variables[node->pattern.names.front().text] = std::move(value);
          return Flow::Next;
        }
        const std::vector<Value> *elements = value.elements();
        size_t wanted = node->pattern.names.size();
        if (!value.isError() && (!elements || elements->size() != wanted)) {
          error(node->value->range,
                "a tuple of " + llvm::Twine(wanted) +
                    " is taken apart here, "
                    "got " +
                    (elements ? "one of " + std::to_string(elements->size())
                              : value.describe()));
          elements = nullptr;
        }
        // What failed is bound as well, lest its uses be errors, too.
        for (auto [index, name] : llvm::enumerate(node->pattern.names))
          variables[name.text] = elements ? (*elements)[index] : Value();
        return Flow::Next;
      })
      .Case([&](const Assign *node) {
        Value value = evaluate(*node->value);
        if (Value *variable = frame->scope->find(node->name.text))
          *variable = std::move(value);
        return Flow::Next;
      })
      .Case([&](const If *node) {
        std::optional<bool> condition = evaluateCondition(*node->condition);
        if (!condition)
          return Flow::Failed;
        return runAll(*condition ? node->thenBody : node->elseBody, result);
      })
      .Case([&](const For *node) {
        Flow flow = Flow::Next;
        bool whole = forEach(node->iterable, node->variable, [&](size_t) {
          flow = runAll(node->body, result);
          return flow == Flow::Next;
        });
        if (flow == Flow::Next && !whole)
          return Flow::Failed;
        return flow;
      })
      .Case([&](const Return *node) {
        result = evaluate(*node->value);
        frame->returned = node->value->range;
        return Flow::Returned;
      });
}
