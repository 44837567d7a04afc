//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How an operation is differentiated.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_ADJOINT_INTERFACE_TD
#define DLC_GRAPH_ADJOINT_INTERFACE_TD

include "mlir/IR/OpBase.td"

def AdjointOpInterface : OpInterface<"AdjointOpInterface"> {
  let cppNamespace = "::dlc::graph";
  let description = [{
    An operation with a derivative. Implemented by external models
    (lib/Dialect/Graph/Adjoint), a file for each family, which build operations
    of the graph dialect only, so that a derivative has one, too.
  }];
  let methods = [
    InterfaceMethod<[{
      Adds to the gradients of the operands what they get from those of the
      results. All types are static. On failure a diagnostic has been emitted.
    }],
    "::llvm::LogicalResult", "buildAdjoint",
    (ins "::dlc::graph::AdjointBuilder &":$adjoints)>
  ];
}

#endif // DLC_GRAPH_ADJOINT_INTERFACE_TD
