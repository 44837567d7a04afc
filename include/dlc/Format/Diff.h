//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Differences between two texts, line by line, as patches show them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FORMAT_DIFF_H
#define DLC_FORMAT_DIFF_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace dlc::format {

/// The hunks of a unified diff with three lines of context, without the two
/// lines that name the files; empty for equal texts. A line end in Windows'
/// style counts as a difference and is shown as `^M`, a last line without one
/// is followed by the remark that patches know.
std::string unifiedDiff(llvm::StringRef before, llvm::StringRef after);

} // namespace dlc::format

#endif // DLC_FORMAT_DIFF_H
