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

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dlc {

struct ModelOptions {
  /// Which model, where the file holds several; empty: the only one.
  std::string model;
  /// Constants of the model by name, as text: {"classes", "100"}.
  std::map<std::string, std::string> constants;
  /// Where `import` looks, after the folder of the importing file.
  std::vector<std::string> importPaths;
  /// What `real` stands for: F32 or F64.
  DType real = DType::F32;
  /// A processor name of LLVM's, or "native".
  std::string cpu = "native";
};

/// A trained tensor of the model.
struct ParameterInfo {
  std::string name; ///< "features.0.weight"
  DType dtype;
  Shape shape;
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
};

/// What a compiled function needs, known before it runs.
struct MemoryInfo {
  uint64_t parameterBytes;
  uint64_t preparedBytes;
  /// The peak of intermediate values of one call.
  uint64_t workspaceBytes;
};

struct CallOptions {
  /// At most so many threads; 0 for one a processor. Results have the same
  /// bits at any number.
  unsigned threads = 0;
  /// Numbers for dimensions that input shapes do not tell.
  std::map<std::string, int64_t> dimensions;
  /// Evaluate by the reference evaluator instead of compiled code: slow, with
  /// sums in f64.
  bool interpret = false;
};

/// A model, its weights, and the functions compiled so far.
///
/// A function is compiled at its first call with new sizes and kept. Calls
/// are safe from many threads at once; binding weights is not while calls run.
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
  /// In the order of the module tree.
  const std::vector<ParameterInfo> &parameters() const;
  const std::vector<FunctionInfo> &functions() const;
  /// Null if there is none of that name.
  const FunctionInfo *findFunction(const std::string &name) const;

  /// Draws every parameter from its initializer. The same seed gives the same
  /// bits everywhere. A model starts as if by `initialize(0)`.
  void initialize(uint64_t seed);
  /// Takes all parameters from a safetensors file. Its names and shapes are
  /// those of the model, none missing and none left over; element types may
  /// be narrower floating point types, which widen exactly. On an error the
  /// weights stay as they were.
  Expected<void> loadWeights(const std::string &path);
  /// The same from memory.
  Expected<void> bindWeights(std::map<std::string, Tensor> weights);
  const std::map<std::string, Tensor> &weights() const;

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

private:
  struct Implementation;
  explicit Model(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation;
};

} // namespace dlc

#endif // DLC_MODEL_H
