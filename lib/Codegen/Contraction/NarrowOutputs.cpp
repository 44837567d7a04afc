//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NarrowOutputs.h"
#include "RegisterTiles.h"

#include <numeric>

using namespace mlir;
using namespace dlc::codegen;

Value NarrowEmitter::shuffle(Value first, Value second,
                             ArrayRef<int64_t> order) {
  return elements.builder.create<vector::ShuffleOp>(elements.location, first,
                                                    second, order);
}

/// The first lanes of all vectors, then the second ones, and so on.
Value NarrowEmitter::interleave(ArrayRef<Value> vectors) {
  if (vectors.size() == 1)
    return vectors.front();
  SmallVector<Value> even, odd;
  for (auto [i, vector] : llvm::enumerate(vectors))
    (i % 2 == 0 ? even : odd).push_back(vector);
  Value first = interleave(even), second = interleave(odd);
  int64_t count = cast<VectorType>(first.getType()).getDimSize(0);
  SmallVector<int64_t> order;
  for (int64_t lane = 0; lane < count; ++lane)
    order.append({lane, count + lane});
  return shuffle(first, second, order);
}

Value NarrowEmitter::gather(Value from, int64_t distance, int64_t v,
                            int64_t first, int64_t count) {
  Type element = type.getElementType();
  SmallVector<Value> ofChannels;
  if (narrow.channels == lanes()) {
    for (int64_t c = first; c < first + count; ++c)
      ofChannels.push_back(pointers.load(from, c * distance + v, element));
    return vectorOf(elements, type, ofChannels);
  }
  auto outputs = VectorType::get({lanes() / narrow.channels}, element);
  for (int64_t c = first; c < first + narrow.channels; ++c)
    ofChannels.push_back(pointers.load(from, c * distance, outputs));
  return interleave(ofChannels);
}

Value NarrowEmitter::loadGroup(Value from, int64_t offset, Value mask) {
  if (mask)
    return pointers.load(from, offset, type, mask);
  if (narrow.channels == lanes())
    return pointers.load(from, offset, type);
  auto group = VectorType::get({narrow.channels}, type.getElementType());
  Value channels = pointers.load(from, offset, group);
  SmallVector<int64_t> order;
  for (int64_t lane = 0; lane < lanes(); ++lane)
    order.push_back(lane % narrow.channels);
  return shuffle(channels, channels, order);
}

/// The sums of the lanes of each group, followed by zeros.
Value NarrowEmitter::addGroups(Value sum) {
  int64_t count = lanes();
  for (int64_t together = narrow.channels; together > 1; together /= 2) {
    count /= 2;
    SmallVector<int64_t> even, odd;
    for (int64_t lane = 0; lane < count; ++lane) {
      even.push_back(2 * lane);
      odd.push_back(2 * lane + 1);
    }
    sum = elements.builder.create<arith::AddFOp>(
        elements.location, shuffle(sum, sum, even), shuffle(sum, sum, odd));
  }
  Value nothing = elements.builder.create<arith::ConstantOp>(
      elements.location, elements.builder.getZeroAttr(sum.getType()));
  SmallVector<int64_t> order(lanes(), count);
  std::iota(order.begin(), order.begin() + count, 0);
  return shuffle(sum, nothing, order);
}

SmallVector<Value> NarrowEmitter::finish(ArrayRef<Value> sums) {
  SmallVector<Value> results;
  if (narrow.channels != lanes()) {
    llvm::transform(sums, std::back_inserter(results),
                    [&](Value sum) { return addGroups(sum); });
    return results;
  }
  SmallVector<Value> totals = addLanes(elements, sums);
  for (size_t i = 0; i < totals.size(); i += narrow.vectors)
    results.push_back(
        vectorOf(elements, type, ArrayRef(totals).slice(i, narrow.vectors)));
  return results;
}
