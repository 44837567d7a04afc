//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels for calls that keep within a limit of memory.
//
// What a graph takes is known when its workspace is planned. So the phase
// Kernels runs once as it is, and where the plan is too large, again with a
// limit for the values in use at once, wherever they lie: some do in memory of
// new states, outside of the workspace. That is a goal which a plan may miss,
// by gaps between values or because no more can be given up; the next goal is
// lower in proportion. Where that does not lead to a plan that fits, goals
// descend from the plain plan for as long as plans become smaller, for the
// least that can be had.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/MemoryFit.h"

#include "dlc/Codegen/Passes.h"
#include "dlc/Codegen/ScheduleMemory.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/ExecutionEngine/MemoryUse.h"

#include "llvm/Support/MathExtras.h"

using namespace dlc;

/// Goals near the limit that are tried first.
static constexpr int kGoals = 3;
/// Each of the descending ones is that much of the one before.
static constexpr double kDescent = 0.9;

namespace {
/// Holds remarks back until it is known whether they are about what is used.
class HeldRemarks {
public:
  explicit HeldRemarks(mlir::MLIRContext *context)
      : engine(context->getDiagEngine()),
        handler(engine.registerHandler([this](mlir::Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Remark)
            return mlir::failure();
          held.push_back(std::move(diagnostic));
          return mlir::success();
        })) {}
  ~HeldRemarks() {
    if (isHolding)
      engine.eraseHandler(handler);
  }

  void emit() {
    engine.eraseHandler(handler);
    isHolding = false;
    for (mlir::Diagnostic &remark : held)
      engine.emit(std::move(remark));
  }

private:
  mlir::DiagnosticEngine &engine;
  mlir::DiagnosticEngine::HandlerID handler;
  std::vector<mlir::Diagnostic> held;
  bool isHolding = true;
};
} // namespace

bool dlc::isRecomputing(mlir::ModuleOp kernels) {
  return llvm::any_of(kernels.getOps<kernel::ScheduleOp>(),
                      [](kernel::ScheduleOp schedule) {
                        return schedule->hasAttr(codegen::kRecomputedAttr);
                      });
}

llvm::LogicalResult
dlc::lowerWithinMemory(mlir::ModuleOp module, mlir::func::FuncOp function,
                       const Binding &binding, const Target &target,
                       uint64_t weightBytes, const MemoryLimit &limit,
                       const LowerOptions &options) {
  if (failed(lower(module, Phase::Fuse, binding, target, {}, options)))
    return mlir::failure();
  mlir::OwningOpRef<mlir::ModuleOp> fused = module.clone();
  auto form = [&](mlir::ModuleOp kernels, const LowerOptions &options) {
    return lower(kernels, Phase::Kernels, binding, target, Phase::Fuse,
                 options);
  };
  std::optional<HeldRemarks> plainRemarks(std::in_place, module.getContext());
  if (failed(form(module, options)))
    return mlir::failure();
  CallMemory plain = callMemory(module);
  uint64_t others = llvm::SaturatingAdd(
      weightBytes, plain.inputs, plain.outputs, plain.states, plain.prepared);
  if (llvm::SaturatingAdd(others, plain.workspace) <= limit.bytes()) {
    plainRemarks->emit();
    return mlir::success();
  }
  plainRemarks.reset();
  if (others >= limit.bytes())
    return checkCallMemory(module, function, weightBytes, limit);

  uint64_t allowed = limit.bytes() - others, least = plain.workspace;
  auto values = double(codegen::valuesInUse(*fused));
  double elsewhere = std::max(0.0, values - double(plain.workspace));
  // The workspace with a goal; the kernels become the module's if they fit.
  auto attempt = [&](double goal) -> mlir::FailureOr<uint64_t> {
    LowerOptions limited = options;
    limited.workspaceLimit = uint64_t(goal);
    mlir::OwningOpRef<mlir::ModuleOp> kernels = fused->clone();
    HeldRemarks remarks(module.getContext());
    if (failed(form(*kernels, limited)))
      return mlir::failure();
    uint64_t workspace = callMemory(*kernels).workspace;
    if (workspace <= allowed) {
      module.getBodyRegion().takeBody(kernels->getBodyRegion());
      module->setAttrs((*kernels)->getAttrs());
      remarks.emit();
    }
    return workspace;
  };
  double goal = elsewhere + double(allowed);
  for (int i = 0; i < kGoals; ++i) {
    mlir::FailureOr<uint64_t> workspace = attempt(goal);
    if (failed(workspace) || *workspace <= allowed)
      return workspace;
    least = std::min(least, *workspace);
    goal *= (elsewhere + double(allowed)) / (elsewhere + double(*workspace));
  }
  uint64_t before = plain.workspace;
  for (goal = kDescent * values; goal >= 1; goal *= kDescent) {
    mlir::FailureOr<uint64_t> workspace = attempt(goal);
    if (failed(workspace) || *workspace <= allowed)
      return workspace;
    least = std::min(least, *workspace);
    if (*workspace >= before)
      break;
    before = *workspace;
  }
  std::optional<uint64_t> reached;
  if (least < plain.workspace)
    reached = others + least;
  return checkCallMemory(module, function, weightBytes, limit, reached);
}
