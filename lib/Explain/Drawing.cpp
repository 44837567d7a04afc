//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which boxes show a graph, and what they say.
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

using namespace dlc;
using namespace dlc::explain;
using llvm::StringRef;

/// Characters of a line of a box.
static constexpr size_t kLineLength = 26;

//===----------------------------------------------------------------------===//
// Text of boxes
//===----------------------------------------------------------------------===//

/// Cuts between characters, which UTF-8 writes in one to four bytes.
static std::string shorten(StringRef text, size_t length) {
  if (text.size() <= length)
    return text.str();
  text = text.take_front(length - 1);
  while (!text.empty() && (text.back() & 0xC0) == 0x80)
    text = text.drop_back();
  if (!text.empty() && (text.back() & 0x80))
    text = text.drop_back();
  return text.str() + "…";
}

/// "weight" of the node's own layer, else "conv1.weight".
static std::string nearName(const std::string &name, const Node &node) {
  std::string own = withoutModel(node.layer).str() + ".";
  if (StringRef(name).starts_with(own))
    return name.substr(own.size());
  auto [rest, last] = StringRef(name).rsplit('.');
  if (last.empty())
    return name;
  StringRef before = rest.contains('.') ? rest.rsplit('.').second : rest;
  return (before + "." + last).str();
}

/// What a node reads that has no box.
static std::string inlineOperands(const Node &node, bool full) {
  std::string text;
  for (const Use &use : node.uses)
    if (!use.name.empty())
      text += (text.empty() ? "" : ", ") +
              (full ? use.name : nearName(use.name, node));
  return text;
}

static std::string tooltipOf(const Node &node) {
  std::string text = node.name;
  auto add = [&](const std::string &line) {
    if (!line.empty())
      text += "\n" + line;
  };
  add(node.type);
  add(shorten(node.attributes, 400));
  if (std::string operands = inlineOperands(node, /*full=*/true);
      !operands.empty())
    add("reads " + shorten(operands, 400));
  if (!node.layer.empty())
    add("in " + node.layer +
        (node.layerKind.empty() ? "" : ": " + node.layerKind));
  add(node.place);
  return text;
}

static size_t characters(StringRef text) {
  return llvm::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

/// Boxes have the size of their text in the fonts of page.css, so that a
/// drawing does not depend on the fonts of the machine that makes it.
static void fit(Box &box) {
  double width = 60;
  for (auto [i, line] : llvm::enumerate(box.lines))
    width = std::max(width, characters(line) * (i == 0 ? 7.4 : 6.4) + 22);
  box.width = width;
  box.height = 10 + 14.0 * box.lines.size();
}

static Box boxFor(const Snapshot &snapshot, int index,
                  const ComparedSide &side) {
  const Node &node = snapshot.nodes[index];
  Box box;
  box.node = index;
  box.partner = side.partners[index];
  box.lines = {shorten(node.label, kLineLength)};
  if (!node.type.empty())
    box.lines.push_back(shorten(node.type, kLineLength));
  if (std::string operands = inlineOperands(node, false); !operands.empty())
    box.lines.push_back(shorten(operands, kLineLength));
  box.tooltip = tooltipOf(node);
  box.family = node.family;
  box.change = side.changes[index];
  fit(box);
  return box;
}

//===----------------------------------------------------------------------===//
// The drawing
//===----------------------------------------------------------------------===//

namespace {
class Drawer {
public:
  Drawer(const Snapshot &snapshot, const ComparedSide &side,
         const DrawingLimits &limits)
      : snapshot(snapshot), side(side), limits(limits) {}

  Drawing run();

private:
  bool isDrawable(size_t i) const {
    return !snapshot.nodes[i].isContainer && !snapshot.nodes[i].isInline;
  }
  void choose();
  void chooseWhere(llvm::function_ref<bool(size_t)> condition);
  void makeBoxes();
  void makeGroups();
  size_t countGroups(unsigned depth) const;
  std::string groupOf(size_t node, unsigned depth) const;
  int frameFor(const std::vector<std::string> &path, size_t length);
  std::vector<std::string> framePath(int node) const;
  void makeFrames();
  void pruneFrames();
  void makeArrows();

  const Snapshot &snapshot;
  const ComparedSide &side;
  DrawingLimits limits;
  Drawing drawing;
  size_t drawable = 0;
  std::vector<bool> chosen;
  size_t count = 0;
  /// The box of each node, -1 without.
  std::vector<int> boxOf;
  std::map<std::vector<std::string>, int> frames;
};
} // namespace

void Drawer::chooseWhere(llvm::function_ref<bool(size_t)> condition) {
  for (size_t i = 0; i < snapshot.nodes.size() && count < limits.boxes; ++i)
    if (isDrawable(i) && !chosen[i] && condition(i)) {
      chosen[i] = true;
      ++count;
    }
}

/// Everything, where that is not too much. Else what changed most, and then
/// what is next to that.
void Drawer::choose() {
  chosen.assign(snapshot.nodes.size(), false);
  for (size_t i = 0; i < snapshot.nodes.size(); ++i)
    drawable += isDrawable(i);
  if (drawable <= limits.boxes)
    return chooseWhere([](size_t) { return true; });
  auto is = [&](size_t i, Change change) { return side.changes[i] == change; };
  chooseWhere(
      [&](size_t i) { return is(i, Change::Alone) || is(i, Change::Moved); });
  chooseWhere([&](size_t i) { return is(i, Change::Changed); });
  chooseWhere([&](size_t i) { return is(i, Change::Rewired); });
  size_t changed = 0;
  for (size_t i = 0; i < snapshot.nodes.size(); ++i)
    changed += isDrawable(i) && !is(i, Change::Same);
  std::vector<bool> near(snapshot.nodes.size(), false);
  for (size_t i = 0; i < snapshot.nodes.size(); ++i)
    for (const Use &use : snapshot.nodes[i].uses)
      if (use.node >= 0) {
        near[i] = near[i] || chosen[use.node];
        near[use.node] = near[use.node] || chosen[i];
      }
  chooseWhere([&](size_t i) { return near[i]; });
  // A graph in which nothing is to be told apart is drawn from its beginning.
  if (changed == 0)
    chooseWhere([](size_t) { return true; });
  drawing.note =
      "This side has " + counted(drawable, "operation") +
      ", too many to draw: " +
      (changed > count ? "shown are " + std::to_string(count) + " of the " +
                             std::to_string(changed) + " that changed"
       : changed == 0 ? "shown are the first " + std::to_string(count)
                      : std::string("shown is what changed and what "
                                    "is next to it")) +
      "; dashed boxes stand for the rest. The text has all.";
}

/// The first parts of the layer's path, within the same container.
std::string Drawer::groupOf(size_t node, unsigned depth) const {
  const Node &shown = snapshot.nodes[node];
  StringRef rest = withoutModel(shown.layer);
  std::string path = std::to_string(shown.parent) + ":";
  for (unsigned i = 0; i < depth && !rest.empty(); ++i) {
    auto [first, last] = rest.split('.');
    path += (i == 0 ? "" : ".") + first.str();
    rest = last;
  }
  return path;
}

size_t Drawer::countGroups(unsigned depth) const {
  std::set<std::string> groups;
  for (size_t i = 0; i < snapshot.nodes.size(); ++i)
    if (isDrawable(i) && !chosen[i])
      groups.insert(groupOf(i, depth));
  return groups.size();
}

void Drawer::makeGroups() {
  unsigned depth = 6;
  while (depth > 0 && countGroups(depth) > limits.groups)
    --depth;
  struct Group {
    int box;
    size_t nodes = 0, changed = 0;
  };
  std::map<std::string, Group> groups;
  for (size_t i = 0; i < snapshot.nodes.size(); ++i) {
    if (!isDrawable(i) || chosen[i])
      continue;
    auto [found, isNew] = groups.try_emplace(groupOf(i, depth));
    Group &group = found->second;
    if (isNew) {
      group.box = int(drawing.boxes.size());
      drawing.boxes.push_back({});
    }
    ++group.nodes;
    group.changed += side.changes[i] != Change::Same;
    boxOf[i] = group.box;
  }
  for (const auto &[key, group] : groups) {
    Box &box = drawing.boxes[group.box];
    StringRef path = StringRef(key).split(':').second;
    box.lines = {shorten(path.empty() ? "others" : path, kLineLength),
                 counted(group.nodes, "operation")};
    if (group.changed != 0)
      box.lines.push_back(std::to_string(group.changed) + " changed");
    box.tooltip = (path + "\n" + box.lines[1]).str();
    fit(box);
  }
}

void Drawer::makeBoxes() {
  boxOf.assign(snapshot.nodes.size(), -1);
  for (size_t i = 0; i < snapshot.nodes.size(); ++i)
    if (chosen[i]) {
      boxOf[i] = int(drawing.boxes.size());
      drawing.boxes.push_back(boxFor(snapshot, int(i), side));
    }
  if (count < drawable)
    makeGroups();
}

//===----------------------------------------------------------------------===//
// Frames
//===----------------------------------------------------------------------===//

/// From the outside in: containers, and between them parts of layer paths.
/// Containers are numbers, layers begin with a dot.
std::vector<std::string> Drawer::framePath(int index) const {
  std::vector<int> containers;
  for (int i = snapshot.nodes[index].parent; i >= 0;
       i = snapshot.nodes[i].parent)
    containers.push_back(i);
  std::vector<std::string> path;
  std::string entered;
  auto enter = [&](StringRef layer) {
    StringRef rest = layer;
    if (!entered.empty() && rest.consume_front(entered))
      rest.consume_front(".");
    while (!rest.empty()) {
      auto [first, last] = rest.split('.');
      path.push_back("." + first.str());
      rest = last;
    }
    if (!layer.empty())
      entered = layer.str();
  };
  for (int container : llvm::reverse(containers)) {
    enter(withoutModel(snapshot.nodes[container].layer));
    path.push_back(std::to_string(container));
  }
  enter(withoutModel(snapshot.nodes[index].layer));
  return path;
}

int Drawer::frameFor(const std::vector<std::string> &path, size_t length) {
  if (length == 0)
    return -1;
  std::vector<std::string> key(path.begin(), path.begin() + length);
  auto found = frames.find(key);
  if (found != frames.end())
    return found->second;
  Frame frame;
  frame.parent = frameFor(path, length - 1);
  const std::string &last = key.back();
  frame.isLayer = last[0] == '.';
  if (frame.isLayer) {
    frame.label = last.substr(1);
  } else {
    size_t node = std::stoul(last);
    frame.label = snapshot.nodes[node].label;
    frame.change = side.changes[node];
  }
  int index = int(drawing.frames.size());
  drawing.frames.push_back(std::move(frame));
  frames[key] = index;
  return index;
}

void Drawer::makeFrames() {
  for (size_t i = 0; i < snapshot.nodes.size(); ++i) {
    if (boxOf[i] < 0)
      continue;
    Box &box = drawing.boxes[boxOf[i]];
    std::vector<std::string> path = framePath(int(i));
    // A group is in the containers of what it stands for.
    size_t length = path.size();
    if (box.node < 0)
      while (length > 0 && path[length - 1][0] == '.')
        --length;
    box.frame = frameFor(path, length);
  }
  pruneFrames();
}

/// Takes away layers around a single box or frame, and the one function.
void Drawer::pruneFrames() {
  std::vector<unsigned> contents(drawing.frames.size(), 0);
  unsigned outermost = 0;
  for (const Frame &frame : drawing.frames)
    if (frame.parent >= 0)
      ++contents[frame.parent];
    else
      ++outermost;
  for (const Box &box : drawing.boxes)
    if (box.frame >= 0)
      ++contents[box.frame];
  std::vector<int> replacement(drawing.frames.size());
  std::vector<Frame> kept;
  // A frame stands behind the one around it.
  for (size_t i = 0; i < drawing.frames.size(); ++i) {
    Frame &frame = drawing.frames[i];
    int parent = frame.parent < 0 ? -1 : replacement[frame.parent];
    bool isOnlyFunction = frame.parent < 0 && !frame.isLayer && outermost == 1;
    if (isOnlyFunction || (frame.isLayer && contents[i] < 2)) {
      // "layer1" around nothing but "0" becomes part of its name.
      for (size_t j = i + 1; frame.isLayer && j < drawing.frames.size(); ++j)
        if (drawing.frames[j].parent == int(i) && drawing.frames[j].isLayer)
          drawing.frames[j].label = frame.label + "." + drawing.frames[j].label;
      replacement[i] = parent;
      continue;
    }
    replacement[i] = int(kept.size());
    kept.push_back(frame);
    kept.back().parent = parent;
  }
  for (Box &box : drawing.boxes)
    if (box.frame >= 0)
      box.frame = replacement[box.frame];
  drawing.frames = std::move(kept);
}

//===----------------------------------------------------------------------===//
// Arrows
//===----------------------------------------------------------------------===//

void Drawer::makeArrows() {
  std::set<std::pair<int, int>> seen;
  auto add = [&](int from, int to, bool isBack) {
    if (from < 0 || to < 0 || boxOf[from] < 0 || boxOf[to] < 0)
      return;
    int first = boxOf[from], second = boxOf[to];
    if (first != second && seen.insert({first, second}).second)
      drawing.arrows.push_back({first, second, isBack, {}, {}});
  };
  for (size_t i = 0; i < snapshot.nodes.size(); ++i) {
    for (const Use &use : snapshot.nodes[i].uses)
      add(use.node, int(i), false);
    for (int next : snapshot.nodes[i].next)
      add(int(i), next, true);
  }
}

Drawing Drawer::run() {
  choose();
  makeBoxes();
  makeFrames();
  makeArrows();
  return std::move(drawing);
}

Drawing explain::draw(const Snapshot &snapshot, const ComparedSide &side,
                      const DrawingLimits &limits) {
  return Drawer(snapshot, side, limits).run();
}
