//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Making documents, and measuring them from the parts up.
//
//===----------------------------------------------------------------------===//

#include "Document.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Unicode.h"

#include <algorithm>

using namespace dlc::format;

/// Sums that stay below overflow.
static unsigned add(unsigned a, unsigned b) {
  return std::min(a + b, kUnbounded);
}

/// Only strings hold anything but ASCII.
static unsigned columnsOf(llvm::StringRef text) {
  if (llvm::all_of(text, [](char c) { return c >= 0; }))
    return static_cast<unsigned>(text.size());
  int columns = llvm::sys::unicode::columnWidthUTF8(text);
  return columns < 0 ? static_cast<unsigned>(text.size())
                     : static_cast<unsigned>(columns);
}

/// The measures of parts that follow one another.
void DocumentBuilder::measure(Document &document, llvm::ArrayRef<Doc> parts) {
  if (parts.empty())
    return;
  document.beginsWithComment = parts.front()->beginsWithComment;
  document.endsWithComment = parts.back()->endsWithComment;
  document.endsWithBracket = parts.back()->endsWithBracket;
  for (size_t i = 0; i < parts.size(); ++i) {
    document.width = add(document.width, parts[i]->width);
    // A comment ends its line, so only the last part may end with one.
    if ((i != 0 && parts[i]->beginsWithComment) ||
        (i + 1 != parts.size() && parts[i]->endsWithComment))
      document.width = kUnbounded;
    if (document.leadBreaks)
      continue;
    document.lead = add(document.lead, parts[i]->lead);
    document.leadBreaks = parts[i]->leadBreaks;
  }
}

Doc DocumentBuilder::text(llvm::StringRef text) {
  auto *document = make<TextDocument>(text);
  document->width = document->lead = columnsOf(text);
  return document;
}

Doc DocumentBuilder::space() {
  static const Document document = [] {
    Document space(Document::Kind::Space);
    space.width = space.lead = 1;
    return space;
  }();
  return &document;
}

Doc DocumentBuilder::line() {
  static const Document document = [] {
    Document line(Document::Kind::Line);
    line.width = 1;
    line.leadBreaks = true;
    return line;
  }();
  return &document;
}

Doc DocumentBuilder::comment(const Comment &comment) {
  auto *document = make<CommentDocument>(Document::Kind::Comment, comment);
  document->beginsWithComment = document->endsWithComment = true;
  document->leadBreaks = true;
  return document;
}

/// As wide as it may be, a comment behind a line does not make it break.
Doc DocumentBuilder::trailing(const Comment &comment) {
  auto *document = make<CommentDocument>(Document::Kind::Trailing, comment);
  document->endsWithComment = true;
  document->leadBreaks = true;
  return document;
}

Doc DocumentBuilder::concat(llvm::ArrayRef<Doc> parts) {
  if (parts.size() == 1)
    return parts.front();
  auto *document = make<ConcatDocument>(Document::Kind::Concat, keep(parts));
  measure(*document, parts);
  return document;
}

Doc DocumentBuilder::group(Doc content) {
  Doc parts[] = {content};
  auto *document = make<ConcatDocument>(Document::Kind::Group,
                                        keep(llvm::ArrayRef<Doc>(parts)));
  measure(*document, parts);
  return document;
}

Doc DocumentBuilder::indent(Doc content) {
  Doc parts[] = {content};
  auto *document = make<ConcatDocument>(Document::Kind::Indent,
                                        keep(llvm::ArrayRef<Doc>(parts)));
  measure(*document, parts);
  return document;
}

Doc DocumentBuilder::chain(llvm::ArrayRef<Doc> parts, bool breaksEverywhere) {
  if (parts.size() == 1)
    return parts.front();
  auto *document = make<ChainDocument>(keep(parts));
  measure(*document, parts);
  document->width =
      add(document->width, static_cast<unsigned>(parts.size() - 1));
  document->lead = parts.front()->lead;
  document->leadBreaks = true;
  document->endsWithBracket = false;
  document->breaksEverywhere = breaksEverywhere;
  return document;
}

Doc DocumentBuilder::assign(Doc head, Doc value) {
  auto *document = make<AssignDocument>(head, value);
  Doc parts[] = {head, space(), value};
  measure(*document, parts);
  document->lead = head->lead;
  document->leadBreaks = true;
  return document;
}

void DocumentBuilder::measureBracketed(Document &document, Doc open,
                                       llvm::ArrayRef<Item> items, Doc close) {
  document.width = add(open->width, close->width);
  if (open->endsWithComment || close->beginsWithComment)
    document.width = kUnbounded;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!items[i].comments.empty()) {
      document.width = kUnbounded;
      continue;
    }
    document.width = add(document.width, items[i].content->width + (i != 0));
    if (items[i].content->endsWithComment)
      document.width = kUnbounded;
  }
  document.beginsWithComment = open->beginsWithComment;
  document.endsWithComment = close->endsWithComment;
  document.endsWithBracket = true;
  document.lead = items.empty() ? document.width : open->lead;
  document.leadBreaks = !items.empty() || document.endsWithComment;
}

ListDocument *DocumentBuilder::list(Doc open, llvm::ArrayRef<Item> items,
                                    Doc close, bool inRows) {
  auto *document = make<ListDocument>(open, keep(items), close);
  measureBracketed(*document, open, items, close);
  document->inRows = inRows;
  if (inRows)
    document->width = kUnbounded;
  return document;
}

Doc DocumentBuilder::block(Doc open, llvm::ArrayRef<Item> items, Doc close,
                           bool onOneLine) {
  auto *document = make<BlockDocument>(open, keep(items), close);
  measureBracketed(*document, open, items, close);
  // A blank inside each brace; one of the two where there is nothing inside.
  document->width = add(document->width, items.empty() ? 1 : 2);
  if (items.empty())
    document->lead = document->width;
  if (!onOneLine && !items.empty())
    document->width = kUnbounded;
  return document;
}
