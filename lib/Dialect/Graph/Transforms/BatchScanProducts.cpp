//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Computes products of a scan's elements for all steps at once.
//
// A product of a few rows reads all of the right operand for little work. That
// of an element with a value from outside needs no carried value, so one
// product of the whole sequence before the scan takes the place of all steps',
// and its rows are the elements of a new sequence. Scans are visited from the
// inside out, so that a product may leave several.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"

namespace dlc::graph {
#define GEN_PASS_DEF_BATCHSCANPRODUCTSPASS
#include "dlc/Dialect/Graph/Transforms/Passes.h.inc"
} // namespace dlc::graph

using namespace mlir;
using namespace dlc::graph;

/// With as many rows a product is as fast in the step.
static constexpr int64_t kRowsOfAStep = 32;
/// What the products of all steps may take.
static constexpr int64_t kLargestBatchInBytes = int64_t(64) << 20;

static bool gains(ScanOp scan, MatmulOp product) {
  RankedTensorType type = product.getType();
  std::optional<int64_t> steps = scan.getSteps().constant();
  if (!steps || *steps < 2 || !type.hasStaticShape() ||
      type.getNumElements() == 0)
    return false;
  // The axis of the steps is to be one more than all of the right side.
  int64_t left = tensorOf(product.getLhs()).getRank();
  int64_t right = tensorOf(product.getRhs()).getRank();
  if (right > std::max<int64_t>(left, 2))
    return false;
  int64_t columns = right == 1 ? 1 : type.getShape().back();
  int64_t rows = type.getNumElements() / columns;
  int64_t bytes =
      type.getNumElements() * ((type.getElementTypeBitWidth() + 7) / 8);
  return rows < kRowsOfAStep && *steps <= kLargestBatchInBytes / bytes;
}

namespace {
struct BatchScanProducts
    : dlc::graph::impl::BatchScanProductsPassBase<BatchScanProducts> {
  using Base::Base;

  void runOnOperation() override {
    getOperation().walk([&](ScanOp scan) {
      Block &body = scan.getBody().front();
      for (auto product : llvm::make_early_inc_range(body.getOps<MatmulOp>())) {
        auto element = dyn_cast<BlockArgument>(product.getLhs());
        bool isElement = element && element.getOwner() == &body &&
                         element.getArgNumber() >= scan.getInits().size();
        bool isOutside =
            !scan.getBody().isAncestor(product.getRhs().getParentRegion());
        if (isElement && isOutside && gains(scan, product))
          batch(scan, product, element);
      }
    });
  }

private:
  void batch(ScanOp scan, MatmulOp product, BlockArgument element) {
    OpBuilder builder(scan);
    Value sequence =
        scan.getSequences()[element.getArgNumber() - scan.getInits().size()];
    Value all =
        builder.create<MatmulOp>(product.getLoc(), sequence, product.getRhs(),
                                 product.getTransposeRhs());
    scan.getSequencesMutable().append(all);
    Value row = scan.getBody().addArgument(product.getType(), product.getLoc());
    product.replaceAllUsesWith(row);
    product.erase();
    ++batched;
  }
};
} // namespace
