//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elements of tensors as double or int64_t, and positions.
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"

#include "dlc/Runtime/BFloat16.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/ErrorHandling.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace dlc::graph::reference {

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

template <> double read<double>(const Tensor &tensor, int64_t offset) {
  switch (tensor.dtype()) {
  case DType::BF16:
    return static_cast<float>(tensor.as<BFloat16>()[offset]);
  case DType::F32:
    return tensor.as<float>()[offset];
  case DType::F64:
    return tensor.as<double>()[offset];
  default:
    llvm_unreachable("not a floating point type");
  }
}

template <> int64_t read<int64_t>(const Tensor &tensor, int64_t offset) {
  switch (tensor.dtype()) {
  case DType::Bool:
    // As a byte: memory from outside may hold other values than 0 and 1.
    return static_cast<const uint8_t *>(tensor.data())[offset] != 0;
  case DType::U8:
    return tensor.as<uint8_t>()[offset];
  case DType::I8:
    return tensor.as<int8_t>()[offset];
  case DType::I32:
    return tensor.as<int32_t>()[offset];
  case DType::I64:
    return tensor.as<int64_t>()[offset];
  default:
    llvm_unreachable("not an integer type");
  }
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

void write(Tensor &tensor, int64_t offset, double value) {
  switch (tensor.dtype()) {
  case DType::BF16:
    tensor.as<BFloat16>()[offset] = BFloat16(value);
    return;
  case DType::F32:
    tensor.as<float>()[offset] = static_cast<float>(value);
    return;
  case DType::F64:
    tensor.as<double>()[offset] = value;
    return;
  default:
    llvm_unreachable("not a floating point type");
  }
}

void write(Tensor &tensor, int64_t offset, int64_t value) {
  switch (tensor.dtype()) {
  case DType::Bool:
    tensor.as<bool>()[offset] = value != 0;
    return;
  case DType::U8:
    tensor.as<uint8_t>()[offset] = static_cast<uint8_t>(value);
    return;
  case DType::I8:
    tensor.as<int8_t>()[offset] = static_cast<int8_t>(value);
    return;
  case DType::I32:
    tensor.as<int32_t>()[offset] = static_cast<int32_t>(value);
    return;
  case DType::I64:
    tensor.as<int64_t>()[offset] = value;
    return;
  default:
    llvm_unreachable("not an integer type");
  }
}

/// The nearest value of T towards zero, saturating; 0 for NaN.
template <typename T> static int64_t saturate(double value) {
  if (std::isnan(value))
    return 0;
  // The first double beyond T's highest value; T's lowest is a double.
  const double beyond = std::ldexp(1.0, std::numeric_limits<T>::digits);
  if (value >= beyond)
    return std::numeric_limits<T>::max();
  if (value <= static_cast<double>(std::numeric_limits<T>::lowest()))
    return std::numeric_limits<T>::lowest();
  return static_cast<int64_t>(value);
}

void writeConverted(Tensor &tensor, int64_t offset, double value) {
  switch (tensor.dtype()) {
  case DType::Bool:
    return write(tensor, offset, int64_t(value != 0));
  case DType::U8:
    return write(tensor, offset, saturate<uint8_t>(value));
  case DType::I8:
    return write(tensor, offset, saturate<int8_t>(value));
  case DType::I32:
    return write(tensor, offset, saturate<int32_t>(value));
  case DType::I64:
    return write(tensor, offset, saturate<int64_t>(value));
  case DType::BF16:
  case DType::F32:
  case DType::F64:
    return write(tensor, offset, value);
  }
}

/// The integer as a double whose last bit tells whether bits were lost
/// (rounding to odd), so that a second rounding, to a type with fewer bits,
/// comes out as if it were the only one.
static double roundToOdd(int64_t value) {
  bool negative = value < 0;
  uint64_t magnitude =
      negative ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  constexpr uint64_t lost = (1 << 11) - 1; // 64 bits into 53
  if (magnitude >> 53 != 0 && (magnitude & lost) != 0)
    magnitude = (magnitude & ~lost) | (lost + 1);
  double result = static_cast<double>(magnitude);
  return negative ? -result : result;
}

void writeConverted(Tensor &tensor, int64_t offset, int64_t value) {
  if (!isFloat(tensor.dtype()))
    return write(tensor, offset, value);
  write(tensor, offset,
        tensor.dtype() == DType::F64 ? static_cast<double>(value)
                                     : roundToOdd(value));
}

void copyElement(const Tensor &from, int64_t fromOffset, Tensor &to,
                 int64_t toOffset) {
  assert(from.dtype() == to.dtype() && "copying converts nothing");
  size_t size = byteSize(from.dtype());
  std::memcpy(static_cast<char *>(to.data()) + toOffset * size,
              static_cast<const char *>(from.data()) + fromOffset * size, size);
}

//===----------------------------------------------------------------------===//
// Positions
//===----------------------------------------------------------------------===//

void forEachPosition(const Shape &shape,
                     llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit) {
  if (llvm::is_contained(shape, 0))
    return;
  llvm::SmallVector<int64_t> position(shape.size(), 0);
  while (true) {
    visit(position);
    // Counts up as an odometer does, the last axis first.
    size_t axis = shape.size();
    while (axis > 0 && ++position[axis - 1] == shape[axis - 1])
      position[--axis] = 0;
    if (axis == 0)
      return;
  }
}

int64_t offsetOf(const Shape &shape, llvm::ArrayRef<int64_t> position) {
  int64_t offset = 0;
  for (auto [size, index] : llvm::zip_equal(shape, position))
    offset = offset * size + index;
  return offset;
}

} // namespace dlc::graph::reference
