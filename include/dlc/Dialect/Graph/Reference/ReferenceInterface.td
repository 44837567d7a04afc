//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an operation must provide for the reference evaluator.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_REFERENCE_INTERFACE_TD
#define DLC_GRAPH_REFERENCE_INTERFACE_TD

include "mlir/IR/OpBase.td"

def ReferenceOpInterface : OpInterface<"ReferenceOpInterface"> {
  let cppNamespace = "::dlc::graph";
  let description = [{
    An operation that can be evaluated on tensors in memory, by plain loops
    that share nothing with code generation. Implemented by external models
    (lib/Dialect/Graph/Reference), so that the dialect itself links no
    evaluator.
  }];
  let methods = [
    InterfaceMethod<[{
      Computes the results from the operands. All types are static and
      verified; results come allocated, with the shapes and element types of
      the operation's results. On failure a diagnostic has been emitted. The
      values that an operation's regions use from outside follow its operands,
      in the order of mlir::getUsedValuesDefinedAbove.
    }],
    "::llvm::LogicalResult", "evaluate",
    (ins "::llvm::ArrayRef<const ::dlc::Tensor *>":$operands,
         "::llvm::MutableArrayRef<::dlc::Tensor>":$results)>
  ];
}

#endif // DLC_GRAPH_REFERENCE_INTERFACE_TD
