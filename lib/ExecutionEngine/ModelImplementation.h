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
#include "dlc/ExecutionEngine/MemoryUse.h"
#include "dlc/Frontend/Frontend.h"
#include "dlc/Model.h"
#include "dlc/Runtime/Initializer.h"
#include "dlc/Runtime/Threefry.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace dlc {

/// A function compiled for one binding.
struct Specialization {
  std::unique_ptr<CompiledFunction> code;
  /// What `prepare` made of the current weights; null until it is needed.
  std::shared_ptr<const Buffer> prepared;
  /// Of the frozen states that it was made of.
  uint64_t stateVersion = 0;
  /// Guards `prepared`; a second caller waits for the first one's.
  std::mutex lock;
  /// Whether a call has begun, for the time of the first one.
  std::atomic<bool> called{false};
  /// When it was last asked for, in calls.
  uint64_t lastUse = 0;
};

/// A state and the memory for its next value.
struct StateBuffer {
  Tensor current;
  /// Made for the first call that rebinds the state.
  std::optional<Tensor> next;
  /// Grows with each new value.
  uint64_t version = 0;
};

/// Hidden: the shared library exports all other members of Model.
struct [[gnu::visibility("hidden")]] Model::Implementation {
  Implementation(frontend::FrontendOptions frontendOptions, Target target,
                 const ModelOptions &options)
      : compilation(std::move(frontendOptions)), target(std::move(target)),
        context(createContext()), capacity(options.maximumSpecializations),
        limit(options.maximumMemory), onRemark(options.onRemark),
        objectCache(options.objectCache), timings(options.timings),
        seed(options.seed), callSeed(options.seed) {}

  /// `load` reads and checks the model.
  static Expected<std::unique_ptr<Implementation>>
  make(const ModelOptions &options,
       llvm::function_ref<bool(frontend::Compilation &)> load);
  /// Checks the loaded file and fills in everything below.
  Expected<void> build(bool loaded);

  Expected<const EntryPoint *> find(const std::string &function) const;

  /// What a call's inputs tell before anything is compiled.
  struct Call {
    const EntryPoint *function;
    Binding binding;
    std::vector<Shape> outputShapes;
    const std::vector<TensorView> &inputs;
    const CallOptions &options;
  };
  Expected<Call> resolve(const std::string &function,
                         const std::vector<TensorView> &inputs,
                         const CallOptions &options) const;

  /// A call as those before it, whose inputs have been found to fit.
  struct KnownCall {
    const EntryPoint *function;
    std::vector<Shape> inputShapes;
    Binding given;
    std::vector<Shape> outputShapes;
    std::shared_ptr<Specialization> specialization;
  };
  /// Null where the call is not known. Counts as a use.
  std::shared_ptr<const KnownCall> recall(const std::string &function,
                                          const std::vector<TensorView> &inputs,
                                          const CallOptions &options);
  void remember(const Call &call, std::shared_ptr<Specialization> made);

  /// The compiled function, made if it is new.
  Expected<std::shared_ptr<Specialization>>
  specialize(const EntryPoint &function, const Binding &binding);
  Expected<std::unique_ptr<CompiledFunction>>
  compile(const EntryPoint &function, const Binding &binding);
  /// `recomputes`: whether the object computes values again to keep within the
  /// limit.
  Expected<ObjectFile> compileObject(mlir::func::FuncOp symbolic,
                                     const Binding &binding, bool &recomputes);
  Expected<std::shared_ptr<const Buffer>>
  prepared(const EntryPoint &function, Specialization &specialization,
           const CallOptions &options);
  /// `inputs` fit, `outputs` are memory for the function's outputs.
  Expected<void> run(const EntryPoint &function, Specialization &specialization,
                     const std::vector<TensorView> &inputs,
                     llvm::SmallVector<void *> outputs,
                     const CallOptions &options);
  Expected<mlir::OwningOpRef<mlir::ModuleOp>>
  bindGraph(const EntryPoint &function, const Binding &binding);
  std::vector<Tensor> argumentsOf(mlir::func::FuncOp function,
                                  const Call &call);
  Expected<std::vector<Tensor>> interpret(const Call &call);
  void evict();

  /// Held during a call that rebinds states; nothing where it does not.
  std::unique_lock<std::mutex> lockStates(const EntryPoint &function);
  RandomKey nextKey(const CallOptions &options);

  /// Draws weights and states if nobody bound any.
  void drawWeights();
  Expected<StateBuffer *> findState(const std::string &state);
  Tensor draw(const ParameterInfo &parameter,
              const Initializer &initializer) const;
  /// Puts the value of a parameter or state where it belongs.
  void keep(const ParameterInfo &parameter, Tensor tensor);
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
  /// Of all parameters and states.
  uint64_t weightBytes = 0;

  /// The context is not thread-safe: whoever touches IR holds this.
  std::mutex contextLock;
  std::atomic<size_t> compiled{0};

  std::mutex cacheLock;
  const size_t capacity;
  uint64_t hits = 0, misses = 0, evictions = 0;
  /// By function and binding.
  std::map<std::pair<std::string, Binding>, std::shared_ptr<Specialization>>
      specializations;
  /// Those used last, the newest first. Each of their functions is among the
  /// specializations.
  std::vector<std::shared_ptr<const KnownCall>> knownCalls;
  /// Prepared buffers by function and layout, for specializations to share,
  /// with the version of the frozen states in them.
  struct SharedBuffer {
    std::weak_ptr<const Buffer> buffer;
    uint64_t stateVersion = 0;
  };
  std::map<std::pair<std::string, uint64_t>, SharedBuffer> sharedPrepared;
  uint64_t uses = 0;

  const MemoryLimit limit;
  const std::function<void(const Remark &)> onRemark;
  const ObjectCacheOptions objectCache;
  /// May be null.
  const std::shared_ptr<Timings> timings;

  std::mutex weightsLock;
  /// The parameters.
  std::map<std::string, Tensor> weights;
  /// Large models get weights before the first call as a rule; drawing is put
  /// off until somebody asks.
  bool drawn = false;
  uint64_t seed;

  /// A call that rebinds states holds this from before it reads them until it
  /// has changed them.
  std::mutex rebindLock;
  /// Shared by who reads states without being such a call; such a call takes
  /// it alone to change them.
  mutable std::shared_mutex stateLock;
  std::map<std::string, StateBuffer> states;

  /// Of what calls draw.
  uint64_t callSeed;
  std::atomic<uint64_t> drawingCalls{0};
};

} // namespace dlc

#endif // DLC_LIB_EXECUTIONENGINE_MODELIMPLEMENTATION_H
