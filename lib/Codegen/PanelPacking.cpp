//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Packs rows into panels, a few rows at a time.
//
// In the order of the result, a panel would be written as a whole, and each
// line read for it would lie a row behind the last one. Instead some rows are
// read from their beginning to their end, as memory is read fastest, and what
// each panel gets of them lies one behind the other, too.
//
//===----------------------------------------------------------------------===//

#include "Movement.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

/// As many streams as a processor foresees.
static constexpr int64_t kRowsOfTile = 16;

namespace {
/// A `pack` of the last axis: [outer..., rows, columns] becomes panels
/// [panels, rows, block], in any order of the outer axes.
class PanelPacking : public Movement {
public:
  static std::optional<PanelPacking> match(kernel::FuncOp kernel,
                                           int64_t lanes);
  int64_t grid() const override;
  void emitTile(ElementEmitter &emitter, Value source, Value output,
                Value tile) const override;

private:
  void emitPanel(ElementEmitter &emitter, Value source, Value output,
                 ArrayRef<Value> outer, Value firstRow, Value panel,
                 int64_t columns) const;
  int64_t rows() const { return shape.end()[-2]; }
  int64_t rowTiles() const { return llvm::divideCeil(rows(), kRowsOfTile); }

  /// Of the argument.
  SmallVector<int64_t> shape;
  SmallVector<int64_t> permutation;
  int64_t block = 0, lanes = 0;
};
} // namespace

std::unique_ptr<Movement> dlc::codegen::matchPanelPacking(kernel::FuncOp kernel,
                                                          int64_t lanes) {
  if (auto packing = PanelPacking::match(kernel, lanes))
    return std::make_unique<PanelPacking>(*packing);
  return nullptr;
}

std::optional<PanelPacking> PanelPacking::match(kernel::FuncOp kernel,
                                                int64_t lanes) {
  auto pack = kernel.getResultValues().front().getDefiningOp<graph::PackOp>();
  if (!pack)
    return std::nullopt;
  auto type = graph::tensorOf(pack.getOperand());
  int64_t axis = pack.getAxis(), last = type.getRank() - 1;
  PanelPacking result;
  result.argument = dyn_cast<BlockArgument>(pack.getOperand());
  result.shape.assign(type.getShape().begin(), type.getShape().end());
  result.permutation.assign(pack.getOuterPermutation().begin(),
                            pack.getOuterPermutation().end());
  result.block = pack.getBlock();
  result.lanes = lanes;
  // The terminator is an operation, too.
  if (!result.argument ||
      kernel.getBody().front().getOperations().size() != 2 || axis != last ||
      last < 1 || type.getNumElements() == 0 || result.block % lanes != 0 ||
      llvm::equal(result.permutation, llvm::seq<int64_t>(0, last + 1)))
    return std::nullopt;
  return result;
}

int64_t PanelPacking::grid() const {
  return ShapedType::getNumElements(ArrayRef(shape).drop_back(2)) * rowTiles();
}

void PanelPacking::emitTile(ElementEmitter &emitter, Value source, Value output,
                            Value tile) const {
  Value firstRow =
      emitter.multiply(emitter.takeRemainder(tile, rowTiles()), kRowsOfTile);
  SmallVector<Value> outer;
  emitter.delinearize(tile, ArrayRef(shape).drop_back(2), outer);
  int64_t whole = shape.back() / block, left = shape.back() % block;
  emitter.forEach(emitter.index(0), emitter.index(whole), [&](Value panel) {
    emitPanel(emitter, source, output, outer, firstRow, panel, block);
  });
  if (left != 0)
    emitPanel(emitter, source, output, outer, firstRow, emitter.index(whole),
              left);
}

/// What a panel gets of a tile's rows; columns beyond `columns` are zero.
void PanelPacking::emitPanel(ElementEmitter &emitter, Value source,
                             Value output, ArrayRef<Value> outer,
                             Value firstRow, Value panel,
                             int64_t columns) const {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  auto type = VectorType::get(
      {lanes}, cast<MemRefType>(source.getType()).getElementType());
  Value zero =
      builder.create<arith::ConstantOp>(location, builder.getZeroAttr(type));
  Value end = emitter.smaller(emitter.add(firstRow, kRowsOfTile), rows());
  emitter.forEach(firstRow, end, [&](Value row) {
    SmallVector<Value> from(outer), blocks(outer), to;
    from.append({row, Value()});
    blocks.append({row, panel});
    for (int64_t axis : permutation)
      to.push_back(blocks[axis]);
    to.emplace_back();
    for (int64_t lane = 0; lane < block; lane += lanes) {
      from.back() = emitter.add(emitter.multiply(panel, block), lane);
      to.back() = emitter.index(lane);
      Value value = zero;
      if (lane + lanes <= columns) {
        value = builder.create<vector::LoadOp>(location, type, source, from);
      } else if (lane < columns) {
        Value mask = builder.create<vector::CreateMaskOp>(
            location, VectorType::get({lanes}, builder.getI1Type()),
            ValueRange(emitter.index(columns - lane)));
        value = builder.create<vector::MaskedLoadOp>(location, type, source,
                                                     from, mask, zero);
      }
      builder.create<vector::StoreOp>(location, value, output, to);
    }
  });
}
