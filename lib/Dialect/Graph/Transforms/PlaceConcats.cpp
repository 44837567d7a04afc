//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Chooses concatenations whose operands are computed where they lie in the
// result, so that nothing is copied.
//
// Such a result is in memory, and an operand is computed by a kernel of its
// own. That is no loss where the result is in memory anyway: where several
// operations read it, or one that needs memory. A concatenation that a single
// operation reads is computed there, element by element, instead.
//
// The operands must be contiguous in the result: the axes before that of the
// concatenation have size 1. What is small is not worth launches of its own.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace dlc::graph {
#define GEN_PASS_DEF_PLACECONCATSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

static constexpr StringLiteral kPass = "graph-place-concats";

/// Whether the result lies in memory, whatever else becomes of it, or had
/// better: a window or sum would look for the operand of each of its elements.
static bool isStored(ConcatOp concat) {
  // Unpacking has a kernel of its own.
  if (llvm::any_of(concat.getOperands(), [](Value operand) {
        return operand.getDefiningOp<UnpackOp>() != nullptr;
      }))
    return true;
  llvm::DenseSet<Operation *> users;
  for (Operation *user : concat->getUsers()) {
    if (user->hasTrait<OpTrait::IsTerminator>() || isPlaced(user) ||
        isa<ReshapeOp, ScanOp, ExternOp, PackedMatmulOp, BlockedConv2dOp,
            BlockedDepthwiseConv2dOp, BlockedConv2dFilterGradientOp,
            BlockedDepthwiseConv2dFilterGradientOp>(user) ||
        user->getBlock() != concat->getBlock())
      return true;
    if (!user->hasTrait<Pointwise>() && user->hasTrait<Costly>())
      return true;
    users.insert(user);
  }
  return users.size() > 1;
}

static int64_t bytesOf(RankedTensorType type) {
  return type.getNumElements() *
         ((type.getElementType().getIntOrFloatBitWidth() + 7) / 8);
}

namespace {
struct PlaceConcats : dlc::graph::impl::PlaceConcatsPassBase<PlaceConcats> {
  using Base::Base;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      // What runs once for each set of weights is not worth more kernels.
      if (function.getName() != "prepare")
        function.walk([&](ConcatOp concat) { visit(concat); });
  }

private:
  void visit(ConcatOp concat);

  /// Values that lie in a result.
  llvm::DenseSet<Value> taken;
};
} // namespace

void PlaceConcats::visit(ConcatOp concat) {
  auto type = dyn_cast<RankedTensorType>(concat.getResult().getType());
  auto count = int64_t(concat->getNumOperands());
  if (!type || !type.hasStaticShape() || count < 2 ||
      bytesOf(type) < count * minBytes)
    return;
  SmallVector<Value> placed;
  for (Value operand : concat.getOperands())
    if (mayBePlaced(operand, concat) && !taken.contains(operand) &&
        !llvm::is_contained(placed, operand))
      placed.push_back(operand);
  if (placed.empty())
    return;
  auto missed = [&](const char *reason) {
    remarkMissed(kPass, concat.getLoc())
        << "copied the operands of 'concat' into its result of "
        << bytesOf(type) << " bytes, " << reason;
  };
  if (!isStored(concat)) {
    remarkMissed(kPass, concat.getLoc())
        << "computed 'concat' for the elements of its one user, not in memory";
    return;
  }
  if (!mayHoldOperands(concat))
    return missed(piecesOf(concat) == 1
                      ? "which lies in another place in each step of a scan"
                      : "where they are in several pieces");
  taken.insert(placed.begin(), placed.end());
  concat->setAttr(kPlacedAttr, UnitAttr::get(concat.getContext()));
  ++placedConcats;
  placedOperands += placed.size();
  remarkApplied(kPass, concat.getLoc())
      << "computed " << placed.size() << " of " << count
      << " operands of 'concat' in its result of " << bytesOf(type)
      << " bytes, without a copy";
}
