//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The front end as a whole: from a model file to the graph. One `Compilation`
// is one file with its imports and everything said about them.
//
// There is no global state: any number of compilations may go on in as many
// threads. Nothing is printed.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_FRONTEND_H
#define DLC_FRONTEND_FRONTEND_H

#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/ModuleTree.h"
#include "dlc/StepOptions.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <map>

namespace dlc::frontend {

struct FrontendOptions {
  /// Where `import` looks, after the folder of the importing file.
  std::vector<std::string> importPaths;
  /// Constants of the model by name, as text: {"classes", "100"}.
  std::map<std::string, std::string> constants;
  /// Which model, where the file holds several; empty: the only one.
  std::string model;
  /// What `real` stands for.
  DType real = DType::F32;
  /// What `training` is in layers that do not say otherwise.
  bool training = false;
  /// Of a model that is trained.
  StepOptions step;
};

class Compilation {
public:
  explicit Compilation(FrontendOptions options = {});
  ~Compilation();
  Compilation(const Compilation &) = delete;
  Compilation &operator=(const Compilation &) = delete;

  /// Reads and parses a file and, transitively, its imports, and checks all
  /// names in them. False where anything was reported. Call one of the two,
  /// once.
  bool loadFile(llvm::StringRef path);
  /// `name` stands for the file in diagnostics.
  bool loadString(llvm::StringRef source, llvm::StringRef name = "<string>");

  /// Null before loading; incomplete where there were syntax errors.
  const ast::File *syntaxTree() const;
  /// The models of the file, in its order.
  std::vector<llvm::StringRef> models() const;

  /// Turns to another model of the file that was loaded, or another mode; the
  /// tree of the one before goes away.
  void selectModel(llvm::StringRef name, bool training);

  /// Instantiates the model's layers. Null where anything was reported; done
  /// once. Valid as long as the compilation.
  const ModuleTree *elaborate();

  /// A module with a function for each entry point of the model. Null where
  /// anything was reported. `context` gets the dialects it needs.
  mlir::OwningOpRef<mlir::ModuleOp> generateGraph(mlir::MLIRContext &context);
  /// Whether the generated graph may be another one in the other mode.
  bool dependsOnTraining() const;

  DiagnosticEngine &diagnostics();
  /// All diagnostics as text.
  std::string renderDiagnostics() const;

  /// Does the buffer of that name belong to the library that comes with the
  /// compiler?
  bool isLibraryFile(llvm::StringRef bufferName) const;

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation;
};

} // namespace dlc::frontend

#endif // DLC_FRONTEND_FRONTEND_H
