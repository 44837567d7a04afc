//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the register tiles of contractions have in common.
//
//===----------------------------------------------------------------------===//

#include "RegisterTiles.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

#include <vector>

using namespace mlir;
using namespace dlc::codegen;

RowTiles::RowTiles(int64_t total, int64_t most)
    : count(llvm::divideCeil(total, most)),
      rows(count == 0 ? 0 : total / count),
      larger(count == 0 ? 0 : total % count) {}

void RowTiles::emit(ElementEmitter &emitter, Value number,
                    function_ref<void(Value, int64_t)> body) const {
  if (count == 0)
    return;
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  if (larger == 0)
    return body(emitter.multiply(number, rows), rows);
  Value isLarger = builder.create<arith::CmpIOp>(
      location, arith::CmpIPredicate::ult, number, emitter.index(larger));
  emitter.either(
      isLarger, [&] { body(emitter.multiply(number, rows + 1), rows + 1); },
      [&] { body(emitter.add(emitter.multiply(number, rows), larger), rows); });
}

SmallVector<Value> dlc::codegen::repeat(
    ElementEmitter &emitter, int64_t count, SmallVector<Value> carried,
    function_ref<SmallVector<Value>(SmallVector<Value>)> body) {
  if (count == 0)
    return carried;
  if (count == 1)
    return body(std::move(carried));
  return emitter.reduce(count, carried, [&](Value, ValueRange now) {
    return body(SmallVector<Value>(now));
  });
}

SmallVector<Value> dlc::codegen::sumProducts(
    TileEmitter &emitter, PointerEmitter &pointers,
    const graph::RegisterTile &tile, int64_t depth, ValueRange initial,
    ArrayRef<MovingPointer> operands,
    function_ref<void(ValueRange, int64_t, MutableArrayRef<Value>)> step) {
  OpBuilder &builder = emitter.elements.builder;
  Location location = emitter.elements.location;
  int64_t sets =
      graph::accumulatorSets(emitter.target, tile.rows * tile.vectors, depth);
  // Several sets keep the multipliers busy as it is.
  int64_t unroll = sets == 1 ? graph::tileUnroll(emitter.target, tile) : 1;
  size_t count = initial.size();
  SmallVector<Value> carried(initial);
  for (int64_t set = 1; set < sets; ++set)
    for (Value sum : initial)
      carried.push_back(builder.create<arith::ConstantOp>(
          location, builder.getZeroAttr(sum.getType())));
  size_t ofSums = carried.size();
  for (const MovingPointer &operand : operands)
    carried.push_back(operand.pointer);

  // `number` products, dealt to the sets in turn.
  auto addProducts = [&](SmallVector<Value> now, int64_t number) {
    SmallVector<Value> at(now.begin() + ofSums, now.end());
    MutableArrayRef<Value> sums = MutableArrayRef(now).take_front(ofSums);
    for (int64_t k = 0; k < number; ++k)
      step(at, k, sums.slice(k % sets * count, count));
    for (auto [index, operand] : llvm::enumerate(operands))
      now[ofSums + index] = pointers.step(at[index], number * operand.stride);
    return now;
  };
  auto addRounds = [&](int64_t times, int64_t number) {
    carried = repeat(emitter.elements, times, std::move(carried),
                     [&](SmallVector<Value> now) {
                       return addProducts(std::move(now), number);
                     });
  };
  int64_t rounds = depth / sets, rest = depth % sets;
  addRounds(rounds / unroll, unroll * sets);
  addRounds(rounds % unroll, sets);
  if (rest != 0)
    addRounds(1, rest);
  for (int64_t set = 1; set < sets; ++set)
    for (size_t i = 0; i < count; ++i)
      carried[i] = builder.create<arith::AddFOp>(location, carried[i],
                                                 carried[set * count + i]);
  carried.truncate(count);
  return carried;
}

namespace {
/// A vector of equal groups of lanes. Those of a group add up to the sum of
/// vector number `owners[group]`.
struct PartialSums {
  Value vector;
  SmallVector<int64_t> owners;
};
} // namespace

Value dlc::codegen::vectorOf(ElementEmitter &emitter, VectorType type,
                             ValueRange elements) {
  OpBuilder &builder = emitter.builder;
  Value vector = builder.create<arith::ConstantOp>(emitter.location,
                                                   builder.getZeroAttr(type));
  for (auto [lane, value] : llvm::enumerate(elements))
    vector = builder.create<vector::InsertOp>(emitter.location, value, vector,
                                              static_cast<int64_t>(lane));
  return vector;
}

SmallVector<Value> dlc::codegen::addLanes(ElementEmitter &emitter,
                                          ValueRange vectors) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  auto lanesOf = [](Value vector) {
    return cast<VectorType>(vector.getType()).getDimSize(0);
  };
  auto addShuffled = [&](Value lhs, Value rhs, ArrayRef<int64_t> first,
                         ArrayRef<int64_t> second) -> Value {
    return builder.create<arith::AddFOp>(
        location, builder.create<vector::ShuffleOp>(location, lhs, rhs, first),
        builder.create<vector::ShuffleOp>(location, lhs, rhs, second));
  };

  // No wider than there are sums, but for the last pairs.
  int64_t width = llvm::PowerOf2Ceil(vectors.size());
  std::vector<PartialSums> partial;
  for (auto [number, vector] : llvm::enumerate(vectors)) {
    Value sum = vector;
    for (int64_t lanes = lanesOf(sum); lanes > width; lanes /= 2) {
      auto half = llvm::to_vector(llvm::seq<int64_t>(0, lanes / 2));
      auto other = llvm::to_vector(llvm::seq<int64_t>(lanes / 2, lanes));
      sum = addShuffled(sum, sum, half, other);
    }
    partial.push_back({sum, {int64_t(number)}});
  }
  int64_t lanes = lanesOf(partial.front().vector);
  for (int64_t groups = 1; groups < lanes; groups *= 2) {
    int64_t length = lanes / groups;
    std::vector<PartialSums> next;
    for (size_t i = 0; i < partial.size(); i += 2) {
      const PartialSums &lhs = partial[i];
      const PartialSums &rhs = partial[std::min(i + 1, partial.size() - 1)];
      PartialSums both;
      SmallVector<int64_t> first, second;
      for (int64_t group = 0; group < groups; ++group)
        for (int64_t from : {group * length, lanes + group * length})
          for (int64_t lane = from; lane < from + length / 2; ++lane) {
            first.push_back(lane);
            second.push_back(lane + length / 2);
          }
      for (auto [left, right] : llvm::zip_equal(lhs.owners, rhs.owners))
        both.owners.append({left, right});
      both.vector = addShuffled(lhs.vector, rhs.vector, first, second);
      next.push_back(std::move(both));
    }
    partial = std::move(next);
  }
  SmallVector<Value> sums(vectors.size());
  for (const PartialSums &vector : partial)
    for (auto [lane, owner] : llvm::enumerate(vector.owners))
      if (!sums[owner])
        sums[owner] =
            builder.create<vector::ExtractOp>(location, vector.vector, lane);
  return sums;
}
