//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Formatting as a whole: parse, lay out, print, and compare with what was.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Format.h"

#include "Layout.h"

#include "dlc/Frontend/Parser.h"

using namespace dlc::format;
using namespace dlc::frontend;

namespace {
/// What of a file has a meaning: its tokens, but for a comma before a closing
/// bracket, and its comments.
class Meaning {
public:
  Meaning(llvm::StringRef text, DiagnosticEngine &diagnostics)
      : lexer(text, diagnostics), end(text.begin()) {
    following = lexer.next();
  }

  Token next();
  llvm::ArrayRef<llvm::StringRef> allComments() const { return comments; }

private:
  Token advance();
  static bool isClosing(const Token &token) {
    return token.isAny(Token::Kind::r_paren, Token::Kind::r_square);
  }

  struct Bracket {
    bool isTuple;
    bool hasComma;
  };

  Lexer lexer;
  Token following;
  const char *end;
  Token::Kind previous = Token::Kind::comma;
  std::vector<Bracket> brackets;
  std::vector<llvm::StringRef> comments;
};
} // namespace

Token Meaning::advance() {
  Token token = following;
  llvm::StringRef gap(end, token.spelling.begin() - end);
  for (size_t at = gap.find("//"); at != llvm::StringRef::npos;
       at = gap.find("//")) {
    auto [comment, rest] = gap.drop_front(at).split('\n');
    comments.push_back(comment.rtrim());
    gap = rest;
  }
  end = token.spelling.end();
  following = lexer.next();
  return token;
}

Token Meaning::next() {
  Token token = advance();
  if (token.isAny(Token::Kind::l_paren, Token::Kind::l_square)) {
    // Behind an operand it is a call or an index, else (x,) is not (x).
    bool isTuple =
        token.is(Token::Kind::l_paren) && previous != Token::Kind::name &&
        previous != Token::Kind::r_paren && previous != Token::Kind::r_square;
    brackets.push_back({isTuple, false});
  } else if (isClosing(token) && !brackets.empty()) {
    brackets.pop_back();
  } else if (token.is(Token::Kind::comma) && !brackets.empty()) {
    Bracket &bracket = brackets.back();
    if (isClosing(following) && !(bracket.isTuple && !bracket.hasComma))
      return next();
    bracket.hasComma = true;
  }
  previous = token.kind;
  return token;
}

/// Does `after` mean what `before` did? Reports where it first does not.
static bool meansTheSame(llvm::StringRef before, llvm::StringRef after,
                         llvm::ArrayRef<const char *> itemStarts,
                         DiagnosticEngine &diagnostics) {
  llvm::SourceMgr sources;
  DiagnosticEngine unheard(sources);
  Meaning expected(before, unheard);
  Meaning actual(after, unheard);
  Token wanted;
  do {
    wanted = expected.next();
    Token got = actual.next();
    bool same = wanted.kind == got.kind && wanted.spelling == got.spelling;
    // Blank lines tell which comment documents a declaration.
    if (!itemStarts.empty() && wanted.spelling.data() == itemStarts.front()) {
      itemStarts = itemStarts.drop_front();
      same &= documentationText(wanted.documentation) ==
              documentationText(got.documentation);
    }
    if (!same) {
      diagnostics.error(wanted.range(), "cannot be formatted: the result would "
                                        "mean something else from here on");
      return false;
    }
  } while (!wanted.is(Token::Kind::end_of_file));
  if (expected.allComments() == actual.allComments())
    return true;
  diagnostics.error(llvm::SMRange(),
                    "cannot be formatted: a comment would be lost");
  return false;
}

std::optional<std::string>
dlc::format::formatFile(llvm::StringRef text, DiagnosticEngine &diagnostics) {
  unsigned before = diagnostics.errorCount();
  parseFile(text, diagnostics);
  if (diagnostics.errorCount() != before)
    return std::nullopt;
  Source source(text, diagnostics);
  Layout layout(source);
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  while (true) {
    // A declaration at a time, for files of many megabytes.
    DocumentBuilder builder;
    Item item = layout.fileItem(builder);
    print(item, /*indent=*/0, /*isFirst=*/result.empty(), result);
    if (!item.content)
      break;
  }
  if (!meansTheSame(text, result, layout.itemStarts(), diagnostics))
    return std::nullopt;
  return result;
}

std::string dlc::format::formatHead(llvm::StringRef text) {
  llvm::SourceMgr sources;
  DiagnosticEngine unheard(sources);
  Source source(text, unheard);
  Layout layout(source);
  DocumentBuilder builder;
  std::string result;
  print(layout.head(builder), /*indent=*/0, result);
  return result;
}
