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

#include "llvm/ADT/STLExtras.h"

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
    : text(text), diagnostics(diagnostics), lexer(text, diagnostics),
      depth(depth) {
  previousEnd = llvm::SMLoc::getFromPointer(text.begin());
  following = lexer.next();
  token = following;
  following = lexer.next();
}

/// How many blanks stand before a token that starts its line.
static unsigned indentationOf(const Token &token, const char *textBegin) {
  const char *start = token.spelling.begin();
  while (start != textBegin && (start[-1] == ' ' || start[-1] == '\t'))
    --start;
  return token.spelling.begin() - start;
}

void Parser::advance() {
  previousEnd = token.end();
  token = following;
  if (token.startsLine)
    lineIndentation = indentationOf(token, text.begin());
  if (!following.is(Token::Kind::end_of_file))
    following = lexer.next();
}

bool Parser::consume(Token::Kind kind) {
  if (!at(kind))
    return false;
  advance();
  return true;
}

/// Can the token stand at the beginning of a line only because what it belongs
/// to is wrong?
static bool isOnlyInside(const Token &token) {
  return token.isAny(Token::Kind::comma, Token::Kind::colon, Token::Kind::dot,
                     Token::Kind::dot_dot, Token::Kind::equal,
                     Token::Kind::left_arrow, Token::Kind::arrow,
                     Token::Kind::star, Token::Kind::at_sign,
                     Token::Kind::slash);
}

void Parser::reportExpected(const llvm::Twine &what) {
  bool atLineEnd = (token.startsLine && !isOnlyInside(token)) ||
                   at(Token::Kind::end_of_file);
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
  std::string wanted = what.str();
  // `layer` and `state` would be good names elsewhere.
  if (token.isKeyword() && llvm::StringRef(wanted).starts_with("a name"))
    found = "the keyword " + found;
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
/// what came before has ended. So do `train` and `optimizer` before a model's
/// and an optimizer's name; `optimizer =` is a setting of `train`.
bool Parser::atTopLevelKeyword() const {
  bool isNamed = following.is(Token::Kind::name) &&
                 ast::Identifier{following.spelling}.isCapital();
  return token.startsLine &&
         (token.isAny(Token::Kind::kw_layer, Token::Kind::kw_model,
                      Token::Kind::kw_import) ||
          (isNamed &&
           token.isAny(Token::Kind::kw_train, Token::Kind::kw_optimizer)));
}

bool Parser::atMemberOrStatement() const {
  if (!token.startsLine)
    return false;
  if (at(Token::Kind::name))
    return following.isAny(Token::Kind::equal, Token::Kind::kw_as,
                           Token::Kind::left_arrow) ||
           (scanDepth != 0 && atNext());
  return token.isAny(
      Token::Kind::kw_let, Token::Kind::kw_var, Token::Kind::kw_if,
      Token::Kind::kw_for, Token::Kind::kw_return, Token::Kind::kw_fn,
      Token::Kind::kw_param, Token::Kind::kw_state, Token::Kind::kw_slot);
}

bool Parser::correctKeyword(llvm::ArrayRef<Token::Kind> keywords) {
  if (!at(Token::Kind::name))
    return false;
  std::vector<llvm::StringRef> spellings;
  for (Token::Kind keyword : keywords)
    spellings.push_back(describe(keyword).drop_front().drop_back());
  std::optional<llvm::StringRef> closest =
      closestName(token.spelling, spellings);
  if (!closest)
    return false;
  diagnostics.error(token.range(), "expected '" + *closest + "', found '" +
                                       token.spelling + "'");
  token.kind = keywords[llvm::find(spellings, *closest) - spellings.begin()];
  return true;
}

//===----------------------------------------------------------------------===//
// Braces
//===----------------------------------------------------------------------===//

/// Indentation means nothing in a program whose braces match. Where they do
/// not, it shows which one was forgotten.
bool Parser::bracesMatch() {
  if (matching)
    return *matching;
  llvm::SourceMgr sources;
  DiagnosticEngine ignored(sources);
  Lexer again(text, ignored);
  int64_t open = 0;
  Token at = again.next();
  for (; open >= 0 && !at.is(Token::Kind::end_of_file); at = again.next())
    open += at.is(Token::Kind::l_brace) - at.is(Token::Kind::r_brace);
  matching = open == 0;
  return *matching;
}

/// False and reported where there is no block; true and reported where one
/// goes on without its brace.
bool Parser::openBlock(const llvm::Twine &context) {
  block->brace = token.range();
  if (expect(Token::Kind::l_brace, context))
    return true;
  if (at(Token::Kind::r_brace) ||
      (token.startsLine && lineIndentation > block->indentation))
    return true;
  return !token.startsLine &&
         token.isAny(Token::Kind::kw_let, Token::Kind::kw_var,
                     Token::Kind::kw_return, Token::Kind::kw_param,
                     Token::Kind::kw_state, Token::Kind::kw_slot,
                     Token::Kind::kw_fn);
}

bool Parser::atBlockEnd() {
  return token.isAny(Token::Kind::r_brace, Token::Kind::end_of_file) ||
         atTopLevelKeyword() || atOuterIndentation();
}

/// Does the line belong to an outer block?
bool Parser::atOuterIndentation() {
  if (!token.startsLine || lineIndentation > block->indentation)
    return false;
  if (at(Token::Kind::r_brace)) {
    // It closes the innermost block unless another one fits exactly.
    if (lineIndentation == block->indentation)
      return false;
    Block *fitting = block->outer;
    while (fitting && fitting->indentation != lineIndentation)
      fitting = fitting->outer;
    return fitting && !bracesMatch();
  }
  return atMemberOrStatement() && !bracesMatch();
}

/// Goes on as if a missing brace were there: the block itself is whole.
void Parser::closeBlock(const llvm::Twine &context) {
  if (at(Token::Kind::r_brace) && !atOuterIndentation()) {
    advance();
    return;
  }
  if (at(Token::Kind::error))
    return;
  // The brace belongs on the next line where that is empty, as far to the
  // right as the block's first.
  llvm::SMRange place = token.range();
  llvm::StringRef between(previousEnd.getPointer(),
                          token.spelling.begin() - previousEnd.getPointer());
  llvm::StringRef next = between.split('\n').second;
  if (next.contains('\n') && next.split('\n').first.trim().empty()) {
    size_t blanks = next.size() - next.ltrim(" \t").size();
    place.Start = place.End = llvm::SMLoc::getFromPointer(
        next.begin() + std::min<size_t>(blanks, block->indentation));
  } else if (next.contains('\n') || at(Token::Kind::end_of_file)) {
    place.Start = place.End = previousEnd;
  }
  std::string found = at(Token::Kind::end_of_file)
                          ? describe(token.kind).str()
                          : ("'" + token.spelling + "'").str();
  Diagnostic &diagnostic =
      diagnostics.error(place, "expected '}'" + context + ", found " + found);
  if (block->brace.isValid())
    diagnostic.note(block->brace, "it begins here");
}

//===----------------------------------------------------------------------===//
// Recovery
//===----------------------------------------------------------------------===//

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
