//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns schedules into functions of the calling convention (dlc-c/ABI.h).
//
// A schedule becomes two functions: the entry point, which packs its arguments
// and hands the body to the thread team, and the body, which computes this
// thread's share of every launch. Kernels have been lowered to functions over
// bare pointers before.
//
//===----------------------------------------------------------------------===//

#include "Descriptor.h"
#include "ExternCall.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_CONVERTSCHEDULETOLLVMPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

namespace {
/// The arguments of an entry point, in order.
enum Argument {
  Context,
  Prepared,
  States,
  Inputs,
  Outputs,
  Workspace,
  Scalars
};
constexpr unsigned kArguments = 7;

/// Lowers one schedule.
class ScheduleLowering {
public:
  /// The sites of `schedule` begin at `firstSite` in the descriptor.
  ScheduleLowering(kernel::ScheduleOp schedule, std::string name,
                   int64_t firstSite)
      : schedule(schedule), name(std::move(name)), firstSite(firstSite),
        builder(schedule), location(schedule.getLoc()),
        pointer(LLVM::LLVMPointerType::get(schedule.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {}

  void run() {
    LLVM::LLVMFuncOp body = emitBody();
    emitEntry(body);
    schedule.erase();
  }

private:
  LLVM::LLVMFuncOp emitBody();
  void emitEntry(LLVM::LLVMFuncOp body);
  LLVM::LLVMFuncOp runtime(StringRef symbol, Type result,
                           ArrayRef<Type> arguments);
  Value constant(Type type, int64_t value) {
    return builder.create<LLVM::ConstantOp>(
        location, builder.getIntegerAttr(type, value));
  }
  /// Entry `index` of the array of pointers at `base`.
  Value loadPointer(Value base, int64_t index) {
    Value slot = builder.create<LLVM::GEPOp>(location, pointer, pointer, base,
                                             LLVM::GEPArg(index));
    return builder.create<LLVM::LoadOp>(location, pointer, slot);
  }

  kernel::ScheduleOp schedule;
  std::string name;
  int64_t firstSite;
  OpBuilder builder;
  Location location;
  unsigned externCalls = 0;
  Type pointer, i32, i64;
};

struct ConvertScheduleToLLVM
    : dlc::codegen::impl::ConvertScheduleToLLVMPassBase<ConvertScheduleToLLVM> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    kernel::ScheduleOp prepare, run;
    for (auto schedule : module.getOps<kernel::ScheduleOp>())
      (schedule.getName() == "prepare" ? prepare : run) = schedule;
    if (!prepare || !run) {
      module.emitError(
          "expected the schedules of @prepare and of one function");
      return signalPassFailure();
    }
    if (failed(checkLaunches(prepare)) || failed(checkLaunches(run)))
      return signalPassFailure();
    std::string base = entryName(module, run);
    std::string prepareName = base + "_prepare";
    emitDescriptor(module, prepare, run, base, target);
    ScheduleLowering(prepare, prepareName, run.getSites().size()).run();
    ScheduleLowering(run, base, 0).run();
  }

private:
  /// Kernels come first, as lower-kernels leaves them.
  static LogicalResult checkLaunches(kernel::ScheduleOp schedule) {
    for (auto launch : schedule.getBody().getOps<kernel::LaunchOp>()) {
      auto kernel = SymbolTable::lookupNearestSymbolFrom<LLVM::LLVMFuncOp>(
          schedule, launch.getKernelAttr());
      if (!kernel || !kernel->hasAttrOfType<IntegerAttr>(kGridAttr))
        return launch.emitError() << "kernel '" << launch.getKernel()
                                  << "' is not lowered to LLVM yet";
    }
    return success();
  }
};
} // namespace

LLVM::LLVMFuncOp ScheduleLowering::runtime(StringRef symbol, Type result,
                                           ArrayRef<Type> arguments) {
  return declareFunction(schedule->getParentOfType<ModuleOp>(), symbol, result,
                         arguments);
}

LLVM::LLVMFuncOp ScheduleLowering::emitBody() {
  Type nothing = LLVM::LLVMVoidType::get(builder.getContext());
  auto body = builder.create<LLVM::LLVMFuncOp>(
      location, name + "_body",
      LLVM::LLVMFunctionType::get(nothing, {pointer, i32, i32}),
      LLVM::Linkage::Internal);
  OpBuilder::InsertionGuard guard(builder);
  Block *entry = body.addEntryBlock(builder);
  builder.setInsertionPointToStart(entry);
  Value arguments[kArguments];
  for (unsigned i = 0; i < kArguments; ++i)
    arguments[i] = loadPointer(entry->getArgument(0), i);
  Value thread =
      builder.create<LLVM::ZExtOp>(location, i64, entry->getArgument(1));
  Value threads =
      builder.create<LLVM::ZExtOp>(location, i64, entry->getArgument(2));

  DenseMap<Value, Value> pointers;
  auto place = [&](kernel::BufferOp buffer) -> Value {
    int64_t position = buffer.getPosition();
    auto inArena = [&](Argument arena) -> Value {
      // A value: constants of a GEPArg have 29 bits, arenas may have more.
      return builder.create<LLVM::GEPOp>(location, pointer, builder.getI8Type(),
                                         arguments[arena],
                                         LLVM::GEPArg(constant(i64, position)));
    };
    switch (buffer.getSegment()) {
    case kernel::Segment::Input:
      return loadPointer(arguments[Inputs], position);
    case kernel::Segment::State:
      return loadPointer(arguments[States], position);
    case kernel::Segment::Output:
      return loadPointer(arguments[Outputs], position);
    case kernel::Segment::Prepared:
      return inArena(Prepared);
    case kernel::Segment::Workspace:
      return inArena(Workspace);
    }
    llvm_unreachable("all segments are covered");
  };
  for (Operation &op : schedule.getBody().front()) {
    if (auto buffer = dyn_cast<kernel::BufferOp>(op)) {
      pointers[buffer.getResult()] = place(buffer);
    } else if (auto launch = dyn_cast<kernel::LaunchOp>(op)) {
      // [grid * t / T, grid * (t + 1) / T)
      auto kernel = SymbolTable::lookupNearestSymbolFrom<LLVM::LLVMFuncOp>(
          schedule, launch.getKernelAttr());
      Value grid =
          constant(i64, kernel->getAttrOfType<IntegerAttr>(kGridAttr).getInt());
      auto share = [&](Value index) -> Value {
        Value scaled = builder.create<LLVM::MulOp>(location, grid, index);
        return builder.create<LLVM::UDivOp>(location, scaled, threads);
      };
      Value next =
          builder.create<LLVM::AddOp>(location, thread, constant(i64, 1));
      SmallVector<Value> operands = {
          arguments[Context], constant(i32, firstSite + launch.getSite())};
      for (Value input : launch.getInputs())
        operands.push_back(pointers.lookup(input));
      operands.push_back(pointers.lookup(launch.getOutput()));
      operands.push_back(share(thread));
      operands.push_back(share(next));
      builder.create<LLVM::CallOp>(launch.getLoc(), kernel, operands);
    } else if (auto call = dyn_cast<kernel::ExternOp>(op)) {
      LLVM::LLVMFuncOp function = emitExternCall(
          call, name + "_extern_" + std::to_string(externCalls++));
      SmallVector<Value> operands = {arguments[Context], thread,
                                     constant(i32, firstSite + call.getSite())};
      for (Value memory : call->getOperands())
        operands.push_back(pointers.lookup(memory));
      builder.create<LLVM::CallOp>(call.getLoc(), function, operands);
    } else if (isa<kernel::BarrierOp>(op)) {
      builder.create<LLVM::CallOp>(location,
                                   runtime("dlc_rt_barrier", nothing, pointer),
                                   ValueRange(arguments[Context]));
    }
  }
  builder.create<LLVM::ReturnOp>(location, ValueRange());
  return body;
}

void ScheduleLowering::emitEntry(LLVM::LLVMFuncOp body) {
  Type nothing = LLVM::LLVMVoidType::get(builder.getContext());
  auto entry = builder.create<LLVM::LLVMFuncOp>(
      location, name,
      LLVM::LLVMFunctionType::get(i32, SmallVector<Type>(kArguments, pointer)));
  OpBuilder::InsertionGuard guard(builder);
  Block *block = entry.addEntryBlock(builder);
  builder.setInsertionPointToStart(block);

  Value arguments = builder.create<LLVM::AllocaOp>(location, pointer, pointer,
                                                   constant(i32, kArguments));
  for (unsigned i = 0; i < kArguments; ++i) {
    Value slot = builder.create<LLVM::GEPOp>(location, pointer, pointer,
                                             arguments, LLVM::GEPArg(i));
    builder.create<LLVM::StoreOp>(location, block->getArgument(i), slot);
  }
  // No more threads than the widest launch has tiles.
  int64_t widest = 1;
  for (auto launch : schedule.getBody().getOps<kernel::LaunchOp>()) {
    auto kernel = SymbolTable::lookupNearestSymbolFrom<LLVM::LLVMFuncOp>(
        schedule, launch.getKernelAttr());
    widest = std::max(widest,
                      kernel->getAttrOfType<IntegerAttr>(kGridAttr).getInt());
  }
  Value most = constant(i32, std::min<int64_t>(widest, INT32_MAX));
  Value address = builder.create<LLVM::AddressOfOp>(location, body);
  builder.create<LLVM::CallOp>(
      location,
      runtime("dlc_rt_parallel", nothing, {pointer, pointer, pointer, i32}),
      ValueRange{block->getArgument(Context), address, arguments, most});
  Value status = builder
                     .create<LLVM::CallOp>(
                         location, runtime("dlc_rt_status", i32, pointer),
                         ValueRange(block->getArgument(Context)))
                     .getResult();
  builder.create<LLVM::ReturnOp>(location, status);
}
