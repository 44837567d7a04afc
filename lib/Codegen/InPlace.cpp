//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels that write their result over one of their inputs.
//
// All elements that the results need at a position are read before these are
// stored, be it in a loop of scalars or as a vector of a contraction's
// epilogue. So what pointwise operations alone read, and read for the result
// without a detour through a window or an axis, may lie where the result goes.
//
//===----------------------------------------------------------------------===//

#include "InPlace.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

/// The pointwise operations computed at the positions of the results.
static llvm::SetVector<Operation *> pointwiseOpsOf(ValueRange results) {
  llvm::SetVector<Operation *> found;
  auto visit = [&](Value value) {
    if (auto op = value.getDefiningOp<PayloadOpInterface>())
      found.insert(op);
  };
  llvm::for_each(results, visit);
  for (size_t i = 0; i < found.size(); ++i)
    llvm::for_each(found[i]->getOperands(), visit);
  return found;
}

static bool haveSameMemory(RankedTensorType a, RankedTensorType b) {
  return a.getShape() == b.getShape() &&
         memoryType(a.getElementType()) == memoryType(b.getElementType());
}

/// How the block that computes `results` reads its argument for the result of
/// type `written`.
static Reading readingOf(BlockArgument argument, ValueRange results,
                         RankedTensorType written) {
  if (!haveSameMemory(graph::tensorOf(argument), written))
    return Reading::Elsewhere;
  llvm::SetVector<Operation *> pointwise = pointwiseOpsOf(results);
  if (llvm::none_of(argument.getUsers(),
                    [&](Operation *user) { return pointwise.contains(user); }))
    return Reading::Elsewhere;
  llvm::DenseSet<Value> depends = {argument};
  for (Operation &op : argument.getOwner()->without_terminator()) {
    if (llvm::none_of(op.getOperands(),
                      [&](Value operand) { return depends.contains(operand); }))
      continue;
    if (!pointwise.contains(&op))
      return Reading::Again;
    depends.insert(op.result_begin(), op.result_end());
  }
  return Reading::InPlace;
}

Reading dlc::codegen::readingOf(kernel::FuncOp kernel, unsigned index,
                                unsigned result) {
  return ::readingOf(kernel.getBody().getArgument(index),
                     kernel.getResultValues(),
                     cast<RankedTensorType>(kernel.getResultTypes()[result]));
}

Reading dlc::codegen::readingOf(Operation *op, Value operand, unsigned result) {
  if (llvm::count(op->getOperands(), operand) != 1)
    return Reading::Again;
  RankedTensorType written = graph::tensorOf(op->getResult(result));
  if (auto fused = dyn_cast<graph::FusedOp>(op)) {
    auto index = llvm::find(fused.getInputs(), operand).getIndex();
    return ::readingOf(fused.getBody().getArgument(unsigned(index)),
                       fused.getYield().getValues(), written);
  }
  return isa<PayloadOpInterface>(op) &&
                 haveSameMemory(graph::tensorOf(operand), written)
             ? Reading::InPlace
             : Reading::Elsewhere;
}

/// The name without the number that told it from others.
static StringRef stemOf(StringRef name) {
  StringRef stem = name.rtrim("0123456789");
  return stem.size() != name.size() && stem.ends_with("_") ? stem.drop_back()
                                                           : name;
}

kernel::FuncOp KernelVariants::inPlace(kernel::FuncOp kernel, unsigned index,
                                       unsigned result) {
  kernel::FuncOp &variant = made[{kernel, {index, result}}];
  if (variant)
    return variant;
  OpBuilder builder(kernel);
  builder.setInsertionPointAfter(kernel);
  auto clone = cast<kernel::FuncOp>(builder.clone(*kernel));
  clone.setArgAttr(index, kernel::kInPlaceAttr,
                   builder.getI64IntegerAttr(result));
  auto module = kernel->getParentOfType<ModuleOp>();
  std::string base = (stemOf(kernel.getName()) + "_in_place").str();
  std::string name = base;
  for (unsigned i = 1; module.lookupSymbol(name); ++i)
    name = base + "_" + std::to_string(i);
  clone.setName(name);
  return variant = clone;
}
