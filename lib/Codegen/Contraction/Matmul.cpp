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
// A tile is some rows of a strip of columns of the result, held in accumulators
// over the whole of K: each step loads a few vectors of the right operand,
// broadcasts one element of each row of the left one and multiplies-and-adds. A
// strip is a panel of the right operand, or part of one that has all columns:
// that is a plain matrix, its rows one behind the other. Tiles run down a block
// of rows of one strip first, so that the strip stays in the first cache; then
// come the other strips, while the block of rows stays in the second; then the
// other blocks of rows, and the other matrices of a batch.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Batch.h"
#include "Pointers.h"
#include "RegisterTiles.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
/// The sizes of a packed product and of its tiles. Where one matrix on the
/// right is for all on the left, their rows are those of one matrix.
struct Shape {
  int64_t matrices = 1, m = 1, n, k, panel, lanes;
  /// Vectors of a strip, and the number of strips of the columns. The last one
  /// may be narrower.
  int64_t vectors, strips;
  /// Row tiles of a block; the last one may have fewer.
  int64_t tilesOfBlock;
  /// The result's axes that number matrices, and those that number their rows.
  ArrayRef<int64_t> batch, rowAxes;
  RowTiles tiles;

  Shape(PackedMatmulOp op, const VectorTarget &target) : tiles(0, 1) {
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
    lanes = target.lanes(bytes);
    vectors = n > panel ? matmulTile(target, bytes, n).vectors
                        : plainMatmulVectors(target, bytes, m, n);
    // Layout assignment makes panels as wide as strips, or one of all columns.
    // Several of any other width are cut into strips of the widest vectors that
    // divide it.
    if (n > panel && panel != vectors * lanes) {
      lanes = std::min<int64_t>(lanes, panel & -panel);
      while (panel % (vectors * lanes) != 0)
        --vectors;
    }
    strips = llvm::divideCeil(n, vectors * lanes);
    tiles = RowTiles(m, matmulTileRows(target, vectors));
    tilesOfBlock =
        std::clamp<int64_t>(matmulBlockRows(bytes, k) / (tiles.rows + 1), 1,
                            std::max<int64_t>(tiles.count, 1));
  }
  int64_t columns() const { return vectors * lanes; }
};

/// Emits one tile.
class MatmulTile {
public:
  /// `rows` rows from `firstRow` on, the first `columns` columns of a strip.
  MatmulTile(PackedMatmulOp op, TileEmitter &emitter, const Shape &shape,
             ArrayRef<Value> batch, Value firstRow, int64_t rows, Value strip,
             int64_t columns)
      : op(op), emitter(emitter), elements(emitter.elements),
        builder(elements.builder), location(elements.location), shape(shape),
        rows(rows), vectors(llvm::divideCeil(columns, shape.lanes)),
        element(op.getType().getElementType()),
        type(VectorType::get({shape.lanes}, element)),
        pointers(elements, element) {
    findRows(batch, firstRow);
    findColumns(batch, strip);
    if (int64_t tail = columns % shape.lanes)
      mask = builder.create<vector::CreateMaskOp>(
          location, VectorType::get({shape.lanes}, builder.getI1Type()),
          ValueRange(elements.index(tail)));
  }

  void emit() {
    Value zero =
        builder.create<arith::ConstantOp>(location, builder.getZeroAttr(type));
    SmallVector<MovingPointer> operands = {{right, shape.panel}};
    for (Value row : left)
      operands.push_back({row, 1});
    SmallVector<Value> sums =
        sumProducts(emitter, pointers, {rows, vectors}, shape.k,
                    SmallVector<Value>(rows * vectors, zero), operands,
                    [&](ValueRange at, int64_t k, MutableArrayRef<Value> sums) {
                      addProducts(at.front(), at.drop_front(), k, sums);
                    });
    for (int64_t v = 0; v < vectors; ++v)
      for (int64_t r = 0; r < rows; ++r) {
        SmallVector<Value> indices = rowsOfResult[r];
        indices.push_back(elements.add(firstColumn, v * shape.lanes));
        emitter.store(sums[r * vectors + v], indices, maskOf(v));
      }
  }

private:
  Value maskOf(int64_t v) { return v + 1 == vectors ? mask : Value(); }

  /// The indices of each row in the result, and pointers to the rows of the
  /// left operand: one, where they lie one behind the other.
  void findRows(ArrayRef<Value> batch, Value first) {
    auto lhs = tensorOf(op.getLhs());
    Value memory = emitter.memory(op.getLhs());
    for (int64_t r = 0; r < rows; ++r) {
      rowsOfResult.emplace_back(batch);
      elements.delinearize(elements.add(first, r), shape.rowAxes,
                           rowsOfResult.back());
      ValueRange indices = rowsOfResult.back();
      bool isBehind = shape.rowAxes.size() == 1 ||
                      lhs.getShape().drop_back() == shape.rowAxes;
      if (isBehind && r > 0)
        continue;
      SmallVector<Value> start =
          batchIndices(elements, op.getLhs(), 2, indices.drop_back());
      start.append({indices.back(), elements.index(0)});
      left.push_back(pointers.at(memory, start));
    }
  }

  /// The first column of the result, and the beginning of the strip.
  void findColumns(ArrayRef<Value> batch, Value strip) {
    firstColumn = elements.multiply(strip, shape.columns());
    Value panel = strip, inPanel = elements.index(0);
    if (shape.n <= shape.panel) {
      panel = elements.index(0);
      inPanel = firstColumn;
    } else if (shape.panel != shape.columns()) {
      panel = firstColumn;
      inPanel = elements.takeRemainder(panel, shape.panel);
    }
    SmallVector<Value> start = batchIndices(elements, op.getRhs(), 3, batch);
    start.append({panel, elements.index(0), inPanel});
    right = pointers.at(emitter.memory(op.getRhs()), start);
  }

  /// Adds products number `k` behind pointers.
  void addProducts(Value right, ValueRange left, int64_t k,
                   MutableArrayRef<Value> sums) {
    SmallVector<Value> columns;
    for (int64_t v = 0; v < vectors; ++v) {
      int64_t offset = k * shape.panel + v * shape.lanes;
      // Packed panels are filled up with zeros.
      bool isWhole = !maskOf(v) || shape.panel % shape.lanes == 0;
      columns.push_back(isWhole ? pointers.load(right, offset, type)
                                : pointers.load(right, offset, type, mask));
    }
    for (int64_t r = 0; r < rows; ++r) {
      Value broadcast =
          left.size() == 1
              ? pointers.broadcast(left.front(), r * shape.k + k, type)
              : pointers.broadcast(left[r], k, type);
      for (int64_t v = 0; v < vectors; ++v) {
        Value &sum = sums[r * vectors + v];
        sum =
            builder.create<vector::FMAOp>(location, broadcast, columns[v], sum);
      }
    }
  }

  PackedMatmulOp op;
  TileEmitter &emitter;
  ElementEmitter &elements;
  OpBuilder &builder;
  Location location;
  const Shape &shape;
  int64_t rows, vectors;
  Type element;
  VectorType type;
  PointerEmitter pointers;
  SmallVector<SmallVector<Value>> rowsOfResult;
  SmallVector<Value> left;
  Value right, firstColumn;
  /// Of the last vector, where it is no whole one.
  Value mask;
};

/// The number of the row tile and of the strip of tile `number` of a matrix.
static std::pair<Value, Value> findTile(ElementEmitter &elements,
                                        const Shape &shape, Value number) {
  int64_t count = shape.tiles.count, ofBlock = shape.tilesOfBlock;
  if (ofBlock == count) {
    Value rowTile = elements.takeRemainder(number, count);
    return {rowTile, number};
  }
  Value block = number;
  Value inBlock = elements.takeRemainder(block, ofBlock * shape.strips);
  Value first = elements.multiply(block, ofBlock);
  Value tiles = elements.index(ofBlock);
  if (count % ofBlock != 0)
    tiles = elements.smaller(tiles,
                             elements.subtract(elements.index(count), first));
  Value strip = elements.divide(inBlock, tiles);
  Value rowTile = elements.add(first, elements.remainder(inBlock, tiles));
  return {rowTile, strip};
}

struct PackedMatmulModel
    : ContractionOpInterface::ExternalModel<PackedMatmulModel, PackedMatmulOp> {
  int64_t getGrid(Operation *op, const VectorTarget &target) const {
    Shape shape(cast<PackedMatmulOp>(op), target);
    return shape.matrices * shape.tiles.count * shape.strips;
  }

  int64_t getFlops(Operation *op) const {
    auto matmul = cast<PackedMatmulOp>(op);
    return 2 * matmul.getType().getNumElements() *
           tensorOf(matmul.getLhs()).getShape().back();
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    auto matmul = cast<PackedMatmulOp>(op);
    Shape shape(matmul, emitter.target);
    if (getGrid(op, emitter.target) == 0)
      return;
    ElementEmitter &elements = emitter.elements;
    SmallVector<Value> batch;
    if (!shape.batch.empty()) {
      Value matrix = tile;
      tile = elements.takeRemainder(matrix, shape.tiles.count * shape.strips);
      elements.delinearize(matrix, shape.batch, batch);
    }
    Value rowTile, strip;
    std::tie(rowTile, strip) = findTile(elements, shape, tile);
    shape.tiles.emit(elements, rowTile, [&](Value first, int64_t rows) {
      auto emitStrip = [&](int64_t columns) {
        MatmulTile(matmul, emitter, shape, batch, first, rows, strip, columns)
            .emit();
      };
      int64_t last = shape.n - (shape.strips - 1) * shape.columns();
      if (last == shape.columns() || shape.strips == 1)
        return emitStrip(last);
      Value isLast = elements.builder.create<arith::CmpIOp>(
          elements.location, arith::CmpIPredicate::eq, strip,
          elements.index(shape.strips - 1));
      elements.either(
          isLast, [&] { emitStrip(last); },
          [&] { emitStrip(shape.columns()); });
    });
  }
};
} // namespace

void dlc::codegen::attachMatmul(MLIRContext *context) {
  PackedMatmulOp::attachInterface<PackedMatmulModel>(*context);
}
