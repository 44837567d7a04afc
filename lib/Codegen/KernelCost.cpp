//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// About how long a kernel takes.
//
// A contraction computes at half the rate of a core's two fused multiply-adds
// a cycle; other operations handle a vector of operand elements in two cycles,
// functions such as exp in twenty. What is read and written comes and goes at
// the rate of a second-level cache. Each is off by a factor of two somewhere,
// which is little against the sizes of kernels: they go from nanoseconds to
// milliseconds.
//
//===----------------------------------------------------------------------===//

#include "KernelCost.h"
#include "Schedule.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kCyclesPerNanosecond = 3;
static constexpr int64_t kBytesPerNanosecond = 30;

static uint64_t totalBytes(TypeRange types) {
  uint64_t sum = 0;
  for (Type type : types) {
    auto tensor = cast<RankedTensorType>(type);
    uint64_t ofElement = (tensor.getElementTypeBitWidth() + 7) / 8;
    sum = llvm::SaturatingMultiplyAdd(uint64_t(tensor.getNumElements()),
                                      ofElement, sum);
  }
  return sum;
}

/// What does not fit is as much as there is.
static int64_t saturated(uint64_t number) {
  return int64_t(std::min<uint64_t>(number, INT64_MAX));
}

/// Of one vector. Costly operations that are not pointwise read many elements.
static int64_t cyclesOf(Operation &op) {
  return isa<PayloadOpInterface>(op) && op.hasTrait<graph::Costly>() ? 20 : 2;
}

namespace {
/// What the operations of one kernel take.
class CostSum {
public:
  // f32 stands for all: the others are off by two.
  explicit CostSum(const graph::VectorTarget &target)
      : lanes(std::max<int64_t>(target.vectorBytes / 4, 1)) {}

  void compute(Operation &op);
  void move(TypeRange types) {
    bytes = llvm::SaturatingAdd(bytes, totalBytes(types));
  }
  int64_t nanoseconds() const {
    return saturated(
        std::max(cycles / kCyclesPerNanosecond, bytes / kBytesPerNanosecond));
  }

private:
  void add(uint64_t more) { cycles = llvm::SaturatingAdd(cycles, more); }

  uint64_t lanes;
  uint64_t cycles = 0, bytes = 0;
};
} // namespace

void CostSum::compute(Operation &op) {
  if (auto contraction = dyn_cast<ContractionOpInterface>(op))
    return add(uint64_t(contraction.getFlops()) / (2 * lanes));
  if (op.getNumResults() != 1)
    return;
  uint64_t elements =
      uint64_t(graph::tensorOf(op.getResult(0)).getNumElements());
  if (auto element = dyn_cast<ElementOpInterface>(op))
    elements =
        llvm::SaturatingMultiply(elements, uint64_t(element.getElementsRead()));
  add(llvm::SaturatingMultiply(elements, uint64_t(cyclesOf(op))) / lanes);
}

int64_t dlc::codegen::costOf(kernel::FuncOp kernel,
                             const graph::VectorTarget &target) {
  CostSum sum(target);
  for (Operation &op : kernel.getBody().front().without_terminator())
    sum.compute(op);
  sum.move(kernel.getArgumentTypes());
  sum.move(kernel.getResultTypes());
  return sum.nanoseconds();
}

int64_t dlc::codegen::bytesMovedBy(kernel::FuncOp kernel) {
  return saturated(llvm::SaturatingAdd(totalBytes(kernel.getArgumentTypes()),
                                       totalBytes(kernel.getResultTypes())));
}

int64_t dlc::codegen::costOf(Operation *op, const graph::VectorTarget &target) {
  if (auto scan = dyn_cast<graph::ScanOp>(op)) {
    uint64_t step = 0;
    for (Operation &inner : scan.getBody().front().without_terminator())
      step = llvm::SaturatingAdd(step, uint64_t(costOf(&inner, target)));
    return saturated(llvm::SaturatingMultiply(step, uint64_t(stepsOf(scan))));
  }
  CostSum sum(target);
  if (auto fused = dyn_cast<graph::FusedOp>(op))
    for (Operation &inner : fused.getBody().front().without_terminator())
      sum.compute(inner);
  else
    sum.compute(*op);
  sum.move(op->getOperandTypes());
  sum.move(op->getResultTypes());
  return sum.nanoseconds();
}
