//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls of `extern fn`: the declared types are the shape rule.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// The dimensions of the current frame hold what the arguments bound.
Value GraphGenerator::callExtern(const Function &function,
                                 llvm::SMRange range) {
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<mlir::Attribute> constants;
  for (const Formal &formal : function.formals) {
    const Value &value = frame->scope->variables[formal.name.text];
    if (mlir::Value tensor = asTensor(value))
      operands.push_back(tensor);
    else if (const auto *truth = value.as<bool>())
      constants.push_back(builder.getBoolAttr(*truth));
    else if (const auto *integer = value.as<int64_t>())
      constants.push_back(builder.getI64IntegerAttr(*integer));
    else if (const auto *number = value.as<double>())
      constants.push_back(builder.getF64FloatAttr(*number));
    else if (const auto *text = value.as<std::string>())
      constants.push_back(builder.getStringAttr(*text));
  }
  llvm::SmallVector<mlir::Type> results;
  for (const Result &result : function.results) {
    const auto &type = llvm::cast<TensorType>(*result.type);
    std::optional<Interface> interface = evaluateInterface(type);
    if (!interface)
      return Value();
    if (interface->anyLeading)
      return fail(type.range, "the result of an extern function states all "
                              "axes: no '...'");
    graph::Dimensions dimensions;
    for (const std::optional<graph::Dimension> &dimension :
         interface->dimensions)
      dimensions.push_back(*dimension);
    results.push_back(graph::tensorType(
        dimensions, graph::elementType(&context, interface->dtype)));
  }
  std::optional<std::string> symbol = evaluateText(*function.symbol);
  std::optional<std::string> adjoint;
  if (function.adjoint)
    adjoint = evaluateText(*function.adjoint);
  if (!symbol || (function.adjoint && !adjoint))
    return Value();

  emitted.clear();
  auto op = builder.create<graph::ExternOp>(
      locate(range), results, operands, builder.getStringAttr(*symbol),
      builder.getArrayAttr(constants),
      adjoint ? builder.getStringAttr(*adjoint) : mlir::StringAttr());
  ++operationCount;
  if (mlir::failed(op.verify())) {
    op.erase();
    error(range, emitted).note(function.name.range(), "declared here");
    return Value();
  }
  std::vector<Value> values;
  for (mlir::Value result : op->getResults()) {
    origins[result] = {range, ("extern '" + function.name.text + "'").str()};
    values.push_back(Value(result));
  }
  return function.returnsTuple
             ? Value::list(std::move(values), /*isTuple=*/true)
             : values.front();
}
