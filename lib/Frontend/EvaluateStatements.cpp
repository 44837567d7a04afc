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

bool Evaluator::runHere(const std::vector<StatementPtr> &body) {
  Value result;
  return llvm::all_of(body, [&](const StatementPtr &statement) {
    return run(*statement, result) == Flow::Next;
  });
}

Evaluator::Flow Evaluator::runAll(const std::vector<StatementPtr> &body,
                                  Value &result) {
  if (body.empty())
    return Flow::Next;
  if (!enter(body.front()->range))
    return Flow::Failed;
  ScopeGuard guard(*frame);
  Flow flow = Flow::Next;
  for (const StatementPtr &statement : body) {
    flow = run(*statement, result);
    if (flow != Flow::Next)
      break;
  }
  --depth;
  return flow;
}

Evaluator::Flow Evaluator::run(const Statement &statement, Value &result) {
  if (aborted)
    return Flow::Failed;
  return llvm::TypeSwitch<const Statement *, Flow>(&statement)
      .Case([&](const Let *node) {
        bind(node->pattern, evaluate(*node->value), node->value->range);
        return Flow::Next;
      })
      .Case([&](const Assign *node) {
        Value value = evaluate(*node->value);
        if (Value *variable = frame->scope->find(node->name.text))
          *variable = std::move(value);
        return Flow::Next;
      })
      .Case([&](const Rebind *node) {
        Value value = evaluate(*node->value);
        // Errors of different states are independent.
        if (!value.isError())
          rebind(*node, value);
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
      })
      .Case([&](const Next *node) {
        result = evaluate(*node->value);
        // Evaluating a scan within overwrites it.
        std::optional<Value> emitted;
        if (node->emitted)
          emitted = evaluate(*node->emitted);
        frame->emitted = std::move(emitted);
        frame->returned = node->range;
        return Flow::Returned;
      });
}
