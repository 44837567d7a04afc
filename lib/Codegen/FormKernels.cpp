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
// For each function: each operation becomes a kernel, shared with those equal
// in structure, also what is fused (graph-fuse-pointwise); every value gets a
// place (WorkspacePlan); launches follow in the order of the operations, with
// barriers between those that touch the same memory (Barriers). A scan becomes
// a loop of launches, whose values have addresses that depend on the step
// (Addresses).
//
//===----------------------------------------------------------------------===//

#include "Barriers.h"
#include "KernelBody.h"
#include "KernelTable.h"
#include "NormalizeScans.h"
#include "PlacedParts.h"
#include "ScheduleEmitter.h"
#include "WorkspacePlan.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h"

namespace dlc::codegen {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "dlc/Codegen/Passes.h.inc"
} // namespace dlc::codegen

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

MemRefType dlc::codegen::memoryOf(Value value) {
  auto tensor = graph::tensorOf(value);
  return MemRefType::get(tensor.getShape(), tensor.getElementType());
}

int64_t dlc::codegen::elementBytesOf(Value value) {
  Type element = graph::tensorOf(value).getElementType();
  return memoryType(element).getIntOrFloatBitWidth() / 8;
}

int64_t dlc::codegen::bytesOf(Value value) {
  return graph::tensorOf(value).getNumElements() * elementBytesOf(value);
}

Value dlc::codegen::createSlice(OpBuilder &builder, Location location,
                                Value value, ArrayRef<int64_t> starts,
                                ArrayRef<int64_t> sizes) {
  auto dims = [&](ArrayRef<int64_t> numbers) {
    return graph::DimsAttr::get(
        builder.getContext(),
        std::vector<graph::Dimension>(numbers.begin(), numbers.end()));
  };
  return builder.create<graph::SliceOp>(location, value, dims(starts),
                                        dims(sizes),
                                        SmallVector<int64_t>(sizes.size(), 1));
}

Value dlc::codegen::createCopy(OpBuilder &builder, Location location,
                               Value value) {
  ArrayRef<int64_t> shape = graph::tensorOf(value).getShape();
  return createSlice(builder, location, value,
                     SmallVector<int64_t>(shape.size(), 0), shape);
}

namespace {

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

/// Builds the schedule of one function.
class Scheduler {
public:
  Scheduler(func::FuncOp function, KernelTable &kernels,
            KernelVariants &variants)
      : function(function), kernels(kernels), variants(variants),
        addresses(function) {}

  /// Replaces the function by its schedule; returns the number of launches.
  size_t run();

private:
  void copyResults();
  std::vector<ScheduleItem> formItems(Block &block);
  Launch launchOf(Operation *op);
  Launch launchOf(graph::ExternOp call);
  void emit(int64_t workspace);

  func::FuncOp function;
  KernelTable &kernels;
  KernelVariants &variants;
  std::vector<ScheduleItem> items;
  int64_t launches = 0;
  Addresses addresses;
  /// The positions that index errors name.
  std::vector<std::string> sites;
};

struct FormKernels : dlc::codegen::impl::FormKernelsPassBase<FormKernels> {
  using Base::Base;

  void runOnOperation() override {
    KernelTable table(getOperation(), {vectorBytes, registers}, estimate);
    KernelVariants variants;
    auto functions = llvm::to_vector(getOperation().getOps<func::FuncOp>());
    for (func::FuncOp function : functions)
      if (failed(check(function)))
        return signalPassFailure();
    for (func::FuncOp function : functions) {
      normalizeScans(function);
      normalizeParts(function);
      launches += Scheduler(function, table, variants).run();
    }
    // What @prepare alone launches runs once, except in a loop.
    llvm::StringSet<> launched, often;
    getOperation().walk([&](kernel::LaunchOp launch) {
      launched.insert(launch.getKernel());
      auto schedule = dyn_cast<kernel::ScheduleOp>(launch->getParentOp());
      if (!schedule || schedule.getName() != "prepare")
        often.insert(launch.getKernel());
    });
    // Nothing launches a kernel without tiles, or one of which only a variant
    // is needed.
    for (auto kernel :
         llvm::make_early_inc_range(getOperation().getOps<kernel::FuncOp>()))
      if (!launched.contains(kernel.getName()))
        kernel.erase();
      else
        kernel.setRunsOnce(!often.contains(kernel.getName()));
    kernels += launched.size();
  }

private:
  LogicalResult check(func::FuncOp function);
};
} // namespace

bool dlc::codegen::hasStaticTypes(Operation *op) {
  auto isStatic = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.hasStaticShape();
  };
  bool isBound = true;
  op->getAttrDictionary().walk([&](graph::DimsAttr dims) {
    isBound &= llvm::all_of(dims.getDimensions(), [](const auto &dimension) {
      return dimension.isConstant();
    });
  });
  return isBound && llvm::all_of(op->getOperandTypes(), isStatic) &&
         llvm::all_of(op->getResultTypes(), isStatic);
}

bool dlc::codegen::isStatic(func::FuncOp function) {
  if (!llvm::hasSingleElement(function.getBody()))
    return false;
  return !function
              .walk([](Operation *op) {
                return hasStaticTypes(op) ? WalkResult::advance()
                                          : WalkResult::interrupt();
              })
              .wasInterrupted();
}

LogicalResult FormKernels::check(func::FuncOp function) {
  if (!llvm::hasSingleElement(function.getBody()))
    return function.emitError("needs a body of one block");
  WalkResult result = function.walk([&](Operation *op) {
    if (!hasStaticTypes(op)) {
      op->emitError("needs tensors of static shape: bind dimensions first");
      return WalkResult::interrupt();
    }
    if (auto sort = dyn_cast<graph::ArgsortOp>(op);
        sort && sort.getAxis() != -1 &&
        sort.getAxis() + 1 != sort.getType().getRank()) {
      op->emitError("sorts an axis that is not the last: assign layouts first");
      return WalkResult::interrupt();
    }
    if (auto fused = dyn_cast<graph::FusedOp>(op))
      return WalkResult(
          checkBody(fused.getBody().front(), {vectorBytes, registers}));
    return WalkResult::advance();
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

/// A kernel takes each input once, also one that is read as several.
Launch Scheduler::launchOf(Operation *op) {
  llvm::SetVector<Value> inputs(op->operand_begin(), op->operand_end());
  int64_t site = sites.size();
  op->walk([&](Operation *inner) {
    if (inner->hasTrait<graph::MayFail>())
      sites.push_back(describeSite(inner->getLoc()));
  });
  KernelUse use = kernels.get(op, inputs.getArrayRef());
  return {use.kernel,
          /*call=*/{},
          llvm::to_vector_of<Value>(op->getResults()),
          llvm::to_vector(inputs),
          op->getLoc(),
          site,
          use.rows,
          use.cost};
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
          site,
          /*rows=*/{},
          /*cost=*/{}};
}

/// A result that is an argument, or is returned twice, needs a copy in its
/// output.
void Scheduler::copyResults() {
  auto terminator = cast<func::ReturnOp>(function.front().getTerminator());
  OpBuilder builder(terminator);
  llvm::DenseSet<Value> taken;
  for (OpOperand &result : terminator->getOpOperands()) {
    Value value = storedValue(result.get());
    if (!isa<BlockArgument>(value) && taken.insert(value).second)
      continue;
    result.set(createCopy(builder, terminator.getLoc(), result.get()));
  }
}

/// The kernels and scans of a block in the order of the program.
std::vector<ScheduleItem> Scheduler::formItems(Block &block) {
  std::vector<ScheduleItem> formed;
  for (Operation &op : block.without_terminator()) {
    if (op.use_empty() || isAddress(&op))
      continue;
    ScheduleItem item;
    item.first = launches;
    if (auto scan = dyn_cast<graph::ScanOp>(op)) {
      item.scan = scan;
      item.body = formItems(scan.getBody().front());
    } else {
      auto call = dyn_cast<graph::ExternOp>(op);
      item.launch = call ? launchOf(call) : launchOf(&op);
      ++launches;
    }
    item.last = launches - 1;
    formed.push_back(std::move(item));
  }
  return formed;
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
      builder.getStrArrayAttr(siteTexts), /*frozen=*/ElementsAttr());
  for (NamedAttribute attribute : function->getDiscardableAttrs())
    schedule->setAttr(attribute.getName(), attribute.getValue());
  builder.createBlock(&schedule.getBody());

  ScheduleEmitter(builder, addresses).emit(items);
}

size_t Scheduler::run() {
  copyResults();
  items = formItems(function.front());
  int64_t workspace = placeValues(function, items, addresses, variants);
  placeBarriers(items, addresses);
  emit(workspace);
  function.erase();
  return launches;
}
