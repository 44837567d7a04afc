//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A memory plan as a picture: SVG that stands alone or in a page.
//
//===----------------------------------------------------------------------===//

#include "dlc/Codegen/MemoryPlan.h"

#include "llvm/Support/FormatVariadic.h"

#include <algorithm>

using namespace dlc;

namespace {
constexpr double kWidth = 1000, kHeight = 460;
constexpr double kLeft = 84, kRight = 16, kTop = 40, kBottom = 44;
constexpr double kLegendRow = 18;
constexpr size_t kColours = 8;
/// More pieces are drawn as one.
constexpr int64_t kPiecesDrawn = 16;

/// Colours that tell layers apart, with text on them that can be read; a page
/// may be light or dark.
constexpr const char *kStyle = R"(<style>
.dlc-memory { font: 12px system-ui, sans-serif; color: #1c2024; background: #fff }
.dlc-memory text { fill: currentColor }
.dlc-memory .title { font-size: 14px; font-weight: 600 }
.dlc-memory .axis { stroke: currentColor; stroke-opacity: .15 }
.dlc-memory .bound { stroke: #c62828; stroke-dasharray: 6 4; fill: none }
.dlc-memory .live { stroke: currentColor; stroke-opacity: .55; fill: none }
.dlc-memory .held { fill: currentColor; fill-opacity: .07 }
.dlc-memory .buffer { stroke: #fff; stroke-width: .7; fill-opacity: .9 }
.dlc-memory .label { font-size: 10px; pointer-events: none }
.dlc-memory .c0 { fill: #8ecae6 } .dlc-memory .c1 { fill: #ffcf8f }
.dlc-memory .c2 { fill: #b7dfa0 } .dlc-memory .c3 { fill: #f4b3b8 }
.dlc-memory .c4 { fill: #cdbdf0 } .dlc-memory .c5 { fill: #f0e08a }
.dlc-memory .c6 { fill: #a5ded2 } .dlc-memory .c7 { fill: #d6cbbd }
@media (prefers-color-scheme: dark) {
.dlc-memory { color: #e6e6e6; background: #16181b }
.dlc-memory .bound { stroke: #ff8a80 }
.dlc-memory .buffer { stroke: #16181b }
.dlc-memory .c0 { fill: #1f5f7d } .dlc-memory .c1 { fill: #855314 }
.dlc-memory .c2 { fill: #3c6a25 } .dlc-memory .c3 { fill: #84353d }
.dlc-memory .c4 { fill: #55409a } .dlc-memory .c5 { fill: #6b5d10 }
.dlc-memory .c6 { fill: #1e6a5c } .dlc-memory .c7 { fill: #5d5347 }
}
</style>
)";

/// Draws one plan.
class MemoryPicture {
public:
  MemoryPicture(const std::vector<MemoryRecord> &records,
                const MemoryPlan &plan, const std::string &title);
  std::string render();

private:
  void assignColours();
  void drawAxes();
  void drawHeld();
  void drawRecord(size_t index);
  void drawLiveBytes();
  void drawLegend();
  template <typename... Args> void add(const char *format, Args &&...args) {
    text += llvm::formatv(format, std::forward<Args>(args)...).str();
  }
  double x(double step) const {
    return kLeft + step * (kWidth - kLeft - kRight) / double(steps);
  }
  double y(double bytes) const {
    return kTop + (1 - bytes / double(arena)) * (kHeight - kTop - kBottom);
  }

  const std::vector<MemoryRecord> &records;
  const MemoryPlan &plan;
  const std::string &title;
  int64_t steps = 1, arena = 1;
  /// Of layers, in the order in which they appear.
  std::vector<std::string> parts;
  std::vector<size_t> partOf;
  std::string text;
};
} // namespace

static std::string escape(const std::string &text) {
  std::string escaped;
  for (char c : text)
    switch (c) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    default:
      escaped += c;
    }
  return escaped;
}

static std::string describeBytes(double bytes) {
  const char *unit = "B";
  for (const char *larger : {"KB", "MB", "GB"}) {
    if (bytes < 1000)
      break;
    bytes /= 1000;
    unit = larger;
  }
  bool isSmall = bytes < 10 && *unit != 'B';
  return llvm::formatv(isSmall ? "{0:f1} {1}" : "{0:f0} {1}", bytes, unit)
      .str();
}

/// The distance of ticks that makes about `count` of them: 1, 2 or 5 times a
/// power of ten.
static int64_t tickDistance(int64_t range, int64_t count) {
  int64_t power = 1;
  while (range / power > count * 10)
    power *= 10;
  for (int64_t factor : {1, 2, 5})
    if (range / (power * factor) <= count)
      return power * factor;
  return power * 10;
}

/// The first parts of a layer's path: as many as tell enough layers apart.
static std::string shorten(const std::string &layer, size_t depth) {
  std::string path = layer.substr(0, layer.find(':'));
  size_t end = 0;
  for (size_t i = 0; i < depth && end != std::string::npos; ++i)
    end = path.find('.', end == 0 ? 0 : end + 1);
  return path.substr(0, end);
}

/// Room is scarce, and all kernels are kernels.
static std::string withoutPrefix(const std::string &name) {
  const std::string prefix = "kernel_";
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
}

/// 1,234,567
static std::string group(int64_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3;)
    digits.insert(i -= 3, ",");
  return digits;
}

MemoryPicture::MemoryPicture(const std::vector<MemoryRecord> &records,
                             const MemoryPlan &plan, const std::string &title)
    : records(records), plan(plan), title(title) {
  for (const MemoryRecord &record : records)
    steps = std::max(steps, record.last + 1);
  arena = std::max<int64_t>({arena, plan.bytes, plan.lowerBound});
  assignColours();
}

/// By the outermost layers, unless those are few.
void MemoryPicture::assignColours() {
  for (size_t depth = 1; depth <= 4; ++depth) {
    std::vector<std::string> found;
    std::vector<size_t> numbers;
    for (const MemoryRecord &record : records) {
      std::string part = shorten(record.layer, depth);
      auto known = std::find(found.begin(), found.end(), part);
      numbers.push_back(size_t(known - found.begin()));
      if (known == found.end())
        found.push_back(part);
    }
    if (depth > 1 && found.size() > 2 * kColours)
      break;
    parts = found;
    partOf = numbers;
    if (found.size() >= kColours)
      break;
  }
}

void MemoryPicture::drawAxes() {
  int64_t distance = tickDistance(arena, 6);
  for (int64_t tick = 0; tick <= arena; tick += distance) {
    add("<line class=\"axis\" x1=\"{0:f1}\" x2=\"{1:f1}\" y1=\"{2:f1}\" "
        "y2=\"{3:f1}\"/>\n",
        kLeft, kWidth - kRight, y(double(tick)), y(double(tick)));
    add("<text x=\"{0:f1}\" y=\"{1:f1}\" text-anchor=\"end\">{2}</text>\n",
        kLeft - 6, y(double(tick)) + 4, describeBytes(double(tick)));
  }
  distance = tickDistance(steps, 20);
  for (int64_t tick = 0; tick < steps; tick += distance)
    add("<text x=\"{0:f1}\" y=\"{1:f1}\" text-anchor=\"middle\">{2}</text>\n",
        x(double(tick) + 0.5), kHeight - kBottom + 16, tick);
  add("<text x=\"{0:f1}\" y=\"{1:f1}\" text-anchor=\"middle\">launches of "
      "kernels, in order</text>\n",
      (kLeft + kWidth - kRight) / 2, kHeight - kBottom + 34);
}

/// What containers hold before anything is written there.
void MemoryPicture::drawHeld() {
  std::vector<size_t> groupOf;
  std::vector<MemoryRecord> groups = groupContainers(records, groupOf);
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].container)
      continue;
    const MemoryRecord &group = groups[groupOf[i]];
    double top = y(double(plan.offsets[i] + group.bytes));
    add("<rect class=\"held\" x=\"{0:f1}\" y=\"{1:f2}\" width=\"{2:f1}\" "
        "height=\"{3:f2}\"/>\n",
        x(double(group.first)), top,
        x(double(group.last + 1)) - x(double(group.first)),
        y(double(plan.offsets[i])) - top);
  }
}

void MemoryPicture::drawRecord(size_t index) {
  const MemoryRecord &record = records[index];
  double left = x(double(record.first)), right = x(double(record.last + 1));
  double height = 0, top = 0;
  std::string tip = record.name;
  if (!record.layer.empty())
    tip += "\nin " + record.layer;
  if (!record.position.empty())
    tip += "\n" + record.position;
  tip += llvm::formatv("\n{0} bytes at {1}, launches {2} to {3}", record.bytes,
                       plan.offsets[index], record.first, record.last);
  if (record.container)
    tip += (record.inPlace ? "\nin place of " : "\npart of ") +
           records[*record.container].name;
  add("<g><title>{0}</title>\n", escape(tip));
  int64_t pieces = std::max<int64_t>(record.pieces, 1);
  int64_t size = record.bytes / pieces, stride = record.stride;
  if (pieces > kPiecesDrawn) {
    size = (pieces - 1) * stride + size;
    pieces = 1;
  }
  for (int64_t piece = 0; piece < pieces; ++piece) {
    auto offset = double(plan.offsets[index] + piece * stride);
    top = y(offset + double(size));
    height = y(offset) - top;
    add("<rect class=\"buffer c{0}\" x=\"{1:f1}\" y=\"{2:f2}\" "
        "width=\"{3:f1}\" "
        "height=\"{4:f2}\"/>\n",
        partOf[index] % kColours, left, top, right - left, height);
  }
  // A letter takes about six units.
  auto letters = size_t(std::max(0.0, (right - left - 6) / 6));
  if (height >= 12 && letters >= 4) {
    std::string label = withoutPrefix(record.name);
    if (label.size() > letters)
      label = label.substr(0, letters - 1) + "…";
    add("<text class=\"label\" x=\"{0:f1}\" y=\"{1:f1}\">{2}</text>\n",
        left + 3, top + height / 2 + 4, escape(label));
  }
  text += "</g>\n";
}

void MemoryPicture::drawLiveBytes() {
  std::string path;
  double height = y(0);
  for (auto [step, bytes] : liveBytes(records)) {
    path += llvm::formatv("{0}{1:f1} {2:f2}", path.empty() ? "M" : "L",
                          x(double(step)), height);
    height = y(double(bytes));
    path += llvm::formatv("L{0:f1} {1:f2}", x(double(step)), height);
  }
  add("<path class=\"live\" d=\"{0}\"><title>bytes in use</title></path>\n",
      path);
  double bound = y(double(plan.lowerBound));
  add("<path class=\"bound\" d=\"M{0:f1} {1:f2}H{2:f1}\"><title>the largest "
      "sum of bytes in use: {3}</title></path>\n",
      kLeft, bound, kWidth - kRight, plan.lowerBound);
}

void MemoryPicture::drawLegend() {
  for (size_t i = 0; i < parts.size(); ++i) {
    double column = double(i % 4), row = double(i / 4);
    double left = kLeft + column * (kWidth - kLeft - kRight) / 4;
    double top = kHeight + row * kLegendRow;
    add("<rect class=\"c{0}\" x=\"{1:f1}\" y=\"{2:f1}\" width=\"12\" "
        "height=\"12\"/>\n",
        i % kColours, left, top);
    add("<text x=\"{0:f1}\" y=\"{1:f1}\">{2}</text>\n", left + 18, top + 10,
        escape(parts[i].empty() ? "no layer" : parts[i]));
  }
}

std::string MemoryPicture::render() {
  double height = kHeight + double((parts.size() + 3) / 4) * kLegendRow + 8;
  add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dlc-memory\" "
      "viewBox=\"0 0 {0:f0} {1:f0}\" role=\"img\">\n",
      kWidth, height);
  text += kStyle;
  add("<text class=\"title\" x=\"{0:f0}\" y=\"20\">{1}{2}{3} bytes, lower "
      "bound "
      "{4} ({5:f3})</text>\n",
      kLeft, escape(title), title.empty() ? "" : ": ", group(plan.bytes),
      group(plan.lowerBound), plan.ratio());
  drawAxes();
  drawHeld();
  // Containers lie behind their parts.
  std::vector<std::pair<size_t, size_t>> order;
  for (size_t i = 0; i < records.size(); ++i) {
    size_t depth = 0;
    for (size_t j = i; records[j].container; j = *records[j].container)
      ++depth;
    if (records[i].bytes != 0)
      order.push_back({depth, i});
  }
  std::sort(order.begin(), order.end());
  for (auto [depth, index] : order)
    drawRecord(index);
  drawLiveBytes();
  drawLegend();
  text += "</svg>\n";
  return std::move(text);
}

std::string dlc::renderMemoryPlan(const std::vector<MemoryRecord> &records,
                                  const MemoryPlan &plan,
                                  const std::string &title) {
  return MemoryPicture(records, plan, title).render();
}
