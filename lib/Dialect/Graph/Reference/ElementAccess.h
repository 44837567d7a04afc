//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the evaluator reads and writes elements: every floating point type as
// double, every integer type as int64_t. Writing rounds once, or keeps the low
// bits. Knows no operation.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_REFERENCE_ELEMENTACCESS_H
#define DLC_LIB_DIALECT_GRAPH_REFERENCE_ELEMENTACCESS_H

#include "dlc/Runtime/Tensor.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace dlc::graph::reference {

/// The element at `offset`; T is double for floating point types, int64_t for
/// integers and bool.
template <typename T> T read(const Tensor &tensor, int64_t offset);
template <> double read<double>(const Tensor &tensor, int64_t offset);
template <> int64_t read<int64_t>(const Tensor &tensor, int64_t offset);

/// Rounds to the element type, to nearest, ties to even.
void write(Tensor &tensor, int64_t offset, double value);
/// Keeps the low bits; bool is 1 for all but 0.
void write(Tensor &tensor, int64_t offset, int64_t value);

/// Calls `function` with a zero of the type that elements are computed in:
/// double or int64_t.
template <typename Function>
auto withComputeType(DType dtype, Function function) {
  return isFloat(dtype) ? function(double(0)) : function(int64_t(0));
}

/// Writes a value of either compute type into a tensor of any element type,
/// converted as graph.cast does.
void writeConverted(Tensor &tensor, int64_t offset, double value);
void writeConverted(Tensor &tensor, int64_t offset, int64_t value);

/// Copies one element between tensors of one element type, bit by bit.
void copyElement(const Tensor &from, int64_t fromOffset, Tensor &to,
                 int64_t toOffset);

/// Calls `visit` with each position in a tensor of this shape, in row-major
/// order.
void forEachPosition(const Shape &shape,
                     llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit);

/// The row-major offset of a position.
int64_t offsetOf(const Shape &shape, llvm::ArrayRef<int64_t> position);

} // namespace dlc::graph::reference

#endif // DLC_LIB_DIALECT_GRAPH_REFERENCE_ELEMENTACCESS_H
