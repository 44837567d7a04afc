//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The phases of the compiler below the front end, in order: the table of
// contents of what happens to a graph.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_PIPELINES_PIPELINES_H
#define DLC_PIPELINES_PIPELINES_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Pass/PassManager.h"

#include <optional>
#include <string>

namespace dlc {

/// What the phases need to know.
struct PipelineOptions {
  /// Numbers for the named dimensions: "N=8,T=100".
  std::string binding;
  /// The vector unit that tiles and layouts are made for.
  graph::VectorTarget vector;
  /// What the artefact's descriptor says of its machine.
  std::string target;
  /// Whether the code records when it computes what (dlc/Runtime/Profile.h).
  bool profile = false;
  /// What is worth its while with large values only is done with small ones,
  /// too: threads share all launches, and depthwise convolutions compute their
  /// inputs.
  bool asIfLarge = false;
  /// Values that take more than so many bytes at once are computed again where
  /// that helps (graph-rematerialize).
  std::optional<uint64_t> workspaceLimit = std::nullopt;
};

enum class Phase {
  Bind,          ///< graph to bound graph
  Differentiate, ///< bound graph to graph with gradients computed
  Optimize,      ///< this to optimized graph
  Fuse,          ///< optimized graph to one operation for each kernel
  Kernels,       ///< these to kernels, schedule, memory plan
  Vector,        ///< kernels to loops over vectors and scalars
  LLVM,          ///< everything to the LLVM dialect
};

/// All phases, in order, each with the name of the stage it ends in
/// (`dlc emit --stage`).
struct PhaseInfo {
  Phase phase;
  llvm::StringLiteral stage;
  llvm::StringLiteral description;
};
llvm::ArrayRef<PhaseInfo> phases();

/// Adds the passes of one phase. The module holds one function (and its
/// @prepare from Optimize on).
void buildPhase(mlir::OpPassManager &passes, Phase phase,
                const PipelineOptions &options);

/// Adds all phases up to and including `last`, from the one behind `done` on.
void buildPipeline(mlir::OpPassManager &passes, Phase last,
                   const PipelineOptions &options,
                   std::optional<Phase> done = {});

/// What the phases Vector and LLVM do to kernels, for modules with kernels and
/// no schedules.
void buildKernelPipeline(mlir::OpPassManager &passes,
                         const PipelineOptions &options);

/// What they do to schedules whose kernels are in the LLVM dialect, or declared
/// in it.
void buildSchedulePipeline(mlir::OpPassManager &passes,
                           const PipelineOptions &options);

/// Dialects, lowerings and reference models: what any context needs that
/// graphs are compiled in.
void registerDialects(mlir::DialectRegistry &registry);

/// The passes of dlc for tools that take them by name, and each phase as a
/// pipeline ("dlc-to-opt-graph").
void registerPasses();

} // namespace dlc

#endif // DLC_PIPELINES_PIPELINES_H
