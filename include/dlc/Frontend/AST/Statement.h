//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Statements of function bodies.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_AST_STATEMENT_H
#define DLC_FRONTEND_AST_STATEMENT_H

#include "dlc/Frontend/AST/Expression.h"

namespace dlc::frontend::ast {

enum class StatementKind : uint8_t {
  Let,
  Assign,
  Rebind,
  If,
  For,
  Return,
  Next,
};

class Statement : public Node<StatementKind> {
protected:
  using Node::Node;
};
using StatementPtr = std::unique_ptr<Statement>;

/// let pattern = value, var name = value
class Let : public Statement {
public:
  DLC_AST_KIND(Statement, Let)
  Let(llvm::SMRange range, bool isVariable, Pattern pattern,
      ExpressionPtr value)
      : Statement(Kind::Let, range), isVariable(isVariable),
        pattern(std::move(pattern)), value(std::move(value)) {}
  bool isVariable;
  Pattern pattern;
  ExpressionPtr value;
};

/// name = value, where a `var` introduced the name
class Assign : public Statement {
public:
  DLC_AST_KIND(Statement, Assign)
  Assign(llvm::SMRange range, Identifier name, ExpressionPtr value)
      : Statement(Kind::Assign, range), name(name), value(std::move(value)) {}
  Identifier name;
  ExpressionPtr value;
};

/// state <- value
class Rebind : public Statement {
public:
  DLC_AST_KIND(Statement, Rebind)
  Rebind(llvm::SMRange range, Identifier name, ExpressionPtr value)
      : Statement(Kind::Rebind, range), name(name), value(std::move(value)) {}
  Identifier name;
  ExpressionPtr value;
};

class If : public Statement {
public:
  DLC_AST_KIND(Statement, If)
  If(llvm::SMRange range, ExpressionPtr condition)
      : Statement(Kind::If, range), condition(std::move(condition)) {}
  ExpressionPtr condition;
  std::vector<StatementPtr> thenBody;
  std::vector<StatementPtr> elseBody;
};

class For : public Statement {
public:
  DLC_AST_KIND(Statement, For)
  For(llvm::SMRange range, Pattern variable, Iterable iterable)
      : Statement(Kind::For, range), variable(std::move(variable)),
        iterable(std::move(iterable)) {}
  Pattern variable;
  Iterable iterable;
  std::vector<StatementPtr> body;
};

class Return : public Statement {
public:
  DLC_AST_KIND(Statement, Return)
  Return(llvm::SMRange range, ExpressionPtr value)
      : Statement(Kind::Return, range), value(std::move(value)) {}
  ExpressionPtr value;
};

/// next value emit emitted: ends a step of a `scan`
class Next : public Statement {
public:
  DLC_AST_KIND(Statement, Next)
  Next(llvm::SMRange range, ExpressionPtr value, ExpressionPtr emitted)
      : Statement(Kind::Next, range), value(std::move(value)),
        emitted(std::move(emitted)) {}
  ExpressionPtr value;
  ExpressionPtr emitted; ///< null: nothing
};

} // namespace dlc::frontend::ast

#endif // DLC_FRONTEND_AST_STATEMENT_H
