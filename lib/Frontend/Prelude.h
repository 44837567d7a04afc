//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The names that every program sees without declaring them: data types,
// functions over constants, modules such as `init`, and the operations of the
// graph dialect, which are asked of the dialect itself.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_PRELUDE_H
#define DLC_LIB_FRONTEND_PRELUDE_H

#include "dlc/Frontend/Value.h"

namespace dlc::frontend {

class Prelude {
public:
  /// `real` is the element type that the word stands for, `training` the mode
  /// of a layer that inherits it.
  explicit Prelude(DType real, bool training = false);

  /// The declarations of `file` are seen everywhere.
  void addDeclarations(const ast::File &file) { functions = &file; }
  /// `file` is seen everywhere under its module's name.
  void addModule(const ast::File &file) { modules.push_back(&file); }
  /// The module that is seen everywhere under that name, or null.
  const ast::File *findModule(llvm::StringRef name) const;

  /// The meaning of a name, or nothing.
  std::optional<Value> lookup(llvm::StringRef name) const;
  bool isOperation(llvm::StringRef name) const;

  /// What `real` stands for.
  DType realType() const { return real; }

  /// For suggestions.
  std::vector<llvm::StringRef> names() const;

  bool training;

private:
  DType real;
  const ast::File *functions = nullptr;
  std::vector<const ast::File *> modules;
  std::vector<std::string> operations;
};

/// A function over constants. Errors come back as text.
struct ConstantFunction {
  llvm::StringLiteral name;
  llvm::StringLiteral argument; ///< how its arguments are called
  unsigned minimumArguments;
  unsigned maximumArguments;
  Value (*evaluate)(llvm::ArrayRef<Value> arguments, std::string &error);
};

/// sqrt, min, max, sum, len, zip, int, float, shape and others; null for
/// other names.
const ConstantFunction *findConstantFunction(llvm::StringRef name);
/// The names that programs may use.
std::vector<llvm::StringRef> constantFunctionNames();

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_PRELUDE_H
