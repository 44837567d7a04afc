//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parser's handling of tokens: expectations, their errors, and where
// parsing resumes after one.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Parser.h"

#include "ParserImplementation.h"

using namespace dlc::frontend;

/// Deeper nesting is no program and would exhaust the stack.
static constexpr unsigned maximumDepth = 256;

std::unique_ptr<ast::File>
dlc::frontend::parseFile(llvm::StringRef text, DiagnosticEngine &diagnostics) {
  std::unique_ptr<ast::File> file = Parser(text, diagnostics).parseFile();
  if (file->documentation.empty())
    file->documentation = leadingDocumentation(text);
  return file;
}

ast::ExpressionPtr
dlc::frontend::parseExpression(llvm::StringRef text,
                               DiagnosticEngine &diagnostics) {
  return Parser(text, diagnostics).parseWholeExpression();
}

Parser::Parser(llvm::StringRef text, DiagnosticEngine &diagnostics,
               unsigned depth)
    : diagnostics(diagnostics), lexer(text, diagnostics), depth(depth) {
  previousEnd = llvm::SMLoc::getFromPointer(text.begin());
  following = lexer.next();
  token = following;
  following = lexer.next();
}

void Parser::advance() {
  previousEnd = token.end();
  token = following;
  if (!following.is(Token::Kind::end_of_file))
    following = lexer.next();
}

bool Parser::consume(Token::Kind kind) {
  if (!at(kind))
    return false;
  advance();
  return true;
}

void Parser::reportExpected(const llvm::Twine &what) {
  bool atLineEnd = token.startsLine || at(Token::Kind::end_of_file);
  if (atLineEnd && previousEnd.isValid())
    reportExpected(what, {previousEnd, previousEnd});
  else
    reportExpected(what, token.range());
}

void Parser::reportMisplaced(const llvm::Twine &what) {
  reportExpected(what, token.range());
}

void Parser::reportExpected(const llvm::Twine &what, llvm::SMRange place) {
  if (at(Token::Kind::error))
    return;
  std::string found;
  switch (token.kind) {
  case Token::Kind::end_of_file:
  case Token::Kind::string:
    found = describe(token.kind).str();
    break;
  default:
    found = ("'" + token.spelling + "'").str();
  }
  diagnostics.error(place, "expected " + what + ", found " + found);
}

bool Parser::consumeWord(llvm::StringRef word) {
  if (!atWord(word))
    return false;
  advance();
  return true;
}

/// `next` begins a statement, unless it is the name of a variable there.
bool Parser::atNext() const {
  return atWord("next") &&
         !following.isAny(Token::Kind::equal, Token::Kind::left_arrow);
}

bool Parser::expect(Token::Kind kind, const llvm::Twine &context) {
  if (consume(kind))
    return true;
  reportExpected(describe(kind) + context);
  return false;
}

std::optional<ast::Identifier> Parser::expectName(const llvm::Twine &what) {
  if (!at(Token::Kind::name)) {
    reportExpected(what);
    return std::nullopt;
  }
  ast::Identifier name{token.spelling};
  advance();
  return name;
}

bool Parser::enter(llvm::SMLoc place) {
  if (++depth != maximumDepth)
    return depth < maximumDepth;
  diagnostics.error(place, "nested too deeply: more than " +
                               llvm::Twine(maximumDepth) + " levels");
  return false;
}

/// `layer` and `model` begin a line at top level only: wherever one stands,
/// what came before has ended.
bool Parser::atTopLevelKeyword() const {
  return token.startsLine &&
         token.isAny(Token::Kind::kw_layer, Token::Kind::kw_model,
                     Token::Kind::kw_import);
}

bool Parser::atMemberOrStatement() const {
  if (!token.startsLine)
    return false;
  if (at(Token::Kind::name))
    return following.isAny(Token::Kind::equal, Token::Kind::kw_as,
                           Token::Kind::left_arrow) ||
           (scanDepth != 0 && atNext());
  return token.isAny(Token::Kind::kw_let, Token::Kind::kw_var,
                     Token::Kind::kw_if, Token::Kind::kw_for,
                     Token::Kind::kw_return, Token::Kind::kw_fn,
                     Token::Kind::kw_param, Token::Kind::kw_state);
}

/// Skips one token, or everything from an opening bracket to its closing one.
void Parser::skipBalanced() {
  unsigned open = 0;
  do {
    if (token.isAny(Token::Kind::l_paren, Token::Kind::l_square,
                    Token::Kind::l_brace))
      ++open;
    else if (open && token.isAny(Token::Kind::r_paren, Token::Kind::r_square,
                                 Token::Kind::r_brace))
      --open;
    advance();
  } while (open && !at(Token::Kind::end_of_file) && !atTopLevelKeyword());
}

void Parser::skipToMemberOrStatement() {
  while (!token.isAny(Token::Kind::end_of_file, Token::Kind::r_brace) &&
         !atTopLevelKeyword() && !atMemberOrStatement()) {
    // An open parenthesis may never be closed, but a statement's keyword does
    // not occur inside one: only braces are skipped as a whole.
    if (at(Token::Kind::l_brace))
      skipBalanced();
    else
      advance();
  }
}

void Parser::skipToDeclaration() {
  while (!at(Token::Kind::end_of_file) && !atTopLevelKeyword() &&
         !(token.startsLine &&
           token.isAny(Token::Kind::kw_fn, Token::Kind::kw_extern,
                       Token::Kind::kw_train, Token::Kind::kw_optimizer))) {
    if (at(Token::Kind::l_brace))
      skipBalanced();
    else
      advance();
  }
}

/// Skips to behind `closing`; false where a brace or the end comes before it.
bool Parser::skipBehind(Token::Kind closing) {
  while (!at(closing)) {
    if (token.isAny(Token::Kind::end_of_file, Token::Kind::l_brace,
                    Token::Kind::r_brace) ||
        atTopLevelKeyword() || atMemberOrStatement())
      return false;
    skipBalanced();
  }
  advance();
  return true;
}
