//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the time between a model file and a first result goes.
//
//===----------------------------------------------------------------------===//

#include "dlc/Timings.h"

#include <algorithm>

using namespace dlc;

void Timings::add(const std::string &name, double seconds,
                  const std::string &parent, bool isSumOfThreads) {
  std::lock_guard<std::mutex> guard(lock);
  auto step =
      std::find_if(allSteps.begin(), allSteps.end(), [&](const Step &s) {
        return s.name == name && s.parent == parent;
      });
  if (step == allSteps.end())
    step = allSteps.insert(step, {name, parent, 0, 0, isSumOfThreads});
  step->seconds += seconds;
  ++step->runs;
}

void Timings::add(Kernel kernel) {
  std::lock_guard<std::mutex> guard(lock);
  allKernels.push_back(std::move(kernel));
}

std::vector<Timings::Step> Timings::steps() const {
  std::lock_guard<std::mutex> guard(lock);
  return allSteps;
}

std::vector<Timings::Kernel> Timings::kernels() const {
  std::lock_guard<std::mutex> guard(lock);
  return allKernels;
}
