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
// The gates and the new state are then computed in registers. Accumulators
// begin with what the gates have from outside.
//
// Tiles run down the rows of one block first, whose weights stay in cache, so
// that threads deal the units among them: over many steps, each core reads the
// same slice of the weights, which stays in its own cache.
//
//===----------------------------------------------------------------------===//

#include "../Loops/PayloadBuilder.h"
#include "../Lowerings.h"
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
  /// Rows are numbered by `rowAxes`. A block of units is `parts` vectors.
  int64_t rows = 1, units, gates, depth, blocks, lanes, parts;
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
        depth(weight.getDimSize(1)), blocks(weight.getDimSize(0)),
        rowAxes(result.getShape().drop_back()), tiles(0, 1) {
    for (int64_t size : rowAxes)
      rows *= size;
    // Layout assignment makes blocks of one vector; any other is cut into the
    // widest vectors that divide it.
    int64_t block = sums.getShape().back();
    lanes = std::min<int64_t>(target.lanes(result.getElementTypeBitWidth() / 8),
                              block & -block);
    parts = block / lanes;
    tiles = RowTiles(rows, cellTileRows(target, gates));
  }
};

/// Emits one tile of a cell.
class CellTile {
public:
  /// `rows` rows from `firstRow` on, part number `part` of block `block`.
  CellTile(Operation *op, TileEmitter &emitter, const CellShape &shape,
           Value firstRow, int64_t rows, Value block, Value part)
      : op(op), emitter(emitter), shape(shape), block(block),
        builder(emitter.elements.builder), location(emitter.elements.location),
        payload{builder, location, op} {
    for (int64_t row = 0; row < rows; ++row) {
      SmallVector<Value> indices;
      delinearize(emitter.elements, add(firstRow, row), shape.rowAxes, indices);
      rowIndices.push_back(indices);
    }
    inBlock = multiply(part, shape.lanes);
    firstUnit = builder.create<arith::AddIOp>(
        location, multiply(block, shape.parts * shape.lanes), inBlock);
    type = VectorType::get({shape.lanes},
                           tensorOf(op->getResult(0)).getElementType());
    if (shape.units % shape.lanes != 0)
      mask = builder.create<vector::CreateMaskOp>(
          location, VectorType::get({shape.lanes}, builder.getI1Type()),
          ValueRange(builder.create<arith::SubIOp>(
              location, emitter.elements.index(shape.units), firstUnit)));
  }

  void emit(PackedLstmCellOp cell) {
    SmallVector<Value> initial;
    for (size_t row = 0; row < rowIndices.size(); ++row)
      for (int64_t gate = 0; gate < 4; ++gate)
        initial.push_back(gateOf(cell.getGates(), row, gate));
    SmallVector<Value> sums =
        product(cell.getHidden(), cell.getWeight(), initial);
    for (size_t row = 0; row < rowIndices.size(); ++row) {
      ArrayRef<Value> gates = ArrayRef(sums).slice(row * 4, 4);
      Value i = buildSigmoid(payload, gates[0]);
      Value f = buildSigmoid(payload, gates[1]);
      Value g = buildTanh(payload, gates[2]);
      Value o = buildSigmoid(payload, gates[3]);
      Value next = payload.multiplyAdd(
          i, g, multiply(f, unitsOf(cell.getCell(), rowIndices[row])));
      store(row, {multiply(o, buildTanh(payload, next)), next});
    }
  }

  void emit(PackedGruCellOp cell) {
    Value bias = cell.getBias() ? unitsOf(cell.getBias(), {})
                                : builder.create<arith::ConstantOp>(
                                      location, builder.getZeroAttr(type));
    SmallVector<Value> initial;
    for (size_t row = 0; row < rowIndices.size(); ++row) {
      initial.push_back(gateOf(cell.getGates(), row, 0));
      initial.push_back(gateOf(cell.getGates(), row, 1));
      initial.push_back(bias);
    }
    SmallVector<Value> sums =
        product(cell.getHidden(), cell.getWeight(), initial);
    for (size_t row = 0; row < rowIndices.size(); ++row) {
      ArrayRef<Value> gates = ArrayRef(sums).slice(row * 3, 3);
      Value r = buildSigmoid(payload, gates[0]);
      Value z = buildSigmoid(payload, gates[1]);
      Value n = buildTanh(
          payload,
          payload.multiplyAdd(r, gates[2], gateOf(cell.getGates(), row, 2)));
      // (1 - z) n + z h.
      Value change = builder.create<arith::SubFOp>(
          location, unitsOf(cell.getHidden(), rowIndices[row]), n);
      store(row, payload.multiplyAdd(z, change, n));
    }
  }

private:
  Value add(Value value, int64_t summand) {
    return builder.create<arith::AddIOp>(location, value,
                                         emitter.elements.index(summand));
  }
  Value multiply(Value value, int64_t factor) {
    return builder.create<arith::MulIOp>(location, value,
                                         emitter.elements.index(factor));
  }
  Value multiply(Value lhs, Value rhs) {
    return builder.create<arith::MulFOp>(location, lhs, rhs);
  }

  /// What a gate has from outside.
  Value gateOf(Value gates, size_t row, int64_t gate) {
    SmallVector<Value> indices = rowIndices[row];
    indices.append({block, emitter.elements.index(gate), inBlock});
    return builder.create<vector::LoadOp>(location, type, emitter.memory(gates),
                                          indices);
  }

  /// The tile's units of a row of such.
  Value unitsOf(Value tensor, SmallVector<Value> indices) {
    Value memory = emitter.memory(tensor);
    indices.push_back(firstUnit);
    if (!mask)
      return builder.create<vector::LoadOp>(location, type, memory, indices);
    Value zero =
        builder.create<arith::ConstantOp>(location, builder.getZeroAttr(type));
    return builder.create<vector::MaskedLoadOp>(location, type, memory, indices,
                                                mask, zero);
  }

  void store(size_t row, ValueRange values) {
    SmallVector<Value> indices = rowIndices[row];
    indices.push_back(firstUnit);
    emitter.store(values, indices, mask);
  }

  /// Adds the product of the state and the weight to sums by row and gate.
  SmallVector<Value> product(Value hidden, Value weight, ValueRange initial) {
    Value state = emitter.memory(hidden), weights = emitter.memory(weight);
    int64_t sets = accumulatorSets(emitter.target, initial.size(), shape.depth);
    return sumProducts(
        emitter.elements, shape.depth, sets, initial,
        [&](Value k, MutableArrayRef<Value> sums) {
          SmallVector<Value> elements;
          for (SmallVector<Value> indices : rowIndices) {
            indices.push_back(k);
            elements.push_back(builder.create<vector::BroadcastOp>(
                location, type,
                builder.create<memref::LoadOp>(location, state, indices)));
          }
          int64_t blockSize = shape.parts * shape.lanes;
          for (int64_t gate = 0; gate < shape.gates; ++gate) {
            Value vector = builder.create<vector::LoadOp>(
                location, type, weights,
                ValueRange{block, k, add(inBlock, gate * blockSize)});
            for (auto [row, element] : llvm::enumerate(elements)) {
              Value &sum = sums[row * shape.gates + gate];
              sum =
                  builder.create<vector::FMAOp>(location, element, vector, sum);
            }
          }
        });
  }

  Operation *op;
  TileEmitter &emitter;
  const CellShape &shape;
  Value block, inBlock, firstUnit;
  /// Of the last units, where they are no whole vector.
  Value mask;
  OpBuilder &builder;
  Location location;
  PayloadBuilder payload;
  VectorType type;
  SmallVector<SmallVector<Value>> rowIndices;
};

template <typename CellOp>
struct CellModel
    : ContractionOpInterface::ExternalModel<CellModel<CellOp>, CellOp> {
  int64_t getGrid(Operation *op, const VectorTarget &target) const {
    CellShape shape(cast<CellOp>(op), target);
    return shape.blocks * shape.parts * shape.tiles.count;
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
    Value rowTile = takeRemainder(elements, tile, shape.tiles.count);
    Value part = takeRemainder(elements, tile, shape.parts);
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
