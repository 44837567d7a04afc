//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From tokens to documents, one member function a construct.
//
// The tokens and not the syntax tree are what is laid out: the tree has no
// parentheses, commas or comments. The file was parsed before, so this never
// meets an error. It knows of the grammar only how constructs look, and takes
// every token in turn, so that nothing can get lost: a construct that it does
// not know comes out with single blanks between its tokens.
//
// A new construct needs a function here and a line in `item` or `primary`.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FORMAT_LAYOUT_H
#define DLC_LIB_FORMAT_LAYOUT_H

#include "Document.h"

#include "llvm/ADT/SmallVector.h"

namespace dlc::format {

class Layout {
public:
  using Kind = frontend::Token::Kind;

  explicit Layout(const Source &source)
      : source(source), tokens(source.tokens()) {}

  bool atEnd() const { return at(Kind::end_of_file); }
  /// The next import or declaration of a file, or at its end the comments that
  /// are left. `builder` owns the result.
  Item fileItem(DocumentBuilder &builder);
  /// The head of a declaration, without its braces.
  Doc head(DocumentBuilder &builder);

  /// The first tokens of all statements, members and declarations so far.
  llvm::ArrayRef<const char *> itemStarts() const { return starts; }

private:
  using Parts = llvm::SmallVector<Doc, 8>;

  // Layout.cpp: tokens and what encloses them.
  const SourceToken &here() const { return tokens[next]; }
  bool at(Kind kind) const { return here().is(kind); }
  bool at(Kind kind, llvm::StringRef word) const {
    return at(kind) && here().text == word;
  }
  bool atWord(llvm::StringRef word) const { return at(Kind::name, word); }
  Kind following() const {
    return tokens[std::min(next + 1, tokens.size() - 1)].kind;
  }
  /// The current token with its comments; goes on to the next.
  Doc token();
  Doc concat(llvm::ArrayRef<Doc> parts) { return builder->concat(parts); }
  Doc space() { return builder->space(); }
  /// The comments on lines of their own before the current token, which then
  /// comes without.
  llvm::ArrayRef<Comment> takeComments();
  bool atCloser() const;
  Item beginItem();
  enum class Brackets { Tuple, Formals, Other };
  Doc bracketed(Brackets use);
  Doc element(bool inSquare);
  Doc block();

  // LayoutStatements.cpp: what stands in files, layers and functions.
  Doc item();
  Doc import();
  Doc layerHead();
  Doc layer();
  Doc train();
  Doc batch();
  Doc group();
  Doc functionHead();
  Doc function();
  Doc parameter();
  Doc let();
  Doc assignment();
  Doc conditional();
  Doc loop();
  Doc nextStep();
  Doc unknownItem();
  Doc prefixed();
  void outsideName(Parts &parts);

  // LayoutExpressions.cpp: values and types.
  Doc expression();
  Doc conditionalExpression();
  Doc scan();
  Doc range();
  Doc operators(unsigned level);
  Doc unary();
  Doc postfix();
  Doc primary();
  Doc slice();
  Doc comprehension(Doc element);

  const Source &source;
  llvm::ArrayRef<SourceToken> tokens;
  DocumentBuilder *builder = nullptr;
  size_t next = 0;
  /// One more than the token whose comments were taken.
  size_t commentsTaken = 0;
  std::vector<const char *> starts;
};

} // namespace dlc::format

#endif // DLC_LIB_FORMAT_LAYOUT_H
