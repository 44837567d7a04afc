//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a graph to kernels and a schedule.
//
// For each function: operations are grouped (KernelGroups); each group becomes
// a kernel, shared with groups equal in structure; every stored value gets a
// place (an output, the prepared arena, or the workspace by the memory plan);
// launches follow in the order of the groups, with barriers between those that
// touch the same memory.
//
//===----------------------------------------------------------------------===//

#include "KernelGroups.h"
#include "KernelTable.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Codegen/MemoryPlan.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphOps.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kAlignment = 64;

/// The value whose memory `value` is: reshapes only count it anew.
static Value storedValue(Value value) {
  while (auto reshape = value.getDefiningOp<graph::ReshapeOp>())
    value = reshape.getOperand();
  return value;
}

static MemRefType memoryOf(Value value) {
  auto tensor = graph::tensorOf(value);
  return MemRefType::get(tensor.getShape(), tensor.getElementType());
}

static int64_t bytesOf(Value value) {
  auto tensor = graph::tensorOf(value);
  int64_t bytes =
      memoryType(tensor.getElementType()).getIntOrFloatBitWidth() / 8;
  return tensor.getNumElements() * bytes;
}

namespace {

/// One launch of a kernel, or a call of an extern function, before its memory
/// is known.
struct Launch {
  kernel::FuncOp kernel;
  graph::ExternOp call;
  SmallVector<Value> results;
  SmallVector<Value> inputs;
  Location location;
  /// The number of its first check in the table of sites.
  int64_t site;
};

/// A place in memory.
struct Place {
  kernel::Segment segment;
  int64_t position;
};

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

/// Builds the schedule of one function.
class Scheduler {
public:
  Scheduler(func::FuncOp function, KernelTable &kernels)
      : function(function), kernels(kernels) {}

  /// Replaces the function by its schedule; returns the number of launches.
  size_t run();

private:
  /// A piece of an arena that a launch touches.
  struct Range {
    kernel::Segment segment;
    int64_t begin, end;

    bool overlaps(const Range &other) const {
      return segment == other.segment && begin < other.end && other.begin < end;
    }
  };

  void copyResults();
  void formLaunches();
  Launch launchOf(const KernelGroup &group);
  Launch launchOf(graph::ExternOp call);
  void placeArguments();
  void placeResults();
  int64_t planWorkspace();
  void emit(int64_t workspace);
  Range rangeOf(Value value) const;
  bool needsBarrier(const Launch &launch);

  func::FuncOp function;
  KernelTable &kernels;
  std::vector<Launch> launches;
  /// Where each argument and each stored value lies.
  DenseMap<Value, Place> places;
  /// The positions that index errors name.
  std::vector<std::string> sites;
  /// Touched since the last barrier.
  SmallVector<Range> read, written;
};

struct FormKernels : dlc::codegen::impl::FormKernelsPassBase<FormKernels> {
  using Base::Base;

  void runOnOperation() override {
    KernelTable table(getOperation(), {vectorBytes, registers});
    auto functions = llvm::to_vector(getOperation().getOps<func::FuncOp>());
    for (func::FuncOp function : functions)
      if (failed(checkStatic(function)))
        return signalPassFailure();
    for (func::FuncOp function : functions)
      launches += Scheduler(function, table).run();
    kernels += table.size();
    // Nothing launches a kernel without tiles.
    for (auto kernel :
         llvm::make_early_inc_range(getOperation().getOps<kernel::FuncOp>()))
      if (kernel.getGrid() == 0)
        kernel.erase();
  }

private:
  static LogicalResult checkStatic(func::FuncOp function);
};
} // namespace

LogicalResult FormKernels::checkStatic(func::FuncOp function) {
  auto isStatic = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape();
  };
  WalkResult result = function.walk([&](Operation *op) {
    bool isBound = true;
    op->getAttrDictionary().walk([&](graph::DimsAttr dims) {
      isBound &= llvm::all_of(dims.getDimensions(), [](const auto &dimension) {
        return dimension.isConstant();
      });
    });
    if (isBound && llvm::all_of(op->getOperandTypes(), isStatic) &&
        llvm::all_of(op->getResultTypes(), isStatic))
      return WalkResult::advance();
    op->emitError("needs tensors of static shape: bind dimensions first");
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

//===----------------------------------------------------------------------===//
// Launches
//===----------------------------------------------------------------------===//

/// "model.dl:12:3 (LeNet5.loss)": the position in the model file, which is the
/// outermost caller's, and the layer path.
static std::string describeSite(Location location) {
  std::string path;
  Location position = location;
  while (true) {
    if (auto named = dyn_cast<NameLoc>(position)) {
      if (path.empty())
        path = named.getName().getValue();
      position = named.getChildLoc();
    } else if (auto call = dyn_cast<CallSiteLoc>(position)) {
      position = call.getCaller();
    } else if (auto fused = dyn_cast<FusedLoc>(position);
               fused && !fused.getLocations().empty()) {
      position = fused.getLocations().front();
    } else {
      break;
    }
  }
  std::string text = "unknown position";
  if (auto file = dyn_cast<FileLineColLoc>(position))
    text = (file.getFilename().getValue() + ":" + Twine(file.getLine()) + ":" +
            Twine(file.getColumn()))
               .str();
  return path.empty() ? text : text + " (" + path + ")";
}

/// The group's operations in program order, with the constants and broadcasts
/// they recompute; what comes from outside is an input.
Launch Scheduler::launchOf(const KernelGroup &group) {
  llvm::SetVector<Operation *> inside(group.members.begin(),
                                      group.members.end());
  llvm::SetVector<Value> inputs;
  // Grows while broadcasts and constants are pulled in.
  for (size_t i = 0; i < inside.size(); ++i)
    for (Value operand : inside[i]->getOperands()) {
      Operation *op = operand.getDefiningOp();
      bool stored = !op || isa<graph::ReshapeOp>(op) ||
                    places.contains(operand) || !isRecomputed(op);
      if (op && group.members.contains(op))
        continue;
      if (stored)
        inputs.insert(operand);
      else
        inside.insert(op);
    }
  SmallVector<Operation *> operations = inside.takeVector();
  llvm::sort(operations, [](Operation *lhs, Operation *rhs) {
    return lhs->isBeforeInBlock(rhs);
  });
  // Inputs in the order of their first use.
  SmallVector<Value> ordered;
  for (Operation *op : operations)
    for (Value operand : op->getOperands())
      if (inputs.contains(operand) && !llvm::is_contained(ordered, operand))
        ordered.push_back(operand);
  int64_t site = sites.size();
  for (Operation *op : operations)
    if (auto element = dyn_cast<ElementOpInterface>(op);
        element && element.hasCheck())
      sites.push_back(describeSite(op->getLoc()));
  Value result = group.root->getResult(0);
  return {kernels.get(result, ordered, operations),
          /*call=*/{},
          {result},
          ordered,
          group.root->getLoc(),
          site};
}

/// The site of a call names the function beside the position.
Launch Scheduler::launchOf(graph::ExternOp call) {
  int64_t site = sites.size();
  sites.push_back(describeSite(call.getLoc()) + ": extern function '" +
                  call.getSymbol().str() + "'");
  return {/*kernel=*/{},
          call,
          llvm::to_vector_of<Value>(call.getResults()),
          llvm::to_vector_of<Value>(call.getOperands()),
          call.getLoc(),
          site};
}

/// A result that is an argument, or is returned twice, needs a copy in its
/// output: a slice of the whole.
void Scheduler::copyResults() {
  auto terminator = cast<func::ReturnOp>(function.front().getTerminator());
  OpBuilder builder(terminator);
  llvm::DenseSet<Value> taken;
  for (OpOperand &result : terminator->getOpOperands()) {
    Value value = storedValue(result.get());
    if (!isa<BlockArgument>(value) && taken.insert(value).second)
      continue;
    graph::Dimensions shape = graph::dimensionsOf(result.get());
    std::vector<graph::Dimension> sizes(shape.begin(), shape.end());
    std::vector<graph::Dimension> starts(sizes.size());
    result.set(builder.create<graph::SliceOp>(
        terminator.getLoc(), result.get(),
        graph::DimsAttr::get(builder.getContext(), starts),
        graph::DimsAttr::get(builder.getContext(), sizes),
        SmallVector<int64_t>(sizes.size(), 1)));
  }
}

void Scheduler::formLaunches() {
  std::vector<std::unique_ptr<KernelGroup>> groups = groupOperations(function);
  // Says what is stored, so that kernels read it instead of recomputing it.
  for (auto &group : groups)
    for (Value result : group->root->getResults())
      places[result] = {kernel::Segment::Workspace, 0};
  for (auto &group : groups) {
    auto call = dyn_cast<graph::ExternOp>(group->root);
    launches.push_back(call ? launchOf(call) : launchOf(*group));
  }
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

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
void Scheduler::placeArguments() {
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

void Scheduler::placeResults() {
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

/// Gives the remaining values offsets in the workspace; returns its size.
int64_t Scheduler::planWorkspace() {
  DenseMap<Value, int64_t> lastUse;
  for (auto [step, launch] : llvm::enumerate(launches))
    for (Value input : launch.inputs)
      lastUse[storedValue(input)] = step;
  std::vector<MemoryRequest> requests;
  std::vector<Value> values;
  for (auto [step, launch] : llvm::enumerate(launches))
    for (Value result : launch.results) {
      if (places[result].segment != kernel::Segment::Workspace)
        continue;
      auto last = lastUse.find(result);
      int64_t first = step;
      requests.push_back({bytesOf(result), first,
                          last == lastUse.end() ? first : last->second});
      values.push_back(result);
    }
  MemoryPlan plan = planMemory(requests, kAlignment);
  for (auto [value, offset] : llvm::zip(values, plan.offsets))
    places[value].position = offset;
  return plan.bytes;
}

Scheduler::Range Scheduler::rangeOf(Value value) const {
  Place place = places.find(storedValue(value))->second;
  // Inputs, states and outputs are memory of their own.
  bool isArena = place.segment == kernel::Segment::Prepared ||
                 place.segment == kernel::Segment::Workspace;
  int64_t size = isArena ? bytesOf(value) : 1;
  return {place.segment, place.position, place.position + size};
}

/// Whether `launch` reads what was written since the last barrier, or writes
/// what was read or written.
bool Scheduler::needsBarrier(const Launch &launch) {
  SmallVector<Range> inputs, outputs;
  for (Value input : launch.inputs)
    inputs.push_back(rangeOf(input));
  for (Value result : launch.results)
    outputs.push_back(rangeOf(result));
  auto touches = [](ArrayRef<Range> ranges, const Range &range) {
    return llvm::any_of(
        ranges, [&](const Range &other) { return range.overlaps(other); });
  };
  bool conflict =
      llvm::any_of(outputs,
                   [&](const Range &output) {
                     return touches(read, output) || touches(written, output);
                   }) ||
      llvm::any_of(inputs,
                   [&](const Range &input) { return touches(written, input); });
  if (conflict) {
    read.clear();
    written.clear();
  }
  read.append(inputs);
  written.append(outputs);
  return conflict;
}

//===----------------------------------------------------------------------===//
// The schedule
//===----------------------------------------------------------------------===//

void Scheduler::emit(int64_t workspace) {
  OpBuilder builder(function);
  Location location = function.getLoc();
  SmallVector<StringRef> siteTexts(sites.begin(), sites.end());
  auto schedule = builder.create<kernel::ScheduleOp>(
      location, function.getName(), workspace, function.getFunctionType(),
      function.getArgAttrsAttr(), function.getResAttrsAttr(),
      builder.getStrArrayAttr(siteTexts));
  for (NamedAttribute attribute : function->getDiscardableAttrs())
    schedule->setAttr(attribute.getName(), attribute.getValue());
  builder.createBlock(&schedule.getBody());

  DenseMap<Value, Value> buffers;
  auto bufferOf = [&](Value value) {
    Value &buffer = buffers[value];
    if (!buffer) {
      Place place = places.find(storedValue(value))->second;
      buffer = builder.create<kernel::BufferOp>(value.getLoc(), memoryOf(value),
                                                place.segment, place.position);
    }
    return buffer;
  };
  for (Launch &launch : launches) {
    if (launch.kernel && launch.kernel.getGrid() == 0)
      continue;
    if (needsBarrier(launch))
      builder.create<kernel::BarrierOp>(launch.location);
    SmallVector<Value> inputs, outputs;
    for (Value input : launch.inputs)
      inputs.push_back(bufferOf(input));
    for (Value result : launch.results)
      outputs.push_back(bufferOf(result));
    if (launch.call)
      builder.create<kernel::ExternOp>(launch.location, launch.call.getSymbol(),
                                       inputs, outputs,
                                       launch.call.getConstants(), launch.site);
    else
      builder.create<kernel::LaunchOp>(launch.location, launch.kernel.getName(),
                                       inputs, outputs.front(), launch.site);
  }
}

size_t Scheduler::run() {
  copyResults();
  formLaunches();
  placeArguments();
  placeResults();
  emit(planWorkspace());
  function.erase();
  return launches.size();
}
