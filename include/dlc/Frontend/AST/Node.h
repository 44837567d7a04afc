//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What all nodes of the syntax tree share: a place in the source and
// LLVM-style casting by kind.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_AST_NODE_H
#define DLC_FRONTEND_AST_NODE_H

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/SMLoc.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dlc::frontend::ast {

/// A name as written; it points into the source buffer.
struct Identifier {
  llvm::StringRef text;

  bool empty() const { return text.empty(); }
  /// Layers and named dimensions are, values are not.
  bool isCapital() const {
    char first = text.ltrim('_').empty() ? '_' : text.ltrim('_').front();
    return llvm::isUpper(first);
  }
  llvm::SMRange range() const {
    return {llvm::SMLoc::getFromPointer(text.begin()),
            llvm::SMLoc::getFromPointer(text.end())};
  }
};

/// The root of a node family whose kinds are `KindT`.
template <typename KindT> class Node {
public:
  using Kind = KindT;

  Node(const Node &) = delete;
  Node &operator=(const Node &) = delete;
  virtual ~Node() = default;

  Kind getKind() const { return kind; }

  /// From the first character to behind the last.
  llvm::SMRange range;

protected:
  Node(Kind kind, llvm::SMRange range) : range(range), kind(kind) {}

private:
  const Kind kind;
};

} // namespace dlc::frontend::ast

#endif // DLC_FRONTEND_AST_NODE_H
