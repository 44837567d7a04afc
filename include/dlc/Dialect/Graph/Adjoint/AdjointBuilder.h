//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Derivatives of a block of operations in reverse mode.
//
// Gradients are those of one number, which each value that it depends on has
// one of, of its own type. The builder goes through operations from the last to
// the first; each one, by its AdjointOpInterface, adds to the gradients of its
// operands what they get from those of its results.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_ADJOINT_ADJOINTBUILDER_H
#define DLC_DIALECT_GRAPH_ADJOINT_ADJOINTBUILDER_H

#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace dlc::graph {

class AdjointBuilder {
public:
  /// Builds where `builder` inserts.
  AdjointBuilder(mlir::OpBuilder builder, mlir::Location location)
      : builder(builder), location(location) {}

  //===--------------------------------------------------------------------===//
  // Going through a block
  //===--------------------------------------------------------------------===//

  /// Says that the value's gradient is wanted.
  void activate(mlir::Value value);
  /// Says so of all that is computed from such values.
  void activate(llvm::ArrayRef<mlir::Operation *> operations);
  /// Goes through the operations, from the last to the first.
  llvm::LogicalResult visit(llvm::ArrayRef<mlir::Operation *> operations);

  //===--------------------------------------------------------------------===//
  // Gradients
  //===--------------------------------------------------------------------===//

  /// Whether the value's gradient is wanted: by the program, or because what it
  /// was computed from has one.
  bool isActive(mlir::Value value) const { return active.contains(value); }
  /// The gradient so far; null where it is zero.
  mlir::Value gradient(mlir::Value value) const {
    return gradients.lookup(value);
  }
  mlir::Value gradientOrZero(mlir::Value value);
  /// Adds to the gradient of an active value; of others there is none.
  void add(mlir::Value value, mlir::Value contribution);
  /// `replacement` takes the place of `value`.
  void replace(mlir::Value value, mlir::Value replacement);

  //===--------------------------------------------------------------------===//
  // Operations that rules are made of
  //===--------------------------------------------------------------------===//

  template <typename OpTy, typename... Args>
  mlir::Value create(Args &&...args) {
    return builder.create<OpTy>(location, std::forward<Args>(args)...);
  }
  mlir::Value splat(mlir::RankedTensorType type, double number);
  mlir::Value reshape(mlir::Value value, llvm::ArrayRef<int64_t> shape);
  mlir::Value transpose(mlir::Value value, llvm::ArrayRef<int64_t> permutation);
  /// Axis i of the value becomes axis `axes[i]`.
  mlir::Value broadcast(mlir::Value value, llvm::ArrayRef<int64_t> shape,
                        llvm::ArrayRef<int64_t> axes);
  /// The sum over `axes`, which the result lacks; over none, the value.
  mlir::Value sum(mlir::Value value, llvm::ArrayRef<int64_t> axes);
  mlir::Value slice(mlir::Value value, llvm::ArrayRef<int64_t> starts,
                    llvm::ArrayRef<int64_t> sizes,
                    llvm::ArrayRef<int64_t> strides);
  /// The elements of some axes in reverse order.
  mlir::Value flip(mlir::Value value, llvm::ArrayRef<int64_t> axes);
  /// Surrounds the value by `number`; negative widths cut off.
  mlir::Value pad(mlir::Value value, llvm::ArrayRef<int64_t> low,
                  llvm::ArrayRef<int64_t> high, double number = 0);
  /// The adjoint of `slice`: zeros of `shape` with the value's elements at
  /// starts[i] + j * strides[i].
  mlir::Value scatterSlice(mlir::Value value, llvm::ArrayRef<int64_t> shape,
                           llvm::ArrayRef<int64_t> starts,
                           llvm::ArrayRef<int64_t> strides);
  /// The adjoint of broadcasting from `shape` with trailing axes aligned.
  mlir::Value sumToShape(mlir::Value value, llvm::ArrayRef<int64_t> shape);

  mlir::OpBuilder builder;
  /// Of the operation that is being differentiated.
  mlir::Location location;

private:
  llvm::DenseSet<mlir::Value> active;
  llvm::DenseMap<mlir::Value, mlir::Value> gradients;
};

} // namespace dlc::graph

#include "dlc/Dialect/Graph/Adjoint/AdjointInterface.h.inc"

namespace dlc::graph {

/// Makes operations differentiable.
void registerAdjointModels(mlir::DialectRegistry &registry);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_ADJOINT_ADJOINTBUILDER_H
