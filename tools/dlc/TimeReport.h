//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// --time: a table of where the time goes, by step and by kernel.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_TIMEREPORT_H
#define DLC_TOOLS_DLC_TIMEREPORT_H

#include "CommandLine.h"

#include "dlc/Timings.h"

#include <chrono>
#include <memory>

namespace dlc::tool {

/// Made when the process starts, which it measures.
class TimeReport {
public:
  TimeReport();
  void addTo(CommandLine &command);
  /// For the options of models and of the compiler; null without --time.
  std::shared_ptr<Timings> timings() const { return wanted ? found : nullptr; }
  /// Prints the table on standard error, if it is wanted.
  void print() const;

private:
  void printSteps() const;
  void printKernels() const;

  bool wanted = false;
  std::shared_ptr<Timings> found = std::make_shared<Timings>();
  std::chrono::steady_clock::time_point start;
  /// What the process has taken before, in seconds of its processor.
  double loading;
};

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_TIMEREPORT_H
