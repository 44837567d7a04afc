//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// NumPy's array files, format versions 1.0 to 3.0. Arrays in Fortran order
// become row-major; big-endian and structured ones are refused. The format has
// no bf16.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DATA_NPY_H
#define DLC_DATA_NPY_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace dlc {

Expected<Tensor> readNpy(const std::string &path);

/// The same from memory; `name` stands for the path in errors.
Expected<Tensor> parseNpy(std::string_view bytes, std::string_view name);

/// Replaces the file as a whole, or leaves it as it was on an error.
Expected<void> writeNpy(const std::string &path, const TensorView &tensor);

struct NpyFile {
  std::string path;
  TensorView tensor;
};

/// Several files: none is replaced before all are written.
Expected<void> writeNpy(const std::vector<NpyFile> &files);

} // namespace dlc

#endif // DLC_DATA_NPY_H
