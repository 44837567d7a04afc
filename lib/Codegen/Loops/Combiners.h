//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How reductions, pooling and running sums combine two elements, and what they
// begin with.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_LOOPS_COMBINERS_H
#define DLC_LIB_CODEGEN_LOOPS_COMBINERS_H

#include "dlc/Codegen/Emitters.h"

namespace dlc::codegen {

/// The type that elements are combined in: bf16 has too few digits to count.
mlir::Type accumulatorType(mlir::Type elementType);
/// An element as its accumulator's type.
mlir::Value widen(ElementEmitter &emitter, mlir::Value element);
/// An accumulator as an element.
mlir::Value narrow(ElementEmitter &emitter, mlir::Value accumulator,
                   mlir::Type elementType);

using Combiner = mlir::Value (*)(ElementEmitter &, mlir::Value lhs,
                                 mlir::Value rhs, bool isUnsigned);

/// Sums and products may be reordered, which lets LLVM vectorise them. The
/// order is fixed when the kernel is compiled, so results stay the same in
/// every run.
mlir::Value sumOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                  bool isUnsigned);
mlir::Value productOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                      bool isUnsigned);
/// NaN if either is.
mlir::Value largerOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                     bool isUnsigned);
mlir::Value smallerOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                      bool isUnsigned);
mlir::Value eitherOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                     bool isUnsigned);
mlir::Value bothOf(ElementEmitter &emitter, mlir::Value lhs, mlir::Value rhs,
                   bool isUnsigned);

/// What each begins with, as an accumulator of `elementType`.
using Identity = mlir::Value (*)(ElementEmitter &, mlir::Type elementType);
mlir::Value zero(ElementEmitter &emitter, mlir::Type elementType);
mlir::Value one(ElementEmitter &emitter, mlir::Type elementType);
mlir::Value lowest(ElementEmitter &emitter, mlir::Type elementType);
mlir::Value highest(ElementEmitter &emitter, mlir::Type elementType);

/// Combines elements one after the other, in loops and outside.
///
/// The extrema of vectors of floating point numbers do not take an instruction
/// that cares for NaN, of which there are five on x86: the plain ones give the
/// second operand where one is NaN, so that a NaN stays until the next element
/// comes. Every other element is compared with what there is, and a mask keeps
/// that one of both was NaN.
class Accumulation {
public:
  Accumulation(ElementEmitter &emitter, mlir::Type elementType,
               Combiner combine, Identity identity);

  /// Adds an element of the element type.
  void add(mlir::Value element);
  /// Adds all of another accumulation of this kind.
  void add(const Accumulation &other);
  /// All elements combined, of the accumulator type.
  mlir::Value result() const;

  /// Emits a loop over [lower, upper), in which `body` adds to accumulations.
  static void loop(llvm::MutableArrayRef<Accumulation> accumulations,
                   mlir::Value lower, mlir::Value upper,
                   llvm::function_ref<void(mlir::Value index)> body);

private:
  bool isExtremum() const {
    return combine == largerOf || combine == smallerOf;
  }
  void combineWith(mlir::Value element);

  ElementEmitter *emitter;
  Combiner combine;
  bool isUnsigned;
  mlir::Value value;
  /// Whether a NaN was found, where the mask is kept.
  mlir::Value foundNaN;
  /// Whether `value` is no NaN but for those found.
  bool isChecked = false;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_LOOPS_COMBINERS_H
