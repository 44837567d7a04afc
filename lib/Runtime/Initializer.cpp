//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Initial values of parameters, element by element from Philox blocks, and
// those that depend on the whole shape.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Initializer.h"

#include "dlc/Runtime/BFloat16.h"
#include "dlc/Runtime/Philox.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

using namespace dlc;

namespace {
/// One block of random bits makes two elements: Box-Muller yields its normals
/// in pairs, and a double takes half a block.
using Pair = std::array<double, 2>;
} // namespace

static constexpr double pi = 3.14159265358979323846;
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
  double angle = 2 * pi * uniform(words[1]);
  return {mean + deviation * radius * std::cos(angle),
          mean + deviation * radius * std::sin(angle)};
}

/// The inverse of std::erf: Winitzki's approximation (2008), good to 2e-3, and
/// two steps of Halley's method, each of which triples the digits.
static double inverseErf(double y) {
  constexpr double a = 0.147;
  double logarithm = std::log1p(-y * y);
  double t = 2 / (pi * a) + logarithm / 2;
  double square = std::sqrt(t * t - logarithm / a) - t;
  double x = std::copysign(std::sqrt(std::max(square, 0.0)), y);
  for (int step = 0; step < 2 && std::isfinite(x); ++step) {
    double u = (std::erf(x) - y) * std::sqrt(pi) / 2 * std::exp(x * x);
    x -= u / (1 + x * u);
  }
  return x;
}

/// By inversion, so that each element takes one draw.
static Pair drawTruncatedNormal(const std::array<uint64_t, 2> &words,
                                const Initializer &initializer) {
  double mean = initializer.a, deviation = initializer.b;
  double low = initializer.c, high = initializer.d;
  auto inverse = [&](uint64_t word) {
    double scale = deviation * std::sqrt(2.0);
    double lowest = std::erf((low - mean) / scale);
    double highest = std::erf((high - mean) / scale);
    double y = lowest + (highest - lowest) * uniform(word);
    double x = mean + scale * inverseErf(y);
    // Far in a tail all of y rounds to one number, or to 1.
    return std::isnan(x) ? low : std::clamp(x, low, high);
  };
  return {inverse(words[0]), inverse(words[1])};
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

//===----------------------------------------------------------------------===//
// Kinds that depend on the shape
//===----------------------------------------------------------------------===//

/// Elements of all axes but the first.
static int64_t columnsOf(const Shape &shape) {
  int64_t columns = 1;
  for (size_t axis = 1; axis < shape.size(); ++axis)
    columns *= shape[axis];
  return columns;
}

static double dot(const double *x, const double *y, int64_t size) {
  // Sums that do not wait for each other, in an order of its own.
  double sums[8] = {};
  int64_t i = 0;
  for (; i + 8 <= size; i += 8)
    for (int64_t k = 0; k < 8; ++k)
      sums[k] += x[i + k] * y[i + k];
  for (; i < size; ++i)
    sums[0] += x[i] * y[i];
  double total = 0;
  for (double sum : sums)
    total += sum;
  return total;
}

/// Makes `count` vectors of `size` >= `count` elements orthonormal: modified
/// Gram-Schmidt, twice, which is enough (Giraud et al., 2005). The triangular
/// factor has a positive diagonal, which makes the result the only one, and
/// its distribution uniform (Mezzadri, 2007).
static void orthonormalize(double *vectors, int64_t count, int64_t size) {
  // Vectors come in blocks, so that each earlier one is read once a block.
  constexpr int64_t block = 16;
  auto subtract = [&](int64_t from, int64_t of) {
    const double *unit = vectors + from * size;
    double *vector = vectors + of * size;
    double part = dot(unit, vector, size);
    for (int64_t i = 0; i < size; ++i)
      vector[i] -= part * unit[i];
  };
  for (int64_t first = 0; first < count; first += block) {
    int64_t last = std::min(first + block, count);
    for (int pass = 0; pass < 2; ++pass)
      for (int64_t earlier = 0; earlier < first; ++earlier)
        for (int64_t k = first; k < last; ++k)
          subtract(earlier, k);
    for (int64_t k = first; k < last; ++k) {
      for (int pass = 0; pass < 2; ++pass)
        for (int64_t earlier = first; earlier < k; ++earlier)
          subtract(earlier, k);
      double *vector = vectors + k * size;
      double length = std::sqrt(dot(vector, vector, size));
      for (int64_t i = 0; i < size; ++i)
        vector[i] /= length;
    }
  }
}

static void fillOrthogonal(const MutableTensorView &tensor, double gain,
                           uint64_t seed, uint64_t stream) {
  int64_t count = elementCount(tensor.shape);
  if (count == 0)
    return;
  int64_t columns = columnsOf(tensor.shape), rows = count / columns;
  std::vector<double> vectors(count);
  for (int64_t i = 0; i < count; i += 2) {
    Pair pair = drawNormal(philoxWords(seed, stream, uint64_t(i / 2)), 0, 1);
    vectors[i] = pair[0];
    if (i + 1 < count)
      vectors[i + 1] = pair[1];
  }
  // The shorter side is made orthonormal; vectors are contiguous.
  bool wide = rows <= columns;
  orthonormalize(vectors.data(), std::min(rows, columns),
                 std::max(rows, columns));
  auto at = [&](int64_t i) {
    if (i >= count)
      return 0.0;
    return gain * vectors[wide ? i : i % columns * rows + i / columns];
  };
  fill(tensor, [&](uint64_t position) {
    return Pair{at(int64_t(2 * position)), at(int64_t(2 * position + 1))};
  });
}

static void fillIdentity(const MutableTensorView &tensor) {
  int64_t columns = std::max<int64_t>(columnsOf(tensor.shape), 1);
  auto at = [=](int64_t i) { return i / columns == i % columns ? 1.0 : 0.0; };
  fill(tensor, [&](uint64_t position) {
    return Pair{at(int64_t(2 * position)), at(int64_t(2 * position + 1))};
  });
}

/// Each group of a convolution passes its channels on: output d of a group is
/// its input d, in the middle of the window.
static void fillDirac(const MutableTensorView &tensor, double groups) {
  const Shape &shape = tensor.shape;
  int64_t count = elementCount(shape);
  if (count == 0 || shape.size() < 2)
    return fill(tensor, [](uint64_t) { return Pair{0, 0}; });
  int64_t window = 1, middle = 0;
  for (size_t axis = 2; axis < shape.size(); ++axis) {
    middle = middle * shape[axis] + shape[axis] / 2;
    window *= shape[axis];
  }
  int64_t outputs = shape[0], inputs = shape[1];
  double parts = std::clamp(groups, 1.0, double(outputs));
  int64_t perGroup = std::max<int64_t>(outputs / int64_t(parts), 1);
  auto at = [=](int64_t i) {
    int64_t output = i / (inputs * window), input = i / window % inputs;
    return output % perGroup == input && i % window == middle ? 1.0 : 0.0;
  };
  fill(tensor, [&](uint64_t position) {
    return Pair{at(int64_t(2 * position)), at(int64_t(2 * position + 1))};
  });
}

/// The rows around the one of zeros are those of a normal tensor.
static void fillTable(const MutableTensorView &tensor,
                      const Initializer &initializer, uint64_t seed,
                      uint64_t stream) {
  uint64_t columns = std::max<int64_t>(columnsOf(tensor.shape), 1);
  fill(tensor, [&](uint64_t position) {
    Pair pair = drawNormal(philoxWords(seed, stream, position), initializer.a,
                           initializer.b);
    for (uint64_t i : {0, 1})
      if (double((2 * position + i) / columns) == initializer.c)
        pair[i] = 0;
    return pair;
  });
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
  case Initializer::Kind::TruncatedNormal:
    return fill(tensor, [&](uint64_t position) {
      return drawTruncatedNormal(philoxWords(seed, stream, position),
                                 initializer);
    });
  case Initializer::Kind::Orthogonal:
    return fillOrthogonal(tensor, a, seed, stream);
  case Initializer::Kind::Identity:
    return fillIdentity(tensor);
  case Initializer::Kind::Dirac:
    return fillDirac(tensor, a);
  case Initializer::Kind::NormalTable:
    return fillTable(tensor, initializer, seed, stream);
  }
}
