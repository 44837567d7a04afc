//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Splits source text into tokens. Comments and white space are skipped, line
// ends carry no meaning beyond Token::startsLine.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_LEXER_H
#define DLC_FRONTEND_LEXER_H

#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/Token.h"

namespace dlc::frontend {

/// Every malformed byte is reported here and comes out as one `error` token,
/// about which the parser stays silent.
class Lexer {
public:
  /// `text` is a piece of a buffer that `diagnostics` knows.
  Lexer(llvm::StringRef text, DiagnosticEngine &diagnostics);

  /// The next token; `end_of_file` again and again at the end.
  Token next();

private:
  Token make(Token::Kind kind, const char *start);
  Token fail(const char *start, const char *message);
  void skipBlanksAndComments();
  Token lexName(const char *start);
  Token lexNumber(const char *start);
  Token lexString(const char *start);
  Token lexUnknown(const char *start);
  char peek(size_t ahead = 0) const {
    return static_cast<size_t>(end - position) > ahead ? position[ahead] : '\0';
  }

  const char *position;
  const char *end;
  DiagnosticEngine &diagnostics;
  llvm::StringRef documentation;
  bool atLineStart = true;
};

/// The value of a string literal's text between quotes and braces: escapes
/// replaced.
std::string unescape(llvm::StringRef text);

/// The text of `///` lines without the slashes and the common blank.
std::string documentationText(llvm::StringRef lines);

/// The `///` lines at the very beginning of a file, where an empty line sets
/// them apart from what follows: they document the file.
std::string leadingDocumentation(llvm::StringRef file);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_LEXER_H
