//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the random operations: Threefry-2x32 with 20 rounds, as in
// Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011).
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphRandomOps.h"

#include <cmath>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

using Words = std::array<uint32_t, 2>;

static uint32_t rotate(uint32_t value, int distance) {
  return (value << distance) | (value >> (32 - distance));
}

/// The two words for `counter`, whose upper half comes first.
static Words threefry(const dlc::Tensor &key, uint64_t counter) {
  static constexpr int distances[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  auto word = [&](int i) {
    return static_cast<uint32_t>(read<int64_t>(key, i));
  };
  const uint32_t schedule[3] = {word(0), word(1),
                                word(0) ^ word(1) ^ 0x1BD11BDA};
  Words x = {static_cast<uint32_t>(counter >> 32) + schedule[0],
             static_cast<uint32_t>(counter) + schedule[1]};
  for (uint32_t group = 0; group < 5; ++group) {
    for (int distance : distances[group % 2]) {
      x[0] += x[1];
      x[1] = rotate(x[1], distance) ^ x[0];
    }
    x[0] += schedule[(group + 1) % 3];
    x[1] += schedule[(group + 2) % 3] + group + 1;
  }
  return x;
}

static void writeWords(dlc::Tensor &result, int64_t row, Words words) {
  for (int64_t i : {0, 1})
    write(result, 2 * row + i, int64_t(words[i]));
}

static LogicalResult fold(RandomFoldOp op, Operands operands, Results results) {
  writeWords(results[0], 0,
             threefry(*operands[0], static_cast<uint64_t>(op.getData())));
  return success();
}

static LogicalResult split(RandomSplitOp, Operands operands, Results results) {
  for (int64_t i = 0, count = results[0].shape()[0]; i < count; ++i)
    writeWords(results[0], i, threefry(*operands[0], i));
  return success();
}

/// The upper bits as a fraction: 23 of 32 bits, or 52 of 64, as many as the
/// mantissa stores.
static LogicalResult uniform(RandomUniformOp op, Operands operands,
                             Results results) {
  bool wide = op.getDtype().isF64();
  for (int64_t i = 0, count = results[0].elementCount(); i < count; ++i) {
    Words x = threefry(*operands[0], i);
    uint64_t both = (uint64_t(x[0]) << 32) | x[1];
    double value = wide ? std::ldexp(double(both >> 12), -52)
                        : std::ldexp(double((x[0] ^ x[1]) >> 9), -23);
    write(results[0], i, value);
  }
  return success();
}

void dlc::graph::reference::attachRandom(MLIRContext *context) {
  attach<RandomFoldOp, fold>(context);
  attach<RandomSplitOp, split>(context);
  attach<RandomUniformOp, uniform>(context);
}
