//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small grey images as text.
//
//===----------------------------------------------------------------------===//

#include "Picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace dlc::tool;

/// Two pixels, one above the other.
static std::string drawPair(uint8_t upper, uint8_t lower, bool colour) {
  if (colour) {
    // The 24 greys of terminals with 256 colours.
    auto shade = [](uint8_t grey) { return 232 + grey * 23 / 255; };
    return fmt::format("\x1b[38;5;{}m\x1b[48;5;{}m▀", shade(upper),
                       shade(lower));
  }
  static constexpr const char *blocks[] = {" ", "▄", "▀", "█"};
  return blocks[(upper >= 96) * 2 + (lower >= 96)];
}

static std::string drawLine(const Picture &picture, int64_t line, bool colour) {
  std::string text;
  auto pixel = [&](int64_t y, int64_t x) -> uint8_t {
    return y < picture.height ? picture.pixels[y * picture.width + x] : 0;
  };
  for (int64_t x = 0; x < picture.width; ++x)
    text += drawPair(pixel(2 * line, x), pixel(2 * line + 1, x), colour);
  return colour ? text + "\x1b[0m" : text;
}

std::string dlc::tool::drawPictures(const std::vector<Picture> &pictures,
                                    int64_t columns, bool colour) {
  static constexpr int64_t gap = 2;
  std::string text;
  for (size_t first = 0; first < pictures.size();) {
    // At least one, and what still fits beside it.
    size_t last = first;
    int64_t width = 0, height = 0;
    auto columnsOf = [](const Picture &picture) {
      return std::max<int64_t>(picture.width, picture.caption.size());
    };
    do {
      width += columnsOf(pictures[last]) + gap;
      height = std::max(height, pictures[last].height);
    } while (++last < pictures.size() &&
             width + columnsOf(pictures[last]) <= columns);

    auto row = [&](auto &&cell) {
      for (size_t i = first; i < last; ++i) {
        int64_t written = cell(pictures[i]);
        if (i + 1 < last)
          text.append(columnsOf(pictures[i]) + gap - written, ' ');
      }
      text += '\n';
    };
    row([&](const Picture &picture) {
      text += picture.caption;
      return int64_t(picture.caption.size());
    });
    for (int64_t line = 0; line < (height + 1) / 2; ++line)
      row([&](const Picture &picture) {
        text += drawLine(picture, line, colour);
        return picture.width;
      });
    first = last;
  }
  return text;
}

int64_t dlc::tool::terminalColumns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
    return size.ws_col;
  return 80;
}
