//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernels of recurrent cells.
//
// A tile is some rows of one block of units, with all their gates: the sums are
// held in accumulators over the whole of K, each step loading a vector of
// weights for each gate and broadcasting one element of each row of the state.
// Accumulators begin with what the gates have from outside. Where those of all
// gates do not fit, gates take turns, each turn with a matrix of its own in the
// packed weights: processors prefetch consecutive cache lines better than every
// second one. The gates and the new state are then computed from the sums, a
// row at a time.
//
// Tiles run down the rows of one block first, whose weights stay in cache, so
// that threads deal the units among them: over many steps, each core reads the
// same slice of the weights, which stays in its own cache.
//
//===----------------------------------------------------------------------===//

#include "../Loops/PayloadBuilder.h"
#include "../Lowerings.h"
#include "Pointers.h"
#include "RegisterTiles.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

namespace {
/// The sizes of a packed cell and of its tiles.
struct CellShape {
  /// Rows are numbered by `rowAxes`. A block of units is `parts` vectors;
  /// `atOnce` gates share a matrix of the weight, of which a block has `turns`.
  int64_t rows = 1, units, gates, depth, blocks, lanes, parts, turns, atOnce;
  ArrayRef<int64_t> rowAxes;
  RowTiles tiles;

  template <typename CellOp>
  CellShape(CellOp op, const VectorTarget &target)
      : CellShape(tensorOf(op.getNextHidden()), tensorOf(op.getGates()),
                  tensorOf(op.getWeight()), target) {}

private:
  CellShape(RankedTensorType result, RankedTensorType sums,
            RankedTensorType weight, const VectorTarget &target)
      : units(result.getShape().back()), gates(sums.getShape().end()[-2]),
        depth(weight.getDimSize(1)), blocks(sums.getShape().end()[-3]),
        rowAxes(result.getShape().drop_back()), tiles(0, 1) {
    for (int64_t size : rowAxes)
      rows *= size;
    // Layout assignment makes blocks of one vector; any other is cut into the
    // widest vectors that divide it.
    int64_t block = sums.getShape().back();
    lanes = std::min<int64_t>(target.lanes(result.getElementTypeBitWidth() / 8),
                              block & -block);
    parts = block / lanes;
    atOnce = weight.getDimSize(2) / block;
    turns = gates / atOnce;
    tiles = RowTiles(rows, cellTileRows(target, gates));
  }
};

/// What the cells have in common: one tile of it.
class CellTile {
public:
  /// `rows` rows from `firstRow` on, part number `part` of block `block`.
  CellTile(Operation *op, TileEmitter &emitter, const CellShape &shape,
           Value firstRow, int64_t rows, Value block, Value part)
      : emitter(emitter), elements(emitter.elements), shape(shape),
        firstRow(firstRow), rows(rows), block(block), builder(elements.builder),
        location(elements.location), payload{builder, location, op},
        type(VectorType::get({shape.lanes},
                             tensorOf(op->getResult(0)).getElementType())),
        pointers(elements, type.getElementType()) {
    inBlock = elements.multiply(part, shape.lanes);
    firstUnit = elements.add(
        elements.multiply(block, shape.parts * shape.lanes), inBlock);
    if (shape.units != shape.blocks * shape.parts * shape.lanes)
      mask = builder.create<vector::CreateMaskOp>(
          location, VectorType::get({shape.lanes}, builder.getI1Type()),
          ValueRange(
              elements.subtract(elements.index(shape.units), firstUnit)));
  }

  template <typename CellOp> void emit(CellOp cell) {
    SmallVector<Row> all;
    for (int64_t row = 0; row < rows; ++row)
      all.push_back(rowAt(elements.index(row)));
    int64_t step = gatesAtOnce(emitter.target, rows, shape.atOnce);
    // The sums of one row stay in registers. Those of several go to the stack,
    // from which one loop takes them row by row.
    Value stack;
    if (rows > 1)
      stack = elements.scratch(rows * shape.gates * shape.lanes,
                               type.getElementType());
    SmallVector<Value> ofRow;
    for (int64_t gate = 0, count; gate < shape.gates; gate += count) {
      count = std::min(step, shape.atOnce - gate % shape.atOnce);
      SmallVector<Value> sums = sumsOf(cell, all, gate, count);
      if (rows == 1) {
        ofRow.append(sums);
        continue;
      }
      for (auto [index, sum] : llvm::enumerate(sums))
        builder.create<vector::StoreOp>(
            location, sum, stack,
            elements.index(
                (index / count * shape.gates + gate + index % count) *
                shape.lanes));
    }
    if (rows == 1) {
      auto sumOf = [&](int64_t gate) { return ofRow[gate]; };
      const Row &row = all.front();
      return finish(cell, row, sumOf, candidate(cell, row, sumOf));
    }
    // Two loops: what one of them computes for a row is short enough for the
    // processor to begin the next row meanwhile.
    auto forEachRow = [&](function_ref<void(const Row &, Sums, Value)> body) {
      elements.forEach(elements.index(0), elements.index(rows), [&](Value row) {
        Value first = elements.multiply(row, shape.gates * shape.lanes);
        auto sumOf = [&](int64_t gate) -> Value {
          return builder.create<vector::LoadOp>(
              location, type, stack,
              ValueRange(elements.add(first, gate * shape.lanes)));
        };
        body(rowAt(row), sumOf, first);
      });
    };
    forEachRow([&](const Row &row, Sums sumOf, Value first) {
      builder.create<vector::StoreOp>(location, candidate(cell, row, sumOf),
                                      stack, first);
    });
    forEachRow([&](const Row &row, Sums sumOf, Value) {
      finish(cell, row, sumOf, sumOf(0));
    });
  }

private:
  /// The indices that number a row.
  using Row = SmallVector<Value>;
  /// The sum of a gate, in one row.
  using Sums = function_ref<Value(int64_t gate)>;

  //===--------------------------------------------------------------------===//
  // LSTM
  //===--------------------------------------------------------------------===//

  Value initialSum(PackedLstmCellOp cell, const Row &row, int64_t gate) {
    return gateOf(cell.getGates(), row, gate);
  }

  /// The new memory.
  Value candidate(PackedLstmCellOp cell, const Row &row, Sums sumOf) {
    Value i = buildSigmoid(payload, sumOf(0)),
          f = buildSigmoid(payload, sumOf(1));
    Value g = buildTanh(payload, sumOf(2));
    Value kept = builder.create<arith::MulFOp>(location, f,
                                               unitsOf(cell.getCell(), row));
    return payload.multiplyAdd(i, g, kept);
  }

  void finish(PackedLstmCellOp, const Row &row, Sums sumOf, Value next) {
    Value o = buildSigmoid(payload, sumOf(3));
    Value hidden =
        builder.create<arith::MulFOp>(location, o, buildTanh(payload, next));
    store(row, {hidden, next});
  }

  //===--------------------------------------------------------------------===//
  // GRU
  //===--------------------------------------------------------------------===//

  Value initialSum(PackedGruCellOp cell, const Row &row, int64_t gate) {
    if (gate < 2)
      return gateOf(cell.getGates(), row, gate);
    if (cell.getBias())
      return unitsOf(cell.getBias(), {});
    return zero();
  }

  Value candidate(PackedGruCellOp cell, const Row &row, Sums sumOf) {
    Value r = buildSigmoid(payload, sumOf(0));
    return buildTanh(
        payload,
        payload.multiplyAdd(r, sumOf(2), gateOf(cell.getGates(), row, 2)));
  }

  void finish(PackedGruCellOp cell, const Row &row, Sums sumOf, Value n) {
    Value z = buildSigmoid(payload, sumOf(1));
    // (1 - z) n + z h.
    Value change = builder.create<arith::SubFOp>(
        location, unitsOf(cell.getHidden(), row), n);
    store(row, payload.multiplyAdd(z, change, n));
  }

  //===--------------------------------------------------------------------===//
  // Both
  //===--------------------------------------------------------------------===//

  Value zero() {
    return builder.create<arith::ConstantOp>(location,
                                             builder.getZeroAttr(type));
  }

  Row rowAt(Value number) {
    Row row;
    elements.delinearize(elements.add(firstRow, number), shape.rowAxes, row);
    return row;
  }

  /// What a gate has from outside.
  Value gateOf(Value gates, Row row, int64_t gate) {
    row.append({block, elements.index(gate), inBlock});
    return builder.create<vector::LoadOp>(location, type, emitter.memory(gates),
                                          row);
  }

  /// The tile's units of a row of such.
  Value unitsOf(Value tensor, Row row) {
    Value memory = emitter.memory(tensor);
    row.push_back(firstUnit);
    if (!mask)
      return builder.create<vector::LoadOp>(location, type, memory, row);
    return builder.create<vector::MaskedLoadOp>(location, type, memory, row,
                                                mask, zero());
  }

  void store(Row row, ValueRange values) {
    row.push_back(firstUnit);
    emitter.store(values, row, mask);
  }

  /// The sums of `count` gates from `first` on, by row and gate.
  template <typename CellOp>
  SmallVector<Value> sumsOf(CellOp cell, ArrayRef<Row> all, int64_t first,
                            int64_t count) {
    SmallVector<Value> initial;
    for (const Row &row : all)
      for (int64_t gate = first; gate < first + count; ++gate)
        initial.push_back(initialSum(cell, row, gate));
    SmallVector<Value> start(all.front());
    start.push_back(elements.index(0));
    Value state = pointers.at(emitter.memory(cell.getHidden()), start);
    Value matrix = elements.add(elements.multiply(block, shape.turns),
                                first / shape.atOnce);
    int64_t inMatrix = first % shape.atOnce * shape.parts * shape.lanes;
    Value weights = pointers.at(
        emitter.memory(cell.getWeight()),
        {matrix, elements.index(0), elements.add(inBlock, inMatrix)});
    MovingPointer operands[] = {
        {state, 1}, {weights, shape.atOnce * shape.parts * shape.lanes}};
    return sumProducts(
        emitter, pointers, {rows, count}, shape.depth, initial, operands,
        [&](ValueRange at, int64_t k, MutableArrayRef<Value> sums) {
          addProducts(at[0], at[1], k, sums);
        });
  }

  /// Adds the products of element `k` of the state. Of its elements and the
  /// vectors of weights, the fewer are held in registers.
  void addProducts(Value state, Value weights, int64_t k,
                   MutableArrayRef<Value> sums) {
    int64_t count = static_cast<int64_t>(sums.size()) / rows;
    auto elementOf = [&](int64_t row) {
      return pointers.broadcast(state, row * shape.depth + k, type);
    };
    auto weightOf = [&](int64_t gate) {
      int64_t column = (k * shape.atOnce + gate) * shape.parts * shape.lanes;
      return pointers.load(weights, column, type);
    };
    auto addTo = [&](int64_t row, int64_t gate, Value element, Value weight) {
      Value &sum = sums[row * count + gate];
      sum = builder.create<vector::FMAOp>(location, element, weight, sum);
    };
    if (rows < count) {
      SmallVector<Value> elements;
      for (int64_t row = 0; row < rows; ++row)
        elements.push_back(elementOf(row));
      for (int64_t gate = 0; gate < count; ++gate) {
        Value weight = weightOf(gate);
        for (int64_t row = 0; row < rows; ++row)
          addTo(row, gate, elements[row], weight);
      }
      return;
    }
    SmallVector<Value> weight;
    for (int64_t gate = 0; gate < count; ++gate)
      weight.push_back(weightOf(gate));
    for (int64_t row = 0; row < rows; ++row) {
      Value element = elementOf(row);
      for (int64_t gate = 0; gate < count; ++gate)
        addTo(row, gate, element, weight[gate]);
    }
  }

  TileEmitter &emitter;
  ElementEmitter &elements;
  const CellShape &shape;
  Value firstRow;
  int64_t rows;
  Value block, inBlock, firstUnit;
  /// Of the last units, where blocks hold more than there are.
  Value mask;
  OpBuilder &builder;
  Location location;
  PayloadBuilder payload;
  VectorType type;
  PointerEmitter pointers;
};

template <typename CellOp>
struct CellModel
    : ContractionOpInterface::ExternalModel<CellModel<CellOp>, CellOp> {
  ContractionTiles getTiles(Operation *op, const VectorTarget &target) const {
    CellShape shape(cast<CellOp>(op), target);
    return {shape.blocks * shape.parts * shape.tiles.count, shape.tiles.most(),
            shape.atOnce * shape.lanes};
  }

  /// Of the product alone.
  int64_t getFlops(Operation *op) const {
    auto cell = cast<CellOp>(op);
    int64_t gates = tensorOf(cell.getGates()).getShape().end()[-2];
    return 2 * tensorOf(cell.getNextHidden()).getNumElements() * gates *
           tensorOf(cell.getWeight()).getDimSize(1);
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    auto cell = cast<CellOp>(op);
    CellShape shape(cell, emitter.target);
    ElementEmitter &elements = emitter.elements;
    if (shape.tiles.count == 0 || shape.blocks == 0)
      return;
    Value rowTile = elements.takeRemainder(tile, shape.tiles.count);
    Value part = elements.takeRemainder(tile, shape.parts);
    shape.tiles.emit(elements, rowTile, [&](Value first, int64_t rows) {
      CellTile(op, emitter, shape, first, rows, tile, part).emit(cell);
    });
  }
};
} // namespace

void dlc::codegen::attachRecurrent(MLIRContext *context) {
  PackedLstmCellOp::attachInterface<CellModel<PackedLstmCellOp>>(*context);
  PackedGruCellOp::attachInterface<CellModel<PackedGruCellOp>>(*context);
}
