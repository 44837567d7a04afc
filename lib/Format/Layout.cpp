//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tokens, and the brackets and braces around lists and blocks.
//
//===----------------------------------------------------------------------===//

#include "Layout.h"

#include "llvm/ADT/STLExtras.h"

using namespace dlc::format;

Item Layout::fileItem(DocumentBuilder &memory) {
  builder = &memory;
  Item next = beginItem();
  if (!atEnd())
    next.content = item();
  return next;
}

Doc Layout::head(DocumentBuilder &memory) {
  builder = &memory;
  if (at(Kind::kw_layer) || at(Kind::kw_model) || at(Kind::kw_optimizer))
    return layerHead();
  if (at(Kind::kw_fn) || at(Kind::kw_extern))
    return functionHead();
  return item();
}

Doc Layout::token() {
  size_t index = next;
  if (!atEnd())
    ++next;
  Doc text = builder->text(tokens[index].text);
  llvm::ArrayRef<Comment> before;
  if (commentsTaken != index + 1)
    before = source.commentsBefore(index);
  const Comment *behind = source.commentBehind(index);
  if (before.empty() && !behind)
    return text;
  Parts parts;
  for (const Comment &comment : before)
    parts.push_back(builder->comment(comment));
  parts.push_back(text);
  if (behind)
    parts.push_back(builder->trailing(*behind));
  return concat(parts);
}

llvm::ArrayRef<Comment> Layout::takeComments() {
  if (commentsTaken == next + 1)
    return {};
  commentsTaken = next + 1;
  return source.commentsBefore(next);
}

bool Layout::atCloser() const { return here().isCloser() || atEnd(); }

Item Layout::beginItem() {
  Item item;
  item.comments = takeComments();
  item.newlineBefore = here().newlineBefore;
  item.blankBefore = here().blankBefore;
  return item;
}

/// '(' [ element { ',' element } [ ',' ] ] ')', and the same in square
/// brackets. A list that the author broke behind the opening bracket and
/// between elements keeps its rows; all others are filled anew. What follows
/// the rows of parameters is as far to the right as they are, so their bracket
/// closes on a line of its own, as does one behind a comma.
Doc Layout::bracketed(Brackets use) {
  bool inSquare = at(Kind::l_square);
  Doc open = token();
  bool breaksBehindOpen = here().newlineBefore;
  bool breaksBetween = false;
  bool hasComments = open->endsWithComment;
  llvm::SmallVector<Item, 8> items;
  /// The last element without its comma, and that comma.
  Doc bare = nullptr;
  Doc comma = nullptr;
  while (!atCloser()) {
    items.push_back(beginItem());
    breaksBetween |= items.size() > 1 && items.back().newlineBefore;
    hasComments |= !items.back().comments.empty();
    bare = element(inSquare);
    comma = at(Kind::comma) ? token() : nullptr;
    items.back().content = comma ? concat({bare, comma}) : bare;
  }
  // (x,) is a tuple, (x) is x; else a last comma is for rows only.
  bool isNeeded = use == Brackets::Tuple && items.size() == 1;
  if (comma && !isNeeded && comma->kind != Document::Kind::Text)
    hasComments = true;
  if (llvm::ArrayRef<Comment> dangling = takeComments(); !dangling.empty()) {
    Item last;
    last.comments = dangling;
    items.push_back(last);
    hasComments = true;
  }
  bool inRows = (breaksBehindOpen && breaksBetween) || hasComments;
  if (comma && !isNeeded && !inRows)
    items.back().content = bare;
  ListDocument *list = builder->list(open, items, token(), inRows);
  list->beginsBelow = breaksBehindOpen;
  list->closesBelow =
      use == Brackets::Formals || (comma && inRows && !isNeeded);
  return list;
}

/// An element of any list: a value, an argument with its name, a parameter
/// with its type and default, a result, a subscript, a comprehension.
Doc Layout::element(bool inSquare) {
  if (inSquare) {
    Doc first = slice();
    return at(Kind::kw_for) ? comprehension(first) : first;
  }
  Parts parts = {expression()};
  while (!at(Kind::comma) && !atCloser()) {
    // name: type = default, name = value
    if (!at(Kind::colon))
      parts.push_back(space());
    parts.push_back(token());
    if (at(Kind::comma) || atCloser())
      break;
    parts.push_back(space());
    parts.push_back(expression());
  }
  return concat(parts);
}

/// '{' { item } '}'
Doc Layout::block() {
  Doc open = token();
  size_t first = next;
  llvm::SmallVector<Item, 8> items;
  while (true) {
    Item item = beginItem();
    if (!at(Kind::r_brace) && !atEnd())
      item.content = this->item();
    else if (item.comments.empty())
      break;
    items.push_back(item);
    if (!item.content)
      break;
  }
  bool onOneLine = items.size() <= 1;
  for (size_t i = first; i <= next && onOneLine; ++i)
    onOneLine = !tokens[i].newlineBefore;
  return builder->block(open, items, token(), onOneLine);
}
