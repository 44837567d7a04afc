//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Emission of kernels: tensor elements on demand, tiles of contractions.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_EMITTERS_H
#define DLC_CODEGEN_EMITTERS_H

#include "dlc/Dialect/Graph/Analysis/TileModel.h"
#include "dlc/Dialect/Graph/IR/GraphShapeOps.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <functional>
#include <map>
#include <vector>

namespace dlc::codegen {

/// The type of an element in registers: i1 for bool, signless integers.
mlir::Type registerType(mlir::Type elementType);
/// The type of an element in memory: bool takes a byte.
mlir::Type memoryType(mlir::Type elementType);

/// Computes elements of the tensors of one kernel where they are asked for.
/// A tensor is either in memory (`bind`) or computed from its operands by the
/// interfaces of its operation. Elements asked for twice at the same indices
/// are computed once.
class ElementEmitter {
public:
  ElementEmitter(mlir::OpBuilder &builder, mlir::Location location)
      : builder(builder), location(location), scopes(1) {}

  /// `tensor` lies in `memory`.
  void bind(mlir::Value tensor, mlir::Value memory);

  /// The element at `indices`.
  mlir::Value element(mlir::Value tensor, mlir::ValueRange indices);

  /// `lanes` elements from `indices` on along the last axis. With a mask,
  /// lanes beyond it are unspecified. Pointwise operations, broadcasts,
  /// constants and tensors in memory have vectors, and operations that keep
  /// lanes (ElementOpInterface).
  mlir::Value vector(mlir::Value tensor, mlir::ValueRange indices,
                     int64_t lanes, mlir::Value mask);

  /// Whether `element` gives vectors: an operation that keeps lanes emits the
  /// same code for them.
  bool hasLanes() const { return lanes != 0; }
  /// The type of what `element` gives for elements of a register type.
  mlir::Type laneType(mlir::Type scalar) const;
  /// The element at `indices`, one also where `element` gives vectors.
  mlir::Value scalar(mlir::Value tensor, mlir::ValueRange indices);

  /// Says that `element(tensor, indices)` is `value` in this scope.
  void setElement(mlir::Value tensor, mlir::ValueRange indices,
                  mlir::Value value);

  /// Says that `position` is the row-major position of `indices`, the last
  /// ones of tensors that end in axes of these sizes; memory is addressed by
  /// it, so that one loop runs through several axes. Holds for this scope's
  /// code until the next call; null ends it.
  void setPosition(mlir::Value position, mlir::ValueRange indices = {},
                   llvm::ArrayRef<int64_t> sizes = {});

  /// Says that `vector(tensor, ...)` is `value` from now on: what a
  /// contraction has in registers.
  void setVector(mlir::Value tensor, mlir::Value value);

  /// What one of two pieces of code computes, by a branch.
  mlir::Value branch(mlir::Value condition, mlir::Type type,
                     llvm::function_ref<mlir::Value()> onTrue,
                     llvm::function_ref<mlir::Value()> onFalse);

  /// `element` if `inside`, else `otherwise`. A branch rather than a select:
  /// outside, the element's indices may lie beyond its tensor.
  mlir::Value guarded(mlir::Value inside, mlir::Value otherwise,
                      llvm::function_ref<mlir::Value()> element);

  /// Forgets what `body` computes, which may not dominate what follows.
  void inScope(llvm::function_ref<void()> body);

  /// Emits a loop over [0, count) that carries values; returns the last ones.
  /// Elements computed inside are forgotten afterwards.
  using LoopBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(
      mlir::Value index, mlir::ValueRange carried)>;
  llvm::SmallVector<mlir::Value> reduce(int64_t count, mlir::ValueRange initial,
                                        LoopBody body);
  /// The same over [lower, upper).
  llvm::SmallVector<mlir::Value> reduce(mlir::Value lower, mlir::Value upper,
                                        mlir::ValueRange initial,
                                        LoopBody body);

  /// Emits a branch without values.
  void either(mlir::Value condition, llvm::function_ref<void()> onTrue,
              llvm::function_ref<void()> onFalse);

  /// Emits a loop over [lower, upper) without values.
  void forEach(mlir::Value lower, mlir::Value upper,
               llvm::function_ref<void(mlir::Value index)> body);

  /// The same memory as an array of these sizes, from its beginning on.
  mlir::Value reshape(mlir::Value memory, llvm::ArrayRef<int64_t> sizes);
  /// Memory of the kernel's own, on the stack: 64 kB at most, uninitialised,
  /// from a cache line's beginning on.
  mlir::Value scratch(int64_t count, mlir::Type type);
  /// The element of a register type at `indices` of `buffer`.
  mlir::Value load(mlir::Value buffer, mlir::ValueRange indices,
                   mlir::Type type);
  /// Stores an element at `indices` of `buffer`, or a vector from there on.
  void store(mlir::Value element, mlir::Value buffer, mlir::ValueRange indices,
             mlir::Value mask = {});

  /// Whether the code emitted is for indices along `axis` of the kernel's
  /// result that need no check of bounds.
  bool isRegular(int64_t axis) const { return regularAxes.contains(axis); }
  /// Emits such code.
  void regularly(int64_t axis, llvm::function_ref<void()> body);

  /// Which of an operation's segments (ElementOpInterface) `index` lies in,
  /// where the code emitted is for one. The operation may be read at other
  /// indices, too, which may lie anywhere.
  std::optional<int64_t> segmentOf(mlir::Operation *op,
                                   mlir::Value index) const {
    if (!segment || segment->op != op || segment->index != index)
      return std::nullopt;
    return segment->number;
  }
  bool isInSegment() const { return segment.has_value(); }
  /// Emits code where `index` lies in segment `number`, not within another.
  void inSegment(mlir::Operation *op, int64_t number, mlir::Value index,
                 llvm::function_ref<void()> body);

  /// Arithmetic of indices; what is divided or compared is not negative.
  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value lhs, mlir::Value rhs);
  mlir::Value add(mlir::Value lhs, int64_t rhs) { return add(lhs, index(rhs)); }
  mlir::Value subtract(mlir::Value lhs, mlir::Value rhs);
  mlir::Value subtract(mlir::Value lhs, int64_t rhs) {
    return subtract(lhs, index(rhs));
  }
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);
  mlir::Value divide(mlir::Value lhs, mlir::Value rhs);
  mlir::Value divide(mlir::Value lhs, int64_t rhs) {
    return divide(lhs, index(rhs));
  }
  mlir::Value remainder(mlir::Value lhs, mlir::Value rhs);
  mlir::Value remainder(mlir::Value lhs, int64_t rhs) {
    return remainder(lhs, index(rhs));
  }
  mlir::Value smaller(mlir::Value lhs, mlir::Value rhs);
  mlir::Value smaller(mlir::Value lhs, int64_t rhs) {
    return smaller(lhs, index(rhs));
  }
  /// Takes `number` apart: returns its remainder by `count` and leaves the
  /// quotient.
  mlir::Value takeRemainder(mlir::Value &number, int64_t count);
  /// Appends the indices of element `number` of axes of these sizes.
  void delinearize(mlir::Value number, llvm::ArrayRef<int64_t> sizes,
                   llvm::SmallVectorImpl<mlir::Value> &indices);

  /// A constant of a register type, or a vector of such.
  mlir::Value number(mlir::Type type, double value);

  /// Reports an index outside [0, limit) of the operation `op`.
  mlir::Value checkedIndex(mlir::Operation *op, mlir::Value index,
                           int64_t limit);
  /// Where index errors go: the call's context and the kernel's first site.
  void setErrorSink(mlir::Value context, mlir::Value site);

  mlir::OpBuilder &builder;
  mlir::Location location;

private:
  using Key = std::pair<void *, std::vector<void *>>;
  static Key keyOf(mlir::Value tensor, mlir::ValueRange indices);
  mlir::Value lookup(const Key &key) const;
  mlir::Value loadElement(mlir::Value tensor, mlir::Value buffer,
                          mlir::ValueRange indices);
  mlir::Value loadVector(mlir::Value tensor, mlir::Value buffer,
                         mlir::ValueRange indices, int64_t count,
                         mlir::Value mask);
  mlir::Value broadcastVector(graph::BroadcastOp broadcast,
                              mlir::ValueRange indices, int64_t count,
                              mlir::Value mask);

  llvm::DenseMap<mlir::Value, mlir::Value> memory;
  llvm::DenseMap<mlir::Value, mlir::Value> vectors;
  /// The lanes of the vectors that `element` gives; 0 where it gives scalars.
  int64_t lanes = 0;
  mlir::Value laneMask;
  std::vector<std::map<Key, mlir::Value>> scopes;
  llvm::SmallDenseSet<int64_t> regularAxes;
  struct Segment {
    mlir::Operation *op;
    int64_t number;
    mlir::Value index;
  };
  std::optional<Segment> segment;
  /// What setPosition said.
  mlir::Value position;
  llvm::SmallVector<mlir::Value> positionIndices;
  llvm::SmallVector<int64_t> positionSizes;
  llvm::DenseMap<mlir::Operation *, int64_t> checks;
  mlir::Value context, site;
};

/// What a contraction needs to compute its tiles.
struct TileEmitter {
  ElementEmitter &elements;
  graph::VectorTarget target;
  /// The memory of an argument of the kernel.
  std::function<mlir::Value(mlir::Value argument)> memory;
  /// What the contraction computes: its results, or what an addition makes of
  /// them that it does on the way.
  llvm::SmallVector<mlir::Value> results;
  /// Computes the kernel's epilogue on `values`, one of each of `results` at
  /// `indices` (along the last axis), and stores what the kernel returns.
  /// `mask` may be null.
  std::function<void(mlir::ValueRange values, mlir::ValueRange indices,
                     mlir::Value mask)>
      store;
  /// Whether the tile with the number before was computed just before, in the
  /// same order: what it has left in scratch memory is there.
  mlir::Value continues;
  /// Memory of the contraction's result type that the epilogue goes over with
  /// it: what it writes, and what it reads besides.
  llvm::SmallVector<mlir::Value> written, read;
};

/// How a contraction is cut into tiles.
struct ContractionTiles {
  /// Tiles that are computed independently.
  int64_t grid;
  /// The sums that a micro-kernel keeps in registers, at most: rows (positions,
  /// channels or taps of a convolution) by elements of the result's last axis,
  /// in a recurrent cell of the gates that are summed at once.
  int64_t tileRows, tileColumns;
};

/// Neighbours along the last axis that are computed together at most: cache
/// lines are used whole, and accumulators fit into the fastest cache.
inline constexpr int64_t kColumnsOfTile = 256;

/// What a row operation needs to compute the rows of a tile.
struct RowEmitter {
  ElementEmitter &elements;
  /// The memory of an operand that must lie in memory.
  std::function<mlir::Value(mlir::Value operand)> memory;
  mlir::Value output;
  /// Where the tile lies, but for the axis of the rows and the last one.
  llvm::SmallVector<mlir::Value> indices;
  /// The rows of the tile: [lower, upper) along the last axis, no more than
  /// `kColumnsOfTile`. Null where rows lie along the last axis; then it is one.
  mlir::Value lower, upper;
  /// Which part of each row.
  mlir::Value part;
};

} // namespace dlc::codegen

#include "dlc/Codegen/LoweringInterfaces.h.inc"

#endif // DLC_CODEGEN_EMITTERS_H
