//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small grey images as text: two pixels a character, by half-block characters.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_PICTURE_H
#define DLC_TOOLS_DLC_PICTURE_H

#include <cstdint>
#include <string>
#include <vector>

namespace dlc::tool {

/// One image with a line of text above it.
struct Picture {
  const uint8_t *pixels;
  int64_t height;
  int64_t width;
  std::string caption;
};

/// As many pictures side by side as `columns` allow. With `colour`, in shades
/// of grey by terminal sequences, else in black and white.
std::string drawPictures(const std::vector<Picture> &pictures, int64_t columns,
                         bool colour);

/// The width of the terminal that standard output is, 80 where it is none.
int64_t terminalColumns();

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_PICTURE_H
