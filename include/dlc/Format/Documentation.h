//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Documentation of modules: what their `///` comments say of layers, functions
// and members, beside the declarations themselves.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FORMAT_DOCUMENTATION_H
#define DLC_FORMAT_DOCUMENTATION_H

#include "dlc/Frontend/AST/Declaration.h"

namespace dlc::format {

enum class DocumentationStyle { Text, Markdown };

/// The documentation of a whole module; `name` is what it is imported as. Of
/// the files after the first, the first sentence is the title.
std::string
documentModule(llvm::ArrayRef<std::unique_ptr<frontend::ast::File>> files,
               llvm::StringRef name, DocumentationStyle style);

/// The documentation of one layer or function.
std::string documentEntry(const frontend::ast::Declaration &declaration,
                          DocumentationStyle style);

/// The first sentence of a documentation, on one line.
std::string summaryOf(llvm::StringRef documentation);

} // namespace dlc::format

#endif // DLC_FORMAT_DOCUMENTATION_H
