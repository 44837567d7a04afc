//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The canonical form of the model language: one way to lay out a program.
// docs/Formatting.md says which.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FORMAT_FORMAT_H
#define DLC_FORMAT_FORMAT_H

#include "dlc/Frontend/Diagnostics.h"

#include <optional>
#include <string>

namespace dlc::format {

/// Formats a whole file. `text` is a buffer that `diagnostics` knows; nothing
/// where it has syntax errors, which are reported there.
///
/// Only white space changes, and commas before a closing bracket. The result
/// is read again to make sure: where it would mean anything else, that is
/// reported and there is no result.
std::optional<std::string> formatFile(llvm::StringRef text,
                                      frontend::DiagnosticEngine &diagnostics);

/// Formats the head of a declaration, such as `fn f(x: real[N]) -> real[N]`,
/// which is known to be correct. No line end follows it.
std::string formatHead(llvm::StringRef text);

} // namespace dlc::format

#endif // DLC_FORMAT_FORMAT_H
