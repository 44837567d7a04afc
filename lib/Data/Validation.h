//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks that every format needs of what a file claims, and how its words are
// shown. Errors made here name neither file nor tensor: the reader does.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DATA_VALIDATION_H
#define DLC_LIB_DATA_VALIDATION_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <string>
#include <string_view>

namespace dlc {

/// More axes than NumPy and PyTorch grant; a file that has more is damaged.
constexpr size_t maximumRank = 64;

/// The bytes of a tensor of this shape.
Expected<int64_t> checkShape(DType type, const Shape &shape);

/// Bools are bytes of 0 and 1: compiled code may rely on it, C++ does.
Expected<void> checkBools(const Tensor &tensor);

/// A word from a file in quotes: without control characters, which terminals
/// would obey, and shortened where it is very long.
std::string quote(std::string_view word);

} // namespace dlc

#endif // DLC_LIB_DATA_VALIDATION_H
