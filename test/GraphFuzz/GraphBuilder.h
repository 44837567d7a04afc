//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds a random graph together with the values that it computes: every
// operation is evaluated as soon as it is there, and dropped where its results
// are too large or are no numbers. Generators thus need no rules about ranges,
// and indices can be seen to be in range.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_GRAPHBUILDER_H
#define DLC_TEST_GRAPHFUZZ_GRAPHBUILDER_H

#include "Random.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Runtime/Tensor.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

#include <functional>
#include <memory>

namespace dlc::fuzz {

using mlir::NamedAttribute;
using mlir::RankedTensorType;
using mlir::Value;

/// Sizes of a tensor.
using Sizes = llvm::SmallVector<int64_t, 4>;
using Values = llvm::SmallVector<Value, 4>;

/// Where a method returns a value, it may be null: the operation does not fit
/// its operands, or its result is of no use. Operations on null are null, so
/// that generators look at the end only.
class GraphBuilder {
public:
  GraphBuilder(mlir::ModuleOp module, Random random);

  Random random;

  //===--- Arguments ------------------------------------------------------===//

  Value parameter(RankedTensorType type) { return argument(Parameter, type); }
  /// A parameter with elements in [0.5, 1.5).
  Value positive(RankedTensorType type);
  Value input(RankedTensorType type) { return argument(Input, type); }
  /// Indices in [0, limit).
  Value indices(RankedTensorType type, int64_t limit);
  /// A state that is not rebound, or one that `rebind` gives a new value, which
  /// it does outside of scans only.
  Value state(RankedTensorType type, bool isPositive = false);
  void rebind(Value state, Value next);
  Value randomKey();

  //===--- Operations -----------------------------------------------------===//

  Value op(llvm::StringRef name, mlir::ValueRange operands,
           llvm::ArrayRef<NamedAttribute> attributes = {});
  /// An operation that infers its types, though the language cannot call it.
  Value lowOp(llvm::StringRef name, mlir::ValueRange operands,
              llvm::ArrayRef<NamedAttribute> attributes);
  /// Keeps a new operation if it verifies and computes reasonable numbers;
  /// else erases it.
  bool accept(mlir::Operation *op);

  NamedAttribute number(llvm::StringRef name, int64_t value);
  NamedAttribute numbers(llvm::StringRef name, llvm::ArrayRef<int64_t> values);
  NamedAttribute shape(llvm::StringRef name, llvm::ArrayRef<int64_t> sizes);
  NamedAttribute flag(llvm::StringRef name, bool value = true);
  NamedAttribute real(llvm::StringRef name, double value);
  NamedAttribute dtype(mlir::Type type);

  /// A tensor full of `value`, which is a constant of that type or, as the
  /// front end makes it, a scalar that is broadcast.
  Value splat(RankedTensorType type, double value);
  Value splatLike(Value like, double value);
  Value constant(mlir::ElementsAttr value);
  Value broadcast(Value value, llvm::ArrayRef<int64_t> sizes,
                  llvm::ArrayRef<int64_t> axes = {});
  Value reshape(Value value, llvm::ArrayRef<int64_t> sizes);
  Value transpose(Value value, llvm::ArrayRef<int64_t> permutation);
  /// Part [start, start + size) of one axis.
  Value slice(Value value, int64_t axis, int64_t start, int64_t size);

  /// What the body of a scan makes of carried values and elements.
  struct Step {
    Values carried, emitted;
  };
  /// Results are empty where there is no such scan.
  Values scan(mlir::ValueRange inits, mlir::ValueRange sequences, bool reversed,
              llvm::function_ref<Step(mlir::ValueRange carried,
                                      mlir::ValueRange elements)>
                  body);

  //===--- Values ---------------------------------------------------------===//

  /// All values that can be used here, oldest first.
  llvm::ArrayRef<Value> visible() const { return values; }
  /// One that fits; null where none does. Newer ones are likelier.
  Value find(llvm::function_ref<bool(RankedTensorType)> fits);
  /// A visible value of that type, or else an argument.
  Value ofType(RankedTensorType type);
  /// A visible floating point tensor of that rank, or else an argument.
  Value ofRank(int64_t rank);
  /// What the value is, in the first step where it is of a scan's body.
  const Tensor &tensor(Value value) const { return *tensors.lookup(value); }

  //===--- Types ----------------------------------------------------------===//

  RankedTensorType type(llvm::ArrayRef<int64_t> sizes) const {
    return RankedTensorType::get(sizes, element);
  }
  RankedTensorType type(llvm::ArrayRef<int64_t> sizes, mlir::Type of) const {
    return RankedTensorType::get(sizes, of);
  }
  static RankedTensorType typeOf(Value value) {
    return llvm::cast<RankedTensorType>(value.getType());
  }
  static Sizes sizesOf(Value value) { return Sizes(typeOf(value).getShape()); }
  static bool isFloat(RankedTensorType type) {
    return llvm::isa<mlir::FloatType>(type.getElementType());
  }
  /// A size: mostly small, odd as often as even, sometimes 1, and 0 in a graph
  /// that may have it.
  int64_t size();
  Sizes sizes(int64_t rank);
  mlir::Type bits(unsigned width) { return builder.getIntegerType(width); }

  /// The floating point type of this graph.
  mlir::Type element;
  /// Whether sizes may be 0.
  bool mayBeEmpty = false;

  mlir::OpBuilder builder;
  mlir::MLIRContext *context() { return builder.getContext(); }

  /// How many scans are around the insertion point.
  unsigned depth = 0;
  /// How many operations there are.
  unsigned count = 0;

  /// Ends the function: chooses results and names everything.
  void finish();

private:
  enum Role { Parameter, State, Input, Key };
  Value argument(Role role, RankedTensorType type, std::string name = "");
  mlir::Location location();
  void forget(mlir::Operation *op);

  mlir::ModuleOp module;
  mlir::func::FuncOp function;
  /// The role and name of each argument of the function.
  struct ArgumentInfo {
    Role role;
    std::string name;
    Value next;
  };
  std::vector<ArgumentInfo> arguments;
  Values values;
  llvm::DenseMap<Value, std::shared_ptr<Tensor>> tensors;
};

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_GRAPHBUILDER_H
