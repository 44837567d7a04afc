//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluating modules.
//
//===----------------------------------------------------------------------===//

#include "Evaluation.h"
#include "Arguments.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"

using namespace dlc;
using namespace dlc::fuzz;

ArgumentMap fuzz::makeArgumentMap(mlir::func::FuncOp original) {
  ArgumentMap map;
  for (auto [index, tensor] : llvm::enumerate(makeArguments(original)))
    map.emplace(argumentName(original, index), std::move(tensor));
  return map;
}

static mlir::func::FuncOp prepareFunction(mlir::ModuleOp module) {
  return module.lookupSymbol<mlir::func::FuncOp>("prepare");
}

mlir::func::FuncOp fuzz::mainFunction(mlir::ModuleOp module) {
  mlir::func::FuncOp found, prepare = prepareFunction(module);
  for (auto function : module.getOps<mlir::func::FuncOp>())
    if (function != prepare) {
      if (found)
        return {};
      found = function;
    }
  return found;
}

static Expected<std::vector<Tensor>> call(mlir::func::FuncOp function,
                                          const ArgumentMap &arguments,
                                          llvm::ArrayRef<Tensor> prepared) {
  std::vector<Tensor> operands;
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    if (auto ordinal = function.getArgAttrOfType<mlir::IntegerAttr>(
            i, graph::kPreparedAttr)) {
      if (ordinal.getValue().uge(prepared.size()))
        return Error("there is no prepared value " +
                     std::to_string(ordinal.getInt()));
      operands.push_back(prepared[ordinal.getInt()]);
      continue;
    }
    auto found = arguments.find(argumentName(function, i));
    if (found == arguments.end())
      return Error("argument " + std::to_string(i) + " of '" +
                   function.getName().str() + "' is unknown");
    operands.push_back(found->second);
  }
  return graph::evaluateFunction(function, operands);
}

Expected<std::vector<Tensor>> fuzz::interpret(mlir::ModuleOp module,
                                              const ArgumentMap &arguments) {
  mlir::func::FuncOp function = mainFunction(module);
  if (!function)
    return Error("the module does not hold one function");
  std::vector<Tensor> prepared;
  if (mlir::func::FuncOp prepare = prepareFunction(module)) {
    auto results = call(prepare, arguments, {});
    if (!results)
      return results;
    prepared = std::move(*results);
  }
  return call(function, arguments, prepared);
}

//===----------------------------------------------------------------------===//
// Compiled code
//===----------------------------------------------------------------------===//

static llvm::ArrayRef<dlc_tensor_descriptor>
list(const dlc_tensor_descriptor *tensors, int32_t count) {
  return {tensors, static_cast<size_t>(count)};
}

static Expected<std::vector<Tensor>> call(const CompiledFunction &function,
                                          const ArgumentMap &arguments,
                                          unsigned threads) {
  const dlc_descriptor &d = function.descriptor();
  auto pointers = [&](llvm::ArrayRef<dlc_tensor_descriptor> tensors) {
    std::vector<const void *> result;
    for (const dlc_tensor_descriptor &tensor : tensors)
      result.push_back(arguments.at(tensor.name).data());
    return result;
  };
  auto prepared = function.prepare(
      pointers(list(d.parameters, d.parameter_count)), threads);
  if (!prepared)
    return prepared.takeError();
  auto inputs = pointers(list(d.inputs, d.input_count));
  if (d.random_key)
    inputs.push_back(arguments.at("key").data());

  std::vector<Tensor> results;
  for (auto tensors :
       {list(d.outputs, d.output_count), list(d.states, d.state_count)})
    for (const dlc_tensor_descriptor &tensor : tensors)
      results.emplace_back(static_cast<DType>(tensor.dtype),
                           Shape(tensor.shape, tensor.shape + tensor.rank));
  std::vector<void *> outputs;
  for (Tensor &result : results)
    outputs.push_back(result.data());
  auto ran = function.run(*prepared, inputs, outputs, threads,
                          pointers(list(d.states, d.state_count)));
  if (!ran)
    return ran.takeError();
  return results;
}

Expected<std::vector<std::vector<Tensor>>>
fuzz::runCompiled(mlir::OwningOpRef<mlir::ModuleOp> module,
                  const ArgumentMap &arguments,
                  llvm::ArrayRef<unsigned> threads) {
  static const Expected<Target> target = Target::create();
  if (!target)
    return target.error();
  std::string diagnostics;
  mlir::ScopedDiagnosticHandler handler(
      module->getContext(), [&](mlir::Diagnostic &diagnostic) {
        diagnostics += "\n" + diagnostic.str();
      });
  // Small as these graphs are, threads would share nothing of any; of every
  // other they share everything.
  bool asIfLarge = arguments.size() % 2 == 0;
  auto function = CompiledFunction::compile(
      std::move(module), Binding(), *target, /*done=*/{},
      {/*profile=*/false, /*timings=*/nullptr, asIfLarge});
  if (!function)
    return Error(function.error().message() + diagnostics);
  std::vector<std::vector<Tensor>> all;
  for (unsigned count : threads) {
    auto results = call(**function, arguments, count);
    if (!results)
      return results.takeError();
    all.push_back(std::move(*results));
  }
  return all;
}
