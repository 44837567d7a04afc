//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Places for a drawing's boxes, by Graphviz.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXPLAIN_GRAPHVIZ_H
#define DLC_LIB_EXPLAIN_GRAPHVIZ_H

#include "Drawing.h"
#include "dlc/Runtime/Error.h"

namespace dlc::explain {

/// The program `dot`, and how long it may take.
class Graphviz {
public:
  /// Looks for `dot` on the PATH.
  static Expected<Graphviz> find();

  /// Fills in places. Fails where `dot` does, or takes too long; then later
  /// calls give up at once, since a page has many drawings.
  Expected<void> place(Drawing &drawing);

private:
  explicit Graphviz(std::string program) : program(std::move(program)) {}

  std::string program;
  bool hasTimedOut = false;
};

} // namespace dlc::explain

#endif // DLC_LIB_EXPLAIN_GRAPHVIZ_H
