//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layout of expressions. Types and patterns look like them.
//
//===----------------------------------------------------------------------===//

#include "Layout.h"

using namespace dlc::format;

Doc Layout::expression() {
  switch (here().kind) {
  case Kind::kw_if:
    return conditionalExpression();
  case Kind::kw_scan:
    return scan();
  default:
    return operators(0);
  }
}

/// 'if' expression 'then' expression 'else' expression, where what follows
/// `else` is often another one of these
Doc Layout::conditionalExpression() {
  Parts branches;
  Parts branch;
  while (true) {
    branch.push_back(prefixed());
    if (atWord("then")) {
      Doc value = prefixed();
      Doc then = concat({builder->line(), value});
      branch.push_back(builder->indent(then));
    }
    branches.push_back(builder->group(concat(branch)));
    branch.clear();
    if (!at(Kind::kw_else))
      return builder->chain(branches, /*breaksEverywhere=*/true);
    if (following() == Kind::kw_if) {
      branch.push_back(token());
      branch.push_back(space());
    }
  }
}

/// 'scan' [ 'reversed' ] pattern '=' expression 'over' pattern 'in' expression
/// block
Doc Layout::scan() {
  Parts carried = {token(), space()};
  if (atWord("reversed") &&
      (following() == Kind::name || following() == Kind::l_paren)) {
    carried.push_back(token());
    carried.push_back(space());
  }
  carried.push_back(primary());
  Parts head = {concat(carried)};
  head.push_back(prefixed());
  if (atWord("over")) {
    Parts over = {token(), space(), primary(), space()};
    over.push_back(prefixed());
    head.push_back(concat(over));
  }
  Doc whole = builder->chain(head, /*breaksEverywhere=*/false);
  return concat({whole, space(), block()});
}

/// expression [ '..' expression ]
Doc Layout::range() {
  Parts parts = {expression()};
  if (at(Kind::dot_dot)) {
    parts.push_back(token());
    parts.push_back(expression());
  }
  return concat(parts);
}

/// Binary operators, from those that bind least; `not` stands between them.
enum Level : unsigned { Pipe, Or, And, Not, Comparison, Sum, Product, Unary };

static Level levelOf(Layout::Kind kind) {
  using Kind = Layout::Kind;
  switch (kind) {
  case Kind::pipe:
    return Pipe;
  case Kind::kw_or:
    return Or;
  case Kind::kw_and:
    return And;
  case Kind::equal_equal:
  case Kind::exclaim_equal:
  case Kind::less:
  case Kind::less_equal:
  case Kind::greater:
  case Kind::greater_equal:
    return Comparison;
  case Kind::plus:
  case Kind::minus:
    return Sum;
  case Kind::star:
  case Kind::at_sign:
  case Kind::slash:
  case Kind::percent:
    return Product;
  default:
    return Unary;
  }
}

/// operand { operator operand }, all operators of one level. Lines break
/// before operators; a pipeline is on one line or has one for each stage.
Doc Layout::operators(unsigned level) {
  if (level == Unary)
    return unary();
  if (level == Not && at(Kind::kw_not)) {
    Doc word = token();
    return concat({word, space(), operators(Not)});
  }
  Doc first = operators(level + 1);
  if (levelOf(here().kind) != level || level == Not)
    return first;
  Parts parts = {first};
  while (levelOf(here().kind) == level) {
    Doc symbol = token();
    parts.push_back(concat({symbol, space(), operators(level + 1)}));
  }
  return builder->chain(parts, /*breaksEverywhere=*/level == Pipe);
}

/// '-' unary | postfix
Doc Layout::unary() {
  if (!at(Kind::minus))
    return postfix();
  Doc minus = token();
  return concat({minus, unary()});
}

/// primary { '.' name | '[' subscripts ']' | '(' arguments ')' | '...' }
Doc Layout::postfix() {
  Parts parts = {primary()};
  while (true) {
    if (at(Kind::dot)) {
      parts.push_back(token());
      parts.push_back(token());
    } else if (at(Kind::l_paren) || at(Kind::l_square)) {
      parts.push_back(bracketed(Brackets::Other));
    } else if (at(Kind::ellipsis)) {
      parts.push_back(token());
    } else {
      return concat(parts);
    }
  }
}

/// A literal, a name, or what stands in brackets.
Doc Layout::primary() {
  if (at(Kind::l_paren))
    return bracketed(Brackets::Tuple);
  if (at(Kind::l_square))
    return bracketed(Brackets::Other);
  if (atCloser() || at(Kind::comma))
    return builder->text("");
  return token();
}

/// expression, or [ expression ] ':' [ expression ] [ ':' [ expression ] ],
/// with blanks around the colons where a part has operators.
Doc Layout::slice() {
  Parts values;
  Parts colons;
  bool hasOperators = false;
  while (true) {
    bool isAbsent = at(Kind::colon) || at(Kind::comma) || atCloser();
    values.push_back(isAbsent ? nullptr : expression());
    hasOperators |= !isAbsent && values.back()->kind == Document::Kind::Chain;
    if (!at(Kind::colon))
      break;
    colons.push_back(token());
  }
  Parts parts;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i]) {
      if (i != 0 && hasOperators)
        parts.push_back(space());
      parts.push_back(values[i]);
    }
    if (i == colons.size())
      continue;
    if (values[i] && hasOperators)
      parts.push_back(space());
    parts.push_back(colons[i]);
  }
  return parts.empty() ? builder->text("") : concat(parts);
}

/// element { 'for' pattern 'in' iterable | 'if' expression }
Doc Layout::comprehension(Doc element) {
  Parts parts = {element};
  while (!atCloser()) {
    parts.push_back(builder->line());
    if (!at(Kind::kw_for)) {
      parts.push_back(prefixed());
      continue;
    }
    Parts clause = {token(), space(), primary(), space(), token(), space()};
    clause.push_back(range());
    parts.push_back(concat(clause));
  }
  return builder->group(concat(parts));
}
