//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lexing with comments: what the lexer skips between two tokens is read here.
//
//===----------------------------------------------------------------------===//

#include "Source.h"

using namespace dlc::format;
using dlc::frontend::Lexer;
using dlc::frontend::Token;

Source::Source(llvm::StringRef text,
               dlc::frontend::DiagnosticEngine &diagnostics) {
  Lexer lexer(text, diagnostics);
  const char *end = text.begin();
  if (text.starts_with("\xEF\xBB\xBF"))
    end += 3;
  while (true) {
    Token token = lexer.next();
    SourceToken next;
    next.text = token.spelling;
    next.kind = token.kind;
    readComments(llvm::StringRef(end, token.spelling.begin() - end), next);
    end = token.spelling.end();
    allTokens.push_back(next);
    if (token.is(Token::Kind::end_of_file))
      return;
  }
}

/// `gap` is what stands between the last token and `next`.
void Source::readComments(llvm::StringRef gap, SourceToken &next) {
  next.firstComment = static_cast<uint32_t>(comments.size());
  // No line precedes the file, and every line in it begins there.
  next.newlineBefore = allTokens.empty();
  size_t previousColumn = lineColumn;
  unsigned lineEnds = 0;
  const char *lineStart = allTokens.empty() ? gap.begin() : nullptr;
  while (!gap.empty()) {
    if (gap.starts_with("//")) {
      Comment comment;
      comment.text = gap.take_until([](char c) { return c == '\n'; });
      gap = gap.drop_front(comment.text.size());
      comment.text = comment.text.rtrim();
      comment.blankBefore = lineEnds > 1;
      comment.atMargin =
          comment.text.begin() == lineStart && !comment.text.starts_with("///");
      if (lineEnds == 0 && !allTokens.empty())
        next.firstTrails = true;
      comments.push_back(comment);
      lineEnds = 0;
      continue;
    }
    if (gap.front() == '\n') {
      ++lineEnds;
      next.newlineBefore = true;
      lineStart = gap.begin() + 1;
    }
    gap = gap.drop_front();
  }
  next.blankBefore = lineEnds > 1;
  if (lineStart)
    lineColumn = next.text.begin() - lineStart;
  // Where the code is not indented either, nobody meant the margin. What
  // closes a bracket may be, but what it closes is further in.
  bool isIndented = next.isCloser()
                        ? previousColumn > 0 && !allTokens.back().isOpener()
                        : lineColumn > 0;
  for (size_t i = next.firstComment; i < comments.size(); ++i)
    comments[i].atMargin &= isIndented;
}

llvm::ArrayRef<Comment> Source::commentsBefore(size_t token) const {
  const SourceToken &here = allTokens[token];
  size_t first = here.firstComment + (here.firstTrails ? 1 : 0);
  size_t last = token + 1 < allTokens.size() ? allTokens[token + 1].firstComment
                                             : comments.size();
  return llvm::ArrayRef(comments).slice(first, last - first);
}

const Comment *Source::commentBehind(size_t token) const {
  if (token + 1 >= allTokens.size() || !allTokens[token + 1].firstTrails)
    return nullptr;
  return &comments[allTokens[token + 1].firstComment];
}
