//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layers that say what their derivative is: a `backward` beside `forward`.
//
// A call of `forward` computes what it computes, and its results pass through a
// graph.custom_gradient, whose body is `backward`. It is given what `forward`
// was given, the results, and the gradients of those of floating point; it
// returns gradients of the tensors of floating point that `forward` was given,
// and then of the layer's parameters in the order of their declarations. An
// extern function's adjoint has the same form.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

static bool hasGradient(mlir::Value tensor) {
  return llvm::isa<mlir::FloatType>(
      dlc::graph::tensorOf(tensor).getElementType());
}

/// Whether the parameter is one of a layer within `layer`.
static bool isWithin(const Parameter &parameter, const LayerInstance *layer) {
  const LayerInstance *owner = parameter.owner;
  while (owner && owner != layer)
    owner = owner->parent;
  return owner && parameter.owner != layer;
}

/// What `backward` returns gradients of, with the name of each. A layer within
/// would get none for its parameters, so there may be no such layer.
bool GraphGenerator::collectVariables(
    const Function &forward, const FunctionReference &backward,
    llvm::SMRange range, llvm::SmallVectorImpl<mlir::Value> &variables,
    llvm::SmallVectorImpl<std::string> &names) {
  for (const Formal &formal : forward.formals) {
    mlir::Value tensor = asTensor(*frame->scope->find(formal.name.text));
    if (!tensor || !hasGradient(tensor))
      continue;
    variables.push_back(tensor);
    names.push_back(formal.name.text.str());
  }
  for (const Parameter *parameter : tree.parameters()) {
    bool isTrained = !parameter->isState || parameter->isTrained;
    if (isTrained && isWithin(*parameter, frame->self)) {
      error(backward.declaration->name.range(),
            "'" + frame->self->className() +
                "' has a 'backward' and layers within, whose parameters that "
                "gives no gradients of, as of '" +
                parameter->name + "'");
      return false;
    }
    if (!isTrained || parameter->owner != frame->self ||
        !parameter->declaration)
      continue;
    llvm::StringRef name = parameter->declaration->name.text;
    mlir::Value tensor = asTensor(*frame->self->find(name));
    if (!hasGradient(tensor))
      continue;
    variables.push_back(tensor);
    names.push_back(name.str());
  }
  return true;
}

/// Ends the current block, the body of the operation, by what `backward`
/// returns.
bool GraphGenerator::evaluateBackward(const FunctionReference &backward,
                                      std::vector<ArgumentValue> arguments,
                                      llvm::ArrayRef<mlir::Value> variables,
                                      llvm::ArrayRef<std::string> names,
                                      llvm::SMRange range) {
  StateValues before = levels.back().states;
  Value returned = callFunction(backward, arguments, range);
  llvm::SMRange place = backward.declaration->name.range();
  llvm::SmallVector<mlir::Value> gradients;
  if (returned.isError() ||
      !flatten(returned, "the gradients that 'backward' returns", place,
               gradients))
    return false;
  std::string what = ("'backward' of '" + frame->self->className() + "'").str();
  for (auto &[state, value] : levels.back().states) {
    auto known = before.find(state);
    if (value.now == (known == before.end() ? value.before : known->second.now))
      continue;
    error(place, what + " rebinds state '" + state->localName +
                     "'; only 'forward' may");
    return false;
  }
  if (gradients.size() != variables.size()) {
    std::string wanted;
    llvm::ListSeparator comma;
    for (const std::string &name : names)
      wanted += (llvm::StringRef(comma) + "'" + name + "'").str();
    error(place, what + " returns " + llvm::Twine(gradients.size()) +
                     (gradients.size() == 1 ? " gradient" : " gradients") +
                     ", wanted are those of " + wanted);
    return false;
  }
  for (auto [variable, gradient, name] :
       llvm::zip(variables, gradients, names)) {
    if (variable.getType() == gradient.getType())
      continue;
    error(place, what + " returns " + Value(gradient).str() + " for '" + name +
                     "', which is " + Value(variable).str());
    return false;
  }
  builder.create<graph::ReturnGradientsOp>(locate(place), gradients);
  return true;
}

Value GraphGenerator::finishForward(const Function &forward, Value result,
                                    llvm::SMRange range) {
  const Value *member = frame->self->find("backward");
  const auto *backward = member ? member->as<FunctionReference>() : nullptr;
  if (!backward)
    return result;
  llvm::SmallVector<mlir::Value> values, variables;
  llvm::SmallVector<std::string> names;
  if (!flatten(result, "the results of a layer with a 'backward'", range,
               values) ||
      !collectVariables(forward, *backward, range, variables, names))
    return Value();

  auto region = std::make_unique<mlir::Region>();
  mlir::Block &body = region->emplaceBlock();
  std::vector<ArgumentValue> arguments;
  for (const Formal &formal : forward.formals)
    arguments.push_back({"", range, *frame->scope->find(formal.name.text)});
  auto add = [&](mlir::Value value, llvm::StringRef what) {
    mlir::Value argument = body.addArgument(value.getType(), locate(range));
    origins[argument] = {range, what.str()};
    arguments.push_back({"", range, Value(argument)});
  };
  for (mlir::Value value : values)
    add(value, "a result of 'forward'");
  for (mlir::Value value : values)
    if (hasGradient(value))
      add(value, "the gradient of a result of 'forward'");
  {
    mlir::OpBuilder::InsertionGuard insertion(builder);
    builder.setInsertionPointToEnd(&body);
    if (!evaluateBackward(*backward, std::move(arguments), variables, names,
                          range))
      return Value();
  }
  auto op = builder.create<graph::CustomGradientOp>(
      locate(range), mlir::TypeRange(mlir::ValueRange(values)), values,
      variables);
  op.getBody().takeBody(*region);
  ++operationCount;
  llvm::SmallVector<mlir::Value> results(op.getResults());
  for (mlir::Value value : results)
    origins[value] = {range, ("'" + frame->self->className() + "'").str()};
  llvm::ArrayRef<mlir::Value> left = results;
  return restore(result, left);
}
