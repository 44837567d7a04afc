//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types as written: tensors `real[N, 3, H, W]`, tuples of them, and the types
// of constants (`int`, `[int]`, `pair`, `layer...`).
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_AST_TYPE_H
#define DLC_FRONTEND_AST_TYPE_H

#include "dlc/Frontend/AST/Expression.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace dlc::frontend::ast {

enum class TypeKind : uint8_t { Tensor, Tuple, Constant };

class Type : public Node<TypeKind> {
protected:
  using Node::Node;
};
using TypePtr = std::unique_ptr<Type>;

/// No other library takes more axes.
constexpr size_t maximumAxes = 64;

/// element[..., dimension, dimensions...]
class TensorType : public Type {
public:
  DLC_AST_KIND(Type, Tensor)
  TensorType(llvm::SMRange range, ExpressionPtr element)
      : Type(Kind::Tensor, range), element(std::move(element)) {}
  /// A data type: `real`, `f32`, or a constant of type dtype.
  ExpressionPtr element;
  /// `...` in front: any number of further axes.
  bool anyLeading = false;
  std::vector<ExpressionPtr> dimensions;
  /// Those followed by '...', which are lists of dimensions: in the types of
  /// parameters and states only.
  llvm::SmallPtrSet<const Expression *, 1> spreads;
};

class TupleType : public Type {
public:
  DLC_AST_KIND(Type, Tuple)
  explicit TupleType(llvm::SMRange range) : Type(Kind::Tuple, range) {}
  std::vector<TypePtr> elements;
};

/// The type of a construction constant.
class ConstantType : public Type {
public:
  enum class Base : uint8_t {
    Int,
    Float,
    Bool,
    String,
    DType,
    Layer,
    Pair,
    Scalar, ///< a number that may change from step to step
  };

  DLC_AST_KIND(Type, Constant)
  ConstantType(llvm::SMRange range, Base base)
      : Type(Kind::Constant, range), base(base) {}
  Base base;
  bool isList = false;     ///< [int]
  bool isVariadic = false; ///< layer...

  /// "int", "[int]", "layer..."
  std::string str() const;
};

} // namespace dlc::frontend::ast

#endif // DLC_FRONTEND_AST_TYPE_H
