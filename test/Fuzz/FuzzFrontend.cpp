//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fuzzes the front end as a whole: any text gives a graph that verifies, or
// errors, and never both. No file is read but the library's.
//
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Frontend.h"

using namespace dlc::frontend;

/// Checks the model called `model`, or all of a file that has none.
static std::vector<std::string> check(llvm::StringRef text,
                                      llvm::StringRef model) {
  FrontendOptions options;
  options.model = model.str();
  Compilation compilation(std::move(options));
  std::vector<std::string> models;
  bool loaded = compilation.loadString(text, "fuzz.dl");
  if (loaded == compilation.diagnostics().hasErrors())
    __builtin_trap();
  if (loaded && !model.empty()) {
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    mlir::OwningOpRef<mlir::ModuleOp> graph =
        compilation.generateGraph(context);
    if (bool(graph) == compilation.diagnostics().hasErrors())
      __builtin_trap();
    std::string shown;
    llvm::raw_string_ostream stream(shown);
    if (const ModuleTree *tree = compilation.elaborate())
      tree->print(stream);
    if (graph)
      graph->print(stream);
  }
  for (llvm::StringRef name : compilation.models())
    models.push_back(name.str());
  compilation.renderDiagnostics();
  if (!loaded)
    models.clear();
  return models;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  std::vector<std::string> models = check(text, "");
  // Each costs as much as a file of its own.
  constexpr size_t maximumModels = 4;
  for (size_t i = 0; i < std::min(models.size(), maximumModels); ++i)
    check(text, models[i]);
  return 0;
}
