//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Element types of tensors, as hosts, files and compiled code name them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_DTYPE_H
#define DLC_RUNTIME_DTYPE_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dlc {

/// The values are part of the compiled calling convention (dlc-c/ABI.h): only
/// append.
enum class DType : uint8_t {
  Bool = 0, ///< one byte, 0 or 1
  U8 = 1,
  I8 = 2,
  I32 = 3,
  I64 = 4,
  BF16 = 5,
  F32 = 6,
  F64 = 7,
};

/// Bytes one element occupies in memory.
size_t byteSize(DType type);

/// The name in the language and in diagnostics: "f32", "i64", "bool", ...
std::string_view name(DType type);

/// The inverse of `name`.
std::optional<DType> parseDType(std::string_view name);

inline bool isFloat(DType type) {
  return type == DType::BF16 || type == DType::F32 || type == DType::F64;
}

/// The element type of a C++ type: `dtypeOf<float>() == DType::F32`.
template <typename T> constexpr DType dtypeOf();
template <> constexpr DType dtypeOf<bool>() { return DType::Bool; }
template <> constexpr DType dtypeOf<uint8_t>() { return DType::U8; }
template <> constexpr DType dtypeOf<int8_t>() { return DType::I8; }
template <> constexpr DType dtypeOf<int32_t>() { return DType::I32; }
template <> constexpr DType dtypeOf<int64_t>() { return DType::I64; }
template <> constexpr DType dtypeOf<float>() { return DType::F32; }
template <> constexpr DType dtypeOf<double>() { return DType::F64; }

} // namespace dlc

#endif // DLC_RUNTIME_DTYPE_H
