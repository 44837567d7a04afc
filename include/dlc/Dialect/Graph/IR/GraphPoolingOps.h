//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pooling of the graph dialect.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_GRAPHPOOLINGOPS_H
#define DLC_DIALECT_GRAPH_IR_GRAPHPOOLINGOPS_H

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

#include <array>
#include <optional>

namespace dlc::graph {

/// The two axes that windows slide over: those of the height and the width.
using WindowAxes = std::array<int64_t, 2>;

/// What the attribute `axes` of a pooling operation means for a tensor of
/// `rank` axes: axes counted from 0, those of NCHW where it is left out.
WindowAxes windowAxes(std::optional<llvm::ArrayRef<int64_t>> axes,
                      int64_t rank);

} // namespace dlc::graph

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphPoolingOps.h.inc"

#endif // DLC_DIALECT_GRAPH_IR_GRAPHPOOLINGOPS_H
