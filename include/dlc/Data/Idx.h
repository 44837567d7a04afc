//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The IDX files in which MNIST and its relatives are published, as they are or
// gzipped. Big-endian elements are brought into the machine's order.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DATA_IDX_H
#define DLC_DATA_IDX_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <string>

namespace dlc {

Expected<Tensor> readIdx(const std::string &path);

} // namespace dlc

#endif // DLC_DATA_IDX_H
