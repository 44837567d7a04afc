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
#include "KernelGrid.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

static constexpr int64_t kCyclesPerNanosecond = 3;
static constexpr int64_t kBytesPerNanosecond = 30;

static int64_t bytesOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  int64_t bytes = (tensor.getElementTypeBitWidth() + 7) / 8;
  return llvm::SaturatingMultiply<uint64_t>(uint64_t(tensor.getNumElements()),
                                            uint64_t(bytes));
}

/// Of one vector. Costly operations that are not pointwise read many elements.
static int64_t cyclesOf(Operation &op) {
  return isa<PayloadOpInterface>(op) && op.hasTrait<graph::Costly>() ? 20 : 2;
}

int64_t dlc::codegen::costOf(kernel::FuncOp kernel,
                             const graph::VectorTarget &target) {
  // f32 stands for all: the others are off by two.
  uint64_t lanes = std::max<int64_t>(target.vectorBytes / 4, 1);
  uint64_t cycles = 0;
  auto add = [&](uint64_t more) { cycles = llvm::SaturatingAdd(cycles, more); };
  if (ContractionOpInterface contraction = contractionOf(kernel))
    add(uint64_t(contraction.getFlops()) / (2 * lanes));
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (isa<ContractionOpInterface>(op) || op.getNumResults() != 1)
      continue;
    uint64_t elements =
        uint64_t(graph::tensorOf(op.getResult(0)).getNumElements());
    if (auto element = dyn_cast<ElementOpInterface>(op))
      elements = llvm::SaturatingMultiply(elements,
                                          uint64_t(element.getElementsRead()));
    add(llvm::SaturatingMultiply(elements, uint64_t(cyclesOf(op))) / lanes);
  }
  uint64_t bytes = 0;
  for (Type type : llvm::concat<const Type>(kernel.getArgumentTypes(),
                                            kernel.getResultTypes()))
    bytes = llvm::SaturatingAdd(bytes, uint64_t(bytesOf(type)));
  uint64_t cost =
      std::max(cycles / kCyclesPerNanosecond, bytes / kBytesPerNanosecond);
  return int64_t(std::min<uint64_t>(cost, INT64_MAX));
}
