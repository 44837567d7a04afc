//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What this machine can do at most, measured.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_MACHINEPEAK_H
#define DLC_EXECUTIONENGINE_MACHINEPEAK_H

#include "dlc/ExecutionEngine/Compiler.h"
#include "dlc/Runtime/DType.h"

#include <memory>

namespace dlc {

/// Floating point operations a second of `threads` threads (0: one a
/// processor) that do nothing but fused multiply-adds, two operations an
/// element, on full vectors of the target's width in registers. `dtype` is F32
/// or F64. Takes about a tenth of a second and is the best of several runs; an
/// error where the target's code cannot run here.
Expected<double> measurePeakFlops(const Target &target, DType dtype,
                                  unsigned threads);

/// The same from moment to moment, beside something else that is measured: on
/// a machine that others use, too, the peak is not what it was a second ago.
class PeakMeter {
public:
  static Expected<PeakMeter> create(const Target &target, DType dtype,
                                    unsigned threads);
  PeakMeter(PeakMeter &&) noexcept;
  ~PeakMeter();

  /// Floating point operations a second now: takes about 0.2 ms.
  double measure() const;
  /// The best of several longer runs.
  double measureBest() const;

private:
  struct Implementation;
  explicit PeakMeter(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation;
};

/// Bytes a second that `threads` threads together read.
struct Bandwidth {
  double cache;  ///< each from half of its own second-level cache
  double memory; ///< from more than caches hold
};
Expected<Bandwidth> measureBandwidth(const Target &target, unsigned threads);

/// The size of one core's second-level cache, as the system says.
int64_t privateCacheBytes();

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_MACHINEPEAK_H
