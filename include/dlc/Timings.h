//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the time between a model file and a first result goes. Whoever wants
// to know hands one to the options of a model or of the compiler; without it
// nothing is measured.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TIMINGS_H
#define DLC_TIMINGS_H

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace dlc {

/// Grows while models are made and called. Any thread may add.
class Timings {
public:
  /// One step, in the order in which steps were first seen. All times are in
  /// seconds.
  struct Step {
    std::string name;
    /// The step that this is a part of; empty for steps of their own.
    std::string parent;
    double seconds = 0;
    /// How often it ran.
    unsigned runs = 0;
    /// Times of several threads that ran at once are added up in it, so it may
    /// be more than its parent.
    bool isSumOfThreads = false;
  };
  /// What it took to make a kernel's code.
  struct Kernel {
    std::string name;
    double lowering = 0;   ///< from graph operations to the LLVM dialect
    double optimizing = 0; ///< in LLVM IR, translation to it included
    double generating = 0; ///< from LLVM IR to an object
    double seconds() const { return lowering + optimizing + generating; }
  };

  void add(const std::string &name, double seconds,
           const std::string &parent = "", bool isSumOfThreads = false);
  void add(Kernel kernel);

  std::vector<Step> steps() const;
  std::vector<Kernel> kernels() const;

private:
  mutable std::mutex lock;
  std::vector<Step> allSteps;
  std::vector<Kernel> allKernels;
};

/// Times what happens between its making and its end. Does nothing without
/// `timings`.
class TimedStep {
public:
  explicit TimedStep(Timings *timings, const char *name,
                     const char *parent = "")
      : timings(timings), name(name), parent(parent) {
    if (timings)
      begin = Clock::now();
  }
  TimedStep(const TimedStep &) = delete;
  TimedStep &operator=(const TimedStep &) = delete;
  ~TimedStep() {
    if (timings)
      timings->add(name,
                   std::chrono::duration<double>(Clock::now() - begin).count(),
                   parent);
  }

private:
  using Clock = std::chrono::steady_clock;
  Timings *timings;
  const char *name;
  const char *parent;
  Clock::time_point begin;
};

} // namespace dlc

#endif // DLC_TIMINGS_H
