//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Computes values again rather than keeping them, where memory is short.
//
// The pass stands between fusion and kernels: each operation is a launch by
// then, what is stored is known, and nothing behind the pass merges equal
// operations. A copy of an operation is another launch of the same kernel, so
// that computing again gives the same bits and takes no code.
//
// Launches are gone through in their order with a limit on the bytes in use.
// Where the results of one do not fit beside what is kept, values are given up
// until they do; and what was given up is computed again right before the next
// launch that reads it, with whatever that takes and is not there. Of the
// values that may be given up, the one with the least
//
//   cost of computing it again / (bytes x launches until it is read)
//
// goes first: the heuristic of Dynamic Tensor Rematerialization (Kirisame et
// al., 2021), with the distance to the next use, which is known here, in place
// of the time since the last one. The cost includes what has to be computed
// again besides, because it will not be there either.
//
// Stays in memory: arguments and outputs, which lie elsewhere; parts of
// concatenations that several launches fill; results of extern calls; and what
// cannot be computed again without one of these that is gone.
//
// The limit is a goal: where a launch alone takes more, it is exceeded there,
// and so it is when four times as many launches have been added as there were.
//
//===----------------------------------------------------------------------===//

#include "BlockMemory.h"
#include "KernelCost.h"
#include "PlacedParts.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/Remarks.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_REMATERIALIZEPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr StringLiteral kPassName = "graph-rematerialize";
/// Launches added before nothing more is given up, for each there was.
static constexpr int64_t kMostLaunches = 4;

namespace {
/// Goes through the launches of a function with a limit on memory.
class Rematerializer {
public:
  Rematerializer(func::FuncOp function, int64_t limit,
                 const graph::VectorTarget &target)
      : function(function), memory(function.front()), limit(limit),
        target(target), states(memory.buffers().size()) {}

  void run();

  /// Launches added, and their cost in nanoseconds.
  int64_t launches = 0, cost = 0;
  /// That of the function as it was.
  int64_t costBefore = 0;

private:
  struct State {
    /// What the buffer holds: the value itself or a copy of it; null where it
    /// was given up, or has not been computed.
    Value current;
    /// The use that comes next, among the buffer's uses.
    size_t next = 0;
    /// Launches under way that read or write it.
    int locks = 0;
  };

  void visit(const Step &step);
  void provideInputs(const Step &reader);
  void launchAgain(const Step &step, Operation *user);
  void makeRoom(int64_t bytes);
  std::optional<size_t> chooseVictim();
  std::optional<int64_t> costOfComputing(size_t buffer, int64_t when);
  int64_t costOf(const Step &step);
  bool isThere(size_t buffer, int64_t when) const;
  std::optional<int64_t> nextUse(size_t buffer) const;
  Value current(Value value, Operation *user);
  void readCurrent(Operation *op);
  int64_t bytesNeeded(const Step &step) const;
  void keep(size_t buffer, Value value);
  void release(size_t buffer);
  void lock(const Step &step);
  void unlock(const Step &step);

  func::FuncOp function;
  BlockMemory memory;
  const int64_t limit;
  const graph::VectorTarget target;
  std::vector<State> states;
  std::vector<std::optional<int64_t>> costs;
  /// The value of the function that a copy stands for.
  DenseMap<Value, Value> original;
  int64_t now = 0;
  int64_t live = 0;
};

struct Rematerialize
    : dlc::codegen::impl::RematerializePassBase<Rematerialize> {
  using Base::Base;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>()) {
      if (!isStatic(function))
        continue;
      normalizeParts(function);
      if (BlockMemory(function.front()).peak() <= limit)
        continue;
      Rematerializer pass(function, limit, {vectorBytes, registers});
      pass.run();
      if (pass.launches == 0)
        continue;
      recomputed += pass.launches;
      function->setAttr(
          kRecomputedAttr,
          DenseI64ArrayAttr::get(&getContext(),
                                 {pass.launches, pass.cost, pass.costBefore}));
    }
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// What is there
//===----------------------------------------------------------------------===//

std::optional<int64_t> Rematerializer::nextUse(size_t buffer) const {
  const Buffer &described = memory.buffers()[buffer];
  if (states[buffer].next == described.uses.size())
    return std::nullopt;
  return described.uses[states[buffer].next];
}

/// Whether the buffer, in memory now, will be there in step `when` unless it is
/// given up.
bool Rematerializer::isThere(size_t buffer, int64_t when) const {
  const Buffer &described = memory.buffers()[buffer];
  return states[buffer].current &&
         (described.isElsewhere ||
          (!described.uses.empty() && described.uses.back() >= when));
}

int64_t Rematerializer::costOf(const Step &step) {
  std::optional<int64_t> &known = costs[step.number];
  if (!known)
    known = codegen::costOf(step.op, target);
  return *known;
}

/// The cost of having the buffer in step `when` after it was given up, with all
/// that is not there either; nothing where it cannot be had.
std::optional<int64_t> Rematerializer::costOfComputing(size_t buffer,
                                                       int64_t when) {
  llvm::SetVector<size_t> needed;
  auto need = [&](size_t index) {
    const Buffer &described = memory.buffers()[index];
    if (!described.step || described.isPinned)
      return false;
    needed.insert(*described.step);
    return true;
  };
  if (!need(buffer))
    return std::nullopt;
  int64_t sum = 0;
  for (size_t i = 0; i < needed.size(); ++i) {
    const Step &step = memory.steps()[needed[i]];
    sum += costOf(step);
    for (size_t input : step.inputs)
      if (!isThere(input, when) && !need(input))
        return std::nullopt;
  }
  return sum;
}

//===----------------------------------------------------------------------===//
// Giving up
//===----------------------------------------------------------------------===//

std::optional<size_t> Rematerializer::chooseVictim() {
  std::optional<size_t> victim;
  double least = 0;
  for (auto [index, state] : llvm::enumerate(states)) {
    const Buffer &buffer = memory.buffers()[index];
    std::optional<int64_t> use = nextUse(index);
    if (!state.current || state.locks != 0 || buffer.bytes == 0 || !use ||
        *use <= now)
      continue;
    std::optional<int64_t> cost = costOfComputing(index, *use);
    if (!cost)
      continue;
    double price = double(*cost) / (double(buffer.bytes) * double(*use - now));
    if (!victim || price < least) {
      victim = index;
      least = price;
    }
  }
  return victim;
}

void Rematerializer::release(size_t buffer) {
  State &state = states[buffer];
  assert(state.current && "releases what is there");
  state.current = {};
  live -= memory.buffers()[buffer].bytes;
}

void Rematerializer::makeRoom(int64_t bytes) {
  int64_t most = kMostLaunches * int64_t(memory.steps().size());
  while (live + bytes > limit && launches < most) {
    std::optional<size_t> victim = chooseVictim();
    if (!victim)
      return;
    release(*victim);
  }
}

//===----------------------------------------------------------------------===//
// Computing again
//===----------------------------------------------------------------------===//

/// The value as it is in memory now, by an address in front of `user` where it
/// is one.
Value Rematerializer::current(Value value, Operation *user) {
  if (Value first = original.lookup(value))
    value = first;
  std::optional<size_t> buffer = memory.bufferOf(value);
  if (!buffer)
    return value;
  const Buffer &described = memory.buffers()[*buffer];
  if (described.isElsewhere || described.isPinned ||
      states[*buffer].current == described.value)
    return value;
  if (value == described.value)
    return states[*buffer].current;
  Operation *address = value.getDefiningOp();
  OpBuilder builder(user);
  IRMapping mapping;
  for (Value operand : address->getOperands())
    mapping.map(operand, current(operand, user));
  Value copy = builder.clone(*address, mapping)->getResult(0);
  original[copy] = value;
  return copy;
}

/// Lets the operation, and what is inside of it, read what is in memory.
void Rematerializer::readCurrent(Operation *op) {
  op->walk([&](Operation *inner) {
    for (OpOperand &operand : inner->getOpOperands())
      if (operand.get().getParentBlock() == op->getBlock())
        operand.set(current(operand.get(), op));
  });
}

int64_t Rematerializer::bytesNeeded(const Step &step) const {
  int64_t bytes = step.scratch;
  for (size_t result : step.results)
    if (!states[result].current)
      bytes += memory.buffers()[result].bytes;
  return bytes;
}

void Rematerializer::keep(size_t buffer, Value value) {
  if (!states[buffer].current)
    live += memory.buffers()[buffer].bytes;
  states[buffer].current = value;
}

/// Says that a launch under way needs its inputs no longer.
void Rematerializer::unlock(const Step &step) {
  for (size_t input : step.inputs) {
    --states[input].locks;
    if (states[input].current && states[input].locks == 0 && !nextUse(input) &&
        !memory.buffers()[input].isElsewhere)
      release(input);
  }
}

void Rematerializer::lock(const Step &step) {
  for (size_t input : step.inputs)
    ++states[input].locks;
}

/// Launches the step once more in front of `user`.
void Rematerializer::launchAgain(const Step &step, Operation *user) {
  makeRoom(bytesNeeded(step));
  OpBuilder builder(user);
  Operation *copy = builder.clone(*step.op);
  readCurrent(copy);
  int64_t bytes = 0;
  for (auto [result, value] : llvm::zip(step.results, copy->getResults())) {
    original[value] = memory.buffers()[result].value;
    if (states[result].current ||
        (states[result].locks == 0 && !nextUse(result)))
      continue;
    keep(result, value);
    bytes += memory.buffers()[result].bytes;
  }
  unlock(step);
  ++launches;
  cost += costOf(step);
  graph::remarkApplied(kPassName, step.op->getLoc())
      << "computed '" << nameOfRoot(step.op) << "' again, about "
      << costOf(step) / 1000 << " us, rather than keep " << bytes << " bytes";
}

/// Has in memory what the step reads, in front of it. What is computed on the
/// way is locked until those that read it are, each once.
void Rematerializer::provideInputs(const Step &reader) {
  llvm::SetVector<size_t> needed;
  auto need = [&](const Step &step) {
    lock(step);
    for (size_t input : step.inputs)
      if (!states[input].current) {
        assert(memory.buffers()[input].step && "arguments are always there");
        needed.insert(*memory.buffers()[input].step);
      }
  };
  need(reader);
  for (size_t i = 0; i < needed.size(); ++i)
    need(memory.steps()[needed[i]]);
  SmallVector<size_t> inOrder(needed.begin(), needed.end());
  llvm::sort(inOrder);
  for (size_t number : inOrder)
    launchAgain(memory.steps()[number], reader.op);
}

void Rematerializer::visit(const Step &step) {
  now = int64_t(step.number);
  provideInputs(step);
  for (size_t input : step.inputs)
    ++states[input].next;
  int64_t bytes = bytesNeeded(step);
  for (size_t input : step.replaced)
    bytes -= memory.buffers()[input].bytes;
  makeRoom(bytes);
  readCurrent(step.op);
  unlock(step);
  for (size_t result : step.results) {
    keep(result, memory.buffers()[result].value);
    if (!nextUse(result) && !memory.buffers()[result].isElsewhere)
      release(result);
  }
}

void Rematerializer::run() {
  costs.resize(memory.steps().size());
  for (const Step &step : memory.steps())
    costBefore += costOf(step);
  for (auto [index, buffer] : llvm::enumerate(memory.buffers()))
    if (!buffer.step)
      states[index].current = buffer.value;
  for (const Step &step : memory.steps())
    visit(step);
  // Addresses into what was given up.
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}
