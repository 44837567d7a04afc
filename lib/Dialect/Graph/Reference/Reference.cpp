//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates whole functions: one operation after the other, in order, every
// value a tensor that lives until its last use.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"

#include "mlir/IR/Diagnostics.h"
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

static dlc::Error errorAt(Location location, const llvm::Twine &message) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  print(stream, location, message);
  return dlc::Error(std::move(text));
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

/// What is known of the values of one function at one point of its walk.
class Evaluation {
public:
  explicit Evaluation(func::FuncOp function) : function(function) {}

  dlc::Expected<std::vector<dlc::Tensor>>
  run(llvm::ArrayRef<dlc::Tensor> arguments);

private:
  dlc::Expected<void> bindArguments(llvm::ArrayRef<dlc::Tensor> arguments);
  dlc::Expected<void> evaluate(Operation &op);
  std::vector<dlc::Tensor> copyResults(Operation &terminator);
  /// Counts a use of `value` and frees it after its last.
  void endUse(Value value);

  func::FuncOp function;
  /// Arguments, which stay the caller's, and computed values.
  llvm::DenseMap<Value, const dlc::Tensor *> tensors;
  llvm::DenseMap<Value, std::unique_ptr<dlc::Tensor>> computed;
  llvm::DenseMap<Value, int64_t> pendingUses;
};
} // namespace

/// Beyond this a tensor is a mistake: evaluating is for small models.
static constexpr int64_t maxTensorBytes = int64_t(1) << 33;

/// The tensor shape and element type that a static type stands for.
static dlc::Expected<std::pair<dlc::DType, dlc::Shape>>
tensorLayout(Location location, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  std::optional<dlc::DType> dtype =
      tensor ? dlc::graph::dtypeOf(tensor.getElementType()) : std::nullopt;
  if (!dtype) {
    std::string text;
    llvm::raw_string_ostream(text) << type;
    return errorAt(location, "cannot evaluate values of type '" + text + "'");
  }
  if (!tensor.hasStaticShape())
    return errorAt(location, "cannot evaluate " + dlc::graph::describe(tensor) +
                                 ": its dimensions are not bound");
  dlc::Shape shape(tensor.getShape().begin(), tensor.getShape().end());
  std::optional<int64_t> bytes = dlc::checkedByteSize(*dtype, shape);
  if (!bytes || *bytes > maxTensorBytes)
    return errorAt(location, "cannot evaluate " + dlc::graph::describe(tensor) +
                                 ": it is too large");
  return std::make_pair(*dtype, std::move(shape));
}

dlc::Expected<void>
Evaluation::bindArguments(llvm::ArrayRef<dlc::Tensor> arguments) {
  Block &body = function.getBody().front();
  if (body.getNumArguments() != arguments.size())
    return errorAt(function.getLoc(), "'" + function.getName() + "' takes " +
                                          llvm::Twine(body.getNumArguments()) +
                                          " arguments, got " +
                                          llvm::Twine(arguments.size()));
  for (auto [value, argument] :
       llvm::zip_equal(body.getArguments(), arguments)) {
    auto layout = tensorLayout(value.getLoc(), value.getType());
    if (!layout)
      return layout.takeError();
    if (argument.dtype() != layout->first || argument.shape() != layout->second)
      return errorAt(value.getLoc(),
                     "argument " + llvm::Twine(value.getArgNumber()) + " of '" +
                         function.getName() + "' is " +
                         dlc::describe(layout->first, layout->second) +
                         ", got " +
                         dlc::describe(argument.dtype(), argument.shape()));
    tensors[value] = &argument;
  }
  return {};
}

dlc::Expected<void> Evaluation::evaluate(Operation &op) {
  auto reference = dyn_cast<dlc::graph::ReferenceOpInterface>(op);
  if (!reference)
    return errorAt(op.getLoc(), "'" + op.getName().getStringRef() +
                                    "' has no reference evaluation");
  SmallVector<const dlc::Tensor *> operands;
  for (Value operand : op.getOperands())
    operands.push_back(tensors.lookup(operand));
  std::vector<dlc::Tensor> results;
  for (Type type : op.getResultTypes()) {
    auto layout = tensorLayout(op.getLoc(), type);
    if (!layout)
      return layout.takeError();
    results.emplace_back(layout->first, std::move(layout->second));
  }

  DiagnosticCollector diagnostics(op.getContext());
  if (failed(reference.evaluate(operands, results)))
    return diagnostics.takeError();

  for (auto [value, tensor] : llvm::zip_equal(op.getResults(), results)) {
    auto &owner = computed[value];
    owner = std::make_unique<dlc::Tensor>(std::move(tensor));
    tensors[value] = owner.get();
    if (value.use_empty())
      computed.erase(value);
  }
  for (Value operand : op.getOperands())
    endUse(operand);
  return {};
}

void Evaluation::endUse(Value value) {
  auto [uses, first] = pendingUses.try_emplace(value, 0);
  if (first)
    uses->second = std::distance(value.use_begin(), value.use_end());
  if (--uses->second == 0)
    computed.erase(value);
}

std::vector<dlc::Tensor> Evaluation::copyResults(Operation &terminator) {
  std::vector<dlc::Tensor> results;
  for (Value value : terminator.getOperands())
    results.push_back(*tensors.lookup(value));
  return results;
}

dlc::Expected<std::vector<dlc::Tensor>>
Evaluation::run(llvm::ArrayRef<dlc::Tensor> arguments) {
  if (!llvm::hasSingleElement(function.getBody()))
    return errorAt(function.getLoc(),
                   "'" + function.getName() +
                       "' must have one block of operations");
  if (auto bound = bindArguments(arguments); !bound)
    return bound.takeError();
  for (Operation &op : function.getBody().front().without_terminator())
    if (auto evaluated = evaluate(op); !evaluated)
      return evaluated.takeError();
  return copyResults(*function.getBody().front().getTerminator());
}

namespace dlc::graph {

Expected<std::vector<Tensor>>
evaluateFunction(func::FuncOp function, llvm::ArrayRef<Tensor> arguments) {
  return Evaluation(function).run(arguments);
}

void registerReferenceModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, GraphDialect *) {
    reference::attachPointwise(context);
    reference::attachContraction(context);
    reference::attachReduction(context);
    reference::attachShape(context);
    reference::attachIndexing(context);
    reference::attachRandom(context);
    reference::attachExtern(context);
  });
}

} // namespace dlc::graph
