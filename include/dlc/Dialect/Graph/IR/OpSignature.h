//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How operations look from the language: argument names and kinds, and
// building an operation from its name. The front end and its users of the
// dialect hold no list of operations; this is what they ask instead.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_OPSIGNATURE_H
#define DLC_DIALECT_GRAPH_IR_OPSIGNATURE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

#include <string>
#include <vector>

namespace dlc::graph {

/// One argument of an operation as its definition declares it.
struct OpArgument {
  enum class Kind { Operand, Variadic, Attribute };

  llvm::StringRef name;
  Kind kind;
  /// The C++ class of an attribute, "::mlir::DenseI64ArrayAttr"; it tells
  /// which constant the argument takes.
  llvm::StringRef storage;
  /// An attribute that may be left out.
  bool optional;

  /// The constants an attribute takes.
  enum class Constant { None, Int, IntList, Float, Bool, String, DType, Shape };
  Constant constant() const;
};

/// The signature of the operation that programs call `name`; nullopt if there
/// is none.
std::optional<llvm::ArrayRef<OpArgument>>
lookupSignature(mlir::MLIRContext *context, llvm::StringRef name);

/// All names that `lookupSignature` knows, sorted.
std::vector<std::string> callableOperations(mlir::MLIRContext *context);

/// Builds `graph.<name>`, its result types inferred. Emits a diagnostic at
/// `location` and returns null where operands or attributes do not fit.
mlir::Operation *
createOperation(mlir::OpBuilder &builder, mlir::Location location,
                llvm::StringRef name, mlir::ValueRange operands,
                llvm::ArrayRef<mlir::NamedAttribute> attributes = {});

/// Verifier of the Pointwise trait: one shape for all operands and results.
llvm::LogicalResult verifyPointwise(mlir::Operation *op);

} // namespace dlc::graph

#include "dlc/Dialect/Graph/IR/GraphInterfaces.h.inc"

#endif // DLC_DIALECT_GRAPH_IR_OPSIGNATURE_H
