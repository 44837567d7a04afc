//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the work of a kernel is cut into tiles.
//
//===----------------------------------------------------------------------===//

#include "KernelGrid.h"
#include "Movement.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

/// Operand elements that one tile of a loop reads, about: enough to make
/// handing it out cheap, few enough to deal evenly.
static constexpr int64_t kElementsOfTile = 4096;

ContractionOpInterface dlc::codegen::contractionOf(kernel::FuncOp kernel) {
  for (Operation &op : llvm::reverse(kernel.getBody().front()))
    if (auto contraction = dyn_cast<ContractionOpInterface>(op))
      return contraction;
  return {};
}

RowOpInterface dlc::codegen::rowOpOf(kernel::FuncOp kernel) {
  return kernel.getResultValues().front().getDefiningOp<RowOpInterface>();
}

SmallVector<ElementOpInterface, 2>
dlc::codegen::alignedOpsOf(kernel::FuncOp kernel) {
  SmallVector<ElementOpInterface, 2> aligned;
  llvm::SetVector<Operation *> visited;
  auto visit = [&](Value value) {
    if (Operation *op = value.getDefiningOp())
      visited.insert(op);
  };
  llvm::for_each(kernel.getResultValues(), visit);
  for (size_t i = 0; i < visited.size(); ++i) {
    if (isa<PayloadOpInterface>(visited[i]))
      llvm::for_each(visited[i]->getOperands(), visit);
    else if (auto element = dyn_cast<ElementOpInterface>(visited[i]))
      aligned.push_back(element);
  }
  return aligned;
}

ElementOpInterface dlc::codegen::columnOpOf(kernel::FuncOp kernel) {
  for (ElementOpInterface op : alignedOpsOf(kernel))
    if (op.hasColumns())
      return op;
  return {};
}

/// Rows along the last axis one by one, others side by side.
static int64_t rowTiles(RowOpInterface op) {
  auto type = graph::tensorOf(op->getResult(0));
  int64_t axis = op.getRowAxis(), last = type.getRank() - 1;
  // What may fail does so without elements, too.
  if (type.getDimSize(axis) == 0 && !op->hasTrait<graph::MayFail>())
    return 0;
  int64_t tiles = op.getPartsOfRow();
  for (auto [along, size] : llvm::enumerate(type.getShape()))
    if (static_cast<int64_t>(along) != axis)
      tiles *= static_cast<int64_t>(along) == last
                   ? llvm::divideCeil(size, kColumnsOfTile)
                   : size;
  return tiles;
}

int64_t dlc::codegen::widestElementOf(kernel::FuncOp kernel) {
  int64_t bytes = 1;
  auto widen = [&](Value value) {
    Type element = memoryType(graph::tensorOf(value).getElementType());
    bytes = std::max<int64_t>(bytes, element.getIntOrFloatBitWidth() / 8);
  };
  llvm::for_each(kernel.getBody().getArguments(), widen);
  for (Operation &op : kernel.getBody().front())
    llvm::for_each(op.getResults(), widen);
  return bytes;
}

int64_t dlc::codegen::lanesOf(kernel::FuncOp kernel,
                              const graph::VectorTarget &target) {
  ArrayRef<int64_t> shape = kernel.getResultShape();
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    auto element = dyn_cast<ElementOpInterface>(op);
    if (!isa<PayloadOpInterface, graph::ConstantOp>(op) &&
        (!element || !element.keepsLanes()))
      return 0;
  }
  int64_t lanes = target.lanes(widestElementOf(kernel));
  bool isShort = !shape.empty() && shape.back() % lanes == 0 &&
                 shape.back() <= kMostVectors * lanes;
  return isShort ? lanes : 0;
}

LoopGrid dlc::codegen::loopGrid(kernel::FuncOp kernel,
                                const graph::VectorTarget &target) {
  auto type = cast<RankedTensorType>(kernel.getResultTypes().front());
  int64_t cost = 1;
  for (Operation &op : kernel.getBody().front())
    if (auto element = dyn_cast<ElementOpInterface>(op))
      cost = std::max(cost, element.getElementsRead());
  int64_t budget = std::max<int64_t>(kElementsOfTile / cost, 1);

  // The fewest leading axes that leave a tile within the budget.
  LoopGrid grid;
  ArrayRef<int64_t> shape = type.getShape();
  if (kernel.getByRows()) {
    grid.leading = 1;
    return grid;
  }
  int64_t inner = type.getNumElements();
  if (inner == 0) {
    grid.tiles = 0;
    return grid;
  }
  bool hasLanes = lanesOf(kernel, target) != 0;
  if (columnOpOf(kernel) && !hasLanes) {
    // A few tiles for the threads where rows are short.
    grid.leading = type.getRank() - 1;
    grid.chunk = shape.back() >= 4 * kColumnsOfTile ? kColumnsOfTile : 64;
    grid.tiles =
        inner / shape.back() * llvm::divideCeil(shape.back(), grid.chunk);
    return grid;
  }
  while (inner > budget && grid.leading + 1 < type.getRank()) {
    inner /= shape[grid.leading];
    grid.tiles *= shape[grid.leading];
    ++grid.leading;
  }
  if (inner > budget && !hasLanes) {
    grid.chunk = budget;
    grid.tiles *= (inner + budget - 1) / budget;
  }
  return grid;
}

int64_t dlc::codegen::gridOf(kernel::FuncOp kernel,
                             const graph::VectorTarget &target) {
  if (RowOpInterface rows = rowOpOf(kernel))
    return rowTiles(rows);
  if (auto movement = Movement::match(kernel, target))
    return movement->grid();
  return loopGrid(kernel, target).tiles;
}

void dlc::codegen::setLaunchAttributes(Operation *function,
                                       kernel::FuncOp kernel) {
  function->setAttr(kGridAttr, kernel.getGridAttr());
  if (IntegerAttr cost = kernel.getCostAttr())
    function->setAttr(kCostAttr, cost);
  if (contractionOf(kernel))
    function->setAttr(kReversibleAttr, UnitAttr::get(function->getContext()));
}
