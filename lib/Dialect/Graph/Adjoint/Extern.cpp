//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints of functions that the host brings along: functions that it brings
// along, too.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

static bool isFloat(Value value) {
  return isa<FloatType>(tensorOf(value).getElementType());
}

/// The adjoint takes the operands, the results and the gradients of those
/// results that are floating point, and gives the gradients of those operands
/// that are.
static LogicalResult externCall(ExternOp op, AdjointBuilder &a) {
  if (!op.getAdjoint())
    return op.emitError() << "extern: '" << op.getSymbol()
                          << "' has no adjoint, and a gradient needs it";
  SmallVector<Value> arguments(op.getOperands());
  llvm::append_range(arguments, op.getResults());
  for (Value result : op.getResults())
    if (isFloat(result))
      arguments.push_back(a.gradientOrZero(result));
  SmallVector<Value> operands =
      llvm::to_vector(llvm::make_filter_range(op.getOperands(), isFloat));
  auto gradients = a.builder.create<ExternOp>(
      a.location, TypeRange(ValueRange(operands)), arguments,
      op.getAdjointAttr(), op.getConstantsAttr(), StringAttr());
  for (auto [operand, gradient] : llvm::zip(operands, gradients.getResults()))
    a.add(operand, gradient);
  return success();
}

void dlc::graph::adjoint::attachExtern(MLIRContext *context) {
  ExternOp::attachInterface<AdjointModel<ExternOp, externCall>>(*context);
}
