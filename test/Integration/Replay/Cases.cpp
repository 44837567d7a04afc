//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading cases.
//
//===----------------------------------------------------------------------===//

#include "Cases.h"

#include "dlc/Runtime/BFloat16.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"

using namespace dlc;
using namespace dlc::replay;

namespace {
enum class Kind { None, Input, Output, Gradient, Weight, State, Tolerance };

/// CASE.KIND.NAME in its parts.
struct Key {
  llvm::StringRef caseName;
  Kind kind = Kind::None;
  llvm::StringRef name;
};
} // namespace

static Kind parseKind(llvm::StringRef word) {
  return llvm::StringSwitch<Kind>(word)
      .Case("input", Kind::Input)
      .Case("output", Kind::Output)
      .Case("gradient", Kind::Gradient)
      .Case("weight", Kind::Weight)
      .Case("state", Kind::State)
      .Case("tolerance", Kind::Tolerance)
      .Default(Kind::None);
}

/// The first kind counts: a weight may be called "cell.input.weight".
static Key parseKey(llvm::StringRef text) {
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('.', start), text.size());
    Kind kind = parseKind(text.slice(start, end));
    if (kind != Kind::None)
      return {text.take_front(start ? start - 1 : 0), kind,
              text.drop_front(std::min(end + 1, text.size()))};
    start = end + 1;
  }
  return {};
}

/// Only models begin with a capital.
static Case startCase(llvm::StringRef name) {
  Case result;
  result.name = name.str();
  auto [first, second] = name.split('.');
  bool hasModel = !first.empty() && llvm::isUpper(first.front());
  llvm::StringRef function = hasModel ? second : first;
  result.model = hasModel ? first.str() : "";
  result.function = function.empty() ? "forward" : function.str();
  return result;
}

static Expected<void> add(Case &record, const Key &key, Tensor tensor) {
  switch (key.kind) {
  case Kind::Input:
    record.inputs[key.name.str()] = std::move(tensor);
    break;
  case Kind::Output:
    record.outputs[key.name.str()] = std::move(tensor);
    break;
  case Kind::Gradient:
    record.gradients[key.name.str()] = std::move(tensor);
    break;
  case Kind::Weight:
    record.weights[key.name.str()] = std::move(tensor);
    break;
  case Kind::State:
    record.states[key.name.str()] = std::move(tensor);
    break;
  case Kind::Tolerance:
    if (tensor.dtype() != DType::F64 || tensor.elementCount() != 1)
      return Error("a tolerance is f64[], got " +
                   describe(tensor.dtype(), tensor.shape()));
    record.tolerances[key.name.str()] = *tensor.as<double>();
    break;
  case Kind::None:
    return Error("expected input, output, gradient, weight, state or "
                 "tolerance");
  }
  return {};
}

Expected<std::vector<Case>> replay::readCases(const std::string &path) {
  Expected<TensorMap> tensors = readSafetensors(path);
  if (!tensors)
    return tensors.takeError();
  std::map<std::string, Case> cases;
  for (auto &[text, tensor] : *tensors) {
    Key key = parseKey(text);
    auto [place, isNew] = cases.try_emplace(key.caseName.str());
    if (isNew)
      place->second = startCase(key.caseName);
    if (auto added = add(place->second, key, std::move(tensor)); !added)
      return Error("'" + path + "': tensor '" + text +
                   "': " + added.error().message());
  }
  std::vector<Case> result;
  for (auto &[name, record] : cases)
    result.push_back(std::move(record));
  return result;
}

void replay::addInputs(std::vector<Case> &cases, std::vector<Case> from) {
  for (Case &given : from)
    for (Case &record : cases)
      if (record.name == given.name) {
        record.inputs = std::move(given.inputs);
        record.weights = std::move(given.weights);
        record.states = std::move(given.states);
      }
}

template <typename From, typename To>
static void convertElements(const Tensor &from, Tensor &to) {
  for (int64_t i = 0; i < from.elementCount(); ++i)
    to.as<To>()[i] = To(from.as<From>()[i]);
}

template <typename From>
static void convertFrom(const Tensor &from, Tensor &to) {
  switch (to.dtype()) {
  case DType::F64:
    return convertElements<From, double>(from, to);
  case DType::F32:
    return convertElements<From, float>(from, to);
  default:
    return convertElements<From, BFloat16>(from, to);
  }
}

Tensor replay::convert(const Tensor &tensor, DType dtype) {
  if (tensor.dtype() == dtype || !isFloat(dtype) || !isFloat(tensor.dtype()))
    return tensor;
  Tensor result(dtype, tensor.shape());
  switch (tensor.dtype()) {
  case DType::F64:
    convertFrom<double>(tensor, result);
    break;
  case DType::F32:
    convertFrom<float>(tensor, result);
    break;
  default:
    convertFrom<BFloat16>(tensor, result);
  }
  return result;
}
