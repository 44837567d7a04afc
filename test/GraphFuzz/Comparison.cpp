//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Comparing results.
//
//===----------------------------------------------------------------------===//

#include "Comparison.h"
#include "Perturbation.h"

#include "dlc/Runtime/BFloat16.h"

#include <cmath>
#include <cstring>
#include <sstream>

using namespace dlc;
using namespace dlc::fuzz;

Tolerance fuzz::toleranceOf(DType type) {
  switch (type) {
  case DType::F64:
    return {1e-10, 2e-15};
  case DType::F32:
    return {1e-4, 1e-6};
  case DType::BF16:
    return {0.1, 0.005};
  default:
    return {0, 0};
  }
}

/// The element, exactly but for integers beyond 2^53, which do not occur.
static double at(const Tensor &tensor, int64_t i) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return tensor.as<bool>()[i];
  case DType::U8:
    return tensor.as<uint8_t>()[i];
  case DType::I8:
    return tensor.as<int8_t>()[i];
  case DType::I32:
    return tensor.as<int32_t>()[i];
  case DType::I64:
    return double(tensor.as<int64_t>()[i]);
  case DType::BF16:
    return tensor.as<BFloat16>()[i];
  case DType::F32:
    return tensor.as<float>()[i];
  case DType::F64:
    return tensor.as<double>()[i];
  }
  return 0;
}

/// |a - b|; infinite where only one is finite, or both are not and differ.
static double distance(double a, double b) {
  if (std::isfinite(a) && std::isfinite(b))
    return std::fabs(a - b);
  bool same = (std::isnan(a) && std::isnan(b)) || a == b;
  return same ? 0 : std::numeric_limits<double>::infinity();
}

static double scaleOf(const Tensor &tensor, const std::vector<bool> &excluded) {
  double scale = 0;
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
    if (double value = std::fabs(at(tensor, i));
        std::isfinite(value) && (excluded.empty() || !excluded[i]))
      scale = std::max(scale, value);
  return scale;
}

Expected<Expectation> Expectation::make(mlir::ModuleOp module) {
  Expectation expectation;
  expectation.module = module;
  mlir::func::FuncOp function = mainFunction(module);
  if (!function)
    return Error("the module does not hold one function");
  expectation.inputs = makeArgumentMap(function);
  auto results = interpret(module, expectation.inputs);
  if (!results)
    return results.takeError();
  expectation.expected = std::move(*results);
  return expectation;
}

void Expectation::perturb(int evaluations) {
  if (isIllConditioned.empty())
    for (const Tensor &tensor : expected)
      isIllConditioned.emplace_back(tensor.elementCount());
  static const std::vector<bool> none;
  for (; evaluated < evaluations; ++evaluated) {
    auto moved = interpretPerturbed(module, inputs, evaluated);
    // An index out of range, say: everything may depend on it.
    for (size_t i = 0; i < expected.size(); ++i) {
      const Tensor &tensor = expected[i];
      double limit =
          toleranceOf(tensor.dtype()).difference / 10 * scaleOf(tensor, none);
      for (int64_t e = 0, count = tensor.elementCount(); e < count; ++e)
        if (!moved || distance(at((*moved)[i], e), at(tensor, e)) > limit)
          isIllConditioned[i][e] = true;
    }
  }
}

static std::string show(double value) {
  std::ostringstream text;
  text.precision(10);
  text << value;
  return text.str();
}

std::optional<std::string>
Expectation::difference(size_t index, const Tensor &actual, int64_t *masked) {
  const Tensor &wanted = expected[index];
  std::vector<bool> mask;
  if (!isIllConditioned.empty())
    mask = isIllConditioned[index];
  Tolerance tolerance = toleranceOf(wanted.dtype());
  double limit = tolerance.difference * scaleOf(wanted, mask);
  double worst = 0;
  int64_t where = -1, wrong = 0;
  for (int64_t i = 0, count = wanted.elementCount(); i < count; ++i) {
    double d = distance(at(actual, i), at(wanted, i));
    if (d <= limit)
      continue;
    if (!mask.empty() && mask[i]) {
      ++*masked;
      continue;
    }
    ++wrong;
    if (d > worst) {
      worst = d;
      where = i;
    }
  }
  if (where < 0)
    return std::nullopt;
  return "result " + std::to_string(index) + ", " +
         describe(wanted.dtype(), wanted.shape()) + ": element " +
         std::to_string(where) + " is " + show(at(actual, where)) +
         ", expected " + show(at(wanted, where)) + "; " +
         std::to_string(wrong) + " of " +
         std::to_string(wanted.elementCount()) + " differ";
}

std::optional<std::string> Expectation::compare(llvm::ArrayRef<Tensor> actual,
                                                Statistics &statistics) {
  if (actual.size() != expected.size())
    return std::to_string(actual.size()) + " results, expected " +
           std::to_string(expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const Tensor &wanted = expected[i];
    if (actual[i].dtype() != wanted.dtype() ||
        actual[i].shape() != wanted.shape())
      return "result " + std::to_string(i) + " is " +
             describe(actual[i].dtype(), actual[i].shape()) + ", expected " +
             describe(wanted.dtype(), wanted.shape());
    int64_t masked = 0;
    std::optional<std::string> wrong = difference(i, actual[i], &masked);
    // Conditions cost time, and are asked for where it matters only.
    for (int evaluations : {8, 40})
      if (wrong) {
        perturb(evaluations);
        masked = 0;
        wrong = difference(i, actual[i], &masked);
      }
    statistics["elements compared"] += wanted.elementCount();
    statistics["elements masked"] += masked;
    if (wrong)
      return wrong;
  }
  return std::nullopt;
}

void Expectation::sampleConditions(Statistics &statistics) {
  perturb(8);
  for (const std::vector<bool> &elements : isIllConditioned) {
    statistics["elements sampled"] += elements.size();
    statistics["elements ill-conditioned"] +=
        std::count(elements.begin(), elements.end(), true);
  }
}

bool fuzz::areIdentical(llvm::ArrayRef<Tensor> a, llvm::ArrayRef<Tensor> b) {
  return a.size() == b.size() &&
         llvm::all_of(llvm::zip(a, b), [](const auto &pair) {
           const auto &[x, y] = pair;
           return x.dtype() == y.dtype() && x.shape() == y.shape() &&
                  std::memcmp(x.data(), y.data(), x.bytes()) == 0;
         });
}
