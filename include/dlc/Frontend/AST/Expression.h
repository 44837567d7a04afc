//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Expressions. The same nodes stand for constants and tensors: which of the
// two an expression yields is decided by its names.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_AST_EXPRESSION_H
#define DLC_FRONTEND_AST_EXPRESSION_H

#include "dlc/Frontend/AST/Node.h"

namespace dlc::frontend::ast {

enum class ExpressionKind : uint8_t {
  Integer,
  Float,
  Bool,
  None,
  String,
  Name,
  Member,
  Index,
  Call,
  Pipe,
  Unary,
  Binary,
  List,
  Tuple,
  Comprehension,
  Conditional,
  Training,
  Scan,
};

class Expression : public Node<ExpressionKind> {
public:
  /// Levels of nodes below and including this one; the parser bounds it, so
  /// that walking the tree cannot exhaust the stack.
  unsigned height = 1;

protected:
  using Node::Node;
};
using ExpressionPtr = std::unique_ptr<Expression>;

/// Defines `classof` from the node's kind.
#define DLC_AST_KIND(Base, kindName)                                           \
  static bool classof(const Base *node) {                                      \
    return node->getKind() == Kind::kindName;                                  \
  }

class IntegerLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, Integer)
  IntegerLiteral(llvm::SMRange range, int64_t value)
      : Expression(Kind::Integer, range), value(value) {}
  int64_t value;
};

class FloatLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, Float)
  FloatLiteral(llvm::SMRange range, double value)
      : Expression(Kind::Float, range), value(value) {}
  double value;
};

class BoolLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, Bool)
  BoolLiteral(llvm::SMRange range, bool value)
      : Expression(Kind::Bool, range), value(value) {}
  bool value;
};

class NoneLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, None)
  explicit NoneLiteral(llvm::SMRange range) : Expression(Kind::None, range) {}
};

/// "denselayer{i + 1}": text and expressions in turn.
class StringLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, String)
  struct Piece {
    std::string text;
    ExpressionPtr expression; ///< null: just the text
  };
  explicit StringLiteral(llvm::SMRange range)
      : Expression(Kind::String, range) {}
  std::vector<Piece> pieces;
};

class Name : public Expression {
public:
  DLC_AST_KIND(Expression, Name)
  explicit Name(Identifier name)
      : Expression(Kind::Name, name.range()), name(name) {}
  Identifier name;
};

/// base.name
class Member : public Expression {
public:
  DLC_AST_KIND(Expression, Member)
  Member(llvm::SMRange range, ExpressionPtr base, Identifier name)
      : Expression(Kind::Member, range), base(std::move(base)), name(name) {}
  ExpressionPtr base;
  Identifier name;
};

/// What stands between the commas of `base[...]`.
struct Subscript {
  enum class Kind : uint8_t {
    Index,    ///< an element: the axis is dropped
    Slice,    ///< start:stop:step
    Ellipsis, ///< `...`: all axes that the others leave
  };
  Kind kind = Kind::Index;
  llvm::SMRange range;
  ExpressionPtr index; ///< of an Index
  /// Of a Slice; null where left out.
  ExpressionPtr start, stop, step;
};

/// base[subscript, subscript]
class Index : public Expression {
public:
  DLC_AST_KIND(Expression, Index)
  Index(llvm::SMRange range, ExpressionPtr base,
        std::vector<Subscript> subscripts)
      : Expression(Kind::Index, range), base(std::move(base)),
        subscripts(std::move(subscripts)) {}
  ExpressionPtr base;
  std::vector<Subscript> subscripts; ///< at least one
};

struct Argument {
  Identifier name; ///< empty: positional
  ExpressionPtr value;
  bool isSpread = false; ///< list...: its elements are arguments
};

class Call : public Expression {
public:
  DLC_AST_KIND(Expression, Call)
  Call(llvm::SMRange range, ExpressionPtr callee)
      : Expression(Kind::Call, range), callee(std::move(callee)) {}
  ExpressionPtr callee;
  std::vector<Argument> arguments;
};

/// value |> function; with a call on the right the value becomes its first
/// argument.
class Pipe : public Expression {
public:
  DLC_AST_KIND(Expression, Pipe)
  Pipe(llvm::SMRange range, ExpressionPtr value, ExpressionPtr function)
      : Expression(Kind::Pipe, range), value(std::move(value)),
        function(std::move(function)) {}
  ExpressionPtr value;
  ExpressionPtr function;
};

enum class UnaryOperator : uint8_t { Negate, Not };

class Unary : public Expression {
public:
  DLC_AST_KIND(Expression, Unary)
  Unary(llvm::SMRange range, UnaryOperator op, ExpressionPtr operand)
      : Expression(Kind::Unary, range), op(op), operand(std::move(operand)) {}
  UnaryOperator op;
  ExpressionPtr operand;
};

enum class BinaryOperator : uint8_t {
  Add,
  Subtract,
  Multiply,
  MatrixMultiply,
  Divide,
  Remainder,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or,
};

/// "+", "==", "and", ...
llvm::StringRef spelling(BinaryOperator op);
llvm::StringRef spelling(UnaryOperator op);

class Binary : public Expression {
public:
  DLC_AST_KIND(Expression, Binary)
  Binary(llvm::SMRange range, BinaryOperator op, ExpressionPtr lhs,
         ExpressionPtr rhs)
      : Expression(Kind::Binary, range), op(op), lhs(std::move(lhs)),
        rhs(std::move(rhs)) {}
  BinaryOperator op;
  ExpressionPtr lhs;
  ExpressionPtr rhs;
};

class ListLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, List)
  explicit ListLiteral(llvm::SMRange range) : Expression(Kind::List, range) {}
  std::vector<ExpressionPtr> elements;
};

class TupleLiteral : public Expression {
public:
  DLC_AST_KIND(Expression, Tuple)
  explicit TupleLiteral(llvm::SMRange range) : Expression(Kind::Tuple, range) {}
  std::vector<ExpressionPtr> elements;
};

/// What takes a value: a name, or a tuple of patterns for a tuple. `_` drops
/// one.
struct Pattern {
  llvm::SMRange range;
  Identifier name; ///< of a pattern that is not a tuple
  std::vector<Pattern> elements;
  bool isTuple = false;
};

/// What a `for` runs over: a list, or the numbers from `first` to before
/// `last`.
struct Iterable {
  ExpressionPtr first;
  ExpressionPtr last; ///< null: `first` is a list
};

/// [element for variable in iterable if condition]; with several `for`s, later
/// ones run within earlier ones.
class Comprehension : public Expression {
public:
  DLC_AST_KIND(Expression, Comprehension)
  /// for variable in iterable, or if condition
  struct Clause {
    Pattern variable;
    Iterable iterable;
    ExpressionPtr condition; ///< null: a `for`
  };
  Comprehension(llvm::SMRange range, ExpressionPtr element,
                std::vector<Clause> clauses)
      : Expression(Kind::Comprehension, range), element(std::move(element)),
        clauses(std::move(clauses)) {}
  ExpressionPtr element;
  std::vector<Clause> clauses; ///< the first one is a `for`
};

/// if condition then value else otherwise
class Conditional : public Expression {
public:
  DLC_AST_KIND(Expression, Conditional)
  Conditional(llvm::SMRange range, ExpressionPtr condition, ExpressionPtr value,
              ExpressionPtr otherwise)
      : Expression(Kind::Conditional, range), condition(std::move(condition)),
        value(std::move(value)), otherwise(std::move(otherwise)) {}
  ExpressionPtr condition;
  ExpressionPtr value;
  ExpressionPtr otherwise;
};

/// training
class Training : public Expression {
public:
  DLC_AST_KIND(Expression, Training)
  explicit Training(llvm::SMRange range) : Expression(Kind::Training, range) {}
};

class Statement;

/// scan carried = initial over element in sequence { body }, where the body
/// ends with `next`.
class Scan : public Expression {
public:
  DLC_AST_KIND(Expression, Scan)
  explicit Scan(llvm::SMRange range);
  ~Scan() override;
  /// From `scan` to before the body.
  llvm::SMRange headRange;
  bool isReversed = false;
  Pattern carried;
  ExpressionPtr initial;
  Pattern element;
  ExpressionPtr sequence;
  std::vector<std::unique_ptr<Statement>> body;
};

} // namespace dlc::frontend::ast

#endif // DLC_FRONTEND_AST_EXPRESSION_H
