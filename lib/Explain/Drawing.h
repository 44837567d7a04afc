//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One side of a comparison as boxes, frames and arrows, of a size that can be
// drawn and read: what a pass changed and what is next to it; the rest stands
// in one box a layer.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXPLAIN_DRAWING_H
#define DLC_LIB_EXPLAIN_DRAWING_H

#include "Comparison.h"

namespace dlc::explain {

struct Point {
  double x = 0, y = 0;
};

struct Box {
  /// The node that it shows; -1 for one that stands for several.
  int node = -1;
  /// The node of the other side, or -1.
  int partner = -1;
  /// The name, below it the type and what is read that has no box.
  std::vector<std::string> lines;
  std::string tooltip;
  Family family = Family::Other;
  Change change = Change::Same;
  /// The frame around it, or -1.
  int frame = -1;
  /// In points of 1/72 inch; the center is found by `place`.
  double width = 0, height = 0;
  Point center;
};

/// A layer, a scan or a function around boxes.
struct Frame {
  std::string label;
  int parent = -1;
  /// Layers are drawn less heavily than functions and scans.
  bool isLayer = false;
  Change change = Change::Same;
  Point low, high;
};

struct Arrow {
  int from = 0, to = 0;
  /// To the next step of a scan.
  bool isBack = false;
  /// Control points of a spline of cubic Bezier curves, and its tip.
  std::vector<Point> curve;
  Point tip;
};

struct Drawing {
  std::vector<Box> boxes;
  std::vector<Frame> frames;
  std::vector<Arrow> arrows;
  double width = 0, height = 0;
  /// What is not drawn: "120 of 348 operations are drawn ...", or empty.
  std::string note;
};

/// How much is drawn of one side.
struct DrawingLimits {
  /// Boxes that show a node.
  size_t boxes = 130;
  /// Boxes that stand for several.
  size_t groups = 40;
};

/// Without places.
Drawing draw(const Snapshot &snapshot, const ComparedSide &side,
             const DrawingLimits &limits = {});

} // namespace dlc::explain

#endif // DLC_LIB_EXPLAIN_DRAWING_H
