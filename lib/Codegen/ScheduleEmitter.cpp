//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes the operations of a schedule from its items.
//
//===----------------------------------------------------------------------===//

#include "ScheduleEmitter.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

ScheduleEmitter::ScheduleEmitter(OpBuilder builder, Addresses &addresses)
    : addresses(addresses) {
  levels.push_back({builder, {}, {}, {}});
}

void ScheduleEmitter::emit(ArrayRef<ScheduleItem> items) {
  for (const ScheduleItem &item : items) {
    if (item.isEmpty())
      continue;
    Location location =
        item.launch ? item.launch->location : item.scan->getLoc();
    if (item.barrier)
      levels.back().builder.create<kernel::BarrierOp>(location);
    if (item.launch)
      emitLaunch(*item.launch);
    else
      emitLoop(item);
  }
}

void ScheduleEmitter::emitLaunch(const Launch &launch) {
  kernel::FuncOp kernel = launch.kernel;
  // A kernel may see memory in another shape than the graph.
  auto memoryOfValues = [&](ValueRange values, ArrayRef<Type> types) {
    SmallVector<Value> buffers;
    for (auto [index, value] : llvm::enumerate(values)) {
      MemRefType type = memoryOf(value);
      if (!types.empty())
        type = kernel.getMemoryType(cast<RankedTensorType>(types[index]),
                                    launch.rows);
      buffers.push_back(memory(addresses.of(value), type, value.getLoc()));
    }
    return buffers;
  };
  ArrayRef<Type> argumentTypes, resultTypes;
  if (kernel) {
    argumentTypes = kernel.getArgumentTypes();
    resultTypes = kernel.getResultTypes();
  }
  SmallVector<Value> inputs = memoryOfValues(launch.inputs, argumentTypes);
  SmallVector<Value> outputs = memoryOfValues(launch.results, resultTypes);
  OpBuilder &builder = levels.back().builder;
  if (graph::ExternOp call = launch.call) {
    builder.create<kernel::ExternOp>(launch.location, call.getSymbol(), inputs,
                                     outputs, call.getConstants(), launch.site);
    return;
  }
  auto number = [&](std::optional<int64_t> value) {
    return value ? builder.getI64IntegerAttr(*value) : IntegerAttr();
  };
  // What kernels by rows cost is known for a launch only.
  builder.create<kernel::LaunchOp>(
      launch.location, kernel.getName(), inputs, outputs, launch.site,
      number(launch.rows), number(launch.rows ? launch.cost : std::nullopt));
}

void ScheduleEmitter::emitLoop(const ScheduleItem &item) {
  graph::ScanOp scan = item.scan;
  OpBuilder &outside = levels.back().builder;
  auto loop = outside.create<kernel::RepeatOp>(scan.getLoc(), stepsOf(scan),
                                               scan.getReversed());
  Block *body = outside.createBlock(&loop.getBody(), {}, outside.getIndexType(),
                                    scan.getLoc());
  // What does not change in the loop is computed before it.
  outside.setInsertionPoint(loop);
  levels.push_back({OpBuilder::atBlockEnd(body), scan, loop.getRow(), {}});
  emit(item.body);
  levels.pop_back();
  levels.back().builder.setInsertionPointAfter(loop);
}

ScheduleEmitter::Level &ScheduleEmitter::levelOf(const Address *address) {
  for (Level &level : levels)
    if (level.scan == address->scan)
      return level;
  llvm_unreachable("an address depends on the loops around its use");
}

Value ScheduleEmitter::memory(const Address *address, MemRefType type,
                              Location location) {
  Level &level = levelOf(address);
  auto key = std::make_pair(address, type.getAsOpaquePointer());
  if (auto found = level.memory.find(key); found != level.memory.end())
    return found->second;

  using Kind = Address::Kind;
  auto part = [&](const Address *part) { return memory(part, type, location); };
  OpBuilder &builder = level.builder;
  Value result;
  switch (address->kind) {
  case Kind::Buffer: {
    Place place = addresses.places.find(address->value)->second;
    result = builder.create<kernel::BufferOp>(location, type, place.segment,
                                              place.position, place.offset);
    break;
  }
  case Kind::Element:
  case Kind::PreviousElement: {
    SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin(), stepsOf(address->scan));
    Value stack =
        memory(address->first, MemRefType::get(shape, type.getElementType()),
               location);
    result = builder.create<kernel::ElementOp>(location, type, stack, level.row,
                                               address->kind ==
                                                   Kind::PreviousElement);
    break;
  }
  case Kind::First: {
    Value first = part(address->first), later = part(address->second);
    result = builder.create<kernel::FirstOp>(location, type, level.row, first,
                                             later);
    break;
  }
  case Kind::Alternate: {
    Value even = part(address->first), odd = part(address->second);
    result = builder.create<kernel::AlternateOp>(location, type, level.row,
                                                 even, odd);
    break;
  }
  }
  return level.memory[key] = result;
}
