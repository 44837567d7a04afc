//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Profiles as a table, as JSON, and as a trace.
//
//===----------------------------------------------------------------------===//

#include "ProfileReport.h"
#include "Arguments.h"
#include "Table.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <numeric>

using namespace dlc;
using namespace dlc::tool;
namespace json = llvm::json;

/// Numbers of launches, the slowest first.
static std::vector<size_t> bySeconds(const ProfileReport &report) {
  std::vector<size_t> order(report.launches.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return report.launches[a].seconds > report.launches[b].seconds;
  });
  return order;
}

double ProfileReport::shareOf(double part) const {
  double all = rest;
  for (const LaunchProfile &launch : launches)
    all += launch.seconds;
  return all > 0 ? part / all : 0;
}

void dlc::tool::printTable(const ProfileReport &report, size_t rows) {
  std::vector<size_t> order = bySeconds(report);
  if (rows != 0 && order.size() > rows)
    order.resize(rows);
  auto share = [&](double seconds) {
    return fmt::format("{:.1f} %", 100 * report.shareOf(seconds));
  };
  Table table({true, true, true, true, true, true, true, false, false, false});
  table.add({"time", "share", "times", "moves", "GB/s", "GFLOP/s", "of roof",
             "kernel", "layer", "at"});
  double shown = 0, all = 0;
  for (const LaunchProfile &launch : report.launches)
    all += launch.seconds;
  for (size_t index : order) {
    const LaunchProfile &launch = report.launches[index];
    shown += launch.seconds;
    auto rate = [&](uint64_t amount) {
      return launch.seconds > 0
                 ? fmt::format("{:.1f}", double(amount) / launch.seconds / 1e9)
                 : "";
    };
    double least = report.roofs.leastSeconds(launch);
    table.add({describeTime(launch.seconds), share(launch.seconds),
               grouped(launch.times), scaled(double(launch.bytes)) + "B",
               rate(launch.bytes), launch.flops ? rate(launch.flops) : "",
               launch.seconds > 0
                   ? fmt::format("{:.0f} %", 100 * least / launch.seconds)
                   : "",
               launch.name, launch.layer, launch.position});
  }
  fmt::print("{}\n", report.title);
  table.print();
  if (order.size() < report.launches.size())
    fmt::print("  {} {} in {} more\n", describeTime(all - shown),
               share(all - shown), report.launches.size() - order.size());
  fmt::print("  {} {} between launches: waiting, starting, taking times\n",
             describeTime(report.rest), share(report.rest));
  fmt::print("  {} a call, the median of {}; roofs: {}FLOP/s, {}B/s from the "
             "cache, {}B/s from memory\n",
             describeTime(report.seconds), report.calls,
             scaled(report.roofs.flops), scaled(report.roofs.bandwidth.cache),
             scaled(report.roofs.bandwidth.memory));
}

static std::string print(json::Value value) {
  std::string text;
  llvm::raw_string_ostream(text) << value << '\n';
  return text;
}

std::string dlc::tool::toJson(const ProfileReport &report) {
  json::Array launches;
  for (const LaunchProfile &launch : report.launches)
    launches.push_back(
        json::Object{{"kernel", launch.name},
                     {"layer", json::fixUTF8(launch.layer)},
                     {"position", json::fixUTF8(launch.position)},
                     {"times", int64_t(launch.times)},
                     {"flops", int64_t(launch.flops)},
                     {"bytes", int64_t(launch.bytes)},
                     {"seconds", launch.seconds},
                     {"least_seconds", report.roofs.leastSeconds(launch)}});
  return print(
      json::Object{{"title", json::fixUTF8(report.title)},
                   {"seconds", report.seconds},
                   {"rest_seconds", report.rest},
                   {"calls", int64_t(report.calls)},
                   {"peak_flops_per_second", report.roofs.flops},
                   {"cache_bytes_per_second", report.roofs.bandwidth.cache},
                   {"memory_bytes_per_second", report.roofs.bandwidth.memory},
                   {"launches", std::move(launches)}});
}

std::string dlc::tool::toTrace(const ProfileReport &report) {
  int64_t start = std::numeric_limits<int64_t>::max();
  for (const auto &thread : report.events)
    for (const ProfileEvent &event : thread)
      start = std::min(start, event.begin);
  json::Array events;
  events.push_back(json::Object{
      {"ph", "M"},
      {"name", "process_name"},
      {"pid", 1},
      {"args", json::Object{{"name", json::fixUTF8(report.title)}}}});
  for (size_t thread = 0; thread < report.events.size(); ++thread) {
    events.push_back(json::Object{
        {"ph", "M"},
        {"name", "thread_name"},
        {"pid", 1},
        {"tid", int64_t(thread)},
        {"args", json::Object{{"name", fmt::format("thread {}", thread)}}}});
    for (const ProfileEvent &event : report.events[thread]) {
      const LaunchProfile &launch = report.launches[size_t(event.launch)];
      // Microseconds.
      events.push_back(json::Object{
          {"ph", "X"},
          {"name", launch.name},
          {"pid", 1},
          {"tid", int64_t(thread)},
          {"ts", double(event.begin - start) / 1e3},
          {"dur", double(event.end - event.begin) / 1e3},
          {"args",
           json::Object{{"layer", json::fixUTF8(launch.layer)},
                        {"position", json::fixUTF8(launch.position)},
                        {"flops", int64_t(launch.flops / launch.times)},
                        {"bytes", int64_t(launch.bytes / launch.times)}}}});
    }
  }
  return print(json::Object{{"displayTimeUnit", "ns"},
                            {"traceEvents", std::move(events)}});
}
