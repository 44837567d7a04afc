//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Grammar of expressions, lowest precedence first.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

#include <cmath>

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// Long chains (`a + a + ...`) make deep trees without nesting rules.
static constexpr unsigned maximumHeight = 512;

ExpressionPtr Parser::finish(ExpressionPtr node, unsigned childHeight) {
  node->height = childHeight + 1;
  if (node->height == maximumHeight)
    diagnostics.error(node->range, "expression of more than " +
                                       llvm::Twine(maximumHeight) +
                                       " levels; name parts of it with 'let'");
  if (node->height >= maximumHeight)
    return nullptr;
  return node;
}

ExpressionPtr Parser::makeBinary(BinaryOperator op, ExpressionPtr lhs,
                                 ExpressionPtr rhs) {
  llvm::SMRange range(lhs->range.Start, rhs->range.End);
  unsigned height = std::max(lhs->height, rhs->height);
  return finish(
      std::make_unique<Binary>(range, op, std::move(lhs), std::move(rhs)),
      height);
}

ExpressionPtr Parser::parseWholeExpression() {
  ExpressionPtr expression = parseExpression();
  if (expression && !at(Token::Kind::end_of_file)) {
    reportExpected("the end of the expression");
    return nullptr;
  }
  return expression;
}

/// expression := disjunction { '|>' disjunction }
ExpressionPtr Parser::parseExpression() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  switch (token.kind) {
  case Token::Kind::kw_if:
    return parseConditionalExpression();
  case Token::Kind::kw_scan:
    return parseScan();
  default:
    return parsePipe();
  }
}

/// 'if' expression 'then' expression 'else' expression
///
/// Not `a if c else b`: an `if` behind an expression begins a statement.
ExpressionPtr Parser::parseConditionalExpression() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr condition = parseExpression();
  if (!condition)
    return nullptr;
  if (!consumeWord("then")) {
    reportExpected("'then' (an 'if' that is a value is 'if condition then "
                   "value else value')");
    return nullptr;
  }
  ExpressionPtr value = parseExpression();
  if (!value || !expect(Token::Kind::kw_else, " and the other value"))
    return nullptr;
  ExpressionPtr otherwise = parseExpression();
  if (!otherwise)
    return nullptr;
  unsigned height =
      std::max({condition->height, value->height, otherwise->height});
  return finish(
      std::make_unique<Conditional>(rangeFrom(begin), std::move(condition),
                                    std::move(value), std::move(otherwise)),
      height);
}

ExpressionPtr Parser::parsePipe() {
  ExpressionPtr value = parseDisjunction();
  while (value && consume(Token::Kind::pipe)) {
    ExpressionPtr function = parseDisjunction();
    if (!function)
      return nullptr;
    llvm::SMRange range(value->range.Start, function->range.End);
    unsigned height = std::max(value->height, function->height);
    value = finish(
        std::make_unique<Pipe>(range, std::move(value), std::move(function)),
        height);
  }
  return value;
}

/// disjunction := conjunction { 'or' conjunction }
ExpressionPtr Parser::parseDisjunction() {
  ExpressionPtr lhs = parseConjunction();
  while (lhs && consume(Token::Kind::kw_or)) {
    ExpressionPtr rhs = parseConjunction();
    if (!rhs)
      return nullptr;
    lhs = makeBinary(BinaryOperator::Or, std::move(lhs), std::move(rhs));
  }
  return lhs;
}

/// conjunction := negation { 'and' negation }
ExpressionPtr Parser::parseConjunction() {
  ExpressionPtr lhs = parseNegation();
  while (lhs && consume(Token::Kind::kw_and)) {
    ExpressionPtr rhs = parseNegation();
    if (!rhs)
      return nullptr;
    lhs = makeBinary(BinaryOperator::And, std::move(lhs), std::move(rhs));
  }
  return lhs;
}

/// negation := 'not' negation | comparison
ExpressionPtr Parser::parseNegation() {
  if (!at(Token::Kind::kw_not))
    return parseComparison();
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr operand = parseNegation();
  if (!operand)
    return nullptr;
  unsigned height = operand->height;
  return finish(std::make_unique<Unary>(rangeFrom(begin), UnaryOperator::Not,
                                        std::move(operand)),
                height);
}

static std::optional<BinaryOperator> comparisonOperator(Token::Kind kind) {
  switch (kind) {
  case Token::Kind::equal_equal:
    return BinaryOperator::Equal;
  case Token::Kind::exclaim_equal:
    return BinaryOperator::NotEqual;
  case Token::Kind::less:
    return BinaryOperator::Less;
  case Token::Kind::less_equal:
    return BinaryOperator::LessEqual;
  case Token::Kind::greater:
    return BinaryOperator::Greater;
  case Token::Kind::greater_equal:
    return BinaryOperator::GreaterEqual;
  default:
    return std::nullopt;
  }
}

/// comparison := sum [ ('==' | '!=' | '<' | '<=' | '>' | '>=') sum ]
ExpressionPtr Parser::parseComparison() {
  ExpressionPtr lhs = parseSum();
  if (lhs && at(Token::Kind::left_arrow)) {
    diagnostics.error(token.range(), "'<-' rebinds the state to its left; the "
                                     "comparison is written '< -'");
    return nullptr;
  }
  std::optional<BinaryOperator> op = comparisonOperator(token.kind);
  if (!lhs || !op)
    return lhs;
  advance();
  ExpressionPtr rhs = parseSum();
  if (!rhs)
    return nullptr;
  lhs = makeBinary(*op, std::move(lhs), std::move(rhs));
  if (lhs && comparisonOperator(token.kind)) {
    diagnostics.error(token.range(),
                      "comparisons do not chain; join two with 'and'");
    return nullptr;
  }
  return lhs;
}

/// sum := product { ('+' | '-') product }
ExpressionPtr Parser::parseSum() {
  ExpressionPtr lhs = parseProduct();
  while (lhs && token.isAny(Token::Kind::plus, Token::Kind::minus)) {
    BinaryOperator op =
        at(Token::Kind::plus) ? BinaryOperator::Add : BinaryOperator::Subtract;
    advance();
    ExpressionPtr rhs = parseProduct();
    if (!rhs)
      return nullptr;
    lhs = makeBinary(op, std::move(lhs), std::move(rhs));
  }
  return lhs;
}

/// product := unary { ('*' | '@' | '/' | '%') unary }
ExpressionPtr Parser::parseProduct() {
  ExpressionPtr lhs = parseUnary();
  while (lhs && token.isAny(Token::Kind::star, Token::Kind::at_sign,
                            Token::Kind::slash, Token::Kind::percent)) {
    BinaryOperator op = at(Token::Kind::star)    ? BinaryOperator::Multiply
                        : at(Token::Kind::slash) ? BinaryOperator::Divide
                        : at(Token::Kind::at_sign)
                            ? BinaryOperator::MatrixMultiply
                            : BinaryOperator::Remainder;
    advance();
    ExpressionPtr rhs = parseUnary();
    if (!rhs)
      return nullptr;
    lhs = makeBinary(op, std::move(lhs), std::move(rhs));
  }
  return lhs;
}

/// unary := '-' unary | postfix
ExpressionPtr Parser::parseUnary() {
  if (!at(Token::Kind::minus))
    return parsePostfix();
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr operand = parseUnary();
  if (!operand)
    return nullptr;
  unsigned height = operand->height;
  return finish(std::make_unique<Unary>(rangeFrom(begin), UnaryOperator::Negate,
                                        std::move(operand)),
                height);
}

/// postfix := primary { '.' name | '[' expression ']' | '(' arguments ')' }
ExpressionPtr Parser::parsePostfix() {
  llvm::SMLoc begin = token.begin();
  ExpressionPtr base = parsePrimary();
  while (base) {
    unsigned height = base->height;
    if (consume(Token::Kind::dot)) {
      std::optional<Identifier> name = expectName("a name after '.'");
      if (!name)
        return nullptr;
      base = finish(
          std::make_unique<Member>(rangeFrom(begin), std::move(base), *name),
          height);
    } else if (at(Token::Kind::l_square)) {
      base = parseIndex(begin, std::move(base));
    } else if (at(Token::Kind::l_paren)) {
      auto call = std::make_unique<Call>(base->range, std::move(base));
      if (!parseArguments(*call))
        return nullptr;
      call->range = rangeFrom(begin);
      for (const Argument &argument : call->arguments)
        height = std::max(height, argument.value->height);
      base = finish(std::move(call), height);
    } else {
      break;
    }
  }
  return base;
}

/// arguments := [ argument { ',' argument } [ ',' ] ]
/// argument  := [ name '=' ] expression
/// '[' subscript { ',' subscript } [ ',' ] ']'
ExpressionPtr Parser::parseIndex(llvm::SMLoc begin, ExpressionPtr base) {
  advance();
  unsigned height = base->height;
  std::vector<Subscript> subscripts;
  do {
    std::optional<Subscript> subscript = parseSubscript();
    if (!subscript)
      return nullptr;
    for (const ExpressionPtr *part : {&subscript->index, &subscript->start,
                                      &subscript->stop, &subscript->step})
      if (*part)
        height = std::max(height, (*part)->height);
    subscripts.push_back(std::move(*subscript));
  } while (consume(Token::Kind::comma) && !at(Token::Kind::r_square));
  if (!expect(Token::Kind::r_square, " after the index"))
    return nullptr;
  return finish(std::make_unique<ast::Index>(rangeFrom(begin), std::move(base),
                                             std::move(subscripts)),
                height);
}

/// subscript := '...' | expression
///            | [ expression ] ':' [ expression ] [ ':' [ expression ] ]
std::optional<Subscript> Parser::parseSubscript() {
  llvm::SMLoc begin = token.begin();
  Subscript subscript;
  if (consume(Token::Kind::ellipsis)) {
    subscript.kind = Subscript::Kind::Ellipsis;
    subscript.range = rangeFrom(begin);
    return subscript;
  }
  // False where something stands there that is not an expression.
  auto parsePart = [&](ExpressionPtr &part) {
    if (token.isAny(Token::Kind::colon, Token::Kind::comma,
                    Token::Kind::r_square))
      return true;
    part = parseExpression();
    return part != nullptr;
  };
  if (!at(Token::Kind::colon)) {
    subscript.index = parseExpression();
    if (!subscript.index)
      return std::nullopt;
  }
  if (consume(Token::Kind::colon)) {
    subscript.kind = Subscript::Kind::Slice;
    subscript.start = std::move(subscript.index);
    if (!parsePart(subscript.stop))
      return std::nullopt;
    if (consume(Token::Kind::colon) && !parsePart(subscript.step))
      return std::nullopt;
  }
  subscript.range = rangeFrom(begin);
  return subscript;
}

bool Parser::parseArguments(Call &call) {
  advance();
  bool named = false;
  while (!at(Token::Kind::r_paren)) {
    Argument argument;
    if (token.isAny(Token::Kind::name, Token::Kind::kw_training) &&
        following.is(Token::Kind::equal)) {
      argument.name = {token.spelling};
      named = true;
      advance();
      advance();
    }
    argument.value = parseExpression();
    if (!argument.value)
      return false;
    argument.isSpread = argument.name.empty() && consume(Token::Kind::ellipsis);
    if (named && argument.name.empty()) {
      diagnostics.error(argument.value->range,
                        "positional argument after a named one");
      return false;
    }
    call.arguments.push_back(std::move(argument));
    if (!consume(Token::Kind::comma))
      break;
  }
  return expect(Token::Kind::r_paren, " after the arguments");
}

/// primary := number | string | 'true' | 'false' | 'none' | name
///          | parenthesized | list
ExpressionPtr Parser::parsePrimary() {
  llvm::SMRange range = token.range();
  switch (token.kind) {
  case Token::Kind::integer:
  case Token::Kind::floating:
    return parseNumber();
  case Token::Kind::string:
    return parseString();
  case Token::Kind::kw_true:
  case Token::Kind::kw_false: {
    bool value = at(Token::Kind::kw_true);
    advance();
    return std::make_unique<BoolLiteral>(range, value);
  }
  case Token::Kind::kw_none:
    advance();
    return std::make_unique<NoneLiteral>(range);
  case Token::Kind::kw_training:
    advance();
    return std::make_unique<Training>(range);
  case Token::Kind::name: {
    Identifier name{token.spelling};
    advance();
    return std::make_unique<Name>(name);
  }
  case Token::Kind::l_paren:
    return parseParenthesized();
  case Token::Kind::l_square:
    return parseList();
  default:
    reportExpected("an expression");
    return nullptr;
  }
}

ExpressionPtr Parser::parseNumber() {
  Token number = token;
  advance();
  if (number.is(Token::Kind::integer)) {
    int64_t value;
    if (!number.spelling.getAsInteger(10, value))
      return std::make_unique<IntegerLiteral>(number.range(), value);
    diagnostics.error(number.range(), "integer does not fit 64 bits");
    return nullptr;
  }
  double value;
  if (!number.spelling.getAsDouble(value, /*AllowInexact=*/true) &&
      std::isfinite(value))
    return std::make_unique<FloatLiteral>(number.range(), value);
  diagnostics.error(number.range(), "number is too large");
  return nullptr;
}

/// string := '"' { text | '{' expression '}' } '"'
ExpressionPtr Parser::parseString() {
  auto string = std::make_unique<StringLiteral>(token.range());
  llvm::StringRef rest = token.spelling.drop_front().drop_back();
  unsigned height = 0;
  while (!rest.empty()) {
    // The next brace that no backslash escapes.
    size_t brace = 0;
    while (brace < rest.size() && rest[brace] != '{' && rest[brace] != '}')
      brace += rest[brace] == '\\' ? 2 : 1;
    brace = std::min(brace, rest.size());
    if (brace != 0)
      string->pieces.push_back({unescape(rest.take_front(brace)), nullptr});
    rest = rest.drop_front(brace);
    if (rest.empty())
      break;
    size_t close = rest.find('}');
    llvm::SMLoc place = llvm::SMLoc::getFromPointer(rest.begin());
    if (rest.front() == '}' || close == llvm::StringRef::npos) {
      diagnostics.error(place, "unmatched brace in a string; write '\\" +
                                   llvm::Twine(rest.front()) +
                                   "' for the character");
      advance();
      return nullptr;
    }
    Parser inner(rest.slice(1, close), diagnostics, depth);
    ExpressionPtr expression = inner.parseWholeExpression();
    if (!expression) {
      advance();
      return nullptr;
    }
    height = std::max(height, expression->height);
    string->pieces.push_back({"", std::move(expression)});
    rest = rest.drop_front(close + 1);
  }
  advance();
  return finish(std::move(string), height);
}

/// parenthesized := '(' expression ')'
///                | '(' expression ',' [ expression { ',' expression } ] ')'
ExpressionPtr Parser::parseParenthesized() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr first = parseExpression();
  if (!first)
    return nullptr;
  if (consume(Token::Kind::r_paren))
    return first;
  unsigned height = first->height;
  auto tuple = std::make_unique<TupleLiteral>(first->range);
  tuple->elements.push_back(std::move(first));
  while (consume(Token::Kind::comma) && !at(Token::Kind::r_paren)) {
    ExpressionPtr element = parseExpression();
    if (!element)
      return nullptr;
    height = std::max(height, element->height);
    tuple->elements.push_back(std::move(element));
  }
  if (!expect(Token::Kind::r_paren, ""))
    return nullptr;
  tuple->range = rangeFrom(begin);
  return finish(std::move(tuple), height);
}

/// list := '[' [ expression { ',' expression } [ ',' ] ] ']'
///       | '[' expression 'for' name 'in' iterable ']'
ExpressionPtr Parser::parseList() {
  llvm::SMLoc begin = token.begin();
  advance();
  auto list = std::make_unique<ListLiteral>(token.range());
  unsigned height = 0;
  while (!at(Token::Kind::r_square)) {
    ExpressionPtr element = parseExpression();
    if (!element)
      return nullptr;
    height = std::max(height, element->height);
    if (list->elements.empty() && at(Token::Kind::kw_for))
      return parseComprehension(begin, std::move(element));
    list->elements.push_back(std::move(element));
    if (!consume(Token::Kind::comma))
      break;
  }
  if (!expect(Token::Kind::r_square, ""))
    return nullptr;
  list->range = rangeFrom(begin);
  return finish(std::move(list), height);
}

/// iterable := expression [ '..' expression ]
/// { 'for' pattern 'in' iterable | 'if' expression } ']'
ExpressionPtr Parser::parseComprehension(llvm::SMLoc begin,
                                         ExpressionPtr element) {
  unsigned height = element->height;
  std::vector<Comprehension::Clause> clauses;
  auto visit = [&](const ExpressionPtr &part) {
    if (part)
      height = std::max(height, part->height);
  };
  while (token.isAny(Token::Kind::kw_for, Token::Kind::kw_if)) {
    Comprehension::Clause clause;
    if (consume(Token::Kind::kw_if)) {
      clause.condition = parseExpression();
      if (!clause.condition)
        return nullptr;
    } else {
      advance();
      std::optional<Pattern> variable = parsePattern("a name after 'for'");
      if (!variable || !expect(Token::Kind::kw_in, ""))
        return nullptr;
      std::optional<Iterable> iterable = parseIterable();
      if (!iterable)
        return nullptr;
      clause.variable = std::move(*variable);
      clause.iterable = std::move(*iterable);
    }
    visit(clause.condition);
    visit(clause.iterable.first);
    visit(clause.iterable.last);
    clauses.push_back(std::move(clause));
  }
  if (!expect(Token::Kind::r_square, ""))
    return nullptr;
  return finish(std::make_unique<Comprehension>(
                    rangeFrom(begin), std::move(element), std::move(clauses)),
                height);
}

std::optional<Iterable> Parser::parseIterable() {
  Iterable iterable;
  iterable.first = parseExpression();
  if (!iterable.first)
    return std::nullopt;
  if (consume(Token::Kind::dot_dot)) {
    iterable.last = parseExpression();
    if (!iterable.last)
      return std::nullopt;
  }
  return iterable;
}
