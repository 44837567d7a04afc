//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrence: types, assembly and verification of scans. Their
// canonicalization is in ControlCanonicalization.cpp.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

using namespace mlir;
using namespace dlc::graph;

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

RankedTensorType ScanOp::elementOf(RankedTensorType sequence) {
  return tensorType(ArrayRef(dimensionsOf(sequence)).drop_front(),
                    sequence.getElementType());
}

RankedTensorType ScanOp::stackOf(const Dimension &steps,
                                 RankedTensorType element) {
  Dimensions dimensions = dimensionsOf(element);
  dimensions.insert(dimensions.begin(), steps);
  return tensorType(dimensions, element.getElementType());
}

Dimension ScanOp::getSteps() {
  return dimensionsOf(getSequences().front()).front();
}

NextOp ScanOp::getNext() {
  return cast<NextOp>(getBody().front().getTerminator());
}

ScanOp ScanOp::rebuild() {
  auto body = std::make_unique<Region>();
  body->takeBody(getBody());
  OpBuilder builder(*this);
  auto scan = builder.create<ScanOp>(getLoc(), getInits(), getSequences(),
                                     getReversed(), std::move(body));
  scan->setDiscardableAttrs((*this)->getDiscardableAttrDictionary());
  return scan;
}

/// The number of steps as the first sequence has it, if that has a size.
static std::optional<Dimension> stepsOf(TypeRange sequences) {
  if (sequences.empty())
    return std::nullopt;
  auto type = dyn_cast<RankedTensorType>(sequences.front());
  if (!type || type.getRank() == 0 || !hasNamedDimensions(type))
    return std::nullopt;
  return dimensionsOf(type).front();
}

/// The terminator of a finished body.
static NextOp nextOf(Region &body) {
  if (!llvm::hasSingleElement(body) || body.front().empty())
    return {};
  return dyn_cast<NextOp>(body.front().back());
}

/// The types of a scan's results: those of the carried values, and a stack for
/// each emitted value.
static void addResultTypes(OperationState &state, TypeRange inits,
                           const Dimension &steps, NextOp next) {
  state.addTypes(inits);
  for (Type type : next.getEmitted().getTypes())
    state.addTypes(ScanOp::stackOf(steps, cast<RankedTensorType>(type)));
}

void ScanOp::build(OpBuilder &builder, OperationState &state, ValueRange inits,
                   ValueRange sequences, bool reversed,
                   std::unique_ptr<Region> body) {
  std::optional<Dimension> steps = stepsOf(sequences.getTypes());
  NextOp next = nextOf(*body);
  assert(steps && "a scan needs a sequence");
  assert(next && "a scan needs a body that ends in graph.next");
  state.addOperands(inits);
  state.addOperands(sequences);
  auto &properties = state.getOrAddProperties<Properties>();
  properties.operandSegmentSizes = {static_cast<int32_t>(inits.size()),
                                    static_cast<int32_t>(sequences.size())};
  properties.reversed = builder.getBoolAttr(reversed);
  addResultTypes(state, inits.getTypes(), *steps, next);
  state.addRegion(std::move(body));
}

//===----------------------------------------------------------------------===//
// Assembly
//===----------------------------------------------------------------------===//

namespace {
/// One `%argument = %operand : type` or `%argument in %operand : type`.
struct Binding {
  OpAsmParser::Argument argument;
  OpAsmParser::UnresolvedOperand operand;
  RankedTensorType type;
};
} // namespace

/// bindings ::= `(` [ binding (`,` binding)* ] `)`
/// binding ::= argument (`=` | `in`) operand `:` type
static ParseResult parseBindings(OpAsmParser &parser, bool sequences,
                                 SmallVectorImpl<Binding> &bindings) {
  return parser.parseCommaSeparatedList(
      OpAsmParser::Delimiter::Paren, [&]() -> ParseResult {
        Binding &binding = bindings.emplace_back();
        if (parser.parseArgument(binding.argument) ||
            (sequences ? parser.parseKeyword("in") : parser.parseEqual()) ||
            parser.parseOperand(binding.operand) || parser.parseColon())
          return failure();
        SMLoc location = parser.getCurrentLocation();
        if (parser.parseType(binding.type))
          return failure();
        if (!hasNamedDimensions(binding.type))
          return parser.emitError(location, "dimensions need names or numbers");
        if (sequences && binding.type.getRank() == 0)
          return parser.emitError(location, "a sequence needs an axis");
        binding.argument.type =
            sequences ? ScanOp::elementOf(binding.type) : binding.type;
        return success();
      });
}

/// scan ::= `graph.scan` [`reversed`] bindings `over` bindings
///          [`attributes` attr-dict] region
ParseResult ScanOp::parse(OpAsmParser &parser, OperationState &result) {
  bool reversed = succeeded(parser.parseOptionalKeyword("reversed"));
  SmallVector<Binding> inits, sequences;
  if (parseBindings(parser, /*sequences=*/false, inits) ||
      parser.parseKeyword("over") ||
      parseBindings(parser, /*sequences=*/true, sequences) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  if (sequences.empty())
    return parser.emitError(parser.getNameLoc(), "a scan needs a sequence");

  SmallVector<OpAsmParser::Argument> arguments;
  for (const auto &bindings : {inits, sequences})
    for (const Binding &binding : bindings) {
      arguments.push_back(binding.argument);
      if (parser.resolveOperand(binding.operand, binding.type, result.operands))
        return failure();
    }
  Region *body = result.addRegion();
  if (parser.parseRegion(*body, arguments))
    return failure();
  NextOp next = nextOf(*body);
  if (!next)
    return parser.emitError(parser.getNameLoc(),
                            "needs a body that ends in graph.next");

  auto &properties = result.getOrAddProperties<Properties>();
  properties.operandSegmentSizes = {static_cast<int32_t>(inits.size()),
                                    static_cast<int32_t>(sequences.size())};
  properties.reversed = parser.getBuilder().getBoolAttr(reversed);
  SmallVector<Type> carried;
  for (const Binding &init : inits)
    carried.push_back(init.type);
  addResultTypes(result, carried, dimensionsOf(sequences.front().type).front(),
                 next);
  return success();
}

void ScanOp::print(OpAsmPrinter &printer) {
  if (getReversed())
    printer << " reversed";
  auto print = [&](Block::BlockArgListType arguments, ValueRange operands,
                   StringRef between) {
    printer << " (";
    llvm::interleaveComma(llvm::zip(arguments, operands), printer,
                          [&](auto binding) {
                            auto [argument, operand] = binding;
                            printer << argument << between << operand << " : "
                                    << operand.getType();
                          });
    printer << ')';
  };
  print(getCarried(), getInits(), " = ");
  printer << " over";
  print(getElements(), getSequences(), " in ");
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(),
      {getReversedAttrName(), getOperandSegmentSizesAttrName()});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false,
                      /*printBlockTerminators=*/true);
}

//===----------------------------------------------------------------------===//
// Verification
//===----------------------------------------------------------------------===//

/// Compares `values` with what they should be, one by one.
static LogicalResult checkTypes(ScanOp scan, StringRef what, TypeRange types,
                                ArrayRef<RankedTensorType> wanted) {
  if (types.size() != wanted.size())
    return scan.emitOpError() << "has " << types.size() << " " << what
                              << "s where it needs " << wanted.size();
  for (auto [index, type, want] : llvm::enumerate(types, wanted))
    if (type != want)
      return scan.emitOpError() << what << " " << index << " is "
                                << describe(cast<RankedTensorType>(type))
                                << " and should be " << describe(want);
  return success();
}

LogicalResult ScanOp::verifyRegions() {
  if (getSequences().empty())
    return emitOpError("needs a sequence");
  SmallVector<RankedTensorType> arguments;
  for (Value init : getInits())
    arguments.push_back(tensorOf(init));
  for (Value sequence : getSequences()) {
    RankedTensorType type = tensorOf(sequence),
                     first = tensorOf(getSequences()[0]);
    if (type.getRank() == 0)
      return emitOpError() << "cannot step through " << describe(type)
                           << ": it has no axis";
    if (dimensionsOf(type).front() != getSteps())
      return emitOpError() << "needs sequences of one length, got "
                           << describe(first) << " and " << describe(type);
    arguments.push_back(elementOf(type));
  }
  for (Type type : getBody().getArgumentTypes())
    if (!isa<RankedTensorType>(type))
      return emitOpError("needs tensors as arguments of its body");
  if (failed(checkTypes(*this, "body argument", getBody().getArgumentTypes(),
                        arguments)))
    return failure();

  NextOp next = nextOf(getBody());
  if (!next)
    return emitOpError("needs a body that ends in graph.next");
  SmallVector<RankedTensorType> results;
  for (Value init : getInits())
    results.push_back(tensorOf(init));
  if (failed(checkTypes(*this, "carried value", next.getCarried().getTypes(),
                        results)))
    return failure();
  for (Value value : next.getEmitted()) {
    results.push_back(stackOf(getSteps(), tensorOf(value)));
    if (!product(dimensionsOf(results.back())))
      return emitOpError() << "stacks " << getSteps().str() << " of "
                           << describe(tensorOf(value))
                           << ", the size of which overflows";
  }
  return checkTypes(*this, "result", getResultTypes(), results);
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphControlOps.cpp.inc"

void GraphDialect::addControlOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphControlOps.cpp.inc"
      >();
}
