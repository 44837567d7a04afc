//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parts of the page.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXPLAIN_HTML_H
#define DLC_LIB_EXPLAIN_HTML_H

#include "Drawing.h"
#include "Graphviz.h"

#include "llvm/Support/raw_ostream.h"

namespace dlc::explain {

/// The files that the page holds (page.css and page.js).
extern const char *const kPageStyle;
extern const char *const kPageScript;

/// Text for elements and quoted attributes: no markup, no control characters,
/// no malformed UTF-8.
std::string escape(llvm::StringRef text);

/// "0-27" for a place "resnet.dl:27:18" in the first source; empty for places
/// in none of them.
std::string lineAnchor(const Explanation &explanation, llvm::StringRef file,
                       unsigned line);
std::string lineAnchor(const Explanation &explanation, llvm::StringRef place);

/// A drawing with places.
void writeDrawing(const Explanation &explanation, const Snapshot &snapshot,
                  const Drawing &drawing, bool isBefore,
                  llvm::raw_ostream &stream);

/// The section of one pass, and what the script shows as text, as an item of a
/// JSON array.
void writePass(const Explanation &explanation, size_t step, Graphviz &graphviz,
               llvm::raw_ostream &stream, std::string &data);

/// One remark with what leads from it to its line and its pass.
void writeRemark(const Explanation &explanation, const Remark &remark,
                 llvm::raw_ostream &stream);

/// The model's files with the remarks at their lines.
void writeSources(const Explanation &explanation, llvm::raw_ostream &stream);

/// What is launched.
void writeSchedules(const Explanation &explanation, llvm::raw_ostream &stream);

} // namespace dlc::explain

#endif // DLC_LIB_EXPLAIN_HTML_H
