//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// When two results are the same. The tolerance of a tensor is on
// max|a - b| / max|b|; integers and booleans are equal, NaN and infinity are at
// the same places.
//
// The rule for ill-conditioned elements: a pass may round differently, so an
// element that rounding alone decides proves nothing. Such elements are found
// by evaluating the original graph again, with the result of each operation
// that rounds multiplied by 1 + d, d random and up to some 10 units in the last
// place. An element is ill-conditioned, and not compared, if this moves it by
// more than a tenth of the tolerance in one of 8 evaluations (40 where a result
// would otherwise count as wrong). That covers cancellation, near ties of
// argmax and sorting, comparisons and roundings at their boundary, and whatever
// is computed from them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_COMPARISON_H
#define DLC_TEST_GRAPHFUZZ_COMPARISON_H

#include "Evaluation.h"
#include "Random.h"

#include <optional>

namespace dlc::fuzz {

/// Counted by name and added over all runs.
using Statistics = std::map<std::string, int64_t>;

/// Relative to the largest element.
struct Tolerance {
  /// What results may differ by.
  double difference;
  /// What rounding is replaced by to find ill-conditioned elements.
  double noise;
};
Tolerance toleranceOf(DType type);

/// The original graph, what it computes, and which elements of that prove
/// something.
class Expectation {
public:
  /// Evaluates the original. `module` must outlive this.
  static Expected<Expectation> make(mlir::ModuleOp module);

  const ArgumentMap &arguments() const { return inputs; }

  /// What is wrong with these results, or nothing.
  std::optional<std::string> compare(llvm::ArrayRef<Tensor> actual,
                                     Statistics &statistics);

  /// Counts ill-conditioned elements, needed or not.
  void sampleConditions(Statistics &statistics);

private:
  /// Marks what moves in evaluations up to number `evaluations`.
  void perturb(int evaluations);
  std::optional<std::string> difference(size_t index, const Tensor &actual,
                                        int64_t *masked);

  mlir::ModuleOp module;
  ArgumentMap inputs;
  std::vector<Tensor> expected;
  /// By result and element; empty before the first perturbed evaluation.
  std::vector<std::vector<bool>> isIllConditioned;
  int evaluated = 0;
};

/// Whether both are the same bit for bit.
bool areIdentical(llvm::ArrayRef<Tensor> a, llvm::ArrayRef<Tensor> b);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_COMPARISON_H
