//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where values lie while loops run.
//
//===----------------------------------------------------------------------===//

#include "Addresses.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

void Address::forEachBuffer(function_ref<void(Value)> visit) const {
  if (kind == Kind::Buffer)
    return visit(value);
  first->forEachBuffer(visit);
  if (second)
    second->forEachBuffer(visit);
}

Addresses::Addresses(func::FuncOp function) {
  function.walk([&](graph::ScanOp scan) {
    graph::NextOp next = scan.getNext();
    // A stack goes before the buffers of a carried value: that is read from the
    // stack then.
    for (auto [stack, value] : llvm::zip(scan.getStacks(), next.getEmitted()))
      destinations.try_emplace(storedValue(value),
                               Destination{scan, stack, true});
    for (auto [last, value] : llvm::zip(scan.getLast(), next.getCarried())) {
      Operation *op = storedValue(value).getDefiningOp();
      if (op && op->getBlock() == next->getBlock())
        destinations.try_emplace(storedValue(value),
                                 Destination{scan, last, false});
    }
  });
}

const Address *Addresses::intern(Address::Kind kind, Value value,
                                 graph::ScanOp scan, const Address *first,
                                 const Address *second) {
  std::unique_ptr<Address> &address = pool[{
      kind, value.getAsOpaquePointer(), scan.getOperation(), first, second}];
  if (!address)
    address.reset(new Address{kind, value, scan, first, second});
  return address.get();
}

const Address *Addresses::of(Value value) {
  value = storedValue(value);
  const Address *&address = known[value];
  if (address)
    return address;
  // Locating others may move the entry.
  const Address *located = locate(value);
  return known[value] = located;
}

const Address *Addresses::locate(Value value) {
  using Kind = Address::Kind;
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto scan = dyn_cast<graph::ScanOp>(argument.getOwner()->getParentOp());
    if (!scan)
      return intern(Kind::Buffer, value, {});
    size_t index = argument.getArgNumber(), carried = scan.getInits().size();
    if (index >= carried)
      return intern(Kind::Element, {}, scan,
                    of(scan.getSequences()[index - carried]));
    return intern(Kind::First, {}, scan, of(scan.getInits()[index]),
                  previous(of(scan.getNext().getCarried()[index]), scan));
  }
  auto destination = destinations.find(value);
  if (destination == destinations.end())
    return intern(Kind::Buffer, value, {});
  graph::ScanOp scan = destination->second.scan;
  bool isStack = destination->second.isStack;
  const Address *result = of(destination->second.result);
  if (isStack)
    return intern(Kind::Element, {}, scan, result);
  // The value's own buffer takes turns with the result's, which comes last.
  const Address *own = intern(Kind::Buffer, value, {});
  bool lastIsEven = stepsOf(scan) % 2 == 1;
  return intern(Kind::Alternate, {}, scan, lastIsEven ? result : own,
                lastIsEven ? own : result);
}

const Address *Addresses::previous(const Address *address, graph::ScanOp scan) {
  using Kind = Address::Kind;
  if (address->kind == Kind::Buffer)
    return address;
  const Address *first = previous(address->first, scan);
  const Address *second =
      address->second ? previous(address->second, scan) : nullptr;
  if (address->scan != scan)
    return intern(address->kind, {}, address->scan, first, second);
  switch (address->kind) {
  case Kind::Element:
    return intern(Kind::PreviousElement, {}, scan, first);
  case Kind::Alternate:
    return intern(Kind::Alternate, {}, scan, second, first);
  default:
    llvm_unreachable("next carried values are no carried values");
  }
}

Block *Addresses::homeOf(Value value) const {
  // A buffer that takes turns is in use as long as the loop.
  auto destination = destinations.find(value);
  if (destination != destinations.end())
    return destination->second.scan->getBlock();
  return value.getParentBlock();
}

MemoryRange Addresses::rangeOf(const Address *address, int64_t bytes,
                               const LoopSteps &steps) const {
  using Kind = Address::Kind;
  if (address->kind == Kind::Buffer) {
    Place place = places.find(address->value)->second;
    // Inputs, states and outputs are memory of their own.
    bool isArena = place.segment == kernel::Segment::Prepared ||
                   place.segment == kernel::Segment::Workspace;
    int64_t begin = isArena ? place.position : place.offset;
    return {place.segment, isArena ? 0 : place.position, begin, begin + bytes};
  }
  graph::ScanOp scan = address->scan;
  int64_t step = steps.lookup(scan);
  switch (address->kind) {
  case Kind::First:
    return rangeOf(step == 0 ? address->first : address->second, bytes, steps);
  case Kind::Alternate:
    return rangeOf(step % 2 == 0 ? address->first : address->second, bytes,
                   steps);
  default:
    break;
  }
  int64_t row = address->kind == Kind::PreviousElement ? step - 1 : step;
  if (scan.getReversed())
    row = stepsOf(scan) - 1 - row;
  MemoryRange range = rangeOf(address->first, stepsOf(scan) * bytes, steps);
  range.begin += row * bytes;
  range.end = range.begin + bytes;
  return range;
}
