//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a parameter gets its first values. Which initializer a parameter has is
// the model's business; here they are numbers already.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_INITIALIZER_H
#define DLC_RUNTIME_INITIALIZER_H

#include "dlc/Runtime/Tensor.h"

#include <cstdint>
#include <string_view>

namespace dlc {

struct Initializer {
  enum class Kind : uint8_t {
    Zeros,
    Ones,
    Constant, ///< a: the value
    Uniform,  ///< a: low, b: high
    Normal,   ///< a: mean, b: standard deviation
    /// a: mean, b: standard deviation, c: low, d: high
    TruncatedNormal,
    Orthogonal, ///< a: gain
    Identity,
    Dirac, ///< a: groups
    /// a: mean, b: standard deviation, c: a row of zeros
    NormalTable,
  };

  Kind kind = Kind::Zeros;
  double a = 0;
  double b = 0;
  double c = 0;
  double d = 0;
};

/// Fills a tensor. Element i is a function of (seed, stream, i) alone, rounded
/// to the element type: neither shape nor threads nor dtype change the draw.
/// The last four kinds depend on the shape; they see a matrix of shape[0]
/// rows, and Dirac's kind a convolution's weight. Integers are rounded to
/// nearest and saturate; a bool is whether the value differs from zero.
void initialize(MutableTensorView tensor, const Initializer &initializer,
                uint64_t seed, uint64_t stream);

/// The stream of a parameter, from its hierarchical name
/// ("features.0.weight"): FNV-1a, 64 bits.
constexpr uint64_t streamOf(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : name)
    hash = (hash ^ uint8_t(c)) * 0x100000001b3;
  return hash;
}

} // namespace dlc

#endif // DLC_RUNTIME_INITIALIZER_H
