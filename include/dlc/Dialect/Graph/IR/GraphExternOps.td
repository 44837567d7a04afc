//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The way out: operations that somebody else computes.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_EXTERN_OPS_TD
#define DLC_GRAPH_EXTERN_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

def Graph_ExternOp : Graph_Op<"extern", [Graph_MayFail, Graph_Costly]> {
  let summary = "results computed by a C function";
  let description = [{
    Calls the C function `symbol`, declared in dlc-c/Extern.h, on tensors in
    memory. It is pure by definition: results depend on operands and constants
    alone, so that calls may be merged, moved to @prepare, or left out where
    nobody uses a result. One thread calls it. A status other than 0 fails the
    whole call, with an error that names the symbol and the position in the
    model file.

    `constants` are what the function takes besides tensors: integers (i64, or
    one dimension as #graph.dims, a number once bound), f64, bools, strings.
    `adjoint` names the function that computes its derivative.

    The symbol is an identifier of C that begins with neither `dlc_` nor
    `kernel_`: those are names of compiled code.

    ```mlir
    %values, %positions = graph.extern "top_k"(%x) {constants = [5]}
        : (tensor<100xf32>) -> (tensor<5xf32>, tensor<5xi64>)
    ```
  }];
  let arguments = (ins Variadic<Graph_Tensor>:$operands, StrAttr:$symbol,
    DefaultValuedAttr<ArrayAttr, "{}">:$constants,
    OptionalAttr<StrAttr>:$adjoint);
  let results = (outs Variadic<Graph_Tensor>:$results);
  let assemblyFormat = [{
    $symbol `(` $operands `)` attr-dict `:` functional-type($operands, $results)
  }];
  let hasVerifier = 1;
}

#endif // DLC_GRAPH_EXTERN_OPS_TD
