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
#include "KernelCost.h"
#include "dlc-c/ABI.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <map>

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

/// More nanoseconds than any launch takes, few enough to be added up.
constexpr int64_t kUnknownCost = int64_t(1) << 60;

/// Lowered kernels by their names.
using Kernels = DenseMap<StringAttr, LLVM::LLVMFuncOp>;

/// Lowers one schedule.
class ScheduleLowering {
public:
  /// The sites of `schedule` begin at `firstSite` in the descriptor.
  ScheduleLowering(kernel::ScheduleOp schedule, const Kernels &kernels,
                   std::string name, int64_t firstSite, bool profile)
      : schedule(schedule), kernels(kernels), name(std::move(name)),
        firstSite(firstSite), profile(profile), builder(schedule),
        location(schedule.getLoc()),
        pointer(LLVM::LLVMPointerType::get(schedule.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {}

  void run() {
    LLVM::LLVMFuncOp body = emitBody();
    emitEntry(body);
    schedule.erase();
  }

private:
  LLVM::LLVMFuncOp emitBody();
  LLVM::LLVMFuncOp kernelOf(kernel::LaunchOp launch);
  std::optional<int64_t> costOf(kernel::LaunchOp launch);
  /// The launch's number of tiles, and whether threads share them.
  std::pair<int64_t, bool> gridOf(kernel::LaunchOp launch);
  int64_t mostThreads();
  void computeShares();
  void emitBlock(Block &block);
  Value isOddStep(kernel::LaunchOp launch);
  void emitLaunch(kernel::LaunchOp launch);
  void emitLaunch(kernel::ExternOp call);
  void emitMark(bool ends);
  void emitLoop(kernel::RepeatOp loop);
  Value frozenArena();
  Value address(kernel::BufferOp buffer);
  Value address(kernel::ElementOp element);
  Value select(Value condition, Value onTrue, Value onFalse);
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
  const Kernels &kernels;
  std::string name;
  int64_t firstSite;
  bool profile;
  /// Launches and calls so far.
  int64_t launches = 0;
  OpBuilder builder;
  Location location;
  unsigned externCalls = 0;
  Type pointer, i32, i64;

  // Of the body.
  Value arguments[kArguments];
  Value thread, threads;
  /// What the runtime does, declared on its first use.
  llvm::StringMap<LLVM::LLVMFuncOp> declared;
  /// The tiles of this thread, by the number of all and whether they are
  /// shared.
  std::map<std::pair<int64_t, bool>, std::pair<Value, Value>> shares;
  /// The address of each buffer, the row of each loop.
  DenseMap<Value, Value> lowered;
  /// The number of steps taken of each loop.
  DenseMap<Value, Value> steps;
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
    Kernels kernels;
    for (auto function : module.getOps<LLVM::LLVMFuncOp>())
      if (function->hasAttrOfType<IntegerAttr>(kGridAttr))
        kernels[function.getSymNameAttr()] = function;
    if (failed(checkLaunches(prepare, kernels)) ||
        failed(checkLaunches(run, kernels)))
      return signalPassFailure();
    std::string base = entryName(module, run);
    std::string prepareName = base + "_prepare";
    emitDescriptor(module, prepare, run, base, target);
    ScheduleLowering(prepare, kernels, prepareName, run.getSites().size(),
                     /*profile=*/false)
        .run();
    ScheduleLowering(run, kernels, base, 0, profile).run();
  }

private:
  /// Kernels come first, as lower-kernels leaves them.
  static LogicalResult checkLaunches(kernel::ScheduleOp schedule,
                                     const Kernels &kernels) {
    WalkResult result = schedule.walk([&](kernel::LaunchOp launch) {
      if (kernels.contains(launch.getKernelAttr().getAttr()))
        return WalkResult::advance();
      launch.emitError() << "kernel '" << launch.getKernel()
                         << "' is not lowered to LLVM yet";
      return WalkResult::interrupt();
    });
    return failure(result.wasInterrupted());
  }
};
} // namespace

LLVM::LLVMFuncOp ScheduleLowering::runtime(StringRef symbol, Type result,
                                           ArrayRef<Type> arguments) {
  LLVM::LLVMFuncOp &function = declared[symbol];
  if (!function)
    function = declareFunction(schedule->getParentOfType<ModuleOp>(), symbol,
                               result, arguments);
  return function;
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
  for (unsigned i = 0; i < kArguments; ++i)
    arguments[i] = loadPointer(entry->getArgument(0), i);
  if (schedule.getFrozen())
    arguments[Prepared] = frozenArena();
  thread = builder.create<LLVM::ZExtOp>(location, i64, entry->getArgument(1));
  threads = builder.create<LLVM::ZExtOp>(location, i64, entry->getArgument(2));
  computeShares();
  emitBlock(schedule.getBody().front());
  builder.create<LLVM::ReturnOp>(location, ValueRange());
  return body;
}

LLVM::LLVMFuncOp ScheduleLowering::kernelOf(kernel::LaunchOp launch) {
  return kernels.at(launch.getKernelAttr().getAttr());
}

std::optional<int64_t> ScheduleLowering::costOf(kernel::LaunchOp launch) {
  if (launch.getRows())
    return launch.getCost();
  if (auto cost = kernelOf(launch)->getAttrOfType<IntegerAttr>(kCostAttr))
    return cost.getInt();
  return std::nullopt;
}

std::pair<int64_t, bool> ScheduleLowering::gridOf(kernel::LaunchOp launch) {
  auto grid = kernelOf(launch)->getAttrOfType<IntegerAttr>(kGridAttr);
  return {grid.getInt() * int64_t(launch.getRows().value_or(1)),
          isShared(costOf(launch))};
}

/// [grid * t / T, grid * (t + 1) / T) once for each grid: launches may run in
/// a loop. What is not shared is all the first thread's.
void ScheduleLowering::computeShares() {
  Value next = builder.create<LLVM::AddOp>(location, thread, constant(i64, 1));
  schedule.walk([&](kernel::LaunchOp launch) {
    auto [entry, isNew] = shares.try_emplace(gridOf(launch));
    if (!isNew)
      return;
    auto [count, shared] = entry->first;
    Value grid = constant(i64, count);
    if (!shared) {
      Value none = constant(i64, 0);
      Value isFirst = builder.create<LLVM::ICmpOp>(
          location, LLVM::ICmpPredicate::eq, thread, none);
      entry->second = {
          none, builder.create<LLVM::SelectOp>(location, isFirst, grid, none)};
      return;
    }
    auto share = [&](Value index) -> Value {
      Value scaled = builder.create<LLVM::MulOp>(location, grid, index);
      return builder.create<LLVM::UDivOp>(location, scaled, threads);
    };
    entry->second.first = share(thread);
    entry->second.second = share(next);
  });
}

/// No more threads than the widest launch has tiles, nor than what they share
/// is worth.
int64_t ScheduleLowering::mostThreads() {
  int64_t widest = 1, cost = 0;
  schedule.walk([&](kernel::LaunchOp launch) {
    auto [grid, shared] = gridOf(launch);
    if (!shared)
      return;
    widest = std::max(widest, grid);
    int64_t times = 1;
    for (auto loop = launch->getParentOfType<kernel::RepeatOp>(); loop;
         loop = loop->getParentOfType<kernel::RepeatOp>())
      times = llvm::SaturatingMultiply<uint64_t>(times, loop.getCount());
    // Without an estimate, any number may be worth it.
    int64_t once = costOf(launch).value_or(kUnknownCost);
    uint64_t all = llvm::SaturatingMultiplyAdd<uint64_t>(once, times, cost);
    cost = int64_t(std::min<uint64_t>(all, kUnknownCost));
  });
  return std::min({widest, worthwhileThreads(cost), int64_t(INT32_MAX)});
}

void ScheduleLowering::emitBlock(Block &block) {
  for (Operation &op : block)
    TypeSwitch<Operation *>(&op)
        .Case([&](kernel::BufferOp buffer) {
          lowered[buffer.getResult()] = address(buffer);
        })
        .Case([&](kernel::ElementOp element) {
          lowered[element.getResult()] = address(element);
        })
        .Case([&](kernel::FirstOp op) {
          Value isFirst = builder.create<LLVM::ICmpOp>(
              location, LLVM::ICmpPredicate::eq, steps.lookup(op.getRow()),
              constant(i64, 0));
          lowered[op.getResult()] =
              select(isFirst, op.getFirst(), op.getLater());
        })
        .Case([&](kernel::AlternateOp op) {
          Value isOdd = builder.create<LLVM::TruncOp>(
              location, builder.getI1Type(), steps.lookup(op.getRow()));
          lowered[op.getResult()] = select(isOdd, op.getOdd(), op.getEven());
        })
        .Case<kernel::LaunchOp, kernel::ExternOp>([&](auto launch) {
          emitMark(/*ends=*/false);
          emitLaunch(launch);
          emitMark(/*ends=*/true);
          ++launches;
        })
        .Case([&](kernel::RepeatOp loop) { emitLoop(loop); })
        .Case([&](kernel::BarrierOp) {
          builder.create<LLVM::CallOp>(
              location,
              runtime("dlc_rt_barrier",
                      LLVM::LLVMVoidType::get(builder.getContext()), pointer),
              ValueRange(arguments[Context]));
        });
}

/// The embedded bytes as a constant of the object.
Value ScheduleLowering::frozenArena() {
  auto bytes = *schedule.getFrozen();
  auto type = LLVM::LLVMArrayType::get(builder.getI8Type(),
                                       bytes.getShapedType().getNumElements());
  auto global = OpBuilder(schedule).create<LLVM::GlobalOp>(
      location, type, /*isConstant=*/true, LLVM::Linkage::Private,
      name + "_frozen", bytes, DLC_BUFFER_ALIGNMENT);
  return builder.create<LLVM::AddressOfOp>(location, global);
}

Value ScheduleLowering::address(kernel::BufferOp buffer) {
  int64_t position = buffer.getPosition();
  int64_t offset = buffer.getOffset();
  auto advance = [&](Value base, int64_t bytes) -> Value {
    // A value: constants of a GEPArg have 29 bits, arenas may have more.
    return builder.create<LLVM::GEPOp>(location, pointer, builder.getI8Type(),
                                       base,
                                       LLVM::GEPArg(constant(i64, bytes)));
  };
  auto inArray = [&](Argument array) -> Value {
    Value base = loadPointer(arguments[array], position);
    return offset == 0 ? base : advance(base, offset);
  };
  switch (buffer.getSegment()) {
  case kernel::Segment::Input:
    return inArray(Inputs);
  case kernel::Segment::State:
    return inArray(States);
  case kernel::Segment::Output:
    return inArray(Outputs);
  case kernel::Segment::Prepared:
    return advance(arguments[Prepared], position + offset);
  case kernel::Segment::Workspace:
    return advance(arguments[Workspace], position + offset);
  }
  llvm_unreachable("all segments are covered");
}

Value ScheduleLowering::address(kernel::ElementOp element) {
  Value row = lowered.lookup(element.getRow());
  if (element.getPrevious()) {
    bool reversed = kernel::RepeatOp::ofRow(element.getRow()).getReversed();
    row = builder.create<LLVM::AddOp>(location, row,
                                      constant(i64, reversed ? 1 : -1));
  }
  auto type = cast<MemRefType>(element.getElement().getType());
  int64_t bytes =
      type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
  Value offset =
      builder.create<LLVM::MulOp>(location, row, constant(i64, bytes));
  return builder.create<LLVM::GEPOp>(location, pointer, builder.getI8Type(),
                                     lowered.lookup(element.getStack()),
                                     LLVM::GEPArg(offset));
}

Value ScheduleLowering::select(Value condition, Value onTrue, Value onFalse) {
  return builder.create<LLVM::SelectOp>(
      location, condition, lowered.lookup(onTrue), lowered.lookup(onFalse));
}

/// Whether the loop around the launch has taken an odd number of steps.
Value ScheduleLowering::isOddStep(kernel::LaunchOp launch) {
  auto loop = launch->getParentOfType<kernel::RepeatOp>();
  if (!loop)
    return constant(builder.getI1Type(), 0);
  return builder.create<LLVM::TruncOp>(location, builder.getI1Type(),
                                       steps.lookup(loop.getRow()));
}

void ScheduleLowering::emitLaunch(kernel::LaunchOp launch) {
  LLVM::LLVMFuncOp kernel = kernelOf(launch);
  auto [begin, end] = shares.at(gridOf(launch));
  SmallVector<Value> operands = {arguments[Context],
                                 constant(i32, firstSite + launch.getSite())};
  for (Value input : launch.getInputs())
    operands.push_back(lowered.lookup(input));
  for (Value output : launch.getOutputs())
    operands.push_back(lowered.lookup(output));
  operands.push_back(begin);
  operands.push_back(end);
  if (kernel->hasAttr(kReversibleAttr))
    operands.push_back(isOddStep(launch));
  builder.create<LLVM::CallOp>(launch.getLoc(), kernel, operands);
}

void ScheduleLowering::emitMark(bool ends) {
  if (!profile)
    return;
  builder.create<LLVM::CallOp>(
      location,
      runtime("dlc_rt_mark", LLVM::LLVMVoidType::get(builder.getContext()),
              {pointer, i32, i32, i32}),
      ValueRange{arguments[Context],
                 builder.create<LLVM::TruncOp>(location, i32, thread),
                 constant(i32, launches), constant(i32, ends)});
}

void ScheduleLowering::emitLaunch(kernel::ExternOp call) {
  LLVM::LLVMFuncOp function =
      emitExternCall(call, name + "_extern_" + std::to_string(externCalls++));
  SmallVector<Value> operands = {arguments[Context], thread,
                                 constant(i32, firstSite + call.getSite())};
  for (Value memory : call->getOperands())
    operands.push_back(lowered.lookup(memory));
  builder.create<LLVM::CallOp>(call.getLoc(), function, operands);
}

/// before -> head(step) -> body -> head(step + 1)
///                     \-> after
void ScheduleLowering::emitLoop(kernel::RepeatOp loop) {
  Block *before = builder.getInsertionBlock();
  Block *after = before->splitBlock(builder.getInsertionPoint());
  Block *head = builder.createBlock(after, i64, location);
  Block *body = builder.createBlock(after);

  builder.setInsertionPointToEnd(before);
  builder.create<LLVM::BrOp>(location, ValueRange(constant(i64, 0)), head);
  builder.setInsertionPointToEnd(head);
  Value step = head->getArgument(0);
  Value goesOn = builder.create<LLVM::ICmpOp>(
      location, LLVM::ICmpPredicate::slt, step, constant(i64, loop.getCount()));
  builder.create<LLVM::CondBrOp>(location, goesOn, body, ValueRange(), after,
                                 ValueRange());

  builder.setInsertionPointToStart(body);
  Value row = step;
  if (loop.getReversed())
    row = builder.create<LLVM::SubOp>(
        location, constant(i64, static_cast<int64_t>(loop.getCount()) - 1),
        step);
  steps[loop.getRow()] = step;
  lowered[loop.getRow()] = row;
  emitBlock(loop.getBody().front());
  Value next = builder.create<LLVM::AddOp>(location, step, constant(i64, 1));
  builder.create<LLVM::BrOp>(location, ValueRange(next), head);
  builder.setInsertionPointToStart(after);
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
  Value most = constant(i32, mostThreads());
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
