//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model file on its way down the levels of the compiler.
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/ExecutionEngine/Freeze.h"
#include "dlc/ExecutionEngine/MemoryFit.h"
#include "dlc/ExecutionEngine/MemoryUse.h"
#include "dlc/Frontend/MLIRDiagnostics.h"
#include "dlc/Frontend/RemarkHandler.h"

using namespace dlc;
using namespace dlc::tool;

Expected<void> Lowering::parse(const std::string &file) {
  TimedStep step(timings, "parse");
  if (!compilation.loadFile(file))
    return diagnostics();
  return {};
}

Expected<const frontend::ModuleTree *> Lowering::elaborate() {
  TimedStep step(timings, "construct layers");
  const frontend::ModuleTree *tree = compilation.elaborate();
  if (!tree)
    return diagnostics();
  if (limit) {
    std::optional<uint64_t> bytes = checkWeights(compilation, *limit);
    if (!bytes)
      return diagnostics();
    weightBytes = *bytes;
  }
  return tree;
}

Expected<mlir::ModuleOp> Lowering::generateGraph() {
  {
    TimedStep step(timings, "make contexts");
    context = createContext();
  }
  TimedStep step(timings, "graph");
  graph = compilation.generateGraph(*context);
  if (!graph)
    return diagnostics();
  return *graph;
}

Expected<mlir::func::FuncOp> Lowering::findFunction(const std::string &name) {
  std::vector<llvm::StringRef> known;
  for (auto function : graph->getOps<mlir::func::FuncOp>()) {
    if (function.getName() == name)
      return function;
    known.push_back(function.getName());
  }
  std::string model =
      (*graph)->getAttrOfType<mlir::StringAttr>(graph::kModelAttr).str();
  return Error("model '" + model + "' has no function '" + name + "'" +
               frontend::didYouMean(name, known));
}

Expected<mlir::OwningOpRef<mlir::ModuleOp>>
Lowering::lowerTo(Phase last, mlir::func::FuncOp function, const Binding &given,
                  const Target &target) {
  Expected<Binding> binding = completeBinding(function, given);
  if (!binding)
    return binding.takeError();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      extractFunction(*graph, function.getName());
  frontend::DiagnosticEngine engine(compilation.diagnostics().sourceManager());
  frontend::DiagnosticBridge bridge(
      *context, engine,
      [&](llvm::StringRef file) { return compilation.isLibraryFile(file); });
  std::optional<frontend::RemarkHandler> remarks;
  if (onRemark)
    remarks.emplace(
        *context, compilation.diagnostics().sourceManager(),
        [&](llvm::StringRef file) { return compilation.isLibraryFile(file); },
        onRemark);
  if (auto lowered = runPhases(*module, last, function, *binding, target);
      !lowered)
    return engine.hasErrors() ? Error::fromDiagnostics(engine.render())
                              : lowered.takeError();
  return module;
}

/// Diagnostics, where there are any, say more than the error.
Expected<void> Lowering::runPhases(mlir::ModuleOp module, Phase last,
                                   mlir::func::FuncOp function,
                                   const Binding &binding,
                                   const Target &target) {
  Error failed("compilation failed");
  std::optional<Phase> done;
  if (last >= Phase::Kernels) {
    done = Phase::Kernels;
    LowerOptions options{false, onPasses, timings};
    if (mlir::failed(limit
                         ? lowerWithinMemory(module, function, binding, target,
                                             weightBytes, *limit, options)
                         : lower(module, *done, binding, target, {}, options)))
      return failed;
    if (weights) {
      std::map<std::string, TensorView> views;
      for (const auto &[name, tensor] : *weights)
        views.emplace(name, tensor.view());
      if (Expected<void> frozen = freeze(module, target, views); !frozen)
        return frozen;
    }
  }
  if (last != done && mlir::failed(lower(module, last, binding, target, done,
                                         {false, onPasses, timings})))
    return failed;
  return {};
}

Expected<Binding> dlc::tool::completeBinding(mlir::func::FuncOp function,
                                             const Binding &given) {
  Binding binding;
  for (mlir::Type type : llvm::concat<const mlir::Type>(
           function.getArgumentTypes(), function.getResultTypes()))
    for (const graph::Dimension &dimension :
         graph::dimensionsOf(llvm::cast<mlir::RankedTensorType>(type)))
      dimension.forEachSymbol(
          [&](llvm::StringRef name) { binding[name.str()] = 1; });
  std::vector<llvm::StringRef> known;
  for (const auto &entry : binding)
    known.push_back(entry.first);
  for (const auto &[name, value] : given) {
    auto found = binding.find(name);
    if (found == binding.end())
      return Error("'" + function.getName().str() + "' has no dimension '" +
                   name + "'" + frontend::didYouMean(name, known));
    found->second = value;
  }
  return binding;
}
