//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the recurrent cells that programs write out.
//
// No spelling is listed. RecurrentCells matches the update of the state up to
// commutation, association and distribution; AffineForm says what each gate is
// a sum of: products left * right with `right` known before, and other addends;
// MatrixView says where factors and addends lie, whatever slices, transposes
// and concatenations a program has put between. Here the gates' sums are made
// anew (AffineSums):
//
// - the products of the state: their right factors, one above the other, are
//   the cell's weight. Where they lie so in one parameter, as in the library's
//   layers, they are that parameter. In a scan the state is what the products
//   multiply that depends on the step before; a cell outside of scans takes the
//   input along, as there is nothing that could be done ahead;
// - all else: one product of the input with the weights of all gates, and one
//   vector of all biases. They depend on no step before and so may leave the
//   scan (graph-batch-scan-products).
//
// A cell whose products someone else needs as well is left alone, since it
// would compute them twice; so is one with an addend of a gate alone that
// depends on the step before, such as a peephole.
//
//===----------------------------------------------------------------------===//

#include "AffineSums.h"
#include "dlc/Dialect/Graph/Analysis/RecurrentCells.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/RegionUtils.h"

namespace dlc::graph {
#define GEN_PASS_DEF_FUSELSTMGATESPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
struct FuseLstmGates : dlc::graph::impl::FuseLstmGatesPassBase<FuseLstmGates> {
  using Base::Base;

  void runOnOperation() override;
};

/// The cells of one block.
class BlockFuser {
public:
  BlockFuser(Block &block, StringRef pass)
      : block(block), pass(pass), dependence(block),
        isKnown([this](Value value) {
          return dependence.of(value) == Known::Before;
        }),
        scope{&block, isKnown} {}

  void run();

  unsigned lstmCells = 0, gruCells = 0;

private:
  bool fuse(LstmCell cell);
  bool fuse(GruCell cell);
  /// Says why a cell stays as it is; false.
  bool keep(Operation *op, StringRef kind, StringRef reason) const;
  bool moveBefore(Operation *point, ArrayRef<MatrixView> views);
  bool hasOwnStateAddend(ArrayRef<AffineForm> gates);
  void replace(OpBuilder &builder, MatrixView old, Value value);

  Block &block;
  StringRef pass;
  Dependence dependence;
  std::function<bool(Value)> isKnown;
  AffineScope scope;
};
} // namespace

static void collectViews(ArrayRef<AffineForm> forms,
                         SmallVectorImpl<MatrixView> &views) {
  for (const AffineForm &form : forms) {
    for (const AffineProduct &product : form.products) {
      views.push_back(product.left);
      views.push_back(product.right);
    }
    for (const AffineAddend &addend : form.addends)
      views.push_back(addend.view);
  }
}

static Location fusedLocation(const TakenApart &parts) {
  SmallVector<Location> locations;
  for (Operation *op : parts)
    locations.push_back(op->getLoc());
  return FusedLoc::get(parts.front()->getContext(), locations);
}

/// Moves the operations that the views need before `point`, which none of them
/// may depend on. Changes nothing where that cannot be.
bool BlockFuser::moveBefore(Operation *point, ArrayRef<MatrixView> views) {
  llvm::SetVector<Operation *> later;
  SmallVector<Value> pending;
  for (const MatrixView &view : views)
    pending.push_back(view.base);
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!op || op->getBlock() != &block || op->isBeforeInBlock(point) ||
        later.contains(op))
      continue;
    if (op == point || !isPure(op))
      return false;
    later.insert(op);
    llvm::append_range(pending, op->getOperands());
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    llvm::append_range(pending, captured);
  }
  SmallVector<Operation *> ordered(later.begin(), later.end());
  llvm::sort(ordered, [](Operation *lhs, Operation *rhs) {
    return lhs->isBeforeInBlock(rhs);
  });
  for (Operation *op : ordered)
    op->moveBefore(point);
  return true;
}

/// Whether an addend that the step computes is not part of a value that has one
/// for all gates.
bool BlockFuser::hasOwnStateAddend(ArrayRef<AffineForm> gates) {
  auto inStep = [&](const AffineForm &gate) {
    SmallVector<Value> bases;
    for (const AffineAddend &addend : gate.addends)
      if (dependence.of(addend.view.base) == Known::InStep)
        bases.push_back(addend.view.base);
    return bases;
  };
  SmallVector<Value> first = inStep(gates.front());
  return llvm::any_of(gates, [&](const AffineForm &gate) {
    SmallVector<Value> bases = inStep(gate);
    return bases.size() != first.size() ||
           !std::is_permutation(bases.begin(), bases.end(), first.begin());
  });
}

/// Puts a cell's result, rows of the batch, where `old` is all of a value.
void BlockFuser::replace(OpBuilder &builder, MatrixView old, Value value) {
  MatrixView view = MatrixView::whole(value);
  if (!old.isWhole())
    view = view.transposed();
  ArrayRef<int64_t> shape = tensorOf(old.base).getShape();
  Value result = materialize(builder, value.getLoc(), view, shape);
  old.base.replaceAllUsesWith(result);
}

/// The sizes of the batch, as the result has them.
static SmallVector<int64_t> rowsOf(const MatrixView &result) {
  if (!result.isWhole())
    return {result.rows};
  return SmallVector<int64_t>(tensorOf(result.base).getShape().drop_back());
}

bool BlockFuser::keep(Operation *op, StringRef kind, StringRef reason) const {
  remarkMissed(pass, op->getLoc())
      << "kept the gates of " << kind << " apart: " << reason;
  return false;
}

bool BlockFuser::fuse(LstmCell cell) {
  Operation *point = cell.cellOp;
  SmallVector<MatrixView> views = {cell.cell};
  collectViews(cell.gates, views);
  constexpr StringLiteral kind = "an LSTM cell";
  if (!isUsedInsideOnly(cell.parts, {cell.hiddenOp, cell.cellOp}))
    return keep(point, kind, "something else reads a gate");
  if (hasOwnStateAddend(cell.gates))
    return keep(point, kind, "gates add what the step before has computed");
  // Some product of the state must be in all gates.
  if (llvm::none_of(cell.gates[0].products, [&](const AffineProduct &product) {
        return dependence.of(product.left.base) == Known::InStep &&
               llvm::all_of(cell.gates, [&](const AffineForm &gate) {
                 return llvm::any_of(gate.products,
                                     [&](const AffineProduct &other) {
                                       return other.left == product.left;
                                     });
               });
      }))
    return keep(point, kind, "no product of the state is in all of them");
  if (!moveBefore(point, views))
    return keep(point, kind, "a gate reads what comes after another");

  Location location = fusedLocation(cell.parts);
  OpBuilder builder(point), outside(point);
  if (isa<ScanOp>(block.getParentOp()))
    outside.setInsertionPoint(block.getParentOp());
  const MatrixView &result = cell.nextHidden;
  Type element = tensorOf(result.base).getElementType();
  SmallVector<int64_t> rows = rowsOf(result), state = rows;
  state.push_back(result.columns);
  AffineSums sums(builder, outside, location, dependence, rows, result.columns,
                  element);
  AffineSums::Product product = sums.takeCommon(cell.gates, Known::InStep);
  Value gates = sums.make(cell.gates);
  if (!gates)
    gates = sums.zeros(4);
  Value before = materialize(builder, location, cell.cell, state);
  auto fused = builder.create<LstmCellOp>(location, gates, product.left, before,
                                          product.right);
  replace(builder, cell.nextCell, fused.getNextCell());
  replace(builder, cell.nextHidden, fused.getNextHidden());
  ++lstmCells;
  remarkApplied(pass, location)
      << "made one product of the gates of an LSTM cell";
  return true;
}

/// Takes the product of this left factor out of the sum.
static AffineProduct take(AffineForm &sum, const MatrixView &left) {
  auto *found = llvm::find_if(sum.products, [&](const AffineProduct &product) {
    return product.left == left;
  });
  AffineProduct product = *found;
  sum.products.erase(found);
  return product;
}

bool BlockFuser::fuse(GruCell cell) {
  Operation *point = cell.hiddenOp;
  SmallVector<MatrixView> views = {cell.hidden, cell.product.right};
  collectViews(cell.gates, views);
  for (const AffineAddend &addend : cell.bias)
    views.push_back(addend.view);
  constexpr StringLiteral kind = "a GRU cell";
  if (!isUsedInsideOnly(cell.parts, {cell.hiddenOp}))
    return keep(point, kind, "something else reads a gate");
  if (hasOwnStateAddend(cell.gates))
    return keep(point, kind, "gates add what the step before has computed");
  if (dependence.of(cell.hidden.base) != Known::InStep)
    return false;
  if (!moveBefore(point, views))
    return keep(point, kind, "a gate reads what comes after another");

  Location location = fusedLocation(cell.parts);
  OpBuilder builder(point), outside(point);
  if (isa<ScanOp>(block.getParentOp()))
    outside.setInsertionPoint(block.getParentOp());
  const MatrixView &result = cell.nextHidden;
  Type element = tensorOf(result.base).getElementType();
  SmallVector<int64_t> rows = rowsOf(result), state = rows;
  state.push_back(result.columns);
  AffineSums sums(builder, outside, location, dependence, rows, result.columns,
                  element);
  AffineProduct reset = take(cell.gates[0], cell.hidden);
  AffineProduct update = take(cell.gates[1], cell.hidden);
  Value weight = sums.weight({reset, update, cell.product});
  Value gates = sums.make(cell.gates);
  if (!gates)
    gates = sums.zeros(3);
  Value hidden = materialize(builder, location, cell.hidden, state);
  auto fused = builder.create<GruCellOp>(
      location, gates, hidden, weight, sums.vector(cell.bias), cell.resetAfter);
  replace(builder, cell.nextHidden, fused.getNextHidden());
  ++gruCells;
  remarkApplied(pass, location)
      << "made one product of the gates of a GRU cell";
  return true;
}

void BlockFuser::run() {
  SmallVector<Operation *> ops;
  for (Operation &op : block)
    ops.push_back(&op);
  for (Operation *op : ops) {
    if (op->use_empty())
      continue;
    if (std::optional<LstmCell> cell = matchLstmCell(op, scope))
      fuse(std::move(*cell));
    else if (std::optional<GruCell> cell = matchGruCell(op, scope))
      fuse(std::move(*cell));
  }
  if (lstmCells + gruCells == 0)
    return;
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

void FuseLstmGates::runOnOperation() {
  SmallVector<Block *> blocks;
  getOperation().walk([&](Operation *op) {
    if (isa<ScanOp, func::FuncOp>(op) && !op->getRegion(0).empty())
      blocks.push_back(&op->getRegion(0).front());
  });
  for (Block *block : blocks) {
    BlockFuser fuser(*block, getArgument());
    fuser.run();
    lstmCells += fuser.lstmCells;
    gruCells += fuser.gruCells;
  }
}
