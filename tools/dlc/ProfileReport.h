//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is known of each launch after it was timed, and how it is shown.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_PROFILEREPORT_H
#define DLC_TOOLS_DLC_PROFILEREPORT_H

#include "dlc/ExecutionEngine/MachinePeak.h"
#include "dlc/Runtime/Profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dlc::tool {

/// One launch of the schedule, or call of an extern function. Numbers are those
/// of one call of the function: all steps of loops together.
struct LaunchProfile {
  std::string name;     ///< of the kernel, without "kernel_"
  std::string layer;    ///< "LeNet5.classifier.1: Linear"
  std::string position; ///< "lenet5.dl:12:3"
  uint64_t times = 1;
  uint64_t flops = 0;
  uint64_t bytes = 0;
  /// The median over calls. Of each launch it is the slowest thread's time.
  double seconds = 0;

  double intensity() const { return double(flops) / double(bytes); }
};

/// What the machine can do, in operations and bytes a second.
struct Roofs {
  double flops = 0;
  Bandwidth bandwidth{};
  /// Of all threads' second-level caches.
  double cacheBytes = 0;

  double bandwidthFor(const LaunchProfile &launch) const {
    return double(launch.bytes) / double(launch.times) <= cacheBytes
               ? bandwidth.cache
               : bandwidth.memory;
  }
  /// The time that a launch takes at least (S. Williams, A. Waterman,
  /// D. Patterson: Roofline, Communications of the ACM 52(4), 2009).
  double leastSeconds(const LaunchProfile &launch) const {
    return std::max(double(launch.flops) / flops,
                    double(launch.bytes) / bandwidthFor(launch));
  }
};

struct ProfileReport {
  std::string title; ///< "forward of LeNet5 with N=1, 1 thread, znver4"
  std::vector<LaunchProfile> launches;
  double seconds = 0; ///< of a call, the median
  /// Of what is left of a call: waiting, starting, taking times; the median.
  double rest = 0;
  size_t calls = 0;
  Roofs roofs;
  /// What each thread did in the last call.
  std::vector<std::vector<ProfileEvent>> events;

  /// Of all launches and the rest. That differs from the median of calls, which
  /// are slowed down here or there.
  double shareOf(double part) const;
};

/// The slowest launches first; all of them where `rows` is 0.
void printTable(const ProfileReport &report, size_t rows);
/// Units without prefixes.
std::string toJson(const ProfileReport &report);
/// The trace event format, which Perfetto and Chrome open.
std::string toTrace(const ProfileReport &report);
/// A drawing in SVG: operations a second over operations a byte.
std::string drawRoofline(const ProfileReport &report);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_PROFILEREPORT_H
