//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a module to a snapshot of it. A graph's values become uses of the nodes
// that compute them. In a schedule, where kernels meet in memory, a use is of
// the launch that wrote last to the place; addresses that a loop chooses among
// stand for all the places they may be.
//
//===----------------------------------------------------------------------===//

#include "Snapshot.h"

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::explain;

/// Constants of more elements are not printed.
static constexpr int64_t kPrintedElements = 16;

namespace {
class SnapshotBuilder {
public:
  SnapshotBuilder(ModuleOp module, IsLibrary isLibrary)
      : module(module), isLibrary(isLibrary),
        flags(OpPrintingFlags().elideLargeElementsAttrs(kPrintedElements)),
        attributeState(module.getContext(), flags) {}

  Snapshot build();

private:
  using Place = std::pair<kernel::Segment, uint64_t>;

  void printText();
  void visitFunction(Operation *function);
  void visitArgument(Operation *function, BlockArgument argument, int parent);
  void visitBlock(Block &block, int parent);
  void visitOperation(Operation *op, int parent);
  void visitRegions(Operation *op, int container);
  void visitAccess(Operation *op, int node);

  int add(Node node);
  Node nodeFor(Operation *op, int parent);
  int addArgument(Value value, Operation *owner, StringRef label, int parent);
  void define(Value value, Use use) { uses[value].assign(1, std::move(use)); }
  void addUses(Value value, std::vector<Use> &result);
  void findPlaces(Value memory, SmallVectorImpl<Place> &places);
  void readMemory(Value memory, std::vector<Use> &result);

  std::string print(Attribute attribute);
  std::string attributesOf(Operation *op);
  const Origin &origin(Location location);

  ModuleOp module;
  IsLibrary isLibrary;
  OpPrintingFlags flags;
  AsmState attributeState;
  Snapshot snapshot;
  DenseMap<Operation *, int> lineOf;
  DenseMap<Location, Origin> origins;
  /// What a value is to those that use it: one node, or the end of a region.
  DenseMap<Value, std::vector<Use>> uses;
  std::map<Place, int> writers;
};
} // namespace

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

void SnapshotBuilder::printText() {
  AsmState::LocationMap locations;
  std::string text;
  {
    AsmState state(module, flags, &locations);
    llvm::raw_string_ostream stream(text);
    module->print(stream, state);
  }
  SmallVector<StringRef> lines;
  StringRef(text).rtrim('\n').split(lines, '\n');
  for (StringRef line : lines)
    snapshot.lines.push_back(line.str());
  for (auto &[op, place] : locations)
    lineOf[op] = int(place.first) - 1;
}

std::string SnapshotBuilder::print(Attribute attribute) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  attribute.print(stream, attributeState);
  return text;
}

std::string SnapshotBuilder::attributesOf(Operation *op) {
  SmallVector<NamedAttribute> shown;
  // A region's frame and a launch's box say in their labels what they are.
  if (isa<func::FuncOp, kernel::ScheduleOp>(op))
    return "";
  for (NamedAttribute attribute : op->getAttrDictionary())
    if (attribute.getName() != "operandSegmentSizes" &&
        attribute.getName() != "resultSegmentSizes")
      shown.push_back(attribute);
  return shown.empty() ? ""
                       : print(DictionaryAttr::get(op->getContext(), shown));
}

const Origin &SnapshotBuilder::origin(Location location) {
  auto [found, isNew] = origins.try_emplace(location);
  if (isNew)
    found->second = originOf(location, isLibrary);
  return found->second;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

int SnapshotBuilder::add(Node node) {
  snapshot.nodes.push_back(std::move(node));
  return int(snapshot.nodes.size()) - 1;
}

Node SnapshotBuilder::nodeFor(Operation *op, int parent) {
  Node node;
  node.name = op->getName().getStringRef().str();
  node.label = op->getName().stripDialect().str();
  node.type =
      llvm::join(llvm::map_range(op->getResultTypes(),
                                 [](Type type) { return describeType(type); }),
                 ", ");
  node.attributes = attributesOf(op);
  const Origin &from = origin(op->getLoc());
  node.layer = from.layer;
  node.layerKind = from.layerKind;
  node.place = from.place;
  node.family = familyOf(op);
  node.parent = parent;
  node.isContainer = op->getNumRegions() != 0;
  auto line = lineOf.find(op);
  if (line != lineOf.end())
    node.line = line->second;
  return node;
}

int SnapshotBuilder::addArgument(Value value, Operation *owner, StringRef label,
                                 int parent) {
  Node node;
  node.name = node.label = label.str();
  node.type = describeType(value.getType());
  const Origin &from = origin(owner->getLoc());
  node.place = from.place;
  // A step's arguments belong to the frame, not to a layer in it.
  node.layer = isa<func::FuncOp>(owner) ? "" : from.layer;
  node.family = Family::Boundary;
  node.parent = parent;
  int index = add(std::move(node));
  define(value, {index, ""});
  return index;
}

void SnapshotBuilder::addUses(Value value, std::vector<Use> &result) {
  auto found = uses.find(value);
  if (found != uses.end())
    llvm::append_range(result, found->second);
}

void SnapshotBuilder::visitArgument(Operation *function, BlockArgument argument,
                                    int parent) {
  auto op = cast<FunctionOpInterface>(function);
  auto text = [&](StringRef name) {
    auto attribute =
        op.getArgAttrOfType<StringAttr>(argument.getArgNumber(), name);
    return attribute ? attribute.str() : std::string();
  };
  if (std::string name = text(graph::kParameterAttr); !name.empty())
    return define(argument, {-1, name});
  if (std::string name = text(graph::kStateAttr); !name.empty())
    return define(argument, {-1, name});
  if (auto prepared = op.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(),
                                                       graph::kPreparedAttr))
    return define(argument,
                  {-1, "prepared " + std::to_string(prepared.getInt())});
  if (op.getArgAttr(argument.getArgNumber(), graph::kRandomKeyAttr))
    return define(argument, {-1, "random key"});
  std::string name = text(graph::kInputAttr);
  addArgument(argument, function, name.empty() ? "input" : "input " + name,
              parent);
}

void SnapshotBuilder::visitFunction(Operation *function) {
  Node node = nodeFor(function, -1);
  node.layer.clear();
  node.label = "@" + cast<SymbolOpInterface>(function).getName().str();
  int index = add(std::move(node));
  writers.clear();
  Block &block = function->getRegion(0).front();
  for (BlockArgument argument : block.getArguments())
    visitArgument(function, argument, index);
  visitBlock(block, index);
}

void SnapshotBuilder::visitBlock(Block &block, int parent) {
  for (Operation &op : block)
    visitOperation(&op, parent);
  int &last = snapshot.nodes[parent].lastLine;
  // The line of the closing brace follows all that the block contains.
  last = snapshot.nodes[parent].line;
  for (size_t i = parent + 1; i < snapshot.nodes.size(); ++i)
    last = std::max({last, snapshot.nodes[i].line, snapshot.nodes[i].lastLine});
  if (last >= 0 && last + 1 < int(snapshot.lines.size()))
    ++last;
}

void SnapshotBuilder::visitOperation(Operation *op, int parent) {
  Node node = nodeFor(op, parent);
  if (op->getName().getDialectNamespace() == "graph" &&
      !op->hasTrait<OpTrait::IsTerminator>()) {
    ++snapshot.counts[node.label];
    ++snapshot.operations;
  }
  if (op->hasTrait<OpTrait::ConstantLike>()) {
    node.isInline = true;
    std::string text = node.type;
    if (auto attribute = op->getAttrOfType<DenseElementsAttr>("value"))
      if (attribute.isSplat())
        text = print(attribute.getSplatValue<Attribute>());
    // "1.000000e+00 : f32"
    double number = 0;
    StringRef digits = StringRef(text).split(' ').first;
    if (!digits.getAsDouble(number))
      text = llvm::formatv("{0}", number).str();
    define(op->getResult(0), {add(std::move(node)), text});
    return;
  }
  if (isa<kernel::BufferOp, kernel::BarrierOp, kernel::ElementOp,
          kernel::FirstOp, kernel::AlternateOp>(op)) {
    node.isInline = true;
    add(std::move(node));
    return;
  }
  if (isa<func::ReturnOp>(op)) {
    node.label = "output";
    node.family = Family::Boundary;
  }
  for (Value operand : op->getOperands())
    if (!node.isContainer)
      addUses(operand, node.uses);
  if (auto launch = dyn_cast<kernel::LaunchOp>(op)) {
    node.label = launch.getKernel().str();
    for (Type type : launch.getOutputs().getTypes())
      node.type += (node.type.empty() ? "" : ", ") + describeType(type);
    ++snapshot.operations;
    ++snapshot.counts["launch"];
  }
  bool isContainer = node.isContainer;
  int index = add(std::move(node));
  if (isContainer)
    return visitRegions(op, index);
  for (Value result : op->getResults())
    define(result, {index, ""});
  visitAccess(op, index);
}

/// Arguments become nodes that read the operands; what the region ends in
/// stands for the results.
void SnapshotBuilder::visitRegions(Operation *op, int container) {
  auto scan = dyn_cast<graph::ScanOp>(op);
  if (scan) {
    graph::Dimension steps = scan.getSteps();
    std::string text;
    llvm::raw_string_ostream(text) << steps;
    snapshot.nodes[container].label =
        "scan, " + text + " steps" + (scan.getReversed() ? ", reversed" : "");
  } else if (auto loop = dyn_cast<kernel::RepeatOp>(op)) {
    snapshot.nodes[container].label =
        "repeat " + std::to_string(loop.getCount()) + " times";
  }
  for (Region &region : op->getRegions())
    for (Block &block : region) {
      std::vector<int> carried;
      for (BlockArgument argument : block.getArguments()) {
        if (isa<kernel::RepeatOp>(op))
          continue;
        unsigned number = argument.getArgNumber();
        bool isCarried = scan && number < scan.getInits().size();
        int node = addArgument(argument, op,
                               !scan       ? "argument"
                               : isCarried ? "carried"
                                           : "element",
                               container);
        if (number < op->getNumOperands())
          addUses(op->getOperand(number), snapshot.nodes[node].uses);
        if (isCarried)
          carried.push_back(node);
      }
      visitBlock(block, container);
      if (block.empty() || !block.back().hasTrait<OpTrait::IsTerminator>())
        continue;
      // What a terminator reads may have moved the vector of nodes.
      auto end =
          llvm::find_if(llvm::reverse(snapshot.nodes), [&](const Node &node) {
            return node.parent == container;
          });
      int last = int(snapshot.nodes.rend() - end) - 1;
      snapshot.nodes[last].family = Family::Boundary;
      snapshot.nodes[last].next = carried;
      for (Value result : op->getResults())
        define(result, {last, ""});
    }
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

void SnapshotBuilder::findPlaces(Value memory, SmallVectorImpl<Place> &places) {
  Operation *op = memory.getDefiningOp();
  if (!op)
    return;
  if (auto buffer = dyn_cast<kernel::BufferOp>(op)) {
    places.push_back({buffer.getSegment(), buffer.getPosition()});
    return;
  }
  for (Value operand : op->getOperands())
    findPlaces(operand, places);
}

void SnapshotBuilder::readMemory(Value memory, std::vector<Use> &result) {
  SmallVector<Place> places;
  findPlaces(memory, places);
  for (const Place &place : places) {
    auto writer = writers.find(place);
    if (writer != writers.end())
      result.push_back({writer->second, ""});
    else if (place.first == kernel::Segment::Prepared)
      result.push_back({-1, "prepared + " + grouped(place.second)});
    else if (place.first != kernel::Segment::Workspace)
      result.push_back({-1, kernel::stringifySegment(place.first).str() + " " +
                                std::to_string(place.second)});
  }
}

/// What a launch or a call reads and writes.
void SnapshotBuilder::visitAccess(Operation *op, int node) {
  ValueRange inputs, outputs;
  if (auto launch = dyn_cast<kernel::LaunchOp>(op)) {
    inputs = launch.getInputs();
    outputs = launch.getOutputs();
  } else if (auto call = dyn_cast<kernel::ExternOp>(op)) {
    inputs = call.getInputs();
    outputs = call.getOutputs();
    ++snapshot.operations;
    ++snapshot.counts["extern"];
  } else {
    return;
  }
  for (Value input : inputs)
    readMemory(input, snapshot.nodes[node].uses);
  for (Value output : outputs) {
    SmallVector<Place> places;
    findPlaces(output, places);
    for (const Place &place : places)
      writers[place] = node;
  }
}

//===----------------------------------------------------------------------===//
// The module
//===----------------------------------------------------------------------===//

Snapshot SnapshotBuilder::build() {
  printText();
  snapshot.isSchedule = !module.getOps<kernel::ScheduleOp>().empty();
  for (Operation &op : *module.getBody())
    if (isa<func::FuncOp, kernel::ScheduleOp>(op) && op.getNumRegions() == 1 &&
        !op.getRegion(0).empty())
      visitFunction(&op);
  return std::move(snapshot);
}

Snapshot explain::takeSnapshot(ModuleOp module, IsLibrary isLibrary) {
  return SnapshotBuilder(module, isLibrary).build();
}
