//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is behind dlc::Model: the model's graph and the context it lives in,
// its weights, the functions compiled so far. Model.cpp makes it,
// ModelWeights.cpp binds weights, ModelCalls.cpp compiles and calls.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXECUTIONENGINE_MODELIMPLEMENTATION_H
#define DLC_LIB_EXECUTIONENGINE_MODELIMPLEMENTATION_H

#include "EntryPoint.h"
#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/Frontend/Frontend.h"
#include "dlc/Model.h"
#include "dlc/Runtime/Initializer.h"

#include <atomic>
#include <mutex>

namespace dlc {

/// A function compiled for one binding.
struct Specialization {
  std::unique_ptr<CompiledFunction> code;
  /// What `prepare` made of the current weights; null until it is needed.
  std::shared_ptr<const Buffer> prepared;
  /// Guards `prepared`; a second caller waits for the first one's.
  std::mutex lock;
  /// When it was last asked for, in calls.
  uint64_t lastUse = 0;
};

/// Hidden: the shared library exports all other members of Model.
struct [[gnu::visibility("hidden")]] Model::Implementation {
  Implementation(frontend::FrontendOptions options, Target target)
      : compilation(std::move(options)), target(std::move(target)),
        context(createContext()) {}

  /// Checks the loaded file and fills in everything below.
  Expected<void> build(bool loaded);

  Expected<const EntryPoint *> find(const std::string &function) const;

  /// What a call's inputs tell before anything is compiled.
  struct Call {
    const EntryPoint *function;
    Binding binding;
    std::vector<Shape> outputShapes;
  };
  Expected<Call> resolve(const std::string &function,
                         const std::vector<TensorView> &inputs,
                         const CallOptions &options) const;

  /// The compiled function, made if it is new.
  Expected<std::shared_ptr<Specialization>>
  specialize(const EntryPoint &function, const Binding &binding);
  Expected<std::shared_ptr<const Buffer>>
  prepared(const EntryPoint &function, Specialization &specialization,
           unsigned threads);
  Expected<void> run(const EntryPoint &function, const Binding &binding,
                     const std::vector<TensorView> &inputs,
                     const std::vector<void *> &outputs, unsigned threads);
  Expected<std::vector<Tensor>>
  interpret(const EntryPoint &function, const Binding &binding,
            const std::vector<TensorView> &inputs);
  void evict();

  /// The weights, drawn first if nobody bound any.
  std::map<std::string, Tensor> &currentWeights();
  /// `what` names the weights in errors.
  Expected<void> bind(std::map<std::string, Tensor> weights,
                      const std::string &what);
  /// Forgets what was made of the former weights.
  void weightsChanged();

  /// Keeps the source for diagnostics of later phases.
  frontend::Compilation compilation;
  Target target;
  std::unique_ptr<mlir::MLIRContext> context;
  mlir::OwningOpRef<mlir::ModuleOp> graph;
  std::string name;
  std::vector<ParameterInfo> parameters;
  std::vector<Initializer> initializers;
  std::vector<FunctionInfo> functions;
  std::vector<EntryPoint> entryPoints;

  /// The context is not thread-safe: whoever touches IR holds this.
  std::mutex contextLock;
  std::atomic<size_t> compiled{0};

  std::mutex cacheLock;
  /// By function and binding.
  std::map<std::pair<std::string, Binding>, std::shared_ptr<Specialization>>
      specializations;
  /// Prepared buffers by function and layout, for specializations to share.
  std::map<std::pair<std::string, uint64_t>, std::weak_ptr<const Buffer>>
      sharedPrepared;
  uint64_t uses = 0;

  std::mutex weightsLock;
  std::map<std::string, Tensor> weights;
  /// Large models get weights before the first call as a rule; drawing is put
  /// off until somebody asks.
  bool drawn = false;
  uint64_t seed = 0;
};

} // namespace dlc

#endif // DLC_LIB_EXECUTIONENGINE_MODELIMPLEMENTATION_H
