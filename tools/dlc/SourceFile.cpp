//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading one model file.
//
//===----------------------------------------------------------------------===//

#include "SourceFile.h"

#include "dlc/Frontend/Parser.h"

#include "llvm/Support/FileSystem.h"

using namespace dlc;

Expected<std::unique_ptr<llvm::MemoryBuffer>>
dlc::tool::readSource(const std::string &path) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = std::error_code();
  if (path == "-") {
    buffer = llvm::MemoryBuffer::getSTDIN();
  } else {
    llvm::sys::fs::file_status status;
    if (!llvm::sys::fs::status(path, status) &&
        !llvm::sys::fs::is_regular_file(status))
      return Error("cannot read '" + path + "': not a file");
    buffer = llvm::MemoryBuffer::getFile(path);
  }
  if (!buffer)
    return Error("cannot read '" + path + "': " + buffer.getError().message());
  if ((*buffer)->getBufferSize() > frontend::kMaximumFileSize)
    return Error("cannot read '" + path + "': larger than 64 MiB");
  return std::move(*buffer);
}
