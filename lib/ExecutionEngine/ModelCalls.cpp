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

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/ExecutionEngine/CachedFunction.h"
#include "dlc/ExecutionEngine/MemoryFit.h"
#include "dlc/Frontend/MLIRDiagnostics.h"
#include "dlc/Frontend/RemarkHandler.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace dlc;

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

Expected<ObjectFile>
Model::Implementation::compileObject(mlir::func::FuncOp symbolic,
                                     const Binding &binding, bool &recomputes) {
  PhaseDiagnostics diagnostics(*context, compilation);
  std::optional<frontend::RemarkHandler> remarks;
  if (onRemark)
    remarks.emplace(
        *context, compilation.diagnostics().sourceManager(),
        [this](llvm::StringRef file) {
          return compilation.isLibraryFile(file);
        },
        onRemark);
  auto module = extractFunction(*graph, symbolic.getName());
  // The memory of a call is known before code is made for it.
  if (failed(lowerWithinMemory(*module, symbolic, binding, target, weightBytes,
                               limit, {false, {}, timings.get()})))
    return diagnostics.takeError(Error("compilation failed"));
  recomputes = isRecomputing(*module);
  Expected<ObjectFile> object =
      dlc::compileObject(*module, target, {false, timings.get()});
  if (!object)
    return diagnostics.takeError(object.takeError());
  return object;
}

Expected<std::unique_ptr<CompiledFunction>>
Model::Implementation::compile(const EntryPoint &function,
                               const Binding &binding) {
  if (Expected<void> runs = target.checkRunsHere(); !runs)
    return runs.takeError();
  auto symbolic = graph->lookupSymbol<mlir::func::FuncOp>(function.info.name);
  bool recomputes = false;
  if (!objectCache.enabled || onRemark)
    return CompiledFunction::load(compileObject(symbolic, binding, recomputes),
                                  timings.get());
  return loadOrCompile(
      objectCache, keyOf(symbolic, binding, target, {}), timings.get(),
      [&](const CompiledFunction &found) {
        return weightBytes + callMemory(found.descriptor()).total() <=
               limit.bytes();
      },
      [&] { return compileObject(symbolic, binding, recomputes); },
      // The key knows nothing of limits.
      [&] { return !recomputes; });
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
    ++hits;
    return found->second;
  };
  if (std::shared_ptr<Specialization> known = lookup())
    return known;
  std::lock_guard<std::mutex> compiling(contextLock);
  // Another thread may have made it in the meantime.
  if (std::shared_ptr<Specialization> known = lookup())
    return known;

  auto code = compile(function, binding);
  compiled += bool(code);
  std::lock_guard<std::mutex> guard(cacheLock);
  ++misses;
  if (!code)
    return code.takeError();
  auto made = std::make_shared<Specialization>();
  made->code = std::move(*code);
  made->lastUse = ++uses;
  specializations[key] = made;
  evict();
  return made;
}

void Model::Implementation::evict() {
  if (specializations.size() <= capacity)
    return;
  ++evictions;
  // Calls that run keep theirs alive.
  auto oldest = std::min_element(specializations.begin(), specializations.end(),
                                 [](const auto &a, const auto &b) {
                                   return a.second->lastUse < b.second->lastUse;
                                 });
  llvm::erase_if(knownCalls, [&](const auto &known) {
    return known->specialization == oldest->second;
  });
  specializations.erase(oldest);
}

//===----------------------------------------------------------------------===//
// Calls like those before
//===----------------------------------------------------------------------===//

/// Programs call with few different shapes in turn; a longer list would take
/// longer than what it saves.
static constexpr size_t kKnownCalls = 8;

/// What a call checks of a view besides its shape.
static bool isUsable(const TensorView &view) {
  auto address = reinterpret_cast<uintptr_t>(view.data);
  return address != 0 && address % byteSize(view.dtype) == 0;
}

std::shared_ptr<const Model::Implementation::KnownCall>
Model::Implementation::recall(const std::string &function,
                              const std::vector<TensorView> &inputs,
                              const CallOptions &options) {
  auto isLike = [&](const std::shared_ptr<const KnownCall> &known) {
    const EntryPoint &entry = *known->function;
    if (entry.info.name != function || known->given != options.dimensions ||
        known->inputShapes.size() != inputs.size())
      return false;
    for (auto [input, view, shape] :
         llvm::zip_equal(entry.inputs, inputs, known->inputShapes))
      if (view.dtype != input.dtype || view.shape != shape || !isUsable(view))
        return false;
    return true;
  };
  std::lock_guard<std::mutex> guard(cacheLock);
  auto found = llvm::find_if(knownCalls, isLike);
  if (found == knownCalls.end())
    return nullptr;
  std::rotate(knownCalls.begin(), found, found + 1);
  ++hits;
  knownCalls.front()->specialization->lastUse = ++uses;
  return knownCalls.front();
}

void Model::Implementation::remember(
    const Call &call, std::shared_ptr<Specialization> specialization) {
  auto known = std::make_shared<KnownCall>();
  known->function = call.function;
  for (const TensorView &input : call.inputs)
    known->inputShapes.push_back(input.shape);
  known->given = call.options.dimensions;
  known->outputShapes = call.outputShapes;
  known->specialization = std::move(specialization);
  std::lock_guard<std::mutex> guard(cacheLock);
  // It may have been given up in the meantime.
  auto kept = specializations.find({call.function->info.name, call.binding});
  if (kept == specializations.end() || kept->second != known->specialization)
    return;
  knownCalls.insert(knownCalls.begin(), std::move(known));
  if (knownCalls.size() > kKnownCalls)
    knownCalls.pop_back();
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

Expected<std::shared_ptr<const Buffer>>
Model::Implementation::prepared(const EntryPoint &function,
                                Specialization &specialization,
                                const CallOptions &options) {
  const dlc_descriptor &descriptor = specialization.code->descriptor();
  std::lock_guard<std::mutex> preparing(specialization.lock);
  // Bound weights would have taken it away.
  if (specialization.prepared && descriptor.frozen_count == 0)
    return specialization.prepared;
  drawWeights();
  // Frozen states stay as they are while they are read.
  std::shared_lock<std::shared_mutex> reading(stateLock);
  uint64_t version = 0;
  std::vector<const void *> pointers;
  int32_t trained = descriptor.parameter_count - descriptor.frozen_count;
  for (int32_t i = trained; i < descriptor.parameter_count; ++i)
    // Each only grows, so no two sums of the same states are the same.
    version += states.at(descriptor.parameters[i].name).version;
  if (specialization.prepared && specialization.stateVersion == version)
    return specialization.prepared;
  for (int32_t i = 0; i < descriptor.parameter_count; ++i) {
    const char *name = descriptor.parameters[i].name;
    pointers.push_back(i < trained ? weights.at(name).data()
                                   : states.at(name).current.data());
  }

  auto key =
      std::make_pair(function.info.name, descriptor.prepared_layout_hash);
  specialization.stateVersion = version;
  {
    std::lock_guard<std::mutex> guard(cacheLock);
    const SharedBuffer &shared = sharedPrepared[key];
    specialization.prepared =
        shared.stateVersion == version ? shared.buffer.lock() : nullptr;
  }
  if (specialization.prepared)
    return specialization.prepared;
  TimedStep step(timings.get(), "prepare weights");
  Expected<Buffer> buffer = specialization.code->prepare(
      pointers, {options.threads, options.hostThreads});
  if (!buffer)
    return buffer.takeError();
  specialization.prepared = std::make_shared<const Buffer>(std::move(*buffer));
  std::lock_guard<std::mutex> guard(cacheLock);
  sharedPrepared[key] = {specialization.prepared, version};
  return specialization.prepared;
}

std::unique_lock<std::mutex>
Model::Implementation::lockStates(const EntryPoint &function) {
  return function.info.rebinds.empty()
             ? std::unique_lock<std::mutex>()
             : std::unique_lock<std::mutex>(rebindLock);
}

RandomKey Model::Implementation::nextKey(const CallOptions &options) {
  if (options.seed)
    return foldIn(randomKey(*options.seed), 0);
  return foldIn(randomKey(callSeed), drawingCalls++);
}

Expected<void> Model::Implementation::run(const EntryPoint &function,
                                          Specialization &specialization,
                                          const std::vector<TensorView> &views,
                                          llvm::SmallVector<void *> outputs,
                                          const CallOptions &options) {
  std::unique_lock<std::mutex> rebinding = lockStates(function);
  auto buffer = prepared(function, specialization, options);
  if (!buffer)
    return buffer.takeError();
  llvm::SmallVector<const void *> inputs, oldStates;
  for (const TensorView &input : views)
    inputs.push_back(input.data);
  RandomKey key{};
  if (function.info.drawsRandomNumbers) {
    key = nextKey(options);
    inputs.push_back(key.data());
  }
  for (const std::string &name : function.info.rebinds) {
    StateBuffer &state = states.at(name);
    if (!state.next)
      state.next.emplace(state.current.dtype(), state.current.shape());
    oldStates.push_back(state.current.data());
    outputs.push_back(state.next->data());
  }
  std::optional<TimedStep> step;
  if (timings && !specialization.called.exchange(true))
    step.emplace(timings.get(), "first call");
  if (Expected<void> ran = specialization.code->run(
          **buffer, inputs, outputs, {options.threads, options.hostThreads},
          oldStates);
      !ran)
    return ran;
  step.reset();
  if (function.info.rebinds.empty())
    return {};
  std::unique_lock<std::shared_mutex> changing(stateLock);
  for (const std::string &name : function.info.rebinds) {
    StateBuffer &state = states.at(name);
    std::swap(state.current, *state.next);
    ++state.version;
  }
  return {};
}

static Tensor copyOf(const TensorView &view) {
  Tensor tensor(view.dtype, view.shape);
  if (view.bytes() != 0)
    std::memcpy(tensor.data(), view.data, view.bytes());
  return tensor;
}

static Tensor tensorOf(const RandomKey &key) {
  Tensor tensor(DType::I32, {int64_t(key.size())});
  std::memcpy(tensor.data(), key.data(), tensor.bytes());
  return tensor;
}

/// The module of one function with numbers for its dimensions.
Expected<mlir::OwningOpRef<mlir::ModuleOp>>
Model::Implementation::bindGraph(const EntryPoint &function,
                                 const Binding &binding) {
  PhaseDiagnostics diagnostics(*context, compilation);
  auto module = extractFunction(*graph, function.info.name);
  if (failed(lower(*module, Phase::Differentiate, binding, target)) ||
      failed(checkEvaluationMemory(
          *module->getOps<mlir::func::FuncOp>().begin(), weightBytes, limit)))
    return diagnostics.takeError(Error("binding dimensions failed"));
  return module;
}

/// What the call hands to the reference evaluator, in the function's order.
std::vector<Tensor>
Model::Implementation::argumentsOf(mlir::func::FuncOp function,
                                   const Call &call) {
  drawWeights();
  std::shared_lock<std::shared_mutex> reading(stateLock);
  std::vector<Tensor> arguments;
  auto input = call.inputs.begin();
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    auto nameBy = [&](llvm::StringRef attribute) {
      return function.getArgAttrOfType<mlir::StringAttr>(i, attribute);
    };
    if (auto name = nameBy(graph::kParameterAttr))
      arguments.push_back(weights.at(name.str()));
    else if (auto name = nameBy(graph::kStateAttr))
      arguments.push_back(states.at(name.str()).current);
    else if (function.getArgAttr(i, graph::kRandomKeyAttr))
      arguments.push_back(tensorOf(nextKey(call.options)));
    else
      arguments.push_back(copyOf(*input++));
  }
  return arguments;
}

Expected<std::vector<Tensor>>
Model::Implementation::interpret(const Call &call) {
  const EntryPoint &function = *call.function;
  std::unique_lock<std::mutex> rebinding = lockStates(function);
  std::lock_guard<std::mutex> guard(contextLock);
  auto module = bindGraph(function, call.binding);
  if (!module)
    return module.takeError();

  auto bound = *(*module)->getOps<mlir::func::FuncOp>().begin();
  auto results = graph::evaluateFunction(bound, argumentsOf(bound, call));
  if (!results || function.info.rebinds.empty())
    return results;
  // New values of states stand behind the outputs.
  std::unique_lock<std::shared_mutex> changing(stateLock);
  size_t index = function.outputs.size();
  for (const std::string &name : function.info.rebinds) {
    StateBuffer &state = states.at(name);
    state.current = std::move((*results)[index++]);
    ++state.version;
  }
  results->resize(function.outputs.size());
  return results;
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
  return Call{*function, std::move(*binding), std::move(*shapes), inputs,
              options};
}

/// Tensors of these shapes, and pointers to their elements.
static std::vector<Tensor> makeOutputs(const EntryPoint &function,
                                       const std::vector<Shape> &shapes,
                                       llvm::SmallVector<void *> &pointers) {
  std::vector<Tensor> outputs;
  for (auto [output, shape] : llvm::zip_equal(function.outputs, shapes)) {
    outputs.emplace_back(output.dtype, shape);
    pointers.push_back(outputs.back().data());
  }
  return outputs;
}

Expected<std::vector<Tensor>> Model::call(const std::string &name,
                                          const std::vector<TensorView> &inputs,
                                          const CallOptions &options) const {
  llvm::SmallVector<void *> pointers;
  if (!options.interpret)
    if (auto known = implementation->recall(name, inputs, options)) {
      std::vector<Tensor> outputs =
          makeOutputs(*known->function, known->outputShapes, pointers);
      if (Expected<void> run =
              implementation->run(*known->function, *known->specialization,
                                  inputs, std::move(pointers), options);
          !run)
        return run.takeError();
      return outputs;
    }
  Expected<Implementation::Call> call =
      implementation->resolve(name, inputs, options);
  if (!call)
    return call.takeError();
  if (options.interpret)
    return implementation->interpret(*call);

  // Before outputs are allocated: it knows what memory the call takes.
  auto specialization =
      implementation->specialize(*call->function, call->binding);
  if (!specialization)
    return specialization.takeError();
  implementation->remember(*call, *specialization);
  std::vector<Tensor> outputs =
      makeOutputs(*call->function, call->outputShapes, pointers);
  if (Expected<void> run =
          implementation->run(*call->function, **specialization, inputs,
                              std::move(pointers), options);
      !run)
    return run.takeError();
  return outputs;
}

static llvm::SmallVector<void *>
pointersTo(const std::vector<MutableTensorView> &views) {
  llvm::SmallVector<void *> pointers;
  for (const MutableTensorView &view : views)
    pointers.push_back(view.data);
  return pointers;
}

Expected<void> Model::call(const std::string &name,
                           const std::vector<TensorView> &inputs,
                           const std::vector<MutableTensorView> &outputs,
                           const CallOptions &options) const {
  if (!options.interpret)
    if (auto known = implementation->recall(name, inputs, options)) {
      if (Expected<void> checked = known->function->checkOutputs(
              outputs, known->outputShapes, inputs);
          !checked)
        return checked;
      return implementation->run(*known->function, *known->specialization,
                                 inputs, pointersTo(outputs), options);
    }
  Expected<Implementation::Call> call =
      implementation->resolve(name, inputs, options);
  if (!call)
    return call.takeError();
  if (Expected<void> checked =
          call->function->checkOutputs(outputs, call->outputShapes, inputs);
      !checked)
    return checked.takeError();

  if (options.interpret) {
    Expected<std::vector<Tensor>> results = implementation->interpret(*call);
    if (!results)
      return results.takeError();
    for (auto [result, output] : llvm::zip_equal(*results, outputs))
      if (result.bytes() != 0)
        std::memcpy(output.data, result.data(), result.bytes());
    return {};
  }
  auto specialization =
      implementation->specialize(*call->function, call->binding);
  if (!specialization)
    return specialization.takeError();
  implementation->remember(*call, *specialization);
  return implementation->run(*call->function, **specialization, inputs,
                             pointersTo(outputs), options);
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
  CallMemory call = callMemory((*specialization)->code->descriptor());
  MemoryInfo memory{0, call.states, call.inputs + call.outputs, call.prepared,
                    call.workspace};
  for (const ParameterInfo &parameter : implementation->parameters) {
    auto bytes = static_cast<uint64_t>(
        *checkedByteSize(parameter.dtype, parameter.shape));
    (parameter.isState ? memory.stateBytes : memory.parameterBytes) += bytes;
  }
  return memory;
}
