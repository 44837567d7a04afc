//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Draws a profile against the machine's roofs, on logarithmic axes: operations
// a second over operations a byte. What lies on a roof cannot be faster.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "ProfileReport.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace dlc;
using namespace dlc::tool;

namespace {
constexpr double kWidth = 1000, kHeight = 520;
constexpr double kLeft = 84, kRight = 24, kTop = 44, kBottom = 56;
/// So many of the slowest kernels are named.
constexpr size_t kNamed = 8;

constexpr const char *kStyle = R"(<style>
.dlc-roofline { font: 12px system-ui, sans-serif; color: #1c2024; background: #fff }
.dlc-roofline text { fill: currentColor }
.dlc-roofline .title { font-size: 14px; font-weight: 600 }
.dlc-roofline .axis { stroke: currentColor; stroke-opacity: .15 }
.dlc-roofline .roof { stroke: #c62828; stroke-width: 1.5; fill: none }
.dlc-roofline .memory { stroke-dasharray: 6 4 }
.dlc-roofline .kernel { fill: #1976d2; fill-opacity: .45; stroke: #1976d2 }
.dlc-roofline .label { font-size: 10px }
@media (prefers-color-scheme: dark) {
.dlc-roofline { color: #e6e6e6; background: #16181b }
.dlc-roofline .roof { stroke: #ff8a80 }
.dlc-roofline .kernel { fill: #64b5f6; stroke: #64b5f6 }
}
</style>
)";

class RooflinePicture {
public:
  explicit RooflinePicture(const ProfileReport &report) : report(report) {}
  std::string render();

private:
  void findRanges();
  void drawAxes();
  void drawRoof(double bandwidth, const std::string &style,
                const std::string &label);
  void drawKernels();
  void drawLabel(const std::string &label, double cx, double cy, double radius);
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args &&...args) {
    text += fmt::format(format, std::forward<Args>(args)...);
  }
  double x(double intensity) const {
    return kLeft + (std::log10(intensity) - left) / (right - left) *
                       (kWidth - kLeft - kRight);
  }
  double y(double rate) const {
    return kTop + (top - std::log10(rate)) / (top - bottom) *
                      (kHeight - kTop - kBottom);
  }

  const ProfileReport &report;
  /// The launches that have operations to count, the slowest first.
  std::vector<const LaunchProfile *> shown;
  /// Decimal logarithms of the ranges.
  double left = -1, right = 3, bottom = 8, top = 12;
  struct Box {
    double left, top, right, bottom;
  };
  std::vector<Box> labels;
  std::string text;
};
} // namespace

static std::string escape(const std::string &text) {
  std::string escaped;
  for (char c : text)
    escaped += c == '&'   ? "&amp;"
               : c == '<' ? "&lt;"
               : c == '>' ? "&gt;"
               : c == '"' ? "&quot;"
                          : std::string(1, c);
  return escaped;
}

void RooflinePicture::findRanges() {
  double ridge = report.roofs.flops / report.roofs.bandwidth.memory;
  double least = ridge, most = ridge, slowest = report.roofs.flops;
  for (const LaunchProfile &launch : report.launches) {
    if (launch.flops == 0 || launch.seconds <= 0)
      continue;
    shown.push_back(&launch);
    least = std::min(least, launch.intensity());
    most = std::max(most, launch.intensity());
    slowest = std::min(slowest, double(launch.flops) / launch.seconds);
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](auto *a, auto *b) { return a->seconds > b->seconds; });
  left = std::floor(std::log10(least) - 0.3);
  right = std::ceil(std::log10(most) + 0.3);
  bottom = std::floor(std::log10(slowest));
  top = std::ceil(std::log10(report.roofs.flops) + 0.1);
}

void RooflinePicture::drawAxes() {
  for (double power = left; power <= right; ++power) {
    add("<line class=\"axis\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
        "y2=\"{2}\"/>\n<text x=\"{0:.1f}\" y=\"{3}\" "
        "text-anchor=\"middle\">{4:g}</text>\n",
        x(std::pow(10, power)), kTop, kHeight - kBottom, kHeight - kBottom + 18,
        std::pow(10, power));
  }
  for (double power = bottom; power <= top; ++power)
    add("<line class=\"axis\" x1=\"{1}\" x2=\"{2}\" y1=\"{0:.1f}\" "
        "y2=\"{0:.1f}\"/>\n<text x=\"{3}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5}FLOP/s</text>\n",
        y(std::pow(10, power)), kLeft, kWidth - kRight, kLeft - 6,
        y(std::pow(10, power)) + 4, scaled(std::pow(10, power), 0));
  add("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">FLOP a byte read or "
      "written</text>\n",
      (kLeft + kWidth - kRight) / 2, kHeight - 12);
}

void RooflinePicture::drawRoof(double bandwidth, const std::string &style,
                               const std::string &label) {
  double ridge = report.roofs.flops / bandwidth;
  double begin = std::max(std::pow(10, left), std::pow(10, bottom) / bandwidth);
  add("<polyline class=\"roof {}\" points=\"{:.1f},{:.1f} {:.1f},{:.1f} "
      "{:.1f},{:.1f}\"/>\n",
      style, x(begin), y(begin * bandwidth), x(ridge), y(report.roofs.flops),
      x(std::pow(10, right)), y(report.roofs.flops));
  // Along the slope, in the middle of what is seen of it.
  double middle = std::sqrt(begin * ridge);
  double angle = -std::atan2((kHeight - kTop - kBottom) / (top - bottom),
                             (kWidth - kLeft - kRight) / (right - left)) *
                 180 / M_PI;
  add("<text class=\"label\" transform=\"translate({:.1f} {:.1f}) "
      "rotate({:.1f})\" text-anchor=\"middle\">{}: {}B/s</text>\n",
      x(middle), y(middle * bandwidth) - 6, angle, label, scaled(bandwidth));
}

void RooflinePicture::drawKernels() {
  size_t named = 0;
  for (const LaunchProfile *launch : shown) {
    double rate = double(launch->flops) / launch->seconds;
    // The area is the share of the time.
    double radius =
        std::max(2.0, 40 * std::sqrt(launch->seconds / report.seconds));
    double cx = x(launch->intensity()), cy = y(rate);
    add("<circle class=\"kernel\" cx=\"{:.1f}\" cy=\"{:.1f}\" "
        "r=\"{:.1f}\"><title>{}\n{} {}\n{}: {:.1f} % of a call\n{}FLOP/s, "
        "{:.0f} % of the roof</title></circle>\n",
        cx, cy, radius, escape(launch->name), escape(launch->layer),
        escape(launch->position), describeTime(launch->seconds),
        100 * launch->seconds / report.seconds, scaled(rate),
        100 * report.roofs.leastSeconds(*launch) / launch->seconds);
    if (named++ < kNamed)
      drawLabel(launch->layer.substr(0, launch->layer.find(':')), cx, cy,
                radius);
  }
}

/// Beside the circle, above or below it, where no other label is; if there is
/// no such place, the circle's tooltip has to do.
void RooflinePicture::drawLabel(const std::string &label, double cx, double cy,
                                double radius) {
  constexpr double characterWidth = 5.6, lineHeight = 12;
  double width = characterWidth * double(label.size());
  const std::pair<double, double> corners[] = {
      {cx + radius + 3, cy - lineHeight / 2},
      {cx - radius - 3 - width, cy - lineHeight / 2},
      {cx - width / 2, cy - radius - lineHeight - 1},
      {cx - width / 2, cy + radius + 1},
      {cx - width / 2, cy - radius - 2 * lineHeight - 1},
      {cx - width / 2, cy + radius + lineHeight + 1}};
  for (auto [x, y] : corners) {
    Box box{x, y, x + width, y + lineHeight};
    if (box.right > kWidth || box.left < kLeft ||
        llvm::any_of(
            labels,
            [&](const Box &other) {
              return box.left < other.right && other.left < box.right &&
                     box.top < other.bottom && other.top < box.bottom;
            }))
      continue;
    labels.push_back(box);
    add("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x,
        y + lineHeight - 2, escape(label));
    return;
  }
}

std::string RooflinePicture::render() {
  findRanges();
  add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dlc-roofline\" "
      "viewBox=\"0 0 {} {}\" role=\"img\">\n",
      kWidth, kHeight);
  text += kStyle;
  add("<text class=\"title\" x=\"{}\" y=\"24\">{}</text>\n", kLeft,
      escape(report.title));
  drawAxes();
  drawRoof(report.roofs.bandwidth.cache, "cache", "cache");
  drawRoof(report.roofs.bandwidth.memory, "memory", "memory");
  add("<text class=\"label\" x=\"{}\" y=\"{:.1f}\" "
      "text-anchor=\"end\">{}FLOP/s</text>\n",
      kWidth - kRight, y(report.roofs.flops) - 6, scaled(report.roofs.flops));
  drawKernels();
  text += "</svg>\n";
  return text;
}

std::string dlc::tool::drawRoofline(const ProfileReport &report) {
  return RooflinePicture(report).render();
}
