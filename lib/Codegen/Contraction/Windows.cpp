//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where windows reach beyond the input. As x grows, each tap comes inside at
// one result and leaves at another. Between two of these events tiles are
// alike; a tile with an event in it has code of its own. Large kernels have too
// many events: outside of the interior, their positions find their taps when
// they run.
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// Taps of a row that code is made for one by one.
static constexpr int64_t kMostTaps = 11;

Interval WindowAxis::inside(int64_t tap) const {
  int64_t before = low - tap * dilation;
  Interval range;
  range.begin =
      std::clamp<int64_t>(llvm::divideCeilSigned(before, stride), 0, result);
  range.end = std::clamp<int64_t>(
      llvm::divideFloorSigned(input - 1 + before, stride) + 1, range.begin,
      result);
  return range;
}

Interval WindowAxis::interior() const {
  Interval range{inside(0).begin, inside(kernel - 1).end};
  range.end = std::max(range.begin, range.end);
  return range;
}

Interval TileRun::active(const WindowAxis &axis, int64_t tap) const {
  Interval range = axis.inside(tap);
  auto relative = [&](int64_t position) {
    return std::clamp<int64_t>(position - begin, 0, positions);
  };
  return {relative(range.begin), relative(range.end)};
}

SmallVector<TileRun> dlc::codegen::tileRuns(const WindowAxis &axis,
                                            int64_t mostPositions) {
  bool large = axis.kernel > kMostTaps;
  Interval interior = axis.interior();
  SmallVector<int64_t> events = {interior.begin, interior.end};
  for (int64_t tap = 0; tap < axis.kernel && !large; ++tap) {
    Interval range = axis.inside(tap);
    events.append({range.begin, range.end});
  }
  llvm::sort(events);

  SmallVector<TileRun> runs;
  auto add = [&](int64_t tile, int64_t begin, int64_t count,
                 int64_t positions) {
    TileRun run{tile, begin, count, positions, {}};
    if (large) {
      run.taps = {0, axis.kernel};
      run.ragged =
          begin < interior.begin || begin + count * positions > interior.end;
    }
    for (int64_t tap = 0; tap < axis.kernel && !large; ++tap) {
      if (run.active(axis, tap).size() == 0)
        continue;
      if (run.taps.size() == 0)
        run.taps.begin = tap;
      run.taps.end = tap + 1;
    }
    runs.push_back(run);
  };
  EvenSplit split(axis.result, mostPositions);
  int64_t tile = 0, begin = 0;
  while (tile < split.count()) {
    int64_t positions = tile < split.large ? split.part : split.part - 1;
    int64_t alike = (tile < split.large ? split.large : split.count()) - tile;
    // The next event behind the tile's beginning: inside of the tile, or so
    // many tiles away.
    auto *event = llvm::upper_bound(events, begin);
    int64_t count = event == events.end()
                        ? alike
                        : std::min(alike, (*event - begin) / positions);
    count = std::max<int64_t>(count, 1);
    add(tile, begin, count, positions);
    tile += count;
    begin += count * positions;
  }
  return runs;
}

int64_t dlc::codegen::tilesOf(ArrayRef<TileRun> runs) {
  return runs.empty() ? 0 : runs.back().tile + runs.back().count;
}

void dlc::codegen::forEachTile(
    ElementEmitter &emitter, ArrayRef<TileRun> runs, Value first, Value last,
    function_ref<void(const TileRun &, Value)> emit) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  for (const TileRun &run : runs) {
    if (run.count == 1 && !first) {
      emitter.inScope([&] { emit(run, emitter.index(run.begin)); });
      continue;
    }
    Value lower = emitter.index(run.tile);
    Value upper = emitter.index(run.tile + run.count);
    if (first) {
      lower = builder.create<arith::MaxUIOp>(location, lower, first);
      upper = emitter.smaller(upper, last);
    }
    emitter.forEach(lower, upper, [&](Value tile) {
      // begin + (tile - run.tile) * positions.
      Value scaled = emitter.multiply(tile, run.positions);
      emit(run, emitter.add(scaled, run.begin - run.tile * run.positions));
    });
  }
}

TapBounds dlc::codegen::emitTapBounds(ElementEmitter &emitter,
                                      const WindowAxis &axis, Value at) {
  Value taps = emitter.index(axis.kernel);
  if (axis.isAllInterior())
    return {emitter.index(0), taps, true};
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  Value moved = emitter.multiply(at, axis.stride);
  // ceil((distance - at * stride) / dilation), at least 0.
  auto steps = [&](int64_t distance) -> Value {
    Value left = emitter.subtract(emitter.index(distance), moved);
    left = builder.create<arith::MaxSIOp>(location, left, emitter.index(0));
    if (axis.dilation == 1)
      return left;
    left = emitter.add(left, axis.dilation - 1);
    return emitter.divide(left, axis.dilation);
  };
  Value upper = builder.create<arith::MinSIOp>(
      location, steps(axis.input + axis.low), taps);
  return {steps(axis.low), upper, false};
}
