//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a graph to machine code: the steps that tools and dlc::Model share.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_COMPILER_H
#define DLC_EXECUTIONENGINE_COMPILER_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Pipelines/Pipelines.h"
#include "dlc/Runtime/Error.h"
#include "dlc/Timings.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace dlc {

/// The machine that code is made for.
class Target {
public:
  /// `cpu` is a processor name of LLVM's ("x86-64-v3", "znver4"), or "native".
  static Expected<Target> create(const std::string &cpu = "native");

  /// A new machine: code generation needs one for each thread.
  std::unique_ptr<llvm::TargetMachine> machine() const;
  graph::VectorTarget vector() const { return vectorTarget; }
  /// An error where the code may use an instruction set that this machine
  /// lacks, so that it must not run here.
  Expected<void> checkRunsHere() const;
  const std::string &processor() const { return cpu; }
  /// LLVM's "+avx2,-avx512f,..."; empty where the processor says it all.
  const std::string &instructionSets() const { return features; }
  /// "x86_64-pc-linux-gnu, znver4"
  std::string description() const { return triple + ", " + cpu; }

private:
  std::string triple, cpu, features;
  bool isNative = false;
  graph::VectorTarget vectorTarget;
};

/// Numbers for named dimensions.
using Binding = std::map<std::string, int64_t>;
/// "N=8,T=100"
std::string toString(const Binding &binding);

/// A context with everything registered. Diagnostics go to its handler.
std::unique_ptr<mlir::MLIRContext> createContext();

/// A module with the one function `function` of `graph`, symbolic as it is;
/// null if there is none.
mlir::OwningOpRef<mlir::ModuleOp> extractFunction(mlir::ModuleOp graph,
                                                  llvm::StringRef function);

struct LowerOptions {
  /// The code records when it computes what (dlc/Runtime/Profile.h).
  bool profile = false;
  /// Sees each phase's pass manager before it runs.
  std::function<void(mlir::PassManager &)> onPasses;
  /// Gets the times of phases and passes; may be null.
  Timings *timings = nullptr;
  /// For tests of what is done with large values: see PipelineOptions.
  bool asIfLarge = false;
  /// See PipelineOptions.
  std::optional<uint64_t> workspaceLimit = std::nullopt;
};

/// Runs the phases up to `last` over a module with one function; those up to
/// `done` have run already. Failures are reported to the context's diagnostic
/// handler.
llvm::LogicalResult lower(mlir::ModuleOp module, Phase last,
                          const Binding &binding, const Target &target,
                          std::optional<Phase> done = {},
                          const LowerOptions &options = {});

/// LLVM IR of a module in the LLVM dialect, optimized for `machine`.
std::unique_ptr<llvm::Module> translateToLLVM(mlir::ModuleOp module,
                                              llvm::LLVMContext &context,
                                              llvm::TargetMachine &machine);

/// Assembly or an object file.
llvm::SmallVector<char, 0> emitMachineCode(llvm::Module &module,
                                           llvm::TargetMachine &machine,
                                           llvm::CodeGenFileType type);

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_COMPILER_H
