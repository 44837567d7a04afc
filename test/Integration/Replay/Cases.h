//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Cases of a reference file: what a function is given, and what PyTorch makes
// of it in f64.
//
// A tensor is named CASE.KIND.NAME. CASE is `Model.function`; `Model` is left
// out where the file holds one model, `function` where it is `forward`. The
// kinds:
//
//   input      by the name of the parameter
//   output     by the name of the result
//   weight     parameters and states before the call
//   gradient   by the name of the result: a derivative, which is less accurate
//   state      states after the call; such a case runs in training mode
//   tolerance  for an output in f32, where PyTorch's own f32 is far from f64
//
// Floating point inputs and weights are converted to what the model takes.
// Gradients may stand in a file without inputs, which are then those of the
// case of the same name in another file. A case of `train_step` is a number of
// steps, for which inputs and outputs have an axis in front; an input may be a
// state, which is set before each step.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_INTEGRATION_REPLAY_CASES_H
#define DLC_TEST_INTEGRATION_REPLAY_CASES_H

#include "dlc/Data/Safetensors.h"

#include <string>
#include <vector>

namespace dlc::replay {

struct Case {
  /// As in the file; empty: `forward` of the only model.
  std::string name;
  /// Empty: the only one.
  std::string model;
  std::string function;
  TensorMap inputs, outputs, gradients, weights, states;
  /// By output or gradient.
  std::map<std::string, double> tolerances;

  bool isTraining() const { return !states.empty(); }
};

Expected<std::vector<Case>> readCases(const std::string &path);

/// Gives cases the inputs, weights and states that cases of `from` of the same
/// name have.
void addInputs(std::vector<Case> &cases, std::vector<Case> from);

/// The tensor with a floating point type converted to another one; others, and
/// those that have it, as they are.
Tensor convert(const Tensor &tensor, DType dtype);

} // namespace dlc::replay

#endif // DLC_TEST_INTEGRATION_REPLAY_CASES_H
