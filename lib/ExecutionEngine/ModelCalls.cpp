//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls: compiling functions for the sizes of a call, preparing weights for
// them, running them or the reference evaluator.
//
//===----------------------------------------------------------------------===//

#include "ModelImplementation.h"

#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Frontend/MLIRDiagnostics.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace dlc;

/// Functions kept compiled; beyond it the one longest unused goes.
static constexpr size_t maximumSpecializations = 64;

//===----------------------------------------------------------------------===//
// Compiling
//===----------------------------------------------------------------------===//

namespace {
/// Collects what later phases report on the model file while it lives.
class PhaseDiagnostics {
public:
  PhaseDiagnostics(mlir::MLIRContext &context,
                   frontend::Compilation &compilation)
      : engine(compilation.diagnostics().sourceManager()),
        bridge(context, engine, [&compilation](llvm::StringRef file) {
          return compilation.isLibraryFile(file);
        }) {}

  /// The diagnostics, or else `fallback`.
  Error takeError(Error fallback) const {
    return engine.hasErrors() ? Error::fromDiagnostics(engine.render())
                              : fallback;
  }

private:
  frontend::DiagnosticEngine engine;
  frontend::DiagnosticBridge bridge;
};
} // namespace

/// " with N=4", or nothing.
static std::string withBinding(const Binding &binding) {
  return binding.empty() ? "" : " with " + toString(binding);
}

static Expected<void> checkMemory(const EntryPoint &function,
                                  const Binding &binding,
                                  const dlc_descriptor &descriptor) {
  uint64_t largest =
      std::max({descriptor.workspace_bytes, descriptor.prepared_bytes,
                descriptor.prepare_workspace_bytes});
  if (largest <= physicalMemory())
    return {};
  return Error("'" + function.info.name + "'" + withBinding(binding) +
               " needs " + describeBytes(largest) +
               " of memory, this machine has " +
               describeBytes(physicalMemory()));
}

Expected<std::shared_ptr<Specialization>>
Model::Implementation::specialize(const EntryPoint &function,
                                  const Binding &binding) {
  auto key = std::make_pair(function.info.name, binding);
  auto lookup = [&]() -> std::shared_ptr<Specialization> {
    std::lock_guard<std::mutex> guard(cacheLock);
    auto found = specializations.find(key);
    if (found == specializations.end())
      return nullptr;
    found->second->lastUse = ++uses;
    return found->second;
  };
  if (std::shared_ptr<Specialization> known = lookup())
    return known;
  std::lock_guard<std::mutex> compiling(contextLock);
  // Another thread may have made it in the meantime.
  if (std::shared_ptr<Specialization> known = lookup())
    return known;

  auto made = std::make_shared<Specialization>();
  {
    PhaseDiagnostics diagnostics(*context, compilation);
    auto code = CompiledFunction::compile(
        extractFunction(*graph, function.info.name), binding, target);
    if (!code)
      return diagnostics.takeError(code.takeError());
    made->code = std::move(*code);
  }
  if (Expected<void> fits =
          checkMemory(function, binding, made->code->descriptor());
      !fits)
    return fits.takeError();
  ++compiled;
  std::lock_guard<std::mutex> guard(cacheLock);
  made->lastUse = ++uses;
  specializations[key] = made;
  evict();
  return made;
}

void Model::Implementation::evict() {
  if (specializations.size() <= maximumSpecializations)
    return;
  // Calls that run keep theirs alive.
  specializations.erase(
      std::min_element(specializations.begin(), specializations.end(),
                       [](const auto &a, const auto &b) {
                         return a.second->lastUse < b.second->lastUse;
                       }));
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

Expected<std::shared_ptr<const Buffer>>
Model::Implementation::prepared(const EntryPoint &function,
                                Specialization &specialization,
                                unsigned threads) {
  std::lock_guard<std::mutex> preparing(specialization.lock);
  if (specialization.prepared)
    return specialization.prepared;
  const dlc_descriptor &descriptor = specialization.code->descriptor();
  auto key =
      std::make_pair(function.info.name, descriptor.prepared_layout_hash);
  {
    std::lock_guard<std::mutex> guard(cacheLock);
    specialization.prepared = sharedPrepared[key].lock();
  }
  if (specialization.prepared)
    return specialization.prepared;

  std::map<std::string, Tensor> &tensors = currentWeights();
  std::vector<const void *> pointers;
  for (int32_t i = 0; i < descriptor.parameter_count; ++i)
    pointers.push_back(tensors.at(descriptor.parameters[i].name).data());
  Expected<Buffer> buffer = specialization.code->prepare(pointers, threads);
  if (!buffer)
    return buffer.takeError();
  specialization.prepared = std::make_shared<const Buffer>(std::move(*buffer));
  std::lock_guard<std::mutex> guard(cacheLock);
  sharedPrepared[key] = specialization.prepared;
  return specialization.prepared;
}

Expected<void> Model::Implementation::run(const EntryPoint &function,
                                          const Binding &binding,
                                          const std::vector<TensorView> &inputs,
                                          const std::vector<void *> &outputs,
                                          unsigned threads) {
  auto specialization = specialize(function, binding);
  if (!specialization)
    return specialization.takeError();
  auto buffer = prepared(function, **specialization, threads);
  if (!buffer)
    return buffer.takeError();
  std::vector<const void *> pointers;
  for (const TensorView &input : inputs)
    pointers.push_back(input.data);
  return (*specialization)->code->run(**buffer, pointers, outputs, threads);
}

static Tensor copyOf(const TensorView &view) {
  Tensor tensor(view.dtype, view.shape);
  if (view.bytes() != 0)
    std::memcpy(tensor.data(), view.data, view.bytes());
  return tensor;
}

Expected<std::vector<Tensor>>
Model::Implementation::interpret(const EntryPoint &function,
                                 const Binding &binding,
                                 const std::vector<TensorView> &inputs) {
  std::vector<Tensor> arguments;
  std::map<std::string, Tensor> &tensors = currentWeights();
  for (const std::string &parameter : function.parameters)
    arguments.push_back(tensors.at(parameter));
  for (const TensorView &input : inputs)
    arguments.push_back(copyOf(input));

  std::lock_guard<std::mutex> guard(contextLock);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      extractFunction(*graph, function.info.name);
  {
    PhaseDiagnostics diagnostics(*context, compilation);
    if (failed(lower(*module, Phase::Bind, binding, target)))
      return diagnostics.takeError(Error("binding dimensions failed"));
  }
  return graph::evaluateFunction(*module->getOps<mlir::func::FuncOp>().begin(),
                                 arguments);
}

//===----------------------------------------------------------------------===//
// The interface
//===----------------------------------------------------------------------===//

Expected<Model::Implementation::Call>
Model::Implementation::resolve(const std::string &name,
                               const std::vector<TensorView> &inputs,
                               const CallOptions &options) const {
  Expected<const EntryPoint *> function = find(name);
  if (!function)
    return function.takeError();
  Expected<Binding> binding = (*function)->bind(inputs, options.dimensions);
  if (!binding)
    return binding.takeError();
  Expected<std::vector<Shape>> shapes = (*function)->outputShapes(*binding);
  if (!shapes)
    return shapes.takeError();
  return Call{*function, std::move(*binding), std::move(*shapes)};
}

Expected<std::vector<Tensor>> Model::call(const std::string &name,
                                          const std::vector<TensorView> &inputs,
                                          const CallOptions &options) const {
  Expected<Implementation::Call> call =
      implementation->resolve(name, inputs, options);
  if (!call)
    return call.takeError();
  if (options.interpret)
    return implementation->interpret(*call->function, call->binding, inputs);

  std::vector<Tensor> outputs;
  std::vector<void *> pointers;
  for (auto [output, shape] :
       llvm::zip_equal(call->function->outputs, call->outputShapes)) {
    outputs.emplace_back(output.dtype, std::move(shape));
    pointers.push_back(outputs.back().data());
  }
  if (Expected<void> run = implementation->run(
          *call->function, call->binding, inputs, pointers, options.threads);
      !run)
    return run.takeError();
  return outputs;
}

Expected<void> Model::call(const std::string &name,
                           const std::vector<TensorView> &inputs,
                           const std::vector<MutableTensorView> &outputs,
                           const CallOptions &options) const {
  Expected<Implementation::Call> call =
      implementation->resolve(name, inputs, options);
  if (!call)
    return call.takeError();
  if (Expected<void> checked =
          call->function->checkOutputs(outputs, call->outputShapes, inputs);
      !checked)
    return checked.takeError();

  if (options.interpret) {
    Expected<std::vector<Tensor>> results =
        implementation->interpret(*call->function, call->binding, inputs);
    if (!results)
      return results.takeError();
    for (auto [result, output] : llvm::zip_equal(*results, outputs))
      if (result.bytes() != 0)
        std::memcpy(output.data, result.data(), result.bytes());
    return {};
  }
  std::vector<void *> pointers;
  for (const MutableTensorView &output : outputs)
    pointers.push_back(output.data);
  return implementation->run(*call->function, call->binding, inputs, pointers,
                             options.threads);
}

Expected<MemoryInfo>
Model::memory(const std::string &name,
              const std::map<std::string, int64_t> &dimensions) const {
  Expected<const EntryPoint *> function = implementation->find(name);
  if (!function)
    return function.takeError();
  Expected<Binding> binding = (*function)->bind(dimensions);
  if (!binding)
    return binding.takeError();
  auto specialization = implementation->specialize(**function, *binding);
  if (!specialization)
    return specialization.takeError();
  const dlc_descriptor &descriptor = (*specialization)->code->descriptor();
  uint64_t parameterBytes = 0;
  for (const ParameterInfo &parameter : implementation->parameters)
    if (llvm::is_contained((*function)->parameters, parameter.name))
      parameterBytes += static_cast<uint64_t>(
          *checkedByteSize(parameter.dtype, parameter.shape));
  return MemoryInfo{parameterBytes, descriptor.prepared_bytes,
                    descriptor.workspace_bytes};
}
