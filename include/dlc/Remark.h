//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the compiler says of what it did to a model. Shows standard C++ only.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_REMARK_H
#define DLC_REMARK_H

#include <string>

namespace dlc {

/// What one pass did at one place of a model, or why it did not.
struct Remark {
  /// "graph-fold-conv-batchnorm".
  std::string pass;
  /// Whether this is what nearly was done, and why it was not.
  bool isMissed = false;
  std::string message;
  /// The place in the model file, counted from 1; line 0 without one.
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  /// "ResNet.layers.0: Block", or empty.
  std::string layerPath;
  /// All of it for people, with the line of the file; several lines.
  std::string text;
};

/// One object without a line end, with the members pass, missed, message,
/// file, line, column and layer. The last four are left out where unknown.
std::string toJson(const Remark &remark);

} // namespace dlc

#endif // DLC_REMARK_H
