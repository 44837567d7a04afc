//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tensors that a command gives a function: read from npy files, or drawn.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "Arguments.h"

#include "dlc/Data/Npy.h"
#include "dlc/Dialect/Graph/IR/Dimension.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Runtime/Initializer.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
using namespace dlc::tool;

/// Finds out whose file each "NAME=FILE" is. `kind`: "input" or "output".
Expected<Paths> dlc::tool::assignPaths(
    const std::string &kind, const std::vector<std::string> &arguments,
    const std::string &function, const std::vector<TensorInfo> &tensors) {
  Paths paths(tensors.size());
  std::vector<llvm::StringRef> names;
  for (const TensorInfo &tensor : tensors)
    names.push_back(tensor.name);
  std::string all = "'" + llvm::join(names, "', '") + "'";
  for (const std::string &argument : arguments) {
    size_t index = 0;
    std::string path = argument;
    if (argument.find('=') != std::string::npos) {
      auto split = splitAssignment("--" + kind, argument);
      if (!split)
        return split.takeError();
      index = llvm::find(names, split->first) - names.begin();
      if (index == names.size())
        return Error("'" + function + "' has no " + kind + " '" + split->first +
                     "'" + frontend::didYouMean(split->first, names) +
                     (names.empty() ? "" : " (it has " + all + ")"));
      path = split->second;
    } else if (tensors.size() != 1) {
      return Error("--" + kind + " " + argument + " needs a name: '" +
                   function + "' has " +
                   (names.empty() ? "no " + kind + "s" : all));
    }
    if (kind == "output" && llvm::is_contained(paths, path))
      return Error("two outputs cannot both go to '" + path + "'");
    if (!paths[index].empty())
      return Error(kind + " '" + tensors[index].name + "' is given twice");
    paths[index] = path;
  }
  return paths;
}

/// Numbers for the dimensions that no input given tells: those of --dim, else
/// 1. A shape that does not fit is left for the call to explain.
static std::map<std::string, int64_t>
completeDimensions(const FunctionInfo &function,
                   const std::vector<std::optional<Tensor>> &inputs,
                   std::map<std::string, int64_t> dimensions) {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, number] : dimensions)
    numbers[name] = number;
  std::vector<graph::DimensionEquation> equations;
  for (auto [info, tensor] : llvm::zip_equal(function.inputs, inputs))
    if (tensor && tensor->shape().size() == info.sizes.size())
      for (auto [size, number] : llvm::zip_equal(info.sizes, tensor->shape()))
        if (auto dimension = graph::Dimension::parse(size))
          equations.push_back({*dimension, number});
  graph::solveDimensions(equations, numbers);
  for (const std::string &name : function.dimensions)
    dimensions.emplace(name, numbers.try_emplace(name, 1).first->second);
  return dimensions;
}

/// Whether the shape of an input has the name in it.
static bool isTold(const FunctionInfo &function, llvm::StringRef name) {
  bool told = false;
  for (const TensorInfo &input : function.inputs)
    for (const std::string &size : input.sizes)
      if (auto dimension = graph::Dimension::parse(size))
        dimension->forEachSymbol(
            [&](llvm::StringRef symbol) { told |= symbol == name; });
  return told;
}

/// How an input of this type is drawn, as text too.
static std::pair<Initializer, std::string> drawOf(DType dtype) {
  using Kind = Initializer::Kind;
  if (isFloat(dtype))
    return {{Kind::Normal, 0, 1}, "normal(0, 1)"};
  // Rounded to nearest.
  if (dtype == DType::U8)
    return {{Kind::Uniform, -0.5, 255.5}, "integers in [0, 256)"};
  // Small enough to be an index into almost anything.
  return {{Kind::Uniform, -0.5, 1.5}, "integers in [0, 2)"};
}

static Expected<Tensor>
drawInput(const TensorInfo &info, const std::string &function,
          const std::map<std::string, int64_t> &dimensions, uint64_t seed,
          const MemoryLimit &limit, uint64_t &drawnBytes) {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, number] : dimensions)
    numbers[name] = number;
  Shape shape;
  for (const std::string &size : info.sizes) {
    std::optional<graph::Dimension> dimension = graph::Dimension::parse(size);
    if (dimension)
      dimension = dimension->substitute(numbers);
    shape.push_back(dimension ? dimension->constant().value_or(-1) : -1);
  }
  std::optional<int64_t> bytes = checkedByteSize(info.dtype, shape);
  // Memory that does not exist ends the process, so ask first.
  if (!bytes || uint64_t(*bytes) > limit.bytes() - drawnBytes)
    return Error("input '" + info.name + "' of '" + function +
                 "' is too large: " + describe(info.dtype, shape) + ", " +
                 limit.describe());
  drawnBytes += uint64_t(*bytes);
  Tensor tensor(info.dtype, shape);
  uint64_t stream = streamOf("input." + info.name);
  if (info.dtype != DType::Bool) {
    initialize(tensor.view(), drawOf(info.dtype).first, seed, stream);
    return tensor;
  }
  MutableTensorView bytesView{DType::U8, shape, tensor.data()};
  initialize(bytesView, drawOf(DType::Bool).first, seed, stream);
  return tensor;
}

/// Where each input comes from, as text.
std::string dlc::tool::describeInputs(const FunctionInfo &function,
                                      const std::vector<Tensor> &tensors,
                                      const Paths &paths, uint64_t seed) {
  std::string text;
  for (size_t i = 0; i < tensors.size(); ++i)
    text += fmt::format(
        "input {}: {}, {}\n", function.inputs[i].name,
        describe(tensors[i].dtype(), tensors[i].shape()),
        paths[i].empty() ? fmt::format("{} from seed {}",
                                       drawOf(tensors[i].dtype()).second, seed)
                         : paths[i]);
  return text;
}

std::vector<TensorView> CallInputs::views() const {
  std::vector<TensorView> views;
  for (const Tensor &tensor : tensors)
    views.push_back(tensor.view());
  return views;
}

Expected<CallInputs> dlc::tool::makeInputs(const FunctionInfo &function,
                                           const Paths &paths, uint64_t seed,
                                           const MemoryLimit &limit,
                                           CallOptions &options) {
  std::vector<std::optional<Tensor>> given;
  for (const std::string &path : paths) {
    if (path.empty()) {
      given.emplace_back();
      continue;
    }
    Expected<Tensor> tensor = readNpy(path);
    if (!tensor)
      return tensor.takeError();
    given.push_back(std::move(*tensor));
  }
  std::map<std::string, int64_t> dimensions =
      completeDimensions(function, given, options.dimensions);
  CallInputs inputs;
  uint64_t drawnBytes = 0;
  for (auto [info, tensor] : llvm::zip_equal(function.inputs, given)) {
    if (tensor) {
      inputs.tensors.push_back(std::move(*tensor));
      continue;
    }
    Expected<Tensor> drawn =
        drawInput(info, function.name, dimensions, seed, limit, drawnBytes);
    if (!drawn)
      return drawn.takeError();
    inputs.tensors.push_back(std::move(*drawn));
  }
  // Shapes tell the others to the call, which compares them.
  for (const auto &[name, number] : dimensions)
    if (!isTold(function, name))
      options.dimensions.emplace(name, number);
  inputs.dimensions = std::move(dimensions);
  return inputs;
}
