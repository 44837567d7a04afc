//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernels of a module.
//
//===----------------------------------------------------------------------===//

#include "KernelTable.h"
#include "FlatKernel.h"
#include "KernelCost.h"
#include "KernelGrid.h"
#include "KernelGroups.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

std::string KernelTable::freshName(StringRef base) {
  std::string name = base.str();
  for (unsigned i = 1; !names.insert(name).second; ++i)
    name = (base + "_" + Twine(i)).str();
  return name;
}

/// "kernel_packed_matmul_add_relu": the operations that do something. The
/// prefix keeps clear of libm, which has a `tanh` of its own.
static std::string nameOf(kernel::FuncOp kernel) {
  std::string name = "kernel";
  auto operations = kernel.getBody().front().without_terminator();
  for (Operation &op : operations) {
    if (isRecomputed(&op) && !llvm::hasSingleElement(operations))
      continue;
    name += '_';
    name += op.getName().stripDialect();
    if (name.size() > 48)
      break;
  }
  return name;
}

/// Multiplications and additions of contractions.
static int64_t flopsOf(kernel::FuncOp kernel) {
  int64_t flops = 0;
  for (Operation &op : kernel.getBody().front())
    if (auto contraction = dyn_cast<ContractionOpInterface>(op))
      flops += contraction.getFlops();
    else if (auto element = dyn_cast<ElementOpInterface>(op))
      flops += element.getFlops();
  return flops;
}

KernelUse KernelTable::get(Operation *op, ArrayRef<Value> inputs) {
  builder.setInsertionPointToEnd(module.getBody());
  Location location = op->getLoc();
  auto kernel = builder.create<kernel::FuncOp>(
      location, "kernel",
      builder.getFunctionType(TypeRange(ValueRange(inputs)),
                              op->getResultTypes()),
      /*arg_attrs=*/ArrayAttr(), /*res_attrs=*/ArrayAttr(),
      /*grid=*/uint64_t(0), /*checks=*/IntegerAttr(),
      /*tile=*/DenseI64ArrayAttr(), /*flops=*/IntegerAttr(),
      /*bytes=*/IntegerAttr(), /*cost=*/IntegerAttr(), /*runs_once=*/false,
      /*by_rows=*/false);
  Block *block = builder.createBlock(&kernel.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    mapping.map(input, block->addArgument(input.getType(), location));
  builder.setInsertionPointToEnd(block);
  SmallVector<Value> results;
  if (auto fused = dyn_cast<graph::FusedOp>(op)) {
    for (auto [argument, input] :
         llvm::zip(fused.getBody().getArguments(), fused.getInputs()))
      mapping.map(argument, mapping.lookup(input));
    for (Operation &inner : fused.getBody().front().without_terminator())
      builder.clone(inner, mapping);
    for (Value value : fused.getYield().getValues())
      results.push_back(mapping.lookup(value));
  } else {
    results =
        llvm::to_vector_of<Value>(builder.clone(*op, mapping)->getResults());
  }
  int64_t checks = llvm::count_if(*block, [](Operation &inner) {
    return inner.hasTrait<graph::MayFail>();
  });
  builder.create<kernel::ReturnOp>(location, results);
  KernelUse use{kernel, std::nullopt, std::nullopt};
  if (estimate)
    use.cost = costOf(kernel, target);
  use.rows = flattenPointwise(kernel, target);
  if (ContractionOpInterface contraction = contractionOf(kernel)) {
    ContractionTiles tiles = contraction.getTiles(target);
    kernel.setGrid(tiles.grid);
    kernel.setTile(ArrayRef({tiles.tileRows, tiles.tileColumns}));
  } else {
    kernel.setGrid(gridOf(kernel, target));
  }
  if (!kernel.getByRows())
    kernel.setCost(use.cost);
  if (checks != 0)
    kernel.setChecks(checks);
  if (int64_t flops = flopsOf(kernel))
    kernel.setFlops(flops);
  kernel.setBytes(bytesMovedBy(kernel));

  // Without positions, equal text is equal structure.
  std::string structure;
  llvm::raw_string_ostream stream(structure);
  kernel->print(stream, OpPrintingFlags().useLocalScope());
  auto [entry, isNew] = byStructure.try_emplace(structure, kernel);
  if (isNew) {
    kernel.setName(freshName(nameOf(kernel)));
    return use;
  }
  kernel.erase();
  use.kernel = entry->second;
  return use;
}
