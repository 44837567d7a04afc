//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors by name in safetensors files: eight bytes of header length, a JSON
// header, then the data of all tensors without holes. Metadata is checked for
// its form and otherwise passed over. Nothing in a file is trusted.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DATA_SAFETENSORS_H
#define DLC_DATA_SAFETENSORS_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <map>
#include <string>
#include <string_view>

namespace dlc {

using TensorMap = std::map<std::string, Tensor>;

Expected<TensorMap> readSafetensors(const std::string &path);

/// The same from memory; `name` stands for the path in errors.
Expected<TensorMap> parseSafetensors(std::string_view bytes,
                                     std::string_view name);

/// Replaces the file as a whole, or leaves it as it was on an error.
Expected<void> writeSafetensors(const std::string &path,
                                const std::map<std::string, TensorView> &);
Expected<void> writeSafetensors(const std::string &path,
                                const TensorMap &tensors);

} // namespace dlc

#endif // DLC_DATA_SAFETENSORS_H
