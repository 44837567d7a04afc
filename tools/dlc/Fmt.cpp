//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// dlc fmt: brings model files into their canonical form, or says which are not
// in it.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Commands.h"
#include "SourceFile.h"

#include "dlc/Data/OutputFile.h"
#include "dlc/Format/Diff.h"
#include "dlc/Format/Format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace dlc;
using namespace dlc::tool;

namespace {
struct FmtArguments {
  std::vector<std::string> paths;
  bool check = false;
};
} // namespace

/// The .dl files below a folder, sorted. What is hidden is somebody else's,
/// and links may lead in circles.
static Expected<std::vector<std::string>>
filesBelow(const std::string &folder) {
  std::vector<std::string> files;
  std::error_code error;
  llvm::sys::fs::recursive_directory_iterator place(folder, error, false), end;
  for (; !error && place != end; place.increment(error)) {
    bool isHidden = llvm::sys::path::filename(place->path()).starts_with(".");
    if (isHidden)
      place.no_push();
    else if (llvm::StringRef(place->path()).ends_with(".dl") &&
             place->type() == llvm::sys::fs::file_type::regular_file)
      files.push_back(place->path());
  }
  if (error)
    return Error("cannot read '" + folder + "': " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

static Expected<void> write(const std::string &path, const std::string &text) {
  OutputFile file(path);
  file.write(text.data(), text.size());
  return file.commit();
}

/// False where the file is wrong, or not in canonical form and only checked.
static Expected<bool> formatOne(const std::string &path, bool check) {
  auto buffer = readSource(path);
  if (!buffer)
    return buffer.takeError();
  llvm::StringRef text = (*buffer)->getBuffer();
  llvm::SourceMgr sources;
  frontend::DiagnosticEngine diagnostics(sources);
  sources.AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  std::optional<std::string> formatted = format::formatFile(text, diagnostics);
  if (!formatted) {
    fmt::print(stderr, "{}", diagnostics.render());
    return false;
  }
  bool changed = *formatted != text;
  std::string name = path == "-" ? "<stdin>" : path;
  if (check) {
    if (changed)
      fmt::print("{}: not formatted\n{}", name,
                 format::unifiedDiff(text, *formatted));
    return !changed;
  }
  if (path == "-") {
    std::fwrite(formatted->data(), 1, formatted->size(), stdout);
  } else if (changed) {
    if (Expected<void> written = write(path, *formatted); !written)
      return written.takeError();
    fmt::print("{}: formatted\n", name);
  }
  return true;
}

static int formatFiles(const FmtArguments &arguments) {
  bool allGood = true;
  auto formatAll = [&](llvm::ArrayRef<std::string> files) {
    for (const std::string &file : files) {
      Expected<bool> good = formatOne(file, arguments.check);
      if (!good)
        fail(good.error());
      allGood &= good && *good;
    }
  };
  for (const std::string &path : arguments.paths) {
    if (path == "-" || !llvm::sys::fs::is_directory(path)) {
      formatAll(path);
      continue;
    }
    Expected<std::vector<std::string>> files = filesBelow(path);
    if (files)
      formatAll(*files);
    else
      fail(files.error());
    allGood &= bool(files);
  }
  return allGood ? 0 : 1;
}

Command dlc::tool::addFmt(CLI::App &app) {
  CommandLine command(
      app, "fmt", "Bring model files into their canonical form",
      "Of a folder, all .dl files in it and below are formatted. With - for\n"
      "FILE, standard input is formatted to standard output. Files that\n"
      "changed are named; one with syntax errors stays as it is.\n\n"
      "Example:\n"
      "  dlc fmt examples/ && git diff --stat\n"
      "  dlc fmt --check examples/mlp/mlp.dl");
  auto arguments = std::make_shared<FmtArguments>();
  command.addArguments("FILE", arguments->paths, "a file, a folder, or -")
      .required();
  command.addFlag("--check", arguments->check,
                  "change nothing; show what would change, and exit with 1");
  return {command.app(), [=] { return formatFiles(*arguments); }};
}
