//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes layouts explicit: packed operands of products, blocks of channels
// around convolutions.
//
// Contractions are rewritten to the forms that have micro-kernels, with the
// conversions of layouts as operations beside them. Unpacking sinks as far as
// operations can be computed on blocks (Layouts/BlockPropagation.cpp), by the
// rules of their families (Layouts/*Layouts.cpp). What is packed and depends on
// parameters alone is hoisted later.
//
//===----------------------------------------------------------------------===//

#include "Layouts/BlockPropagation.h"
#include "Layouts/ContractionPatterns.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dlc::graph {
#define GEN_PASS_DEF_ASSIGNLAYOUTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

namespace {
struct AssignLayouts : dlc::graph::impl::AssignLayoutsPassBase<AssignLayouts> {
  using Base::Base;

  void runOnOperation() override {
    VectorTarget target{vectorBytes, registers};
    RewritePatternSet patterns(&getContext());
    DenseSet<Operation *> plain = findPlainProducts(getOperation());
    addPackProductPatterns(patterns, target, plain, packedProducts);
    addSortLastAxisPattern(patterns);
    if (failed(
            applyPatternsAndFoldGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    RewritePatternSet blocking(&getContext());
    addBlockConvolutionPatterns(blocking, target, blockedConvolutions);
    FrozenRewritePatternSet convolutions(std::move(blocking));
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isExternal())
        movedUnpacks += propagateBlocks(function, getArgument(), convolutions);
    // New constants go where folding would put them the next time.
    if (failed(applyPatternsAndFoldGreedily(getOperation(),
                                            RewritePatternSet(&getContext()))))
      return signalPassFailure();
    // By then all readers are known.
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isExternal())
        sinkUnpacking(function);
  }
};
} // namespace
