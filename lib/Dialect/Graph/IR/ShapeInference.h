//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Helpers of shape inference, shared by the families.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_IR_SHAPEINFERENCE_H
#define DLC_LIB_DIALECT_GRAPH_IR_SHAPEINFERENCE_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Diagnostics.h"

namespace dlc::graph {

/// A diagnostic of type inference at `location`, which inference may lack;
/// converts to failure.
inline llvm::LogicalResult
inferenceError(std::optional<mlir::Location> location,
               const llvm::Twine &message) {
  return mlir::emitOptionalError(location, message);
}

/// Brings a possibly negative axis into [0, rank).
inline std::optional<int64_t> normalizeAxis(int64_t axis, int64_t rank) {
  if (axis < -rank || axis >= rank)
    return std::nullopt;
  return axis < 0 ? axis + rank : axis;
}

/// The number of windows: (size + 2*padding - dilation*(kernel-1) - 1) /
/// stride + 1 rounded down; nullopt where no whole window fits, where a
/// symbolic size is not strided evenly, and on overflow. With `ceil` rounded
/// up, but for windows that begin behind the input.
std::optional<Dimension> windowCount(const Dimension &size, int64_t kernel,
                                     int64_t stride, int64_t padding,
                                     int64_t dilation, bool ceil = false);

/// Why there is no count of windows along an axis of the tensor: "does not fit
/// into f32[1, 8, 2, 2]" or "at stride 2 does not divide f32[N, 8, H, W]; ...".
std::string describeMisfit(mlir::RankedTensorType type, unsigned axis,
                           int64_t stride);

/// Fails unless there are two positive entries (non-negative ones where `zero`
/// is allowed) for the two spatial axes.
llvm::LogicalResult checkSpatial(std::optional<mlir::Location> location,
                                 llvm::StringRef op, llvm::StringRef name,
                                 llvm::ArrayRef<int64_t> values, bool zero);

/// The same of all attributes of windows over two axes; `bordersName` is that
/// of `borders`, which say how far windows reach beyond the input.
llvm::LogicalResult
checkWindows(std::optional<mlir::Location> location, llvm::StringRef op,
             llvm::ArrayRef<int64_t> kernel, llvm::ArrayRef<int64_t> strides,
             llvm::StringRef bordersName, llvm::ArrayRef<int64_t> borders,
             llvm::ArrayRef<int64_t> dilations);

/// Fails where a size is negative, or their product overflows.
llvm::LogicalResult checkSizes(std::optional<mlir::Location> location,
                               llvm::StringRef name,
                               llvm::ArrayRef<Dimension> dimensions);

} // namespace dlc::graph

#endif // DLC_LIB_DIALECT_GRAPH_IR_SHAPEINFERENCE_H
