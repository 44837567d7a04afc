//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Drawings as SVG inside the page, coloured by its style.
//
//===----------------------------------------------------------------------===//

#include "Html.h"

#include "llvm/Support/FormatVariadic.h"

#include <cmath>

using namespace dlc;
using namespace dlc::explain;

/// Room around everything.
static constexpr double kMargin = 8;

static long number(double value) { return std::lround(value); }

static llvm::StringRef classOf(Family family) {
  switch (family) {
  case Family::Contraction:
    return "contraction";
  case Family::Pointwise:
    return "pointwise";
  case Family::Reduction:
    return "reduction";
  case Family::Movement:
    return "movement";
  case Family::Recurrence:
    return "recurrence";
  case Family::Boundary:
    return "boundary";
  case Family::Kernel:
    return "kernel";
  case Family::Other:
    return "other";
  }
  return "";
}

/// The class of a change, and its sign: colours alone do not tell everybody.
static std::pair<llvm::StringRef, llvm::StringRef> describe(Change change,
                                                            bool isBefore) {
  switch (change) {
  case Change::Same:
    return {"", ""};
  case Change::Rewired:
    return {"rewired", "↷"};
  case Change::Moved:
    return {"moved", "⇄"};
  case Change::Changed:
    return {"changed", "≈"};
  case Change::Alone:
    return isBefore ? std::make_pair("removed", "−")
                    : std::make_pair("added", "+");
  }
  return {"", ""};
}

static void writeFrame(const Frame &frame, bool isBefore,
                       llvm::raw_ostream &stream) {
  stream << llvm::formatv(
      "<g class=\"frame{0} {1}\"><rect x=\"{2}\" y=\"{3}\" width=\"{4}\" "
      "height=\"{5}\" rx=\"6\"/><text x=\"{6}\" y=\"{7}\">{8}</text></g>\n",
      frame.isLayer ? " layer" : "", describe(frame.change, isBefore).first,
      number(frame.low.x), number(frame.low.y),
      number(frame.high.x - frame.low.x), number(frame.high.y - frame.low.y),
      number(frame.low.x + 8), number(frame.low.y + 15), escape(frame.label));
}

static void writeArrow(const Arrow &arrow, llvm::raw_ostream &stream) {
  stream << llvm::formatv("<path class=\"arrow{0}\" data-from=\"{1}\" "
                          "data-to=\"{2}\" d=\"M{3} {4}C",
                          arrow.isBack ? " back" : "", arrow.from, arrow.to,
                          number(arrow.curve[0].x), number(arrow.curve[0].y));
  for (size_t i = 1; i < arrow.curve.size(); ++i)
    stream << (i == 1 ? "" : " ") << number(arrow.curve[i].x) << ' '
           << number(arrow.curve[i].y);
  stream << 'L' << number(arrow.tip.x) << ' ' << number(arrow.tip.y)
         << "\"/>\n";
}

static void writeBox(const Explanation &explanation, const Snapshot &snapshot,
                     const Box &box, size_t index, bool isBefore,
                     llvm::raw_ostream &stream) {
  auto [change, sign] = describe(box.change, isBefore);
  stream << llvm::formatv("<g class=\"box {0} {1}\" data-box=\"{2}\"",
                          box.node < 0 ? "group" : classOf(box.family), change,
                          index);
  if (box.node >= 0)
    stream << " data-node=\"" << box.node << '"';
  if (box.partner >= 0)
    stream << " data-partner=\"" << box.partner << '"';
  if (box.node >= 0)
    if (std::string anchor =
            lineAnchor(explanation, snapshot.nodes[box.node].place);
        !anchor.empty())
      stream << " data-line=\"" << anchor << '"';
  stream << llvm::formatv(" transform=\"translate({0} {1})\"><title>{2}</title>"
                          "<rect width=\"{3}\" height=\"{4}\" rx=\"5\"/>",
                          number(box.center.x - box.width / 2),
                          number(box.center.y - box.height / 2),
                          escape(box.tooltip), number(box.width),
                          number(box.height));
  for (size_t i = 0; i < box.lines.size(); ++i)
    stream << llvm::formatv(
        "<text x=\"11\" y=\"{0}\"{1}>{2}</text>", number(16 + 14.0 * i),
        i == 0 ? " class=\"name\"" : "", escape(box.lines[i]));
  if (!sign.empty())
    stream << llvm::formatv(
        "<text class=\"sign\" x=\"{0}\" y=\"14\">{1}</text>",
        number(box.width - 14), sign);
  stream << "</g>\n";
}

void explain::writeDrawing(const Explanation &explanation,
                           const Snapshot &snapshot, const Drawing &drawing,
                           bool isBefore, llvm::raw_ostream &stream) {
  long width = number(drawing.width + 2 * kMargin);
  long height = number(drawing.height + 2 * kMargin);
  stream << llvm::formatv("<svg class=\"graph\" width=\"{0}\" height=\"{1}\" "
                          "viewBox=\"{2} {2} {0} {1}\">\n",
                          width, height, number(-kMargin));
  for (const Frame &frame : drawing.frames)
    writeFrame(frame, isBefore, stream);
  for (const Arrow &arrow : drawing.arrows)
    writeArrow(arrow, stream);
  for (size_t i = 0; i < drawing.boxes.size(); ++i)
    writeBox(explanation, snapshot, drawing.boxes[i], i, isBefore, stream);
  stream << "</svg>\n";
}
