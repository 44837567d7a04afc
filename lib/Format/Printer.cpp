//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Laying documents out in 80 columns.
//
//===----------------------------------------------------------------------===//

#include "Document.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace dlc::format;

namespace {
constexpr unsigned kColumns = 80;
/// Where fewer columns than this are left behind a bracket, its elements go to
/// lines of their own.
constexpr unsigned kNarrow = 30;

/// `suffix` stands everywhere for the columns that must follow a document on
/// its last line: closing brackets, commas, the brace of a block.
class Printer {
public:
  explicit Printer(std::string &output) : output(output) {}

  void print(Doc document, unsigned indent, unsigned suffix);
  void printItems(llvm::ArrayRef<Item> items, unsigned indent, bool isFirst);
  void finish() {
    if (!output.empty() && output.back() != '\n')
      output += '\n';
  }

private:
  void write(llvm::StringRef text, unsigned columns, unsigned indent);
  void newline(unsigned indent);
  void blankLine();
  void writeComment(const Comment &comment, unsigned indent);

  void printFlat(Doc document, unsigned indent);
  void printParts(llvm::ArrayRef<Doc> parts, unsigned indent, unsigned suffix);
  void printChain(const ChainDocument &chain, unsigned indent, unsigned suffix);
  void printAssign(const AssignDocument &assign, unsigned indent,
                   unsigned suffix);
  void printList(const ListDocument &list, unsigned indent, unsigned suffix);
  void printRows(const ListDocument &list, unsigned indent, unsigned suffix);
  void fill(llvm::ArrayRef<Item> items, unsigned indent, unsigned suffix,
            bool inRows);
  void printBlock(const BlockDocument &block, unsigned indent);

  /// Where the next text would begin.
  unsigned position(unsigned indent) const {
    if (lineMustEnd)
      return indent;
    return column + (spacePending ? 1 : 0);
  }
  bool fits(unsigned begin, Doc document, unsigned suffix) const {
    return begin + document->width + suffix <= kColumns;
  }
  bool allFit(llvm::ArrayRef<Item> items, unsigned begin,
              unsigned suffix) const;
  bool fitsAsRow(llvm::ArrayRef<Item> items, unsigned used) const;
  bool lastGoesOn(llvm::ArrayRef<Item> items) const;

  std::string &output;
  unsigned column = 0;
  /// Is there nothing but indentation on this line?
  bool lineIsEmpty = true;
  bool spacePending = false;
  /// A comment was written: only a line end can follow.
  bool lineMustEnd = false;
};
} // namespace

void Printer::write(llvm::StringRef text, unsigned columns, unsigned indent) {
  if (lineMustEnd)
    newline(indent);
  if (lineIsEmpty)
    output.append(column, ' ');
  else if (spacePending)
    output += ' ', ++column;
  output += text;
  column += columns;
  spacePending = lineIsEmpty = false;
}

void Printer::newline(unsigned indent) {
  if (!output.empty() && output.back() != '\n')
    output += '\n';
  column = indent;
  lineIsEmpty = true;
  spacePending = lineMustEnd = false;
}

void Printer::blankLine() {
  newline(0);
  if (!output.empty())
    output += '\n';
}

void Printer::writeComment(const Comment &comment, unsigned indent) {
  unsigned place = comment.atMargin ? 0 : indent;
  if (!lineIsEmpty || lineMustEnd || column != place)
    newline(place);
  write(comment.text, 0, place);
  lineMustEnd = true;
}

//===----------------------------------------------------------------------===//
// One line
//===----------------------------------------------------------------------===//

void Printer::printFlat(Doc document, unsigned indent) {
  switch (document->kind) {
  case Document::Kind::Text:
    return write(static_cast<const TextDocument *>(document)->text,
                 document->width, indent);
  case Document::Kind::Space:
  case Document::Kind::Line:
    spacePending = !lineMustEnd;
    return;
  case Document::Kind::Comment:
    return writeComment(static_cast<const CommentDocument *>(document)->comment,
                        indent);
  case Document::Kind::Trailing: {
    spacePending = !lineMustEnd;
    write(static_cast<const CommentDocument *>(document)->comment.text, 0,
          indent);
    lineMustEnd = true;
    return;
  }
  case Document::Kind::Concat:
  case Document::Kind::Group:
  case Document::Kind::Indent:
    for (Doc part : static_cast<const ConcatDocument *>(document)->parts)
      printFlat(part, indent);
    return;
  case Document::Kind::Chain:
    for (Doc part : static_cast<const ChainDocument *>(document)->parts) {
      printFlat(part, indent);
      spacePending =
          part != static_cast<const ChainDocument *>(document)->parts.back();
    }
    return;
  case Document::Kind::Assign: {
    const auto *assign = static_cast<const AssignDocument *>(document);
    printFlat(assign->head, indent);
    spacePending = true;
    return printFlat(assign->value, indent);
  }
  case Document::Kind::List: {
    const auto *list = static_cast<const ListDocument *>(document);
    printFlat(list->open, indent);
    for (const Item &item : list->items) {
      printFlat(item.content, indent);
      spacePending = &item != &list->items.back();
    }
    return printFlat(list->close, indent);
  }
  case Document::Kind::Block: {
    const auto *block = static_cast<const BlockDocument *>(document);
    printFlat(block->open, indent);
    spacePending = true;
    for (const Item &item : block->items) {
      printFlat(item.content, indent);
      spacePending = true;
    }
    return printFlat(block->close, indent);
  }
  }
}

//===----------------------------------------------------------------------===//
// Several lines
//===----------------------------------------------------------------------===//

void Printer::print(Doc document, unsigned indent, unsigned suffix) {
  if (fits(position(indent), document, suffix))
    return printFlat(document, indent);
  switch (document->kind) {
  case Document::Kind::Text:
  case Document::Kind::Space:
  case Document::Kind::Comment:
  case Document::Kind::Trailing:
    return printFlat(document, indent);
  case Document::Kind::Line:
    return newline(indent);
  case Document::Kind::Concat:
  case Document::Kind::Group:
    return printParts(static_cast<const ConcatDocument *>(document)->parts,
                      indent, suffix);
  case Document::Kind::Indent:
    return printParts(static_cast<const ConcatDocument *>(document)->parts,
                      indent + kContinuation, suffix);
  case Document::Kind::Chain:
    return printChain(*static_cast<const ChainDocument *>(document), indent,
                      suffix);
  case Document::Kind::Assign:
    return printAssign(*static_cast<const AssignDocument *>(document), indent,
                       suffix);
  case Document::Kind::List:
    return printList(*static_cast<const ListDocument *>(document), indent,
                     suffix);
  case Document::Kind::Block:
    return printBlock(*static_cast<const BlockDocument *>(document), indent);
  }
}

void Printer::printParts(llvm::ArrayRef<Doc> parts, unsigned indent,
                         unsigned suffix) {
  // What follows each part up to the next place to break.
  llvm::SmallVector<unsigned, 16> suffixes(parts.size());
  for (size_t i = parts.size(); i-- > 0;) {
    suffixes[i] = suffix;
    suffix = parts[i]->leadBreaks
                 ? parts[i]->lead
                 : std::min(suffix + parts[i]->lead, kUnbounded);
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    // A line of what did not fit ends, whatever stands on it, and all of its
    // blocks are spread: `if a {` does not go with `} else { ... }`.
    if (parts[i]->kind == Document::Kind::Line)
      newline(indent);
    else if (parts[i]->kind == Document::Kind::Block && parts[i]->leadBreaks)
      printBlock(*static_cast<const BlockDocument *>(parts[i]), indent);
    else
      print(parts[i], indent, suffixes[i]);
  }
}

void Printer::printChain(const ChainDocument &chain, unsigned indent,
                         unsigned suffix) {
  print(chain.parts.front(), indent, 0);
  for (Doc part : chain.parts.drop_front()) {
    unsigned behind = part == chain.parts.back() ? suffix : 0;
    bool stays = !chain.breaksEverywhere && !lineMustEnd &&
                 !part->beginsWithComment && fits(column + 1, part, behind);
    if (stays) {
      spacePending = true;
      printFlat(part, indent);
      continue;
    }
    newline(indent + kContinuation);
    print(part, indent + kContinuation, behind);
  }
}

/// On the same line if it fits there, else on the next if it fits there, else
/// begun on the same line.
void Printer::printAssign(const AssignDocument &assign, unsigned indent,
                          unsigned suffix) {
  print(assign.head, indent, 0);
  Doc value = assign.value;
  unsigned below = indent + kContinuation;
  bool mustBreak = lineMustEnd || value->beginsWithComment ||
                   column + 1 + value->lead > kColumns;
  if (mustBreak ||
      (!fits(column + 1, value, suffix) && fits(below, value, suffix))) {
    newline(below);
    return print(value, below, suffix);
  }
  spacePending = true;
  print(value, indent, suffix);
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

bool Printer::allFit(llvm::ArrayRef<Item> items, unsigned begin,
                     unsigned suffix) const {
  return llvm::all_of(items, [&](const Item &item) {
    return fits(begin, item.content, &item == &items.back() ? suffix : 0);
  });
}

/// Do all elements fit on one line of which `used` columns are taken?
bool Printer::fitsAsRow(llvm::ArrayRef<Item> items, unsigned used) const {
  for (const Item &item : items) {
    used = std::min(used + item.content->width + 1, kUnbounded);
    if (item.content->endsWithComment)
      return false;
  }
  return used <= kColumns + 1;
}

/// Is the last element, a call or a list, the only one that needs lines of its
/// own? Then it is laid out as if it stood there without this list.
bool Printer::lastGoesOn(llvm::ArrayRef<Item> items) const {
  Doc last = items.back().content;
  if (!last->endsWithBracket)
    return false;
  unsigned end = column;
  for (const Item &item : items.drop_back()) {
    if (item.content->endsWithComment)
      return false;
    end = std::min(end + item.content->width + 1, kUnbounded);
  }
  return items.size() == 1 || end + last->lead <= kColumns;
}

/// As full lines behind the bracket, aligned with it; below the bracket where
/// an element is too long for that, or where the author began there and one
/// line is enough; and where an element is too long for any line, that one is
/// broken.
void Printer::printList(const ListDocument &list, unsigned indent,
                        unsigned suffix) {
  if (list.inRows)
    return printRows(list, indent, suffix);
  printFlat(list.open, indent);
  unsigned aligned = column;
  unsigned below = indent + kBlockIndent;
  unsigned closing = list.close->width + suffix;
  unsigned closingBelow = list.closesBelow ? 0 : closing;
  bool goesBelow = false;
  llvm::ArrayRef<Item> items = list.items;
  if (items.empty()) {
    // Nothing to lay out.
  } else if (list.beginsBelow && fitsAsRow(items, below + closingBelow)) {
    goesBelow = true;
  } else if (allFit(items, aligned, closing)) {
    fill(items, aligned, closing, /*inRows=*/false);
  } else if (allFit(items, below, closingBelow)) {
    goesBelow = true;
  } else if (lastGoesOn(items)) {
    for (const Item &item : items.drop_back()) {
      printFlat(item.content, indent);
      spacePending = true;
    }
    print(items.back().content, indent, closing);
  } else if (items.size() == 1 || aligned + kNarrow <= kColumns) {
    fill(items, aligned, closing, /*inRows=*/false);
  } else {
    goesBelow = true;
  }
  if (goesBelow) {
    newline(below);
    fill(items, below, closingBelow, /*inRows=*/false);
    if (list.closesBelow)
      newline(indent);
  }
  printFlat(list.close, indent);
}

void Printer::printRows(const ListDocument &list, unsigned indent,
                        unsigned suffix) {
  printFlat(list.open, indent);
  unsigned below = indent + kBlockIndent;
  if (!list.items.empty()) {
    newline(below);
    fill(list.items, below, list.closesBelow ? 0 : list.close->width + suffix,
         /*inRows=*/true);
  }
  if (list.closesBelow || lineMustEnd)
    newline(indent);
  printFlat(list.close, indent);
}

/// Elements in lines as full as they can be, from the current position. An
/// element that does not fit what is left of a line begins a new one.
void Printer::fill(llvm::ArrayRef<Item> items, unsigned indent, unsigned suffix,
                   bool inRows) {
  for (const Item &item : items) {
    bool isFirst = &item == &items.front();
    for (const Comment &comment : item.comments) {
      if (comment.blankBefore && !(isFirst && &comment == &item.comments[0]))
        blankLine();
      writeComment(comment, indent);
    }
    if (!item.content)
      return;
    unsigned behind = &item == &items.back() ? suffix : 0;
    bool begins = isFirst && item.comments.empty();
    bool stays = !begins && !lineMustEnd && !(inRows && item.newlineBefore) &&
                 fits(column + 1, item.content, behind);
    if (stays) {
      spacePending = true;
    } else if (!begins) {
      if (item.blankBefore && (inRows || lineMustEnd))
        blankLine();
      newline(indent);
    }
    print(item.content, indent, behind);
  }
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

void Printer::printItems(llvm::ArrayRef<Item> items, unsigned indent,
                         bool isFirst) {
  for (const Item &item : items) {
    for (const Comment &comment : item.comments) {
      if (comment.blankBefore && !isFirst)
        blankLine();
      newline(indent);
      writeComment(comment, indent);
      isFirst = false;
    }
    if (!item.content)
      continue;
    if (item.blankBefore && !isFirst)
      blankLine();
    newline(indent);
    print(item.content, indent, 0);
    isFirst = false;
  }
}

void Printer::printBlock(const BlockDocument &block, unsigned indent) {
  printFlat(block.open, indent);
  bool isFirst = !lineMustEnd;
  printItems(block.items, indent + kBlockIndent, isFirst);
  newline(indent);
  printFlat(block.close, indent);
}

void dlc::format::print(Doc document, unsigned indent, std::string &output) {
  Printer printer(output);
  printer.print(document, indent, 0);
}

void dlc::format::print(llvm::ArrayRef<Item> items, unsigned indent,
                        bool isFirst, std::string &output) {
  Printer printer(output);
  printer.printItems(items, indent, isFirst);
  printer.finish();
}
