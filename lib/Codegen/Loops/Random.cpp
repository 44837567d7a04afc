//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random operations as element code: Threefry-2x32 with 20 rounds on scalars,
// additions, rotations and exclusive ors of i32 only, which LLVM's vectoriser
// takes as they are.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphRandomOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
/// Two values of i32: a key, a counter with its upper half first, or what
/// becomes of them.
using Words = std::array<Value, 2>;

class Threefry {
public:
  explicit Threefry(ElementEmitter &emitter) : emitter(emitter) {}

  Words operator()(Value key, Words counter) {
    Words words = {emitter.element(key, emitter.index(0)),
                   emitter.element(key, emitter.index(1))};
    Value parity = binary<arith::XOrIOp>(
        binary<arith::XOrIOp>(words[0], words[1]), word(0x1BD11BDA));
    const Value schedule[] = {words[0], words[1], parity};
    static constexpr int distances[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};

    Words x = {add(counter[0], schedule[0]), add(counter[1], schedule[1])};
    for (uint32_t group = 0; group < 5; ++group) {
      for (int distance : distances[group % 2]) {
        x[0] = add(x[0], x[1]);
        x[1] = binary<arith::XOrIOp>(rotate(x[1], distance), x[0]);
      }
      x[0] = add(x[0], schedule[(group + 1) % 3]);
      // In this order the vectoriser finds a loop invariant.
      x[1] = add(x[1], add(schedule[(group + 2) % 3], word(group + 1)));
    }
    return x;
  }

  Value word(uint32_t value) {
    return emitter.builder.create<arith::ConstantIntOp>(
        emitter.location, static_cast<int32_t>(value), 32);
  }
  Value add(Value lhs, Value rhs) { return binary<arith::AddIOp>(lhs, rhs); }
  template <typename Op> Value binary(Value lhs, Value rhs) {
    return emitter.builder.create<Op>(emitter.location, lhs, rhs);
  }

private:
  Value rotate(Value value, int distance) {
    return binary<arith::OrIOp>(
        binary<arith::ShLIOp>(value, word(distance)),
        binary<arith::ShRUIOp>(value, word(32 - distance)));
  }

  ElementEmitter &emitter;
};

/// The row-major number of the element at `indices`, as a counter. Tensors
/// below 2^32 elements count in i32, which keeps vectors short.
Words countElement(ElementEmitter &emitter, RankedTensorType type,
                   ValueRange indices) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  bool isSmall = type.getNumElements() <= int64_t(UINT32_MAX);
  Type i32 = builder.getI32Type();
  Type counting = isSmall ? i32 : builder.getI64Type();
  auto number = [&](int64_t value) -> Value {
    return builder.create<arith::ConstantOp>(
        location, builder.getIntegerAttr(
                      counting, isSmall ? static_cast<int32_t>(value) : value));
  };
  Value count = number(0);
  for (auto [index, size] : llvm::zip(indices, type.getShape())) {
    Value step = builder.create<arith::IndexCastOp>(location, counting, index);
    count = builder.create<arith::AddIOp>(
        location, builder.create<arith::MulIOp>(location, count, number(size)),
        step);
  }
  if (isSmall)
    return {number(0), count};
  Value upper = builder.create<arith::ShRUIOp>(location, count, number(32));
  return {builder.create<arith::TruncIOp>(location, i32, upper),
          builder.create<arith::TruncIOp>(location, i32, count)};
}

/// The word that the last index names.
Value selectWord(ElementEmitter &emitter, Words words, Value index) {
  OpBuilder &builder = emitter.builder;
  Value isFirst = builder.create<arith::CmpIOp>(
      emitter.location, arith::CmpIPredicate::eq, index, emitter.index(0));
  return builder.create<arith::SelectOp>(emitter.location, isFirst, words[0],
                                         words[1]);
}

/// Every element reads the whole key.
constexpr int64_t kKeyWords = 2;

struct FoldModel : ElementOpInterface::ExternalModel<FoldModel, RandomFoldOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto fold = cast<RandomFoldOp>(op);
    Threefry threefry(emitter);
    auto data = static_cast<uint64_t>(fold.getData());
    Words counter = {threefry.word(data >> 32), threefry.word(data)};
    return selectWord(emitter, threefry(fold.getKey(), counter),
                      indices.back());
  }
  int64_t getElementsRead(Operation *) const { return kKeyWords; }
  bool readsElementsAgain(Operation *) const { return true; }
};

struct SplitModel
    : ElementOpInterface::ExternalModel<SplitModel, RandomSplitOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto split = cast<RandomSplitOp>(op);
    auto rows = RankedTensorType::get(split.getType().getDimSize(0),
                                      emitter.builder.getI32Type());
    Words counter = countElement(emitter, rows, indices.front());
    return selectWord(emitter, Threefry(emitter)(split.getKey(), counter),
                      indices.back());
  }
  int64_t getElementsRead(Operation *) const { return kKeyWords; }
  bool readsElementsAgain(Operation *) const { return true; }
};

/// Upper bits become the mantissa of a number in [1, 2).
struct UniformModel
    : ElementOpInterface::ExternalModel<UniformModel, RandomUniformOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto uniform = cast<RandomUniformOp>(op);
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    Threefry threefry(emitter);
    Words x = threefry(uniform.getKey(),
                       countElement(emitter, uniform.getType(), indices));
    Type type = uniform.getDtype();
    unsigned width = type.getIntOrFloatBitWidth();
    unsigned mantissa = cast<FloatType>(type).getFPMantissaWidth() - 1;
    Type integer = builder.getIntegerType(width);
    auto number = [&](const APInt &value) -> Value {
      return builder.create<arith::ConstantOp>(
          location, builder.getIntegerAttr(integer, value));
    };
    Value bits;
    if (width == 32) {
      bits = threefry.binary<arith::XOrIOp>(x[0], x[1]);
    } else {
      Value upper = builder.create<arith::ExtUIOp>(location, integer, x[0]);
      Value lower = builder.create<arith::ExtUIOp>(location, integer, x[1]);
      bits = threefry.binary<arith::OrIOp>(
          threefry.binary<arith::ShLIOp>(upper, number(APInt(width, 32))),
          lower);
    }
    APInt one = builder.getFloatAttr(type, 1).getValue().bitcastToAPInt();
    bits = threefry.binary<arith::ShRUIOp>(
        bits, number(APInt(width, width - mantissa)));
    bits = threefry.binary<arith::OrIOp>(bits, number(one));
    Value value = builder.create<arith::BitcastOp>(location, type, bits);
    return builder.create<arith::SubFOp>(location, value,
                                         emitter.number(type, 1));
  }
  int64_t getElementsRead(Operation *) const { return kKeyWords; }
  bool readsElementsAgain(Operation *) const { return true; }
};
} // namespace

void dlc::codegen::attachRandom(MLIRContext *context) {
  RandomFoldOp::attachInterface<FoldModel>(*context);
  RandomSplitOp::attachInterface<SplitModel>(*context);
  RandomUniformOp::attachInterface<UniformModel>(*context);
}
