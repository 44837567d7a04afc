//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reference of scans, whose body is evaluated once for each step, and of what
// is computed together.
//
//===----------------------------------------------------------------------===//

#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphControlOps.h"

#include "mlir/Transforms/RegionUtils.h"

#include <cstring>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

/// Row `row` of a tensor.
static dlc::Tensor rowOf(const dlc::Tensor &tensor, int64_t row) {
  dlc::Shape shape = tensor.shape();
  shape.erase(shape.begin());
  dlc::Tensor result(tensor.dtype(), std::move(shape));
  std::memcpy(result.data(),
              static_cast<const char *>(tensor.data()) + row * result.bytes(),
              result.bytes());
  return result;
}

static void setRow(dlc::Tensor &tensor, int64_t row, const dlc::Tensor &value) {
  std::memcpy(static_cast<char *>(tensor.data()) + row * value.bytes(),
              value.data(), value.bytes());
}

static LogicalResult scan(ScanOp op, Operands operands, Results results) {
  size_t carriedCount = op.getInits().size();
  Operands sequences = operands.slice(carriedCount, op.getSequences().size());
  std::vector<dlc::Tensor> carried;
  for (const dlc::Tensor *init : operands.take_front(carriedCount))
    carried.push_back(*init);

  SmallVector<std::pair<Value, const dlc::Tensor *>> outside;
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  for (auto [value, tensor] :
       llvm::zip_equal(captured, operands.drop_front(op->getNumOperands())))
    outside.emplace_back(value, tensor);

  int64_t steps = sequences.front()->shape().front();
  for (int64_t step = 0; step < steps; ++step) {
    int64_t row = op.getReversed() ? steps - 1 - step : step;
    std::vector<dlc::Tensor> arguments = std::move(carried);
    for (const dlc::Tensor *sequence : sequences)
      arguments.push_back(rowOf(*sequence, row));
    auto known = outside;
    for (auto [value, tensor] :
         llvm::zip_equal(op.getBody().getArguments(), arguments))
      known.emplace_back(value, &tensor);

    FailureOr<std::vector<dlc::Tensor>> next =
        evaluateBlock(op.getBody().front(), known);
    if (failed(next))
      return failure();
    carried.clear();
    for (auto [index, tensor] : llvm::enumerate(*next))
      if (index < carriedCount)
        carried.push_back(std::move(tensor));
      else
        setRow(results[index], row, tensor);
  }
  for (auto [result, tensor] : llvm::zip(results, carried))
    result = std::move(tensor);
  return success();
}

static LogicalResult fused(FusedOp op, Operands operands, Results results) {
  SmallVector<std::pair<Value, const dlc::Tensor *>> known;
  for (auto [value, tensor] :
       llvm::zip_equal(op.getBody().getArguments(), operands))
    known.emplace_back(value, tensor);
  FailureOr<std::vector<dlc::Tensor>> values =
      evaluateBlock(op.getBody().front(), known);
  if (failed(values))
    return failure();
  for (auto [result, value] : llvm::zip(results, *values))
    result = std::move(value);
  return success();
}

void dlc::graph::reference::attachControl(MLIRContext *context) {
  attach<ScanOp, scan>(context);
  attach<FusedOp, fused>(context);
}
