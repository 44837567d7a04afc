//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Binding named dimensions, checking tensors against a function's interface.
//
//===----------------------------------------------------------------------===//

#include "EntryPoint.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/ExecutionEngine/MachineMemory.h"
#include "dlc/Frontend/Diagnostics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <set>

using namespace dlc;

/// A larger number is a mistake; products of several stay far from overflow
/// for longer.
static constexpr int64_t maximumDimension = int64_t(1) << 40;

//===----------------------------------------------------------------------===//
// The interface
//===----------------------------------------------------------------------===//

static InterfaceTensor interfaceTensor(llvm::StringRef name, mlir::Type type) {
  auto tensor = llvm::cast<mlir::RankedTensorType>(type);
  std::optional<DType> dtype = graph::dtypeOf(tensor.getElementType());
  assert(dtype && "a tensor of the graph");
  return {name.str(), *dtype, graph::dimensionsOf(tensor)};
}

static TensorInfo infoOf(const InterfaceTensor &tensor) {
  TensorInfo info{tensor.name, tensor.dtype, {}};
  for (const graph::Dimension &dimension : tensor.dimensions)
    info.sizes.push_back(dimension.str());
  return info;
}

EntryPoint::EntryPoint(mlir::func::FuncOp function) {
  info.name = function.getName().str();
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    if (auto parameter = function.getArgAttrOfType<mlir::StringAttr>(
            i, graph::kParameterAttr))
      parameters.push_back(parameter.str());
    else if (auto state = function.getArgAttrOfType<mlir::StringAttr>(
                 i, graph::kStateAttr))
      states.push_back(state.str());
    else if (function.getArgAttr(i, graph::kRandomKeyAttr))
      info.drawsRandomNumbers = true;
    else if (auto input = function.getArgAttrOfType<mlir::StringAttr>(
                 i, graph::kInputAttr))
      inputs.push_back(interfaceTensor(input, function.getArgumentTypes()[i]));
  }
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (auto output = function.getResultAttrOfType<mlir::StringAttr>(
            i, graph::kOutputAttr))
      outputs.push_back(interfaceTensor(output, function.getResultTypes()[i]));
    else if (auto state = function.getResultAttrOfType<mlir::StringAttr>(
                 i, graph::kStateAttr))
      info.rebinds.push_back(state.str());

  std::set<std::string> seen;
  auto describeAll = [&](const std::vector<InterfaceTensor> &tensors,
                         std::vector<TensorInfo> &infos) {
    for (const InterfaceTensor &tensor : tensors) {
      infos.push_back(infoOf(tensor));
      for (const graph::Dimension &dimension : tensor.dimensions)
        dimension.forEachSymbol([&](llvm::StringRef name) {
          if (seen.insert(name.str()).second)
            info.dimensions.push_back(name.str());
        });
    }
  };
  describeAll(inputs, info.inputs);
  describeAll(outputs, info.outputs);
}

static std::string join(const graph::Dimensions &dimensions) {
  return graph::toString(dimensions);
}

std::string InterfaceTensor::describe() const {
  return std::string(dlc::name(dtype)) + join(dimensions);
}

//===----------------------------------------------------------------------===//
// Binding dimensions
//===----------------------------------------------------------------------===//

namespace {
/// A number for a name, and who said so.
struct BoundDimension {
  int64_t value;
  std::string origin; ///< "input 'x'", "as given"
};
using Bound = std::map<std::string, BoundDimension>;
} // namespace

static std::string quote(const std::string &name) { return "'" + name + "'"; }

static llvm::StringMap<int64_t> numbersOf(const Bound &bound) {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, dimension] : bound)
    numbers[name] = dimension.value;
  return numbers;
}

/// "N = 4 from input 'x', T = 3 as given".
static std::string explain(const graph::Dimension &dimension,
                           const Bound &bound) {
  std::set<std::string> names;
  dimension.forEachSymbol(
      [&](llvm::StringRef name) { names.insert(name.str()); });
  std::string text;
  for (const std::string &name : names) {
    const BoundDimension &number = bound.at(name);
    text += (text.empty() ? "" : ", ") + name + " = " +
            std::to_string(number.value) + " " + number.origin;
  }
  return text;
}

static Expected<Bound> checkGiven(const FunctionInfo &function,
                                  const Binding &given) {
  Bound bound;
  std::vector<llvm::StringRef> known(function.dimensions.begin(),
                                     function.dimensions.end());
  for (const auto &[name, value] : given) {
    if (!llvm::is_contained(known, name))
      return Error(quote(function.name) + " has no dimension " + quote(name) +
                   frontend::didYouMean(name, known));
    if (value < 0)
      return Error("dimension " + quote(name) + " of " + quote(function.name) +
                   " must not be negative, got " + std::to_string(value));
    if (value > maximumDimension)
      return Error("dimension " + quote(name) + " of " + quote(function.name) +
                   " is too large: " + std::to_string(value) +
                   " is over the limit of " + std::to_string(maximumDimension));
    bound[name] = {value, "as given"};
  }
  return bound;
}

/// All dimensions of the function must have a number.
static Expected<Binding> finish(const FunctionInfo &function,
                                const Bound &bound) {
  Binding binding;
  for (const std::string &name : function.dimensions) {
    auto found = bound.find(name);
    if (found == bound.end())
      return Error("dimension " + quote(name) + " of " + quote(function.name) +
                   " needs a number: no input's shape tells it");
    binding[name] = found->second.value;
  }
  return binding;
}

Expected<Binding> EntryPoint::bind(const Binding &given) const {
  Expected<Bound> bound = checkGiven(info, given);
  if (!bound)
    return bound.takeError();
  return finish(info, *bound);
}

/// What the dimension must be: "1", "N = 4 from input 'y'",
/// "2*N = 8 with N = 4 from input 'y'".
static std::string describeWanted(const graph::Dimension &dimension,
                                  int64_t value, const Bound &bound) {
  if (dimension.isConstant())
    return std::to_string(value);
  if (dimension.symbolName())
    return explain(dimension, bound);
  return dimension.str() + " = " + std::to_string(value) + " with " +
         explain(dimension, bound);
}

Expected<Binding> EntryPoint::bind(const std::vector<TensorView> &views,
                                   const Binding &given) const {
  if (views.size() != inputs.size())
    return Error(quote(info.name) + " takes " + std::to_string(inputs.size()) +
                 (inputs.size() == 1 ? " input" : " inputs") + ", got " +
                 std::to_string(views.size()));
  Expected<Bound> bound = checkGiven(info, given);
  if (!bound)
    return bound.takeError();

  auto mismatch = [&](size_t index, const std::string &why) {
    const TensorView &view = views[index];
    return Error("input " + quote(inputs[index].name) + " of " +
                 quote(info.name) + " wants " + inputs[index].describe() +
                 ", got " + describe(view.dtype, view.shape) + ": " + why);
  };
  // An input may say what another one's name is worth.
  std::vector<graph::DimensionEquation> equations;
  std::vector<std::pair<size_t, size_t>> places; // input, axis
  for (auto [index, input] : llvm::enumerate(inputs)) {
    const TensorView &view = views[index];
    if (view.dtype != input.dtype)
      return mismatch(index, "its element type must be " +
                                 std::string(name(input.dtype)));
    if (view.shape.size() != input.dimensions.size())
      return mismatch(index, "its rank must be " +
                                 std::to_string(input.dimensions.size()));
    std::optional<int64_t> bytes = checkedByteSize(view.dtype, view.shape);
    if (!bytes)
      return mismatch(index, "this is no shape");
    if (*bytes != 0 && !view.data)
      return mismatch(index, "its elements are at address 0");
    if (reinterpret_cast<uintptr_t>(view.data) % byteSize(view.dtype) != 0)
      return mismatch(index, "its elements are not aligned");
    for (auto [axis, dimension] : llvm::enumerate(input.dimensions)) {
      equations.push_back({dimension, view.shape[axis]});
      places.emplace_back(index, axis);
    }
  }
  llvm::StringMap<int64_t> numbers = numbersOf(*bound);
  const graph::DimensionEquation *unsolved =
      graph::solveDimensions(equations, numbers);
  if (unsolved) {
    auto [index, axis] = places[unsolved - equations.data()];
    return mismatch(index, "dimension " + std::to_string(axis) + " cannot be " +
                               unsolved->dimension.str());
  }
  // Names come from where they stand alone or else from their first input.
  for (bool alone : {true, false})
    for (auto [equation, place] : llvm::zip_equal(equations, places)) {
      if (alone && !equation.dimension.symbolName())
        continue;
      std::string origin = "from input " + quote(inputs[place.first].name);
      equation.dimension.forEachSymbol([&](llvm::StringRef name) {
        if (auto found = numbers.find(name); found != numbers.end())
          bound->try_emplace(name.str(), BoundDimension{found->second, origin});
      });
    }
  Expected<Binding> binding = finish(info, *bound);
  if (!binding)
    return binding.takeError();

  for (auto [index, input] : llvm::enumerate(inputs))
    for (auto [axis, dimension] : llvm::enumerate(input.dimensions)) {
      std::optional<graph::Dimension> number = dimension.substitute(numbers);
      std::optional<int64_t> value = number ? number->constant() : std::nullopt;
      if (!value)
        return mismatch(index, "dimension " + std::to_string(axis) +
                                   " overflows with " +
                                   explain(dimension, *bound));
      if (*value != views[index].shape[axis])
        return mismatch(index, "dimension " + std::to_string(axis) +
                                   " must be " +
                                   describeWanted(dimension, *value, *bound));
      if (*value > maximumDimension)
        return mismatch(index,
                        "dimension " + std::to_string(axis) + " is too large");
    }
  return binding;
}

//===----------------------------------------------------------------------===//
// Outputs
//===----------------------------------------------------------------------===//

Expected<std::vector<Shape>>
EntryPoint::outputShapes(const Binding &binding) const {
  llvm::StringMap<int64_t> numbers;
  for (const auto &[name, value] : binding)
    numbers[name] = value;
  std::vector<Shape> shapes;
  uint64_t total = 0;
  MemoryLimit limit;
  for (const InterfaceTensor &output : outputs) {
    auto impossible = [&](const std::string &why) {
      return Error("output " + quote(output.name) + " of " + quote(info.name) +
                   ", " + output.describe() + ", " + why + " with " +
                   toString(binding));
    };
    Shape shape;
    for (const graph::Dimension &dimension : output.dimensions) {
      std::optional<graph::Dimension> number = dimension.substitute(numbers);
      std::optional<int64_t> value = number ? number->constant() : std::nullopt;
      if (!value || *value < 0)
        return impossible("has a size that is negative or overflows");
      shape.push_back(*value);
    }
    std::optional<int64_t> bytes = checkedByteSize(output.dtype, shape);
    if (!bytes)
      return impossible("has more elements than can be counted");
    total = llvm::SaturatingAdd(total, uint64_t(*bytes));
    if (total > limit.bytes())
      return impossible("takes " + describeBytes(total) + " and " +
                        limit.describe());
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

static bool overlap(const void *a, size_t aBytes, const void *b,
                    size_t bBytes) {
  auto first = reinterpret_cast<uintptr_t>(a);
  auto second = reinterpret_cast<uintptr_t>(b);
  return first < second + bBytes && second < first + aBytes;
}

Expected<void>
EntryPoint::checkOutputs(const std::vector<MutableTensorView> &views,
                         const std::vector<Shape> &shapes,
                         const std::vector<TensorView> &arguments) const {
  if (views.size() != outputs.size())
    return Error(quote(info.name) + " has " + std::to_string(outputs.size()) +
                 (outputs.size() == 1 ? " output" : " outputs") +
                 ", got memory for " + std::to_string(views.size()));
  for (auto [index, view] : llvm::enumerate(views)) {
    auto what = [&, index = index] {
      return "output " + quote(outputs[index].name) + " of " + quote(info.name);
    };
    if (view.dtype != outputs[index].dtype || view.shape != shapes[index])
      return Error(what() + " is " +
                   describe(outputs[index].dtype, shapes[index]) +
                   ", got memory for " + describe(view.dtype, view.shape));
    size_t bytes = view.bytes();
    if (bytes == 0)
      continue;
    if (!view.data)
      return Error(what() + " has no memory");
    if (reinterpret_cast<uintptr_t>(view.data) % byteSize(view.dtype) != 0)
      return Error("the memory of " + what() + " is not aligned");
    for (auto [other, argument] : llvm::enumerate(arguments))
      if (overlap(view.data, bytes, argument.data, argument.bytes()))
        return Error("the memory of " + what() + " overlaps input " +
                     quote(inputs[other].name));
    for (size_t other = 0; other < index; ++other)
      if (overlap(view.data, bytes, views[other].data, views[other].bytes()))
        return Error("the memory of " + what() + " overlaps output " +
                     quote(outputs[other].name));
  }
  return {};
}
