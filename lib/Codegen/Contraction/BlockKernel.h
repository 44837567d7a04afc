//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the micro-kernels on channel blocks have in common.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_CODEGEN_CONTRACTION_BLOCKKERNEL_H
#define DLC_LIB_CODEGEN_CONTRACTION_BLOCKKERNEL_H

#include "Bias.h"
#include "Pointers.h"
#include "Windows.h"

namespace dlc::codegen {

/// Emits a grid tile of a result whose last axis is a block of channels.
class BlockKernel {
protected:
  BlockKernel(TileEmitter &emitter, mlir::RankedTensorType result)
      : emitter(emitter), elements(emitter.elements), builder(elements.builder),
        location(elements.location), element(result.getElementType()),
        pointers(elements, element),
        vectorType(
            mlir::VectorType::get(result.getShape().take_back(), element)) {}

  using Values = llvm::SmallVector<mlir::Value>;

  mlir::Value zero() {
    return builder.create<mlir::arith::ConstantOp>(
        location, builder.getZeroAttr(vectorType));
  }

  /// What the sums of `positions` begin with, of blocks of channels from
  /// `block` on, as many as `vectors`: position by position.
  Values initialSums(const Bias &bias, mlir::Value block, int64_t vectors,
                     int64_t positions) {
    if (!bias)
      return Values(positions * vectors, zero());
    return Bias::loadForEach(
        pointers, bias.ofBlock(emitter, pointers, block), positions, vectors,
        [&](mlir::Value from, int64_t v) {
          return pointers.load(from, v * vectorType.getDimSize(0), vectorType);
        });
  }

  /// A pointer to `count` zeros, whole blocks, in which sums wait.
  mlir::Value zeroedScratch(int64_t count) {
    int64_t block = vectorType.getDimSize(0);
    mlir::Value sums = pointers.begin(elements.scratch(count, element));
    mlir::Value nothing = zero();
    elements.forEach(
        elements.index(0), elements.index(count / block), [&](mlir::Value i) {
          pointers.store(
              nothing, pointers.advance(sums, elements.multiply(i, block)), 0);
        });
    return sums;
  }

  TileEmitter &emitter;
  ElementEmitter &elements;
  mlir::OpBuilder &builder;
  mlir::Location location;
  mlir::Type element;
  PointerEmitter pointers;
  mlir::VectorType vectorType;
};

/// The windows of a convolution, or of one that is differentiated, along axis
/// `axis` of its images.
template <typename Op>
WindowAxis windowAxis(Op op, unsigned axis, int64_t input, int64_t kernel,
                      int64_t result) {
  return {input,
          kernel,
          result,
          op.getStrides()[axis],
          op.getLow()[axis],
          op.getDilations()[axis]};
}

} // namespace dlc::codegen

#endif // DLC_LIB_CODEGEN_CONTRACTION_BLOCKKERNEL_H
