//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attaches all lowering interfaces.
//
//===----------------------------------------------------------------------===//

#include "Lowerings.h"
#include "dlc/Codegen/Passes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

void dlc::codegen::registerLowerings(mlir::DialectRegistry &registry) {
  registry.addExtension(+[](mlir::MLIRContext *context, graph::GraphDialect *) {
    attachPointwise(context);
    attachShape(context);
    attachReduction(context);
    attachPooling(context);
    attachOrdering(context);
    attachIndexing(context);
    attachRandom(context);
    attachPlainContraction(context);
    attachMatmul(context);
    attachConvolution(context);
    attachFilterGradient(context);
    attachDepthwiseFilterGradient(context);
    attachDepthwiseConvolution(context);
    attachRecurrent(context);
  });
}
