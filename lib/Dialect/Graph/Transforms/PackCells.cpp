//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Packs recurrent cells by blocks of units, with all gates of a block side by
// side, for which there is a micro-kernel.
//
// The weight is packed by an operation beside the cell, which leaves the scan
// and goes to @prepare later. What the gates have from outside is a sum with a
// product as a rule, computed for all steps ahead: there, the columns of the
// product's right operand and the biases are brought into the order of the
// packed gates, so that nothing is copied while the scan runs. Columns that
// fill the last block up are zeros then. Gates of any other origin are packed
// themselves.
//
// It comes before products are fused, since what that makes of several cells'
// gates is no longer one product a cell.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/IR/Movement.h"
#include "dlc/Dialect/Graph/IR/Splats.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

namespace dlc::graph {
#define GEN_PASS_DEF_PACKCELLSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
/// Brings columns, which are gates by units, into the order blocks of units by
/// gates by units of a block.
class ColumnPacker {
public:
  ColumnPacker(MLIRContext *context, int64_t gates, int64_t units,
               int64_t block)
      : builder(context), gates(gates), units(units), block(block) {}

  /// [.., gates x units] -> [.., blocks, gates, block] for the cell.
  Value packGates(Operation *cell, Value value);
  /// [gates x units, K] -> [blocks x turns, K, gates / turns x block].
  Value packWeight(Operation *cell, Value weight, int64_t turns);

private:
  int64_t blocks() const { return llvm::divideCeil(units, block); }
  int64_t columns() const { return blocks() * gates * block; }
  DimsAttr dims(ArrayRef<int64_t> sizes) {
    return staticDims(builder.getContext(), sizes);
  }
  Value reshape(Location location, Value value, ArrayRef<int64_t> sizes) {
    return builder.create<ReshapeOp>(location, value, dims(sizes));
  }
  /// The shape of `value` with the columns packed.
  SmallVector<int64_t> packedShape(Value value) {
    SmallVector<int64_t> shape(tensorOf(value).getShape());
    shape.back() = columns();
    return shape;
  }

  bool isAbsorbed(Value value, unsigned depth = 0);
  Value pack(Value value);
  Value packAbsorbed(Operation *op);
  Value packHere(Location location, Value value);
  Value packColumnsOf(MatmulOp product);

  OpBuilder builder;
  int64_t gates, units, block;
};

struct PackCells : dlc::graph::impl::PackCellsPassBase<PackCells> {
  using Base::Base;

  void runOnOperation() override;
};
} // namespace

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

static ScanOp scanOfElement(Value value) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument)
    return {};
  auto scan = dyn_cast<ScanOp>(argument.getOwner()->getParentOp());
  return scan && argument.getArgNumber() >= scan.getInits().size() ? scan
                                                                   : ScanOp();
}

/// The operand of the scan that the element is a row of.
static OpOperand &sequenceOf(ScanOp scan, Value element) {
  unsigned number = cast<BlockArgument>(element).getArgNumber();
  return scan.getSequencesMutable()[number - scan.getInits().size()];
}

/// Whether the columns of the one axis are those of the other, one by one.
static bool keepsColumns(Operation *op) {
  ArrayRef<int64_t> from = tensorOf(op->getOperand(0)).getShape();
  ArrayRef<int64_t> to = tensorOf(op->getResult(0)).getShape();
  if (from.empty() || from.back() != to.back())
    return false;
  if (auto transpose = dyn_cast<TransposeOp>(op))
    return transpose.getPermutation().back() == int64_t(from.size()) - 1;
  if (auto slice = dyn_cast<SliceOp>(op))
    return slice.getStrides().back() == 1;
  return isa<ReshapeOp>(op);
}

/// Whether the value comes from a product with nothing else made of it, so that
/// the product can have its columns in another order.
bool ColumnPacker::isAbsorbed(Value value, unsigned depth) {
  static constexpr unsigned kDeepest = 16;
  if (depth > kDeepest || !value.hasOneUse())
    return false;
  if (ScanOp scan = scanOfElement(value))
    return isAbsorbed(sequenceOf(scan, value).get(), depth + 1);
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  if (auto product = dyn_cast<MatmulOp>(op))
    return tensorOf(product.getRhs()).getRank() == 2;
  if (op->hasTrait<Pointwise>())
    return llvm::any_of(op->getOperands(), [&](Value operand) {
      return isAbsorbed(operand, depth + 1);
    });
  return keepsColumns(op) && isAbsorbed(op->getOperand(0), depth + 1);
}

/// The value with its last axis packed, [.., columns].
Value ColumnPacker::pack(Value value) {
  if (TypedAttr number = splatOf(value))
    return createSplat(builder, value.getLoc(),
                       RankedTensorType::get(packedShape(value),
                                             tensorOf(value).getElementType()),
                       number);
  if (auto broadcast = value.getDefiningOp<BroadcastOp>()) {
    Value source = broadcast.getOperand();
    SmallVector<int64_t> axes = broadcast.getResultAxes();
    bool varies = !axes.empty() &&
                  axes.back() == broadcast.getType().getRank() - 1 &&
                  tensorOf(source).getShape().back() == gates * units &&
                  gates * units != 1;
    if (varies)
      source = packHere(broadcast.getLoc(), source);
    return builder.create<BroadcastOp>(broadcast.getLoc(), source,
                                       dims(packedShape(value)),
                                       builder.getDenseI64ArrayAttr(axes));
  }
  if (!isAbsorbed(value))
    return packHere(value.getLoc(), value);
  if (ScanOp scan = scanOfElement(value)) {
    OpOperand &sequence = sequenceOf(scan, value);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(scan);
    sequence.set(pack(sequence.get()));
    value.setType(RankedTensorType::get(packedShape(value),
                                        tensorOf(value).getElementType()));
    return value;
  }
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(value.getDefiningOp());
  return packAbsorbed(value.getDefiningOp());
}

/// The result of the operation with its columns packed, from operands with
/// theirs.
Value ColumnPacker::packAbsorbed(Operation *op) {
  if (auto product = dyn_cast<MatmulOp>(op))
    return packColumnsOf(product);
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(pack(operand));
  Location location = op->getLoc();
  SmallVector<int64_t> shape = packedShape(op->getResult(0));
  if (isa<ReshapeOp>(op))
    return reshape(location, operands[0], shape);
  if (auto transpose = dyn_cast<TransposeOp>(op))
    return builder.create<TransposeOp>(location, operands[0],
                                       transpose.getPermutation());
  if (auto slice = dyn_cast<SliceOp>(op))
    return builder.create<SliceOp>(
        location, operands[0],
        DimsAttr::get(builder.getContext(), slice.getStarts().vec()),
        dims(shape), slice.getStrides());
  OperationState state(location, op->getName());
  state.addOperands(operands);
  state.addAttributes(op->getAttrs());
  state.addTypes(RankedTensorType::get(
      shape, tensorOf(op->getResult(0)).getElementType()));
  return builder.create(state)->getResult(0);
}

Value ColumnPacker::packHere(Location location, Value value) {
  SmallVector<int64_t> shape(tensorOf(value).getShape());
  shape.back() = gates;
  shape.push_back(units);
  value = reshape(location, value, shape);
  auto outer = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
  std::swap(outer.end()[-1], outer.end()[-2]);
  value =
      builder.create<PackOp>(location, value, shape.size() - 1, block, outer);
  shape.pop_back();
  shape.back() = columns();
  return reshape(location, value, shape);
}

/// x W -> x W with the columns of W packed.
Value ColumnPacker::packColumnsOf(MatmulOp product) {
  Location location = product.getLoc();
  Value weight = product.getRhs();
  bool transposed = product.getTransposeRhs();
  int64_t depth = tensorOf(weight).getDimSize(transposed ? 1 : 0);
  if (!transposed) {
    weight = packHere(location, weight);
  } else {
    weight = reshape(location, weight, {gates, units, depth});
    weight = builder.create<PackOp>(location, weight, 1, block,
                                    ArrayRef<int64_t>{2, 1, 0});
    weight = reshape(location, weight, {depth, columns()});
  }
  return builder.create<MatmulOp>(location, product.getLhs(), weight, false);
}

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

Value ColumnPacker::packGates(Operation *cell, Value value) {
  builder.setInsertionPoint(cell);
  SmallVector<int64_t> shape(tensorOf(value).getShape());
  shape.back() = blocks();
  shape.append({gates, block});
  return reshape(cell->getLoc(), pack(value), shape);
}

Value ColumnPacker::packWeight(Operation *cell, Value weight, int64_t turns) {
  builder.setInsertionPoint(cell);
  Location location = cell->getLoc();
  int64_t depth = tensorOf(weight).getDimSize(1), atOnce = gates / turns;
  weight = reshape(location, weight, {turns, atOnce, units, depth});
  weight = builder.create<PackOp>(location, weight, 2, block,
                                  ArrayRef<int64_t>{2, 0, 3, 1});
  return reshape(location, weight, {blocks() * turns, depth, atOnce * block});
}

static void replace(LstmCellOp cell, ColumnPacker &packer, int64_t turns) {
  Value weight = packer.packWeight(cell, cell.getWeight(), turns);
  Value gates = packer.packGates(cell, cell.getGates());
  auto packed = OpBuilder(cell).create<PackedLstmCellOp>(
      cell.getLoc(), gates, cell.getHidden(), cell.getCell(), weight);
  cell.replaceAllUsesWith(packed);
  cell.erase();
}

static void replace(GruCellOp cell, ColumnPacker &packer, int64_t turns) {
  Value weight = packer.packWeight(cell, cell.getWeight(), turns);
  Value gates = packer.packGates(cell, cell.getGates());
  auto packed = OpBuilder(cell).create<PackedGruCellOp>(
      cell.getLoc(), gates, cell.getHidden(), weight, cell.getBias());
  cell.getNextHidden().replaceAllUsesWith(packed);
  cell.erase();
}

/// Packs a cell for which there is a micro-kernel.
template <typename CellOp>
static bool packCell(CellOp cell, int64_t gates, const VectorTarget &target) {
  RankedTensorType type = tensorOf(cell.getNextHidden());
  Type element = type.getElementType();
  if ((!element.isF32() && !element.isF64()) || !type.hasStaticShape() ||
      type.getNumElements() == 0 ||
      !tensorOf(cell.getHidden()).hasStaticShape())
    return false;
  int64_t units = type.getShape().back();
  ColumnPacker packer(cell.getContext(), gates, units,
                      target.lanes(type.getElementTypeBitWidth() / 8));
  replace(cell, packer,
          cellTurns(target, type.getNumElements() / units, gates));
  return true;
}

void PackCells::runOnOperation() {
  VectorTarget target{vectorBytes, registers};
  getOperation().walk([&](Operation *op) {
    if (auto lstm = dyn_cast<LstmCellOp>(op))
      packed += packCell(lstm, 4, target);
    else if (auto gru = dyn_cast<GruCellOp>(op); gru && gru.getResetAfter())
      packed += packCell(gru, 3, target);
  });
  // What products and sums were before; in reverse, bodies before scans.
  SmallVector<Operation *> operations;
  getOperation().walk<WalkOrder::PreOrder>(
      [&](Operation *op) { operations.push_back(op); });
  for (Operation *op : llvm::reverse(operations))
    if (isOpTriviallyDead(op))
      op->erase();
}
