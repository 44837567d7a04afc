//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Verification of extern calls.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphExternOps.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace dlc::graph;

static bool isIdentifier(StringRef name) {
  return !name.empty() && !llvm::isDigit(name.front()) &&
         llvm::all_of(name,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// An integer, a floating point number, a bool, a string or one dimension.
static bool isConstant(Attribute attribute) {
  if (auto integer = dyn_cast<IntegerAttr>(attribute))
    return integer.getType().isSignlessInteger(64) ||
           integer.getType().isInteger(1);
  if (auto number = dyn_cast<FloatAttr>(attribute))
    return number.getType().isF64();
  if (auto dims = dyn_cast<DimsAttr>(attribute))
    return dims.getDimensions().size() == 1;
  return isa<StringAttr>(attribute);
}

LogicalResult ExternOp::verify() {
  for (StringRef symbol : {getSymbol(), getAdjoint().value_or(getSymbol())}) {
    if (!isIdentifier(symbol))
      return emitError() << "extern: '" << symbol
                         << "' is not an identifier of C";
    for (StringRef prefix : {"dlc_", "kernel_"})
      if (symbol.starts_with(prefix))
        return emitError() << "extern: '" << symbol << "' begins with '"
                           << prefix
                           << "', which is reserved for compiled code";
  }
  for (auto [index, constant] : llvm::enumerate(getConstants()))
    if (!isConstant(constant))
      return emitError() << "extern: constant " << index << " of '"
                         << getSymbol()
                         << "' is neither i64, f64, bool, string nor one "
                            "dimension: "
                         << constant;
  if (getNumResults() == 0)
    return emitError() << "extern: '" << getSymbol() << "' has no results";
  return success();
}

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphExternOps.cpp.inc"

void GraphDialect::addExternOperations() {
  addOperations<
#define GET_OP_LIST
#include "dlc/Dialect/Graph/IR/GraphExternOps.cpp.inc"
      >();
}
