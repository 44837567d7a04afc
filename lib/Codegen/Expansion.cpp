//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expansion.h"
#include "Contraction/RegisterTiles.h"
#include "Prologue.h"
#include "dlc/Codegen/Emitters.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;
using namespace dlc::graph;

/// The convolution that `value` is computed from by pointwise operations.
static BlockedConv2dOp findConvolution(Value value) {
  llvm::SetVector<Operation *> visited;
  auto visit = [&](Value operand) {
    if (Operation *op = operand.getDefiningOp())
      visited.insert(op);
  };
  visit(value);
  for (size_t i = 0; i < visited.size() && i <= kMostInside; ++i) {
    if (auto convolution = dyn_cast<BlockedConv2dOp>(visited[i]))
      return convolution;
    if (isa<PayloadOpInterface>(visited[i]))
      llvm::for_each(visited[i]->getOperands(), visit);
  }
  return {};
}

Expansion dlc::codegen::expansionOf(BlockedDepthwiseConv2dOp op) {
  BlockedConv2dOp convolution = findConvolution(op.getInput());
  if (!convolution || convolution.getGroups() != 1 ||
      convolution->getBlock() != op->getBlock() ||
      convolution.getType() != op.getInput().getType())
    return {};
  Expansion expansion{convolution, {}};
  auto visitUsers = [&](Operation *producer) {
    return llvm::all_of(producer->getUsers(), [&](Operation *user) {
      if (user == op)
        return op.getFilter().getDefiningOp() != producer;
      expansion.between.insert(user);
      return isa<PayloadOpInterface>(user) &&
             user->getBlock() == op->getBlock();
    });
  };
  if (!visitUsers(convolution))
    return {};
  for (size_t i = 0; i < expansion.between.size(); ++i)
    if (i == kMostInside || !visitUsers(expansion.between[i]))
      return {};
  return expansion;
}

int64_t dlc::codegen::keptRows(BlockedDepthwiseConv2dOp op) {
  int64_t taps = tensorOf(op.getFilter()).getDimSize(1);
  int64_t rows = (taps - 1) * op.getDilations()[0] + 1;
  int64_t all = tensorOf(op.getInput()).getDimSize(2);
  return std::min(rows, std::max<int64_t>(all, 1));
}

/// The bytes of the rows that are kept of so many channels.
static int64_t keptBytes(BlockedDepthwiseConv2dOp op, int64_t channels) {
  auto input = tensorOf(op.getInput());
  return keptRows(op) * input.getDimSize(3) * channels *
         (input.getElementTypeBitWidth() / 8);
}

int64_t dlc::codegen::keptBlocks(BlockedDepthwiseConv2dOp op,
                                 BlockedConv2dOp expansion) {
  // The first cache has room for these beside what is read; and of a sum that
  // has fewer products, a vector alone would take as long as two or three.
  constexpr int64_t mostBytes = kFirstCacheBytes * 3 / 4, fewestProducts = 24;
  ArrayRef<int64_t> filter = tensorOf(expansion.getFilter()).getShape();
  int64_t products = expansion.getInputs() * filter[2] * filter[3];
  if (products >= fewestProducts && keptBytes(op, filter.back()) > mostBytes)
    return 1;
  return filter.back() / expansion.getChannelBlock();
}

bool dlc::codegen::isWorthExpanding(BlockedDepthwiseConv2dOp op,
                                    BlockedConv2dOp expansion,
                                    int64_t leastBytes) {
  auto input = tensorOf(op.getInput()),
       filter = tensorOf(expansion.getFilter());
  int64_t bytes = input.getElementTypeBitWidth() / 8;
  int64_t kept =
      keptBytes(op, keptBlocks(op, expansion) * expansion.getChannelBlock());
  int64_t panels = std::max<int64_t>(filter.getDimSize(0), 1);
  return input.getNumElements() * bytes >= leastBytes &&
         kept <= kMostKeptBytes &&
         filter.getNumElements() / panels * bytes <= kFirstCacheBytes;
}
