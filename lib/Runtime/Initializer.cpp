//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Initial values of parameters, element by element from Philox blocks.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Initializer.h"

#include "dlc/Runtime/BFloat16.h"
#include "dlc/Runtime/Philox.h"

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

using namespace dlc;

namespace {
/// One block of random bits makes two elements: Box-Muller yields its normals
/// in pairs, and a double takes half a block.
using Pair = std::array<double, 2>;
} // namespace

static constexpr double unit = 1.0 / (uint64_t(1) << 53);

/// Multiples of 2^-53 in [0, 1).
static double uniform(uint64_t word) { return double(word >> 11) * unit; }

static Pair drawUniform(const std::array<uint64_t, 2> &words, double low,
                        double high) {
  return {low + (high - low) * uniform(words[0]),
          low + (high - low) * uniform(words[1])};
}

static Pair drawNormal(const std::array<uint64_t, 2> &words, double mean,
                       double deviation) {
  // In (0, 1]: the logarithm of zero is no number.
  double radius = std::sqrt(-2 * std::log(uniform(words[0]) + unit));
  double angle = 2 * 3.14159265358979323846 * uniform(words[1]);
  return {mean + deviation * radius * std::cos(angle),
          mean + deviation * radius * std::sin(angle)};
}

template <typename T> static T convert(double value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value != 0;
  } else if constexpr (std::is_integral_v<T>) {
    // The upper bound as a double may be one above it (2^63): compare with >=.
    if (value >= double(std::numeric_limits<T>::max()))
      return std::numeric_limits<T>::max();
    if (value <= double(std::numeric_limits<T>::min()))
      return std::numeric_limits<T>::min();
    return std::isnan(value) ? T(0) : static_cast<T>(std::nearbyint(value));
  } else {
    return static_cast<T>(value);
  }
}

template <typename T, typename Draw>
static void fill(const MutableTensorView &tensor, Draw draw) {
  T *elements = static_cast<T *>(tensor.data);
  int64_t count = elementCount(tensor.shape);
  for (int64_t index = 0; index < count; index += 2) {
    Pair pair = draw(static_cast<uint64_t>(index / 2));
    elements[index] = convert<T>(pair[0]);
    if (index + 1 < count)
      elements[index + 1] = convert<T>(pair[1]);
  }
}

template <typename Draw>
static void fill(const MutableTensorView &tensor, Draw draw) {
  switch (tensor.dtype) {
  case DType::Bool:
    return fill<bool>(tensor, draw);
  case DType::U8:
    return fill<uint8_t>(tensor, draw);
  case DType::I8:
    return fill<int8_t>(tensor, draw);
  case DType::I32:
    return fill<int32_t>(tensor, draw);
  case DType::I64:
    return fill<int64_t>(tensor, draw);
  case DType::BF16:
    return fill<BFloat16>(tensor, draw);
  case DType::F32:
    return fill<float>(tensor, draw);
  case DType::F64:
    return fill<double>(tensor, draw);
  }
}

void dlc::initialize(MutableTensorView tensor, const Initializer &initializer,
                     uint64_t seed, uint64_t stream) {
  double a = initializer.a, b = initializer.b;
  switch (initializer.kind) {
  case Initializer::Kind::Zeros:
    return fill(tensor, [](uint64_t) { return Pair{0, 0}; });
  case Initializer::Kind::Ones:
    return fill(tensor, [](uint64_t) { return Pair{1, 1}; });
  case Initializer::Kind::Constant:
    return fill(tensor, [=](uint64_t) { return Pair{a, a}; });
  case Initializer::Kind::Uniform:
    return fill(tensor, [=](uint64_t position) {
      return drawUniform(philoxWords(seed, stream, position), a, b);
    });
  case Initializer::Kind::Normal:
    return fill(tensor, [=](uint64_t position) {
      return drawNormal(philoxWords(seed, stream, position), a, b);
    });
  }
}
