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
constexpr double kLeft = 84, kRight = 24, kTop = 62, kBottom = 56;
/// So many of the slowest kernels are named.
constexpr size_t kNamed = 8;

constexpr const char *kStyle = R"(<style>
.dlc-roofline { font: 12px system-ui, sans-serif; color: #1c2024; background: #fff }
.dlc-roofline text { fill: currentColor }
.dlc-roofline .title { font-size: 14px; font-weight: 600 }
.dlc-roofline .small { font-size: 11px; fill-opacity: .75 }
.dlc-roofline .axis { stroke: currentColor; stroke-opacity: .22 }
.dlc-roofline .between { stroke-opacity: .08 }
.dlc-roofline .roof { stroke: #c62828; stroke-width: 1.5; fill: none }
.dlc-roofline .memory { stroke-dasharray: 6 4 }
.dlc-roofline .kernel { fill: #1976d2; fill-opacity: .45; stroke: #1976d2 }
.dlc-roofline .label { font-size: 10px; stroke: #fff; stroke-width: 3px;
  stroke-linejoin: round; paint-order: stroke }
@media (prefers-color-scheme: dark) {
.dlc-roofline { color: #e6e6e6; background: #16181b }
.dlc-roofline .roof { stroke: #ff8a80 }
.dlc-roofline .kernel { fill: #64b5f6; stroke: #64b5f6 }
.dlc-roofline .label { stroke: #16181b }
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
  struct Circle {
    double x, y, radius;
  };
  void drawLabel(const std::string &label, const Circle &circle);
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
  /// By labels, and by circles that have one.
  std::vector<Box> taken;
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
  left = std::log10(least / 2.5);
  right = std::log10(most * 2.5);
  bottom = std::log10(slowest / 2);
  top = std::log10(report.roofs.flops * 1.8);
}

/// 1, 2 and 5 times the powers of ten between two logarithms; where these are
/// far apart, powers of ten alone.
static std::vector<double> ticksBetween(double from, double to) {
  std::vector<double> ticks;
  for (double power = std::floor(from); power <= to; ++power)
    for (double factor : {1.0, 2.0, 5.0}) {
      double value = factor * std::pow(10, power);
      if (std::log10(value) >= from && std::log10(value) <= to &&
          (factor == 1 || to - from < 3))
        ticks.push_back(value);
    }
  return ticks;
}

static const char *axisStyle(double tick) {
  double power = std::log10(tick);
  return std::abs(power - std::round(power)) < 1e-6 ? "axis" : "axis between";
}

void RooflinePicture::drawAxes() {
  for (double tick : ticksBetween(left, right))
    add("<line class=\"{5}\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
        "y2=\"{2}\"/>\n<text x=\"{0:.1f}\" y=\"{3}\" "
        "text-anchor=\"middle\">{4:g}</text>\n",
        x(tick), kTop, kHeight - kBottom, kHeight - kBottom + 18, tick,
        axisStyle(tick));
  for (double tick : ticksBetween(bottom, top))
    add("<line class=\"{6}\" x1=\"{1}\" x2=\"{2}\" y1=\"{0:.1f}\" "
        "y2=\"{0:.1f}\"/>\n<text x=\"{3}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5}FLOP/s</text>\n",
        y(tick), kLeft, kWidth - kRight, kLeft - 6, y(tick) + 4,
        scaled(tick, 0), axisStyle(tick));
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

/// "classifier.1" of "LeNet5.classifier.1: Linear".
static std::string layerName(const std::string &layer) {
  std::string path = layer.substr(0, layer.find(':'));
  size_t dot = path.find('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

void RooflinePicture::drawKernels() {
  double share = 0;
  std::vector<Circle> circles;
  for (const LaunchProfile *launch : shown) {
    double rate = double(launch->flops) / launch->seconds;
    share += report.shareOf(launch->seconds);
    // The area is the share of the time.
    double radius =
        std::max(2.0, 40 * std::sqrt(report.shareOf(launch->seconds)));
    Circle circle{x(launch->intensity()), y(rate), radius};
    circles.push_back(circle);
    add("<circle class=\"kernel\" cx=\"{:.1f}\" cy=\"{:.1f}\" "
        "r=\"{:.1f}\"><title>{}\n{} {}\n{}: {:.1f} % of a call\n{}FLOP/s, "
        "{:.0f} % of the roof</title></circle>\n",
        circle.x, circle.y, radius, escape(launch->name), escape(launch->layer),
        escape(launch->position), describeTime(launch->seconds),
        100 * report.shareOf(launch->seconds), scaled(rate),
        100 * report.roofs.leastSeconds(*launch) / launch->seconds);
  }
  add("<text class=\"small\" x=\"{}\" y=\"42\">{} of {} with products; areas: "
      "their shares of the time, together {:.0f} %</text>\n",
      kLeft, shown.size(), counted(report.launches.size(), "kernel"),
      100 * share);
  // Above all circles, and beside those that have names.
  size_t named = std::min(kNamed, shown.size());
  for (const Circle &circle : llvm::ArrayRef(circles).take_front(named))
    taken.push_back({circle.x - circle.radius, circle.y - circle.radius,
                     circle.x + circle.radius, circle.y + circle.radius});
  for (size_t i = 0; i < named; ++i)
    drawLabel(layerName(shown[i]->layer), circles[i]);
}

/// Beside the circle, above or below it, where nothing else is; if there is no
/// such place, the circle's tooltip has to do.
void RooflinePicture::drawLabel(const std::string &label,
                                const Circle &circle) {
  auto [cx, cy, radius] = circle;
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
            taken,
            [&](const Box &other) {
              return box.left < other.right && other.left < box.right &&
                     box.top < other.bottom && other.top < box.bottom;
            }))
      continue;
    taken.push_back(box);
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
