//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The operations of the kernel dialect.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Kernel/IR/KernelOps.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc::kernel;

#include "dlc/Dialect/Kernel/IR/KernelDialect.cpp.inc"
#include "dlc/Dialect/Kernel/IR/KernelEnums.cpp.inc"

//===----------------------------------------------------------------------===//
// Signatures of schedules
//===----------------------------------------------------------------------===//

/// signature ::= types [`->` (types | type)]
/// types     ::= `(` [type [attr-dict] {`,` type [attr-dict]}] `)`
static ParseResult parseSignature(OpAsmParser &parser, TypeAttr &type,
                                  ArrayAttr &argumentAttributes,
                                  ArrayAttr &resultAttributes) {
  SmallVector<OpAsmParser::Argument> arguments;
  bool isVariadic;
  SmallVector<Type> argumentTypes, resultTypes;
  SmallVector<DictionaryAttr> ofArguments, ofResults;
  SMLoc location = parser.getCurrentLocation();
  if (function_interface_impl::parseFunctionSignature(
          parser, /*allowVariadic=*/false, arguments, isVariadic, resultTypes,
          ofResults))
    return failure();
  for (const OpAsmParser::Argument &argument : arguments) {
    if (!argument.ssaName.name.empty())
      return parser.emitError(location, "expected types without names");
    argumentTypes.push_back(argument.type);
    ofArguments.push_back(argument.attrs);
  }
  Builder &builder = parser.getBuilder();
  auto attributesOf = [&](ArrayRef<DictionaryAttr> attributes) {
    if (llvm::all_of(attributes,
                     [](DictionaryAttr a) { return !a || a.empty(); }))
      return ArrayAttr();
    return builder.getArrayAttr(
        llvm::map_to_vector(attributes, [&](DictionaryAttr one) -> Attribute {
          return one ? one : builder.getDictionaryAttr({});
        }));
  };
  type = TypeAttr::get(builder.getFunctionType(argumentTypes, resultTypes));
  argumentAttributes = attributesOf(ofArguments);
  resultAttributes = attributesOf(ofResults);
  return success();
}

static void printSignature(OpAsmPrinter &printer, Operation *, TypeAttr type,
                           ArrayAttr argumentAttributes,
                           ArrayAttr resultAttributes) {
  auto printTypes = [&](TypeRange types, ArrayAttr attributes) {
    printer << '(';
    llvm::interleaveComma(llvm::enumerate(types), printer, [&](auto entry) {
      auto [i, one] = entry;
      printer << one;
      if (attributes)
        printer.printOptionalAttrDict(
            cast<DictionaryAttr>(attributes[i]).getValue());
    });
    printer << ')';
  };
  auto function = cast<FunctionType>(type.getValue());
  printTypes(function.getInputs(), argumentAttributes);
  if (function.getNumResults() == 0)
    return;
  printer << " -> ";
  if (function.getNumResults() == 1 && !resultAttributes)
    printer << function.getResult(0);
  else
    printTypes(function.getResults(), resultAttributes);
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Kernel/IR/KernelOps.cpp.inc"

void KernelDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Kernel/IR/KernelOps.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// kernel.func
//===----------------------------------------------------------------------===//

/// A number behind its keyword, which must be there if it is not `optional`.
static ParseResult parseNumber(OpAsmParser &parser, StringRef keyword,
                               IntegerAttr &number, bool optional = true) {
  if (optional && failed(parser.parseOptionalKeyword(keyword)))
    return success();
  int64_t value;
  if ((!optional && parser.parseKeyword(keyword)) || parser.parseInteger(value))
    return failure();
  number = parser.getBuilder().getI64IntegerAttr(value);
  return success();
}

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &result) {
  Builder &builder = parser.getBuilder();
  auto &properties = result.getOrAddProperties<Properties>();
  auto parseFlag = [&](StringRef keyword, UnitAttr &flag) {
    if (succeeded(parser.parseOptionalKeyword(keyword)))
      flag = builder.getUnitAttr();
  };
  auto parseTile = [&]() -> ParseResult {
    SmallVector<int64_t> tile;
    if (failed(parser.parseOptionalKeyword("tile")))
      return success();
    if (parser.parseDimensionList(tile, /*allowDynamic=*/false,
                                  /*withTrailingX=*/false))
      return failure();
    properties.tile = builder.getDenseI64ArrayAttr(tile);
    return success();
  };
  SmallVector<OpAsmParser::Argument> arguments;
  bool isVariadic;
  SmallVector<Type> results;
  SmallVector<DictionaryAttr> resultAttributes;
  if (parser.parseSymbolName(properties.sym_name) ||
      function_interface_impl::parseFunctionSignature(
          parser, /*allowVariadic=*/false, arguments, isVariadic, results,
          resultAttributes) ||
      parseNumber(parser, "grid", properties.grid, /*optional=*/false) ||
      parseNumber(parser, "checks", properties.checks) || parseTile() ||
      parseNumber(parser, "flops", properties.flops) ||
      parseNumber(parser, "bytes", properties.bytes) ||
      parseNumber(parser, "cost", properties.cost))
    return failure();
  parseFlag("runs_once", properties.runs_once);
  parseFlag("by_rows", properties.by_rows);
  auto types = llvm::map_to_vector(
      arguments, [](const OpAsmParser::Argument &one) { return one.type; });
  properties.function_type =
      TypeAttr::get(builder.getFunctionType(types, results));
  function_interface_impl::addArgAndResultAttrs(
      builder, result, arguments, resultAttributes,
      getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
  SMLoc location = parser.getCurrentLocation();
  if (parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  for (StringRef name : getAttributeNames())
    if (result.attributes.get(name) && name != "arg_attrs" &&
        name != "res_attrs")
      return parser.emitError(location)
             << "attribute '" << name << "' has a place of its own";
  return parser.parseRegion(*result.addRegion(), arguments);
}

void FuncOp::print(OpAsmPrinter &printer) {
  auto printNumber = [&](StringRef keyword, std::optional<uint64_t> number) {
    if (number)
      printer << ' ' << keyword << ' ' << int64_t(*number);
  };
  printer << ' ';
  printer.printSymbolName(getSymName());
  function_interface_impl::printFunctionSignature(
      printer, *this, getArgumentTypes(), /*isVariadic=*/false,
      getResultTypes());
  printNumber("grid", getGrid());
  printNumber("checks", getChecks());
  if (auto tile = getTile()) {
    printer << " tile ";
    llvm::interleave(*tile, printer, "x");
  }
  printNumber("flops", getFlops());
  printNumber("bytes", getBytes());
  printNumber("cost", getCost());
  if (getRunsOnce())
    printer << " runs_once";
  if (getByRows())
    printer << " by_rows";
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getDiscardableAttrDictionary().getValue());
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult FuncOp::verify() {
  ArrayRef<Type> results = getResultTypes();
  if (results.empty())
    return emitOpError("returns no tensor");
  if (getBody().empty() || !isa<ReturnOp>(getBody().front().back()))
    return emitOpError("needs a body that ends in kernel.return");
  if (getResultValues().getTypes() != results)
    return emitOpError("returns other types than it declares");
  auto shapeOf = [](Type type) {
    return cast<RankedTensorType>(type).getShape();
  };
  for (Type type : results)
    if (shapeOf(type) != getResultShape())
      return emitOpError("returns tensors of two shapes");
  if (static_cast<int64_t>(getGrid()) < 0)
    return emitOpError("needs a grid of 0 or more tiles");
  auto tile = getTile();
  if (tile && (tile->size() != 2 ||
               llvm::any_of(*tile, [](int64_t size) { return size < 0; })))
    return emitOpError("needs a register tile of two axes");
  if (getByRows() && (getResultShape().size() != 2 ||
                      getResultShape().front() != 1 || getGrid() != 1))
    return emitOpError("is by rows, but not of the type of one row");
  llvm::SmallDenseSet<int64_t> updated;
  for (unsigned i = 0; i < getNumArguments(); ++i) {
    Attribute attribute = getArgAttr(i, kInPlaceAttr);
    if (!attribute)
      continue;
    auto result = dyn_cast<IntegerAttr>(attribute);
    if (!result || result.getInt() < 0 ||
        result.getInt() >= static_cast<int64_t>(results.size()))
      return emitOpError("updates an argument in place of no result");
    if (!updated.insert(result.getInt()).second)
      return emitOpError("updates two arguments in place");
    auto from = dyn_cast<RankedTensorType>(getArgumentTypes()[i]);
    if (!from || from.getShape() != getResultShape())
      return emitOpError("updates an argument of another shape in place");
  }
  return success();
}

OperandRange FuncOp::getResultValues() {
  return cast<ReturnOp>(getBody().front().back()).getValues();
}

ArrayRef<int64_t> FuncOp::getResultShape() {
  return cast<RankedTensorType>(getResultTypes().front()).getShape();
}

MemRefType FuncOp::getMemoryType(RankedTensorType tensor,
                                 std::optional<int64_t> rows) {
  SmallVector<int64_t> shape(tensor.getShape());
  if (getByRows() && rows && !shape.empty())
    shape.front() = *rows;
  return MemRefType::get(shape, tensor.getElementType());
}

//===----------------------------------------------------------------------===//
// kernel.schedule
//===----------------------------------------------------------------------===//

LogicalResult ScheduleOp::verify() {
  FunctionType type = getFunctionType();
  auto fits = [](std::optional<ArrayAttr> attributes, unsigned count) {
    return !attributes || attributes->size() == count;
  };
  if (!fits(getArgAttrs(), type.getNumInputs()) ||
      !fits(getResAttrs(), type.getNumResults()))
    return emitOpError("has attributes for other arguments or results than its "
                       "type has");
  return success();
}

//===----------------------------------------------------------------------===//
// kernel.buffer
//===----------------------------------------------------------------------===//

/// "input0", "workspace.12544": where it lies.
void BufferOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  Segment segment = getSegment();
  bool isArena = segment == Segment::Prepared || segment == Segment::Workspace;
  std::string name = (stringifySegment(segment) + (isArena ? "." : "") +
                      Twine(int64_t(getPosition())))
                         .str();
  if (getOffset() != 0)
    name += ("." + Twine(int64_t(getOffset()))).str();
  setName(getMemory(), name);
}

//===----------------------------------------------------------------------===//
// kernel.launch
//===----------------------------------------------------------------------===//

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *symbol = symbols.lookupNearestSymbolFrom(*this, getKernelAttr());
  if (!symbol)
    return emitOpError() << "launches '" << getKernel()
                         << "', which is not there";
  // Lowered kernels are functions over memory.
  auto kernel = dyn_cast<FuncOp>(symbol);
  if (!kernel)
    return success();
  if (kernel.getByRows() != getRows().has_value())
    return emitOpError() << (getRows() ? "has rows" : "has no number of rows")
                         << " for '" << getKernel() << "'";
  auto matches = [&](Type tensor, Type memory) {
    auto from = dyn_cast<RankedTensorType>(tensor);
    return from && memory == kernel.getMemoryType(from, getRows());
  };
  auto allMatch = [&](ArrayRef<Type> tensors, ValueRange memory) {
    return tensors.size() == memory.size() &&
           llvm::all_of(llvm::zip(tensors, memory.getTypes()), [&](auto pair) {
             return matches(std::get<0>(pair), std::get<1>(pair));
           });
  };
  if (!allMatch(kernel.getArgumentTypes(), getInputs()) ||
      !allMatch(kernel.getResultTypes(), getOutputs()))
    return emitOpError() << "does not match the type of '" << getKernel()
                         << "'";
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    auto result = kernel.getArgAttrOfType<IntegerAttr>(index, kInPlaceAttr);
    if (!result)
      continue;
    auto source = input.getDefiningOp<BufferOp>();
    auto target = getOutputs()[result.getInt()].getDefiningOp<BufferOp>();
    if (!source || !target || source.getSegment() != target.getSegment() ||
        source.getPosition() != target.getPosition())
      return emitOpError() << "writes its result elsewhere than over argument "
                           << index << ", which '" << getKernel()
                           << "' updates in place";
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// repeat ::= `kernel.repeat` argument `of` count [`reversed`]
///            [`attributes` attr-dict] region
ParseResult RepeatOp::parse(OpAsmParser &parser, OperationState &result) {
  OpAsmParser::Argument row;
  row.type = parser.getBuilder().getIndexType();
  int64_t count;
  if (parser.parseArgument(row) || parser.parseKeyword("of") ||
      parser.parseInteger(count))
    return failure();
  auto &properties = result.getOrAddProperties<Properties>();
  properties.count = parser.getBuilder().getI64IntegerAttr(count);
  if (succeeded(parser.parseOptionalKeyword("reversed")))
    properties.reversed = parser.getBuilder().getUnitAttr();
  if (parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  Region *body = result.addRegion();
  if (parser.parseRegion(*body, row))
    return failure();
  // Nothing between the braces is a block all the same.
  if (body->empty())
    body->emplaceBlock().addArgument(
        row.type, parser.getEncodedSourceLoc(parser.getNameLoc()));
  return success();
}

void RepeatOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getRow() << " of " << static_cast<int64_t>(getCount());
  if (getReversed())
    printer << " reversed";
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(), {getCountAttrName(), getReversedAttrName()});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult RepeatOp::verify() {
  if (getBody().getNumArguments() != 1 ||
      !getBody().getArgument(0).getType().isIndex())
    return emitOpError("needs a body with the row as its argument");
  if (static_cast<int64_t>(getCount()) < 0)
    return emitOpError("needs a count of 0 or more");
  return success();
}

RepeatOp RepeatOp::ofRow(Value row) {
  auto argument = dyn_cast<BlockArgument>(row);
  return argument ? dyn_cast<RepeatOp>(argument.getOwner()->getParentOp())
                  : RepeatOp();
}

Type dlc::kernel::rowType(Type stack) {
  auto memory = cast<MemRefType>(stack);
  if (memory.getRank() == 0)
    return stack;
  return MemRefType::get(memory.getShape().drop_front(),
                         memory.getElementType());
}

/// Addresses depend on a loop's row.
static LogicalResult verifyRow(Operation *op, Value row) {
  if (!RepeatOp::ofRow(row))
    return op->emitOpError("needs the row of a loop");
  return success();
}

LogicalResult ElementOp::verify() {
  RepeatOp loop = RepeatOp::ofRow(getRow());
  if (!loop)
    return verifyRow(*this, getRow());
  auto stack = cast<MemRefType>(getStack().getType());
  if (stack.getRank() == 0 ||
      stack.getDimSize(0) != static_cast<int64_t>(loop.getCount()))
    return emitOpError() << "needs a stack of " << loop.getCount() << " rows";
  return success();
}

LogicalResult FirstOp::verify() { return verifyRow(*this, getRow()); }

LogicalResult AlternateOp::verify() { return verifyRow(*this, getRow()); }
