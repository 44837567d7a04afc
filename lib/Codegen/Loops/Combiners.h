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

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_LOOPS_COMBINERS_H
