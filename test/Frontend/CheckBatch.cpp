//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks many small programs in one process, for mutations.py: starting
// `dlc check` takes ten times as long as checking a model.
//
// Standard input is a sequence of programs, each after a line with its length
// in bytes. For each of them one line goes to standard output:
//
//   <errors> <line of the first error, 0: none> <milliseconds> <first error>
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Frontend.h"

#include <chrono>
#include <iostream>
#include <string>

using namespace dlc::frontend;

/// The phases of `dlc check`, on the model called `model`.
static std::unique_ptr<Compilation>
check(llvm::StringRef text, llvm::StringRef model, mlir::MLIRContext &context) {
  FrontendOptions options;
  options.model = model.str();
  auto compilation = std::make_unique<Compilation>(std::move(options));
  if (compilation->loadString(text, "mutant.dl") && !model.empty())
    compilation->generateGraph(context);
  return compilation;
}

static void report(const DiagnosticEngine &diagnostics, double milliseconds) {
  unsigned line = 0;
  std::string message;
  if (diagnostics.hasErrors()) {
    const Diagnostic &first = *diagnostics.all().front();
    line = resolve(diagnostics.sourceManager(), first.range.Start).line;
    message = first.message;
  }
  std::cout << diagnostics.errorCount() << ' ' << line << ' ' << milliseconds
            << ' ' << message << std::endl;
}

int main() {
  std::ios::sync_with_stdio(false);
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  std::string length, text;
  while (std::getline(std::cin, length)) {
    text.resize(std::stoul(length));
    std::cin.read(text.data(), text.size());
    auto start = std::chrono::steady_clock::now();
    std::unique_ptr<Compilation> compilation = check(text, "", context);
    std::vector<std::string> models;
    for (llvm::StringRef model : compilation->models())
      models.push_back(model.str());
    for (const std::string &model : models) {
      if (compilation->diagnostics().hasErrors())
        break;
      compilation = check(text, model, context);
    }
    // What is said is part of what is tested.
    compilation->renderDiagnostics();
    std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    report(compilation->diagnostics(), taken.count());
  }
  return 0;
}
