//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Embeds what @prepare makes of given weights.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/Freeze.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/ExecutionEngine/CompiledFunction.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace dlc;

/// Every thread there is; the bytes are the same at any number.
static constexpr unsigned kThreads = 0;

/// The prepared arena as the machine has it. The gaps between its tensors are
/// zero: the same weights make the same object.
static Expected<AsmResourceBlob>
runPrepare(ModuleOp module, const Target &target,
           const std::map<std::string, TensorView> &weights) {
  auto code = CompiledFunction::compile(OwningOpRef<ModuleOp>(module.clone()),
                                        /*binding=*/{}, target, Phase::Kernels);
  if (!code)
    return code.takeError();
  const dlc_descriptor &descriptor = (*code)->descriptor();
  std::vector<const void *> parameters;
  for (int32_t i = 0; i < descriptor.parameter_count; ++i)
    parameters.push_back(weights.at(descriptor.parameters[i].name).data);
  AsmResourceBlob arena = HeapAsmResourceBlob::allocate(
      descriptor.prepared_bytes, DLC_BUFFER_ALIGNMENT);
  std::fill_n(arena.getMutableData().begin(), arena.getMutableData().size(), 0);
  if (auto prepared =
          (*code)->prepare(parameters, kThreads, arena.getMutableData().data());
      !prepared)
    return prepared.takeError();
  return Expected<AsmResourceBlob>(std::move(arena));
}

/// Kernels that only @prepare launched have no place any more.
static void eraseUnlaunched(ModuleOp module) {
  llvm::StringSet<> launched;
  module.walk(
      [&](kernel::LaunchOp launch) { launched.insert(launch.getKernel()); });
  for (auto kernel :
       llvm::make_early_inc_range(module.getOps<kernel::FuncOp>()))
    if (!launched.contains(kernel.getName()))
      kernel.erase();
}

Expected<void> dlc::freeze(ModuleOp module, const Target &target,
                           const std::map<std::string, TensorView> &weights) {
  Expected<AsmResourceBlob> arena = runPrepare(module, target, weights);
  if (!arena)
    return arena.takeError();
  Builder builder(module.getContext());
  for (auto schedule : module.getOps<kernel::ScheduleOp>()) {
    if (schedule.getName() != "prepare") {
      auto type = RankedTensorType::get(int64_t(arena->getData().size()),
                                        builder.getIntegerType(8));
      // A resource, because attributes are uniqued: that hashes every byte.
      schedule.setFrozenAttr(DenseResourceElementsAttr::get(
          type, "frozen_" + schedule.getName().str(), std::move(*arena)));
      continue;
    }
    schedule.getBody().front().clear();
    schedule.setWorkspace(0);
    schedule.setFunctionType(builder.getFunctionType({}, {}));
    schedule.removeArgAttrsAttr();
    schedule.removeResAttrsAttr();
    schedule.setSitesAttr(builder.getStrArrayAttr({}));
  }
  eraseUnlaunched(module);
  return {};
}
