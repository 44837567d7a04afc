//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The windows of convolutions and pooling: their attributes and their number.
//
//===----------------------------------------------------------------------===//

#include "ShapeInference.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::graph;

LogicalResult dlc::graph::checkSpatial(std::optional<Location> location,
                                       StringRef op, StringRef name,
                                       ArrayRef<int64_t> values, bool zero) {
  if (values.size() != 2)
    return inferenceError(location, op + ": '" + name +
                                        "' needs two entries, got " +
                                        Twine(values.size()));
  for (int64_t value : values)
    if (value < (zero ? 0 : 1) || value > INT32_MAX)
      return inferenceError(location, op + ": '" + name + "' must be " +
                                          (zero ? "0 or more" : "positive") +
                                          ", got " + Twine(value));
  return success();
}

LogicalResult dlc::graph::checkWindows(std::optional<Location> location,
                                       StringRef op, ArrayRef<int64_t> kernel,
                                       ArrayRef<int64_t> strides,
                                       StringRef bordersName,
                                       ArrayRef<int64_t> borders,
                                       ArrayRef<int64_t> dilations) {
  return failure(
      failed(checkSpatial(location, op, "kernel", kernel, /*zero=*/false)) ||
      failed(checkSpatial(location, op, "strides", strides, /*zero=*/false)) ||
      failed(checkSpatial(location, op, bordersName, borders, /*zero=*/true)) ||
      failed(
          checkSpatial(location, op, "dilations", dilations, /*zero=*/false)));
}

std::string dlc::graph::describeMisfit(RankedTensorType type, unsigned axis,
                                       int64_t stride) {
  Dimension size = dimensionsOf(type)[axis];
  if (size.isConstant())
    return "does not fit into " + describe(type);
  std::string text = "at stride " + std::to_string(stride) +
                     " does not divide " + describe(type);
  if (size.symbolName())
    if (auto multiple = size.multiply(stride))
      text += "; an axis declared as " + multiple->str() + " can be strided";
  return text;
}

std::optional<Dimension> dlc::graph::windowCount(const Dimension &size,
                                                 int64_t kernel, int64_t stride,
                                                 int64_t padding,
                                                 int64_t dilation, bool ceil) {
  // Attributes are below 2^31, but the kernel's size may be a tensor's.
  int64_t reach;
  if (kernel < 1 || llvm::MulOverflow(dilation, kernel - 1, reach))
    return std::nullopt;
  std::optional<Dimension> span = size.add(2 * padding - reach - 1);
  if (!span)
    return std::nullopt;
  if (std::optional<int64_t> number = span->constant()) {
    int64_t last = *number;
    if (ceil && llvm::AddOverflow(last, stride - 1, last))
      return std::nullopt;
    if (last < 0)
      return std::nullopt;
    int64_t steps = last / stride;
    // No window begins behind the input.
    if (ceil && steps > 0 && steps * stride - padding >= *size.constant())
      --steps;
    return Dimension(steps).add(1);
  }
  // Where the stride divides all that has names, it rounds the rest.
  std::optional<Dimension> whole =
      span->withoutConstant().divideExactly(stride);
  if (!whole)
    return std::nullopt;
  int64_t rest = span->constantTerm();
  int64_t steps = ceil ? llvm::divideCeilSigned(rest, stride)
                       : llvm::divideFloorSigned(rest, stride);
  // No window begins behind the input.
  if (ceil && steps * stride - padding >= size.constantTerm())
    --steps;
  std::optional<Dimension> count = whole->add(steps);
  return count ? count->add(1) : std::nullopt;
}
