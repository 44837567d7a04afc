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
// Columns at the end that would leave a vector nearly empty are dot products of
// vectors along K instead (dotColumns). Tiles for them come after the others of
// a matrix.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
#include "Batch.h"
#include "Bias.h"
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
  /// Elements from a strip to the next one, which the tiles of this one fetch
  /// meanwhile; 0 where the right operand is in the second cache, where many
  /// tiles read it, and where one does: then it streams, faster than it can be
  /// asked for.
  int64_t nextStrip = 0;
  /// What a tile fetches of it begins `fetchedOfTile` elements behind what the
  /// tile before it does: for each step along K `fetchedOfStep` elements,
  /// `fetchStride` behind those of the step before.
  int64_t fetchedOfTile = 0, fetchedOfStep = 0, fetchStride = 0;
  /// Whether tiles fetch into the first cache what they read of a large right
  /// operand some steps later.
  bool fetchesNextSteps = false;
  /// The columns of strips: all but those at the end that are dot products.
  int64_t inStrips;
  /// The result's axes that number matrices, and those that number their rows.
  ArrayRef<int64_t> batch, rowAxes;
  RowTiles tiles, dotTiles;

  Shape(PackedMatmulOp op, const VectorTarget &target)
      : tiles(0, 1), dotTiles(0, 1) {
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
    inStrips = n - dotColumns(target, bytes, m, n, k);
    vectors = n > panel ? matmulTile(target, bytes, n).vectors
                        : plainMatmulVectors(target, bytes, m, inStrips);
    // Layout assignment makes panels as wide as strips, or one of all columns.
    // Several of any other width are cut into strips of the widest vectors that
    // divide it.
    if (n > panel && panel != vectors * lanes) {
      lanes = std::min<int64_t>(lanes, panel & -panel);
      while (panel % (vectors * lanes) != 0)
        --vectors;
    }
    strips = llvm::divideCeil(inStrips, vectors * lanes);
    tiles = RowTiles(m, matmulTileRows(target, vectors));
    if (inStrips != n)
      dotTiles = RowTiles(m, kRowsOfDotTile);
    tilesOfBlock = std::clamp<int64_t>(matmulBlockRows(target, bytes, k) /
                                           (tiles.rows + 1),
                                       1, std::max<int64_t>(tiles.count, 1));
    if (rhs.getNumElements() * bytes > 2 * cacheBytes(target)) {
      findNextStrip(bytes);
      // Measured on processors with vectors of 512 bits.
      fetchesNextSteps =
          target.vectorBytes >= 64 && columns() * k * bytes > kFirstCacheBytes;
    }
  }
  int64_t columns() const { return vectors * lanes; }
  int64_t stripTiles() const { return tiles.count * strips; }
  int64_t tilesOfMatrix() const { return stripTiles() + dotTiles.count; }
  int64_t grid() const { return matrices * tilesOfMatrix(); }
  /// Rows of dot products at once: more sums would not fit into the registers.
  int64_t dotRows() const { return std::max<int64_t>(8 / (n - inStrips), 1); }

  /// Where column `column` begins: its panel, and its number there.
  std::pair<Value, Value> findPanel(ElementEmitter &elements,
                                    Value column) const {
    if (n <= panel)
      return {elements.index(0), column};
    Value number = column;
    Value inPanel = elements.takeRemainder(number, panel);
    return {number, inPanel};
  }

private:
  /// A column is gathered once for so many.
  static constexpr int64_t kRowsOfDotTile = 64;

  void findNextStrip(int64_t bytes) {
    constexpr int64_t mostTiles = 32, lineBytes = 64;
    if (tilesOfBlock < 2 || tilesOfBlock > mostTiles || strips < 2)
      return;
    if (panel == columns()) {
      // Line by line: so the processor sees where it goes, and reads ahead.
      nextStrip = panel * k;
      fetchStride = fetchedOfStep = llvm::divideCeil(panel, tilesOfBlock);
      fetchedOfTile = fetchStride * k;
      return;
    }
    // Of a matrix in rows some lines of each.
    nextStrip = columns();
    fetchStride = panel;
    int64_t lines = llvm::divideCeil(columns() * bytes, lineBytes);
    fetchedOfTile = fetchedOfStep =
        llvm::divideCeil(lines, tilesOfBlock) * (lineBytes / bytes);
  }
};

/// Some rows of the left operand and of the result.
class Rows {
public:
  Rows(PackedMatmulOp op, TileEmitter &emitter, const Shape &shape,
       PointerEmitter &pointers, ArrayRef<Value> batch, Value first,
       int64_t count)
      : k(shape.k) {
    ElementEmitter &elements = emitter.elements;
    auto lhs = tensorOf(op.getLhs());
    Value memory = emitter.memory(op.getLhs());
    for (int64_t r = 0; r < count; ++r) {
      inResult.emplace_back(batch);
      elements.delinearize(elements.add(first, r), shape.rowAxes,
                           inResult.back());
      ValueRange indices = inResult.back();
      bool isBehind = shape.rowAxes.size() == 1 ||
                      lhs.getShape().drop_back() == shape.rowAxes;
      if (isBehind && r > 0)
        continue;
      SmallVector<Value> start =
          batchIndices(elements, op.getLhs(), 2, indices.drop_back());
      start.append({indices.back(), elements.index(0)});
      begins.push_back(pointers.at(memory, start));
    }
  }

  /// Pointers to the rows: one, where they lie one behind the other.
  ArrayRef<Value> pointersToRows() const { return begins; }

  /// Where an element of row `r` lies that is `offset` behind its pointer, of
  /// those that have moved together.
  std::pair<Value, int64_t> find(ValueRange moved, int64_t r,
                                 int64_t offset) const {
    if (moved.size() == 1)
      return {moved.front(), r * k + offset};
    return {moved[r], offset};
  }

  /// The indices of an element of the result.
  SmallVector<Value> at(int64_t r, Value column) const {
    SmallVector<Value> indices = inResult[r];
    indices.push_back(column);
    return indices;
  }

private:
  int64_t k;
  SmallVector<SmallVector<Value>> inResult;
  SmallVector<Value> begins;
};

/// Which tile of rows, in all and in its block, of which strip.
struct TilePosition {
  Value rowTile, inBlock, strip;
};

/// Where tile `number` of the strips of a matrix lies.
static TilePosition findTile(ElementEmitter &elements, const Shape &shape,
                             Value number) {
  int64_t count = shape.tiles.count, ofBlock = shape.tilesOfBlock;
  if (ofBlock == count) {
    Value rowTile = elements.takeRemainder(number, count);
    return {rowTile, rowTile, number};
  }
  Value block = number;
  Value inBlock = elements.takeRemainder(block, ofBlock * shape.strips);
  Value first = elements.multiply(block, ofBlock);
  Value tiles = elements.index(ofBlock);
  if (count % ofBlock != 0)
    tiles = elements.smaller(tiles,
                             elements.subtract(elements.index(count), first));
  Value strip = elements.divide(inBlock, tiles);
  Value rowTile = elements.remainder(inBlock, tiles);
  return {elements.add(first, rowTile), rowTile, strip};
}

/// What both kinds of tiles have in common.
class ProductTile {
protected:
  ProductTile(PackedMatmulOp op, TileEmitter &emitter, const Shape &shape,
              ArrayRef<Value> batch)
      : op(op), emitter(emitter), elements(emitter.elements),
        builder(elements.builder), location(elements.location), shape(shape),
        batch(batch), element(op.getType().getElementType()),
        type(VectorType::get({shape.lanes}, element)), bias(op),
        pointers(elements, element) {
    emitter.results = {bias.sum()};
  }

  Value zero() {
    return builder.create<arith::ConstantOp>(location,
                                             builder.getZeroAttr(type));
  }

  /// The first `count` lanes.
  Value maskOfFirst(int64_t count) {
    return builder.create<vector::CreateMaskOp>(
        location, VectorType::get({shape.lanes}, builder.getI1Type()),
        ValueRange(elements.index(count)));
  }

  Value load(Value from, int64_t offset, Value mask) {
    return mask ? pointers.load(from, offset, type, mask)
                : pointers.load(from, offset, type);
  }

  /// The element of the first row of the right operand in column `inPanel` of a
  /// panel.
  Value pointerToColumn(Value panel, Value inPanel) {
    SmallVector<Value> start = batchIndices(elements, op.getRhs(), 3, batch);
    start.append({panel, elements.index(0), inPanel});
    return pointers.at(emitter.memory(op.getRhs()), start);
  }

  PackedMatmulOp op;
  TileEmitter &emitter;
  ElementEmitter &elements;
  OpBuilder &builder;
  Location location;
  const Shape &shape;
  ArrayRef<Value> batch;
  Type element;
  VectorType type;
  Bias bias;
  PointerEmitter pointers;
};

/// Emits one tile of a strip.
class MatmulTile : ProductTile {
public:
  /// `rows` rows from `firstRow` on, the first `columns` columns of a strip.
  MatmulTile(PackedMatmulOp op, TileEmitter &emitter, const Shape &shape,
             ArrayRef<Value> batch, const TilePosition &at, Value firstRow,
             int64_t rows, int64_t columns)
      : ProductTile(op, emitter, shape, batch), count(rows),
        vectors(llvm::divideCeil(columns, shape.lanes)),
        rows(op, emitter, shape, pointers, batch, firstRow, rows) {
    findColumns(at.strip);
    if (int64_t tail = columns % shape.lanes)
      mask = maskOfFirst(tail);
    if (shape.nextStrip != 0)
      next =
          pointers.advance(pointers.advance(right, shape.nextStrip),
                           elements.multiply(at.inBlock, shape.fetchedOfTile));
  }

  void emit() {
    SmallVector<MovingPointer> operands = {{right, shape.panel}};
    for (Value row : rows.pointersToRows())
      operands.push_back({row, 1});
    if (next)
      operands.push_back({next, shape.fetchStride});
    SmallVector<Value> sums = sumProducts(
        emitter, pointers, {count, vectors}, shape.k, initialSums(), operands,
        [&](ValueRange at, int64_t k, MutableArrayRef<Value> sums) {
          addProducts(at, k, sums);
        });
    for (int64_t v = 0; v < vectors; ++v) {
      Value column = elements.add(firstColumn, v * shape.lanes);
      for (int64_t r = 0; r < count; ++r)
        emitter.store(sums[r * vectors + v], rows.at(r, column), maskOf(v));
    }
  }

private:
  Value maskOf(int64_t v) { return v + 1 == vectors ? mask : Value(); }

  /// The first column of the result, and the beginning of the strip.
  void findColumns(Value strip) {
    firstColumn = elements.multiply(strip, shape.columns());
    Value panel = strip, inPanel = elements.index(0);
    if (shape.panel != shape.columns())
      std::tie(panel, inPanel) = shape.findPanel(elements, firstColumn);
    right = pointerToColumn(panel, inPanel);
  }

  SmallVector<Value> initialSums() {
    if (!bias)
      return SmallVector<Value>(count * vectors, zero());
    return Bias::loadForEach(pointers,
                             bias.ofColumn(emitter, pointers, firstColumn),
                             count, vectors, [&](Value from, int64_t v) {
                               return load(from, v * shape.lanes, maskOf(v));
                             });
  }

  /// Adds products number `k` behind pointers, which have moved together.
  void addProducts(ValueRange at, int64_t k, MutableArrayRef<Value> sums) {
    if (next) {
      pointers.prefetch(at.back(), k * shape.fetchStride, shape.fetchedOfStep,
                        PointerEmitter::kSecondCache);
      at = at.drop_back();
    }
    Value right = at.front();
    ValueRange left = at.drop_front();
    if (shape.fetchesNextSteps)
      pointers.prefetch(right, (k + kStepsAhead) * shape.panel,
                        vectors * shape.lanes);
    SmallVector<Value> columns;
    for (int64_t v = 0; v < vectors; ++v) {
      int64_t offset = k * shape.panel + v * shape.lanes;
      // Packed panels are filled up with zeros.
      bool isWhole = !maskOf(v) || shape.panel % shape.lanes == 0;
      columns.push_back(load(right, offset, isWhole ? Value() : mask));
    }
    for (int64_t r = 0; r < count; ++r) {
      auto [row, offset] = rows.find(left, r, k);
      Value broadcast = pointers.broadcast(row, offset, type);
      for (int64_t v = 0; v < vectors; ++v) {
        Value &sum = sums[r * vectors + v];
        sum =
            builder.create<vector::FMAOp>(location, broadcast, columns[v], sum);
      }
    }
  }

  int64_t count, vectors;
  Rows rows;
  Value right, firstColumn;
  /// What this tile fetches of the next strip, if it does.
  Value next;
  /// Of the last vector, where it is no whole one.
  Value mask;
};

/// Emits the columns behind all strips, of some rows.
class DotTile : ProductTile {
public:
  DotTile(PackedMatmulOp op, TileEmitter &emitter, const Shape &shape,
          ArrayRef<Value> batch)
      : ProductTile(op, emitter, shape, batch),
        columns(shape.n - shape.inStrips),
        chunks(llvm::divideCeil(shape.k, shape.lanes)),
        isContiguous(shape.panel == 1 && shape.n == 1) {
    if (int64_t tail = shape.k % shape.lanes)
      mask = maskOfFirst(tail);
  }

  void emit(Value firstRow, int64_t count) {
    int64_t atOnce = shape.dotRows();
    findColumns();
    int64_t groups = count / atOnce, rest = count % atOnce;
    elements.forEach(
        elements.index(0), elements.index(groups), [&](Value group) {
          Value first =
              elements.add(firstRow, elements.multiply(group, atOnce));
          emitRows(first, atOnce);
        });
    if (rest != 0)
      emitRows(elements.add(firstRow, groups * atOnce), rest);
  }

private:
  /// Has the columns lie one behind the other, each filled up with zeros to
  /// whole vectors.
  void findColumns() {
    auto pointerTo = [&](int64_t column) {
      auto [panel, inPanel] =
          shape.findPanel(elements, elements.index(shape.inStrips + column));
      return pointerToColumn(panel, inPanel);
    };
    if (isContiguous) {
      right = pointerTo(0);
      return;
    }
    int64_t length = chunks * shape.lanes;
    right = pointers.begin(elements.scratch(columns * length, element));
    for (int64_t column = 0; column < columns; ++column) {
      Value to = pointers.advance(right, column * length);
      if (mask)
        pointers.store(zero(), to, length - shape.lanes);
      gather(pointerTo(column), to);
    }
  }

  /// Copies a column of a panel.
  void gather(Value from, Value to) {
    constexpr int64_t kAtOnce = 8;
    auto copy = [&](ArrayRef<Value> at, int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        pointers.store(pointers.load(at[0], i * shape.panel, element), at[1],
                       i);
    };
    SmallVector<Value> rest = repeat(
        elements, shape.k / kAtOnce, {from, to}, [&](SmallVector<Value> at) {
          copy(at, kAtOnce);
          return SmallVector<Value>{pointers.step(at[0], kAtOnce * shape.panel),
                                    pointers.step(at[1], kAtOnce)};
        });
    copy(rest, shape.k % kAtOnce);
  }

  void emitRows(Value first, int64_t count) {
    Rows rows(op, emitter, shape, pointers, batch, first, count);
    SmallVector<MovingPointer> operands = {{right, shape.lanes}};
    for (Value row : rows.pointersToRows())
      operands.push_back({row, shape.lanes});
    auto addProducts = [&](ValueRange at, int64_t chunk,
                           MutableArrayRef<Value> sums, Value mask) {
      for (int64_t r = 0; r < count; ++r) {
        auto [row, offset] = rows.find(at.drop_front(), r, chunk * shape.lanes);
        Value left = load(row, offset, mask);
        for (int64_t column = 0; column < columns; ++column) {
          Value &sum = sums[r * columns + column];
          Value factor =
              load(at.front(), (column * chunks + chunk) * shape.lanes,
                   isContiguous ? mask : Value());
          sum = builder.create<vector::FMAOp>(location, left, factor, sum);
        }
      }
    };
    // Whole vectors first; then the rest, at the pointers' ends.
    int64_t whole = shape.k / shape.lanes;
    SmallVector<Value> sums(count * columns, zero());
    sums = sumProducts(
        emitter, pointers, {count, columns}, whole, sums, operands,
        [&](ValueRange at, int64_t chunk, MutableArrayRef<Value> sums) {
          addProducts(at, chunk, sums, /*mask=*/{});
        });
    if (mask) {
      SmallVector<Value> begins = {right};
      llvm::append_range(begins, rows.pointersToRows());
      addProducts(begins, whole, sums, mask);
    }
    store(rows, count, sums);
  }

  void store(const Rows &rows, int64_t count, ArrayRef<Value> sums) {
    Value inResult = maskOfFirst(columns);
    SmallVector<Value> totals = addLanes(elements, sums);
    Value column = elements.index(shape.inStrips);
    Value initial;
    if (bias)
      initial = load(bias.ofColumn(emitter, pointers, column), 0, inResult);
    for (int64_t r = 0; r < count; ++r) {
      Value row = vectorOf(elements, type,
                           ArrayRef(totals).slice(r * columns, columns));
      if (bias)
        row = builder.create<arith::AddFOp>(location, initial, row);
      emitter.store(row, rows.at(r, column), inResult);
    }
  }

  /// Vectors of a column, of which the last one may be filled up.
  int64_t columns, chunks;
  /// Whether the right operand is the column.
  bool isContiguous;
  Value right;
  /// Of the last vector along K, where it is no whole one.
  Value mask;
};

struct PackedMatmulModel
    : ContractionOpInterface::ExternalModel<PackedMatmulModel, PackedMatmulOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &target) const {
    Shape shape(cast<PackedMatmulOp>(op), target);
    if (shape.inStrips == 0 && shape.n != 0)
      return {shape.grid(), std::min(shape.m, shape.dotRows()), shape.n};
    return {shape.grid(), shape.tiles.most(), shape.columns()};
  }

  int64_t getFlops(Operation *op) const {
    auto matmul = cast<PackedMatmulOp>(op);
    return 2 * matmul.getType().getNumElements() *
           tensorOf(matmul.getLhs()).getShape().back();
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    auto matmul = cast<PackedMatmulOp>(op);
    Shape shape(matmul, emitter.target);
    if (shape.grid() == 0)
      return;
    ElementEmitter &elements = emitter.elements;
    SmallVector<Value> batch;
    if (!shape.batch.empty()) {
      Value matrix = tile;
      tile = elements.takeRemainder(matrix, shape.tilesOfMatrix());
      elements.delinearize(matrix, shape.batch, batch);
    }
    int64_t inStrips = shape.stripTiles();
    auto emitStrips = [&] {
      emitTileOfStrip(matmul, emitter, shape, batch, tile);
    };
    auto emitDots = [&] {
      shape.dotTiles.emit(
          elements, elements.subtract(tile, inStrips),
          [&](Value first, int64_t rows) {
            DotTile(matmul, emitter, shape, batch).emit(first, rows);
          });
    };
    if (shape.dotTiles.count == 0)
      return emitStrips();
    if (inStrips == 0)
      return emitDots();
    elements.either(elements.builder.create<arith::CmpIOp>(
                        elements.location, arith::CmpIPredicate::ult, tile,
                        elements.index(inStrips)),
                    emitStrips, emitDots);
  }

private:
  static void emitTileOfStrip(PackedMatmulOp op, TileEmitter &emitter,
                              const Shape &shape, ArrayRef<Value> batch,
                              Value tile) {
    ElementEmitter &elements = emitter.elements;
    TilePosition at = findTile(elements, shape, tile);
    shape.tiles.emit(elements, at.rowTile, [&](Value first, int64_t rows) {
      auto emitColumns = [&](int64_t columns) {
        MatmulTile(op, emitter, shape, batch, at, first, rows, columns).emit();
      };
      int64_t last = shape.inStrips - (shape.strips - 1) * shape.columns();
      if (last == shape.columns() || shape.strips == 1)
        return emitColumns(last);
      Value isLast = elements.builder.create<arith::CmpIOp>(
          elements.location, arith::CmpIPredicate::eq, at.strip,
          elements.index(shape.strips - 1));
      elements.either(
          isLast, [&] { emitColumns(last); },
          [&] { emitColumns(shape.columns()); });
    });
  }
};
} // namespace

void dlc::codegen::attachMatmul(MLIRContext *context) {
  PackedMatmulOp::attachInterface<PackedMatmulModel>(*context);
}
