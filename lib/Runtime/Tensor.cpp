//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors of hosts: memory and shapes.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Tensor.h"

#include "dlc-c/ABI.h"

#include <algorithm>
#include <cstring>

using namespace dlc;

int64_t dlc::elementCount(const Shape &shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

std::optional<int64_t> dlc::checkedByteSize(DType type, const Shape &shape) {
  int64_t bytes = static_cast<int64_t>(byteSize(type));
  bool empty = false;
  for (int64_t size : shape) {
    if (size < 0)
      return std::nullopt;
    if (size == 0)
      empty = true;
    else if (__builtin_mul_overflow(bytes, size, &bytes))
      return std::nullopt;
  }
  return empty ? 0 : bytes;
}

std::string dlc::describe(DType type, const Shape &shape) {
  std::string text(name(type));
  text += '[';
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (axis != 0)
      text += ", ";
    text += std::to_string(shape[axis]);
  }
  text += ']';
  return text;
}

/// Whole blocks of the alignment, at least one: vector code may then load past
/// the last element, and a pointer is never null.
static size_t allocatedBytes(size_t bytes) {
  size_t block = DLC_BUFFER_ALIGNMENT;
  return std::max(bytes + block - 1, block) / block * block;
}

Tensor::Tensor(DType dtype, Shape shape)
    : type(dtype), sizes(std::move(shape)) {
  assert(checkedByteSize(type, sizes) && "not a shape");
  size_t allocated = allocatedBytes(bytes());
  storage = allocateMemory(allocated);
  std::memset(storage.get(), 0, allocated);
}

Tensor::Tensor(const Tensor &other) : type(other.type), sizes(other.sizes) {
  size_t allocated = allocatedBytes(bytes());
  storage = allocateMemory(allocated);
  std::memcpy(storage.get(), other.storage.get(), allocated);
}

Tensor &Tensor::operator=(const Tensor &other) {
  if (this != &other)
    *this = Tensor(other);
  return *this;
}
