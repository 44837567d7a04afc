//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Formats any text: what the parser accepts has a canonical form that means
// the same, and formatting that again changes nothing.
//
//===----------------------------------------------------------------------===//

#include "dlc/Format/Format.h"
#include "dlc/Frontend/Parser.h"

using namespace dlc;

/// No result where `text` is no program.
static std::optional<std::string> formatted(llvm::StringRef text) {
  llvm::SourceMgr sources;
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(text, "fuzz.dl");
  llvm::StringRef source = buffer->getBuffer();
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  frontend::DiagnosticEngine parsing(sources), formatting(sources);
  frontend::parseFile(source, parsing);
  std::optional<std::string> result = format::formatFile(source, formatting);
  // It must be the parser, and not the comparison, that refuses.
  if (result.has_value() == parsing.hasErrors())
    __builtin_trap();
  return result;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::optional<std::string> once =
      formatted(llvm::StringRef(reinterpret_cast<const char *>(data), size));
  if (once && formatted(*once) != once)
    __builtin_trap();
  return 0;
}
