//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory that the launches of a block take.
//
//===----------------------------------------------------------------------===//

#include "BlockMemory.h"
#include "InPlace.h"
#include "PlacedParts.h"
#include "dlc/Codegen/ScheduleMemory.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/SliceViews.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

StringRef dlc::codegen::nameOfRoot(Operation *op) {
  if (auto fused = dyn_cast<graph::FusedOp>(op))
    op = fused.getYield().getValues().back().getDefiningOp();
  return op->getName().stripDialect();
}

BlockMemory::BlockMemory(Block &block) : block(block) {
  findParts();
  for (BlockArgument argument : block.getArguments())
    known[addBuffer(argument)].isElsewhere = true;
  for (Operation &op : block.without_terminator())
    if (!op.use_empty() && !isAddress(&op))
      addStep(&op);
  placeResults();
  llvm::DenseSet<size_t> outputs;
  for (Step &step : launches)
    findReplaced(step, outputs);
  for (Buffer &buffer : known)
    if (buffer.isElsewhere)
      buffer.bytes = 0;
}

/// What lies in other values.
void BlockMemory::findParts() {
  for (Operation &op : block)
    if (auto slice = dyn_cast<graph::SliceOp>(op); slice && graph::isView(&op))
      wholes[slice] = slice.getOperand();
    else if (auto concat = dyn_cast<graph::ConcatOp>(op);
             concat && graph::isPlaced(&op))
      for (Value operand : concat.getOperands())
        wholes[storedValue(operand)] = concat;
}

Value BlockMemory::rootOf(Value value) const {
  value = storedValue(value);
  for (Value whole = wholes.lookup(value); whole; whole = wholes.lookup(value))
    value = storedValue(whole);
  return value;
}

std::optional<size_t> BlockMemory::bufferOf(Value value) const {
  auto found = numbers.find(rootOf(value));
  return found == numbers.end() ? std::nullopt
                                : std::optional<size_t>(found->second);
}

/// The buffer of a value of the block, made if it is new.
size_t BlockMemory::addBuffer(Value value) {
  Value root = rootOf(value);
  auto [entry, isNew] = numbers.try_emplace(root, known.size());
  if (isNew)
    known.push_back({root, bytesOf(root)});
  return entry->second;
}

void BlockMemory::addStep(Operation *op) {
  Step step{op, launches.size()};
  llvm::SetVector<size_t> inputs;
  bool isExtern = false;
  op->walk([&](Operation *inner) {
    isExtern |= isa<graph::ExternOp>(inner);
    for (Value operand : inner->getOperands())
      if (operand.getParentBlock() == &block)
        inputs.insert(addBuffer(operand));
  });
  step.inputs = {inputs.begin(), inputs.end()};
  for (size_t input : inputs)
    known[input].uses.push_back(int64_t(step.number));
  for (Value result : op->getResults()) {
    size_t buffer = addBuffer(result);
    // Parts are computed by several operations.
    known[buffer].isPinned |= isExtern || known[buffer].value != result;
    if (!known[buffer].step)
      known[buffer].step = step.number;
    step.results.push_back(buffer);
  }
  if (auto scan = dyn_cast<graph::ScanOp>(op))
    step.scratch = BlockMemory(scan.getBody().front()).peak();
  launches.push_back(std::move(step));
}

/// Results of a function, and what a scan emits, lie elsewhere. What it carries
/// is there until its step ends.
void BlockMemory::placeResults() {
  Operation *terminator = block.getTerminator();
  auto next = dyn_cast<graph::NextOp>(terminator);
  ValueRange elsewhere =
      next ? ValueRange(next.getEmitted()) : terminator->getOperands();
  for (Value value : elsewhere)
    if (auto buffer = bufferOf(value))
      known[*buffer].isElsewhere = true;
  if (next)
    for (Value value : next.getCarried())
      if (auto buffer = bufferOf(value))
        known[*buffer].uses.push_back(int64_t(launches.size()));
}

/// For each result, the first input whose memory it can take. Where the result
/// is an output, the input lies there.
void BlockMemory::findReplaced(Step &step, llvm::DenseSet<size_t> &outputs) {
  llvm::DenseSet<size_t> taken;
  auto replace = [&](size_t result, Value operand, unsigned number) {
    std::optional<size_t> input = bufferOf(operand);
    if (!input || known[*input].isElsewhere || taken.contains(*input) ||
        known[*input].uses.back() != int64_t(step.number) ||
        known[*input].bytes != bytesOf(known[result].value) ||
        readingOf(step.op, operand, number) != Reading::InPlace)
      return false;
    if (!known[result].isElsewhere)
      step.replaced.push_back(*input);
    else if (outputs.insert(result).second)
      known[*input].bytes = 0;
    else
      return false;
    taken.insert(*input);
    return true;
  };
  for (auto [number, result] : llvm::enumerate(step.results))
    for (Value operand : step.op->getOperands())
      if (replace(result, operand, number))
        break;
}

int64_t dlc::codegen::valuesInUse(ModuleOp module) {
  int64_t most = 0;
  for (auto function : module.getOps<func::FuncOp>()) {
    if (!isStatic(function))
      continue;
    func::FuncOp copy = function.clone();
    normalizeParts(copy);
    most = std::max(most, BlockMemory(copy.front()).peak());
    copy.erase();
  }
  return most;
}

int64_t BlockMemory::peak() const {
  int64_t live = 0, largest = 0;
  std::vector<bool> isLive(known.size(), false);
  auto isLast = [](const Buffer &buffer, const Step &step) {
    return buffer.uses.empty() || buffer.uses.back() == int64_t(step.number);
  };
  auto release = [&](size_t index, const Step &step) {
    const Buffer &buffer = known[index];
    if (!isLive[index] || buffer.isElsewhere || !isLast(buffer, step))
      return;
    isLive[index] = false;
    live -= buffer.bytes;
  };
  for (const Step &step : launches) {
    int64_t bytes = step.scratch;
    for (size_t result : step.results)
      if (!isLive[result])
        bytes += known[result].bytes;
    for (size_t input : step.replaced)
      bytes -= known[input].bytes;
    largest = std::max(largest, live + bytes);
    for (size_t result : step.results) {
      if (!isLive[result])
        live += known[result].bytes;
      isLive[result] = true;
      if (known[result].uses.empty())
        release(result, step);
    }
    for (size_t input : step.inputs)
      release(input, step);
  }
  return largest;
}
