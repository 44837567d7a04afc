//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns the text of one file into its syntax tree. Names are not looked up
// here (NameResolution.h does), and nothing is evaluated.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_PARSER_H
#define DLC_FRONTEND_PARSER_H

#include "dlc/Frontend/AST/Declaration.h"
#include "dlc/Frontend/Diagnostics.h"

namespace dlc::frontend {

/// Larger files are not written by people, and positions in them need more
/// than 32 bits.
inline constexpr uint64_t kMaximumFileSize = 64U << 20;

/// Always returns a tree; what could not be parsed is reported and missing
/// from it. `text` is a buffer that `diagnostics` knows.
std::unique_ptr<ast::File> parseFile(llvm::StringRef text,
                                     DiagnosticEngine &diagnostics);

/// A single expression, such as the value of `-D classes=10`; null and
/// reported where it is malformed.
ast::ExpressionPtr parseExpression(llvm::StringRef text,
                                   DiagnosticEngine &diagnostics);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_PARSER_H
