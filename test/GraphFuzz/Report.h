//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What graph-fuzz tells.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_REPORT_H
#define DLC_TEST_GRAPHFUZZ_REPORT_H

#include "Processes.h"

namespace dlc::fuzz {

/// Shows what was done. False where an operation that has samples was in none
/// of the graphs.
bool showStatistics(const Source &source, const Statistics &statistics,
                    double seconds);

/// Shows the small graph, writes it to a file and says how to go on from there.
void showFailure(const Source &source, const FailedRun &failed,
                 const SmallGraph &small, const std::string &folder,
                 const std::string &plant);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_REPORT_H
