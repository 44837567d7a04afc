//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations along one axis in which the order of elements matters: running
// sums and products, sorting.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_ORDERING_OPS_TD
#define DLC_GRAPH_ORDERING_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

class Graph_CumulativeOp<string mnemonic, string text>
    : Graph_InferredOp<mnemonic, [Graph_Costly]> {
  let summary = text;
  let description = [{
    Each element is combined with all before it along `axis`, which is counted
    from the end where negative. Integers wrap.
  }];
  let arguments = (ins Graph_NumberTensor:$operand, Graph_IntAttr:$axis);
  let results = (outs Graph_NumberTensor:$result);
}

def Graph_CumsumOp : Graph_CumulativeOp<"cumsum", "running sum along an axis">;
def Graph_CumprodOp : Graph_CumulativeOp<"cumprod",
                                         "running product along an axis">;

def Graph_ArgsortOp : Graph_InferredOp<"argsort", [Graph_Costly]> {
  let summary = "the positions of the elements along an axis in sorted order";
  let description = [{
    result[..., i, ...] is the position along `axis` of the element that sorting
    in ascending (or `descending`) order puts at i. Equal elements stay in
    order. NaN counts as larger than every number, as in PyTorch: NaNs come last
    in ascending order, first in descending order. True is larger than false.
    With `count`, the result has so many elements along the axis, the first ones:
    where they are few, the others are not sorted.
  }];
  let arguments = (ins Graph_Tensor:$operand, Graph_IntAttr:$axis,
    DefaultValuedAttr<BoolAttr, "false">:$descending,
    OptionalAttr<Graph_IntAttr>:$count);
  let results = (outs Graph_TensorOf<[I64]>:$result);
}

#endif // DLC_GRAPH_ORDERING_OPS_TD
