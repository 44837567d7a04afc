//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates functions and the blocks inside them: one operation after the
// other, in order, every value a tensor that lives until its last use.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Threading.h"

#include <memory>

using namespace mlir;

#include "dlc/Dialect/Graph/Reference/ReferenceInterface.cpp.inc"

//===----------------------------------------------------------------------===//
// Diagnostics as errors
//===----------------------------------------------------------------------===//

/// Finds the position in a file and the layer path in a location (a name
/// around a call site, see graph generation).
static void decompose(Location location, FileLineColLoc &position,
                      StringAttr &layerPath) {
  location->walk([&](Location part) {
    if (auto file = dyn_cast<FileLineColLoc>(part); file && !position)
      position = file;
    if (auto name = dyn_cast<NameLoc>(part); name && !layerPath)
      layerPath = name.getName();
    return WalkResult::advance();
  });
}

static void print(llvm::raw_ostream &stream, Location location,
                  const llvm::Twine &message) {
  FileLineColLoc position;
  StringAttr layerPath;
  decompose(location, position, layerPath);
  if (position)
    stream << position.getFilename().getValue() << ':' << position.getLine()
           << ':' << position.getColumn() << ": ";
  stream << message;
  if (layerPath)
    stream << " (in " << layerPath.getValue() << ')';
}

/// Collects the errors that this thread emits while it evaluates; other
/// threads may use the context at the same time.
namespace {
class DiagnosticCollector {
public:
  explicit DiagnosticCollector(MLIRContext *context)
      : stream(text),
        handler(context,
                [this, thread = llvm::get_threadid()](Diagnostic &diagnostic) {
                  if (llvm::get_threadid() != thread)
                    return failure();
                  append(diagnostic);
                  for (Diagnostic &note : diagnostic.getNotes())
                    append(note);
                  return success();
                }) {}

  dlc::Error takeError() {
    return dlc::Error(text.empty() ? "the evaluation failed" : text);
  }

private:
  void append(const Diagnostic &diagnostic) {
    if (!text.empty())
      stream << '\n';
    print(stream, diagnostic.getLocation(), diagnostic.str());
  }

  std::string text;
  llvm::raw_string_ostream stream;
  ScopedDiagnosticHandler handler;
};

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

/// What is known of the values of one block at one point of its walk.
class Evaluation {
public:
  void bind(Value value, const dlc::Tensor *tensor) { tensors[value] = tensor; }
  /// Evaluates the operations before the terminator. On failure a diagnostic
  /// has been emitted.
  LogicalResult run(Block &block);
  std::vector<dlc::Tensor> copyResults(Operation &terminator) const;

private:
  LogicalResult evaluate(Operation &op);
  /// Counts a use of `value` and frees it after its last.
  void endUse(Value value);

  /// Values from before, which stay the caller's, and computed values.
  llvm::DenseMap<Value, const dlc::Tensor *> tensors;
  llvm::DenseMap<Value, std::unique_ptr<dlc::Tensor>> computed;
  llvm::DenseMap<Value, int64_t> pendingUses;
};
} // namespace

/// Beyond this a tensor is a mistake: evaluating is for small models.
static constexpr int64_t maxTensorBytes = int64_t(1) << 33;

/// The tensor shape and element type that a static type stands for.
static FailureOr<std::pair<dlc::DType, dlc::Shape>>
tensorLayout(Location location, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  std::optional<dlc::DType> dtype =
      tensor ? dlc::graph::dtypeOf(tensor.getElementType()) : std::nullopt;
  if (!dtype)
    return emitError(location) << "cannot evaluate values of type " << type;
  if (!tensor.hasStaticShape())
    return emitError(location)
           << "cannot evaluate " << dlc::graph::describe(tensor)
           << ": its dimensions are not bound";
  dlc::Shape shape(tensor.getShape().begin(), tensor.getShape().end());
  std::optional<int64_t> bytes = dlc::checkedByteSize(*dtype, shape);
  if (!bytes || *bytes > maxTensorBytes)
    return emitError(location)
           << "cannot evaluate " << dlc::graph::describe(tensor)
           << ": it is too large";
  return std::make_pair(*dtype, std::move(shape));
}

LogicalResult Evaluation::evaluate(Operation &op) {
  auto reference = dyn_cast<dlc::graph::ReferenceOpInterface>(op);
  if (!reference)
    return emitError(op.getLoc()) << "'" << op.getName().getStringRef()
                                  << "' has no reference evaluation";
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op.getRegions(), captured);
  SmallVector<const dlc::Tensor *> operands;
  for (Value operand : op.getOperands())
    operands.push_back(tensors.lookup(operand));
  for (Value value : captured)
    operands.push_back(tensors.lookup(value));
  std::vector<dlc::Tensor> results;
  for (Type type : op.getResultTypes()) {
    auto layout = tensorLayout(op.getLoc(), type);
    if (failed(layout))
      return failure();
    results.emplace_back(layout->first, std::move(layout->second));
  }
  if (failed(reference.evaluate(operands, results)))
    return failure();

  for (auto [value, tensor] : llvm::zip_equal(op.getResults(), results)) {
    auto &owner = computed[value];
    owner = std::make_unique<dlc::Tensor>(std::move(tensor));
    tensors[value] = owner.get();
    if (value.use_empty())
      computed.erase(value);
  }
  op.walk([&](Operation *inner) {
    for (Value operand : inner->getOperands())
      endUse(operand);
  });
  return success();
}

void Evaluation::endUse(Value value) {
  if (!computed.contains(value))
    return;
  auto [uses, first] = pendingUses.try_emplace(value, 0);
  if (first)
    uses->second = std::distance(value.use_begin(), value.use_end());
  if (--uses->second == 0)
    computed.erase(value);
}

std::vector<dlc::Tensor> Evaluation::copyResults(Operation &terminator) const {
  std::vector<dlc::Tensor> results;
  for (Value value : terminator.getOperands())
    results.push_back(*tensors.lookup(value));
  return results;
}

LogicalResult Evaluation::run(Block &block) {
  for (Operation &op : block.without_terminator())
    if (failed(evaluate(op)))
      return failure();
  return success();
}

FailureOr<std::vector<dlc::Tensor>> dlc::graph::reference::evaluateBlock(
    Block &block, ArrayRef<std::pair<Value, const dlc::Tensor *>> known) {
  Evaluation evaluation;
  for (auto [value, tensor] : known)
    evaluation.bind(value, tensor);
  if (failed(evaluation.run(block)))
    return failure();
  return evaluation.copyResults(*block.getTerminator());
}

/// The function's arguments with their tensors.
static FailureOr<SmallVector<std::pair<Value, const dlc::Tensor *>>>
bindArguments(func::FuncOp function, ArrayRef<dlc::Tensor> arguments) {
  Block &body = function.getBody().front();
  if (body.getNumArguments() != arguments.size())
    return emitError(function.getLoc())
           << "'" << function.getName() << "' takes " << body.getNumArguments()
           << " arguments, got " << arguments.size();
  SmallVector<std::pair<Value, const dlc::Tensor *>> bound;
  for (auto [value, argument] :
       llvm::zip_equal(body.getArguments(), arguments)) {
    auto layout = tensorLayout(value.getLoc(), value.getType());
    if (failed(layout))
      return failure();
    if (argument.dtype() != layout->first || argument.shape() != layout->second)
      return emitError(value.getLoc())
             << "argument " << value.getArgNumber() << " of '"
             << function.getName() << "' is "
             << dlc::describe(layout->first, layout->second) << ", got "
             << dlc::describe(argument.dtype(), argument.shape());
    bound.emplace_back(value, &argument);
  }
  return bound;
}

static FailureOr<std::vector<dlc::Tensor>>
evaluate(func::FuncOp function, ArrayRef<dlc::Tensor> arguments) {
  if (!llvm::hasSingleElement(function.getBody()))
    return emitError(function.getLoc())
           << "'" << function.getName()
           << "' must have one block of operations";
  auto bound = bindArguments(function, arguments);
  if (failed(bound))
    return failure();
  return dlc::graph::reference::evaluateBlock(function.getBody().front(),
                                              *bound);
}

namespace dlc::graph {

Expected<std::vector<Tensor>>
evaluateFunction(func::FuncOp function, llvm::ArrayRef<Tensor> arguments) {
  DiagnosticCollector diagnostics(function.getContext());
  FailureOr<std::vector<Tensor>> results = evaluate(function, arguments);
  if (failed(results))
    return diagnostics.takeError();
  return std::move(*results);
}

void registerReferenceModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, GraphDialect *dialect) {
    reference::attachPointwise(context);
    reference::attachContraction(context);
    reference::attachRecurrent(context);
    reference::attachReduction(context);
    reference::attachPooling(context);
    reference::attachOrdering(context);
    reference::attachShape(context);
    reference::attachIndexing(context);
    reference::attachRandom(context);
    reference::attachExtern(context);
    reference::attachControl(context);
    reference::attachConstantFolding(dialect);
  });
}

} // namespace dlc::graph
