//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Vectors over channels as expressions, before any operation is made: what an
// analysis finds, so that a pass can look before it rewrites.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ANALYSIS_CHANNELVECTOR_H
#define DLC_DIALECT_GRAPH_ANALYSIS_CHANNELVECTOR_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"

#include <memory>

namespace dlc::graph {

/// One number for each channel: a number, what a value holds along one of its
/// axes, or a sum, difference, product, quotient or negative of such.
class ChannelVector {
public:
  static ChannelVector number(double value);
  /// The elements of `value`, which varies along `axis` at most.
  static ChannelVector alongAxis(mlir::Value value, int64_t axis);

  ChannelVector operator+(const ChannelVector &other) const;
  ChannelVector operator-(const ChannelVector &other) const;
  ChannelVector operator*(const ChannelVector &other) const;
  ChannelVector operator/(const ChannelVector &other) const;
  ChannelVector operator-() const;

  bool isNumber(double value) const;

  /// Builds the vector as a value of this type, [channels]. `built` keeps
  /// parts that several vectors share.
  using Built = llvm::DenseMap<const void *, mlir::Value>;
  mlir::Value build(mlir::OpBuilder &builder, mlir::Location location,
                    mlir::RankedTensorType type, Built &built) const;

private:
  struct Node;
  explicit ChannelVector(std::shared_ptr<const Node> node)
      : node(std::move(node)) {}

  std::shared_ptr<const Node> node;
};

/// Whether all elements of `value` are known to be the same but along `axis`.
bool variesAlongOnly(mlir::Value value, int64_t axis);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ANALYSIS_CHANNELVECTOR_H
