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
// and values that are in use at different times share memory. What an output
// replaces, element by element, lies in the output; and before the new value of
// a state is written, values that would make the workspace larger lie there.
//
//===----------------------------------------------------------------------===//

#include "WorkspacePlan.h"
#include "InPlace.h"
#include "PlacedParts.h"
#include "dlc/Codegen/MemoryPlan.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"

#include <map>

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kAlignment = 64;
static constexpr StringLiteral kPass = "form-kernels";

namespace {
class WorkspacePlanner {
public:
  WorkspacePlanner(func::FuncOp function, std::vector<ScheduleItem> &items,
                   Addresses &addresses, KernelVariants &variants)
      : function(function), items(items), addresses(addresses),
        variants(variants), places(addresses.places) {}

  int64_t run() {
    placeArguments();
    placeResults();
    parts = placedParts(function);
    placePartsElsewhere();
    SmallVector<const ScheduleItem *> loops;
    findLifetimes(items, loops);
    joinParts();
    updateInPlace(items, &function.front());
    lendStates();
    updateOutputs();
    return planWorkspace();
  }

private:
  void placeArguments();
  void placeResults();
  void findLifetimes(ArrayRef<ScheduleItem> items,
                     SmallVectorImpl<const ScheduleItem *> &loops);
  void addUse(Value buffer, int64_t first, int64_t last);
  void placePartsElsewhere();
  void joinParts();
  void putInto(size_t container, size_t index, int64_t offset);
  void updateInPlace(std::vector<ScheduleItem> &items, Block *block);
  void updateInPlace(ScheduleItem &item, unsigned number, Block *block);
  void useVariant(Launch &launch, unsigned input, unsigned result);
  std::optional<size_t> plainRecord(Value value, Block *block);
  const Place *wholeOutput(Value value) const;
  size_t rootOf(size_t index) const;
  int64_t offsetInRoot(size_t index) const;
  void lendStates();
  void updateOutputs();
  int64_t planWorkspace();

  func::FuncOp function;
  std::vector<ScheduleItem> &items;
  Addresses &addresses;
  KernelVariants &variants;
  DenseMap<Value, Place> &places;
  std::vector<PlacedPart> parts;
  /// What lies in the workspace, with the values by which others know it.
  std::vector<MemoryRecord> records;
  SmallVector<Value> values;
  DenseMap<Value, size_t> recordOf;
  /// Of a record without a container: the first and last use of all that lies
  /// in it. Known once lifetimes are.
  SmallVector<std::pair<int64_t, int64_t>> extents;
  /// Of such records, those that lie in an output until it is written.
  std::map<size_t, Place> inOutputs;
  /// A record that can lie in an output until a launch writes this over it.
  struct Replaced {
    size_t root;
    Place output;
    Launch *launch;
    unsigned input, result;
  };
  SmallVector<Replaced> replaced;
  /// The first use of each output that a launch writes, by its position.
  std::map<int64_t, int64_t> outputUses;
  /// The positions of states' new values.
  llvm::DenseSet<int64_t> stateOutputs;
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
      stateOutputs.insert(states);
      place = {kernel::Segment::Output, states++};
    } else {
      place = {kernel::Segment::Output, outputs++};
    }
  }
}

void WorkspacePlanner::addUse(Value buffer, int64_t first, int64_t last) {
  auto [entry, isNew] = recordOf.try_emplace(buffer, records.size());
  if (isNew) {
    records.push_back({bytesOf(buffer), first, last});
    values.push_back(buffer);
  }
  MemoryRecord &record = records[entry->second];
  record.first = std::min(record.first, first);
  record.last = std::max(record.last, last);
}

/// Says which launches use each buffer in the workspace. What a loop uses from
/// outside is in use until it ends; what it makes for itself is planned like
/// any step's.
void WorkspacePlanner::findLifetimes(
    ArrayRef<ScheduleItem> items,
    SmallVectorImpl<const ScheduleItem *> &loops) {
  for (const ScheduleItem &item : items) {
    if (item.scan) {
      loops.push_back(&item);
      findLifetimes(item.body, loops);
      loops.pop_back();
      continue;
    }
    auto use = [&](Value value) {
      addresses.of(value)->forEachBuffer([&](Value buffer) {
        Place place =
            places.try_emplace(buffer, Place{kernel::Segment::Workspace, 0})
                .first->second;
        if (place.segment == kernel::Segment::Output) {
          int64_t first = loops.empty() ? item.first : loops.front()->first;
          auto [entry, isNew] = outputUses.try_emplace(place.position, first);
          entry->second = std::min(entry->second, first);
        }
        if (place.segment != kernel::Segment::Workspace)
          return;
        // The loop in the buffer's block that uses it, if one does.
        Block *home = addresses.homeOf(buffer);
        auto loop = llvm::find_if(loops, [&](const ScheduleItem *loop) {
          return loop->scan->getBlock() == home;
        });
        const ScheduleItem &user = loop == loops.end() ? item : **loop;
        addUse(buffer, user.first, user.last);
      });
    };
    for (Value result : item.launch->results)
      use(result);
    for (Value input : item.launch->inputs)
      use(input);
  }
}

//===----------------------------------------------------------------------===//
// Parts
//===----------------------------------------------------------------------===//

/// What lies in arguments and results. A result is no part of another value,
/// but may have parts.
void WorkspacePlanner::placePartsElsewhere() {
  for (const PlacedPart &part : parts) {
    auto whole = places.find(part.whole);
    if (whole == places.end())
      continue;
    Place place = whole->second;
    (place.segment == kernel::Segment::Prepared ? place.position
                                                : place.offset) += part.offset;
    places[part.value] = place;
  }
}

/// Puts the parts of values in the workspace where they belong.
void WorkspacePlanner::joinParts() {
  auto isElsewhere = [&](Value value) {
    auto place = places.find(value);
    return place != places.end() &&
           place->second.segment != kernel::Segment::Workspace;
  };
  // What is a part only is in use no longer than its whole.
  for (const PlacedPart &part : parts)
    if (auto found = recordOf.find(part.value);
        found != recordOf.end() && !isElsewhere(part.whole)) {
      int64_t first = records[found->second].first;
      places.try_emplace(part.whole, Place{kernel::Segment::Workspace, 0});
      if (!recordOf.contains(part.whole))
        addUse(part.whole, first, first);
    }
  for (const MemoryRecord &record : records)
    extents.push_back({record.first, record.last});
  for (const PlacedPart &part : parts)
    if (auto found = recordOf.find(part.value);
        found != recordOf.end() && !isElsewhere(part.whole))
      putInto(recordOf.lookup(part.whole), found->second, part.offset);
}

size_t WorkspacePlanner::rootOf(size_t index) const {
  while (records[index].container)
    index = *records[index].container;
  return index;
}

void WorkspacePlanner::putInto(size_t container, size_t index, int64_t offset) {
  records[index].container = container;
  records[index].offset = offset;
  auto &extent = extents[rootOf(container)];
  extent.first = std::min(extent.first, extents[index].first);
  extent.second = std::max(extent.second, extents[index].second);
}

//===----------------------------------------------------------------------===//
// Updates in place
//===----------------------------------------------------------------------===//

/// The record of a value that lies at one place in the workspace during a run
/// of the block.
std::optional<size_t> WorkspacePlanner::plainRecord(Value value, Block *block) {
  const Address *address = addresses.of(value);
  if (address->kind != Address::Kind::Buffer ||
      addresses.homeOf(address->value) != block)
    return std::nullopt;
  auto found = recordOf.find(address->value);
  if (found == recordOf.end())
    return std::nullopt;
  return found->second;
}

void WorkspacePlanner::updateInPlace(std::vector<ScheduleItem> &items,
                                     Block *block) {
  for (ScheduleItem &item : items)
    if (item.scan)
      updateInPlace(item.body, &item.scan.getBody().front());
    else if (item.launch->kernel && !item.isEmpty())
      for (unsigned number = 0; number < item.launch->results.size(); ++number)
        updateInPlace(item, number, block);
}

/// The place of a value that is all of an output.
const Place *WorkspacePlanner::wholeOutput(Value value) const {
  auto place = places.find(value);
  bool isPart = llvm::any_of(
      parts, [&](const PlacedPart &part) { return part.value == value; });
  return place != places.end() && !isPart &&
                 place->second.segment == kernel::Segment::Output
             ? &place->second
             : nullptr;
}

/// The operation of a result.
static StringRef operationOf(const Launch &launch, unsigned result) {
  kernel::FuncOp kernel = launch.kernel;
  return kernel.getResultValues()[result]
      .getDefiningOp()
      ->getName()
      .stripDialect();
}

/// The launch writes a result over an input.
void WorkspacePlanner::useVariant(Launch &launch, unsigned input,
                                  unsigned result) {
  launch.kernel = variants.inPlace(launch.kernel, input, result);
  graph::remarkApplied(kPass, launch.location)
      << "computed '" << operationOf(launch, result)
      << "' in place of a value of " << bytesOf(launch.results[result])
      << " bytes that nothing reads later";
}

/// Lets a result take the memory of an input that no later launch reads, of
/// the same size, if the kernel reads each of its elements for the results'
/// elements at the same position alone. Where the result is an output, the
/// input can lie there, too, from its first use on: so gradients may wait for
/// the optimizer in the memory of new values.
void WorkspacePlanner::updateInPlace(ScheduleItem &item, unsigned number,
                                     Block *block) {
  Launch &launch = *item.launch;
  auto result = plainRecord(launch.results[number], block);
  const Place *output = wholeOutput(launch.results[number]);
  auto isReplaced = [&](size_t root) {
    return llvm::any_of(
        replaced, [&](const Replaced &other) { return other.root == root; });
  };
  if (output ? llvm::any_of(replaced,
                            [&](const Replaced &other) {
                              return other.output.position == output->position;
                            })
             : !result || records[*result].container ||
                   extents[*result].first != item.first)
    return;
  int64_t bytes = bytesOf(launch.results[number]);
  bool isMissed = false;
  for (auto [index, input] : llvm::enumerate(launch.inputs)) {
    auto source = plainRecord(input, block);
    if (!source)
      continue;
    size_t root = rootOf(*source);
    if (extents[root].second != item.first || records[root].bytes != bytes ||
        records[*source].bytes != bytes || isReplaced(root))
      continue;
    bool isReadTwice = llvm::count_if(launch.inputs, [&](Value other) {
                         auto record = plainRecord(other, block);
                         return record && rootOf(*record) == root;
                       }) != 1;
    Reading reading = readingOf(launch.kernel, index, number);
    if (isReadTwice || reading != Reading::InPlace) {
      isMissed |= reading != Reading::Elsewhere;
      continue;
    }
    if (output) {
      // States' memory goes to who needs it most.
      if (!stateOutputs.contains(output->position))
        inOutputs[root] = *output;
      replaced.push_back({root, *output, &launch, unsigned(index), number});
    } else {
      putInto(*source, *result, 0);
      records[*result].inPlace = true;
      useVariant(launch, index, number);
    }
    return;
  }
  if (isMissed)
    graph::remarkMissed(kPass, launch.location)
        << "computed '" << operationOf(launch, number)
        << "' beside a value of the same size that nothing reads later, since "
           "it reads that at other positions, too";
}

//===----------------------------------------------------------------------===//
// The workspace
//===----------------------------------------------------------------------===//

int64_t WorkspacePlanner::offsetInRoot(size_t index) const {
  int64_t offset = 0;
  for (; records[index].container; index = *records[index].container)
    offset += records[index].offset;
  return offset;
}

/// Writes outputs over what lies in them for that.
void WorkspacePlanner::updateOutputs() {
  for (const Replaced &each : replaced)
    if (auto place = inOutputs.find(each.root);
        place != inOutputs.end() &&
        place->second.position == each.output.position)
      useVariant(*each.launch, each.input, each.result);
}

/// Lends the memory of states' new values to values of the workspace that are
/// in use before those are written. In a step of training that is as much as
/// the parameters and what the optimizer keeps, most of it written when the
/// gradients are all there. Other outputs are memory of the caller's choice.
void WorkspacePlanner::lendStates() {
  std::vector<MemoryRecord> borrowers;
  SmallVector<size_t> roots;
  DenseMap<size_t, size_t> borrowerOf;
  for (auto [index, record] : llvm::enumerate(records)) {
    if (record.container || inOutputs.count(index))
      continue;
    auto [first, last] = extents[index];
    borrowerOf[index] = borrowers.size();
    borrowers.push_back({record.bytes, first, last});
    roots.push_back(index);
  }
  std::vector<SpareMemory> spares;
  SmallVector<int64_t> positions;
  for (auto [index, result] :
       llvm::enumerate(function.front().getTerminator()->getOperands())) {
    if (!function.getResultAttr(index, graph::kStateAttr))
      continue;
    int64_t position = places.lookup(storedValue(result)).position;
    auto use = outputUses.find(position);
    if (use == outputUses.end())
      continue;
    SpareMemory spare{bytesOf(result), use->second};
    for (const Replaced &each : replaced)
      if (each.output.position == position)
        spare.replaced = borrowerOf.lookup(each.root);
    spares.push_back(spare);
    positions.push_back(position);
  }
  auto lent = useSpareMemory(borrowers, spares, kAlignment);
  for (auto [root, place] : llvm::zip(roots, lent))
    if (place)
      inOutputs[root] = {kernel::Segment::Output, positions[place->spare],
                         place->offset};
}

/// Gives the values of the workspace offsets; returns its size.
int64_t WorkspacePlanner::planWorkspace() {
  std::vector<MemoryRecord> planned;
  SmallVector<Value> plannedValues;
  std::vector<size_t> numbers(records.size());
  for (size_t i = 0; i < records.size(); ++i) {
    auto output = inOutputs.find(rootOf(i));
    if (output != inOutputs.end()) {
      places[values[i]] = output->second;
      places[values[i]].offset += offsetInRoot(i);
      continue;
    }
    numbers[i] = planned.size();
    planned.push_back(records[i]);
    plannedValues.push_back(values[i]);
  }
  for (MemoryRecord &record : planned)
    if (record.container)
      record.container = numbers[*record.container];
  MemoryPlan plan = planMemory(planned, kAlignment);
  for (auto [value, offset] : llvm::zip(plannedValues, plan.offsets))
    places[value].position = offset;
  return plan.bytes;
}

int64_t dlc::codegen::placeValues(func::FuncOp function,
                                  std::vector<ScheduleItem> &items,
                                  Addresses &addresses,
                                  KernelVariants &variants) {
  return WorkspacePlanner(function, items, addresses, variants).run();
}
