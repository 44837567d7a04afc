//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an expression of the model language evaluates to: the constants of
// construction, the declarations that names stand for, and tensors, which are
// values of the graph under construction.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_VALUE_H
#define DLC_FRONTEND_VALUE_H

#include "dlc/Dialect/Graph/IR/Dimension.h"
#include "dlc/Runtime/DType.h"
#include "dlc/Runtime/Initializer.h"

#include "mlir/IR/Value.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace dlc::frontend {

namespace ast {
class Function;
class Layer;
struct File;
} // namespace ast

class LayerInstance;
struct Parameter;
class Value;

/// A list or a tuple. Elements are shared, so copying is cheap.
struct Sequence {
  bool isTuple = false;
  std::shared_ptr<const std::vector<Value>> elements;
  /// Elements at all levels, bounded: sharing makes a small program denote an
  /// enormous list.
  uint64_t weight = 1;
  /// Levels of lists within lists, bounded as well.
  unsigned nesting = 1;
};

/// `Linear` as opposed to `Linear(3, 4)`.
struct LayerClass {
  const ast::Layer *declaration;
  const ast::File *file;
};

/// A function with the layer whose members it sees, if any.
struct FunctionReference {
  const ast::Function *declaration;
  const ast::File *file;
  LayerInstance *self;
};

struct ModuleReference {
  const ast::File *file;
};

/// A name of the prelude that is called: an operation of the graph, or a
/// function over constants.
struct Primitive {
  std::string name;
};

class Value {
public:
  struct Error {};
  struct None {};

  /// The value of what was reported already: it is passed on in silence.
  Value() = default;
  template <typename T, typename = std::enable_if_t<
                            !std::is_same_v<std::decay_t<T>, Value>>>
  Value(T content) : content(std::move(content)) {}

  static Value integer(int64_t value) { return Value(value); }
  static Value string(llvm::StringRef text) { return Value(text.str()); }
  static Value none() { return Value(None{}); }
  /// A number where `dimension` is one.
  static Value dimension(const graph::Dimension &dimension);
  static Value list(std::vector<Value> elements, bool isTuple = false);

  template <typename T> const T *as() const { return std::get_if<T>(&content); }
  template <typename T> bool is() const {
    return std::holds_alternative<T>(content);
  }
  bool isError() const { return is<Error>(); }

  /// The elements of a list or tuple; null for everything else.
  const std::vector<Value> *elements() const;
  /// An int or a float as a float.
  std::optional<double> number() const;
  /// An int or a named dimension as a dimension.
  std::optional<graph::Dimension> asDimension() const;
  /// A tensor, or a parameter, which becomes one where it is used.
  bool isTensor() const { return is<mlir::Value>() || is<Parameter *>(); }

  /// "int", "list", "tensor" and so on, "none" for none.
  llvm::StringRef kind() const;
  /// "int 3", "float 0.5", "tensor", "layer Linear": for diagnostics.
  std::string describe() const;
  /// As it would be written in a program, as far as that is possible.
  std::string str() const;

  /// Equality of constants; layers are equal if they are one.
  friend bool operator==(const Value &lhs, const Value &rhs);

private:
  std::variant<Error, None, bool, int64_t, double, std::string, DType,
               graph::Dimension, Sequence, Initializer, LayerInstance *,
               Parameter *, LayerClass, FunctionReference, ModuleReference,
               Primitive, mlir::Value>
      content;
};

/// The shortest decimal text that reads back as the same number.
std::string formatFloat(double value);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_VALUE_H
