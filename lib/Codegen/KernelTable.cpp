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
#include "KernelGrid.h"
#include "KernelGroups.h"
#include "dlc/Codegen/Emitters.h"

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
static std::string nameOf(ArrayRef<Operation *> operations) {
  std::string name = "kernel";
  for (Operation *op : operations) {
    if (isRecomputed(op) && operations.size() > 1)
      continue;
    name += '_';
    name += op->getName().stripDialect();
    if (name.size() > 48)
      break;
  }
  return name;
}

kernel::FuncOp KernelTable::get(Value result, ArrayRef<Value> inputs,
                                ArrayRef<Operation *> operations) {
  builder.setInsertionPointToEnd(module.getBody());
  Location location = operations.back()->getLoc();
  auto kernel = builder.create<kernel::FuncOp>(
      location, "kernel",
      builder.getFunctionType(TypeRange(ValueRange(inputs)), result.getType()),
      /*arg_attrs=*/ArrayAttr(), /*res_attrs=*/ArrayAttr(),
      /*grid=*/uint64_t(0),
      /*checks=*/IntegerAttr(), /*flops=*/IntegerAttr());
  Block *block = builder.createBlock(&kernel.getBody());
  IRMapping mapping;
  for (Value input : inputs)
    mapping.map(input, block->addArgument(input.getType(), location));
  builder.setInsertionPointToEnd(block);
  int64_t checks = 0;
  for (Operation *op : operations) {
    builder.clone(*op, mapping);
    auto element = dyn_cast<ElementOpInterface>(op);
    checks += element && element.hasCheck();
  }
  builder.create<kernel::ReturnOp>(location, mapping.lookup(result));
  kernel.setGrid(gridOf(kernel, target));
  if (checks != 0)
    kernel.setChecks(checks);
  if (ContractionOpInterface contraction = contractionOf(kernel))
    kernel.setFlops(contraction.getFlops());

  // Without positions, equal text is equal structure.
  std::string structure;
  llvm::raw_string_ostream stream(structure);
  kernel->print(stream, OpPrintingFlags().useLocalScope());
  auto [entry, isNew] = byStructure.try_emplace(structure, kernel);
  if (!isNew) {
    kernel.erase();
    return entry->second;
  }
  kernel.setName(freshName(nameOf(operations)));
  return kernel;
}
