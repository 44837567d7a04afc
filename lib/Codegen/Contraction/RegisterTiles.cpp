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
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/MathExtras.h"

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

SmallVector<Value> dlc::codegen::sumProducts(
    ElementEmitter &emitter, int64_t depth, int64_t sets, ValueRange initial,
    function_ref<void(Value, MutableArrayRef<Value>)> step) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  size_t count = initial.size();
  SmallVector<Value> sums(initial);
  for (int64_t set = 1; set < sets; ++set)
    for (Value sum : initial)
      sums.push_back(builder.create<arith::ConstantOp>(
          location, builder.getZeroAttr(sum.getType())));
  // Products `k` to `k` + `number`, one for each set.
  auto addProducts = [&](Value k, int64_t number, SmallVector<Value> &sums) {
    for (int64_t set = 0; set < number; ++set) {
      Value next = set == 0 ? k : emitter.add(k, set);
      step(next, MutableArrayRef(sums).slice(set * count, count));
    }
  };
  int64_t rest = depth % sets, even = depth - rest;
  auto loop = builder.create<scf::ForOp>(location, emitter.index(0),
                                         emitter.index(even),
                                         emitter.index(sets), sums);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(loop.getBody());
    SmallVector<Value> next(loop.getRegionIterArgs());
    emitter.inScope([&] { addProducts(loop.getInductionVar(), sets, next); });
    builder.create<scf::YieldOp>(location, next);
  }
  sums.assign(loop.result_begin(), loop.result_end());
  addProducts(emitter.index(even), rest, sums);
  for (int64_t set = 1; set < sets; ++set)
    for (size_t i = 0; i < count; ++i)
      sums[i] = builder.create<arith::AddFOp>(location, sums[i],
                                              sums[set * count + i]);
  sums.truncate(count);
  return sums;
}
