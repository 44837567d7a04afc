//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Documents: text with the places where its lines may break, as in Wadler's "A
// prettier printer" and Prettier, with nodes for the shapes that programs have
// (bracketed lists, blocks, chains of operators, assignments).
//
// Every node knows how wide it is on one line, so that printing asks of each
// node one question, does it fit, and takes time linear in the text. A node
// that fits stands on one line. Where the rest goes depends on columns alone;
// this is what makes formatting idempotent: a line break that was put in says
// no more than "does not fit", which was the case before.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FORMAT_DOCUMENT_H
#define DLC_LIB_FORMAT_DOCUMENT_H

#include "Source.h"

#include "llvm/Support/Allocator.h"

namespace dlc::format {

/// Wider than any line: must break.
inline constexpr unsigned kUnbounded = 1U << 28;
/// Further than a block within its surroundings, so that a statement that goes
/// on is not taken for its body.
inline constexpr unsigned kContinuation = 4;
inline constexpr unsigned kBlockIndent = 2;

struct Document {
  enum class Kind : uint8_t {
    Text,
    Space,
    Line,     ///< a blank, or a line end in a broken group
    Comment,  ///< on a line of its own
    Trailing, ///< a comment behind a token
    Concat,
    Group, ///< on one line, or broken at all of its lines
    Indent,
    Chain,
    Assign,
    List,
    Block,
  };
  Kind kind;
  bool beginsWithComment = false;
  bool endsWithComment = false;
  /// Ends with a list or block, whose lines may stand to the left of where
  /// this begins.
  bool endsWithBracket = false;
  /// Can a line end follow `lead`?
  bool leadBreaks = false;
  /// Columns on one line.
  unsigned width = 0;
  /// Columns before the first place where a line may end.
  unsigned lead = 0;

  explicit Document(Kind kind) : kind(kind) {}
};
using Doc = const Document *;

struct TextDocument : Document {
  explicit TextDocument(llvm::StringRef text)
      : Document(Kind::Text), text(text) {}
  llvm::StringRef text;
};

struct CommentDocument : Document {
  CommentDocument(Kind kind, Comment comment)
      : Document(kind), comment(comment) {}
  Comment comment;
};

/// Concat; and Group, Indent with one part.
struct ConcatDocument : Document {
  ConcatDocument(Kind kind, llvm::ArrayRef<Doc> parts)
      : Document(kind), parts(parts) {}
  llvm::ArrayRef<Doc> parts;
};

/// `a + b - c`: parts `a`, `+ b`, `- c`, with line ends between them where
/// needed, or everywhere.
struct ChainDocument : Document {
  explicit ChainDocument(llvm::ArrayRef<Doc> parts)
      : Document(Kind::Chain), parts(parts) {}
  llvm::ArrayRef<Doc> parts;
  bool breaksEverywhere = false;
};

/// `let x =` and the value, on the same line or the next.
struct AssignDocument : Document {
  AssignDocument(Doc head, Doc value)
      : Document(Kind::Assign), head(head), value(value) {}
  Doc head;
  Doc value;
};

/// A statement, member or element of a list with what stands above it. The
/// last one may be comments alone.
struct Item {
  llvm::ArrayRef<Comment> comments;
  Doc content = nullptr;
  bool newlineBefore = false;
  bool blankBefore = false;
};

/// Elements between brackets. An element ends with its comma.
struct ListDocument : Document {
  ListDocument(Doc open, llvm::ArrayRef<Item> items, Doc close)
      : Document(Kind::List), open(open), items(items), close(close) {}
  Doc open;
  llvm::ArrayRef<Item> items;
  Doc close;
  /// The author began below the opening bracket.
  bool beginsBelow = false;
  /// The author arranged the elements in rows.
  bool inRows = false;
  /// Where the elements begin below the opening bracket, the closing one has a
  /// line of its own.
  bool closesBelow = false;
};

/// Statements or members between braces.
struct BlockDocument : Document {
  BlockDocument(Doc open, llvm::ArrayRef<Item> items, Doc close)
      : Document(Kind::Block), open(open), items(items), close(close) {}
  Doc open;
  llvm::ArrayRef<Item> items;
  Doc close;
};

/// Makes documents and owns them.
class DocumentBuilder {
public:
  Doc text(llvm::StringRef text);
  Doc space();
  Doc line();
  Doc comment(const Comment &comment);
  Doc trailing(const Comment &comment);
  Doc concat(llvm::ArrayRef<Doc> parts);
  Doc group(Doc content);
  /// Continues a statement on lines further to the right.
  Doc indent(Doc content);
  Doc chain(llvm::ArrayRef<Doc> parts, bool breaksEverywhere);
  Doc assign(Doc head, Doc value);
  /// The result may be changed until something is made of it.
  ListDocument *list(Doc open, llvm::ArrayRef<Item> items, Doc close,
                     bool inRows);
  /// `onOneLine`: the author wrote it so.
  Doc block(Doc open, llvm::ArrayRef<Item> items, Doc close, bool onOneLine);

private:
  template <typename T, typename... Arguments>
  T *make(Arguments &&...arguments) {
    return new (memory.Allocate<T>()) T(std::forward<Arguments>(arguments)...);
  }
  template <typename T> llvm::ArrayRef<T> keep(llvm::ArrayRef<T> values) {
    return values.copy(memory);
  }
  void measure(Document &document, llvm::ArrayRef<Doc> parts);
  void measureBracketed(Document &document, Doc open,
                        llvm::ArrayRef<Item> items, Doc close);

  llvm::BumpPtrAllocator memory;
};

/// Appends a document to `output`, which ends with a line end or is empty.
void print(Doc document, unsigned indent, std::string &output);
/// Appends items, a line or more each, with the blank lines between them.
/// `isFirst`: nothing stands above them that a blank line could set apart.
void print(llvm::ArrayRef<Item> items, unsigned indent, bool isFirst,
           std::string &output);

} // namespace dlc::format

#endif // DLC_LIB_FORMAT_DOCUMENT_H
