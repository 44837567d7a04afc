//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of matrix products.
//
// A tile is `rows` x panel elements of the result, held in accumulators over
// the whole of K: each step loads one row of the packed panel, broadcasts one
// element of each row of the left operand and multiplies-and-adds. Tiles run
// down the rows of one panel first, so that the panel stays in cache; then come
// the other panels of the matrix, then the other matrices of a batch.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Batch.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
/// The sizes of a packed product and of its tiles. Where one matrix on the
/// right is for all on the left, their rows are those of one matrix.
struct Shape {
  int64_t matrices = 1, m = 1, n, k, panel, lanes;
  /// The result's axes that number matrices, and those that number their rows.
  ArrayRef<int64_t> batch, rowAxes;
  RegisterTile tile;

  Shape(PackedMatmulOp op, const VectorTarget &target) {
    auto lhs = tensorOf(op.getLhs());
    auto rhs = tensorOf(op.getRhs());
    int64_t bytes = lhs.getElementTypeBitWidth() / 8;
    ArrayRef<int64_t> leading = op.getType().getShape().drop_back();
    batch = leading.take_front(rhs.getRank() == 3 ? 0 : leading.size() - 1);
    rowAxes = leading.drop_front(batch.size());
    for (int64_t size : batch)
      matrices *= size;
    for (int64_t size : rowAxes)
      m *= size;
    k = lhs.getShape().back();
    n = op.getColumns();
    panel = rhs.getShape().back();
    // Layout assignment makes panels of whole vectors; any other panel is cut
    // into the widest vectors that divide it.
    lanes = std::min<int64_t>(target.lanes(bytes), panel & -panel);
    tile = {matmulTileRows(target, panel / lanes), panel / lanes};
    // Few rows are one tile; many are split into nearly equal tiles.
    int64_t tiles = std::max<int64_t>((m + tile.rows - 1) / tile.rows, 1);
    tile.rows = std::max<int64_t>((m + tiles - 1) / tiles, 1);
  }
  int64_t rowTiles() const { return (m + tile.rows - 1) / tile.rows; }
  int64_t panels() const { return (n + panel - 1) / panel; }
};

struct PackedMatmulModel
    : ContractionOpInterface::ExternalModel<PackedMatmulModel, PackedMatmulOp> {
  int64_t getGrid(Operation *op, const VectorTarget &target) const {
    Shape shape(cast<PackedMatmulOp>(op), target);
    return shape.matrices * shape.rowTiles() * shape.panels();
  }

  int64_t getFlops(Operation *op) const {
    auto matmul = cast<PackedMatmulOp>(op);
    return 2 * matmul.getType().getNumElements() *
           tensorOf(matmul.getLhs()).getShape().back();
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    auto matmul = cast<PackedMatmulOp>(op);
    Shape shape(matmul, emitter.target);
    OpBuilder &builder = emitter.elements.builder;
    Location location = emitter.elements.location;
    auto constant = [&](int64_t value) {
      return emitter.elements.index(value);
    };
    auto next = [&](int64_t count) -> Value {
      Value size = constant(count), rest = tile;
      tile = builder.create<arith::DivUIOp>(location, rest, size);
      return builder.create<arith::RemUIOp>(location, rest, size);
    };
    Value rowTile = next(shape.rowTiles());
    Position at;
    at.row = builder.create<arith::MulIOp>(location, rowTile,
                                           constant(shape.tile.rows));
    at.panel = shape.batch.empty() ? tile : next(shape.panels());
    for (int64_t size : llvm::reverse(shape.batch))
      at.batch.insert(at.batch.begin(), next(size));

    int64_t tail = shape.m % shape.tile.rows;
    if (tail == 0)
      return emitRows(matmul, emitter, shape, shape.tile.rows, at);
    if (shape.rowTiles() == 1)
      return emitRows(matmul, emitter, shape, tail, at);
    Value isLast =
        builder.create<arith::CmpIOp>(location, arith::CmpIPredicate::eq,
                                      rowTile, constant(shape.rowTiles() - 1));
    auto branch = builder.create<scf::IfOp>(location, isLast,
                                            /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    emitter.elements.inScope(
        [&] { emitRows(matmul, emitter, shape, tail, at); });
    builder.setInsertionPointToStart(branch.elseBlock());
    emitter.elements.inScope(
        [&] { emitRows(matmul, emitter, shape, shape.tile.rows, at); });
  }

private:
  /// Where a tile begins.
  struct Position {
    SmallVector<Value> batch;
    Value row, panel;
  };

  /// Appends the indices of element `number` of axes of these sizes.
  static void delinearize(ElementEmitter &emitter, Value number,
                          ArrayRef<int64_t> sizes,
                          SmallVectorImpl<Value> &indices) {
    OpBuilder &builder = emitter.builder;
    size_t first = indices.size();
    for (int64_t size : llvm::reverse(sizes.drop_front())) {
      Value count = emitter.index(size);
      indices.insert(
          indices.begin() + first,
          builder.create<arith::RemUIOp>(emitter.location, number, count));
      number = builder.create<arith::DivUIOp>(emitter.location, number, count);
    }
    indices.insert(indices.begin() + first, number);
  }

  static void emitRows(PackedMatmulOp op, TileEmitter &emitter,
                       const Shape &shape, int64_t rows, const Position &at) {
    OpBuilder &builder = emitter.elements.builder;
    Location location = emitter.elements.location;
    auto constant = [&](int64_t value) {
      return emitter.elements.index(value);
    };
    auto offset = [&](Value base, int64_t value) -> Value {
      return builder.create<arith::AddIOp>(location, base, constant(value));
    };
    Value lhs = emitter.memory(op.getLhs());
    Value rhs = emitter.memory(op.getRhs());
    auto vectorType =
        VectorType::get({shape.lanes}, op.getType().getElementType());
    int64_t vectors = shape.tile.vectors;

    // The indices of each row in the result and in the left operand.
    using Indices = SmallVector<Value>;
    SmallVector<Indices> rowsOfResult, rowsOfLeft;
    for (int64_t r = 0; r < rows; ++r) {
      Indices indices = at.batch;
      delinearize(emitter.elements, offset(at.row, r), shape.rowAxes, indices);
      Value row = indices.back();
      rowsOfLeft.push_back(batchIndices(emitter.elements, op.getLhs(), 2,
                                        ValueRange(indices).drop_back()));
      rowsOfLeft.back().append({row, Value()});
      indices.push_back(Value());
      rowsOfResult.push_back(indices);
    }
    Indices right = batchIndices(emitter.elements, op.getRhs(), 3, at.batch);
    right.append({at.panel, Value(), Value()});

    Value zero = builder.create<arith::ConstantOp>(
        location, builder.getZeroAttr(vectorType));
    SmallVector<Value> accumulators(rows * vectors, zero);
    accumulators = emitter.elements.reduce(
        shape.k, accumulators,
        [&](Value k, ValueRange carried) -> SmallVector<Value> {
          SmallVector<Value> columns, next(carried);
          right.end()[-2] = k;
          for (int64_t v = 0; v < vectors; ++v) {
            right.back() = constant(v * shape.lanes);
            columns.push_back(builder.create<vector::LoadOp>(
                location, vectorType, rhs, right));
          }
          for (int64_t r = 0; r < rows; ++r) {
            rowsOfLeft[r].back() = k;
            Value element =
                builder.create<memref::LoadOp>(location, lhs, rowsOfLeft[r]);
            Value broadcast = builder.create<vector::BroadcastOp>(
                location, vectorType, element);
            for (int64_t v = 0; v < vectors; ++v) {
              Value &sum = next[r * vectors + v];
              sum = builder.create<vector::FMAOp>(location, broadcast,
                                                  columns[v], sum);
            }
          }
          return next;
        });

    Value firstColumn = builder.create<arith::MulIOp>(location, at.panel,
                                                      constant(shape.panel));
    for (int64_t v = 0; v < vectors; ++v) {
      Value column = offset(firstColumn, v * shape.lanes);
      Value mask;
      if (shape.n % shape.panel != 0) {
        Value left =
            builder.create<arith::SubIOp>(location, constant(shape.n), column);
        mask = builder.create<vector::CreateMaskOp>(
            location, VectorType::get({shape.lanes}, builder.getI1Type()),
            left);
      }
      for (int64_t r = 0; r < rows; ++r) {
        rowsOfResult[r].back() = column;
        emitter.store(accumulators[r * vectors + v], rowsOfResult[r], mask);
      }
    }
  }
};
} // namespace

void dlc::codegen::attachMatmul(MLIRContext *context) {
  PackedMatmulOp::attachInterface<PackedMatmulModel>(*context);
}
