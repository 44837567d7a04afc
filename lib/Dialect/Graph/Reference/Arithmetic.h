//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scalar arithmetic as the dialect defines it where C++ defines something
// else: integers wrap, comparisons for the larger or smaller value let NaN
// through.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DIALECT_GRAPH_REFERENCE_ARITHMETIC_H
#define DLC_LIB_DIALECT_GRAPH_REFERENCE_ARITHMETIC_H

#include "dlc/Runtime/DType.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace dlc::graph::reference {

inline double add(double lhs, double rhs) { return lhs + rhs; }
inline int64_t add(int64_t lhs, int64_t rhs) {
  return static_cast<int64_t>(static_cast<uint64_t>(lhs) +
                              static_cast<uint64_t>(rhs));
}

inline double subtract(double lhs, double rhs) { return lhs - rhs; }
inline int64_t subtract(int64_t lhs, int64_t rhs) {
  return static_cast<int64_t>(static_cast<uint64_t>(lhs) -
                              static_cast<uint64_t>(rhs));
}

inline double multiply(double lhs, double rhs) { return lhs * rhs; }
inline int64_t multiply(int64_t lhs, int64_t rhs) {
  return static_cast<int64_t>(static_cast<uint64_t>(lhs) *
                              static_cast<uint64_t>(rhs));
}

inline double larger(double lhs, double rhs) {
  if (std::isnan(lhs) || std::isnan(rhs))
    return std::numeric_limits<double>::quiet_NaN();
  return lhs > rhs ? lhs : rhs;
}
inline int64_t larger(int64_t lhs, int64_t rhs) {
  return lhs > rhs ? lhs : rhs;
}

inline double smaller(double lhs, double rhs) {
  if (std::isnan(lhs) || std::isnan(rhs))
    return std::numeric_limits<double>::quiet_NaN();
  return lhs < rhs ? lhs : rhs;
}
inline int64_t smaller(int64_t lhs, int64_t rhs) {
  return lhs < rhs ? lhs : rhs;
}

/// The values of an element type that no other is below or above, infinities
/// included: what `max` and `min` make of no elements at all.
template <typename T> T lowest(DType dtype);
template <> inline double lowest<double>(DType) {
  return -std::numeric_limits<double>::infinity();
}
template <> inline int64_t lowest<int64_t>(DType dtype) {
  switch (dtype) {
  case DType::I8:
    return std::numeric_limits<int8_t>::lowest();
  case DType::I32:
    return std::numeric_limits<int32_t>::lowest();
  case DType::I64:
    return std::numeric_limits<int64_t>::lowest();
  default:
    return 0;
  }
}

template <typename T> T highest(DType dtype);
template <> inline double highest<double>(DType) {
  return std::numeric_limits<double>::infinity();
}
template <> inline int64_t highest<int64_t>(DType dtype) {
  switch (dtype) {
  case DType::U8:
    return std::numeric_limits<uint8_t>::max();
  case DType::I8:
    return std::numeric_limits<int8_t>::max();
  case DType::I32:
    return std::numeric_limits<int32_t>::max();
  case DType::I64:
    return std::numeric_limits<int64_t>::max();
  default:
    return 1;
  }
}

} // namespace dlc::graph::reference

#endif // DLC_LIB_DIALECT_GRAPH_REFERENCE_ARITHMETIC_H
