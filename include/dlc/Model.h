//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The host interface: compile a model file, bind weights, call its functions.
// Shows standard C++ only; link `dlc::dlc`.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_MODEL_H
#define DLC_MODEL_H

#include "dlc-c/ABI.h"
#include "dlc/Remark.h"
#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"
#include "dlc/StepOptions.h"
#include "dlc/Timings.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dlc {

/// Where compiled functions are kept on disk, for all processes of the user.
struct ObjectCacheOptions {
  /// A library does not write to its user's files unless it is told to.
  bool enabled = false;
  /// Empty: $XDG_CACHE_HOME/dlc, or else ~/.cache/dlc. It is made if need be;
  /// where others can write to it, it is not used.
  std::string folder;
  /// Beyond it, what was longest unused goes; 0: $DLC_CACHE_SIZE, or 256 MiB.
  uint64_t maximumBytes = 0;
  /// Called with lines of text that say of each function that is compiled
  /// whether it was found, what it depends on, and what kept the cache from
  /// working.
  std::function<void(const std::string &)> onExplain;
};

struct ModelOptions {
  /// Which model, where the file holds several; empty: the only one.
  std::string model;
  /// Constants of the model by name, as text: {"classes", "100"}.
  std::map<std::string, std::string> constants;
  /// Where `import` looks, after the folder of the importing file.
  std::vector<std::string> importPaths;
  /// What `real` stands for: F32 or F64.
  DType real = DType::F32;
  /// What `training` is in the model file: functions of a model compiled for
  /// training may rebind states and drop out units.
  bool training = false;
  /// Of a model that is trained (Trainer).
  StepOptions step;
  /// A processor name of LLVM's, or "native".
  std::string cpu = "native";
  /// Shared libraries that define the C functions of the model's `extern fn`s.
  /// They stay loaded as long as the process runs.
  std::vector<std::string> libraries;
  /// What the model's random numbers start from, as by `initialize(seed)` and
  /// `setSeed(seed)`.
  uint64_t seed = 0;
  /// Compiled functions to keep, where each set of sizes counts. Beyond it the
  /// one longest unused goes; a call that runs it goes on undisturbed.
  size_t maximumSpecializations = 64;
  /// Bytes that one call may take together with the model's weights
  /// (MemoryInfo::total); 0: what this machine has. A call that would take more
  /// computes values again rather than keep them, which changes no bit of its
  /// results; where that is not enough, it is an error before anything is
  /// allocated.
  uint64_t maximumMemory = 0;
  ObjectCacheOptions objectCache;
  /// Called with what the compiler says of a function while it compiles it;
  /// by the thread that compiles, one at a time. Since what is found in the
  /// object cache is not compiled, that is off then.
  std::function<void(const Remark &)> onRemark;
  /// Gets the times of what it takes to make the model and to call each
  /// function for the first time; null: nothing is measured.
  std::shared_ptr<Timings> timings;
};

/// A tensor that the model keeps: a parameter, or a state.
struct ParameterInfo {
  std::string name; ///< "features.0.weight"
  DType dtype;
  Shape shape;
  /// Carried from call to call by functions that rebind it: running
  /// statistics; and where the model file says how the model is trained, and
  /// it is compiled for training, trained parameters and what the optimizer
  /// keeps.
  bool isState = false;
  /// What the optimizer keeps: "optimizer.lr", "optimizer.step",
  /// "optimizer.features.0.weight.momentum_buffer".
  bool isOptimizers = false;
  /// One of those that Trainer::setScalar sets: "optimizer.lr".
  bool isScalar = false;
  /// What declares it: "LeNet5.features.0: Conv2d".
  std::string layer;
};

/// An input or output of a function; sizes as text, since they may be
/// symbolic: {"N", "1", "28", "28"}.
struct TensorInfo {
  std::string name;
  DType dtype;
  std::vector<std::string> sizes;
};

/// An entry point of the model.
struct FunctionInfo {
  std::string name;
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  /// The named dimensions, in order of first appearance.
  std::vector<std::string> dimensions;
  /// The states that a call gives new values, in the order of the function's
  /// results.
  std::vector<std::string> rebinds;
  bool drawsRandomNumbers = false;
};

/// What a call of a compiled function takes, in bytes, known before it runs:
/// all tensors that are in memory then, and nothing else (the compiler, its
/// code).
struct MemoryInfo {
  /// Of the model's parameters, whichever of them the function uses.
  uint64_t parameterBytes;
  /// Of the model's states; those that the function rebinds count twice, as the
  /// new values are written beside the old ones.
  uint64_t stateBytes;
  /// Of the call's inputs and outputs.
  uint64_t interfaceBytes;
  uint64_t preparedBytes;
  /// The peak of intermediate values of one call.
  uint64_t workspaceBytes;

  /// What `ModelOptions::maximumMemory` limits.
  uint64_t total() const {
    return parameterBytes + stateBytes + interfaceBytes + preparedBytes +
           workspaceBytes;
  }
};

/// The compiled functions that a model keeps.
struct CacheInfo {
  size_t entries;
  /// ModelOptions::maximumSpecializations.
  size_t capacity;
  /// Calls that found their function compiled for their sizes.
  uint64_t hits;
  /// Calls that had to compile it.
  uint64_t misses;
  /// Compiled functions given up for others.
  uint64_t evictions;
};

struct CallOptions {
  /// At most so many threads; 0 for one a processor. Results have the same
  /// bits at any number.
  unsigned threads = 0;
  /// The host's own threads, to be used instead of dlc's; null for those. Read
  /// during the call.
  const dlc_threads *hostThreads = nullptr;
  /// Numbers for dimensions that input shapes do not tell; one that they tell
  /// must be the same.
  std::map<std::string, int64_t> dimensions;
  /// Draws what the first call after `setSeed(*seed)` would, and leaves the
  /// model's own sequence alone.
  std::optional<uint64_t> seed;
  /// Evaluate by the reference evaluator instead of compiled code: slow, with
  /// sums in f64.
  bool interpret = false;
};

/// A model, its weights, and the functions compiled so far.
///
/// A function is compiled at its first call with new sizes and kept. Calls
/// are safe from many threads at once; binding weights and `setSeed` are not
/// while calls run.
///
/// Calls of functions that rebind states (FunctionInfo::rebinds) are
/// serialised by a lock: each sees the states that the one before it left.
/// Other calls go on beside them and see the states as they were or as they
/// are after it. States change when a call has succeeded, all at once; a call
/// that fails leaves them alone.
///
/// The k-th call that draws random numbers, from 0, draws from the key
/// jax.random.fold_in(jax.random.key(seed), k): the same bits at any number of
/// threads, compiled or interpreted.
class Model {
public:
  static Expected<Model> fromFile(const std::string &path,
                                  const ModelOptions &options = {});
  /// `name` stands for the file in errors.
  static Expected<Model> fromString(const std::string &source,
                                    const std::string &name = "<string>",
                                    const ModelOptions &options = {});
  Model(Model &&) noexcept;
  Model &operator=(Model &&) noexcept;
  ~Model();

  const std::string &name() const;
  /// With states, in the order of the module tree.
  const std::vector<ParameterInfo> &parameters() const;
  const std::vector<FunctionInfo> &functions() const;
  /// Null if there is none of that name.
  const FunctionInfo *findFunction(const std::string &name) const;

  /// Draws every parameter and state from its initializer. The same seed gives
  /// the same bits everywhere. A model starts as if by
  /// `initialize(ModelOptions::seed)`.
  void initialize(uint64_t seed);
  /// Takes all parameters and states from a safetensors file. Its names and
  /// shapes are those of the model, none missing and none left over; element
  /// types may be narrower floating point types, which widen exactly. Only what
  /// an optimizer keeps may be missing, and then begins anew, or be left over
  /// where the model is not trained. On an error everything stays as it was.
  Expected<void> loadWeights(const std::string &path);
  /// The same from memory.
  Expected<void> bindWeights(std::map<std::string, Tensor> weights);
  /// Writes what `loadWeights` reads. The file is replaced as a whole, or left
  /// as it was on an error.
  Expected<void> saveWeights(const std::string &path) const;
  /// The parameters, without states.
  const std::map<std::string, Tensor> &weights() const;
  /// A copy of the states as they are between two calls that rebind some.
  std::map<std::string, Tensor> states() const;

  /// A copy of one of them.
  Expected<Tensor> state(const std::string &name) const;
  /// Gives one state a new value, of its type and shape, between two calls.
  Expected<void> setState(const std::string &name, const TensorView &value);

  /// Starts the sequence of random numbers that calls draw anew.
  void setSeed(uint64_t seed);

  /// Calls a function with one view an input, in order. Named dimensions are
  /// bound by the shapes.
  Expected<std::vector<Tensor>> call(const std::string &function,
                                     const std::vector<TensorView> &inputs,
                                     const CallOptions &options = {}) const;
  /// The same into the caller's memory: once a function is compiled for these
  /// sizes and its workspaces exist, a call allocates no tensor.
  Expected<void> call(const std::string &function,
                      const std::vector<TensorView> &inputs,
                      const std::vector<MutableTensorView> &outputs,
                      const CallOptions &options = {}) const;

  /// Compiles a function for these dimensions, if it is not yet, and says
  /// what memory a call takes.
  Expected<MemoryInfo>
  memory(const std::string &function,
         const std::map<std::string, int64_t> &dimensions) const;

  /// How many functions have been compiled, counting each binding.
  size_t compiledCount() const;
  CacheInfo cacheInfo() const;

private:
  struct Implementation;
  explicit Model(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation;
};

} // namespace dlc

#endif // DLC_MODEL_H
