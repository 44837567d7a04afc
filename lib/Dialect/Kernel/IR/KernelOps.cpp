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

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &result) {
  auto buildType = [](Builder &builder, ArrayRef<Type> arguments,
                      ArrayRef<Type> results,
                      function_interface_impl::VariadicFlag, std::string &) {
    return builder.getFunctionType(arguments, results);
  };
  return function_interface_impl::parseFunctionOp(
      parser, result, /*allowVariadic=*/false,
      getFunctionTypeAttrName(result.name), buildType,
      getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
}

void FuncOp::print(OpAsmPrinter &printer) {
  function_interface_impl::printFunctionOp(
      printer, *this, /*isVariadic=*/false, getFunctionTypeAttrName(),
      getArgAttrsAttrName(), getResAttrsAttrName());
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
