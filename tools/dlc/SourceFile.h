//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading one model file by itself, for commands that look at its text alone.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_SOURCEFILE_H
#define DLC_TOOLS_DLC_SOURCEFILE_H

#include "dlc/Runtime/Error.h"

#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>

namespace dlc::tool {

/// A file, or standard input for "-". Folders and devices are refused.
Expected<std::unique_ptr<llvm::MemoryBuffer>>
readSource(const std::string &path);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_SOURCEFILE_H
