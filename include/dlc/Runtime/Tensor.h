//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Dense row-major tensors of hosts: an owning `Tensor` and views of it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_TENSOR_H
#define DLC_RUNTIME_TENSOR_H

#include "dlc/Runtime/DType.h"
#include "dlc/Runtime/Memory.h"

#include <cassert>
#include <optional>
#include <string>
#include <vector>

namespace dlc {

using Shape = std::vector<int64_t>;

/// The product of the sizes; 1 for a scalar. Sizes are not negative and their
/// product does not overflow (`checkedByteSize`, called where shapes enter:
/// files and the compiler).
int64_t elementCount(const Shape &shape);

/// The bytes of a tensor of a shape from outside; nothing where a size is
/// negative or the bytes exceed what an int64_t counts. Zeros excuse no
/// overflow among the other sizes, so that every order of multiplying is safe.
std::optional<int64_t> checkedByteSize(DType type, const Shape &shape);

/// "f32[8, 3, 32, 32]".
std::string describe(DType type, const Shape &shape);

/// Borrowed elements: row-major, dense. Valid as long as what it views.
struct TensorView {
  DType dtype = DType::F32;
  Shape shape;
  const void *data = nullptr;

  size_t bytes() const { return elementCount(shape) * byteSize(dtype); }
};

/// As TensorView, but writable.
struct MutableTensorView {
  DType dtype = DType::F32;
  Shape shape;
  void *data = nullptr;

  size_t bytes() const { return elementCount(shape) * byteSize(dtype); }
  operator TensorView() const { return {dtype, shape, data}; }
};

/// A tensor that owns its elements, aligned to 64 bytes and zero at first.
/// Copies share nothing. A tensor moved from may only be assigned to or
/// destroyed. `data()` is never null, not even without elements.
class Tensor {
public:
  Tensor() : Tensor(DType::F32, {0}) {}
  Tensor(DType dtype, Shape shape);
  Tensor(const Tensor &other);
  Tensor(Tensor &&) noexcept = default;
  Tensor &operator=(const Tensor &other);
  Tensor &operator=(Tensor &&) noexcept = default;

  DType dtype() const { return type; }
  const Shape &shape() const { return sizes; }
  int64_t elementCount() const { return dlc::elementCount(sizes); }
  size_t bytes() const { return elementCount() * byteSize(type); }

  void *data() { return storage.get(); }
  const void *data() const { return storage.get(); }

  /// The elements as T, which must match `dtype()`.
  template <typename T> T *as() {
    assert(dtypeOf<T>() == type && "wrong element type");
    return static_cast<T *>(data());
  }
  template <typename T> const T *as() const {
    assert(dtypeOf<T>() == type && "wrong element type");
    return static_cast<const T *>(data());
  }

  TensorView view() const { return {type, sizes, data()}; }
  MutableTensorView view() { return {type, sizes, data()}; }

private:
  DType type;
  Shape sizes;
  Memory storage;
};

} // namespace dlc

#endif // DLC_RUNTIME_TENSOR_H
