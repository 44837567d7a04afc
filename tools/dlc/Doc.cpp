//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc doc: prints the documentation of modules, from their `///` comments.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "SourceFile.h"

#include "dlc/Data/OutputFile.h"
#include "dlc/Format/Documentation.h"
#include "dlc/Frontend/Parser.h"
#include "dlc/StandardLibrary/StandardLibrary.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace dlc;
using namespace dlc::tool;

namespace {
struct DocArguments {
  std::vector<std::string> subjects;
  bool markdown = false;
  std::string output;

  format::DocumentationStyle style() const {
    return markdown ? format::DocumentationStyle::Markdown
                    : format::DocumentationStyle::Text;
  }
};

/// The parsed files of a module with what they point into.
struct ParsedModule {
  llvm::SourceMgr sources;
  frontend::DiagnosticEngine diagnostics{sources};
  std::vector<std::unique_ptr<frontend::ast::File>> files;

  Expected<void> parse(std::unique_ptr<llvm::MemoryBuffer> buffer) {
    llvm::StringRef text = buffer->getBuffer();
    sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
    files.push_back(frontend::parseFile(text, diagnostics));
    if (diagnostics.hasErrors())
      return Error::fromDiagnostics(diagnostics.render());
    return {};
  }
};
} // namespace

static Expected<void> parseLibrary(ParsedModule &module, llvm::StringRef name) {
  llvm::ArrayRef<LibraryFile> files = standardLibraryFiles(name);
  if (files.empty()) {
    std::vector<llvm::StringRef> known = standardLibraryModules();
    return Error(("the library has no module '" + name + "'" +
                  frontend::didYouMean(name, known) + " (there are " +
                  llvm::join(known, ", ") + "; a file is given with its .dl)")
                     .str());
  }
  for (const LibraryFile &file : files)
    if (auto parsed = module.parse(
            llvm::MemoryBuffer::getMemBuffer(file.source, file.path));
        !parsed)
      return parsed;
  return {};
}

static Expected<void> parseFromFile(ParsedModule &module,
                                    const std::string &path) {
  auto buffer = readSource(path);
  if (!buffer)
    return buffer.takeError();
  return module.parse(std::move(*buffer));
}

/// "nn", "nn.Linear", "path/of/a/file.dl"
static Expected<std::string> documentSubject(const std::string &subject,
                                             format::DocumentationStyle style) {
  ParsedModule module;
  if (llvm::StringRef(subject).ends_with(".dl") || subject == "-") {
    if (auto parsed = parseFromFile(module, subject); !parsed)
      return parsed.takeError();
    return format::documentModule(module.files, llvm::sys::path::stem(subject),
                                  style);
  }
  auto [name, entry] = llvm::StringRef(subject).split('.');
  if (auto parsed = parseLibrary(module, name); !parsed)
    return parsed.takeError();
  if (name.size() == subject.size())
    return format::documentModule(module.files, name, style);
  std::vector<llvm::StringRef> known;
  for (const auto &file : module.files) {
    if (const frontend::ast::Declaration *found = file->find(entry))
      return format::documentEntry(*found, style);
    for (const auto &declaration : file->declarations)
      known.push_back(frontend::ast::nameOf(*declaration).text);
  }
  return Error(("module '" + name + "' has no '" + entry + "'" +
                frontend::didYouMean(entry, known))
                   .str());
}

/// The modules of the library, a line each.
static Expected<std::string> listModules(bool markdown) {
  std::string text;
  for (llvm::StringRef name : standardLibraryModules()) {
    ParsedModule module;
    if (auto parsed = parseLibrary(module, name); !parsed)
      return parsed.takeError();
    std::string summary =
        format::summaryOf(module.files.front()->documentation);
    text += markdown ? fmt::format("- `{}`: {}\n", name.str(), summary)
                     : fmt::format("{:<12} {}\n", name.str(), summary);
  }
  return text;
}

static Expected<std::string> documentAll(const DocArguments &arguments) {
  if (arguments.subjects.empty())
    return listModules(arguments.markdown);
  std::string text;
  for (const std::string &subject : arguments.subjects) {
    auto documented = documentSubject(subject, arguments.style());
    if (!documented)
      return documented.takeError();
    text += (text.empty() ? "" : "\n") + *documented;
  }
  return text;
}

static int document(const DocArguments &arguments) {
  Expected<std::string> text = documentAll(arguments);
  if (!text)
    return fail(text.error());
  if (arguments.output.empty()) {
    std::fwrite(text->data(), 1, text->size(), stdout);
    return 0;
  }
  OutputFile file(arguments.output);
  file.write(text->data(), text->size());
  Expected<void> written = file.commit();
  return written ? 0 : fail(written.error());
}

Command dlc::tool::addDoc(CLI::App &app) {
  CommandLine command(
      app, "doc", "Show the documentation of layers and functions",
      "Without SUBJECT, the modules of the library are listed.\n\n"
      "Example:\n"
      "  dlc doc examples/mlp/mlp.dl\n"
      "  dlc doc nn.Linear");
  auto arguments = std::make_shared<DocArguments>();
  command.addArguments("SUBJECT", arguments->subjects,
                       "a module of the library, MODULE.NAME, or a .dl file");
  command.addFlag("--markdown", arguments->markdown, "as Markdown, for pages");
  command.add("-o", arguments->output, "FILE", "write to a file");
  return {command.app(), [=] { return document(*arguments); }};
}
