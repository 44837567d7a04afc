//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adjoints that the program gives.
//
//===----------------------------------------------------------------------===//

#include "AdjointModel.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::adjoint;

/// The body, of the results and their gradients. What it is made of has
/// derivatives itself; that the values were computed from the variables is
/// nobody's business.
static void customGradient(CustomGradientOp op, AdjointBuilder &a) {
  IRMapping mapping;
  auto arguments = op.getBody().getArguments();
  mapping.map(arguments.take_front(op.getNumResults()), op.getResults());
  auto *argument = arguments.begin() + op.getNumResults();
  for (Value result : op.getResults())
    if (isa<FloatType>(tensorOf(result).getElementType()))
      mapping.map(*argument++, a.gradientOrZero(result));
  for (Operation &inner : op.getBody().front().without_terminator())
    a.builder.clone(inner, mapping);
  for (auto [variable, gradient] :
       llvm::zip(op.getVariables(), op.getReturned().getGradients()))
    a.add(variable, mapping.lookupOrDefault(gradient));
}

void dlc::graph::adjoint::attachCustomGradient(MLIRContext *context) {
  attach<CustomGradientOp, customGradient>(context);
}
