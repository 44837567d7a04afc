//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether two tensors agree, and where they do not.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_INTEGRATION_REPLAY_COMPARISON_H
#define DLC_TEST_INTEGRATION_REPLAY_COMPARISON_H

#include "dlc/Runtime/Tensor.h"

#include <optional>
#include <string>

namespace dlc::replay {

/// Nothing if the tensors agree, else what differs, with the element where it
/// differs most. Floating point numbers agree when max|a-b| / max|b| over the
/// finite ones is at most the tolerance and NaNs and infinities are equal;
/// others, and shapes, agree when they are equal.
///
/// One scale serves the whole tensor: a sum whose terms nearly cancel has no
/// digits of its own to compare. Where all is zero, the error is measured as it
/// stands.
std::optional<std::string> compare(const Tensor &actual, const Tensor &expected,
                                   double tolerance);

} // namespace dlc::replay

#endif // DLC_TEST_INTEGRATION_REPLAY_COMPARISON_H
