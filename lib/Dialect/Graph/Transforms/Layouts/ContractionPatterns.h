//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Patterns that bring operations into the form that has a kernel, with the
// layouts of their operands as operations beside them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_CONTRACTIONPATTERNS_H
#define DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_CONTRACTIONPATTERNS_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Pass/Pass.h"

namespace dlc::graph {

/// Micro-kernels exist for f32 and f64.
inline bool hasMicroKernel(mlir::Type elementType) {
  return elementType.isF32() || elementType.isF64();
}

/// Whether a convolution of so many outputs (of a group) and a kernel of this
/// size uses an element of its input often enough to pack it for that: packing
/// takes as long as some 20 multiply-adds, and saves a small part of each.
inline bool isWorthPackingFor(int64_t outputs, int64_t height, int64_t width) {
  constexpr int64_t enoughUses = 128;
  return outputs * height * width >= enoughUses;
}

/// The products that read their right operand as it is. Packing it would be
/// work of each call, unless it depends on parameters alone or comes from
/// outside of a scan.
llvm::DenseSet<mlir::Operation *> findPlainProducts(mlir::ModuleOp module);

/// Products by panels of columns, but for the `plain` ones; counts them.
void addPackProductPatterns(mlir::RewritePatternSet &patterns,
                            VectorTarget target,
                            const llvm::DenseSet<mlir::Operation *> &plain,
                            mlir::Pass::Statistic &packed);

/// Convolutions by blocks of channels; counts them.
void addBlockConvolutionPatterns(mlir::RewritePatternSet &patterns,
                                 VectorTarget target,
                                 mlir::Pass::Statistic &blocked);

/// Sorting along the last axis, where rows are dense.
void addSortLastAxisPattern(mlir::RewritePatternSet &patterns);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_TRANSFORMS_LAYOUTS_CONTRACTIONPATTERNS_H
