//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Interfaces of graph operations.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_INTERFACES_TD
#define DLC_GRAPH_INTERFACES_TD

include "mlir/IR/OpBase.td"

def LanguageOpInterface : OpInterface<"LanguageOpInterface"> {
  let cppNamespace = "::dlc::graph";
  let description = [{
    An operation that programs of the model language call by name. Operations
    without it exist below the language only (packed layouts).
  }];
  let methods = [
    StaticInterfaceMethod<
      "The arguments in the order of the definition, operands and attributes.",
      "::llvm::ArrayRef<::dlc::graph::OpArgument>", "getSignature">
  ];
}

#endif // DLC_GRAPH_INTERFACES_TD
