//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The prelude.
//
//===----------------------------------------------------------------------===//

#include "Prelude.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/OpSignature.h"
#include "dlc/Frontend/AST/Declaration.h"

#include "mlir/IR/MLIRContext.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace dlc::frontend;

Prelude::Prelude(DType real, bool training) : training(training), real(real) {
  // Names are asked for before a graph, and its context, exist.
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<graph::GraphDialect>();
  operations = graph::callableOperations(&context);
  // Keys are the compiler's: programs name streams.
  llvm::erase_if(operations, [](const std::string &name) {
    return name == "random_fold" || name == "random_split";
  });
}

std::optional<Value> Prelude::lookup(llvm::StringRef name) const {
  if (name == "real")
    return Value(real);
  if (name == "inf")
    return Value(std::numeric_limits<double>::infinity());
  if (std::optional<DType> type =
          parseDType(std::string_view(name.data(), name.size())))
    return Value(*type);
  if (const ast::File *module = findModule(name))
    return Value(ModuleReference{module});
  if (functions)
    if (const ast::Declaration *declaration = functions->find(name))
      return Value(FunctionReference{llvm::cast<ast::Function>(declaration),
                                     functions, nullptr});
  if (findConstantFunction(name) || llvm::is_contained(operations, name))
    return Value(Primitive{name.str()});
  return std::nullopt;
}

bool Prelude::isOperation(llvm::StringRef name) const {
  return llvm::is_contained(operations, name);
}

const ast::File *Prelude::findModule(llvm::StringRef name) const {
  for (const ast::File *module : modules)
    if (module->moduleName == name)
      return module;
  return nullptr;
}

std::vector<llvm::StringRef> Prelude::names() const {
  std::vector<llvm::StringRef> result = {"real", "bool", "u8",  "i8",  "i32",
                                         "i64",  "bf16", "f32", "f64", "inf"};
  llvm::append_range(result, constantFunctionNames());
  llvm::append_range(result, operations);
  for (const ast::File *module : modules)
    result.push_back(module->moduleName);
  if (functions)
    for (const ast::DeclarationPtr &declaration : functions->declarations)
      result.push_back(nameOf(*declaration).text);
  return result;
}
