//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The micro-kernel of convolutions over a padded input into channel blocks.
//
// A tile is `rows` neighbouring positions of one output row times `vectors`
// blocks of output channels, held in accumulators over input channels and
// taps: each step loads the filter's vectors and broadcasts one input element
// for each position. A grid tile is one output row of one group of blocks.
//
//===----------------------------------------------------------------------===//

#include "../Lowerings.h"
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
struct BlockedConv2dModel
    : ContractionOpInterface::ExternalModel<BlockedConv2dModel,
                                            BlockedConv2dOp> {
  int64_t getGrid(Operation *op, const VectorTarget &) const {
    auto conv = cast<BlockedConv2dOp>(op);
    auto filter = tensorOf(conv.getFilter());
    ArrayRef<int64_t> result = conv.getType().getShape();
    return result[0] * filter.getDimSize(0) * result[2];
  }

  int64_t getFlops(Operation *op) const {
    auto conv = cast<BlockedConv2dOp>(op);
    auto filter = tensorOf(conv.getFilter());
    ArrayRef<int64_t> result = conv.getType().getShape();
    return 2 * result[0] * result[2] * result[3] * filter.getNumElements();
  }

  void emitTile(Operation *op, TileEmitter &emitter, Value tile) const {
    auto conv = cast<BlockedConv2dOp>(op);
    OpBuilder &builder = emitter.elements.builder;
    Location location = emitter.elements.location;
    auto filter = tensorOf(conv.getFilter());
    ArrayRef<int64_t> result = conv.getType().getShape();
    auto constant = [&](int64_t value) {
      return emitter.elements.index(value);
    };
    // tile = (image * groups + group) * height + y.
    Value height = constant(result[2]);
    Value groups = constant(filter.getDimSize(0));
    Value y = builder.create<arith::RemUIOp>(location, tile, height);
    Value rest = builder.create<arith::DivUIOp>(location, tile, height);
    Value group = builder.create<arith::RemUIOp>(location, rest, groups);
    Value image = builder.create<arith::DivUIOp>(location, rest, groups);

    int64_t width = result[3];
    int64_t positions = positionsPerTile(conv, emitter.target);
    int64_t whole = width / positions;
    auto emit = [&](Value x, int64_t count) {
      emitPositions(conv, emitter, image, group, y, x, count);
    };
    if (whole == 1) {
      emit(constant(0), positions);
    } else if (whole > 1) {
      emitter.elements.forEach(constant(0), constant(whole), [&](Value index) {
        emit(
            builder.create<arith::MulIOp>(location, index, constant(positions)),
            positions);
      });
    }
    if (int64_t tail = width % positions)
      emit(constant(whole * positions), tail);
  }

private:
  static int64_t positionsPerTile(BlockedConv2dOp conv,
                                  const VectorTarget &target) {
    auto filter = tensorOf(conv.getFilter());
    return convolutionTile(target, filter.getElementTypeBitWidth() / 8,
                           filter.getDimSize(0) * filter.getDimSize(4),
                           conv.getType().getDimSize(3))
        .rows;
  }

  static void emitPositions(BlockedConv2dOp conv, TileEmitter &emitter,
                            Value image, Value group, Value y, Value x,
                            int64_t positions) {
    ElementEmitter &elements = emitter.elements;
    OpBuilder &builder = elements.builder;
    Location location = elements.location;
    auto filterType = tensorOf(conv.getFilter());
    ArrayRef<int64_t> filterShape = filterType.getShape();
    int64_t block = conv.getChannelBlock();
    int64_t vectors = filterShape[4] / block;
    auto vectorType = VectorType::get({block}, filterType.getElementType());
    Value input = emitter.memory(conv.getInput());
    Value filter = emitter.memory(conv.getFilter());
    ArrayRef<int64_t> strides = conv.getStrides();
    ArrayRef<int64_t> dilations = conv.getDilations();
    auto constant = [&](int64_t value) { return elements.index(value); };
    // base * scale + tap * dilation.
    auto position = [&](Value base, int64_t scale, Value tap,
                        int64_t dilation) -> Value {
      Value scaled =
          builder.create<arith::MulIOp>(location, base, constant(scale));
      Value moved =
          builder.create<arith::MulIOp>(location, tap, constant(dilation));
      return builder.create<arith::AddIOp>(location, scaled, moved);
    };

    Value zero = builder.create<arith::ConstantOp>(
        location, builder.getZeroAttr(vectorType));
    using Values = SmallVector<Value>;
    auto step = [&](Value channel, Value ky, Value kx,
                    ValueRange carried) -> Values {
      Values weights, next(carried);
      for (int64_t v = 0; v < vectors; ++v)
        weights.push_back(builder.create<vector::LoadOp>(
            location, vectorType, filter,
            ValueRange{group, channel, ky, kx, constant(v * block)}));
      Value inputY = position(y, strides[0], ky, dilations[0]);
      Value inputX = position(x, strides[1], kx, dilations[1]);
      for (int64_t p = 0; p < positions; ++p) {
        Value shifted = builder.create<arith::AddIOp>(location, inputX,
                                                      constant(p * strides[1]));
        Value element = builder.create<memref::LoadOp>(
            location, input, ValueRange{image, channel, inputY, shifted});
        Value broadcast =
            builder.create<vector::BroadcastOp>(location, vectorType, element);
        for (int64_t v = 0; v < vectors; ++v) {
          Value &sum = next[p * vectors + v];
          sum = builder.create<vector::FMAOp>(location, broadcast, weights[v],
                                              sum);
        }
      }
      return next;
    };
    Values initial(positions * vectors, zero);
    Values sums = elements.reduce(
        filterShape[1], initial, [&](Value channel, ValueRange a) {
          return elements.reduce(
              filterShape[2], a, [&](Value ky, ValueRange b) {
                return elements.reduce(filterShape[3], b,
                                       [&](Value kx, ValueRange c) {
                                         return step(channel, ky, kx, c);
                                       });
              });
        });

    Value firstBlock =
        builder.create<arith::MulIOp>(location, group, constant(vectors));
    for (int64_t v = 0; v < vectors; ++v) {
      Value channelBlock =
          builder.create<arith::AddIOp>(location, firstBlock, constant(v));
      for (int64_t p = 0; p < positions; ++p) {
        Value column = builder.create<arith::AddIOp>(location, x, constant(p));
        emitter.store(sums[p * vectors + v],
                      {image, channelBlock, y, column, constant(0)},
                      /*mask=*/nullptr);
      }
    }
  }
};
} // namespace

void dlc::codegen::attachConvolution(MLIRContext *context) {
  BlockedConv2dOp::attachInterface<BlockedConv2dModel>(*context);
}
