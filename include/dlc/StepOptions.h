//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the host decides of steps of training. The model file says what a step
// is; what becomes of one that went wrong is for the loop around it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_STEPOPTIONS_H
#define DLC_STEPOPTIONS_H

#include <optional>

namespace dlc {

/// What becomes of a step in which the norm of the gradients is infinite or
/// NaN.
enum class OnNonfinite {
  Proceed, ///< it is a step like any other
  Skip,    ///< it changes nothing: parameters, states, what the optimizer keeps
  Stop,    ///< it changes nothing and is an error, which names a parameter
};

struct StepOptions {
  OnNonfinite onNonfinite = OnNonfinite::Proceed;
  /// Limits of the gradients of all parameters together, what `clip_grad_norm`
  /// and `clip_grad_value` are in a model file: positive numbers. With either,
  /// none of the file's limits counts.
  std::optional<double> clipGradNorm;
  std::optional<double> clipGradValue;
};

} // namespace dlc

#endif // DLC_STEPOPTIONS_H
