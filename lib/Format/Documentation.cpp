//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Documentation of modules as plain text and as Markdown.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Documentation.h"

#include "dlc/Format/Format.h"

#include "llvm/ADT/StringExtras.h"

using namespace dlc::format;
using namespace dlc::frontend;

/// "fn forward(x: real[N]) -> real[N]": a declaration without its body.
static std::string headOf(const ast::Declaration &declaration) {
  llvm::SMRange range = declaration.range;
  if (auto *function = llvm::dyn_cast<ast::Function>(&declaration))
    if (!function->symbol)
      range = function->signatureRange;
  const char *begin = range.Start.getPointer();
  return formatHead(llvm::StringRef(begin, range.End.getPointer() - begin));
}

/// An expression in the form that one line of it has.
static std::string textOf(const ast::Expression &expression) {
  const char *begin = expression.range.Start.getPointer();
  std::string text;
  // Line ends and indentation, outside of strings, where they cannot be.
  for (char c :
       llvm::StringRef(begin, expression.range.End.getPointer() - begin)) {
    bool isBlank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!isBlank)
      text += c;
    else if (text.empty() || text.back() != ' ')
      text += ' ';
  }
  return text;
}

static std::string indented(llvm::StringRef text, llvm::StringRef indent) {
  std::string result;
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    if (!line.empty())
      (result += indent) += line;
    result += '\n';
    text = rest;
  }
  return result;
}

/// Text between backquotes is code already; the rest means what it says.
static std::string escaped(llvm::StringRef text) {
  std::string result;
  bool isCode = false;
  for (char c : text) {
    if (c == '`')
      isCode = !isCode;
    else if (!isCode && llvm::StringRef("\\*_<>[]#|").contains(c))
      result += '\\';
    result += c;
  }
  return result;
}

std::string dlc::format::summaryOf(llvm::StringRef documentation) {
  std::string summary;
  for (size_t i = 0; i < documentation.size(); ++i) {
    char c = documentation[i];
    llvm::StringRef rest = documentation.drop_front(i + 1);
    if (c == '\n' && (rest.empty() || rest.front() == '\n'))
      break;
    summary += c == '\n' ? ' ' : c;
    // "LeCun et al., 1998" does not end a sentence, "e.g. this" does not occur.
    if (c == '.' && (rest.empty() || rest.front() == '\n' ||
                     (rest.front() == ' ' && rest.size() > 1 &&
                      (llvm::isUpper(rest[1]) || rest[1] == '('))))
      break;
  }
  return summary;
}

namespace {
/// Writes entries in one of the styles.
class Writer {
public:
  explicit Writer(DocumentationStyle style)
      : isMarkdown(style == DocumentationStyle::Markdown) {}

  void module(llvm::ArrayRef<std::unique_ptr<ast::File>> files,
              llvm::StringRef name);
  void file(const ast::File &file, llvm::StringRef documentation, bool isWhole);
  void entry(const ast::Declaration &declaration);
  std::string take() { return std::move(text); }

private:
  void code(llvm::StringRef head, llvm::StringRef remark);
  void paragraphs(llvm::StringRef documentation, llvm::StringRef indent);
  void members(llvm::ArrayRef<ast::DeclarationPtr> members,
               const std::string &condition);

  bool isMarkdown;
  std::string text;
};
} // namespace

void Writer::paragraphs(llvm::StringRef documentation, llvm::StringRef indent) {
  if (isMarkdown)
    text += escaped(documentation) + "\n";
  else
    text += indented(documentation, indent);
}

/// A member, and when it is there.
void Writer::code(llvm::StringRef head, llvm::StringRef remark) {
  if (!isMarkdown) {
    text += indented(head, "  ");
    if (!remark.empty())
      text.insert(text.size() - 1, ("  // " + remark).str());
    return;
  }
  // Members without a text of their own share a block.
  if (llvm::StringRef(text).ends_with("\n```\n"))
    text.resize(text.size() - 4);
  else
    text += "\n```\n";
  text += head;
  if (!remark.empty())
    text += ("  // " + remark).str();
  text += "\n```\n";
}

static bool isWorthNaming(const ast::Declaration &member) {
  switch (member.getKind()) {
  case ast::DeclarationKind::Function:
  case ast::DeclarationKind::Parameter:
    return true;
  case ast::DeclarationKind::Sublayer:
  case ast::DeclarationKind::Constant:
    return !member.documentation.empty();
  case ast::DeclarationKind::Conditional:
  case ast::DeclarationKind::Layer:
  case ast::DeclarationKind::Train:
    return false;
  }
  return false;
}

/// Parameters, states and functions, and whatever else is documented; those
/// that only some constants bring about, with the condition.
void Writer::members(llvm::ArrayRef<ast::DeclarationPtr> members,
                     const std::string &condition) {
  std::string remark = condition.empty() ? "" : "if " + condition;
  for (const ast::DeclarationPtr &member : members) {
    if (auto *conditional =
            llvm::dyn_cast<ast::ConditionalDeclaration>(member.get())) {
      std::string own = textOf(*conditional->condition);
      std::string both =
          condition.empty() ? own : condition + " and (" + own + ")";
      this->members(conditional->thenMembers, both);
      std::string neither = condition.empty() ? "" : condition + " and ";
      this->members(conditional->elseMembers, neither + "not (" + own + ")");
      continue;
    }
    if (!isWorthNaming(*member))
      continue;
    code(headOf(*member), remark);
    if (!member->documentation.empty()) {
      if (isMarkdown)
        text += '\n';
      paragraphs(member->documentation, "    ");
    }
  }
}

void Writer::entry(const ast::Declaration &declaration) {
  std::string head = headOf(declaration);
  if (isMarkdown)
    text += "### `" + ast::nameOf(declaration).text.str() + "`\n\n```\n" +
            head + "\n```\n\n";
  else
    text += head + "\n";
  if (!declaration.documentation.empty())
    paragraphs(declaration.documentation, "  ");
  auto *layer = llvm::dyn_cast<ast::Layer>(&declaration);
  if (!layer)
    return;
  std::string before = std::move(text);
  text.clear();
  members(layer->members, "");
  if (!text.empty() && !isMarkdown)
    before += '\n';
  text = before + text;
}

/// Where a declaration is documented; nowhere if it says how a model is
/// trained.
static llvm::StringRef sectionOf(const ast::Declaration &declaration) {
  if (llvm::isa<ast::Function>(declaration))
    return "Functions";
  auto *layer = llvm::dyn_cast<ast::Layer>(&declaration);
  if (!layer)
    return "";
  return layer->isOptimizer() ? "Optimizers" : "Layers";
}

void Writer::file(const ast::File &file, llvm::StringRef documentation,
                  bool isWhole) {
  if (!documentation.empty()) {
    text += '\n';
    paragraphs(documentation, "");
  }
  // Layers first: what a module is imported for.
  for (llvm::StringRef section : {"Layers", "Optimizers", "Functions"}) {
    bool begun = false;
    for (const ast::DeclarationPtr &declaration : file.declarations) {
      if (sectionOf(*declaration) != section)
        continue;
      if (isWhole && isMarkdown && !begun)
        text += ("\n## " + section + "\n").str();
      begun = true;
      text += '\n';
      entry(*declaration);
    }
  }
}

void Writer::module(llvm::ArrayRef<std::unique_ptr<ast::File>> files,
                    llvm::StringRef name) {
  text += ((isMarkdown ? "# Module `" : "module ") + name +
           (isMarkdown ? "`\n" : "\n"))
              .str();
  for (const std::unique_ptr<ast::File> &file : files) {
    llvm::StringRef documentation = file->documentation;
    // The first sentence of the others is their title.
    if (isMarkdown && file != files.front()) {
      llvm::StringRef title =
          documentation.take_front(summaryOf(documentation).size());
      text += ("\n## " + title.rtrim(".") + "\n").str();
      documentation = documentation.substr(title.size()).ltrim();
    }
    this->file(*file, documentation, files.size() == 1);
  }
}

std::string
dlc::format::documentModule(llvm::ArrayRef<std::unique_ptr<ast::File>> files,
                            llvm::StringRef name, DocumentationStyle style) {
  Writer writer(style);
  writer.module(files, name);
  return writer.take();
}

std::string dlc::format::documentEntry(const ast::Declaration &declaration,
                                       DocumentationStyle style) {
  Writer writer(style);
  writer.entry(declaration);
  return writer.take();
}
