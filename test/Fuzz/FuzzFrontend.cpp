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

/// False where the model is wrong.
static bool check(Compilation &compilation, llvm::StringRef model,
                  bool training, mlir::MLIRContext &context) {
  compilation.selectModel(model, training);
  mlir::OwningOpRef<mlir::ModuleOp> graph = compilation.generateGraph(context);
  if (bool(graph) == compilation.diagnostics().hasErrors())
    __builtin_trap();
  std::string shown;
  llvm::raw_string_ostream stream(shown);
  if (const ModuleTree *tree = compilation.elaborate())
    tree->print(stream);
  if (graph)
    graph->print(stream);
  return bool(graph);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  Compilation compilation;
  bool loaded = compilation.loadString(text, "fuzz.dl");
  if (loaded == compilation.diagnostics().hasErrors())
    __builtin_trap();
  if (loaded) {
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    std::vector<llvm::StringRef> models = compilation.models();
    // Each costs as much as a file of its own.
    constexpr size_t maximumModels = 4;
    models.resize(std::min(models.size(), maximumModels));
    for (llvm::StringRef model : models) {
      if (!check(compilation, model, /*training=*/false, context))
        break;
      if (compilation.dependsOnTraining() &&
          !check(compilation, model, /*training=*/true, context))
        break;
    }
  }
  compilation.renderDiagnostics();
  return 0;
}
