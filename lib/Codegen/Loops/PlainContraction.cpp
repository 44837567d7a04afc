//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Contractions as plain loops: for integers, groups and whatever else has no
// micro-kernel.
//
//===----------------------------------------------------------------------===//

#include "../Contraction/Batch.h"
#include "../Lowerings.h"
#include "Combiners.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/GraphContractionOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <array>

using namespace mlir;
using namespace dlc::codegen;
using namespace dlc::graph;

/// The product of two elements, as a part of a sum.
static Value partOf(ElementEmitter &emitter, Value lhs, Value rhs) {
  return productOf(emitter, widen(emitter, lhs), widen(emitter, rhs), false);
}

namespace {
struct MatmulModel : ElementOpInterface::ExternalModel<MatmulModel, MatmulOp> {
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto matmul = cast<MatmulOp>(op);
    Type type = matmul.getType().getElementType();
    // Vectors have no row, or no column.
    bool hasRow = tensorOf(matmul.getLhs()).getRank() > 1;
    bool hasColumn = tensorOf(matmul.getRhs()).getRank() > 1;
    ValueRange batch = indices;
    SmallVector<Value> row, column;
    if (hasColumn) {
      column.push_back(batch.back());
      batch = batch.drop_back();
    }
    if (hasRow) {
      row.push_back(batch.back());
      batch = batch.drop_back();
    }
    SmallVector<Value> leftMatrix =
        batchIndices(emitter, matmul.getLhs(), 1 + hasRow, batch);
    SmallVector<Value> rightMatrix =
        batchIndices(emitter, matmul.getRhs(), 1 + hasColumn, batch);
    SmallVector<Value> sum = emitter.reduce(
        getElementsRead(op), emitter.number(accumulatorType(type), 0),
        [&](Value k, ValueRange sum) -> SmallVector<Value> {
          SmallVector<Value> left = leftMatrix, right = rightMatrix;
          left.append(row);
          left.push_back(k);
          right.append(column);
          right.insert(matmul.getTransposeRhs() ? right.end()
                                                : right.end() - column.size(),
                       k);
          Value part = partOf(emitter, emitter.element(matmul.getLhs(), left),
                              emitter.element(matmul.getRhs(), right));
          return {sumOf(emitter, sum.front(), part, false)};
        });
    return narrow(emitter, sum.front(), type);
  }
  int64_t getElementsRead(Operation *op) const {
    return tensorOf(cast<MatmulOp>(op).getLhs()).getShape().back();
  }
  int64_t getFlops(Operation *op) const {
    return 2 * cast<MatmulOp>(op).getType().getNumElements() *
           getElementsRead(op);
  }
  bool readsElementsAgain(Operation *) const { return true; }
};

/// The product of `factor` and the element of the image `image`, a number and a
/// channel, under tap `tap` of the window at position `at`; 0 in the padding.
template <typename Op>
Value productInside(Op op, ElementEmitter &emitter, std::array<Value, 2> image,
                    std::array<Value, 2> at, std::array<Value, 2> tap,
                    llvm::function_ref<Value()> factor) {
  OpBuilder &builder = emitter.builder;
  Location location = emitter.location;
  SmallVector<Value> source(image.begin(), image.end());
  Value inside;
  for (unsigned axis : {0u, 1u}) {
    Value position =
        emitter.add(emitter.multiply(at[axis], op.getStrides()[axis]),
                    emitter.multiply(tap[axis], op.getDilations()[axis]));
    if (int64_t padding = op.getPadding()[axis]; padding != 0) {
      position = emitter.add(position, -padding);
      Value fits = builder.create<arith::CmpIOp>(
          location, arith::CmpIPredicate::ult, position,
          emitter.index(tensorOf(op.getInput()).getDimSize(2 + axis)));
      inside =
          inside ? builder.create<arith::AndIOp>(location, inside, fits) : fits;
    }
    source.push_back(position);
  }
  auto product = [&] {
    return partOf(emitter, emitter.element(op.getInput(), source), factor());
  };
  if (!inside)
    return product();
  Type type = accumulatorType(op.getType().getElementType());
  return emitter.guarded(inside, emitter.number(type, 0), product);
}

struct Conv2dModel : ElementOpInterface::ExternalModel<Conv2dModel, Conv2dOp> {
  /// Loops over the input channels of the group, then over the window.
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto conv = cast<Conv2dOp>(op);
    ArrayRef<int64_t> filter = tensorOf(conv.getFilter()).getShape();
    Type type = conv.getType().getElementType();
    using Values = SmallVector<Value>;
    Values sum = emitter.reduce(
        filter[1], emitter.number(accumulatorType(type), 0),
        [&](Value ic, ValueRange a) {
          return emitter.reduce(filter[2], a, [&](Value ky, ValueRange b) {
            return emitter.reduce(
                filter[3], b, [&](Value kx, ValueRange c) -> Values {
                  Value part = product(conv, emitter, indices, ic, ky, kx);
                  return {sumOf(emitter, c.front(), part, false)};
                });
          });
        });
    return narrow(emitter, sum.front(), type);
  }
  int64_t getElementsRead(Operation *op) const {
    ArrayRef<int64_t> filter =
        tensorOf(cast<Conv2dOp>(op).getFilter()).getShape();
    return filter[1] * filter[2] * filter[3];
  }
  int64_t getFlops(Operation *op) const {
    return 2 * cast<Conv2dOp>(op).getType().getNumElements() *
           getElementsRead(op);
  }
  bool readsElementsAgain(Operation *) const { return true; }

private:
  /// The product under the window position (ky, kx), 0 in the padding.
  static Value product(Conv2dOp conv, ElementEmitter &emitter,
                       ValueRange indices, Value ic, Value ky, Value kx) {
    ArrayRef<int64_t> filter = tensorOf(conv.getFilter()).getShape();
    Value group = emitter.divide(indices[1], filter[0] / conv.getGroups());
    Value channel = emitter.add(emitter.multiply(group, filter[1]), ic);
    return productInside(conv, emitter, {indices[0], channel},
                         {indices[2], indices[3]}, {ky, kx}, [&] {
                           return emitter.element(conv.getFilter(),
                                                  {indices[1], ic, ky, kx});
                         });
  }
};

struct Conv2dFilterGradientModel
    : ElementOpInterface::ExternalModel<Conv2dFilterGradientModel,
                                        Conv2dFilterGradientOp> {
  /// Loops over images, then over the positions of windows.
  Value emitElement(Operation *op, ElementEmitter &emitter,
                    ValueRange indices) const {
    auto conv = cast<Conv2dFilterGradientOp>(op);
    ArrayRef<int64_t> gradient = tensorOf(conv.getGradient()).getShape();
    Type type = conv.getType().getElementType();
    Value group = emitter.divide(indices[0], gradient[1] / conv.getGroups());
    Value channel = emitter.add(
        emitter.multiply(group, conv.getType().getDimSize(1)), indices[1]);
    using Values = SmallVector<Value>;
    Values sum = emitter.reduce(
        gradient[0], emitter.number(accumulatorType(type), 0),
        [&](Value n, ValueRange a) {
          return emitter.reduce(gradient[2], a, [&](Value y, ValueRange b) {
            return emitter.reduce(
                gradient[3], b, [&](Value x, ValueRange c) -> Values {
                  Value part = productInside(
                      conv, emitter, {n, channel}, {y, x},
                      {indices[2], indices[3]}, [&] {
                        return emitter.element(conv.getGradient(),
                                               {n, indices[0], y, x});
                      });
                  return {sumOf(emitter, c.front(), part, false)};
                });
          });
        });
    return narrow(emitter, sum.front(), type);
  }
  int64_t getElementsRead(Operation *op) const {
    ArrayRef<int64_t> gradient =
        tensorOf(cast<Conv2dFilterGradientOp>(op).getGradient()).getShape();
    return gradient[0] * gradient[2] * gradient[3];
  }
  int64_t getFlops(Operation *op) const {
    return 2 * cast<Conv2dFilterGradientOp>(op).getType().getNumElements() *
           getElementsRead(op);
  }
  bool readsElementsAgain(Operation *) const { return true; }
};
} // namespace

void dlc::codegen::attachPlainContraction(MLIRContext *context) {
  MatmulOp::attachInterface<MatmulModel>(*context);
  Conv2dOp::attachInterface<Conv2dModel>(*context);
  Conv2dFilterGradientOp::attachInterface<Conv2dFilterGradientModel>(*context);
}
