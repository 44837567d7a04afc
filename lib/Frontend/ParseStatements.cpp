//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Grammar of statements.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// block := '{' { statement } '}'
bool Parser::parseBlock(std::vector<StatementPtr> &body,
                        const llvm::Twine &context) {
  Block braces(*this);
  if (!openBlock(context))
    return false;
  // Statements do not hold members: the brace before one was forgotten.
  while (!atBlockEnd() &&
         !token.isAny(Token::Kind::kw_fn, Token::Kind::kw_param,
                      Token::Kind::kw_state)) {
    bool isReached = body.empty() || !llvm::isa<Return, Next>(body.back());
    llvm::SMRange place = token.range();
    if (StatementPtr statement = parseStatement()) {
      if (!isReached)
        diagnostics.error(place,
                          "nothing behind a 'return' or 'next' is reached");
      body.push_back(std::move(statement));
    } else {
      skipToMemberOrStatement();
    }
  }
  closeBlock(" at the end of the block");
  return true;
}

/// statement := let | assign | if | for | return
StatementPtr Parser::parseStatement() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  llvm::SaveAndRestore line(indentation, lineIndentation);
  if (!following.isAny(Token::Kind::equal, Token::Kind::left_arrow) &&
      !(scanDepth != 0 && atNext()))
    correctKeyword({Token::Kind::kw_let, Token::Kind::kw_var,
                    Token::Kind::kw_if, Token::Kind::kw_for,
                    Token::Kind::kw_return});
  switch (token.kind) {
  case Token::Kind::kw_let:
  case Token::Kind::kw_var:
    return parseLet();
  case Token::Kind::kw_if:
    return parseIf();
  case Token::Kind::kw_for:
    return parseFor();
  case Token::Kind::kw_return:
    return parseReturn();
  case Token::Kind::name:
    return scanDepth != 0 && atNext() ? parseNext() : parseAssign();
  default:
    reportMisplaced("a statement");
    // Make progress even where recovery would stop right here.
    if (!token.isAny(Token::Kind::r_brace, Token::Kind::kw_fn))
      advance();
    return nullptr;
  }
}

/// let     := ('let' pattern | 'var' name) '=' expression
/// pattern := name | '(' name { ',' name } ')'
StatementPtr Parser::parseLet() {
  llvm::SMLoc begin = token.begin();
  bool isVariable = at(Token::Kind::kw_var);
  advance();
  std::optional<Pattern> pattern = parsePattern("a name");
  if (!pattern)
    return nullptr;
  if (isVariable && pattern->isTuple) {
    diagnostics.error(pattern->range,
                      "a 'var' is one name; 'let' takes tuples apart");
    return nullptr;
  }
  if (!expect(Token::Kind::equal, ""))
    return nullptr;
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  return std::make_unique<Let>(rangeFrom(begin), isVariable,
                               std::move(*pattern), std::move(value));
}

std::optional<Pattern> Parser::parsePattern(const llvm::Twine &what) {
  Nesting nesting(*this);
  if (!nesting.ok)
    return std::nullopt;
  llvm::SMLoc begin = token.begin();
  Pattern pattern;
  if (consume(Token::Kind::l_paren)) {
    pattern.isTuple = true;
    do {
      std::optional<Pattern> element = parsePattern("a name");
      if (!element)
        return std::nullopt;
      pattern.elements.push_back(std::move(*element));
    } while (consume(Token::Kind::comma) && !at(Token::Kind::r_paren));
    bool isNested = pattern.elements.size() == 1 &&
                    previousEnd == pattern.elements.front().range.End;
    if (!expect(Token::Kind::r_paren, " after the names"))
      return std::nullopt;
    // Parentheses around one name mean nothing, as in expressions.
    if (isNested) {
      Pattern inner = std::move(pattern.elements.front());
      return inner;
    }
  } else {
    std::optional<Identifier> name = expectName(what);
    if (!name)
      return std::nullopt;
    pattern.name = *name;
  }
  pattern.range = rangeFrom(begin);
  return pattern;
}

/// assign := name '=' expression
StatementPtr Parser::parseAssign() {
  llvm::SMLoc begin = token.begin();
  Identifier name{token.spelling};
  advance();
  if (name.text == "next" && scanDepth == 0 &&
      !token.isAny(Token::Kind::equal, Token::Kind::left_arrow)) {
    diagnostics.error(name.range(),
                      "'next' ends a step of a 'scan', and there is none here");
    return nullptr;
  }
  if (at(Token::Kind::dot) || at(Token::Kind::l_square)) {
    diagnostics.error(token.range(),
                      "only names are assigned, no part of a value: tensors do "
                      "not change, and a state is rebound by its own layer");
    return nullptr;
  }
  bool isRebind = consume(Token::Kind::left_arrow);
  if (!isRebind &&
      !expect(Token::Kind::equal, " (a statement is 'let', 'var', 'if', "
                                  "'for', 'return' or an assignment)"))
    return nullptr;
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  if (isRebind)
    return std::make_unique<Rebind>(rangeFrom(begin), name, std::move(value));
  return std::make_unique<Assign>(rangeFrom(begin), name, std::move(value));
}

/// if := 'if' expression block [ 'else' (if | block) ]
StatementPtr Parser::parseIf() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr condition = parseExpression();
  if (!condition)
    return nullptr;
  auto statement = std::make_unique<If>(rangeFrom(begin), std::move(condition));
  if (!parseBlock(statement->thenBody, " after the condition"))
    return nullptr;
  if (consume(Token::Kind::kw_else)) {
    if (at(Token::Kind::kw_if)) {
      StatementPtr inner = parseStatement();
      if (!inner)
        return nullptr;
      statement->elseBody.push_back(std::move(inner));
    } else if (!parseBlock(statement->elseBody, " after 'else'")) {
      return nullptr;
    }
  }
  statement->range = rangeFrom(begin);
  return statement;
}

/// for := 'for' name 'in' iterable block
StatementPtr Parser::parseFor() {
  llvm::SMLoc begin = token.begin();
  advance();
  std::optional<Pattern> variable = parsePattern("a name after 'for'");
  if (!variable || !expect(Token::Kind::kw_in, ""))
    return nullptr;
  std::optional<Iterable> iterable = parseIterable();
  if (!iterable)
    return nullptr;
  auto statement = std::make_unique<For>(rangeFrom(begin), std::move(*variable),
                                         std::move(*iterable));
  if (!parseBlock(statement->body, " after the range of 'for'"))
    return nullptr;
  statement->range = rangeFrom(begin);
  return statement;
}

/// return := 'return' expression
StatementPtr Parser::parseReturn() {
  llvm::SMLoc begin = token.begin();
  if (scanDepth != 0)
    diagnostics.error(token.range(), "a step of a 'scan' ends with 'next', not "
                                     "'return'");
  advance();
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  return std::make_unique<Return>(rangeFrom(begin), std::move(value));
}

/// 'next' expression [ 'emit' expression ]
StatementPtr Parser::parseNext() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  ExpressionPtr emitted;
  if (consumeWord("emit")) {
    emitted = parseExpression();
    if (!emitted)
      return nullptr;
  }
  return std::make_unique<Next>(rangeFrom(begin), std::move(value),
                                std::move(emitted));
}

/// 'scan' [ 'reversed' ] pattern '=' expression
/// 'over' pattern 'in' expression block
ExpressionPtr Parser::parseScan() {
  auto scan = std::make_unique<Scan>(token.range());
  llvm::SMLoc begin = token.begin();
  advance();
  if (atWord("reversed") &&
      following.isAny(Token::Kind::name, Token::Kind::l_paren)) {
    scan->isReversed = true;
    advance();
  }
  std::optional<Pattern> carried =
      parsePattern("the name of what is carried from step to step");
  if (!carried || !expect(Token::Kind::equal, " and what is carried into the "
                                              "first step"))
    return nullptr;
  scan->carried = std::move(*carried);
  scan->initial = parseExpression();
  if (!scan->initial)
    return nullptr;
  if (!consumeWord("over")) {
    reportExpected("'over' and what the scan runs over");
    return nullptr;
  }
  std::optional<Pattern> element = parsePattern("a name after 'over'");
  if (!element || !expect(Token::Kind::kw_in, ""))
    return nullptr;
  scan->element = std::move(*element);
  scan->sequence = parseExpression();
  if (!scan->sequence)
    return nullptr;
  scan->headRange = rangeFrom(begin);
  ++scanDepth;
  bool whole = parseBlock(scan->body, " before the scan's body");
  --scanDepth;
  if (!whole)
    return nullptr;
  scan->range = rangeFrom(begin);
  unsigned height = std::max(scan->initial->height, scan->sequence->height);
  return finish(std::move(scan), height);
}
