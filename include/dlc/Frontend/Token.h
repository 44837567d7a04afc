//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A token of the model language: its kind and the text it was read from.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_TOKEN_H
#define DLC_FRONTEND_TOKEN_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/SMLoc.h"

#include <cstdint>

namespace dlc::frontend {

struct Token {
  enum class Kind : uint8_t {
#define DLC_TOKEN(kind) kind,
#define DLC_PUNCTUATION(kind, spelling) kind,
#define DLC_KEYWORD(spelling) kw_##spelling,
#include "dlc/Frontend/Tokens.def"
  };

  Kind kind = Kind::end_of_file;
  /// The text in the source buffer, whose addresses are the location.
  llvm::StringRef spelling;
  /// The `///` lines right before the token, empty for most.
  llvm::StringRef documentation;
  /// Is it the first of its line? Recovery after an error resumes there.
  bool startsLine = false;

  bool is(Kind other) const { return kind == other; }
  template <typename... Kinds> bool isAny(Kinds... kinds) const {
    return (is(kinds) || ...);
  }

  bool isKeyword() const {
    switch (kind) {
#define DLC_KEYWORD(spelling) case Kind::kw_##spelling:
#include "dlc/Frontend/Tokens.def"
      return true;
    default:
      return false;
    }
  }

  llvm::SMLoc begin() const {
    return llvm::SMLoc::getFromPointer(spelling.begin());
  }
  llvm::SMLoc end() const {
    return llvm::SMLoc::getFromPointer(spelling.end());
  }
  llvm::SMRange range() const { return {begin(), end()}; }
};

/// How diagnostics speak of a kind: "')'", "'layer'", "a name".
llvm::StringRef describe(Token::Kind kind);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_TOKEN_H
