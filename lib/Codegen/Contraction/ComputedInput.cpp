//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ComputedInput.h"
#include "../Prologue.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

ComputedInput::ComputedInput(BlockedConv2dOp op, TileEmitter &emitter,
                             PointerEmitter &pointers,
                             const ConvolutionShape &shape)
    : op(op), emitter(emitter), pointers(pointers), shape(shape),
      begin(pointers.begin(emitter.elements.scratch(
          shape.blocksOfInputs() * shape.planeOfInput(),
          tensorOf(op.getInput()).getElementType()))) {}

SmallVector<Value> ComputedInput::sources() {
  SmallVector<Value> memories;
  llvm::SetVector<Operation *> prologue = prologueOf(op);
  for (BlockArgument argument : op->getBlock()->getArguments())
    if (argument.getType() == op.getInput().getType() &&
        llvm::any_of(argument.getUsers(),
                     [&](Operation *user) { return prologue.contains(user); }))
      memories.push_back(emitter.memory(argument));
  return memories;
}

Value ComputedInput::find(const GridPosition &at, Value y, Value x) {
  ElementEmitter &elements = emitter.elements;
  return pointers.advance(
      begin, elements.multiply(shape.positionInChunk(elements, at, y, x),
                               shape.inputBlock));
}

void ComputedInput::compute(const GridPosition &at) {
  ElementEmitter &elements = emitter.elements;
  Location location = elements.location;
  // All panels of a chunk come one after another.
  Value inGroup = elements.remainder(at.panel, shape.grid.panelsPerGroup());
  Value isLater = elements.builder.create<arith::CmpIOp>(
      location, arith::CmpIPredicate::ne, inGroup, elements.index(0));
  Value isThere = elements.builder.create<arith::AndIOp>(
      location, emitter.continues, isLater);
  auto computeBlock = [&](Value block) {
    shape.grid.forEachRow(elements, at, [&](Value y) {
      forEachTile(elements, shape.runs, at.firstTile, at.lastTile,
                  [&](const TileRun &run, Value x) {
                    computeTile(at, block, y, x, run.positions);
                  });
    });
  };
  elements.either(
      isThere, [] {},
      [&] {
        elements.forEach(elements.index(0),
                         elements.index(shape.blocksOfInputs()), computeBlock);
      });
}

void ComputedInput::computeTile(const GridPosition &at, Value block, Value y,
                                Value x, int64_t positions) {
  ElementEmitter &elements = emitter.elements;
  Value to = pointers.advance(find(at, y, x),
                              elements.multiply(block, shape.planeOfInput()));
  // One value for all positions, so that what they share is loaded once.
  Value channel = elements.index(0);
  for (int64_t p = 0; p < positions; ++p) {
    Value vector = elements.vector(
        op.getInput(), {at.image, block, y, elements.add(x, p), channel},
        shape.inputBlock, /*mask=*/nullptr);
    pointers.store(vector, to, p * shape.inputBlock);
  }
}
