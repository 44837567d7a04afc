//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns recurrent cells into products and pointwise operations.
//
// The product comes first, with the addition of what the gates have besides as
// its epilogue. Gates with one activation that lie side by side stay together.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

namespace dlc::graph {
#define GEN_PASS_DEF_DECOMPOSECELLSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
/// Makes operations at the place of a cell.
struct CellBuilder {
  explicit CellBuilder(Operation *cell)
      : builder(cell), location(cell->getLoc()) {}

  template <typename OpTy, typename... Args> Value create(Args &&...args) {
    return builder.create<OpTy>(location, std::forward<Args>(args)...);
  }

  /// `count` positions from `first` on along an axis.
  Value slice(Value value, int64_t axis, const Dimension &first,
              const Dimension &count) {
    Dimensions sizes = dimensionsOf(value), starts(sizes.size(), 0);
    starts[axis] = first;
    sizes[axis] = count;
    return create<SliceOp>(value, dims(starts), dims(sizes),
                           SmallVector<int64_t>(sizes.size(), 1));
  }

  /// Gate number `gate` of `units` columns each.
  Value gate(Value value, int64_t gate, const Dimension &units) {
    return slice(value, tensorOf(value).getRank() - 1, *units.multiply(gate),
                 units);
  }

  DimsAttr dims(ArrayRef<Dimension> dimensions) {
    return DimsAttr::get(
        builder.getContext(),
        std::vector<Dimension>(dimensions.begin(), dimensions.end()));
  }

  OpBuilder builder;
  Location location;
};

struct DecomposeCells
    : dlc::graph::impl::DecomposeCellsPassBase<DecomposeCells> {
  using Base::Base;

  void runOnOperation() override;
};
} // namespace

static void decompose(LstmCellOp cell) {
  CellBuilder b(cell);
  Dimension units = dimensionsOf(cell.getCell()).back();
  Value product = b.create<MatmulOp>(cell.getHidden(), cell.getWeight(), true);
  Value sums = b.create<AddOp>(product, cell.getGates());
  Value i = b.create<SigmoidOp>(b.gate(sums, 0, units));
  Value f = b.create<SigmoidOp>(b.gate(sums, 1, units));
  Value g = b.create<TanhOp>(b.gate(sums, 2, units));
  Value o = b.create<SigmoidOp>(b.gate(sums, 3, units));
  Value kept = b.create<MulOp>(f, cell.getCell());
  Value added = b.create<MulOp>(i, g);
  Value next = b.create<AddOp>(kept, added);
  Value hidden = b.create<MulOp>(o, b.create<TanhOp>(next));
  cell.getNextCell().replaceAllUsesWith(next);
  cell.getNextHidden().replaceAllUsesWith(hidden);
  cell.erase();
}

static void decompose(GruCellOp cell) {
  CellBuilder b(cell);
  Value gates = cell.getGates(), hidden = cell.getHidden();
  Dimension units = dimensionsOf(hidden).back();
  Dimension two = *units.multiply(2);
  int64_t last = tensorOf(hidden).getRank() - 1;
  Value r, z, n;
  if (cell.getResetAfter()) {
    Value product = b.create<MatmulOp>(hidden, cell.getWeight(), true);
    Value input = b.slice(gates, last, 0, two);
    Value sum = b.create<AddOp>(b.slice(product, last, 0, two), input);
    Value rz = b.create<SigmoidOp>(sum);
    r = b.gate(rz, 0, units);
    z = b.gate(rz, 1, units);
    Value state = b.gate(product, 2, units);
    if (Value bias = cell.getBias())
      state = b.create<AddOp>(
          state, b.create<BroadcastOp>(bias, b.dims(dimensionsOf(hidden)),
                                       DenseI64ArrayAttr()));
    Value gated = b.create<MulOp>(r, state);
    n = b.create<AddOp>(gated, b.gate(gates, 2, units));
  } else {
    Value both = b.slice(cell.getWeight(), 0, 0, two);
    Value product = b.create<MatmulOp>(hidden, both, true);
    Value rz = b.create<SigmoidOp>(
        b.create<AddOp>(product, b.slice(gates, last, 0, two)));
    r = b.gate(rz, 0, units);
    z = b.gate(rz, 1, units);
    Value third = b.slice(cell.getWeight(), 0, two, units);
    Value gated = b.create<MulOp>(r, hidden);
    product = b.create<MatmulOp>(gated, third, true);
    n = b.create<AddOp>(product, b.gate(gates, 2, units));
  }
  n = b.create<TanhOp>(n);
  Value next =
      b.create<AddOp>(n, b.create<MulOp>(z, b.create<SubOp>(hidden, n)));
  cell.getNextHidden().replaceAllUsesWith(next);
  cell.erase();
}

void DecomposeCells::runOnOperation() {
  getOperation().walk([&](Operation *op) {
    if (auto lstm = dyn_cast<LstmCellOp>(op))
      decompose(lstm);
    else if (auto gru = dyn_cast<GruCellOp>(op))
      decompose(gru);
    else
      return;
    ++decomposed;
  });
}
