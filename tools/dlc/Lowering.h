//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model file on its way down the levels of the compiler, for subcommands
// that show what is there rather than run it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_LOWERING_H
#define DLC_TOOLS_DLC_LOWERING_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Frontend/Frontend.h"
#include "dlc/Remark.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc::tool {

class Lowering {
public:
  /// Without a limit, models may be of any size.
  explicit Lowering(frontend::FrontendOptions options,
                    std::optional<MemoryLimit> limit = {})
      : compilation(std::move(options)), limit(limit) {}

  Expected<void> parse(const std::string &file);
  /// After `parse`.
  Expected<const frontend::ModuleTree *> elaborate();
  /// After `elaborate`.
  Expected<mlir::ModuleOp> generateGraph();

  /// After `generateGraph`.
  Expected<mlir::func::FuncOp> findFunction(const std::string &name);
  /// A module with one function, after the phases up to `last`. Dimensions
  /// that `given` does not have are 1.
  Expected<mlir::OwningOpRef<mlir::ModuleOp>>
  lowerTo(Phase last, mlir::func::FuncOp function, const Binding &given,
          const Target &target);

  const frontend::Compilation &source() const { return compilation; }
  const llvm::SourceMgr &sources() {
    return compilation.diagnostics().sourceManager();
  }

  /// Called with what passes say in `lowerTo`.
  std::function<void(const Remark &)> onRemark;
  /// Called with each pass manager of `lowerTo` before it runs.
  std::function<void(mlir::PassManager &)> onPasses;
  /// Gets the times of what is done; may be null.
  Timings *timings = nullptr;
  /// Weights to embed, for phases from Kernels on: those of the model, with
  /// states, checked by it.
  std::optional<std::map<std::string, Tensor>> weights;

private:
  Expected<void> runPhases(mlir::ModuleOp module, Phase last,
                           mlir::func::FuncOp function, const Binding &binding,
                           const Target &target);
  Error diagnostics() const {
    return Error::fromDiagnostics(compilation.renderDiagnostics());
  }

  frontend::Compilation compilation;
  std::optional<MemoryLimit> limit;
  uint64_t weightBytes = 0;
  std::unique_ptr<mlir::MLIRContext> context;
  mlir::OwningOpRef<mlir::ModuleOp> graph;
};

/// Numbers for all dimensions of the function: those given, 1 for the others.
/// A name it does not have is an error.
Expected<Binding> completeBinding(mlir::func::FuncOp function,
                                  const Binding &given);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_LOWERING_H
