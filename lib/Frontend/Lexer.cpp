//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lexer.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Lexer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ConvertUTF.h"

#include <algorithm>
#include <cstring>

using namespace dlc::frontend;

llvm::StringRef dlc::frontend::describe(Token::Kind kind) {
  switch (kind) {
  case Token::Kind::end_of_file:
    return "the end of the file";
  case Token::Kind::error:
    return "a malformed token";
  case Token::Kind::name:
    return "a name";
  case Token::Kind::integer:
  case Token::Kind::floating:
    return "a number";
  case Token::Kind::string:
    return "a string";
#define DLC_PUNCTUATION(kind, spelling)                                        \
  case Token::Kind::kind:                                                      \
    return "'" spelling "'";
#define DLC_KEYWORD(spelling)                                                  \
  case Token::Kind::kw_##spelling:                                             \
    return "'" #spelling "'";
#include "dlc/Frontend/Tokens.def"
  }
  return "";
}

static bool isNameStart(char c) { return llvm::isAlpha(c) || c == '_'; }
static bool isNameContinuation(char c) { return llvm::isAlnum(c) || c == '_'; }

Lexer::Lexer(llvm::StringRef text, DiagnosticEngine &diagnostics)
    : position(text.begin()), end(text.end()), diagnostics(diagnostics) {
  // A byte order mark is legal UTF-8 and means nothing.
  if (text.starts_with("\xEF\xBB\xBF"))
    position += 3;
}

Token Lexer::make(Token::Kind kind, const char *start) {
  Token token;
  token.kind = kind;
  token.spelling = llvm::StringRef(start, position - start);
  token.documentation = documentation;
  token.startsLine = atLineStart;
  documentation = {};
  atLineStart = false;
  return token;
}

Token Lexer::fail(const char *start, const char *message) {
  Token token = make(Token::Kind::error, start);
  diagnostics.error(token.range(), message);
  return token;
}

void Lexer::skipBlanksAndComments() {
  unsigned lineEnds = 0;
  while (position != end) {
    char c = *position;
    if (c == '\n') {
      atLineStart = true;
      ++position;
      // An empty line ends a comment, which then belongs to nothing below.
      if (++lineEnds > 1)
        documentation = {};
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      ++position;
      continue;
    }
    if (c != '/' || peek(1) != '/')
      return;
    const char *start = position;
    position = std::find(position, end, '\n');
    lineEnds = 0;
    // A malformed byte in a comment is as suspicious as anywhere else: the
    // file may not be text at all.
    const auto *bytes = reinterpret_cast<const llvm::UTF8 *>(start);
    const auto *stop = reinterpret_cast<const llvm::UTF8 *>(position);
    if (!llvm::isLegalUTF8String(&bytes, stop)) {
      const char *bad = reinterpret_cast<const char *>(bytes);
      diagnostics.error(llvm::SMRange(llvm::SMLoc::getFromPointer(bad),
                                      llvm::SMLoc::getFromPointer(bad + 1)),
                        "invalid UTF-8 in a comment");
    } else if (const void *zero = memchr(start, 0, position - start)) {
      diagnostics.error(
          llvm::SMLoc::getFromPointer(static_cast<const char *>(zero)),
          "NUL byte in a comment");
    }
    llvm::StringRef comment(start, position - start);
    bool isDocumentation =
        comment.starts_with("///") && !comment.starts_with("////");
    if (!isDocumentation)
      documentation = {};
    else if (documentation.empty())
      documentation = comment;
    else
      documentation = llvm::StringRef(documentation.begin(),
                                      position - documentation.begin());
  }
}

Token Lexer::next() {
  skipBlanksAndComments();
  const char *start = position;
  if (position == end)
    return make(Token::Kind::end_of_file, start);
  char c = *position;
  if (isNameStart(c))
    return lexName(start);
  if (llvm::isDigit(c))
    return lexNumber(start);
  if (c == '"')
    return lexString(start);

  // Longest spelling first: "..." before ".." before ".".
  llvm::StringRef rest(position, end - position);
  for (size_t length : {3, 2, 1}) {
    auto kind = llvm::StringSwitch<Token::Kind>(rest.take_front(length))
#define DLC_PUNCTUATION(kind, spelling) .Case(spelling, Token::Kind::kind)
#include "dlc/Frontend/Tokens.def"
                    .Default(Token::Kind::error);
    if (kind == Token::Kind::error || rest.size() < length)
      continue;
    position += length;
    return make(kind, start);
  }
  return lexUnknown(start);
}

Token Lexer::lexName(const char *start) {
  while (position != end && isNameContinuation(*position))
    ++position;
  llvm::StringRef text(start, position - start);
  // Names are repeated in paths, and in the locations of operations.
  constexpr size_t maximumName = 256;
  if (text.size() > maximumName)
    return fail(start, "name of more than 256 characters");
  auto kind = llvm::StringSwitch<Token::Kind>(text)
#define DLC_KEYWORD(spelling) .Case(#spelling, Token::Kind::kw_##spelling)
#include "dlc/Frontend/Tokens.def"
                  .Default(Token::Kind::name);
  return make(kind, start);
}

/// number := digits ['.' digits] [('e' | 'E') ['+' | '-'] digits]
///
/// The digits after the point are required, so that `0..n` is a range.
Token Lexer::lexNumber(const char *start) {
  auto skipDigits = [&] {
    while (llvm::isDigit(peek()))
      ++position;
  };
  Token::Kind kind = Token::Kind::integer;
  skipDigits();
  if (peek() == '.' && llvm::isDigit(peek(1))) {
    kind = Token::Kind::floating;
    ++position;
    skipDigits();
  }
  if (peek() == 'e' || peek() == 'E') {
    size_t sign = peek(1) == '+' || peek(1) == '-';
    if (llvm::isDigit(peek(1 + sign))) {
      kind = Token::Kind::floating;
      position += 1 + sign;
      skipDigits();
    }
  }
  if (!isNameContinuation(peek()))
    return make(kind, start);
  while (isNameContinuation(peek()))
    ++position;
  return fail(start, "malformed number");
}

/// string := '"' { character | '\' ('"' | '\' | 'n' | 't' | '{' | '}')
///                 | '{' expression '}' } '"'
///
/// What stands between braces is lexed again by the parser; here only the end
/// of the string matters, so strings do not nest.
Token Lexer::lexString(const char *start) {
  ++position;
  const char *problem = nullptr;
  while (true) {
    if (position == end || *position == '\n')
      return fail(start, "unterminated string");
    char c = *position;
    if (c == '"') {
      ++position;
      break;
    }
    if (c == '\0' && !problem)
      problem = "NUL byte in a string";
    if (c == '\\') {
      ++position;
      if (position == end || *position == '\n')
        continue;
      if (!llvm::StringRef("\"\\nt{}").contains(*position) && !problem)
        problem = "unknown escape in a string";
    }
    ++position;
  }
  const auto *bytes = reinterpret_cast<const llvm::UTF8 *>(start);
  const auto *stop = reinterpret_cast<const llvm::UTF8 *>(position);
  if (!problem && !llvm::isLegalUTF8String(&bytes, stop))
    problem = "invalid UTF-8 in a string";
  if (problem)
    return fail(start, problem);
  return make(Token::Kind::string, start);
}

Token Lexer::lexUnknown(const char *start) {
  if (*position == '\0') {
    while (position != end && *position == '\0')
      ++position;
    return fail(start, "NUL byte in the source");
  }
  if (static_cast<unsigned char>(*position) < 0x80) {
    ++position;
    if (*start == '\'') {
      return fail(start, "unexpected character; strings stand between \"\"");
    }
    if (*start == ';')
      return fail(start, "unexpected ';'; statements end with their line");
    return fail(start, "unexpected character");
  }
  // One token for a whole run, lest every byte of a binary file be an error.
  while (position != end && static_cast<unsigned char>(*position) >= 0x80)
    ++position;
  const auto *bytes = reinterpret_cast<const llvm::UTF8 *>(start);
  const auto *stop = reinterpret_cast<const llvm::UTF8 *>(position);
  return fail(start, llvm::isLegalUTF8String(&bytes, stop)
                         ? "unexpected character"
                         : "invalid UTF-8");
}

std::string dlc::frontend::unescape(llvm::StringRef text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    char c = text[++i];
    result += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return result;
}

std::string dlc::frontend::documentationText(llvm::StringRef lines) {
  std::string result;
  while (!lines.empty()) {
    auto [line, rest] = lines.split('\n');
    line = line.trim();
    line.consume_front("///");
    line.consume_front(" ");
    if (!result.empty())
      result += '\n';
    result += line;
    lines = rest;
  }
  return result;
}

std::string dlc::frontend::leadingDocumentation(llvm::StringRef file) {
  file.consume_front("\xEF\xBB\xBF");
  llvm::StringRef rest = file.ltrim();
  llvm::StringRef lines = rest;
  auto isDocumentation = [&] {
    return rest.starts_with("///") && !rest.starts_with("////");
  };
  while (isDocumentation())
    rest = rest.split('\n').second.ltrim(" \t");
  lines = lines.drop_back(rest.size());
  bool isSetApart =
      rest.empty() || rest.front() == '\n' || rest.starts_with("\r\n");
  return isSetApart ? documentationText(lines.rtrim()) : "";
}
