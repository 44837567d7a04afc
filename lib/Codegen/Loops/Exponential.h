//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The exponential in f32, taken apart.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_LOOPS_EXPONENTIAL_H
#define DLC_LIB_CODEGEN_LOOPS_EXPONENTIAL_H

#include "PayloadBuilder.h"

namespace dlc::codegen {

/// e^z = 2^n (1 + p) in f32, for |z| < 90; p = e^r - 1 with z = n ln(2) + r and
/// |r| <= ln(2) / 2. All are NaN where z is.
struct ReducedExponential {
  /// z is `multiple` times x, which changes nothing but the exponent. If not
  /// `exact`, n ln(2) is rounded, by n / 16 units in the last place of 1.
  ReducedExponential(PayloadBuilder &b, mlir::Value x, double multiple,
                     bool exact);

  /// 2^(n + `more`), infinity for 2^128.
  mlir::Value power(int64_t more) const;

  PayloadBuilder &b;
  mlir::Value n, p;

private:
  /// Its low bits are n.
  mlir::Value shifted;
};

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_LOOPS_EXPONENTIAL_H
