//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A compiled function as bytes.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_OBJECTFILE_H
#define DLC_EXECUTIONENGINE_OBJECTFILE_H

#include "llvm/ADT/SmallVector.h"

#include <string>

namespace dlc {

/// An object file in memory.
struct ObjectFile {
  llvm::SmallVector<char, 0> bytes;
  /// The name of its descriptor.
  std::string descriptor;
};

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_OBJECTFILE_H
