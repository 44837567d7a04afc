//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An explanation as a page of its own: HTML with style, script and drawings
// inside, that loads nothing.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXPLAIN_PAGE_H
#define DLC_EXPLAIN_PAGE_H

#include "dlc/Explain/Explanation.h"
#include "dlc/Runtime/Error.h"

namespace dlc::explain {

/// Draws by Graphviz; an error where that is not installed. A graph that it
/// cannot draw is shown as text alone.
Expected<std::string> makePage(const Explanation &explanation);

} // namespace dlc::explain

#endif // DLC_EXPLAIN_PAGE_H
