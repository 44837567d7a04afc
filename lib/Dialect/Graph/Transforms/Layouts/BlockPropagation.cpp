//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a value is unpacked from blocks for an operation that can be computed
// on blocks, the operation is, and its result is unpacked instead: f(unpack(x),
// y) becomes unpack(f(x, pack(y))). Who else reads unpack(x) keeps it; x itself
// is there anyway, and nothing is computed twice.
//
// **The cost rule** decides where operands in both layouts meet, such as at a
// sum of a convolution's result and an input of the call. It counts elements
// that are moved from one layout to the other:
//
// - on blocks, the operands that have to be packed, and the result if somebody
//   wants it in the plain layout;
// - in the plain layout, the operands that have to be unpacked, and the result
//   if a convolution wants it in blocks.
//
// Parameters are packed once for each set of weights and count nothing; neither
// do constants, and of a broadcast its operand counts. Who wants a value is
// asked through the operations that can be computed in either layout
// (LayoutDemand). Blocks win a draw, and what is nearly one: arithmetic stays
// with the convolution. But a gradient that others read, too, such as its norm,
// is scaled in the plain layout, in which the optimizer wants it.
//
//===----------------------------------------------------------------------===//

#include "BlockPropagation.h"
#include "LayoutDemand.h"
#include "LayoutRules.h"
#include "dlc/Dialect/Graph/Analysis/ParameterValues.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc::graph;

static bool hasStaticShapes(Operation *op) {
  auto isStatic = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape();
  };
  return llvm::all_of(op->getOperandTypes(), isStatic) &&
         llvm::all_of(op->getResultTypes(), isStatic);
}

static int64_t elementsOf(Value value) {
  return tensorOf(value).getNumElements();
}

static SmallVector<Operation *> convolutionsIn(func::FuncOp function) {
  SmallVector<Operation *> convolutions;
  function.walk([&](Operation *op) {
    if (isa<BlockedConv2dOp, BlockedDepthwiseConv2dOp,
            BlockedConv2dFilterGradientOp,
            BlockedDepthwiseConv2dFilterGradientOp>(op))
      convolutions.push_back(op);
  });
  return convolutions;
}

namespace {
/// Computes what reads unpacked values on their blocks, in the order of the
/// program, so that where two values meet, such as at a residual connection,
/// both have their blocks already; and so that the patterns `convolutions` see
/// a convolution when its input is known to have blocks or not.
class BlockPropagation {
public:
  BlockPropagation(func::FuncOp function,
                   const FrozenRewritePatternSet &convolutions)
      : function(function), convolutions(convolutions), parameters(function),
        demand(function) {}

  /// Returns the number of operations that are computed on blocks since.
  unsigned run();
  /// Remarks on what stayed in the plain layout, and on what is converted in
  /// each call.
  void explain(StringRef pass);

private:
  unsigned visit(Operation *op);
  unsigned block(Operation *convolution);
  bool pays(Operation *op, const BlockedForm &form);
  void computeOnBlocks(Operation *op, const BlockedForm &form);
  void readBlocksDirectly(OpOperand &operand);
  void erase(Operation *op);
  void eraseDead(ArrayRef<Operation *> operations);

  /// An operation that blocks do not pay for, and by how many elements.
  struct Plain {
    Location location;
    StringRef name;
    int64_t elements;
  };

  func::FuncOp function;
  const FrozenRewritePatternSet &convolutions;
  ParameterValues parameters;
  LayoutDemand demand;
  SmallVector<Plain> plain;
};
} // namespace

unsigned BlockPropagation::run() {
  SmallVector<Operation *> operations;
  function.walk<WalkOrder::PreOrder>(
      [&](Operation *op) { operations.push_back(op); });
  unsigned moved = 0;
  for (Operation *op : operations)
    moved += visit(op);
  for (Operation *op : convolutionsIn(function)) {
    readBlocksDirectly(op->getOpOperand(0));
    if (isa<BlockedConv2dFilterGradientOp,
            BlockedDepthwiseConv2dFilterGradientOp>(op))
      readBlocksDirectly(op->getOpOperand(1));
  }
  return moved;
}

/// The operations that make its operands, each once.
static SmallVector<Operation *> producersOf(Operation *op) {
  llvm::SetVector<Operation *> producers;
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp())
      producers.insert(producer);
  return producers.takeVector();
}

/// Makes a convolution on blocks of it, and visits what is new with it: a
/// filter that is no parameter may have been unpacked from blocks, too.
unsigned BlockPropagation::block(Operation *op) {
  Block *block = op->getBlock();
  Operation *before = op->getPrevNode(), *behind = op->getNextNode();
  SmallVector<Operation *> producers = producersOf(op);
  GreedyRewriteConfig alone;
  alone.strictMode = GreedyRewriteStrictness::ExistingOps;
  bool changed = false;
  (void)applyOpPatternsAndFold(op, convolutions, alone, &changed);
  if (!changed)
    return 0;
  SmallVector<Operation *> made;
  for (Operation *next = before ? before->getNextNode() : &block->front();
       next != behind; next = next->getNextNode())
    made.push_back(next);
  eraseDead(producers);
  unsigned moved = 0;
  for (Operation *next : made)
    moved += visit(next);
  return moved;
}

/// The number of operations that are computed on blocks since.
unsigned BlockPropagation::visit(Operation *op) {
  if (!hasStaticShapes(op))
    return 0;
  if (isa<Conv2dOp, Conv2dFilterGradientOp>(op))
    return block(op);
  for (OpOperand &operand : op->getOpOperands()) {
    auto unpack = operand.get().getDefiningOp<UnpackOp>();
    if (!unpack)
      continue;
    std::optional<BlockLayout> layout = BlockLayout::of(unpack);
    if (!layout)
      continue;
    std::optional<BlockedForm> form =
        findBlockedForm(op, operand.getOperandNumber(), *layout);
    if (form && pays(op, *form)) {
      computeOnBlocks(op, *form);
      return 1;
    }
  }
  return 0;
}

/// Whether the operation scales a value that others read, too, by one number.
static bool scalesSharedValue(Operation *op) {
  auto isNumber = [](Value value) {
    auto broadcast = value.getDefiningOp<BroadcastOp>();
    return broadcast && elementsOf(broadcast.getOperand()) == 1;
  };
  auto isShared = [](Value value) {
    auto unpack = value.getDefiningOp<UnpackOp>();
    return unpack && !unpack.getOperand().hasOneUse();
  };
  return isa<MulOp>(op) &&
         ((isNumber(op->getOperand(0)) && isShared(op->getOperand(1))) ||
          (isShared(op->getOperand(0)) && isNumber(op->getOperand(1))));
}

bool BlockPropagation::pays(Operation *op, const BlockedForm &form) {
  llvm::SetVector<Value> packed, unpacked;
  for (auto [operand, layout] : llvm::zip(op->getOperands(), form.operands)) {
    if (operand.getDefiningOp<UnpackOp>())
      unpacked.insert(operand);
    if (!layout)
      continue;
    if (Value moved = packedBy(operand, *layout);
        moved && !parameters.contains(moved))
      packed.insert(moved);
  }
  Value result = op->getResult(0);
  Demand wanted = demand.of(result);
  // It is computed with what reads it, which unpacking it later would prevent.
  if (packed.empty())
    return wanted.blocks || !wanted.plain || !scalesSharedValue(op);
  int64_t toBlocks = 0, toPlain = 0;
  for (Value value : packed)
    toBlocks += elementsOf(value);
  for (Value value : unpacked)
    toPlain += elementsOf(value);
  if (form.result && wanted.plain)
    toBlocks += elementsOf(result);
  if (form.result && wanted.blocks)
    toPlain += elementsOf(result);
  if (toBlocks <= toPlain + toPlain / 8)
    return true;
  plain.push_back(
      {op->getLoc(), op->getName().stripDialect(), toBlocks - toPlain});
  return false;
}

void BlockPropagation::computeOnBlocks(Operation *op, const BlockedForm &form) {
  OpBuilder builder(op);
  Location location = op->getLoc();
  SmallVector<Value> operands;
  for (auto [operand, layout] : llvm::zip(op->getOperands(), form.operands))
    operands.push_back(layout ? packAs(builder, location, operand, *layout)
                              : operand);
  Value result = form.build(builder, operands);
  if (form.result)
    result = builder.create<UnpackOp>(location, result, form.result->axis,
                                      form.result->size);
  SmallVector<Operation *> producers = producersOf(op);
  op->getResult(0).replaceAllUsesWith(result);
  erase(op);
  eraseDead(producers);
}

/// A convolution reads the blocks that its input was unpacked from before it
/// was packed anew: what a block holds beyond its channels is not read, or not
/// used.
void BlockPropagation::readBlocksDirectly(OpOperand &operand) {
  auto pack = operand.get().getDefiningOp<PackOp>();
  auto unpack = pack ? pack.getOperand().getDefiningOp<UnpackOp>() : UnpackOp();
  if (!unpack || pack.getAxis() != unpack.getAxis() ||
      unpack.getOperand().getType() != pack.getType())
    return;
  operand.set(unpack.getOperand());
  if (isOpTriviallyDead(pack))
    erase(pack);
  if (isOpTriviallyDead(unpack))
    erase(unpack);
}

void BlockPropagation::erase(Operation *op) {
  parameters.forget(op);
  op->erase();
}

void BlockPropagation::eraseDead(ArrayRef<Operation *> operations) {
  for (Operation *op : operations)
    if (isOpTriviallyDead(op))
      erase(op);
}

void BlockPropagation::explain(StringRef pass) {
  for (const Plain &op : plain)
    remarkMissed(pass, op.location)
        << "computed '" << op.name
        << "' in the plain layout, not on channel blocks, where " << op.elements
        << " elements more would have to be packed";
  // That results go to the caller as it knows them needs no word.
  function.walk([&](Operation *op) {
    if (!isa<PackOp, UnpackOp>(op) || parameters.contains(op->getOperand(0)))
      return;
    Value result = op->getResult(0);
    for (Operation *user : result.getUsers()) {
      if (user->hasTrait<OpTrait::IsTerminator>())
        continue;
      bool packs = isa<PackOp>(op);
      remarkMissed(pass, user->getLoc())
          << (packs ? "packed " : "unpacked ") << elementsOf(result)
          << " elements " << (packs ? "into" : "from")
          << " channel blocks for '" << user->getName().stripDialect() << "'";
      return;
    }
  });
}

//===----------------------------------------------------------------------===//
// To the end
//===----------------------------------------------------------------------===//

/// Packing the last axis into full blocks counts its elements anew, and so does
/// unpacking them: then it becomes a reshape. Returns whether there was any.
static bool simplifyConversions(func::FuncOp function) {
  bool changed = false;
  function.walk([&](Operation *op) {
    std::optional<BlockLayout> layout;
    Value plain;
    if (auto unpack = dyn_cast<UnpackOp>(op)) {
      layout = BlockLayout::of(unpack);
      plain = unpack.getResult();
    } else if (auto pack = dyn_cast<PackOp>(op)) {
      plain = pack.getOperand();
      ArrayRef<int64_t> order = pack.getOuterPermutation();
      if (!tensorOf(plain).hasStaticShape() ||
          !llvm::equal(order, llvm::seq<int64_t>(0, order.size())))
        return;
      int64_t axis = pack.getAxis();
      layout = BlockLayout{axis, tensorOf(plain).getDimSize(axis),
                           static_cast<int64_t>(pack.getBlock())};
    }
    if (!layout || layout->axis + 1 != tensorOf(plain).getRank() ||
        !layout->isWhole())
      return;
    Value result = op->getResult(0);
    OpBuilder builder(op);
    Value counted = reshapeTo(builder, op->getLoc(), op->getOperand(0),
                              tensorOf(result).getShape());
    result.replaceAllUsesWith(counted);
    op->erase();
    changed = true;
  });
  return changed;
}

void dlc::graph::sinkUnpacking(func::FuncOp function) {
  SmallVector<UnpackOp> unpackings;
  function.walk([&](UnpackOp unpack) { unpackings.push_back(unpack); });
  for (UnpackOp unpack : unpackings) {
    Block *block = unpack->getBlock();
    Operation *firstReader = nullptr, *lastOther = nullptr;
    for (Operation *user : unpack->getUsers()) {
      Operation *outer = block->findAncestorOpInBlock(*user);
      if (!firstReader || outer->isBeforeInBlock(firstReader))
        firstReader = outer;
    }
    for (Operation *user : unpack.getOperand().getUsers()) {
      Operation *outer = block->findAncestorOpInBlock(*user);
      if (outer && outer != unpack &&
          (!lastOther || lastOther->isBeforeInBlock(outer)))
        lastOther = outer;
    }
    if (!firstReader || !lastOther)
      continue;
    Operation *target =
        firstReader->isBeforeInBlock(lastOther) ? firstReader : lastOther;
    if (unpack->isBeforeInBlock(target))
      unpack->moveBefore(target);
  }
}

/// Other values may be unpacked for a reshape that a conversion became. Each
/// time there is a conversion less on the way of each value.
unsigned
dlc::graph::propagateBlocks(func::FuncOp function, StringRef pass,
                            const FrozenRewritePatternSet &convolutions) {
  unsigned moved = 0;
  while (true) {
    BlockPropagation propagation(function, convolutions);
    moved += propagation.run();
    if (simplifyConversions(function))
      continue;
    propagation.explain(pass);
    return moved;
  }
}
