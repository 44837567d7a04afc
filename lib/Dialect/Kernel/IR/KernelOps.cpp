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
  if (getResultTypes().size() != 1)
    return emitOpError("returns one tensor");
  if (getBody().empty() || !isa<ReturnOp>(getBody().front().back()))
    return emitOpError("needs a body that ends in kernel.return");
  if (getResultValue().getType() != getResultTypes().front())
    return emitOpError("returns another type than it declares");
  if (static_cast<int64_t>(getGrid()) < 0)
    return emitOpError("needs a grid of 0 or more tiles");
  bool isUpdate = false;
  for (unsigned i = 0; i < getNumArguments(); ++i) {
    if (!getArgAttr(i, kInPlaceAttr))
      continue;
    if (isUpdate)
      return emitOpError("updates two arguments in place");
    isUpdate = true;
    auto from = dyn_cast<RankedTensorType>(getArgumentTypes()[i]);
    auto to = dyn_cast<RankedTensorType>(getResultTypes().front());
    if (!from || !to || from.getShape() != to.getShape())
      return emitOpError("updates an argument of another shape in place");
  }
  return success();
}

Value FuncOp::getResultValue() {
  return cast<ReturnOp>(getBody().front().back()).getValue();
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
  auto matches = [](Type tensor, Type memory) {
    auto from = dyn_cast<RankedTensorType>(tensor);
    auto to = cast<MemRefType>(memory);
    return from && from.getShape() == to.getShape() &&
           from.getElementType() == to.getElementType();
  };
  bool fits = kernel.getArgumentTypes().size() == getInputs().size() &&
              matches(kernel.getResultTypes().front(), getOutput().getType());
  if (fits)
    for (auto [tensor, memory] :
         llvm::zip(kernel.getArgumentTypes(), getInputs().getTypes()))
      fits &= matches(tensor, memory);
  if (!fits)
    return emitOpError() << "does not match the type of '" << getKernel()
                         << "'";
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    if (!kernel.getArgAttr(index, kInPlaceAttr))
      continue;
    auto source = input.getDefiningOp<BufferOp>();
    auto target = getOutput().getDefiningOp<BufferOp>();
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
