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
    ElementEmitter &emitter, PointerEmitter &pointers, int64_t depth,
    int64_t sets, int64_t unroll, ValueRange initial,
    ArrayRef<MovingPointer> operands,
    function_ref<void(ValueRange, int64_t, MutableArrayRef<Value>)> step) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
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
      now[ofSums + index] =
          pointers.advance(at[index], number * operand.stride);
    return now;
  };
  auto repeat = [&](int64_t times, int64_t number) {
    if (times == 0 || number == 0)
      return;
    if (times == 1)
      carried = addProducts(std::move(carried), number);
    else
      carried = emitter.reduce(times, carried, [&](Value, ValueRange now) {
        return addProducts(SmallVector<Value>(now), number);
      });
  };
  int64_t rounds = depth / sets;
  int64_t inIteration = sets == 1 ? unroll : 1;
  repeat(rounds / inIteration, inIteration * sets);
  repeat(rounds % inIteration, sets);
  repeat(1, depth % sets);
  for (int64_t set = 1; set < sets; ++set)
    for (size_t i = 0; i < count; ++i)
      carried[i] = builder.create<arith::AddFOp>(location, carried[i],
                                                 carried[set * count + i]);
  carried.truncate(count);
  return carried;
}
