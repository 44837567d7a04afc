//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where values lie.
//
// Arguments and results have places that the calling convention gives them.
// Everything else lies in the workspace: which launches use a value is known,
// and values that are in use at different times share memory.
//
//===----------------------------------------------------------------------===//

#include "WorkspacePlan.h"
#include "dlc/Codegen/MemoryPlan.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kAlignment = 64;

namespace {
class WorkspacePlanner {
public:
  WorkspacePlanner(func::FuncOp function, ArrayRef<ScheduleItem> items,
                   Addresses &addresses)
      : function(function), items(items), addresses(addresses),
        places(addresses.places) {}

  int64_t run() {
    placeArguments();
    placeResults();
    return planWorkspace();
  }

private:
  /// The first and last launch during which a buffer is in use.
  using Lifetimes = llvm::MapVector<Value, std::pair<int64_t, int64_t>>;

  void placeArguments();
  void placeResults();
  void findLifetimes(ArrayRef<ScheduleItem> items,
                     SmallVectorImpl<const ScheduleItem *> &loops,
                     Lifetimes &lifetimes);
  int64_t planWorkspace();

  func::FuncOp function;
  ArrayRef<ScheduleItem> items;
  Addresses &addresses;
  DenseMap<Value, Place> &places;
};
} // namespace

/// The states that the function rebinds, in the order of its results.
static SmallVector<Attribute> reboundStates(func::FuncOp function) {
  SmallVector<Attribute> states;
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    if (Attribute state = function.getResultAttr(i, graph::kStateAttr))
      states.push_back(state);
  return states;
}

/// Arguments of `prepare` are inputs of the call; of other functions, those
/// that are neither prepared nor rebound. A random key is the last argument
/// and so the last input.
void WorkspacePlanner::placeArguments() {
  int64_t inputs = 0, prepared = 0;
  SmallVector<Attribute> states = reboundStates(function);
  for (BlockArgument argument : function.getArguments()) {
    unsigned index = argument.getArgNumber();
    Attribute state = function.getArgAttr(index, graph::kStateAttr);
    if (function.getArgAttr(index, graph::kPreparedAttr)) {
      places[argument] = {kernel::Segment::Prepared, prepared};
      prepared += llvm::alignTo(bytesOf(argument), kAlignment);
    } else if (state && llvm::is_contained(states, state)) {
      places[argument] = {kernel::Segment::State,
                          llvm::find(states, state) - states.begin()};
    } else {
      places[argument] = {kernel::Segment::Input, inputs++};
    }
  }
}

void WorkspacePlanner::placeResults() {
  int64_t outputs = 0, prepared = 0;
  // New values of states go behind the outputs.
  int64_t states =
      function.getNumResults() - int64_t(reboundStates(function).size());
  for (auto [index, result] :
       llvm::enumerate(function.front().getTerminator()->getOperands())) {
    Place &place = places[storedValue(result)];
    if (function.getResultAttr(index, graph::kPreparedAttr)) {
      place = {kernel::Segment::Prepared, prepared};
      prepared += llvm::alignTo(bytesOf(result), kAlignment);
    } else if (function.getResultAttr(index, graph::kStateAttr)) {
      place = {kernel::Segment::Output, states++};
    } else {
      place = {kernel::Segment::Output, outputs++};
    }
  }
}

/// Says which launches use each buffer in the workspace. What a loop uses from
/// outside is in use until it ends; what it makes for itself is planned like
/// any step's.
void WorkspacePlanner::findLifetimes(
    ArrayRef<ScheduleItem> items, SmallVectorImpl<const ScheduleItem *> &loops,
    Lifetimes &lifetimes) {
  for (const ScheduleItem &item : items) {
    if (item.scan) {
      loops.push_back(&item);
      findLifetimes(item.body, loops, lifetimes);
      loops.pop_back();
      continue;
    }
    auto use = [&](Value value) {
      addresses.of(value)->forEachBuffer([&](Value buffer) {
        Place place =
            places.try_emplace(buffer, Place{kernel::Segment::Workspace, 0})
                .first->second;
        if (place.segment != kernel::Segment::Workspace)
          return;
        // The loop in the buffer's block that uses it, if one does.
        Block *home = addresses.homeOf(buffer);
        auto loop = llvm::find_if(loops, [&](const ScheduleItem *loop) {
          return loop->scan->getBlock() == home;
        });
        const ScheduleItem &user = loop == loops.end() ? item : **loop;
        auto [lifetime, isNew] =
            lifetimes.insert({buffer, {user.first, user.last}});
        lifetime->second.first = std::min(lifetime->second.first, user.first);
        lifetime->second.second = std::max(lifetime->second.second, user.last);
      });
    };
    for (Value result : item.launch->results)
      use(result);
    for (Value input : item.launch->inputs)
      use(input);
  }
}

/// Gives the remaining values offsets in the workspace; returns its size.
int64_t WorkspacePlanner::planWorkspace() {
  Lifetimes lifetimes;
  SmallVector<const ScheduleItem *> loops;
  findLifetimes(items, loops, lifetimes);
  std::vector<MemoryRecord> records;
  for (auto [value, lifetime] : lifetimes)
    records.push_back({bytesOf(value), lifetime.first, lifetime.second});
  MemoryPlan plan = planMemory(records, kAlignment);
  for (auto [entry, offset] : llvm::zip(lifetimes, plan.offsets))
    places[entry.first].position = offset;
  return plan.bytes;
}

int64_t dlc::codegen::placeValues(func::FuncOp function,
                                  ArrayRef<ScheduleItem> items,
                                  Addresses &addresses) {
  return WorkspacePlanner(function, items, addresses).run();
}
