//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is computed together: assembly and verification.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

using namespace mlir;
using namespace dlc::graph;

/// The terminator of a finished body.
static YieldOp yieldOf(Region &body) {
  if (!llvm::hasSingleElement(body) || body.front().empty())
    return {};
  return dyn_cast<YieldOp>(body.front().back());
}

YieldOp FusedOp::getYield() { return yieldOf(getBody()); }

/// fused ::= `graph.fused` `(` [ binding (`,` binding)* ] `)`
///           [`attributes` attr-dict] region
/// binding ::= argument `=` operand `:` type
ParseResult FusedOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> arguments;
  auto parseBinding = [&]() -> ParseResult {
    OpAsmParser::Argument &argument = arguments.emplace_back();
    OpAsmParser::UnresolvedOperand operand;
    return failure(
        parser.parseArgument(argument) || parser.parseEqual() ||
        parser.parseOperand(operand) || parser.parseColonType(argument.type) ||
        parser.resolveOperand(operand, argument.type, result.operands));
  };
  Region *body = result.addRegion();
  if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren,
                                     parseBinding) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseRegion(*body, arguments))
    return failure();
  YieldOp yield = yieldOf(*body);
  if (!yield)
    return parser.emitError(parser.getNameLoc(),
                            "needs a body that ends in graph.yield");
  result.addTypes(yield.getValues().getTypes());
  return success();
}

void FusedOp::print(OpAsmPrinter &printer) {
  printer << " (";
  llvm::interleaveComma(llvm::zip(getBody().getArguments(), getInputs()),
                        printer, [&](auto binding) {
                          auto [argument, operand] = binding;
                          printer << argument << " = " << operand << " : "
                                  << operand.getType();
                        });
  printer << ')';
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs());
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false,
                      /*printBlockTerminators=*/true);
}

LogicalResult FusedOp::verifyRegions() {
  if (getBody().getNumArguments() != getInputs().size())
    return emitOpError() << "has a body with " << getBody().getNumArguments()
                         << " arguments where it needs " << getInputs().size();
  for (auto [argument, input] :
       llvm::zip(getBody().getArguments(), getInputs()))
    if (argument.getType() != input.getType())
      return emitOpError() << "input " << argument.getArgNumber() << " is "
                           << describe(tensorOf(input))
                           << ", but the body takes another type, "
                           << argument.getType();
  YieldOp yield = getYield();
  if (!yield)
    return emitOpError("needs a body that ends in graph.yield");
  if (yield.getValues().empty() || yield.getValues().size() != getNumResults())
    return emitOpError() << "has " << getNumResults()
                         << " results, but its body yields "
                         << yield.getValues().size();
  for (auto [result, value] : llvm::zip(getResults(), yield.getValues()))
    if (value.getType() != result.getType())
      return emitOpError() << "is " << describe(tensorOf(result))
                           << ", but its body yields "
                           << describe(tensorOf(value));
  for (Operation &op : getBody().front().without_terminator()) {
    if (op.getNumRegions() != 0 || isa<ExternOp, ReshapeOp>(op)) {
      InFlightDiagnostic error = emitOpError()
                                 << "cannot hold '" << op.getName() << "'";
      error.attachNote(op.getLoc()) << "here";
      return error;
    }
  }
  return success();
}
