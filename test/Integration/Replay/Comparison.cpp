//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Comparing tensors.
//
//===----------------------------------------------------------------------===//

#include "Comparison.h"

#include "dlc/Runtime/BFloat16.h"

#include <cmath>
#include <sstream>

using namespace dlc;
using namespace dlc::replay;

template <typename Visitor>
static auto withElements(const Tensor &tensor, Visitor visit) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return visit(tensor.as<bool>());
  case DType::U8:
    return visit(tensor.as<uint8_t>());
  case DType::I8:
    return visit(tensor.as<int8_t>());
  case DType::I32:
    return visit(tensor.as<int32_t>());
  case DType::I64:
    return visit(tensor.as<int64_t>());
  case DType::BF16:
    return visit(tensor.as<BFloat16>());
  case DType::F32:
    return visit(tensor.as<float>());
  case DType::F64:
    break;
  }
  return visit(tensor.as<double>());
}

static std::vector<double> toDoubles(const Tensor &tensor) {
  return withElements(tensor, [&](const auto *values) {
    std::vector<double> result;
    for (int64_t i = 0; i < tensor.elementCount(); ++i)
      result.push_back(double(values[i]));
    return result;
  });
}

/// "[2, 5]"
static std::string position(int64_t index, const Shape &shape) {
  std::string text;
  for (size_t axis = shape.size(); axis-- > 0; index /= shape[axis])
    text =
        std::to_string(index % shape[axis]) + (text.empty() ? "" : ", ") + text;
  return "[" + text + "]";
}

/// The element, in as many digits as tell it from its neighbours.
static std::string element(const Tensor &tensor, int64_t index) {
  return withElements(tensor, [&](const auto *values) {
    std::ostringstream text;
    text.precision(tensor.dtype() == DType::F64 ? 17 : 9);
    if constexpr (sizeof(values[index]) == 1)
      text << int(values[index]);
    else
      text << values[index];
    return text.str();
  });
}

static std::string mismatch(const Tensor &actual, const Tensor &expected,
                            int64_t index) {
  return position(index, actual.shape()) + " is " + element(actual, index) +
         ", expected " + element(expected, index);
}

static std::optional<std::string> compareExactly(const Tensor &actual,
                                                 const Tensor &expected) {
  return withElements(
      actual, [&](const auto *values) -> std::optional<std::string> {
        using T = std::remove_cv_t<std::remove_pointer_t<decltype(values)>>;
        auto *wanted = static_cast<const T *>(expected.data());
        int64_t count = 0, first = 0;
        for (int64_t i = actual.elementCount(); i-- > 0;)
          if (values[i] != wanted[i]) {
            ++count;
            first = i;
          }
        if (count == 0)
          return std::nullopt;
        return mismatch(actual, expected, first) + "; " +
               std::to_string(count) + " of " +
               std::to_string(actual.elementCount()) + " elements differ";
      });
}

static std::optional<std::string>
compareNearly(const Tensor &actual, const Tensor &expected, double tolerance) {
  std::vector<double> a = toDoubles(actual), b = toDoubles(expected);
  double scale = 0, error = 0;
  size_t worst = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    bool bothNaN = std::isnan(a[i]) && std::isnan(b[i]);
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) {
      if (!bothNaN && a[i] != b[i])
        return mismatch(actual, expected, i);
      continue;
    }
    scale = std::max(scale, std::fabs(b[i]));
    if (std::fabs(a[i] - b[i]) > error) {
      error = std::fabs(a[i] - b[i]);
      worst = i;
    }
  }
  double relative = scale == 0 ? error : error / scale;
  if (relative <= tolerance)
    return std::nullopt;
  std::ostringstream text;
  text << mismatch(actual, expected, worst) << "; max|a-b|/max|b| is "
       << relative << ", at most " << tolerance << " is allowed";
  return text.str();
}

std::optional<std::string> replay::compare(const Tensor &actual,
                                           const Tensor &expected,
                                           double tolerance) {
  bool areFloats = isFloat(actual.dtype()) && isFloat(expected.dtype());
  if (actual.shape() != expected.shape() ||
      (!areFloats && actual.dtype() != expected.dtype()))
    return " is " + describe(actual.dtype(), actual.shape()) + ", expected " +
           describe(expected.dtype(), expected.shape());
  return areFloats ? compareNearly(actual, expected, tolerance)
                   : compareExactly(actual, expected);
}
