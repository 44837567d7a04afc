//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file as the formatter sees it: tokens with the comments around them, and
// what of the author's layout has a say in the canonical one.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FORMAT_SOURCE_H
#define DLC_LIB_FORMAT_SOURCE_H

#include "dlc/Frontend/Lexer.h"

#include "llvm/ADT/ArrayRef.h"

#include <vector>

namespace dlc::format {

struct Comment {
  llvm::StringRef text; ///< with the slashes, without white space behind
  bool blankBefore = false;
  /// Begins in the first column although the code around it is indented: a
  /// directive of a test, or code that was switched off. It stays there.
  bool atMargin = false;
};

struct SourceToken {
  llvm::StringRef text;
  frontend::Token::Kind kind;
  bool newlineBefore = false;
  bool blankBefore = false;
  /// Does the first of the comments since the previous token stand behind
  /// that one, on its line?
  bool firstTrails = false;
  uint32_t firstComment = 0;

  bool is(frontend::Token::Kind other) const { return kind == other; }
  bool isOpener() const {
    return is(frontend::Token::Kind::l_paren) ||
           is(frontend::Token::Kind::l_square) ||
           is(frontend::Token::Kind::l_brace);
  }
  bool isCloser() const {
    return is(frontend::Token::Kind::r_paren) ||
           is(frontend::Token::Kind::r_square) ||
           is(frontend::Token::Kind::r_brace);
  }
};

/// `text` is free of lexical errors.
class Source {
public:
  Source(llvm::StringRef text, frontend::DiagnosticEngine &diagnostics);

  /// The last one is `end_of_file`.
  llvm::ArrayRef<SourceToken> tokens() const { return allTokens; }
  /// The comments on lines of their own before a token.
  llvm::ArrayRef<Comment> commentsBefore(size_t token) const;
  /// The comment behind a token, or null.
  const Comment *commentBehind(size_t token) const;

private:
  void readComments(llvm::StringRef gap, SourceToken &next);

  std::vector<SourceToken> allTokens;
  std::vector<Comment> comments;
  /// The column of the first token of the current line.
  size_t lineColumn = 0;
};

} // namespace dlc::format

#endif // DLC_LIB_FORMAT_SOURCE_H
