//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The model of register tiles. Measured on AVX-512: tiles of 6x4 vectors and
// 14x2 vectors reach the peak of fused multiply-adds without spills. On AVX2
// (Zen 3) convolutions with tiles of 6x2 reach 96 % and more of it, and with
// 1x1 kernels a fifth less where an iteration takes one channel, not eight.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/TileModel.h"

#include <algorithm>

using namespace dlc::graph;

/// A fused multiply-add takes four cycles, and two begin in each.
static constexpr int64_t kSumsUnderWay = 8;

/// Multiply-adds and loads that start in a cycle, and cycles after which an
/// accumulator is ready again: measured on Zen 3, and much the same elsewhere.
static constexpr double kPerCycle = 2, kLatency = 4;

/// Cycles that one step of a tile takes, which loads a vector of weights for
/// each of `vectors`, broadcasts an element for each row and multiplies and
/// adds all of them.
static double stepCycles(int64_t rows, int64_t vectors) {
  return std::max(
      {rows * vectors / kPerCycle, (rows + vectors) / kPerCycle, kLatency});
}

static int64_t ceilDivide(int64_t dividend, int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

/// Accumulator rows that fit beside `vectors` operand registers and the
/// broadcast.
static int64_t rowsThatFit(const VectorTarget &target, int64_t vectors) {
  return (target.registers - 1 - vectors) / vectors;
}

/// Vectors of the widest tile.
static int64_t widestTile(const VectorTarget &target) {
  return target.registers >= 32 ? 4 : 2;
}

RegisterTile dlc::graph::matmulTile(const VectorTarget &target,
                                    int64_t elementBytes, int64_t columns) {
  int64_t vectors = std::clamp<int64_t>(
      ceilDivide(columns, target.lanes(elementBytes)), 1, widestTile(target));
  return {matmulTileRows(target, vectors), vectors};
}

int64_t dlc::graph::panelVectors(const VectorTarget &target,
                                 int64_t elementBytes, int64_t rows,
                                 int64_t depth, int64_t columns) {
  // A cache line from beyond the second cache: measured on a server processor.
  constexpr double cyclesOfLine = 7;
  int64_t most = matmulTile(target, elementBytes, columns).vectors;
  if (most <= 2 || rows <= 1 ||
      depth * columns * elementBytes <= 2 * cacheBytes(target))
    return most;
  int64_t best = most;
  double lowest = 0;
  for (int64_t vectors = 2; vectors <= most; ++vectors) {
    EvenSplit tiles(rows, matmulTileRows(target, vectors));
    double all = tiles.large * stepCycles(tiles.part, vectors);
    if (tiles.small != 0)
      all += tiles.small * stepCycles(tiles.part - 1, vectors);
    double first = stepCycles(tiles.part, vectors);
    double cycles =
        (all - first + std::max(first, cyclesOfLine * vectors)) / vectors;
    // Of equals the wider one, which broadcasts less often, but the narrower
    // one where all rows are one tile: two streams are read faster than three.
    bool isOneTile = tiles.large + tiles.small == 1;
    if (lowest == 0 || cycles < (isOneTile ? 0.99 : 1.01) * lowest) {
      lowest = cycles;
      best = vectors;
    }
  }
  return best;
}

int64_t dlc::graph::plainMatmulVectors(const VectorTarget &target,
                                       int64_t elementBytes, int64_t rows,
                                       int64_t columns) {
  int64_t widest =
      std::max(widestTile(target), kSumsUnderWay / std::max<int64_t>(rows, 1));
  return std::clamp<int64_t>(ceilDivide(columns, target.lanes(elementBytes)), 1,
                             widest);
}

int64_t dlc::graph::matmulTileRows(const VectorTarget &target,
                                   int64_t vectors) {
  return std::clamp<int64_t>(rowsThatFit(target, vectors), 1, 8);
}

int64_t dlc::graph::dotColumns(const VectorTarget &target, int64_t elementBytes,
                               int64_t rows, int64_t columns, int64_t depth) {
  // Of a column that is gathered, and cycles in which lanes are added up.
  constexpr int64_t mostBytes = 8 << 10;
  constexpr double cyclesOfSum = 4;
  int64_t lanes = target.lanes(elementBytes), rest = columns % lanes;
  if (rest * depth * elementBytes > mostBytes)
    return 0;
  double gather = columns == 1 ? 0 : depth;
  double ofRow = double(ceilDivide(depth, lanes)) / kPerCycle + cyclesOfSum;
  double asDots = rest * (gather + rows * ofRow);
  double asVector = double(rows) * depth / kPerCycle;
  return asDots < 0.75 * asVector ? rest : 0;
}

NarrowOutputs dlc::graph::narrowOutputs(const VectorTarget &target,
                                        int64_t elementBytes, int64_t outputs,
                                        int64_t channels, int64_t taps) {
  constexpr int64_t mostDots = 3, mostBytes = 32 << 10;
  // In which the lanes of a dot product are added up, and pairs of lanes.
  constexpr double cyclesOfDot = 4, cyclesOfPairs = 3;
  int64_t lanes = target.lanes(elementBytes), rest = outputs % lanes;
  if (rest == 0)
    return {};
  NarrowOutputs best;
  double lowest = 0.75 * double(channels * taps) / kPerCycle;
  auto consider = [&](int64_t together, int64_t vectors, double cyclesOfSum) {
    int64_t steps = ceilDivide(channels, together) * taps;
    double cycles = double(steps * vectors) / kPerCycle + cyclesOfSum;
    if (steps * vectors * target.vectorBytes > mostBytes || cycles >= lowest)
      return;
    lowest = cycles;
    best = {rest, together, vectors};
  };
  if (rest <= mostDots)
    consider(lanes, rest, double(rest) * cyclesOfDot);
  // Channels beyond the last one may be anything: none are taken.
  int64_t together = 1, pairs = 0;
  for (; 2 * together * rest <= lanes; together *= 2)
    ++pairs;
  if (together > 1 && together < lanes && channels % together == 0)
    consider(together, 1, double(pairs) * cyclesOfPairs);
  return best;
}

int64_t dlc::graph::cacheBytes(const VectorTarget &target) {
  return (target.vectorBytes >= 64 ? int64_t(512) : int64_t(256)) << 10;
}

int64_t dlc::graph::matmulBlockRows(const VectorTarget &target,
                                    int64_t elementBytes, int64_t depth) {
  int64_t bytesOfRow = elementBytes * std::max<int64_t>(depth, 1);
  return std::max<int64_t>(cacheBytes(target) / bytesOfRow, 1);
}

int64_t dlc::graph::gatesAtOnce(const VectorTarget &target, int64_t rows,
                                int64_t gates) {
  // Vectors of weights, or elements of the state if these are fewer, stay while
  // the others take turns in one register. SSE multiplies into another before
  // it adds.
  int64_t turns = target.hasFusedMultiplyAdd() ? 1 : 2;
  auto fits = [&](int64_t count) {
    return rows * count + std::min(rows, count) + turns <= target.registers;
  };
  int64_t most = gates;
  while (most > 1 && !fits(most))
    --most;
  return ceilDivide(gates, ceilDivide(gates, most));
}

int64_t dlc::graph::cellTileRows(const VectorTarget &target, int64_t gates) {
  int64_t most = matmulTileRows(target, std::min(gates, widestTile(target)));
  int64_t best = 1;
  double lowest = 0;
  for (int64_t rows = 1; rows <= most; ++rows) {
    int64_t atOnce = gatesAtOnce(target, rows, gates);
    double cycles = gates / atOnce * stepCycles(rows, atOnce);
    if (int64_t rest = gates % atOnce)
      cycles += stepCycles(rows, rest);
    // Of equals the one with more rows, which reads the weights less often.
    if (rows == 1 || cycles / rows <= lowest) {
      lowest = cycles / rows;
      best = rows;
    }
  }
  return best;
}

int64_t dlc::graph::cellTurns(const VectorTarget &target, int64_t rows,
                              int64_t gates) {
  EvenSplit tiles(rows, cellTileRows(target, gates));
  int64_t atOnce = gatesAtOnce(target, tiles.part, gates);
  return gates % atOnce == 0 ? gates / atOnce : 1;
}

int64_t dlc::graph::accumulatorSets(const VectorTarget &target,
                                    int64_t accumulators, int64_t depth) {
  constexpr int64_t most = 4;
  // For what is loaded and broadcast.
  constexpr int64_t spare = 4;
  int64_t fit = (target.registers - spare) / accumulators;
  return std::clamp<int64_t>(
      std::min({ceilDivide(kSumsUnderWay, accumulators), fit, depth}), 1, most);
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

EvenSplit::EvenSplit(int64_t size, int64_t most) {
  if (size <= 0)
    return;
  int64_t parts = ceilDivide(size, most);
  part = ceilDivide(size, parts);
  small = parts * part - size;
  large = parts - small;
}

/// Registers beside accumulators and filter: for the broadcast, and copies.
static int64_t registersBeside(const VectorTarget &target) {
  return target.hasFusedMultiplyAdd() ? 1 : 5;
}

static int64_t convolutionRows(const VectorTarget &target, int64_t vectors) {
  constexpr int64_t most = 14;
  int64_t free = target.registers - vectors - registersBeside(target);
  // Where sums of one vector took all registers, LLVM would move some to the
  // stack when each tap at a border is code of its own.
  if (vectors == 1)
    --free;
  return std::clamp<int64_t>(free / vectors, 1, most);
}

int64_t dlc::graph::narrowTileRows(const VectorTarget &target,
                                   const NarrowOutputs &narrow) {
  // Inputs are loaded ahead, and lanes are added up beside sums that wait.
  constexpr int64_t most = 14;
  int64_t beside = registersBeside(target) + 4;
  int64_t free = target.registers - narrow.vectors - beside;
  return std::clamp<int64_t>(free / narrow.vectors, 1, most);
}

int64_t dlc::graph::tileUnroll(const VectorTarget &target,
                               const RegisterTile &tile) {
  int64_t accumulators = tile.rows * tile.vectors;
  int64_t spare =
      target.registers - accumulators - tile.vectors - registersBeside(target);
  return target.hasFusedMultiplyAdd() && accumulators <= 16 && spare >= 1 ? 8
                                                                          : 1;
}

int64_t dlc::graph::convolutionTileRows(const VectorTarget &target,
                                        int64_t vectors, int64_t width) {
  EvenSplit split(width, convolutionRows(target, vectors));
  return std::max<int64_t>(split.part, 1);
}

RegisterTile dlc::graph::convolutionTile(const VectorTarget &target,
                                         const ConvolutionSize &size) {
  constexpr int64_t mostVectors = 4;
  RegisterTile best{1, 1};
  double lowest = 0;
  for (int64_t vectors = 1; vectors <= mostVectors; ++vectors) {
    if (vectors > std::max<int64_t>(size.blocks, 1) ||
        (size.groups > 1 && size.blocks % vectors != 0))
      continue;
    EvenSplit split(size.width, convolutionRows(target, vectors));
    auto row = [&](int64_t blocks) {
      if (blocks == 0)
        return 0.0;
      double cycles = split.large * stepCycles(split.part, blocks);
      if (split.small != 0)
        cycles += split.small * stepCycles(split.part - 1, blocks);
      return cycles;
    };
    double cycles =
        size.blocks / vectors * row(vectors) + row(size.blocks % vectors);
    // Of equals the one with more positions, which reads the filter, the
    // larger operand, less often.
    if (vectors == 1 || cycles < lowest) {
      lowest = cycles;
      best = {std::max<int64_t>(split.part, 1), vectors};
    }
  }
  return best;
}

DepthwiseTile dlc::graph::depthwiseTile(const VectorTarget &target,
                                        int64_t taps, int64_t width) {
  constexpr int64_t leastPositions = 4, mostPositions = 14;
  int64_t free = target.registers - registersBeside(target);
  bool tapByTap = free - taps < leastPositions;
  int64_t room = std::min(free - (tapByTap ? 1 : taps), mostPositions);
  EvenSplit split(width, room);
  return {std::max<int64_t>(split.part, 1), tapByTap};
}
