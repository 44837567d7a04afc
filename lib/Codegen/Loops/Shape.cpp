//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shape operations as element code: they remap indices. A reshape has none: it
// is the same memory, counted anew.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

template <typename Op, typename Concrete>
using Model = ElementOpInterface::ExternalModel<Concrete, Op>;

namespace {
struct TransposeModel : Model<TransposeOp, TransposeModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto transpose = cast<TransposeOp>(op);
    SmallVector<Value> source(indices.size());
    for (auto [index, axis] : llvm::zip(indices, transpose.getPermutation()))
      source[axis] = index;
    return emitter.element(transpose.getOperand(), source);
  }
  bool keepsLanes(Operation *op) const {
    ArrayRef<int64_t> order = cast<TransposeOp>(op).getPermutation();
    return !order.empty() && order.back() + 1 == int64_t(order.size());
  }
};

struct BroadcastModel : Model<BroadcastOp, BroadcastModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto broadcast = cast<BroadcastOp>(op);
    RankedTensorType type = tensorOf(broadcast.getOperand());
    SmallVector<Value> source;
    for (auto [position, axis] : llvm::enumerate(broadcast.getResultAxes()))
      source.push_back(type.getDimSize(position) == 1 ? emitter.index(0)
                                                      : indices[axis]);
    return emitter.element(broadcast.getOperand(), source);
  }
  bool readsElementsAgain(Operation *op) const { return true; }
  // The emitter knows the vectors of broadcasts.
  bool keepsLanes(Operation *) const { return true; }
};

/// Elements first, first + step, ... of `tensor` along one axis, all of them
/// along the others.
struct Run {
  Value tensor;
  int64_t first = 0, step = 1;

  /// Looks through slices and repetitions along `axis` only.
  static Run of(Value operand, int64_t axis) {
    Run run{operand};
    auto keepsOthers = [&](Value from) {
      auto shape = llvm::to_vector(tensorOf(operand).getShape());
      if (tensorOf(from).getRank() != int64_t(shape.size()))
        return false;
      shape[axis] = tensorOf(from).getDimSize(axis);
      return tensorOf(from).getShape() == ArrayRef<int64_t>(shape);
    };
    if (auto repeat = run.tensor.getDefiningOp<BroadcastOp>();
        repeat && keepsOthers(repeat.getOperand()) &&
        tensorOf(repeat.getOperand()).getDimSize(axis) == 1)
      run = {repeat.getOperand(), 0, 0};
    if (auto slice = run.tensor.getDefiningOp<SliceOp>();
        slice && keepsOthers(slice.getOperand()) &&
        llvm::all_of(llvm::enumerate(slice.getStrides()), [&](auto stride) {
          return int64_t(stride.index()) == axis || stride.value() == 1;
        }))
      run = {slice.getOperand(), *slice.getStarts()[axis].constant(),
             run.step * slice.getStrides()[axis]};
    return run;
  }
};

struct ConcatModel : Model<ConcatOp, ConcatModel> {
  /// Where all operands are parts of one tensor, as in a padding with its
  /// mirror image, one element of it is read, so that paddings of several axes
  /// do not multiply the code. Along the last axis, and from several tensors,
  /// operands have loops of their own, or are branches.
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto concat = cast<ConcatOp>(op);
    int64_t axis = axisOf(concat);
    if (std::optional<int64_t> segment = emitter.segmentOf(op, indices[axis]))
      return emitOperand(concat, *segment, emitter, indices);
    SmallVector<Run> runs = runsOfOneTensor(concat);
    if (runs.empty())
      return emitOneOf(concat, 0, concat.getOperands().size(), emitter,
                       indices);
    SmallVector<Value> source(indices);
    source[axis] = select(concat, runs, emitter, indices[axis]);
    return emitter.element(runs.front().tensor, source);
  }
  SmallVector<int64_t> getSegments(Operation *op, int64_t axis) const {
    auto concat = cast<ConcatOp>(op);
    // Those along the last axis are loops that LLVM vectorises, each for
    // itself.
    bool isLast = axis + 1 == concat.getType().getRank();
    size_t most = isLast ? 64 : 256;
    SmallVector<int64_t> sizes;
    if (axis == axisOf(concat) && concat.getOperands().size() <= most &&
        runsOfOneTensor(concat).empty())
      for (Value operand : concat.getOperands())
        sizes.push_back(tensorOf(operand).getDimSize(axis));
    return sizes;
  }
  bool keepsLanes(Operation *op) const {
    auto concat = cast<ConcatOp>(op);
    return axisOf(concat) + 1 < concat.getType().getRank();
  }

private:
  /// Where it pays that all operands are parts of one tensor: which.
  static SmallVector<Run> runsOfOneTensor(ConcatOp concat) {
    int64_t axis = axisOf(concat);
    if (axis + 1 == concat.getType().getRank())
      return {};
    SmallVector<Run> runs;
    for (Value operand : concat.getOperands())
      runs.push_back(Run::of(operand, axis));
    if (llvm::any_of(runs, [&](const Run &run) {
          return run.tensor != runs.front().tensor;
        }))
      return {};
    return runs;
  }

  /// The index into the tensor that all operands are parts of.
  static Value select(ConcatOp concat, ArrayRef<Run> runs,
                      ElementEmitter &emitter, Value index) {
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    Value selected;
    int64_t end = concat.getType().getDimSize(axisOf(concat));
    for (auto [operand, run] :
         llvm::reverse(llvm::zip_equal(concat.getOperands(), runs))) {
      int64_t begin = end - tensorOf(operand).getDimSize(axisOf(concat));
      Value place = emitter.add(emitter.multiply(index, run.step),
                                run.first - begin * run.step);
      selected = !selected ? place
                           : builder.create<arith::SelectOp>(
                                 location,
                                 builder.create<arith::CmpIOp>(
                                     location, arith::CmpIPredicate::slt, index,
                                     emitter.index(end)),
                                 place, selected);
      end = begin;
    }
    return selected;
  }

  /// The element that operand `number` has at an index of the result.
  static Value emitOperand(ConcatOp concat, int64_t number,
                           ElementEmitter &emitter, ValueRange indices) {
    int64_t axis = axisOf(concat), offset = 0;
    for (Value before : concat.getOperands().take_front(number))
      offset += tensorOf(before).getDimSize(axis);
    SmallVector<Value> shifted(indices);
    shifted[axis] = emitter.subtract(indices[axis], offset);
    return emitter.element(concat.getOperands()[number], shifted);
  }

  /// A tree of branches: in which of the operands [first, last) does the index
  /// lie?
  static Value emitOneOf(ConcatOp concat, int64_t first, int64_t last,
                         ElementEmitter &emitter, ValueRange indices) {
    if (first + 1 == last)
      return emitOperand(concat, first, emitter, indices);
    int64_t axis = axisOf(concat), middle = (first + last) / 2, end = 0;
    for (Value operand : concat.getOperands().take_front(middle))
      end += tensorOf(operand).getDimSize(axis);
    Value isBefore = emitter.builder.create<arith::CmpIOp>(
        emitter.location, arith::CmpIPredicate::slt, indices[axis],
        emitter.index(end));
    return emitter.branch(
        isBefore,
        emitter.laneType(registerType(concat.getType().getElementType())),
        [&] { return emitOneOf(concat, first, middle, emitter, indices); },
        [&] { return emitOneOf(concat, middle, last, emitter, indices); });
  }
};

struct SliceModel : Model<SliceOp, SliceModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto slice = cast<SliceOp>(op);
    SmallVector<Value> source;
    for (auto [index, start, stride] :
         llvm::zip(indices, slice.getStarts(), slice.getStrides())) {
      Value scaled = emitter.multiply(index, stride);
      source.push_back(emitter.add(scaled, *start.constant()));
    }
    return emitter.element(slice.getOperand(), source);
  }
  bool keepsLanes(Operation *op) const {
    ArrayRef<int64_t> strides = cast<SliceOp>(op).getStrides();
    return !strides.empty() && strides.back() == 1;
  }
};

struct PadModel : Model<PadOp, PadModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pad = cast<PadOp>(op);
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    RankedTensorType type = tensorOf(pad.getOperand());
    SmallVector<Value> source;
    Value inside = builder.create<arith::ConstantIntOp>(location, 1, 1);
    for (int64_t axis = 0; axis < type.getRank(); ++axis) {
      Value index = indices[axis];
      int64_t low = pad.getLow()[axis];
      if (low != 0)
        index = emitter.subtract(index, low);
      source.push_back(index);
      if (low == 0 && pad.getHigh()[axis] == 0)
        continue;
      // Negative indices are large as unsigned ones.
      Value fits = builder.create<arith::CmpIOp>(
          location, arith::CmpIPredicate::ult, index,
          emitter.index(type.getDimSize(axis)));
      inside = builder.create<arith::AndIOp>(location, inside, fits);
    }
    Type element = emitter.laneType(registerType(type.getElementType()));
    Value padding = emitter.number(element, pad.getValue().convertToDouble());
    return emitter.guarded(inside, padding, [&] {
      return emitter.element(pad.getOperand(), source);
    });
  }
  bool keepsLanes(Operation *op) const {
    auto pad = cast<PadOp>(op);
    return !pad.getLow().empty() && pad.getLow().back() == 0 &&
           pad.getHigh().back() == 0;
  }
};

struct PackModel : Model<PackOp, PackModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto pack = cast<PackOp>(op);
    OpBuilder &builder = emitter.builder;
    Location location = emitter.location;
    RankedTensorType type = tensorOf(pack.getOperand());
    SmallVector<Value> source(type.getRank());
    for (auto [index, axis] :
         llvm::zip(indices.drop_back(), pack.getOuterPermutation()))
      source[axis] = index;
    Value &packed = source[pack.getAxis()];
    packed =
        emitter.add(emitter.multiply(packed, pack.getBlock()), indices.back());
    int64_t size = type.getDimSize(pack.getAxis());
    auto element = [&] { return emitter.element(pack.getOperand(), source); };
    if (size % pack.getBlock() == 0)
      return element();
    Value inside = builder.create<arith::CmpIOp>(
        location, arith::CmpIPredicate::slt, packed, emitter.index(size));
    return emitter.guarded(
        inside, emitter.number(registerType(type.getElementType()), 0),
        element);
  }
};

struct UnpackModel : Model<UnpackOp, UnpackModel> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto unpack = cast<UnpackOp>(op);
    Value block =
        emitter.index(tensorOf(unpack.getOperand()).getShape().back());
    SmallVector<Value> source(indices);
    Value index = indices[unpack.getAxis()];
    source[unpack.getAxis()] = emitter.divide(index, block);
    source.push_back(emitter.remainder(index, block));
    return emitter.element(unpack.getOperand(), source);
  }
};
} // namespace

void dlc::codegen::attachShape(MLIRContext *context) {
  TransposeOp::attachInterface<TransposeModel>(*context);
  BroadcastOp::attachInterface<BroadcastModel>(*context);
  ConcatOp::attachInterface<ConcatModel>(*context);
  SliceOp::attachInterface<SliceModel>(*context);
  PadOp::attachInterface<PadModel>(*context);
  PackOp::attachInterface<PackModel>(*context);
  UnpackOp::attachInterface<UnpackModel>(*context);
}
