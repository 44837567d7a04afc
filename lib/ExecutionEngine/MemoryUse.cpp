//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums of bytes, which saturate, and the errors where they are too large.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/MemoryUse.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Kernel/IR/KernelOps.h"
#include "dlc/Runtime/Tensor.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace dlc;
using llvm::SaturatingAdd;

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

/// Where a user's file brings the parameter in: its declaration, or the call
/// that makes the library's layer.
static llvm::SMRange placeOf(const frontend::Parameter &parameter,
                             const frontend::Compilation &compilation,
                             const llvm::SourceMgr &sources) {
  auto isUsers = [&](llvm::SMRange range) {
    return range.isValid() && !compilation.isLibraryFile(
                                  frontend::resolve(sources, range.Start).file);
  };
  llvm::SMRange declared = parameter.declared;
  if (isUsers(declared))
    return declared;
  for (const frontend::LayerInstance *layer = parameter.owner; layer;
       layer = layer->parent)
    if (isUsers(layer->constructed))
      return layer->constructed;
  return declared;
}

static uint64_t bytesOf(const frontend::Parameter &parameter) {
  Shape shape(parameter.shape.begin(), parameter.shape.end());
  std::optional<int64_t> counted = checkedByteSize(parameter.dtype, shape);
  return counted ? uint64_t(*counted) : UINT64_MAX;
}

uint64_t dlc::weightBytes(const frontend::ModuleTree &tree) {
  uint64_t total = 0;
  for (const frontend::Parameter *parameter : tree.parameters())
    total = SaturatingAdd(total, bytesOf(*parameter));
  return total;
}

std::optional<uint64_t> dlc::checkWeights(frontend::Compilation &compilation,
                                          const MemoryLimit &limit) {
  const frontend::ModuleTree *tree = compilation.elaborate();
  if (!tree)
    return std::nullopt;
  uint64_t total = weightBytes(*tree);
  if (total <= limit.bytes())
    return total;
  const frontend::Parameter *largest = nullptr;
  for (const frontend::Parameter *parameter : tree->parameters())
    if (!largest || bytesOf(*parameter) > bytesOf(*largest))
      largest = parameter;
  frontend::DiagnosticEngine &diagnostics = compilation.diagnostics();
  Shape shape(largest->shape.begin(), largest->shape.end());
  diagnostics.error(placeOf(*largest, compilation, diagnostics.sourceManager()),
                    "the weights of '" + tree->modelName() + "' take " +
                        describeBytes(total) + " of memory, " +
                        limit.describe() + "; the largest of them, '" +
                        largest->name + "', is " +
                        describe(largest->dtype, shape));
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

static uint64_t bytesOf(mlir::Type type) {
  auto shaped = llvm::cast<mlir::ShapedType>(type);
  uint64_t elementBytes = (shaped.getElementTypeBitWidth() + 7) / 8;
  bool overflow = false;
  uint64_t bytes = elementBytes;
  for (int64_t size : shaped.getShape())
    bytes = llvm::SaturatingMultiply(bytes, uint64_t(size), &overflow);
  return bytes;
}

namespace {
/// Adds up bytes and remembers the largest tensor.
class MemoryUse {
public:
  explicit MemoryUse(uint64_t bytes) : bytes(bytes) {}

  void add(uint64_t more) { bytes = SaturatingAdd(bytes, more); }
  void consider(mlir::Type type, mlir::Location location) {
    if (largest && bytesOf(type) <= bytesOf(largest))
      return;
    largest = llvm::cast<mlir::ShapedType>(type);
    place = location;
  }
  llvm::LogicalResult check(mlir::func::FuncOp function,
                            mlir::StringAttr binding, const MemoryLimit &limit,
                            std::optional<uint64_t> least = {}) const;

private:
  uint64_t bytes;
  mlir::ShapedType largest;
  std::optional<mlir::Location> place;
};
} // namespace

llvm::LogicalResult MemoryUse::check(mlir::func::FuncOp function,
                                     mlir::StringAttr binding,
                                     const MemoryLimit &limit,
                                     std::optional<uint64_t> least) const {
  if (bytes <= limit.bytes())
    return mlir::success();
  mlir::InFlightDiagnostic error =
      mlir::emitError(place.value_or(function.getLoc()));
  error << "'" << function.getName() << "'";
  if (binding && !binding.empty())
    error << " with " << binding.getValue();
  error << " needs " << describeBytes(bytes) << " of memory, ";
  if (least)
    error << "at least " << describeBytes(*least)
          << " where values are computed again, ";
  error << limit.describe();
  if (largest)
    error << "; the largest tensor, "
          << graph::describe(mlir::RankedTensorType::get(
                 largest.getShape(), largest.getElementType()))
          << ", takes " << describeBytes(bytesOf(largest));
  return mlir::failure();
}

/// The name of the argument, whichever kind it is of.
static mlir::Attribute nameOf(mlir::DictionaryAttr argument) {
  for (llvm::StringRef kind :
       {graph::kParameterAttr, graph::kStateAttr, graph::kInputAttr})
    if (mlir::Attribute name = argument.get(kind))
      return name;
  return {};
}

uint64_t CallMemory::total() const {
  uint64_t bytes = inputs;
  for (uint64_t more : {outputs, states, prepared, workspace})
    bytes = SaturatingAdd(bytes, more);
  return bytes;
}

static uint64_t bytesOf(const dlc_tensor_descriptor *tensors, int32_t count) {
  uint64_t bytes = 0;
  for (const dlc_tensor_descriptor &tensor : llvm::ArrayRef(tensors, count)) {
    Shape shape(tensor.shape, tensor.shape + tensor.rank);
    auto size = checkedByteSize(DType(tensor.dtype), shape);
    bytes = SaturatingAdd(bytes, size ? uint64_t(*size) : UINT64_MAX);
  }
  return bytes;
}

CallMemory dlc::callMemory(const dlc_descriptor &descriptor) {
  return {
      bytesOf(descriptor.inputs, descriptor.input_count),
      bytesOf(descriptor.outputs, descriptor.output_count),
      bytesOf(descriptor.states, descriptor.state_count),
      descriptor.prepared_bytes,
      std::max(descriptor.workspace_bytes, descriptor.prepare_workspace_bytes)};
}

/// The attributes of each argument or result.
static mlir::DictionaryAttr attributesOf(std::optional<mlir::ArrayAttr> all,
                                         unsigned index,
                                         mlir::MLIRContext *context) {
  return all ? llvm::cast<mlir::DictionaryAttr>((*all)[index])
             : mlir::DictionaryAttr::get(context);
}

CallMemory dlc::callMemory(mlir::ModuleOp kernels) {
  CallMemory memory;
  for (auto schedule : kernels.getOps<kernel::ScheduleOp>()) {
    memory.workspace = std::max(memory.workspace, schedule.getWorkspace());
    mlir::FunctionType type = schedule.getFunctionType();
    for (auto [index, result] : llvm::enumerate(type.getResults())) {
      mlir::DictionaryAttr attributes =
          attributesOf(schedule.getResAttrs(), index, kernels.getContext());
      uint64_t &sum = attributes.contains(graph::kPreparedAttr)
                          ? memory.prepared
                      : attributes.contains(graph::kStateAttr) ? memory.states
                                                               : memory.outputs;
      sum = SaturatingAdd(sum, bytesOf(result));
    }
    // Arguments of @prepare are weights.
    for (auto [index, argument] : llvm::enumerate(type.getInputs()))
      if (attributesOf(schedule.getArgAttrs(), index, kernels.getContext())
              .contains(graph::kInputAttr) &&
          schedule.getName() != "prepare")
        memory.inputs = SaturatingAdd(memory.inputs, bytesOf(argument));
  }
  return memory;
}

llvm::LogicalResult dlc::checkCallMemory(mlir::ModuleOp kernels,
                                         mlir::func::FuncOp function,
                                         uint64_t weightBytes,
                                         const MemoryLimit &limit,
                                         std::optional<uint64_t> least) {
  MemoryUse use(weightBytes);
  use.add(callMemory(kernels).total());
  mlir::StringAttr binding;
  for (auto schedule : kernels.getOps<kernel::ScheduleOp>()) {
    mlir::FunctionType type = schedule.getFunctionType();
    for (auto [index, argument] : llvm::enumerate(type.getInputs())) {
      mlir::Attribute name = nameOf(
          attributesOf(schedule.getArgAttrs(), index, kernels.getContext()));
      for (unsigned j = 0; name && j < function.getNumArguments(); ++j)
        if (mlir::DictionaryAttr origin = function.getArgAttrDict(j);
            origin && nameOf(origin) == name)
          use.consider(argument, function.getArgument(j).getLoc());
    }
    schedule.walk([&](kernel::LaunchOp launch) {
      for (mlir::Type type : launch.getOutputs().getTypes())
        use.consider(type, launch.getLoc());
    });
    if (schedule.getName() != "prepare")
      binding = schedule->getAttrOfType<mlir::StringAttr>(graph::kBindingAttr);
  }
  return use.check(function, binding, limit, least);
}

llvm::LogicalResult dlc::checkEvaluationMemory(mlir::func::FuncOp function,
                                               uint64_t weightBytes,
                                               const MemoryLimit &limit) {
  mlir::Block &block = function.getBody().front();
  uint64_t live = 0, peak = 0;
  MemoryUse use(weightBytes);
  for (mlir::BlockArgument argument : block.getArguments()) {
    use.add(bytesOf(argument.getType()));
    use.consider(argument.getType(), argument.getLoc());
  }
  // What dies with each operation of the block.
  llvm::DenseMap<mlir::Operation *, uint64_t> freed;
  for (mlir::Operation &op : block) {
    op.walk([&](mlir::Operation *inner) {
      for (mlir::Value value : inner->getResults()) {
        use.consider(value.getType(), inner->getLoc());
        live = SaturatingAdd(live, bytesOf(value.getType()));
        mlir::Operation *last = &op;
        for (mlir::Operation *user : value.getUsers())
          if (mlir::Operation *above = block.findAncestorOpInBlock(*user);
              last->isBeforeInBlock(above))
            last = above;
        uint64_t &sum = freed[last];
        sum = SaturatingAdd(sum, bytesOf(value.getType()));
      }
    });
    peak = std::max(peak, live);
    // A sum that saturated stays where it is.
    if (live != UINT64_MAX)
      live -= freed.lookup(&op);
  }
  use.add(peak);
  return use.check(
      function, function->getAttrOfType<mlir::StringAttr>(graph::kBindingAttr),
      limit);
}
