//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that are, channel by channel, a multiple of another value plus a
// constant: what batch normalisation is outside training, however it is
// written.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_CHANNELAFFINE_H
#define DLC_DIALECT_GRAPH_ANALYSIS_CHANNELAFFINE_H

#include "dlc/Dialect/Graph/Analysis/ChannelVector.h"
#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"

namespace dlc::graph {

/// value = move(base * scale + shift), where `scale` and `shift` are parameter
/// values that vary along the channels only, and `move` is a chain of reshapes
/// and transposes (and zero padding, if there is no shift) under which the
/// channels stay an axis.
struct ChannelAffine {
  mlir::Value base, value;
  ChannelVector scale = ChannelVector::number(1);
  ChannelVector shift = ChannelVector::number(0);
  /// From base to value.
  llvm::SmallVector<mlir::Operation *> movement;
  /// All operations from base to value, those that move included; in order.
  llvm::SmallVector<mlir::Operation *> operations;
  /// Whether something is added along the way behind a movement.
  bool addsBehindMovement = false;

  int64_t arithmeticCount() const {
    return operations.size() - movement.size();
  }
};

/// The last value computed from `base`, whose channels are along `axis`, such
/// that nobody else needs base or a value between.
std::optional<ChannelAffine>
findAffineResult(mlir::Value base, int64_t axis,
                 const ParameterValues &parameters);

/// What `value`, whose channels are along `axis`, is computed from, by
/// operations whose results nobody else needs. `value` itself may have any
/// users. With `padded`, value's zeros must be zeros of the base.
std::optional<ChannelAffine>
findAffineSource(mlir::Value value, int64_t axis, bool padded,
                 const ParameterValues &parameters);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_CHANNELAFFINE_H
