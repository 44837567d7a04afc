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

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// block := '{' { statement } '}'
bool Parser::parseBlock(std::vector<StatementPtr> &body,
                        const llvm::Twine &context) {
  if (!expect(Token::Kind::l_brace, context))
    return false;
  while (!token.isAny(Token::Kind::r_brace, Token::Kind::end_of_file) &&
         !atTopLevelKeyword()) {
    if (StatementPtr statement = parseStatement())
      body.push_back(std::move(statement));
    else
      skipToMemberOrStatement();
    // Statements do not hold functions: the brace before was forgotten.
    if (at(Token::Kind::kw_fn))
      break;
  }
  if (expect(Token::Kind::r_brace, " at the end of the block"))
    return true;
  // Go on as if it were there, the block itself is whole.
  return at(Token::Kind::kw_fn) || atTopLevelKeyword() ||
         at(Token::Kind::end_of_file);
}

/// statement := let | assign | if | for | return
StatementPtr Parser::parseStatement() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
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
    return parseAssign();
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
  Pattern pattern;
  pattern.isTuple = !isVariable && consume(Token::Kind::l_paren);
  do {
    std::optional<Identifier> name = expectName("a name");
    if (!name)
      return nullptr;
    pattern.names.push_back(*name);
  } while (pattern.isTuple && consume(Token::Kind::comma));
  if (pattern.isTuple && !expect(Token::Kind::r_paren, " after the names"))
    return nullptr;
  if (!expect(Token::Kind::equal, ""))
    return nullptr;
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  return std::make_unique<Let>(rangeFrom(begin), isVariable, std::move(pattern),
                               std::move(value));
}

/// assign := name '=' expression
StatementPtr Parser::parseAssign() {
  llvm::SMLoc begin = token.begin();
  Identifier name{token.spelling};
  advance();
  if (!expect(Token::Kind::equal, " (a statement is 'let', 'var', 'if', "
                                  "'for', 'return' or an assignment)"))
    return nullptr;
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
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
  std::optional<Identifier> variable = expectName("a name after 'for'");
  if (!variable || !expect(Token::Kind::kw_in, ""))
    return nullptr;
  std::optional<Iterable> iterable = parseIterable();
  if (!iterable)
    return nullptr;
  auto statement =
      std::make_unique<For>(rangeFrom(begin), *variable, std::move(*iterable));
  if (!parseBlock(statement->body, " after the range of 'for'"))
    return nullptr;
  statement->range = rangeFrom(begin);
  return statement;
}

/// return := 'return' expression
StatementPtr Parser::parseReturn() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  return std::make_unique<Return>(rangeFrom(begin), std::move(value));
}
